"""The line below each table and chart: on what it was measured, how, when, how far it spread."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from docutils import nodes

from ...measurements import Measurement, Provenance, percent_text
from ...words import Words
from ..markup import Content, line, span


class Data(nodes.inline):
    """The end of the line: a link to the data, which only HTML can have; ``record`` is its name."""


def machine(origin: Provenance, _: Words) -> str:
    """Return on what it was measured: ``NVIDIA H200, driver 580.65, SM clock 1980 MHz``."""
    if origin.gpu:
        parts = [origin.gpu]
        if origin.driver:
            parts.append(_("driver {version}", version=origin.driver))
        if origin.clock:
            parts.append(_("SM clock {number} MHz", number=origin.clock))
    else:
        parts = [origin.cpu]
        if origin.cores:
            parts.append(_.plural("{count} core", "{count} cores", origin.cores))
        if origin.system:
            parts.append(origin.system)
    return _(", ").join(parts)


def provenance_line(
    name: str, measurement: Measurement, shown: Iterable[int], _: Words
) -> nodes.paragraph:
    """Return the line of a record; *shown* are the places of the columns whose spread is told."""
    parts: list[Content] = []
    for part in _parts(measurement, list(shown), _):
        if parts:
            parts.append(" · ")
        parts.append(part)
    link = nodes.reference("", _("Data (CSV)"), internal=True)
    parts.append(Data("", "", nodes.Text(" · "), link, record=name, classes=["folio-data"]))
    return line("folio-measured", *parts)


def _parts(measurement: Measurement, shown: list[int], _: Words) -> Iterator[Content]:
    origin = measurement.provenance
    yield span("folio-machine", _("Measured on {machine}", machine=machine(origin, _)))
    yield nodes.literal(origin.command, origin.command)
    if origin.compiler:
        yield origin.compiler
    if origin.commit:
        said = _("commit {hash}") if origin.is_clean else _("commit {hash} with changes")
        yield said.format(hash=origin.commit)
    yield _.day(origin.date)
    if measurement.repeats == 1:
        yield _("one run")
    elif math.isfinite(spread := measurement.spread(shown)):
        yield _("median of {count}, spread up to {percent} %").format(
            count=measurement.repeats, percent=percent_text(spread)
        )
    else:  # of a median 0, of which nothing is a part; the ranges tell
        yield _("median of {count}", count=measurement.repeats)
    if origin.note:
        yield origin.note
