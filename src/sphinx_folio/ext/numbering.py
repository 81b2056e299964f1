"""Numbers of figures, tables and listings: from 1 on each page, inside a toctree or not.

Sphinx counts through the whole site (https://github.com/sphinx-doc/sphinx/issues/7135) and gives
pages outside every toctree no numbers (https://github.com/sphinx-doc/sphinx/issues/11457).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector

from .domain import domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

Numbers = dict[str, dict[str, tuple[int, ...]]]


class PageNumbers(EnvironmentCollector):
    """Numbers what a page holds while it is read; the standard references then find the numbers."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Do nothing: the Domain, which keeps the numbers, forgets them."""

    def merge_other(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        docnames: AbstractSet[str],
        other: BuildEnvironment,
    ) -> None:
        """Do nothing: the Domain merges the numbers."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Number each node that has a caption, in reading order, per kind."""
        domain = app.env.domains.standard_domain
        numbers: Numbers = {}
        for node in doctree.findall(nodes.Element):
            kind = domain.get_enumerable_node_type(node)
            if kind and node["ids"] and domain.get_numfig_title(node):
                counted = numbers.setdefault(kind, {})
                counted[node["ids"][0]] = (len(counted) + 1,)
        if numbers:
            _kept(app.env)[app.env.docname] = numbers

    def get_updated_docs(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Put our numbers in the place of the standard ones: a page's depend on the page alone."""
        env.toc_fignumbers.clear()
        env.toc_fignumbers.update(_kept(env))
        return []


def _kept(env: BuildEnvironment) -> dict[str, Numbers]:
    kept: dict[str, Numbers] = domain_of(env).data["numbers"]
    return kept


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the collector."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_env_collector(PageNumbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
