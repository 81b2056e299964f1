"""Axes: where a number stands on one, and where its ticks are."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

#: Parts thousands from five digits on; no line breaks there.
_THIN = "\u202f"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Steps between ticks, as multiples of a power of ten.
_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from ``low`` to ``high``, linear or log; ticks have a number and a text."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    is_log: bool = False

    def place(self, value: float) -> float:
        """Return where a number stands: 0 at the low end, 1 at the high one."""
        low, high = self.low, self.high
        if self.is_log:
            low, high, value = math.log10(low), math.log10(high), math.log10(max(value, low))
        # Two numbers can be so near that they are one, at the latest as logarithms.
        return (value - low) / (high - low) if high > low else 0.5


def linear_scale(low: float, high: float, count: int = 5) -> Scale:
    """Return an axis with about *count* ticks, from 0 or a tick below *low* to one above *high*."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = 1.0
    rough = (high - low) / count
    power = math.floor(math.log10(rough))
    step = next(n for n in _STEPS if n * 10.0**power >= rough * 0.999)
    if step == 10:
        step, power = 1, power + 1
    # Whole numbers of steps, so that no tick is at 0.30000000000000004.
    size = step * 10.0**power
    first, last = math.floor(low / size + 1e-9), math.ceil(high / size - 1e-9)
    ticks = tuple((_exact(n * step, power), _text(n * step, power)) for n in range(first, last + 1))
    return Scale(ticks[0][0], ticks[-1][0], ticks)


def log_scale(low: float, high: float) -> Scale:
    """Return a log axis for numbers above 0: ticks at powers of ten, between few of them at 2, 5.

    It begins at the last tick below *low* and ends at the first above *high*.
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    steps = (1,) if last - first > 3 else (1, 2, 5)
    stride = max(1, (last - first) // 10)
    found = [(n, power) for power in range(first, last + stride, stride) for n in steps]
    values = [_exact(n, power) for n, power in found]
    begin = max((n for n, value in enumerate(values) if value <= low * (1 + 1e-9)), default=0)
    end = next((n for n, value in enumerate(values) if value >= high * (1 - 1e-9)), len(values) - 1)
    if begin == end:
        end = begin + 1 if begin + 1 < len(values) else end
        begin = begin if end > begin else begin - 1
    ticks = tuple((values[n], _text(*found[n])) for n in range(begin, end + 1))
    return Scale(ticks[0][0], ticks[-1][0], ticks, is_log=True)


def spaced(places: Iterable[tuple[float, float]], gap: float) -> list[int]:
    """Return which of some texts, each a middle and a width in order, do not touch others.

    The first and the last stay; between them, each that leaves *gap* to the one before it.
    """
    texts = list(places)
    kept: list[int] = []
    for n, (middle, width) in enumerate(texts):
        if not kept or middle - width / 2 >= texts[kept[-1]][0] + texts[kept[-1]][1] / 2 + gap:
            kept.append(n)
        elif n == len(texts) - 1 and len(kept) > 1:
            kept[-1] = n
    return kept


def _exact(digits: int, power: int) -> float:
    return float(f"{digits}e{power}")


def _text(digits: int, power: int) -> str:
    """Return a tick as it is written."""
    value = _exact(digits, power)
    if not digits and power < -4:
        return "0"
    if digits and not 1e-4 <= abs(value) < 1e7:
        mantissa, _, exponent = f"{value:e}".partition("e")
        mantissa = mantissa.rstrip("0").rstrip(".").replace("-", "−")
        raised = f"10{str(int(exponent)).translate(_RAISED)}"
        return raised if mantissa == "1" else f"{mantissa}×{raised}"
    grouping = "," if abs(value) >= 1e4 else ""
    text = f"{value:{grouping}.{max(0, -power)}f}"
    return text.replace("-", "−").replace(",", _THIN)
