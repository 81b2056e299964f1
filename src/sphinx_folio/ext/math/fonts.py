"""Which parts of the maths font a page needs, by the characters of its formulas.

The parts are named, with what they hold, in ``folio-math-fonts.css``, as browsers read it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHEET = Path(__file__).parents[2] / "theme" / "folio" / "styles" / "folio-math-fonts.css"
#: The families of the two parts that go before the base.
FIRST = frozenset({"Folio Math Growing", "Folio Math Stretchy"})
#: The family of letters as they stand in words; alone, they are italic letters of the other parts.
WORDS = "Folio Math Words"
#: What grows in the base; for other signs a font that has them goes before it.
GROWS = frozenset(map(ord, "()/[]|→∏∑√∣∥‖∫⌈⌉⌊⌋"))

_FACE = re.compile(
    r'font-family: "(?P<family>[^"]+)";\s*src: url\("\.\./(?P<url>[^"]+)"\)'
    r"[^}]*unicode-range: (?P<ranges>[^;]+);"
)
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
#: A sign that may grow, with what stands before it.
_SIGN = re.compile(r"(<m(?:under|over|underover)\b[^>]*>)?<mo\b([^>]*)>([^<])</mo>")
#: They grow sideways only: with something over or under them.
_ARROWS = frozenset(map(chr, (*range(0x2190, 0x2200), *range(0x27F5, 0x2800))))
#: A letter by itself is drawn with its italic form.
_LETTER = re.compile(r'<mi(?![^>]*mathvariant="normal")[^>]*>(.)</mi>')
_ITALIC = dict(
    [(0x41 + n, 0x1D434 + n) for n in range(26)]
    + [(0x61 + n, 0x1D44E + n) for n in range(26)]
    + [(0x391 + n, 0x1D6E2 + n) for n in range(25)]
    + [(0x3B1 + n, 0x1D6FC + n) for n in range(25)]
    + list(zip(map(ord, "∂ϵϑϰϕϱϖ"), range(0x1D715, 0x1D71C), strict=True))
    + [(ord("h"), 0x210E), (ord("ı"), 0x1D6A4), (ord("ȷ"), 0x1D6A5)]
)


@dataclass(frozen=True)
class Face:
    """A part of the font: its family, its address below ``_static``, and its code points."""

    family: str
    url: str
    points: frozenset[int]


@cache
def faces() -> tuple[Face, ...]:
    """Return all parts: the base, which has the measures of formulas, and two that go before it."""
    text = SHEET.read_text(encoding="utf-8")
    return tuple(
        Face(match["family"], match["url"], frozenset(_points(match["ranges"])))
        for match in _FACE.finditer(text)
    )


def _points(ranges: str) -> Iterable[int]:
    for text in ranges.split(","):
        first, _, last = text.strip().removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def drawn(markup: str) -> frozenset[int]:
    """Return the code points that a browser draws for the formulas in HTML."""
    points: set[int] = set()
    for match in _MATH.finditer(markup):
        points.update(map(ord, html.unescape(_TAG.sub("", _LETTER.sub(_italic, match[0])))))
    return frozenset(points)


def _italic(match: re.Match[str]) -> str:
    return chr(_ITALIC.get(ord(match[1]), ord(match[1])))


def growing(markup: str) -> frozenset[int]:
    """Return the code points of the signs that a browser may stretch in the formulas in HTML."""
    found: set[str] = set()
    for formula in _MATH.findall(markup):
        for above, attributes, text in _SIGN.findall(html.unescape(formula)):
            if 'stretchy="false"' in attributes:
                continue
            if text not in _ARROWS or above or 'stretchy="true"' in attributes:
                found.add(text)
    return frozenset(map(ord, found))


def needed(points: Iterable[int], stretched: Iterable[int] = ()) -> list[Face]:
    """Return the parts that formulas of these characters need; without formulas, none.

    If signs are *stretched* that do not grow in the base, the second is the font to go before it.
    """
    left = set(points)
    if not left:
        return []
    base, some, most, *others = faces()
    words = [one for one in others if one.family == WORDS and not left.isdisjoint(one.points)]
    left -= base.points.union(*(one.points for one in words))
    first = (most.points & set(stretched)) - GROWS | (most.points & left)
    left -= most.points
    before = [some if first <= some.points else most] if first else []
    signs = [one for one in others if one.family != WORDS and not left.isdisjoint(one.points)]
    return [base, *before, *words, *signs]
