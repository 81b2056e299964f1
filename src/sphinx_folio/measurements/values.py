"""What a measurement is, as values."""

from __future__ import annotations

import datetime
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sphinx_folio.errors import did_you_mean

#: The least and the greatest number but 0 that a record can have: charts and ranges hold all.
LEAST, GREATEST = 1e-100, 1e100
#: They turn what stands after them around.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class MeasurementError(ValueError):
    """What cannot be read or shown; ``line`` counts from 1 in the file, if it is of one line."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a label, which says what was measured, or a value, which was.

    ``unit`` is as the program wrote it, such as ``us`` or ``GB/s``; ``""`` of a plain number.
    """

    name: str
    unit: str = ""
    is_value: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One number over all runs, in the order in which they ran."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the runs; of an even number, the mean of the two in the middle."""
        runs = sorted(self.runs)
        low, high = runs[(len(runs) - 1) // 2], runs[len(runs) // 2]
        # A mean in binary has a tail that nobody measured: 0.1 and 0.2 give 0.15.
        return low if low == high else float((Decimal(repr(low)) + Decimal(repr(high))) / 2)

    @property
    def minimum(self) -> float:
        """The least of the runs."""
        return min(self.runs)

    @property
    def maximum(self) -> float:
        """The greatest of the runs."""
        return max(self.runs)

    @property
    def spread(self) -> float:
        """The distance between least and greatest as a part of the median; ``inf`` if that is 0."""
        if not self.median:
            return math.inf if self.minimum < self.maximum else 0.0
        return (self.maximum - self.minimum) / abs(self.median)


@dataclass(frozen=True, slots=True)
class Row:
    """Labels and values, each in the order of its columns."""

    labels: tuple[str, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where and how it was measured; ``""`` and 0 where that is not known.

    ``gpu``, ``driver`` and ``clock`` (of the multiprocessors, MHz, under load) are of the GPU, if
    the program had one. ``commit`` is short; ``is_clean`` tells that nothing had changed since.
    """

    command: str
    date: datetime.date
    cpu: str = ""
    cores: int = 0
    system: str = ""
    gpu: str = ""
    driver: str = ""
    clock: int = 0
    compiler: str = ""
    commit: str = ""
    is_clean: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A recorded measurement: label columns, then value columns; rows in the program's order."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    provenance: Provenance
    warmup: int = 0

    @property
    def labels(self) -> tuple[Column, ...]:
        """The columns of labels."""
        return tuple(column for column in self.columns if not column.is_value)

    @property
    def values(self) -> tuple[Column, ...]:
        """The columns of values."""
        return tuple(column for column in self.columns if column.is_value)

    @property
    def repeats(self) -> int:
        """The number of runs behind each value."""
        return len(self.rows[0].values[0].runs)

    def label(self, name: str) -> int:
        """Return the place of a column of labels among these; raise ``MeasurementError``."""
        return _place(name, self.labels, "label")

    def value(self, name: str) -> int:
        """Return the place of a column of values among these; raise ``MeasurementError``."""
        return _place(name, self.values, "value")

    def row(self, wanted: Mapping[str, str]) -> Row:
        """Return the one row that has the labels *wanted*, column to label.

        Raise ``MeasurementError`` when there is none, or more than one.
        """
        places = {self.label(name): label for name, label in wanted.items()}
        for place, label in places.items():
            known = [row.labels[place] for row in self.rows]
            if label not in known:
                name = self.labels[place].name
                raise MeasurementError(f"no {name} {label!r}.{did_you_mean(label, known)}")
        found = [
            row
            for row in self.rows
            if all(row.labels[place] == label for place, label in places.items())
        ]
        if len(found) != 1:
            open_ = [c.name for n, c in enumerate(self.labels) if n not in places]
            many = f"; say also which {' and '.join(open_)}" if found else ""
            raise MeasurementError(f"{len(found) or 'no'} rows have these labels{many}")
        return found[0]

    def spread(self, values: Iterable[int]) -> float:
        """Return the widest spread in some columns of values, given by their places."""
        places = list(values)
        return max((row.values[place].spread for row in self.rows for place in places), default=0)


def is_measurable(number: float) -> bool:
    """Tell whether a record can have a number."""
    return number == 0 or LEAST <= abs(number) <= GREATEST


def hidden_character(text: str) -> str:
    """Return the first character that nobody may see or that turns text around: ``U+001B``."""
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in _BIDI:
            return f"U+{ord(char):04X}"
        if ord(char) & 0xFFFE == 0xFFFE:  # no character at all
            return f"U+{ord(char):04X}"
    return ""


def _place(name: str, columns: Sequence[Column], kind: str) -> int:
    names = [column.name for column in columns]
    if name not in names:
        raise MeasurementError(f"no {kind} column {name!r}.{did_you_mean(name, names)}")
    return names.index(name)
