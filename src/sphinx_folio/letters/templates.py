"""A template as it was read: its text with marks for placeholders, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import Fault, did_you_mean
from ..lives import Block
from . import marks
from .leftovers import leftovers, leftovers_in_value
from .markdown import read_body, read_line
from .marks import Marker, Placeholder
from .recipients import SENDER, Recipient, Table

#: The name that gives a letter its date where the template gives none.
DATE = "date"

_NO_DATE = "the letter has no date: no 'date' here, and no column of that name"

#: Keys of front matter that hold text, in which placeholders may stand.
_TEXTS = ("subject", "date", "to", "opening", "closing", "enclosures", "file")


@dataclass(frozen=True, slots=True)
class Template:
    """A template: ``texts`` are lines of front matter by key, ``lines`` where each key stands.

    Placeholders are marks in ``texts`` and ``body``, whose numbers count ``placeholders``.
    """

    texts: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, int]
    body: tuple[Block, ...]
    placeholders: tuple[Placeholder, ...]
    language: str
    paper: str

    @property
    def has_date(self) -> bool:
        """Tell whether the template itself says its date, well or badly."""
        return DATE in self.lines

    def lacks(self, name: str) -> bool:
        """Tell whether a name is that of the date which the template leaves to the table."""
        return name == DATE and not self.has_date

    @property
    def used(self) -> tuple[Placeholder, ...]:
        """The placeholders that a letter shows, in order: not those of comments.

        A template without a date asks for that in the first line.
        """
        every = [line for lines in self.texts.values() for line in lines]
        every += (text for run in marks.runs_of(self.body) for text in (run.text, run.url))
        found = {number for text in every for number in marks.numbers(text)}
        shown = [self.placeholders[number] for number in sorted(found)]
        return (*([] if self.has_date else [Placeholder(DATE, 1)]), *shown)


def read_template(
    values: Mapping[str, Any], lines: Mapping[str, int], source: str, body: str, language: str
) -> tuple[Template, list[Fault]]:
    """Return the template of front matter *values* (by the sort "letter") and a Markdown *body*.

    *source* is the whole file, *body* the same with blank lines for the front matter, *lines* say
    where each key stands. *language* is that of a template that declares none.
    """
    said = str(values.get("language") or language)
    rows = source.split("\n")
    marker = Marker()
    faults: list[Fault] = []
    texts: dict[str, tuple[str, ...]] = {}
    if match := marks.RESERVED.search(source):
        line = source.count("\n", 0, match.start()) + 1
        return _nothing(said), [Fault("holds a code point that is no character", line)]
    # A key without a value is no key.
    where = {key: line for key, line in lines.items() if key not in values or values[key]}
    for key in _TEXTS:
        done = []
        start = where.get(key, 1)
        for text in _rows_of(values.get(key)):
            start = _line_of(text, rows, start)
            found, wrong = read_line(marker.mark(text, start), said, start)
            done.append(found)
            faults += wrong
        if done:
            texts[key] = tuple(done)
    blocks, wrong = read_body(marker.mark(body), said)
    faults += wrong
    if "subject" not in where:
        faults.append(Fault("the letter has no 'subject'"))
    if not blocks and not wrong:
        faults.append(Fault("the letter has no text"))
    paper = str(values.get("paper") or "a4")
    template = Template(texts, where, blocks, tuple(marker.placeholders), said, paper)
    return template, sorted(faults, key=lambda fault: fault.line or 0)


def _nothing(language: str) -> Template:
    return Template({}, {}, (), (), language, "a4")


def _rows_of(value: Any) -> Iterator[str]:
    rows = [value] if isinstance(value, str) else [str(one) for one in value or ()]
    yield from (row for row in rows if row)


def _line_of(text: str, rows: list[str], start: int) -> int:
    """Return the line, from *start* on, in which a value of front matter stands as it is."""
    words = text.split()
    for number, row in enumerate(rows[start - 1 :], start):
        if all(word in row for word in words[:3]):
            return number
    return start


def faults_between(
    template: Template, table: Table, chosen: Iterable[Recipient], sender: Mapping[str, str]
) -> tuple[list[Fault], list[Fault], list[str]]:
    """Return faults of the template and of the table that show when both come together.

    The third are the columns that no placeholder names: no fault, but worth telling.
    """
    names = {SENDER + key for key in sender}
    asked: dict[str, int] = {}
    for one in template.used:
        asked.setdefault(one.name, one.line)
    wrong = [
        Fault(_NO_DATE if template.lacks(name) else _unknown(name, table.columns, names), line)
        for name, line in asked.items()
        if name not in table.columns and name not in names
    ]
    line = template.lines.get("person") or template.lines.get("from")
    wrong += [
        Fault(f"the sender's {key}: {told}", line)
        for key, value in sender.items()
        if "://" not in value
        for _at, told in leftovers(value, template.language)
    ]
    cells = [
        Fault(f"column {column!r}: {told}", row.line)
        for row in chosen
        for column in table.columns
        if column in asked
        for _at, told in leftovers_in_value(row.values.get(column, ""), template.language)
    ]
    return wrong, cells, [column for column in table.columns if not _is_used(column, table, asked)]


def _is_used(column: str, table: Table, asked: Collection[str]) -> bool:
    return column in asked or column == table.key


def _unknown(name: str, columns: Iterable[str], sender: Collection[str]) -> str:
    if not name:
        return "{{ }} names nothing"
    if name.startswith(SENDER):
        return f"{{{{ {name} }}}} has no value: the sender has none.{did_you_mean(name, sender)}"
    hint = did_you_mean(name, columns)
    return f"{{{{ {name} }}}} has no value for any recipient: there is no such column.{hint}"
