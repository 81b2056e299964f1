"""CVs: ``{cv}`` composes one from all that the site knows of a person; PDF and others follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import typeset
from . import bodies, directive, files, page
from .reading import ReadingBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata


def _installed(config: Config) -> bool:
    return typeset.is_available()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive, the setting and the steps."""
    app.setup_extension("sphinx_folio.ext.people")
    # Part of what pages are made from: they link to the files.
    app.add_config_value("folio_cv_pdf", _installed, "html", bool, "False: no PDF of CVs")
    app.add_node(page.CvList)
    app.add_node(page.CvListing)
    app.add_directive("cv", directive.CvDirective)
    app.add_directive("cv-list", directive.CvListDirective)
    app.add_builder(ReadingBuilder)
    app.connect("config-inited", files.validate, priority=600)
    app.connect("source-read", directive.read)
    # After the title collector (500) and the profile's record (600), before lists are noted (700).
    app.connect("doctree-read", bodies.note, priority=650)
    app.connect("doctree-read", directive.note, priority=660)
    app.connect("env-check-consistency", directive.check)
    # After furo (500), which says that a page without headings has no contents.
    app.connect("html-page-context", page.contents, priority=600)
    app.connect("build-finished", files.write, priority=700)
    app.connect("folio-files-written", files.written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
