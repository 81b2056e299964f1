"""Listings: what posts show comes from real files, with what was proved of them beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from ..domain import domain_of
from ..queries import words_on
from . import code, files
from .directives import DiffDirective, ListingDirective, OutputDirective

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

SCRIPT = "scripts/folio-code.js"


def _add_script(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load what copies code, on pages that have some."""
    if isinstance(app.builder, StandaloneHTMLBuilder) and '<div class="highlight">' in context.get(
        "body", ""
    ):
        _ = words_on(domain_of(app.env), pagename)
        said: dict[str, Any] = {
            "data-copy": _("Copy"),
            "data-copied": _("Copied"),
            "data-selected": _("Selected; copy it with the keyboard"),
        }
        app.add_js_file(SCRIPT, loading_method="defer", **said)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives and the script; the theme brings ``folio-code.css``."""
    for name in ("disclosure", "domain"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    files.setup(app)
    code.setup(app)
    app.add_directive("listing", ListingDirective)
    app.add_directive("output", OutputDirective)
    app.add_directive("diff", DiffDirective)
    app.connect("html-page-context", _add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
