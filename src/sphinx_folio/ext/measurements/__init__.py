"""Measurements: ``{measurement}`` shows a record as a table or a chart, ``{measured}`` one number.

A number comes from a record or it is not on the page. Below each table and chart stands where it
was measured, with a link to the data as CSV, which is written when the pages are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx.util.osutil import relative_uri

from ..disclosure import Details
from ..domain import domain_of
from ..publishing import write_text, writes_pages
from .directive import ChartImage, MeasurementDirective
from .provenance import Data
from .role import MeasuredRole

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: The folder of the data below the output.
FOLDER = "_measurements"


def _resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link the data from the page; where the output is not HTML, put tables in place of charts."""
    if app.builder.format == "html":
        here = app.builder.get_target_uri(docname)
        for data in doctree.findall(Data):
            link = next(data.findall(nodes.reference))
            link["refuri"] = relative_uri(here, quote(f"{FOLDER}/{data['record']}.csv"))
        return
    for data in list(doctree.findall(Data)):
        data.parent.remove(data)
    for image in list(doctree.findall(ChartImage)):
        numbers = next(image.parent.parent.findall(Details))
        numbers.parent.remove(numbers)
        image.replace_self(next(numbers.findall(nodes.table)))


def _data(app: Sphinx) -> dict[str, str]:
    """Return the data that pages link to: names of files to their texts."""
    shown = domain_of(app.env).data["measurements"]
    return {
        f"{FOLDER}/{name}.csv": text
        for docname in sorted(shown)
        for name, text in shown[docname].items()
    }


def _write(app: Sphinx, exception: Exception | None) -> None:
    if writes_pages(app, exception):
        for name, text in _data(app).items():
            write_text(app, name, text)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive and the role; the theme brings ``folio-measurements.css``."""
    for name in ("disclosure", "listings", "publishing", "freshness"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    app.add_node(ChartImage)
    app.add_node(Data)
    app.add_directive("measurement", MeasurementDirective)
    app.add_role("measured", MeasuredRole())
    app.connect("doctree-resolved", _resolve)
    app.connect("build-finished", _write, priority=700)
    app.connect("folio-files-written", _data)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
