"""Which rows and columns of a record a chart shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...charts import Chart, ChartError, Point, Series, View
from ...measurements import Column, Measurement, Row, display_unit, number_text, range_text
from ...words import Words
from .tables import heading

_NUMBER = re.compile(r"[-\d.]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a record is shown: places of columns of values, and for a chart names of labels.

    ``series`` is ``None`` when its author did not say: then all labels but ``x`` part the lines.
    """

    shown: tuple[int, ...]
    x: str = ""
    series: tuple[str, ...] | None = None
    log_x: bool = False
    log_y: bool = False
    digits: int = 3


def chart_of(measurement: Measurement, view: View, choice: Choice, _: Words) -> Chart:
    """Return the chart; raise ``ChartError`` or ``MeasurementError`` when there can be none."""
    if not measurement.labels:
        raise ChartError("a record without labels has nothing to draw along; show it as a table")
    x = measurement.label(choice.x) if choice.x else 0
    others = [n for n in range(len(measurement.labels)) if n != x]
    parted = others if choice.series is None else [*map(measurement.label, choice.series)]
    columns = [measurement.values[place] for place in choice.shown]
    units = dict.fromkeys(column.unit for column in columns)
    if len(units) > 1:
        said = " and ".join(f"{column.name} ({column.unit})" for column in columns)
        raise ChartError(f"a chart has one unit, not those of {said}; make two of it")
    found: dict[str, list[Point]] = {}
    for row in measurement.rows:
        for place, column in zip(choice.shown, columns, strict=True):
            names = [_series_name(measurement.labels[n], row.labels[n]) for n in parted]
            names += [column.name] if len(columns) > 1 else []
            point = _point(row, x, place, choice.digits)
            found.setdefault(_(", ").join(names), []).append(point)
    unit = display_unit(columns[0].unit)
    many = f"{_(', ').join(column.name for column in columns)}{f' ({unit})' if unit else ''}"
    return Chart(
        view,
        heading(measurement.labels[x]),
        many,
        tuple(Series(name, tuple(points)) for name, points in found.items()),
        choice.log_x,
        choice.log_y,
        _,
    )


def _point(row: Row, x: int, place: int, digits: int) -> Point:
    value = row.values[place]
    low, high, middle = value.minimum, value.maximum, value.median
    ranged = range_text(low, high, digits, like=middle) if len(value.runs) > 1 else ""
    return Point(row.labels[x], middle, low, high, number_text(middle, digits), ranged)


def _series_name(column: Column, label: str) -> str:
    """Return a label that stands alone: a bare number needs the name of what it counts."""
    return f"{column.name} {label} {column.unit}".strip() if _NUMBER.fullmatch(label) else label


def names_of(text: str) -> Sequence[str]:
    """Return the names in an option: ``time, bandwidth``."""
    return [name.strip() for name in text.split(",") if name.strip()]
