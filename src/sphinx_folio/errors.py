"""What can be wrong with a person's data, as values that say where and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Subtype(StrEnum):
    """The subtypes of our warnings: ``suppress_warnings = ["folio.<subtype>"]`` silences one."""

    FRONT_MATTER = "front-matter"
    BIBTEX = "bibtex"
    PEOPLE = "people"
    CV = "cv"
    EXPERIENCE = "experience"
    PUBLICATION = "publication"
    CITATION = "citation"
    SERIES = "series"
    REFERENCE = "reference"
    IMAGE = "image"
    LAYOUT = "layout"
    LISTING = "listing"
    MATH = "math"
    MEASUREMENT = "measurement"
    NEWS = "news"
    TRANSLATION = "translation"
    REDIRECT = "redirect"
    CARD = "card"
    SEARCH = "search"
    FEED = "feed"
    STATEMENT = "statement"
    SIDENOTE = "sidenote"
    STEPS = "steps"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one place.

    ``line`` counts from 1 in the file that was read; ``None`` when the fault is of the whole file.
    """

    message: str
    line: int | None = None


def did_you_mean(word: str, choices: Iterable[str], count: int = 3) -> str:
    """Return ``" Did you mean …?"`` with the nearest choices, all of them when few, or ``""``."""
    known = sorted(set(choices))
    near = difflib.get_close_matches(word, known, n=count, cutoff=0.5)
    if not near:
        near = [name for name in known if word and word.casefold() in name.casefold()][:count]
    if near:
        return f" Did you mean {' or '.join(repr(name) for name in near)}?"
    if known and len(known) <= 12:
        return f" Known: {', '.join(known)}."
    return ""
