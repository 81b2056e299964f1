"""Reads what a measured program prints: CSV with a header, labels first."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sphinx_folio.measurements.values import (
    GREATEST,
    LEAST,
    Column,
    MeasurementError,
    Row,
    Value,
    hidden_character,
    is_measurable,
)

#: ``time (us)`` is a value, ``size [KiB]`` a label that has a unit, ``kernel`` one that has none.
_HEAD = re.compile(
    r"(?P<name>[^()\[\]]*[^()\[\]\s])\s*(?:\((?P<value>[^()]+)\)|\[(?P<label>.+)\])?"
)


_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Output:
    """What one run printed: columns, and for each row its labels to its numbers."""

    columns: tuple[Column, ...]
    rows: dict[tuple[str, ...], tuple[float, ...]]


def read_output(text: str) -> Output:
    """Return what a program printed; raise ``MeasurementError`` with the line and the reason."""
    reader = csv.reader(_lines(text), strict=True)
    columns: tuple[Column, ...] = ()
    rows: dict[tuple[str, ...], tuple[float, ...]] = {}
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if not any(stripped):
                continue
            if not columns:
                columns = _columns(stripped, reader.line_num)
                continue
            labels, values = _row(stripped, columns, reader.line_num)
            if labels in rows:
                said = ", ".join(labels) or "one without labels"
                raise MeasurementError(f"the row {said} stands there twice", reader.line_num)
            rows[labels] = values
    except csv.Error as error:
        raise MeasurementError(f"no CSV: {error}", reader.line_num) from None
    if not rows:
        raise MeasurementError("nothing was printed" if not columns else "a header and no row")
    return Output(columns, rows)


def _lines(text: str) -> io.StringIO:
    """Return lines as programs end them; other characters that end lines are not to be there."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return io.StringIO(text, newline="\n")


def combine(outputs: Sequence[Output]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Return the columns and rows of all runs; raise ``MeasurementError`` if these do not agree."""
    first = outputs[0]
    for number, other in enumerate(outputs[1:], 2):
        if other.columns != first.columns:
            raise MeasurementError(f"run {number} printed another header than run 1")
        for labels in [*first.rows, *other.rows]:
            if labels not in other.rows or labels not in first.rows:
                has, lacks = (1, number) if labels in first.rows else (number, 1)
                raise MeasurementError(
                    f"the row {', '.join(labels)} is in run {has} and not in run {lacks}: each run "
                    "must print the same labels"
                )
    count = sum(column.is_value for column in first.columns)
    rows = (
        Row(labels, tuple(Value(tuple(o.rows[labels][n] for o in outputs)) for n in range(count)))
        for labels in first.rows
    )
    return first.columns, tuple(rows)


def _columns(cells: list[str], line: int) -> tuple[Column, ...]:
    found: list[Column] = []
    for cell in cells:
        if hidden := hidden_character(cell):
            raise MeasurementError(f"the name {cell!r} has {hidden}, which nobody sees", line)
        match = _HEAD.fullmatch(cell)
        if not match:
            raise MeasurementError(
                f"{cell!r} names no column; write 'kernel' for a label, 'time (us)' for a value",
                line,
            )
        unit = match["value"] or match["label"] or ""
        column = Column(match["name"].strip(), unit.strip(), bool(match["value"]))
        if found and found[-1].is_value and not column.is_value:
            raise MeasurementError(
                f"the label {column.name!r} stands after a value; labels come first. If it is a "
                f"value, give its unit: '{column.name} (us)', '{column.name} (1)' if it has none",
                line,
            )
        if column.name in {one.name for one in found}:
            raise MeasurementError(f"two columns are called {column.name!r}", line)
        found.append(column)
    if not found[-1].is_value:
        raise MeasurementError(
            "no column of values: a value has its unit in parentheses, 'time (us)'", line
        )
    return tuple(found)


def _row(
    cells: list[str], columns: tuple[Column, ...], line: int
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    if len(cells) != len(columns):
        raise MeasurementError(f"{len(cells)} cells, and the header has {len(columns)}", line)
    labels: list[str] = []
    values: list[float] = []
    for cell, column in zip(cells, columns, strict=True):
        if column.is_value:
            values.append(_number(cell, column, line))
            continue
        if hidden := hidden_character(cell):
            said = "a line break" if hidden == "U+000A" else f"{hidden}, which nobody sees"
            raise MeasurementError(f"{column.name} is {cell!r}; it has {said}", line)
        labels.append(cell)
    return tuple(labels), tuple(values)


def _number(cell: str, column: Column, line: int) -> float:
    match = _NUMBER.fullmatch(cell)
    if not match:
        raise MeasurementError(f"{column.name} is {cell!r}, which is no number", line)
    value = float(cell)
    # One that is too small is read as 0.
    if not is_measurable(value) or (not value and match[1].strip("0.")):
        raise MeasurementError(
            f"{column.name} is {cell!r}; a number is 0, or from {LEAST:g} to {GREATEST:g}", line
        )
    return value
