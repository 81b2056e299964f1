"""``{publication} key``: the head of the page that is a publication's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ... import references
from ...errors import Subtype, did_you_mean
from .. import warn
from ..domain import domain_of
from ..markup import Content, Listing, block, joined, line, link_words
from .authors import Legend, author_nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class PublicationHead(Listing):
    """Authors, venue and links of the one publication that a page is about."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the head; an unknown key was reported while reading."""
        domain = domain_of(app.env)
        entry = domain.bibliography.get(self["key"])
        if entry is None:
            return []
        marks = Legend()
        parts: list[nodes.Node] = []
        authors = author_nodes(domain, entry, marks)
        if authors:
            parts.append(line("folio-publication-authors", *authors))
        detail = [
            entry.venue,
            references.volume(entry),
            references.when(entry),
            entry.fields.get("award", ""),
        ]
        parts.append(line("folio-publication-venue", ", ".join(filter(None, detail))))
        if entry.fields.get("keywords"):
            parts.append(line("folio-keywords", " · ".join(entry.items("keywords"))))
        words = link_words(references.links(entry))
        if words:
            parts.append(line("folio-links", *words))
        for key in self["versions"]:
            version = domain.bibliography.get(key)
            if version:
                when = references.when(version)
                text = f"Also: {version.title} ({version.venue}{', ' if when else ''}{when})"
                links: list[Content] = [text, *link_words(references.links(version))]
                parts.append(line("folio-publication-version", *joined(links, " ")))
        return [block("folio-publication-header", *parts, *marks.nodes())]


class PublicationDirective(SphinxDirective):
    """``{publication} key``: makes the page the publication's own, and shows its head."""

    required_arguments = 1
    option_spec: ClassVar = {"versions": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Note the object and return the place of the head."""
        versions = tuple(self.options.get("versions", "").replace(",", " ").split())
        bibliography = domain_of(self.env).bibliography
        for key in (self.arguments[0], *versions):
            if key not in bibliography:
                hint = did_you_mean(key, bibliography)
                message = f"no entry {key!r} in the bibliography.{hint}"
                warn(message, self.get_location(), Subtype.PUBLICATION)
        self.env.temp_data["folio_publication"] = self.arguments[0]
        return [PublicationHead(key=self.arguments[0], versions=versions)]
