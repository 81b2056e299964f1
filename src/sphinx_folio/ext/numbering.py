"""Numbers of figures, tables and listings: from 1 on each page, inside a toctree or not.

Sphinx counts through the whole site (https://github.com/sphinx-doc/sphinx/issues/7135) and gives
pages outside every toctree no numbers (https://github.com/sphinx-doc/sphinx/issues/11457).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..words import Words
from .domain import domain_of
from .queries import words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

Numbers = dict[str, dict[str, tuple[int, ...]]]

#: The forms of an author who chose none; the words for them depend on the page.
FORMS = {"figure": "Figure %s", "table": "Table %s", "code-block": "Listing %s"}


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


class NumberReferences(SphinxPostTransform):
    """Says ``{numref}`` in the language of the page that it stands on."""

    # Before Sphinx resolves references (10), which knows one form for the whole site.
    default_priority = 9

    def run(self, **kwargs: Any) -> None:
        """Give each reference without words of its author the form of this page's language."""
        docname = self.env.current_document.docname
        _ = words_on(domain_of(self.env), docname)
        for node in self.document.findall(pending_xref):
            if node.get("reftype") != "numref" or node.get("refexplicit"):
                continue
            kind = self._kind(node["reftarget"])
            if kind:
                node["refexplicit"] = True
                node[:] = [nodes.inline("", number_form(self.config, kind, _))]

    def _kind(self, label: str) -> str:
        """Return what a label numbers: a figure, a table, a listing, or nothing."""
        standard = self.env.domains.standard_domain
        places = (standard.labels.get(label), standard.anonlabels.get(label))
        docname, id_ = next((place[:2] for place in places if place), ("", ""))
        numbers = _kept(self.env).get(docname, {})
        ids = {id_}
        if numbers and not any(id_ in counted for counted in numbers.values()):
            target = self.env.get_doctree(docname).ids.get(id_)
            ids = set(target["ids"]) if target is not None else set()
        return next((kind for kind in FORMS if not ids.isdisjoint(numbers.get(kind, ()))), "")


def number_form(config: Config, kind: str, _: Words) -> str:
    """Return how a figure, table or listing is named with its number: ``Figure {number}``.

    What the author chose in ``numfig_format`` counts in all languages; it may hold ``%s`` instead.
    """
    said = {
        "figure": _("Figure {number}"),
        "table": _("Table {number}"),
        "code-block": _("Listing {number}"),
    }
    form: str = config.numfig_format.get(kind, "")
    return said[kind] if form == FORMS.get(kind) else form


def numbered(form: str, number: str) -> str:
    """Put a number into the form that ``number_form`` gives."""
    return form.replace("{number}", number) if "{number}" in form else form % number


def _kept(env: BuildEnvironment) -> dict[str, Numbers]:
    kept: dict[str, Numbers] = domain_of(env).data["numbers"]
    return kept


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the collector, and the step that words references."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_env_collector(PageNumbers)
    app.add_post_transform(NumberReferences)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
