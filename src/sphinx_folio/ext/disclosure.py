"""Parts that unfold, for which docutils has no nodes; they need no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from .markup import block

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator


class Details(nodes.container):
    """A part that unfolds without a script; other formats show it whole."""


class Summary(nodes.paragraph):
    """The words that unfold a part."""


def details(classes: str, words: str, *children: nodes.Node, unfolded: bool = False) -> Details:
    """Return a part that unfolds when a reader chooses *words*, or that is so from the start."""
    content = block("folio-details-content", *children)
    return Details(
        "",
        Summary("", words),
        content,
        classes=["folio-details", *classes.split()],
        unfolded=unfolded,
    )


def _visit_details(self: HTML5Translator, node: Details) -> None:
    unfolded: dict[str, Any] = {"open": "open"} if node["unfolded"] else {}
    self.body.append(self.starttag(node, "details", **unfolded))


def _depart_details(self: HTML5Translator, node: Details) -> None:
    self.body.append("</details>\n")


def _visit_summary(self: HTML5Translator, node: Summary) -> None:
    self.body.append(self.starttag(node, "summary", ""))


def _depart_summary(self: HTML5Translator, node: Summary) -> None:
    self.body.append("</summary>\n")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the nodes for HTML; other writers take them for what they derive from."""
    app.add_node(Details, html=(_visit_details, _depart_details))
    app.add_node(Summary, html=(_visit_summary, _depart_summary))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
