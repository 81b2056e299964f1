"""The controls that narrow a list in the browser, and the script that they need."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..markup import block

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SCRIPT = "scripts/folio-publications.js"
LABELS = {
    "year": "Year",
    "type": "Type",
    "venue": "Venue",
    "topic": "Topic",
    "person": "Person",
}


def controls(count: int, facets: dict[str, list[tuple[str, str]]]) -> nodes.container:
    """Return search, facets and the count; a style sheet shows them where scripts run.

    They stand in the page from the start, so that nothing moves when the script comes.
    """
    search = '<input type="search" name="q" autocomplete="off" spellcheck="false">'
    fields = [f'<label class="folio-search"><span>Search</span>{search}</label>']
    for name, values in facets.items():
        options = "".join(
            f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in values
        )
        fields.append(
            f"<label><span>{LABELS[name]}</span>"
            f'<select name="{name}"><option value="">all</option>{options}</select></label>'
        )
    entries = "1 entry" if count == 1 else f"{count} entries"
    html = (
        '<form class="folio-facets" role="search" aria-label="Publications">\n'
        + "\n".join(fields)
        + f'\n<div class="folio-facets-end"><p class="folio-count" role="status">{entries}</p>'
        + '\n<button type="reset">Show all</button></div>\n</form>'
    )
    return block("folio-controls", nodes.raw("", html, format="html"))


def _add_script(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the script to the pages that have something for it to do, and to no others."""
    if doctree and any(_wants_script(node) for node in doctree.findall(nodes.Element)):
        app.add_js_file(SCRIPT, loading_method="defer")


def _wants_script(node: nodes.Element) -> bool:
    return not {"folio-controls", "folio-bibtex"}.isdisjoint(node.get("classes", ()))


def setup(app: Sphinx) -> None:
    """Register the script."""
    app.connect("html-page-context", _add_script)
