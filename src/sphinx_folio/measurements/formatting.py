"""Numbers and units as readers see them."""

from __future__ import annotations

import math

#: The most and the least power of ten that is written out.
_LARGEST, _SMALLEST = 7, -4
#: A range this many powers of ten from its median is written by itself.
_FAR = 9
#: Parts thousands from five digits on; no line breaks there.
_THIN = "\u202f"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def display_unit(unit: str) -> str:
    """Return a unit as it is set: ``us`` is ``µs``, and ``1`` that of a plain number, is none."""
    return {"1": "", "us": "µs"}.get(unit, unit)


def number_text(value: float, digits: int = 3, *, like: float | None = None) -> str:
    """Return a number with at least *digits* significant digits, whole ones all written out.

    With *like*, it has the decimal places that this number has: those of the median it is beside,
    unless it is so far from it that nobody would count them.
    """
    if like is not None and _power(value, digits) - _power(like, digits) > _FAR:
        like = None
    power = _power(value if like is None else like, digits)
    if _SMALLEST <= power < _LARGEST:
        places = max(0, digits - 1 - power)
        grouping = "," if abs(round(value, places)) >= 1e4 else ""
        text = f"{value:{grouping}.{places}f}"
        return _signed(text.replace(",", _THIN))
    return _signed(f"{value / 10.0**power:.{digits - 1}f}×10{str(power).translate(_RAISED)}")


def range_text(low: float, high: float, digits: int = 3, *, like: float) -> str:
    """Return a range, its numbers as precise as *like*: ``12.1–12.9``."""
    first, last = (number_text(one, digits, like=like) for one in (low, high))
    return f"{first}–{last}" if low >= 0 and high >= 0 else f"{first} … {last}"


def percent_text(part: float) -> str:
    """Return a part in per cent, two digits of it, rounded up: a spread is never understated."""
    percent = 100 * part
    if percent <= 0:
        return "0"
    step = 10.0 ** (math.floor(math.log10(percent)) - 1)
    # A hair less: 1.8 must not become 1.9 because it is 1.8000000000000003 in binary.
    rounded = max(math.ceil(percent / step - 1e-9) * step, 0.1)
    if rounded >= 10.0**_LARGEST:
        return number_text(rounded, 2)
    return f"{rounded:.{0 if rounded >= 10 else 1}f}"


def _power(value: float, digits: int) -> int:
    """Return the power of ten of a number's first digit, once it is rounded."""
    return int(f"{value:.{digits - 1}e}".partition("e")[2]) if value else 0


def _signed(text: str) -> str:
    return f"−{text[1:]}" if text.startswith("-") and text.strip("-0.") else text.lstrip("-")
