"""What the front matter of a template for letters can say; placeholders may stand in its texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .kinds import Kind, Schema, date, language, one_of, record, text, texts
from .profiles import links

_PLACEHOLDER = "{{"
_QUOTE = "must be text; put quotes around what begins with {{"


def _line(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(_QUOTE)
    return str(text(value))


def _lines(value: Any) -> tuple[str, ...]:
    rows = value.split("\n") if isinstance(value, str) else value
    if not isinstance(rows, list):
        raise ValueError(_QUOTE)
    return tuple(filter(None, map(_line, rows)))


def _day(value: Any) -> str:
    line = _line(value)
    return line if _PLACEHOLDER in line else date(line).isoformat()


_TEXT: Mapping[str, Any] = text.schema
_DAY: Mapping[str, Any] = {"anyOf": [date.schema, {"type": "string", "pattern": r"\{\{"}]}

#: One line of text, in which placeholders may stand.
line = Kind(_line, _TEXT)
#: Several lines: a list, or a text of several lines.
lines = Kind(_lines, texts.schema)

SENDER: Schema = {
    "name": text.that("The full name"),
    "headline": text.that("What they do, in one line"),
    "affiliation": text.that("Where they do it"),
    "links": links.that("Kind of link: handle or address; email is one of them"),
}

LETTER: Schema = {
    "person": text.that("Who writes: the name of their file in people/"),
    "from": record(SENDER, "name").that("Who writes, where that is nobody of this site"),
    "subject": line.that("What the letter is about, in one line"),
    "date": Kind(_day, _DAY).that("The day of the letter, YYYY-MM-DD; else the column 'date'"),
    "to": lines.that("The address of the recipient, line by line"),
    "opening": line.that("Dear …,"),
    "closing": lines.that("Sincerely,"),
    "enclosures": lines.that("What goes with the letter"),
    "language": language.that("The language of the letter, such as zh; else the site's"),
    "paper": one_of("a4", "us-letter").that("a4, or us-letter"),
    "file": line.that("The name of the PDF; else the recipient's id"),
}
