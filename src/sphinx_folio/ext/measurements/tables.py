"""A record as a table: labels, medians that align, and beside each the least and the greatest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docutils import nodes

from ...measurements import Column, Measurement, display_unit, number_text, range_text
from ...words import Words

_NUMBER = re.compile(r"[-\d.]+")


def heading(column: Column) -> str:
    """Return the name of a column with its unit: ``time (µs)``."""
    unit = display_unit(column.unit)
    return f"{column.name} ({unit})" if unit else column.name


def numbers_table(
    measurement: Measurement, shown: Sequence[int], digits: int, _: Words
) -> nodes.table:
    """Return the table; *shown* are the places of the columns of values."""
    ranged = measurement.repeats > 1
    looks = [_look(measurement, n) for n in range(len(measurement.labels))]
    heads = [_cell(heading(c), look) for c, look in zip(measurement.labels, looks, strict=True)]
    for place in shown:
        heads.append(_cell(heading(measurement.values[place]), "folio-measured-value"))
        if ranged:
            heads.append(_cell(_("min–max"), "folio-measured-range"))
    body = []
    for row in measurement.rows:
        cells = [_cell(label, look) for label, look in zip(row.labels, looks, strict=True)]
        for place in shown:
            value = row.values[place]
            middle = value.median
            cells.append(_cell(number_text(middle, digits), "folio-measured-value"))
            if ranged:
                said = range_text(value.minimum, value.maximum, digits, like=middle)
                cells.append(_cell(said, "folio-measured-range"))
        body.append(nodes.row("", *cells))
    return _table(heads, body)


def missing_table(said: str) -> nodes.table:
    """Return the table that stands where there is no number: it says so."""
    return _table([_cell(said, "folio-unmeasured")], [])


def _look(measurement: Measurement, n: int) -> str:
    """Return the class of a column of labels: those that are numbers align as numbers do."""
    numbers = all(_NUMBER.fullmatch(row.labels[n]) for row in measurement.rows)
    return "folio-measured-count" if numbers else "folio-measured-name"


def _table(heads: list[nodes.entry], body: list[nodes.row]) -> nodes.table:
    lines = [heads, *(row.children for row in body)]
    widths = [max(len(cell.astext()) for cell in column) for column in zip(*lines, strict=True)]
    columns = [nodes.colspec(colwidth=width) for width in widths]
    head, rows = nodes.thead("", nodes.row("", *heads)), nodes.tbody("", *body)
    # Without a body no format knows what to do.
    parts = [head, rows] if body else [nodes.tbody("", *head.children)]
    group = nodes.tgroup("", *columns, *parts, cols=len(heads))
    return nodes.table("", group, classes=["folio-numbers", "colwidths-auto"])


def _cell(text: str, classes: str) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", text), classes=[classes])
