"""Puts a template and one recipient together: a letter, or all that keeps it from being one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..errors import Fault
from ..lives import Block
from . import marks
from .leftovers import meant
from .markdown import fault_of_address
from .recipients import SENDER, Recipient
from .templates import DATE, Template

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one recipient, in the words it will have; ``file`` is what it shall be called."""

    recipient: Recipient
    language: str
    paper: str
    file: str
    subject: str
    date: datetime.date
    body: tuple[Block, ...]
    to: tuple[str, ...] = ()
    opening: str = ""
    closing: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()


def compose(
    template: Template, recipient: Recipient, sender: Mapping[str, str]
) -> tuple[Letter | None, list[Fault]]:
    """Return the letter to a recipient, or what is wrong, with lines in the template.

    *sender* are the values that begin with ``me.``. What a placeholder stands for is text: it is
    neither markup, nor looked through for placeholders. That no recipient has a value is for
    ``faults_between`` to tell.
    """
    values = {name: meant(cell) for name, cell in recipient.values.items()}
    values |= {SENDER + key: value for key, value in sender.items()}
    faults = list(_missing(template, values))
    if faults or any(one.name not in values for one in template.used):
        return None, faults

    def fill(number: int) -> str:
        return values[template.placeholders[number].name]

    texts = {
        key: tuple(row for line in lines for row in marks.filled(line, fill).split("\n"))
        for key, lines in template.texts.items()
    }
    one_line = {key: " ".join(rows) for key, rows in texts.items()}
    body = marks.filled_blocks(template.body, fill)
    faults += _faults_of_links(template, fill)
    said = one_line.get(DATE, "") if template.has_date else values[DATE]
    date = _date(said)
    if date is None and said:
        told = f"date: {said!r} is no date; write YYYY-MM-DD"
        faults.append(Fault(told, template.lines.get(DATE)))
    if date is None or faults:
        return None, faults
    letter = Letter(
        recipient,
        template.language,
        template.paper,
        one_line.get("file") or recipient.id,
        one_line.get("subject", ""),
        date,
        body,
        texts.get("to", ()),
        one_line.get("opening", ""),
        texts.get("closing", ()),
        texts.get("enclosures", ()),
    )
    return letter, []


def _missing(template: Template, values: Mapping[str, str]) -> Iterator[Fault]:
    """Yield a fault for each name without a value, at the first place that asks for it."""
    places: dict[str, list[int]] = {}
    for one in template.used:
        if one.name in values and not values[one.name].strip():
            places.setdefault(one.name, []).append(one.line)
    for name, lines in places.items():
        also = ", ".join(str(line) for line in dict.fromkeys(lines) if line != lines[0])
        told = f"{{{{ {name} }}}} has no value{f' (line {also} too)' if also else ''}"
        yield Fault(told, lines[0])


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _faults_of_links(template: Template, fill: marks.Fill) -> Iterator[Fault]:
    """Yield what is wrong with addresses, now that their placeholders have values."""
    for address in dict.fromkeys(run.url for run in marks.runs_of(template.body)):
        numbers = marks.numbers(address)
        if numbers and (told := fault_of_address(marks.filled(address, fill))):
            yield Fault(told, template.placeholders[numbers[0]].line)
