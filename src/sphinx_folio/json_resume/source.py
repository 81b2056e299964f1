"""Reads the text of a JSON file with the line of everything in it, and keeps count of what is used.

Files in the wild have old names of fields, ``null``, empty texts, numbers for texts and texts for
lists. What is asked for here comes in one form, and what nobody asked for can be told at the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import Fault
from ..models import MONTHS, Month
from .checking import Path, fault_of_url, line_of, no_date, shown
from .shapes import day_of

_TOKEN = re.compile(r"[\s,:]*(?:([\[{])|([\]}])|(\")|([^\s,:\[\]{}\"]+))")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?\Z")
_PRESENT = re.compile(r"present|now|current|ongoing|today|至今|现在", re.IGNORECASE)
_LOOSE = (
    re.compile(r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})月?", re.ASCII),
    re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<name>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})年", re.ASCII),
)


def load(text: str) -> tuple[Any, Mapping[Path, int], tuple[Fault, ...]]:
    """Return the value of a JSON text, the line of each path in it, and what is wrong."""
    text = text.removeprefix("\ufeff")
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return None, {}, (Fault(f"is no JSON: {error.msg}, column {error.colno}", error.lineno),)
    except ValueError as error:  # a number of thousands of digits, or no number at all
        return None, {}, (Fault(f"is no JSON Resume: {error}"),)
    except RecursionError:
        return None, {}, (Fault("is nested too deeply"),)
    lines: dict[Path, int] = {}
    faults = []
    line, before = 1, 0
    for path, offset in _places(text):
        line, before = line + text.count("\n", before, offset), offset
        if path in lines:
            message = f"{shown(path)}: stands twice; the first is in line {lines[path]}"
            faults.append(Fault(message, line))
        lines.setdefault(path, line)
    return value, lines, tuple(faults)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _places(text: str) -> Iterator[tuple[Path, int]]:
    """Yield each path of a well-formed JSON text, and the offset where it begins."""
    above: list[tuple[str, Path]] = []
    steps: list[str | int] = []  # the step that comes next, one for each level
    decoder = json.JSONDecoder()
    position = 0
    key = False  # whether the step of an object is known, and its value comes
    while match := _TOKEN.match(text, position):
        position = match.end()
        opening, closing, quote, _scalar = match.groups()
        start = match.start(match.lastindex or 0)
        if closing:
            above.pop()
            steps.pop()
            key = False
            continue
        string = ""
        if quote:
            string, position = decoder.raw_decode(text, start)
        if above and above[-1][0] == "{" and not key:
            steps[-1], key = string, True
            yield (*above[-1][1], string), start
            continue
        path: Path = ()
        if above:
            if above[-1][0] == "[":
                assert isinstance(steps[-1], int)
                steps[-1] += 1
            path = (*above[-1][1], steps[-1])
            if above[-1][0] == "[":
                yield path, start
        else:
            yield (), start
        key = False
        if opening:
            above.append((opening, path))
            steps.append(-1)


@dataclass(frozen=True, slots=True)
class Notes:
    """What came up while reading: faults, what was kept in another form, and the paths used."""

    lines: Mapping[Path, int]
    faults: list[Fault] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    used: set[Path] = field(default_factory=set)

    def fault(self, path: Path, message: str) -> None:
        """Note what is wrong at a path."""
        where = f"{shown(path)}: " if path else ""
        self.faults.append(Fault(f"{where}{message}", line_of(path, self.lines)))

    def tell(self, path: Path, message: str) -> None:
        """Note what is not carried as it was."""
        self.left.append(f"{shown(path)}: {message}")


@dataclass(frozen=True, slots=True)
class Item:
    """An object of the file. Each question takes names in the order in which they are looked up."""

    value: Mapping[str, Any]
    path: Path
    notes: Notes

    def text(self, *names: str) -> str:
        """Return the first text that is not empty; a number is one."""
        name = self._first(names)
        value = self.value.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.notes.fault((*self.path, name), "must be text")
            return ""
        return str(value).strip(" \t\r\n")

    def texts(self, *names: str) -> tuple[str, ...]:
        """Return the texts of a list that are not empty; a text is a list of one."""
        name = self._first(names)
        value = self.value.get(name) or []
        found = []
        for number, one in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(one, bool) or not isinstance(one, str | int | float | None):
                self.notes.fault((*self.path, name, number), "must be text")
            elif one is not None and str(one).strip():
                found.append(str(one).strip())
        return tuple(found)

    def flag(self, name: str) -> bool | None:
        """Return ``true`` or ``false``; ``None`` of anything else."""
        value = self.value.get(name)
        if not isinstance(value, bool):
            return None
        self._use(name)
        return value

    def url(self, *names: str) -> str:
        """Return an address of the web; a host without a scheme is one."""
        name = self._first(names)
        text = self.text(name)
        if text and _HOST.match(text):
            text = f"https://{text}"
        if text and (fault := fault_of_url(text)):
            self.notes.fault((*self.path, name), fault)
            return ""
        return text

    def date(self, *names: str) -> tuple[Month | None, str, bool]:
        """Return a month, the whole date where a day is known, and whether it is the present."""
        name = self._first(names)
        text = self.text(name)
        if not text:
            return None, "", False
        if _PRESENT.fullmatch(text):
            return None, "", True
        iso = text.partition("T")[0] if re.match(r"\d{4}-\d{2}-\d{2}T", text) else text
        found = day_of(iso) or _loose(text)
        if found is None:
            self.notes.fault((*self.path, name), no_date(text))
            return None, "", False
        return found[0], f"{found[0]}-{found[1]:02d}" if found[1] else "", False

    def item(self, name: str) -> Item:
        """Return an object; an empty one where there is none."""
        value = self.value.get(name)
        if value is not None and not isinstance(value, dict):
            self.notes.fault((*self.path, name), "must be an object: { … }")
        return Item(value if isinstance(value, dict) else {}, (*self.path, name), self.notes)

    def items(self, *names: str, word: str = "name") -> list[Item]:
        """Return the objects of a list; a mere text is one that has only *word*."""
        name = next((name for name in names if self.value.get(name)), names[0])
        value = self.value.get(name) or []
        path = (*self.path, name)
        if not isinstance(value, list):
            self.notes.fault(path, "must be a list")
            return []
        found = []
        for number, one in enumerate(value):
            here = (*path, number)
            if isinstance(one, dict):
                found.append(Item(one, here, self.notes))
            elif isinstance(one, str) and one.strip():
                self.notes.used.add(here)
                found.append(Item({word: one}, here, self.notes))
            elif one not in (None, ""):
                self.notes.fault(here, "must be an object: { … }")
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said in it."""
        return not any(_leaves(self.value, self.path))

    def tell(self, name: str, message: str) -> None:
        """Note that a field is not carried as it was."""
        self.notes.tell((*self.path, name), message)

    def tell_day(self, name: str, date: str) -> None:
        """Note that the day of a date is not carried."""
        self.notes.days.append(f"{shown((*self.path, name))} {date}")

    def fault(self, message: str) -> None:
        """Note what is wrong with it."""
        self.notes.fault(self.path, message)

    def _first(self, names: tuple[str, ...]) -> str:
        filled = (name for name in names if self.value.get(name) not in (None, "", []))
        name = next(filled, names[0])
        self._use(name)
        return name

    def _use(self, name: str) -> None:
        self.notes.used.add((*self.path, name))


def unused(value: Any, notes: Notes) -> Iterator[str]:
    """Yield what the file says and nobody asked for, each with its path."""
    for path, leaf in _leaves(value, ()):
        above = (path[:length] for length in range(1, len(path) + 1))
        if not any(one in notes.used for one in above):
            text = " ".join(str(leaf).split())
            yield f"{shown(path)}: {text if len(text) <= 60 else text[:57] + '…'}"


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _leaves(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _leaves(one, (*path, number))
    elif value is not None and str(value).strip():
        yield path, value


def _loose(text: str) -> tuple[Month, int] | None:
    for form in _LOOSE:
        match = form.fullmatch(text)
        if match is None:
            continue
        said = match.groupdict()
        month = int(said.get("month") or 0)
        if said.get("name"):
            months = [one.casefold() for one in MONTHS]
            short = said["name"][:3].casefold()
            month = months.index(short) + 1 if short in months else 13
        plain = f"{said['year']}-{month:02d}" if month or "month" in said else said["year"]
        return day_of(plain)
    return None
