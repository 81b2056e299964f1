"""Tables for a terminal, in which a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Return the columns that *text* takes in a terminal."""
    return sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def pad(text: str, columns: int) -> str:
    """Return *text* with spaces up to a number of columns."""
    return text + " " * (columns - width(text))


def widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide each column of a table must be."""
    return [max(map(width, column)) for column in zip(*rows, strict=True)]
