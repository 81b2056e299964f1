"""The authors of an entry: own names in weight, marks and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

from ... import names
from ...models import Name, Publication
from ...venues import Coauthor
from ...words import Words
from ..disclosure import details
from ..domain import FolioDomain
from ..markup import Content, block, external, joined, line, span

#: Mark, what it means, and the fields of an entry that name who has it.
MARKS = (
    ("*", "equal contribution", ("equal",)),
    ("†", "corresponding author", ("corresponding",)),
    ("‡", "advisor", ("advisor", "advisors")),
    ("§", "student", ("student", "students")),
)
#: Of more authors than these, the first ones and one's own are shown, and all when unfolded.
MANY = 12
FIRST = 8


class Legend:
    """What the marks behind the authors' names of one list mean."""

    def __init__(self, words: Words) -> None:
        self.used: set[str] = set()
        self.words = words

    def nodes(self) -> list[nodes.Node]:
        """Return the legend of the marks that were used, or nothing."""
        _ = self.words
        said = [f"{mark} {_(meaning)}" for mark, meaning, _fields in MARKS if mark in self.used]
        return [line("folio-legend", ", ".join(said))] if said else []


def author_nodes(
    domain: FolioDomain, entry: Publication, marks: Legend | None = None
) -> list[nodes.Node]:
    """Return the authors, the site's own people in weight, co-authors linked, marks if asked."""
    return joined(_authors(domain, entry, marks), ", ")


def authors_block(domain: FolioDomain, entry: Publication, marks: Legend) -> nodes.Element:
    """Return the authors as a paragraph; many fold, with one's own name always in sight."""
    _ = marks.words
    authors = _authors(domain, entry, marks)
    if len(authors) <= MANY:
        return line("folio-publication-authors", *joined(authors, ", "))
    seen = sorted({*range(FIRST), *_own(domain, entry)})
    # What is shown twice is made twice: a node has one place.
    again = _authors(domain, entry, marks)
    shown: list[Content] = []
    for position, after in zip(seen, [*seen[1:], len(again)], strict=True):
        shown.append(again[position])
        if after != position + 1:
            shown.append("…")
    return block(
        "folio-publication-authors",
        line("folio-authors-shown", *joined(shown, ", ")),
        details(
            "folio-authors-all",
            _("All {count} authors", count=len(authors)),
            line("folio-authors", *joined(authors, ", ")),
        ),
    )


def strangers(entry: Publication) -> Iterator[str]:
    """Yield what a mark names in an entry but nobody among its authors is called."""
    for field in (field for _, _, fields in MARKS for field in fields):
        for text in _named(entry, field):
            if not any(names.same(name, text) for name in entry.authors):
                yield f"{field} names {text!r}, who is not among the authors"


def _authors(domain: FolioDomain, entry: Publication, marks: Legend | None) -> list[Content]:
    own = _own(domain, entry)
    links = domain.cached("coauthors", lambda: _links(domain.data.get("coauthors", ())))
    parts: list[Content] = []
    for position, name in enumerate(entry.authors):
        mark = _marks(entry, name, marks) if marks else ""
        # Some files write the mark behind the name as well.
        text = name.full.rstrip(mark or " ") + mark
        url = "" if position in own else links.get(names.folded(name.full), "")
        if position in own:
            parts.append(span("folio-own-name", text))
        else:
            parts.append(external(text, url, "folio-coauthor") if url else text)
    return parts


def _own(domain: FolioDomain, entry: Publication) -> set[int]:
    """Return the positions of the people whose entry it is: never those of their namesakes."""
    found = {
        names.find(domain.people[one], entry.authors)
        for one in entry.people
        if one in domain.people
    }
    return {position for position in found if position is not None}


def _marks(entry: Publication, name: Name, legend: Legend) -> str:
    found = ""
    for mark, _, fields in MARKS:
        if any(names.same(name, other) for field in fields for other in _named(entry, field)):
            legend.used.add(mark)
            found += mark
    return found


def _named(entry: Publication, field: str) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"\s+and\s+", entry.fields.get(field, "").strip())))


def _links(coauthors: tuple[Coauthor, ...]) -> dict[str, str]:
    return {names.folded(name): one.url for one in coauthors for name in one.names}
