"""``{publication} key``: the page that is a publication's own, from its head to who cites it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import download_reference
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from ...bibtex.writer import emit
from ...errors import Subtype, did_you_mean
from ...models import Engagement, Publication
from ...words import Words
from .. import warn
from ..disclosure import details
from ..domain import FolioDomain, Record, domain_of
from ..markup import (
    Content,
    Listing,
    block,
    internal,
    joined,
    line,
    rich_nodes,
    row,
    rows,
    span,
)
from ..queries import Place, citing, words_on
from . import wording
from .authors import Legend, author_nodes, authors_block
from .facts import authors_label, facts
from .files import file_links

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: What a publication comes out of, of all that names it in ``experience/``.
ORIGINS = ("position", "project", "education")


class PublicationHead(Listing):
    """All that the entry says of the one publication that a page is about."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the head; an unknown key was reported while reading."""
        domain = domain_of(app.env)
        entry = domain.bibliography.get(self["key"])
        if entry is None:
            return []
        _ = words_on(domain, docname)
        marks = Legend(_)
        parts = _labelled(domain, entry, marks) or _unlabelled(domain, entry, marks)
        parts += marks.nodes()
        if entry.fields.get("keywords"):
            parts.append(line("folio-keywords", " · ".join(entry.items("keywords"))))
        words: list[Content] = [*wording.links(entry, _), *file_links(app, docname, entry)]
        if words:
            parts.append(line("folio-links", *joined(words, " ")))
        parts += [
            _version(version, _)
            for key in self["versions"]
            if (version := domain.bibliography.get(key))
        ]
        parts += _origins(app, docname, {entry.key, *self["versions"]}, _)
        if entry.fields.get("abstract"):
            abstract = line("", *rich_nodes(entry.runs("abstract")))
            parts.append(details("folio-abstract", _("Abstract"), abstract))
        parts.append(_bibtex(app, docname, entry, _))
        return [block("folio-publication-header", *parts)]

    def entries(self) -> tuple[str, ...]:
        """Return the entry and its versions."""
        return (self["key"], *self["versions"])

    def types(self) -> tuple[str, ...]:
        """Return what it came out of, and people, who are among the authors."""
        return (*ORIGINS, "person")


def _labelled(domain: FolioDomain, entry: Publication, marks: Legend) -> list[nodes.Node]:
    """Return what is known of a patent, thesis, talk, program or data set, else nothing."""
    said: list[tuple[str, nodes.Element]] = [
        (label, line("", text)) for label, text in facts(entry, marks.words)
    ]
    if not said:
        return []
    if entry.authors:
        authors = line("", *author_nodes(domain, entry, marks))
        said.insert(0, (authors_label(entry, marks.words), authors))
    items = [
        nodes.definition_list_item("", nodes.term("", label), nodes.definition("", text))
        for label, text in said
    ]
    return [nodes.definition_list("", *items, classes=["folio-pairs", "folio-facts"])]


def _unlabelled(domain: FolioDomain, entry: Publication, marks: Legend) -> list[nodes.Node]:
    """Return authors and venue of a paper, as a reader of papers expects them."""
    _ = marks.words
    parts: list[nodes.Node] = [authors_block(domain, entry, marks)] if entry.authors else []
    detail = [
        entry.venue,
        wording.volume(entry, _),
        wording.when(entry, _),
        entry.fields.get("award", ""),
    ]
    said = ", ".join(filter(None, detail))
    for more in (wording.status(entry, _), entry.fields.get("note", "")):
        if more.casefold() not in said.casefold():
            said += f"{', ' if said else ''}{more if said else more.capitalize()}"
    if said:
        parts.append(line("folio-publication-venue", said))
    return parts


def _version(version: Publication, _: Words) -> nodes.paragraph:
    detail = ", ".join(filter(None, (version.venue, wording.when(version, _))))
    said: list[Content] = [_("Also: "), *rich_nodes(version.runs("title"))]
    said += [f" ({detail}) " if detail else " "]
    return line("folio-publication-version", *said, *joined([*wording.links(version, _)], " "))


def _origins(app: Sphinx, docname: str, keys: set[str], _: Words) -> list[nodes.Node]:
    """Return a line of links to the positions and projects that the work came out of."""
    records = [
        record
        for record in domain_of(app.env).records(*ORIGINS)
        if isinstance(record.value, Engagement) and keys & set(record.value.publications)
    ]
    links: list[Content] = [internal(app, docname, record) for record in records]
    return [line("folio-publication-origin", _("From: "), *joined(links, "; "))] if links else []


