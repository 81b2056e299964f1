"""The numbered references at the end of each page that cites."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from ... import references
from ...models import Publication
from ...words import Words
from ..domain import FolioDomain, domain_of
from ..markup import Listing, internal, joined, line, rich_nodes, row, rows
from ..publications.wording import links
from ..queries import own_page, words_on
from .places import cite_id
from .resolving import FolioCiteDomain, cite_domain_of

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx


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
        _ = words_on(ours, docname)
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
                    reftitle=_("Back to citation {count}", count=count),
                )
                for count, id_ in enumerate(back[key], 1)
            ]
            text = reference_nodes(ours.bibliography[key], _, linked=_has_page(ours, key, docname))
            items.append(
                row(
                    "folio-reference",
                    line("", *text, " ", *joined(list(returns), " ")),
                    ids=(f"ref-{cite_id(key)}",),
                )
            )
        if not items:
            return []
        heading = nodes.rubric(
            "", _("References"), classes=["folio-references-title"], **{"heading-level": 2}
        )
        return [heading, rows("folio-references", items, ordered=True)]


class TitleLink(Listing):
    """The title of a work in a reference list, which leads to the work's own page."""

    def build(self, app: Sphinx, docname: str) -> list[Node]:
        """Return the link, or the bare title where the page is gone."""
        record = own_page(domain_of(app.env), self["key"])
        return [internal(app, docname, record, *self.children)] if record else [*self.children]


def _has_page(domain: FolioDomain, key: str, docname: str) -> bool:
    record = own_page(domain, key)
    return record is not None and record.docname != docname


def reference_nodes(entry: Publication, _: Words, *, linked: bool = False) -> list[Node]:
    """Return an entry as a reference list shows it: authors, title, venue, year, links."""
    authors = joined([name.full for name in entry.authors], ", ")
    parts: list[Node] = []
    if authors:
        last = entry.authors[-1].full
        parts += [*authors, nodes.Text(references.sentence(last).removeprefix(last) + " ")]
    end = references.sentence(entry.title).removeprefix(entry.title)
    # A link within a link would be no HTML.
    title: list[Node] = rich_nodes(replace(run, url="") for run in entry.runs("title"))
    if linked:
        title = [TitleLink("", *title, key=entry.key)]
    parts += [nodes.emphasis("", "", *title), nodes.Text(f"{end} ")]
    detail = ", ".join(filter(None, (entry.venue, entry.fields.get("edition", ""), entry.year)))
    if detail:
        parts.append(nodes.Text(detail + ". "))
    return [*parts, *joined([*links(entry, _)], " ")]
