"""Writes records as JSON, one value to a line, and as CSV for whoever downloads the data."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from sphinx_folio.measurements.values import Column, Measurement, Value

#: The form of the file.
FORMAT = 1


def to_json(measurement: Measurement) -> str:
    """Return the text of a record, which ``read`` reads back; the same values, the same text."""
    origin = measurement.provenance
    stated = {
        "cpu": origin.cpu,
        "cores": origin.cores,
        "system": origin.system,
        "gpu": origin.gpu,
        "driver": origin.driver,
        "clock": origin.clock,
        "compiler": origin.compiler,
        "command": origin.command,
        "commit": origin.commit,
        "clean": origin.is_clean if origin.commit else "",
        "date": origin.date.isoformat(),
        "note": origin.note,
        "repeats": measurement.repeats,
        "warmup": measurement.warmup,
    }
    # What is not known is not written; "clean": false is.
    known = {name: value for name, value in stated.items() if value is False or value}
    lines = [f"    {_text(name)}: {_text(value)}" for name, value in known.items()]
    columns = [f"    {_text(_column(column))}" for column in measurement.columns]
    rows = []
    for row in measurement.rows:
        labels = zip(measurement.labels, row.labels, strict=True)
        cells = [f"{_text(column.name)}: {_text(label)}" for column, label in labels]
        values = zip(measurement.values, row.values, strict=True)
        cells += [f"{_text(column.name)}: {_text(_value(value))}" for column, value in values]
        rows.append("    {\n      " + ",\n      ".join(cells) + "\n    }")
    return (
        f'{{\n  "format": {FORMAT},\n  "provenance": {{\n'
        + ",\n".join(lines)
        + '\n  },\n  "columns": [\n'
        + ",\n".join(columns)
        + '\n  ],\n  "rows": [\n'
        + ",\n".join(rows)
        + "\n  ]\n}\n"
    )


def to_csv(measurement: Measurement) -> str:
    """Return the rows as CSV: labels, then median, minimum and maximum of each value."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    heads = [_head(column, "") for column in measurement.labels]
    for column in measurement.values:
        heads += [_head(column, what) for what in (" median", " minimum", " maximum")]
    writer.writerow(heads)
    for row in measurement.rows:
        cells = list(row.labels)
        for value in row.values:
            cells += [_text(_plain(one)) for one in (value.median, value.minimum, value.maximum)]
        writer.writerow(cells)
    return out.getvalue()


def _head(column: Column, what: str) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    return f"{column.name}{what}{unit}"


def _column(column: Column) -> dict[str, str]:
    found = {"name": column.name, "role": "value" if column.is_value else "label"}
    return found | ({"unit": column.unit} if column.unit else {})


def _value(value: Value) -> dict[str, Any]:
    return {
        "median": _plain(value.median),
        "min": _plain(value.minimum),
        "max": _plain(value.maximum),
        "runs": [_plain(one) for one in value.runs],
    }


def _plain(value: float) -> float | int:
    """Return a number without the ``.0`` of a whole one."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
