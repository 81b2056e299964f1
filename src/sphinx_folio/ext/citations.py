"""Citations: ``{cite:p}`` and its kin, numbered from 1 on each page, references at its end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element
from pybtex.database import Entry, Person
from pybtex.richtext import Text
from pybtex.style import FormattedEntry
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.roles import CiteRole
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

from .. import references
from ..errors import Subtype, did_you_mean
from ..models import Publication
from . import warn
from .domain import domain_of
from .markup import joined, line, link_words, rich_nodes, row, rows

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


class FolioCiteRole(CiteRole):
    """A citation whose id says what is cited, so that it does not move with other edits."""

    def result_nodes(
        self, document: nodes.document, env: BuildEnvironment, node: Element, is_ref: bool
    ) -> tuple[list[Node], list[nodes.system_message]]:
        """Give the citation its id and note what the document cites."""
        if not node.get("refdomain"):
            node["refdomain"], node["reftype"] = "cite", "p"
        keys = [target.key for target in parse_citation_targets(self.target)]
        cited: list[tuple[str, str]] = cite_domain_of(env).data["cited"].setdefault(env.docname, [])
        count = 1 + len({id_ for key, id_ in cited if key == keys[0]})
        node["ids"] = [f"cite-{_id(keys[0])}-{count}"]
        document.note_explicit_target(node, node)
        cited += [(key, node["ids"][0]) for key in keys]
        return [node], []


class FolioCiteDomain(BibtexDomain):
    """The citation domain fed by our reader, each page with numbers of its own.

    The stock domain searches all citations for each entry of each bibliography, and warns when two
    pages list one paper: https://github.com/mcmtroffaes/sphinxcontrib-bibtex/issues/184
    """

    data_version = 100
    initial_data: ClassVar = {**BibtexDomain.initial_data, "cited": {}}
    roles = {name: FolioCiteRole() for name in BibtexDomain.roles}

    def clear_doc(self, docname: str) -> None:
        """Forget what the document cites."""
        self.data["cited"].pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another reading process found."""
        for docname in docnames:
            if docname in otherdata["cited"]:
                self.data["cited"][docname] = otherdata["cited"][docname]

    def env_updated(self) -> Iterable[str]:
        """Do nothing: citations are numbered when a page asks, and freshness sees what changed."""
        return []

    def numbers(self, docname: str) -> dict[str, int]:
        """Return the number of each entry that a page cites, in order of first citation."""
        bibliography = domain_of(self.env).bibliography
        keys = dict.fromkeys(
            key for key, _ in self.data["cited"].get(docname, ()) if key in bibliography
        )
        return {key: number for number, key in enumerate(keys, 1)}

    def resolve_xref(  # type: ignore[override] # several links in one, as the stock domain's
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> Element:
        """Replace a citation by its links, formatted as the role asks."""
        bibliography = domain_of(env).bibliography
        numbers = self.numbers(fromdocname)
        found = []
        for cited in parse_citation_targets(target):
            publication = bibliography.get(cited.key)
            if publication is None:
                hint = did_you_mean(cited.key, bibliography)
                warn(f"no entry {cited.key!r} in the bibliography.{hint}", node, Subtype.CITATION)
                continue
            info = SphinxReferenceInfo(
                builder=builder,
                fromdocname=fromdocname,
                todocname=fromdocname,
                citation_id=f"ref-{_id(cited.key)}",
                title=references.plain(publication),
                pre_text=cited.pre,
                post_text=cited.post,
            )
            label = FormattedEntry(cited.key, Text(), str(numbers[cited.key]))
            found.append((_pybtex_entry(publication), label, info))
        result = nodes.inline(rawsource=target, classes=["folio-citation"])
        if found:
            result += format_references(self.reference_style, typ, found).render(self.backend)
        return result

    def resolve_any_xref(  # type: ignore[override] # as the stock domain's
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, Element]]:
        """Leave plain links alone: a bare key is no citation."""
        return []