def _bibtex(app: Sphinx, docname: str, entry: Publication, _: Words) -> nodes.Element:
    """Return the entry to copy, and the link that downloads it where a builder has files."""
    text = emit(entry)
    parts: list[nodes.Node] = [nodes.literal_block(text, text, language="bibtex")]
    if isinstance(app.builder, StandaloneHTMLBuilder):
        uri = relative_uri(app.builder.get_target_uri(docname), f"{docname}.bib")
        name = Path(docname).name
        link = download_reference(
            "", "", nodes.Text(_("Download {file}", file=f"{name}.bib")), refuri=uri
        )
        parts.append(line("folio-links", link))
    return details("folio-bibtex", "BibTeX", *parts)


class CitedIn(Listing):
    """The places of this site that cite the publication, and where it stands in its versions."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return one row per other page, with a link to each of its places."""
        domain = domain_of(app.env)
        _ = words_on(domain, docname)
        keys = domain.data["works"].get(docname, ())
        places = [place for place in citing(domain, keys) if place.docname != docname]
        items = [
            _citing_page(app, docname, page, list(group))
            for page, group in groupby(places, key=lambda place: place.docname)
        ]
        if not items:
            return []
        heading = nodes.rubric(
            "", _("Cited in"), classes=["folio-references-title"], **{"heading-level": 2}
        )
        return [heading, rows("folio-cited-in", items)]

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()

    def types(self) -> tuple[str, ...]:
        """Return none: with a publication go the places that cite it."""
        return ()


def _citing_page(app: Sphinx, docname: str, page: str, places: list[Place]) -> nodes.list_item:
    _ = words_on(domain_of(app.env), docname)
    title = app.env.titles[page].astext()
    said: dict[str, int] = {}
    links: list[Content] = []
    for place in places:
        label = _place(place, _)
        said[label] = said.get(label, 0) + 1
        if said[label] > 1:
            label = f"{label} ({said[label]})"
        links.append(internal(app, docname, Record("place", label, label, page, place.id)))
    return row("", line("", span("folio-cited-in-page", title), ": ", *joined(links, ", ")))


def _place(place: Place, _: Words) -> str:
    """Return what stands around a place: a heading, the number of a figure, or both."""
    figure = _(place.figure, number=place.number) if place.figure else ""
    return ", ".join(filter(None, (place.label, figure))) or _("at the beginning")


class PublicationDirective(SphinxDirective):
    """``{publication} key``: makes the page the publication's own, and shows its head."""

    required_arguments = 1
    option_spec: ClassVar = {"versions": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Note the object and return the place of the head."""
        versions = tuple(self.options.get("versions", "").replace(",", " ").split())
        domain = domain_of(self.env)
        for key in (self.arguments[0], *versions):
            if key not in domain.bibliography:
                hint = did_you_mean(key, domain.bibliography)
                message = f"no entry {key!r} in the bibliography.{hint}"
                warn(message, self.get_location(), Subtype.PUBLICATION)
        self.env.temp_data["folio_publication"] = self.arguments[0]
        domain.data["works"][self.env.docname] = (self.arguments[0], *versions)
        return [PublicationHead(key=self.arguments[0], versions=versions)]


def _add_cited_in(app: Sphinx, doctree: nodes.document) -> None:
    """Put the places that cite the work below all else on its page."""
    if app.env.docname in domain_of(app.env).data["works"]:
        sections = [child for child in doctree.children if isinstance(child, nodes.section)]
        (sections[-1] if sections else doctree).append(CitedIn())


def _write_entries(app: Sphinx, exception: Exception | None) -> None:
    """Write the entry of each page beside it, as a file to download."""
    if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    domain = domain_of(app.env)
    for docname, (key, *_) in domain.data["works"].items():
        entry = domain.bibliography.get(key)
        if entry is None:
            continue
        path = Path(app.outdir, f"{docname}.bib")
        text = emit(entry)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


def _written(app: Sphinx) -> list[str]:
    return [f"{page}.bib" for page in domain_of(app.env).data["works"]]


def setup(app: Sphinx) -> None:
    """Register the parts of the page and its directive."""
    app.add_node(PublicationHead)
    app.add_node(CitedIn)
    app.add_directive("publication", PublicationDirective)
    app.connect("doctree-read", _add_cited_in, priority=600)
    app.connect("build-finished", _write_entries)
    app.connect("folio-files-written", _written)
