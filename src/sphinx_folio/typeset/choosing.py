"""Takes a CV apart into the parts that can be left out, in the order of what matters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..curricula import Curriculum, Entry, Line, Section
from ..lives import Block, Code, Paragraph, Points, Table, Text, said
from ..models import Run

#: Lines that stand with the head of an entry; others (mentors, works) can be left out.
_WITH_HEAD = ("place", "authors", "venue")
#: The turn of what goes before all else: tables, code and what follows them.
_LATE = 1_000_000

#: How many sections of dated entries lead a CV.
_LEADING = 1
#: How many turns later comes the head of an entry for each section and each entry before it, by the
#: form of its section: skills and languages are short.
_HEADS = {"entries": (0.25, 0.5), "works": (0.25, 0.6), "pairs": (0.25, 0.3), "text": (0.25, 0.5)}
#: How many turns later comes its first paragraph or point; each further one comes one turn later.
_BODIES = (0.75, 0.75)

#: A paragraph, item, table or listing: the number of its block, and of its item in that (or 0).
Piece = tuple[int, int]
#: Where a part stands: section, entry, kind, pieces.
_Place = tuple[int, int, str, tuple[Piece, ...]]
#: The kinds of parts, in their order within a turn.
_KINDS = ("head", "body", "line")
_NAMES = {Paragraph: "paragraph", Points: "point", Table: "table", Code: "listing"}
#: The end of a sentence, where another begins: not that of an abbreviation, as far as one can tell.
_SENTENCE = re.compile(r"((?:\b[a-z0-9]\w{3,}[)”\"]?[.!?](?=\s+[A-Z])|[。！？]))")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a CV that is taken or left whole; the lower its turn, the more it matters.

    ``entry`` is -1 for the text of a section, and ``section`` is that of the closing words when it
    is past the last one. ``kind`` is ``head``, ``line`` or ``body``.
    """

    turn: float
    section: int
    entry: int
    kind: str
    pieces: tuple[Piece, ...] = ()
    #: The place of the part without which this one is not taken.
    needs: _Place | None = None

    @property
    def place(self) -> _Place:
        """What tells it from all others."""
        return self.section, self.entry, self.kind, self.pieces


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A CV and its parts, what matters most first; parts are named by their numbers."""

    whole: Curriculum
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, whole: Curriculum) -> Anatomy:
        """Take a CV apart; sections that say nothing are left out."""
        kept = tuple(section for section in whole.sections if section.entries or section.text)
        whole = replace(whole, sections=kept)
        dated = [number for number, one in enumerate(kept) if one.form == "entries" and one.entries]
        found = [
            part
            for number, section in enumerate(kept)
            for part in _section_parts(number, section, number in dated[:_LEADING])
        ]
        # They say how the rest is meant.
        found += _body_parts((len(kept), -1), whole.closing, first=-_LATE, needs=None)
        return cls(whole, tuple(sorted(found, key=_order)))

    def opens(self, number: int, taken: Container[int]) -> bool:
        """Tell whether all that a part needs has been taken."""
        needs = self.parts[number].needs
        return needs is None or any(
            part.place == needs and earlier in taken for earlier, part in enumerate(self.parts)
        )

    def taken(self, numbers: Container[int]) -> Curriculum:
        """Return the CV of these parts alone."""
        places = {part.place for number, part in enumerate(self.parts) if number in numbers}
        sections = [_kept_section(n, one, places) for n, one in enumerate(self.whole.sections)]
        return replace(
            self.whole,
            sections=tuple(one for one in sections if one.entries or one.text),
            closing=_kept_body(self.whole.closing, places, len(self.whole.sections), -1),
        )

    def dropped(self, numbers: Container[int]) -> tuple[str, ...]:
        """Say in words what is not in the CV of these parts, in the order of the CV."""
        places = {part.place for number, part in enumerate(self.parts) if number in numbers}
        told: list[str] = []
        for number, section in enumerate(self.whole.sections):
            told += _dropped_of_section(number, section, places)
        count = len(self.whole.sections)
        told += _dropped_of_body("Closing words", self.whole.closing, places, count, -1)
        return tuple(told)


def _order(part: Part) -> tuple[float, int, int, int, tuple[Piece, ...]]:
    return part.turn, _KINDS.index(part.kind), part.section, part.entry, part.pieces


def _section_parts(number: int, section: Section, leading: bool) -> Iterator[Part]:
    """Yield the parts of a section.

    First comes one head of each section, and in *leading* ones what that entry begins with. Then
    what is further down matters less (see ``_HEADS`` and ``_BODIES``). A weight is so many entries.
    """
    ranked = sorted(range(len(section.entries)), key=lambda one: (section.entries[one].weight, one))
    for rank, position in enumerate(ranked):
        entry = section.entries[position]
        at_section, at_entry = _HEADS[section.form]
        turn = at_section * number + at_entry * (rank + entry.weight)
        head = Part(max(turn, 0.0) if rank else min(turn, 0.0), number, position, "head")
        yield head
        turn = _BODIES[0] * number + _BODIES[1] * (rank + entry.weight) + 1
        for at, line in enumerate(entry.lines):
            if line.kind not in _WITH_HEAD:
                yield Part(turn + 2, number, position, "line", ((at, 0),), head.place)
        first = 0.0 if leading and not rank else turn
        yield from _body_parts((number, position), entry.body, first=first, needs=head.place)
    needs = (number, ranked[0], "head", ()) if ranked else None
    first = _BODIES[0] * number + (1 if ranked else 0)
    yield from _body_parts((number, -1), section.text, first=first, needs=needs)


def _body_parts(
    place: tuple[int, int], body: Sequence[Block], *, first: float, needs: _Place | None
) -> Iterator[Part]:
    """Yield the parts of some text; each needs the one before, so that there is no gap in it."""
    late = False
    for count, pieces in enumerate(_groups(body)):
        late = late or any(isinstance(body[block], Table | Code) for block, _ in pieces)
        part = Part((_LATE if late else first) + count, *place, "body", pieces, needs)
        yield part
        needs = part.place


def _groups(body: Sequence[Block]) -> Iterator[tuple[Piece, ...]]:
    """Yield pieces that belong together.

    A sentence that ends in a colon goes with what it introduces: a table, or two items of a list.
    """
    waiting: tuple[Piece, ...] = ()
    for number, block in enumerate(body):
        if isinstance(block, Paragraph) and said(block.text).rstrip().endswith((":", "：")):
            if not waiting and _opening(block.text):
                yield ((number, 0),)
                waiting = ((number, 1),)
            else:
                waiting = (*waiting, (number, 0))
            continue
        count = len(block.items) if isinstance(block, Points) else 1
        pieces = tuple((number, item) for item in range(count))
        together = 2 if waiting else 1
        yield (*waiting, *pieces[:together])
        waiting = ()
        for piece in pieces[together:]:
            yield (piece,)
    if waiting:
        yield waiting


def _opening(text: Text) -> Text:
    """Return a text without its last sentence; nothing if that is all it has, or it is unclear."""
    ends = [found.end(1) for found in _SENTENCE.finditer(said(text))]
    left = ends[-1] if ends else 0
    kept: list[Run] = []
    for run in text:
        if left > 0:
            kept.append(replace(run, text=run.text[:left]))
        left -= len(run.text)
    return tuple(kept)


def _kept_section(number: int, section: Section, places: Container[_Place]) -> Section:
    entries = [
        _kept_entry(number, position, entry, places)
        for position, entry in enumerate(section.entries)
        if (number, position, "head", ()) in places
    ]
    text = _kept_body(section.text, places, number, -1)
    return replace(section, entries=tuple(entries), text=text)


def _kept_entry(number: int, position: int, entry: Entry, places: Container[_Place]) -> Entry:
    def stays(at: int, line: Line) -> bool:
        return line.kind in _WITH_HEAD or (number, position, "line", ((at, 0),)) in places

    kept = tuple(line for at, line in enumerate(entry.lines) if stays(at, line))
    return replace(entry, lines=kept, body=_kept_body(entry.body, places, number, position))


def _kept_pieces(
    body: Sequence[Block], places: Container[_Place], section: int, entry: int
) -> list[Piece]:
    return [
        piece
        for pieces in _groups(body)
        if (section, entry, "body", pieces) in places
        for piece in pieces
    ]


def _kept_body(
    body: Sequence[Block], places: Container[_Place], section: int, entry: int
) -> tuple[Block, ...]:
    kept: list[Block] = []
    all_pieces = {piece for pieces in _groups(body) for piece in pieces}
    pieces = _kept_pieces(body, places, section, entry)
    for number, group in groupby(pieces, key=lambda piece: piece[0]):
        block = body[number]
        items = [item for _, item in group]
        if isinstance(block, Points):
            block = replace(block, items=tuple(block.items[item] for item in items))
        elif isinstance(block, Paragraph) and items == [0] and (number, 1) in all_pieces:
            block = Paragraph(_opening(block.text))
        kept.append(block)
    return tuple(kept)


def _dropped_of_section(number: int, section: Section, places: Container[_Place]) -> Iterator[str]:
    """Yield what is gone from a section, with titles, so that one can look for it."""
    gone = [
        entry
        for position, entry in enumerate(section.entries)
        if (number, position, "head", ()) not in places
    ]
    if gone:
        count = len(section.entries)
        share = "all entries" if len(gone) == count else f"{len(gone)} of {count} entries"
        titles = (one.when if section.form == "pairs" else _title(one) for one in gone)
        yield f"{section.title}: {share} ({'; '.join(titles)})"
    yield from _dropped_of_body(section.title, section.text, places, number, -1)
    for position, entry in enumerate(section.entries):
        if (number, position, "head", ()) not in places:
            continue
        lines = [
            line.label.strip(":：") or said(line.text)
            for at, line in enumerate(entry.lines)
            if line.kind not in _WITH_HEAD and (number, position, "line", ((at, 0),)) not in places
        ]
        if lines:
            yield f"{_name(entry)}: {'; '.join(lines)}"
        yield from _dropped_of_body(_name(entry), entry.body, places, number, position)


def _dropped_of_body(
    name: str, body: Sequence[Block], places: Container[_Place], section: int, entry: int
) -> Iterator[str]:
    """Yield one line, such as ``Title: 7 of 10 points, the table``, if anything is gone."""

    def count(pieces: Iterable[Piece]) -> Counter[str]:
        return Counter(_kind(body[block], item) for block, item in pieces)

    there = count(piece for pieces in _groups(body) for piece in pieces)
    kept = count(_kept_pieces(body, places, section, entry))
    told = [
        f"{total - kept[kind]} of {total} {kind}s" if total > 1 else f"the {kind}"
        for kind, total in there.items()
        if total > kept[kind]
    ]
    if told:
        yield f"{name}: {', '.join(told)}"


def _kind(block: Block, item: int) -> str:
    return "introduction" if isinstance(block, Paragraph) and item else _NAMES[type(block)]


def _title(entry: Entry) -> str:
    return said(entry.title) or entry.when


def _name(entry: Entry) -> str:
    """Return title and organisation, since one may have the same role twice."""
    places = [said(line.text) for line in entry.lines if line.kind == "place"]
    return ", ".join([_title(entry), *places])