class References(nodes.General, nodes.Element):
    """Where the author wants the page's references; without it they stand at the end."""


class ReferencesDirective(SphinxDirective):
    """``{bibliography}``: puts the page's references here instead of at its end."""

    def run(self) -> list[Node]:
        """Return the place of the list."""
        return [References()]


class AppendReferences(SphinxPostTransform):
    """Puts a page's reference list in its place."""

    # Before Sphinx resolves references (10), so that the links of citations find their targets.
    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace the place-holder, or append to the last top-level section."""
        domain = cite_domain_of(self.env)
        docname = self.env.current_document.docname
        found = self._list(domain, docname)
        places = list(self.document.findall(References))
        for place in places:
            place.replace_self(found)
            found = []
        if not places and found:
            sections = [
                child for child in self.document.children if isinstance(child, nodes.section)
            ]
            (sections[-1] if sections else self.document).extend(found)

    def _list(self, domain: FolioCiteDomain, docname: str) -> list[Node]:
        ours = domain_of(self.env)
        back: dict[str, list[str]] = {}
        for key, id_ in domain.data["cited"].get(docname, ()):
            back.setdefault(key, []).append(id_)
        items = []
        for key in domain.numbers(docname):
            returns = [
                nodes.reference(
                    "",
                    "↩" if len(back[key]) == 1 else f"↩{count}",
                    refid=id_,
                    internal=True,
                    classes=["folio-backref"],
                    reftitle=f"Back to citation {count}",
                )
                for count, id_ in enumerate(back[key], 1)
            ]
            text = reference_nodes(ours.bibliography[key])
            items.append(
                row(
                    "folio-reference",
                    line("", *text, " ", *joined(list(returns), " ")),
                    ids=(f"ref-{_id(key)}",),
                )
            )
        if not items:
            return []
        heading = nodes.rubric(
            "", "References", classes=["folio-references-title"], **{"heading-level": 2}
        )
        return [heading, rows("folio-references", items, ordered=True)]


def reference_nodes(entry: Publication) -> list[Node]:
    """Return an entry as a reference list shows it: authors, title, venue, year, links."""
    authors = joined([name.full for name in entry.authors], ", ")
    parts: list[Node] = []
    if authors:
        last = entry.authors[-1].full
        parts += [*authors, nodes.Text(references.sentence(last).removeprefix(last) + " ")]
    end = references.sentence(entry.title).removeprefix(entry.title)
    parts += [nodes.emphasis("", "", *rich_nodes(entry.runs("title"))), nodes.Text(f"{end} ")]
    detail = ", ".join(filter(None, (entry.venue, entry.fields.get("edition", ""), entry.year)))
    if detail:
        parts.append(nodes.Text(detail + ". "))
    return [*parts, *link_words(references.links(entry))]


def cite_domain_of(env: BuildEnvironment) -> FolioCiteDomain:
    """Return the citation domain of *env*, typed."""
    return cast("FolioCiteDomain", env.domains["cite"])


def _pybtex_entry(entry: Publication) -> Entry:
    people = [
        Person(name.literal and f"{{{name.literal}}}")
        if name.literal
        else Person(first=name.given, prelast=name.particle, last=name.family, lineage=name.suffix)
        for name in entry.authors
    ]
    made = Entry(
        entry.type,
        fields=[("title", entry.title), ("year", entry.year)],
        persons={"author": people},
    )
    made.key = entry.key
    return made


def _id(key: str) -> str:
    return re.sub(r"[^\w.-]+", "-", key)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put our citation domain in the place of the stock one."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.setup_extension("sphinx_folio.ext.publications")
    app.add_node(References)
    app.add_domain(FolioCiteDomain, override=True)
    app.add_role("cite", FolioCiteRole(), override=True)
    app.add_directive("bibliography", ReferencesDirective, override=True)
    app.add_post_transform(AppendReferences)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
