"""The controls that narrow a list in the browser, and the script that they need."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ...words import Words
from ..domain import domain_of
from ..markup import block
from ..queries import words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SCRIPT = "scripts/folio-publications.js"
_WANT_SCRIPT = frozenset({"folio-controls", "folio-bibtex"})
LABELS = {
    "year": "Year",
    "type": "Type",
    "venue": "Venue",
    "topic": "Topic",
    "person": "Person",
}


def controls(count: int, facets: dict[str, list[tuple[str, str]]], _: Words) -> nodes.container:
    """Return search, facets and the count in words; a style sheet shows them where scripts run.

    They stand in the page from the start, so that nothing moves when the script comes.
    """
    search = '<input type="search" name="q" autocomplete="off" spellcheck="false">'
    fields = [f'<label class="folio-search"><span>{escape(_("Search"))}</span>{search}</label>']
    for name, values in facets.items():
        options = "".join(
            f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in values
        )
        options = f'<option value="">{escape(_("all"))}</option>{options}'
        fields.append(
            f"<label><span>{escape(_(LABELS[name]))}</span>"
            f'<select name="{name}">{options}</select></label>'
        )
    entries = escape(_.plural("{count} entry", "{count} entries", count))
    # The script says how many of them are left.
    some = _.plural("{shown} of {count} entry", "{shown} of {count} entries", count, shown="{}")
    html = (
        f'<form class="folio-facets" role="search" aria-label="{escape(_("Publications"))}"'
        f' data-some="{escape(some)}">\n'
        + "\n".join(fields)
        + f'\n<div class="folio-facets-end"><p class="folio-count" role="status">{entries}</p>'
        + '\n<button type="reset">'
        + escape(_("Show all"))
        + "</button></div>\n</form>"
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
    said_in = any(name in context.get("body", "") for name in _WANT_SCRIPT)
    if doctree and said_in and any(map(_wants_script, doctree.findall(nodes.Element))):
        _ = words_on(domain_of(app.env), pagename)
        # The words of what the script adds to the page.
        said: dict[str, Any] = {
            "data-copy": _("Copy"),
            "data-copied": _("Copied"),
            "data-selected": _("Selected; copy it with the keyboard"),
            "data-download": _("Download"),
        }
        app.add_js_file(SCRIPT, loading_method="defer", **said)


def _wants_script(node: nodes.Element) -> bool:
    return not _WANT_SCRIPT.isdisjoint(node.get("classes", ()))


def setup(app: Sphinx) -> None:
    """Register the script."""
    app.connect("html-page-context", _add_script)
