"""What docutils has no nodes for: parts that unfold, and rows that a script can filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from ...venues import visible
from ..markup import block

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class Details(nodes.container):
    """A part that unfolds without a script; other formats show it whole."""


class Summary(nodes.paragraph):
    """The words that unfold a part."""


class Row(nodes.list_item):
    """A list item; its ``data`` become ``data-`` attributes, ``colour`` a CSS variable."""


def details(classes: str, words: str, *children: nodes.Node) -> Details:
    """Return a part that unfolds when a reader chooses *words*."""
    content = block("folio-details-content", *children)
    return Details("", Summary("", words), content, classes=["folio-details", *classes.split()])


def data_row(classes: str, data: dict[str, str], colour: str, *children: nodes.Node) -> Row:
    """Return a row that tells a script what it is, and a style sheet the colour of its venue."""
    return Row("", *children, classes=classes.split(), data=data, colour=colour)


def _visit_details(self: HTML5Translator, node: Details) -> None:
    self.body.append(self.starttag(node, "details"))


def _depart_details(self: HTML5Translator, node: Details) -> None:
    self.body.append("</details>\n")


def _visit_summary(self: HTML5Translator, node: Summary) -> None:
    self.body.append(self.starttag(node, "summary", ""))


def _depart_summary(self: HTML5Translator, node: Summary) -> None:
    self.body.append("</summary>\n")


def _visit_row(self: HTML5Translator, node: Row) -> None:
    attributes: dict[str, Any] = {f"data-{key}": value for key, value in node["data"].items()}
    if node["colour"]:
        light, dark = visible(node["colour"])
        attributes["style"] = f"--folio-venue-light: {light}; --folio-venue-dark: {dark}"
    self.body.append(self.starttag(node, "li", "", **attributes))


def _depart_row(self: HTML5Translator, node: Row) -> None:
    self.body.append("</li>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes for HTML; other writers take them for what they derive from."""
    app.add_node(Details, html=(_visit_details, _depart_details))
    app.add_node(Summary, html=(_visit_summary, _depart_summary))
    app.add_node(Row, html=(_visit_row, _depart_row))
