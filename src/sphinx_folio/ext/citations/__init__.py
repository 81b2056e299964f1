"""Citations: ``{cite:p}`` and its kin, numbered from 1 on each page, references at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .places import FolioCiteRole, note_places
from .reference_list import AppendReferences, References, ReferencesDirective, TitleLink
from .resolving import FolioCiteDomain, cite_domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["cite_domain_of", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put our citation domain in the place of the stock one."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.setup_extension("sphinx_folio.ext.publications")
    app.add_node(References)
    app.add_node(TitleLink)
    # After the titles and the numbers of figures are known (500).
    app.connect("doctree-read", note_places, priority=600)
    app.add_domain(FolioCiteDomain, override=True)
    app.add_role("cite", FolioCiteRole(), override=True)
    app.add_directive("bibliography", ReferencesDirective, override=True)
    app.add_post_transform(AppendReferences)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
