"""Reads the two small data files of publication lists: venues, and where co-authors are found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import yaml

from .errors import Fault

T = TypeVar("T")

#: The page in the light and in the dark scheme, as the theme's tokens have it.
SURFACES = ("#ffffff", "#15181b")
#: What WCAG 2.2 asks of a mark that is no text (1.4.11).
ENOUGH = 3.0

_COLOUR = re.compile(r"#[0-9a-f]{6}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue: its short name, its full name, and the colour of its badge, each may be empty."""

    short: str
    name: str = ""
    colour: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Coauthor:
    """A co-author: the forms of the name, and the address of the page."""

    names: tuple[str, ...]
    url: str


def read_venues(text: str) -> tuple[tuple[Venue, ...], tuple[Fault, ...]]:
    """Read ``short name: full name``, or ``short name: {name, color, url}`` as al-folio has it.

    Returns the venues and, with its line, each fault; what is no colour is left out.
    """
    return _read(text, _venue)


def read_coauthors(text: str) -> tuple[tuple[Coauthor, ...], tuple[Fault, ...]]:
    """Read ``Full Name: address``, or al-folio's ``family name: [{firstname: […], url: …}]``.

    Returns the co-authors and each fault with its line.
    """
    return _read(text, _coauthors)


def _read(
    text: str, convert: Callable[[str, Any, list[str]], list[T]]
) -> tuple[tuple[T, ...], tuple[Fault, ...]]:
    found: list[T] = []
    faults: list[Fault] = []
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        number = mark.line + 1 if mark else None
        return (), (Fault(f"no YAML: {getattr(error, 'problem', error)}", number),)
    if root is None:
        return (), ()
    if not isinstance(root, yaml.MappingNode):
        return (), (Fault("a mapping was expected: one line for each name", 1),)
    for key, node in root.value:
        said: list[str] = []
        value = yaml.safe_load(yaml.serialize(node))
        found += convert(str(key.value), value, said)
        faults += [Fault(f"{key.value}: {message}", key.start_mark.line + 1) for message in said]
    return tuple(found), tuple(faults)


def _venue(short: str, value: Any, said: list[str]) -> list[Venue]:
    if isinstance(value, str):
        return [Venue(short, value)]
    if not isinstance(value, dict):
        said.append("its full name was expected, or a mapping of name, color and url")
        return []
    colour = str(value.get("color") or value.get("colour") or "")
    problem = _problem_of(colour)
    if problem:
        said.append(problem)
    url = _address(value.get("url"), said)
    return [Venue(short, str(value.get("name") or ""), "" if problem else colour, url)]


def _problem_of(colour: str) -> str:
    if not colour:
        return ""
    if not _COLOUR.match(colour):
        return f"{colour!r} is no colour of the form #1a2b3c; left out"
    return ""


def _coauthors(name: str, value: Any, said: list[str]) -> list[Coauthor]:
    if isinstance(value, str):
        url = _address(value, said)
        return [Coauthor((name,), url)] if url else []
    found = []
    for one in value if isinstance(value, list) else ():
        given = one.get("firstname") if isinstance(one, dict) else None
        url = _address(one.get("url"), said) if isinstance(one, dict) else ""
        if given and url:
            forms = given if isinstance(given, list) else [given]
            found.append(Coauthor(tuple(f"{name}, {form}" for form in forms), url))
    if not found and not said:
        said.append("an address was expected, or a list of firstname and url")
    return found


def _address(value: Any, said: list[str]) -> str:
    text = str(value or "")
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if text and not (parts.scheme in {"http", "https"} and parts.hostname):
        said.append(f"{text!r} is no http address")
        return ""
    return text


def visible(colour: str) -> tuple[str, str]:
    """Return a colour for the light and for the dark scheme, each as near to it as can be seen.

    Towards black on the light page, towards white on the dark one, until it has 3:1.
    """
    return _towards("#000000", colour, SURFACES[0]), _towards("#ffffff", colour, SURFACES[1])


def _towards(end: str, colour: str, surface: str) -> str:
    for tenths in range(11):
        parts = [
            round(
                (int(colour[n : n + 2], 16) * (10 - tenths) + int(end[n : n + 2], 16) * tenths) / 10
            )
            for n in (1, 3, 5)
        ]
        mixed = "#" + "".join(f"{part:02x}" for part in parts)
        if contrast(mixed, surface) >= ENOUGH:
            return mixed
    return end


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours of the form ``#1a2b3c`` (WCAG 2.2), 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
