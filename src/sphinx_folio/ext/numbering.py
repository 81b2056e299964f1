"""Numbers of figures, tables, listings, theorems and exercises: from 1 on each page.

Sphinx counts through the whole site (https://github.com/sphinx-doc/sphinx/issues/7135) and gives
pages outside every toctree no numbers (https://github.com/sphinx-doc/sphinx/issues/11457).
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector

from ..errors import Subtype
from ..words import Words
from . import warn
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

#: How each kind of theorem-like block is named with its number (see statements).
STATEMENTS = {
    "theorem": "Theorem {number}",
    "lemma": "Lemma {number}",
    "proposition": "Proposition {number}",
    "corollary": "Corollary {number}",
    "definition": "Definition {number}",
    "remark": "Remark {number}",
    "example": "Example {number}",
    "algorithm": "Algorithm {number}",
    "exercise": "Exercise {number}",
}
KINDS = (*FORMS, *STATEMENTS)
#: The roles that say a number, and nothing where there is none: their domains and names.
BY_NUMBER = frozenset({("std", "numref"), ("prf", "ref")})
_WITHOUT_NUMBERS = {"text", "man"}


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
        """Tell of names given twice, which no process saw; the Domain merges the numbers."""
        names: dict[str, dict[str, int | None]] = domain_of(env).data["names"]
        first = {
            name: docname
            for docname in sorted(names.keys() - docnames, reverse=True)
            for name in names[docname]
        }
        for docname in sorted(docnames & names.keys()):
            for name, line in names[docname].items():
                # A process that was started late knew the pages of those that had ended, and told.
                if name in first and first[name] not in other.domaindata["folio"]["names"]:
                    message = f"{name!r} is also the name of something in {first[name]}; rename one"
                    warn(message, (docname, line), Subtype.REFERENCE)

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Number each node that has a caption, in reading order, per kind."""
        domain = app.env.domains.standard_domain
        numbers: Numbers = {}
        counts: dict[str, int] = {}
        names = dict(_labels(doctree))
        for node in doctree.findall(nodes.Element):
            kind = domain.get_enumerable_node_type(node)
            if kind and node["ids"] and domain.get_numfig_title(node):
                counts[kind] = counts.get(kind, 0) + 1
                # A reference may know any of its ids.
                numbers.setdefault(kind, {}).update(dict.fromkeys(node["ids"], (counts[kind],)))
                names |= dict.fromkeys(node["names"], node.line)
            elif label := _label(node):
                names[label] = node.line
        data = domain_of(app.env).data
        for part, found in (("numbers", numbers), ("names", names)):
            if found:
                data[part][app.env.docname] = found

    def get_updated_docs(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Put our numbers in the place of the standard ones: a page's depend on the page alone."""
        env.config.numfig = env.temp_data.pop("folio_numfig", env.config.numfig)
        env.toc_fignumbers.clear()
        env.toc_fignumbers.update(_kept(env))
        return []


def _count_nothing(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have Sphinx's own collector, which comes next, number nothing.

    It would read the doctrees of the whole site for numbers that are thrown away, and have each
    page with a figure written again because these are not ours.
    """
    env.temp_data["folio_numfig"] = env.config.numfig
    env.config.numfig = False
    return []


def _labels(doctree: nodes.document) -> Iterator[tuple[str, int | None]]:
    """Yield the names that an author gave to places, with their lines, as the standard Domain does.

    It tells itself of those that one process has read twice.
    """
    for name, is_explicit in doctree.nametypes.items():
        node = doctree.ids.get(doctree.nameids.get(name) or "")
        if not is_explicit or node is None:
            continue
        if not isinstance(node, nodes.footnote) and "refuri" not in node:
            yield name, node.line


def _label(node: nodes.Element) -> str:
    """Return the label that the author gave a formula: others are called by a digest of it."""
    if not isinstance(node, nodes.math_block) or not node.get("folio_named", True):
        return ""
    label: str = node.get("label") or ""
    return label


def number_form(config: Config, kind: str, _: Words) -> str:
    """Return how something of a kind is named with its number: ``Figure {number}``.

    What the author chose in ``numfig_format`` counts in all languages; it may hold ``%s`` instead.
    """
    said = {
        "figure": _("Figure {number}"),
        "table": _("Table {number}"),
        "code-block": _("Listing {number}"),
    }
    form: str = config.numfig_format.get(kind, "")
    if kind in STATEMENTS:
        return form or _(STATEMENTS[kind])
    return said[kind] if form == FORMS.get(kind) else form


def numbered(form: str, number: str, name: str = "") -> str:
    """Put a number, and a caption where it has a place, into the form of ``number_form``."""
    if "{number}" in form:
        return form.replace("{number}", number).replace("{name}", name)
    return form % number


def _put_into_captions(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the numbers before captions, where the writer of the format does not do so itself."""
    if app.builder.name not in _WITHOUT_NUMBERS:
        return
    numbers = _kept(app.env).get(docname, {})
    _ = words_on(domain_of(app.env), docname)
    for kind in FORMS:
        found = numbers.get(kind, {})
        for node in doctree.findall(nodes.Element):
            number = next((found[one] for one in node["ids"] if one in found), None)
            caption = next(iter(node.findall(_is_caption)), None) if number else None
            if number and isinstance(caption, nodes.Element):
                label = numbered(number_form(app.config, kind, _), ".".join(map(str, number)))
                caption.insert(0, nodes.Text(f"{label}: "))


def _is_caption(node: nodes.Node) -> bool:
    return isinstance(node, nodes.caption | nodes.title)


def _kept(env: BuildEnvironment) -> dict[str, Numbers]:
    kept: dict[str, Numbers] = domain_of(env).data["numbers"]
    return kept


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the collector."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_env_collector(PageNumbers)
    app.connect("env-get-updated", _count_nothing, priority=100)
    app.connect("doctree-resolved", _put_into_captions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
