"""What a chart shows, and the same in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

#: Marks and dashes that are told apart without colour.
MAX_LINES = 6
MAX_BARS = 60
#: The least and the greatest number but 0 that an axis has.
LEAST, GREATEST = 1e-100, 1e100

_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)

#: Says a text in some language, with values in the places that it names.
Say = Callable[..., str]


def english(text: str, /, **values: object) -> str:
    """Say a text as it is written."""
    return text.format(**values) if values else text


def _is_drawable(number: float) -> bool:
    return number == 0 or LEAST <= abs(number) <= GREATEST


def _are_numbers(places: Collection[str]) -> bool:
    """Tell whether all are numbers and no two the same one, as 1 and 1.0 are."""
    if not all(map(_NUMBER.fullmatch, places)):
        return False
    numbers = {float(place) for place in places}
    return len(numbers) == len(places) and all(map(_is_drawable, numbers))


class ChartError(ValueError):
    """Why a chart cannot be drawn."""


class View(StrEnum):
    """How numbers are drawn."""

    BARS = "bars"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Point:
    """A number with its range, as numbers and as it is written; ``x`` is where it stands.

    ``range_text`` is ``""`` when there is no range: one run alone.
    """

    x: str
    y: float
    low: float
    high: float
    text: str
    range_text: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """What one line, or the bars of one colour, show; ``name`` is ``""`` when there is one."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw. Titles of axes hold their units: ``time (µs)``; ``say`` gives the words."""

    view: View
    x_title: str
    y_title: str
    series: tuple[Series, ...]
    log_x: bool = False
    log_y: bool = False
    say: Say = english

    def __post_init__(self) -> None:
        points = [point for one in self.series for point in one.points]
        if not points:
            raise ChartError("there is nothing to draw")
        if not all(_is_drawable(n) for point in points for n in (point.y, point.low, point.high)):
            raise ChartError(f"only 0 and numbers from {LEAST:g} to {GREATEST:g} can be drawn")
        for one in self.series:
            places = [point.x for point in one.points]
            for x in places:
                if places.count(x) > 1:
                    of = f" of {one.name}" if one.name else ""
                    raise ChartError(f"{places.count(x)} values{of} stand at {self.x_title} {x}")
        if self.view is View.LINES and len(self.series) > MAX_LINES:
            raise ChartError(
                f"{len(self.series)} lines cannot be told apart; {MAX_LINES} are the most"
            )
        if self.view is View.BARS and len(points) > MAX_BARS:
            raise ChartError(f"{len(points)} bars are too many; {MAX_BARS} are the most")
        if self.view is View.BARS and self.log_x:
            raise ChartError("bars stand at names; only the axis of their values can be log")
        if self.log_y and min(point.low for point in points) <= 0:
            raise ChartError("a log axis has no place for 0 and less, which were measured")
        if self.log_x and not all(self.is_numeric and float(x) > 0 for x in self.places):
            raise ChartError(f"a log axis needs numbers above 0, which {self.x_title} has not")

    @property
    def places(self) -> tuple[str, ...]:
        """Where points stand: in the order of their numbers, or else that in which they came."""
        found = dict.fromkeys(point.x for one in self.series for point in one.points)
        if self.view is View.LINES and _are_numbers(found):
            return tuple(sorted(found, key=float))
        return tuple(found)

    @property
    def is_numeric(self) -> bool:
        """Whether points stand at numbers, and so at distances that mean something."""
        return _are_numbers(self.places)

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest number, ranges included."""
        points = [point for one in self.series for point in one.points]
        return min(p.low for p in points), max(p.high for p in points)

    def at(self, x: str) -> list[tuple[int, Point]]:
        """Return the points at a place, each with the number of its series."""
        return [(n, p) for n, one in enumerate(self.series) for p in one.points if p.x == x]

    @property
    def title(self) -> str:
        """What is drawn, in a few words."""
        return self.say("{y} by {x}", y=self.y_title, x=self.x_title)

    @property
    def description(self) -> str:
        """All numbers in words, a sentence for each series."""
        _ = self.say
        bars = self.view is View.BARS
        kind = _("Bar chart of {title}.") if bars else _("Line chart of {title}.")
        parts = [kind.format(title=self.title)]
        for one in self.series:
            points = _(", ").join(map(self._spoken, one.points))
            if one.name:
                parts.append(_("For {name}: {points}.", name=one.name, points=points))
            else:
                parts.append(_("Values: {points}.", points=points))
        return " ".join(parts)

    def _spoken(self, point: Point) -> str:
        _ = self.say
        if not point.range_text:
            return _("{value} at {x}", value=point.text, x=point.x)
        return _("{value} ({range}) at {x}", value=point.text, range=point.range_text, x=point.x)
