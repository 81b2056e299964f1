"""The role ``{measured}``: one number of a record in the text, with its unit."""

from __future__ import annotations

import shlex

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from ...measurements import Measurement, MeasurementError, display_unit, number_text
from ..markup import span
from .records import load, tell


class MeasuredRole(SphinxRole):
    """Says a median: ``gemm/h200 kernel=naive size=4096 time``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number with its unit; of what is not recorded, a warning and no number."""
        try:
            name, *words = shlex.split(self.text)
            measurement = load(self.env, name, self.get_location())
            if measurement:
                return [span("folio-measured-number", number_of(measurement, words))], []
        except MeasurementError as fault:
            tell(f"{self.text}: {fault}", self.get_location())
        except ValueError:  # quotes that do not close, or no word at all
            tell(
                f"{self.text!r} is not the name of a record, labels and a column, such as "
                "'gemm/h200 kernel=naive time'",
                self.get_location(),
            )
        return [nodes.literal(self.text, self.text)], []


def number_of(measurement: Measurement, words: list[str]) -> str:
    """Return the median that labels (``kernel=naive``) and the name of a column lead to."""
    pairs = [word.split("=", 1) for word in words if "=" in word]
    names = [word for word in words if "=" not in word]
    values = [column.name for column in measurement.values]
    if not names and len(values) == 1:
        names = values
    if len(names) != 1 or len({name for name, _ in pairs}) != len(pairs):
        raise MeasurementError(f"name one column, once: {' or '.join(values)}")
    place = measurement.value(names[0])
    row = measurement.row(dict(pairs))
    unit = display_unit(measurement.values[place].unit)
    number = number_text(row.values[place].median)
    return f"{number}\u00a0{unit}" if unit else number
