"""Previews of references: the script that shows them, on pages that have something to preview.

Nothing is written for it: what it shows is the page itself, or another page of the site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import download_reference
from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

SCRIPT = "scripts/folio-references.js"

#: Lists that say themselves what they lead to, and their rows that are prose; the script has both.
_LISTS = frozenset(
    [
        "folio-rows",
        "folio-series",
        "folio-tags",
        "folio-links",
        "folio-more",
        "sd-card",
        "toctree-wrapper",
        "contents",
    ]
)
_PROSE = frozenset({"folio-news-item", "folio-erratum"})


def _add_script(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the script on a page whose text refers to something on this site."""
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder) and doctree and _refers(doctree):
        builder.add_js_file(SCRIPT, defer="defer", priority=700)


def _refers(doctree: nodes.document) -> bool:
    """Tell whether a page has a reference in its text, of those that the script looks for."""
    return any(
        _in_text(link)
        for link in doctree.findall(nodes.Element)
        if isinstance(link, nodes.footnote_reference)
        or (isinstance(link, nodes.reference) and link.get("internal"))
    )


def _in_text(link: nodes.Element) -> bool:
    if isinstance(link, download_reference) or "folio-backref" in link.get("classes", ()):
        return False
    above: nodes.Element | None = link.parent
    while above is not None:
        names = above.get("classes", ())
        if not _PROSE.isdisjoint(names):
            return True
        if not _LISTS.isdisjoint(names):
            return False
        above = above.parent
    return True


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step; the theme brings ``folio-references.css``."""
    app.connect("html-page-context", _add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
