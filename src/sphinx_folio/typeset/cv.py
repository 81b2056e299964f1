"""The PDF of a CV: all of it, or what matters most of it on one page."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from ..curricula import Curriculum
from . import TEMPLATES, TypesetError, compile_pdf, page_count
from .choosing import Anatomy
from .data import covered, plain

TEMPLATE = TEMPLATES / "cv.typ"
Paper = Literal["a4", "us-letter"]

#: What the template itself says, in English; ``page`` stands at the head of later pages.
WORDS: Mapping[str, str] = {"page": "{number} / {count}"}

#: Sizes of text in points: of the whole CV, and those of the one page, largest first.
SIZE = 10.0
SIZES = (10.0, 9.5, 9.0)
#: How far apart things may be drawn to fill the page, largest first.
AIRS = (1.6, 1.4, 1.25, 1.12, 1.06, 1.0)
#: How many of the parts that did not fit are tried again for the room that is left.
TRIES = 5
#: More characters than any page can hold, so that much need not be set to see that.
MOST = 7000
_UNSEEN = {"url", "type", "styles", "kind", "id", "form"}


def full(curriculum: Curriculum, *, paper: Paper = "a4", words: Mapping[str, str] = WORDS) -> bytes:
    """Return the whole CV as PDF; *words* are those of ``WORDS`` in the CV's language."""
    return compile_pdf(TEMPLATE, data_of(curriculum, paper, words))


def one_page(
    curriculum: Curriculum, *, paper: Paper = "a4", words: Mapping[str, str] = WORDS
) -> tuple[bytes, tuple[str, ...]]:
    """Return what matters most of a CV as PDF of one page, and what was dropped for that.

    Raises ``TypesetError`` if not even the first of its parts fits.
    """
    anatomy = Anatomy.of(curriculum)
    whole = frozenset(range(len(anatomy.parts)))

    def data(numbers: Container[int], size: float, air: float = 1.0) -> dict[str, Any]:
        return data_of(anatomy.taken(numbers), paper, words, compact=True, size=size, air=air)

    def fits(numbers: Container[int], size: float = SIZES[-1], air: float = 1.0) -> bool:
        said = data(numbers, size, air)
        return _characters(said) < MOST and page_count(TEMPLATE, said) == 1

    taken = whole if fits(whole) else _most(anatomy, fits)
    size = SIZES[-1] if len(taken) < len(whole) else _first(SIZES, lambda one: fits(taken, one))
    air = _first(AIRS, lambda one: fits(taken, size, one))
    return compile_pdf(TEMPLATE, data(taken, size, air)), anatomy.dropped(taken)


def _first(choices: Sequence[float], holds: Callable[[float], bool]) -> float:
    """Return the first that holds, where all after it hold too; the last is known to."""
    return choices[bisect_left(choices[:-1], True, key=holds)]


def _most(anatomy: Anatomy, fits: Callable[[Container[int]], bool]) -> frozenset[int]:
    """Return the numbers of the most parts that fit, then of later ones for the room left."""
    low, high = 0, len(anatomy.parts)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(range(middle)) else (low, middle)
    if low == 0:
        raise TypesetError("cv.typ: not even the first entry of the CV fits one page")
    taken = frozenset(range(low))
    tries = TRIES
    for number in range(high, len(anatomy.parts)):
        if tries and anatomy.opens(number, taken):
            tries -= 1
            if fits(taken | {number}):
                taken |= {number}
    return taken


def data_of(
    curriculum: Curriculum,
    paper: Paper,
    words: Mapping[str, str],
    *,
    compact: bool = False,
    size: float = SIZE,
    air: float = 1.0,
) -> dict[str, Any]:
    """Return what the template gets."""
    kept = tuple(section for section in curriculum.sections if section.entries or section.text)
    said: dict[str, Any] = plain(replace(curriculum, sections=kept))
    measures = {"paper": paper, "compact": compact, "size": size, "air": air}
    return {**covered(said), **measures, **WORDS, **words}


def _characters(said: Any) -> int:
    """Return how many characters of the data are shown, or a few more."""
    if isinstance(said, dict):
        return sum(_characters(value) for key, value in said.items() if key not in _UNSEEN)
    return sum(map(_characters, said)) if isinstance(said, list) else len(str(said))
