"""The citation domain: numbers from 1 on each page, links formatted as the roles ask."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element
from pybtex.database import Entry, Person
from pybtex.richtext import Text
from pybtex.style import FormattedEntry
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

from ... import references
from ...errors import Subtype, did_you_mean
from ...models import Name, Publication
from .. import warn
from ..domain import domain_of
from ..queries import words_on
from .places import FolioCiteRole, cite_id

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

#: What the reader of the bibliography makes of "and others".
OTHERS = "et al."


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
        _ = words_on(domain_of(env), fromdocname)
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
                citation_id=f"ref-{cite_id(cited.key)}",
                title=references.plain(publication, _(" et al.")),
                pre_text=cited.pre.replace("--", "–"),
                post_text=cited.post.replace("--", "–"),
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


def cite_domain_of(env: BuildEnvironment) -> FolioCiteDomain:
    """Return the citation domain of *env*, typed."""
    return cast("FolioCiteDomain", env.domains["cite"])


def _pybtex_entry(entry: Publication) -> Entry:
    made = Entry(
        entry.type,
        fields=[("title", entry.title), ("year", entry.year)],
        persons={"author": _persons(entry.authors), "editor": _persons(entry.editors)},
    )
    made.key = entry.key
    return made


def _persons(names: tuple[Name, ...]) -> list[Person]:
    """Return names as pybtex has them; others who are not named are said behind the last one."""
    named = [name for name in names if name.literal != OTHERS]
    if named and len(named) != len(names):
        last = named[-1]
        if last.literal:
            named[-1] = replace(last, literal=f"{last.literal} {OTHERS}")
        else:
            named[-1] = replace(last, family=f"{last.family} {OTHERS}")
    return [
        Person(f"{{{name.literal}}}")
        if name.literal
        else Person(first=name.given, prelast=name.particle, last=name.family, lineage=name.suffix)
        for name in named
    ]
