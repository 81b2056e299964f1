"""Checks a JSON Resume: the schema's shapes, real dates, addresses of the web, no empty names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from ..errors import Fault, did_you_mean
from ..models import Month
from .shapes import LOCATION, NAMES, OWN, PROFILE, SECTIONS, day_of

Path = tuple[str | int, ...]

_PYTHON: Mapping[str, type[Any]] = {"texts": list, "object": dict}
_KINDS = {"text": "text", "texts": "a list of texts", "object": "an object"}


def check(resume: Any, lines: Mapping[Path, int] | None = None) -> tuple[Fault, ...]:
    """Return what is wrong with a resume, in its order; *lines* has the line of each path."""
    found = []
    for path, message in _faults(resume):
        where = f"{shown(path)}: " if path else ""
        found.append(Fault(f"{where}{message}", line_of(path, lines or {})))
    return tuple(found)


def shown(path: Path) -> str:
    """Return a path as people write it: ``work[0].endDate``."""
    return "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" if number else str(step)
        for number, step in enumerate(path)
    )


def line_of(path: Path, lines: Mapping[Path, int]) -> int | None:
    """Return the line of a path; of what is missing, that of what it is missing in."""
    above = (path[:length] for length in range(len(path), -1, -1))
    return next((lines[one] for one in above if one in lines), None)


def fault_of_url(url: str) -> str:
    """Return what keeps a text from being an address of the web; ``""`` when nothing does."""
    try:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", url):
            return ""
    except ValueError:
        pass
    return f"{url!r} is no address of the web; write https://…"


def _faults(resume: Any) -> Iterator[tuple[Path, str]]:
    if not isinstance(resume, dict):
        yield (), "a resume is one object: { … }"
        return
    for key in resume:
        if key not in {*SECTIONS, "$schema", OWN}:
            yield (key,), f"JSON Resume has no such section.{did_you_mean(key, SECTIONS)}"
    if "basics" not in resume:
        yield (), "says of nobody: no 'basics' with a 'name'"
    for section, fields in SECTIONS.items():
        value = resume.get(section)
        if section not in resume:
            continue
        if section in {"basics", "meta"}:
            yield from _object((section,), value, fields)
        elif not isinstance(value, list):
            yield (section,), "must be a list"
        else:
            for number, item in enumerate(value):
                path: Path = (section, number)
                yield from _object(path, item, fields)
                yield from _nameless(path, item, NAMES[section])
    basics = resume.get("basics")
    if isinstance(basics, dict):
        yield from _nameless(("basics",), basics, ("name",))


def _nameless(path: Path, item: Any, names: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    if isinstance(item, dict) and not any(str(item.get(name) or "").strip() for name in names):
        yield path, f"has no name: {' or '.join(map(repr, names))} is missing or empty"


def _object(path: Path, item: Any, fields: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    if not isinstance(item, dict):
        yield path, "must be an object: { … }"
        return
    for key, value in item.items():
        here = (*path, key)
        if key == OWN and not isinstance(value, dict):
            yield here, "must be an object: { … }"
        elif key == "profiles" and fields.get(key) == "profiles":
            yield from _profiles(here, value)
        elif key in fields:
            yield from _value(here, value, fields[key])
        elif key != OWN:
            yield here, f"JSON Resume has no such field.{did_you_mean(key, fields)}"
    start, end = (_month(item.get(name)) for name in ("startDate", "endDate"))
    if start and end and end.is_before(start):
        yield (*path, "endDate"), f"{item['endDate']!r} is before the start, {item['startDate']!r}"


def _profiles(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if not isinstance(value, list):
        yield path, "must be a list"
        return
    for number, item in enumerate(value):
        yield from _object((*path, number), item, PROFILE)
        yield from _nameless((*path, number), item, ("network", "url"))


def _value(path: Path, value: Any, kind: str) -> Iterator[tuple[Path, str]]:
    if not isinstance(value, _PYTHON.get(kind, str)):
        yield path, f"must be {_KINDS.get(kind, 'text')}"
    elif kind == "url" and (fault := fault_of_url(value)):
        yield path, fault
    elif kind == "date" and day_of(value) is None:
        yield path, no_date(value)
    elif kind == "email" and not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        yield path, f"{value!r} is no e-mail address"
    elif kind == "texts":
        for number, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                yield (*path, number), "must be text, and not empty"
    elif kind == "object":
        for key, item in value.items():
            if key in LOCATION and not isinstance(item, str):
                yield (*path, key), "must be text"


def no_date(text: str) -> str:
    """Return what is wrong with a date that is none."""
    return f"{text!r} is no date; write YYYY-MM (for example 2024-09), YYYY or YYYY-MM-DD"


def _month(value: Any) -> Month | None:
    found = day_of(value) if isinstance(value, str) else None
    return found[0] if found else None
