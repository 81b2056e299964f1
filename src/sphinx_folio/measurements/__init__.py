"""Recorded measurements: what a program measured, where it was measured, and how far it spread.

A record is a file of JSON, committed beside the listings that it measures. ``folio measure`` writes
it and pages show it; no number comes to a page by any other way.
"""

from sphinx_folio.measurements.formatting import (
    display_unit,
    number_text,
    percent_text,
    range_text,
)
from sphinx_folio.measurements.outputs import Output, combine, read_output
from sphinx_folio.measurements.places import find_records, record_name, record_path
from sphinx_folio.measurements.reading import read
from sphinx_folio.measurements.values import (
    Column,
    Measurement,
    MeasurementError,
    Provenance,
    Row,
    Value,
    hidden_character,
)
from sphinx_folio.measurements.writing import to_csv, to_json

__all__ = [
    "Column",
    "Measurement",
    "MeasurementError",
    "Output",
    "Provenance",
    "Row",
    "Value",
    "combine",
    "display_unit",
    "find_records",
    "hidden_character",
    "number_text",
    "percent_text",
    "range_text",
    "read",
    "read_output",
    "record_name",
    "record_path",
    "to_csv",
    "to_json",
]
