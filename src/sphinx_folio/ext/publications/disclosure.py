"""Rows that a script can filter, for which docutils has no node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from ...venues import visible

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class Row(nodes.list_item):
    """A list item; its ``data`` become ``data-`` attributes, ``colour`` a CSS variable."""


def data_row(classes: str, data: dict[str, str], colour: str, *children: nodes.Node) -> Row:
    """Return a row that tells a script what it is, and a style sheet the colour of its venue."""
    return Row("", *children, classes=classes.split(), data=data, colour=colour)


def _visit_row(self: HTML5Translator, node: Row) -> None:
    attributes: dict[str, Any] = {f"data-{key}": value for key, value in node["data"].items()}
    if node["colour"]:
        light, dark = visible(node["colour"])
        attributes["style"] = f"--folio-venue-light: {light}; --folio-venue-dark: {dark}"
    self.body.append(self.starttag(node, "li", "", **attributes))


def _depart_row(self: HTML5Translator, node: Row) -> None:
    self.body.append("</li>\n")


def setup(app: Sphinx) -> None:
    """Register the row for HTML; other writers take it for a list item."""
    app.setup_extension("sphinx_folio.ext.disclosure")
    app.add_node(Row, html=(_visit_row, _depart_row))
