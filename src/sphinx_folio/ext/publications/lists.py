"""``{publications}``: lists of the entries that belong to people of the site."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ... import references
from ...errors import Subtype, did_you_mean
from ...models import Publication
from .. import warn
from ..domain import FolioDomain, domain_of
from ..markup import Listing, block, internal, line, link_words, rich_nodes, row, rows
from .authors import Legend, author_nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

GENRES = ("paper", "patent", "software", "post")


class PublicationList(Listing):
    """The entries of the bibliography that belong to people of the site."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the rows, under a heading per year unless they are compact."""
        domain = domain_of(app.env)
        domain.check_person(self["person"], self)
        chosen = self._chosen(domain)
        marks = Legend()
        done: list[nodes.Node] = []
        for year, group in groupby(chosen, key=lambda entry: entry.year):
            items = [self._row(app, docname, entry, marks) for entry in group]
            if self["compact"]:
                done += items
                continue
            label = year or _undated(chosen)
            done.append(nodes.rubric("", label, classes=["folio-year"], **{"heading-level": 3}))
            done.append(rows("folio-publications", items))
        if self["compact"] and done:
            done = [rows("folio-publications folio-compact", list(done))]  # type: ignore[arg-type]
        return done + marks.nodes()

    def _chosen(self, domain: FolioDomain) -> list[Publication]:
        chosen = [
            entry
            for entry in domain.bibliography.values()
            if entry.people
            and (not self["person"] or self["person"] in entry.people)
            and (not self["types"] or entry.genre in self["types"])
            and (not self["selected"] or entry.fields.get("selected") == "true")
        ]
        # Without a year a manuscript stands first, as work in hand does.
        chosen.sort(key=lambda entry: (entry.year or "9999", entry.month), reverse=True)
        return chosen[: self["limit"]]

    def _row(self, app: Sphinx, docname: str, entry: Publication, marks: Legend) -> nodes.list_item:
        domain = domain_of(app.env)
        record = domain.get("publication", entry.key)
        title = rich_nodes(entry.runs("title"))
        if record:
            title = [internal(app, docname, record, *title)]
        main: list[nodes.Node] = [
            line("folio-publication-title", *title),
            line("folio-publication-authors", *author_nodes(domain, entry, marks)),
        ]
        detail = [entry.venue, references.when(entry), entry.fields.get("award", "")]
        main.append(line("folio-publication-venue", ", ".join(filter(None, detail))))
        words = link_words(references.links(entry))
        if words and not self["compact"]:
            main.append(line("folio-links", *words))
        badge = line(
            "folio-badge", entry.fields.get("abbr") or entry.year or entry.genre.capitalize()
        )
        return row("folio-publication", badge, block("folio-publication-main", *main))


class PublicationsDirective(SphinxDirective):
    """``{publications}``: whose, of which type, selected, how many, compact or by year."""

    option_spec: ClassVar = {
        "person": directives.unchanged,
        "type": directives.unchanged,
        "selected": directives.flag,
        "compact": directives.flag,
        "limit": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        types = tuple(filter(None, self.options.get("type", "").replace(",", " ").split()))
        for word in types:
            if word not in GENRES:
                message = f"{{publications}}: unknown type {word!r}.{did_you_mean(word, GENRES)}"
                warn(message, self.get_location(), Subtype.PUBLICATION)
        node = PublicationList(
            person=self.options.get("person", ""),
            types=types,
            selected="selected" in self.options,
            compact="compact" in self.options,
            limit=self.options.get("limit"),
        )
        self.set_source_info(node)
        return [node]


def _undated(entries: list[Publication]) -> str:
    statuses = {
        entry.fields.get("status") or entry.fields.get("pubstate")
        for entry in entries
        if not entry.year
    }
    return "Manuscripts" if statuses == {"manuscript"} else "Undated"
