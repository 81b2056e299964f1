"""The CV as a page: the sections of a curriculum as docutils nodes."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ... import references
from ...curricula import Choice, Curriculum, Entry, Line, Section
from ...lives import Block, Paragraph, Points, Table, Text
from ...models import Person, Publication
from ...words import Words
from ..domain import FolioDomain, domain_of
from ..markup import (
    Content,
    Listing,
    block,
    external,
    internal,
    joined,
    line,
    rich_nodes,
    row,
    rows,
)
from ..people import profile_links
from ..queries import in_language_of, language_of, original_of, own_page, words_on
from .composing import Form, compose
from .files import choice_of, forms
from .lives import SITE, life_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class CvListing(Listing):
    """Stands where the CV of a person will."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return contacts, the other forms of the CV, and its sections."""
        domain = domain_of(app.env)
        choice: Choice = self["choice"]
        life = life_of(domain, choice.person, language_of(domain, docname))
        if life is None:
            return []
        _ = words_on(domain, docname)
        whole = compose(life, choice, Form(_, lambda entry: _address(domain, entry)))
        setter = _Setter(app, docname, self.document.ids if self.document else ())
        return [_head(app, docname, life.person, whole, _), *map(setter.section, whole.sections)]

    def entries(self) -> None:
        """Return that any entry can be shown: a new one of the person is."""

    def parts(self) -> tuple[str, ...]:
        """Return what engagements say."""
        return ("bodies", "profiles")


class CvList(Listing):
    """Stands where all CVs of the site are listed, each with its other forms."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return one row per CV: the name of its person, what they do, the forms."""
        domain = domain_of(app.env)
        _ = words_on(domain, docname)
        items = []
        for record in domain.ordered("cv", "cv/index"):
            person = domain.people.get(choice_of(record).person)
            if person is None or original_of(domain, record.docname):
                continue
            target = in_language_of(domain, record, docname)
            name = internal(app, docname, target, nodes.Text(person.name))
            parts: list[nodes.Node] = [line("folio-person-title", name)]
            if person.headline:
                parts.append(line("folio-person-headline", person.headline))
            links: list[Content] = [
                external(label, uri) for label, uri in forms(app, target.docname, _, docname)
            ]
            parts.append(line("folio-links", *joined(links, " ")))
            items.append(row("folio-person", *parts))
        return [rows("folio-people", items)] if items else []

    def entries(self) -> None:
        """Return that any entry matters: who has one has BibTeX too."""


def _address(domain: FolioDomain, entry: Publication) -> str:
    """Return where the title of a publication leads to: its own page, or else the work."""
    page = own_page(domain, entry.key)
    if page:
        return f"{SITE}{page.docname}"
    return next((link.url for link in references.links(entry)), "")


def _head(
    app: Sphinx, docname: str, person: Person, whole: Curriculum, _: Words
) -> nodes.container:
    parts: list[nodes.Node] = []
    if whole.headline:
        parts.append(line("folio-person-headline", whole.headline))
    if whole.affiliation and whole.affiliation not in whole.headline:
        parts.append(line("folio-person-affiliation", whole.affiliation))
    parts.append(line("folio-links", *profile_links(person, _)))
    links: list[Content] = [external(label, uri) for label, uri in forms(app, docname, _)]
    if links:
        parts.append(line("folio-links folio-cv-forms", *joined(links, " ")))
    if whole.as_of:
        parts.append(line("folio-cv-date", whole.as_of))
    return block("folio-person-header folio-cv-header", *parts)


class _Setter:
    """Makes nodes of a curriculum's values on one page."""

    def __init__(self, app: Sphinx, docname: str, taken: Container[str]) -> None:
        self.app = app
        self.docname = docname
        self.taken = taken

    def section(self, section: Section) -> nodes.section:
        title = nodes.title("", section.title)
        id_ = f"cv-{section.id}" if section.id in self.taken else section.id
        made = nodes.section("", title, ids=[id_], names=[], classes=["folio-cv-section"])
        if section.text:
            made += self.blocks(section.text)
        if section.entries:
            classes = f"folio-timeline folio-cv-{section.form}"
            made += rows(classes, [self.entry(one) for one in section.entries])
        if section.note:
            made += line("folio-legend", section.note)
        return made

    def entry(self, entry: Entry) -> nodes.list_item:
        head = line(
            "folio-entry-head",
            nodes.inline("", "", *self.text(entry.title), classes=["folio-entry-title"]),
        )
        main = block("folio-entry-main", head, *map(self.line, entry.lines))
        if entry.body:
            main += block("folio-entry-body", *self.blocks(entry.body))
        return row("folio-entry", line("folio-entry-date", entry.when), main)

    def line(self, given: Line) -> nodes.paragraph:
        label = [f"{given.label} "] if given.label else []
        return line(f"folio-entry-{given.kind}", *label, *self.text(given.text))

    def text(self, text: Text) -> list[nodes.Node]:
        return rich_nodes(
            replace(run, url=self.uri(run.url) if run.url.startswith(SITE) else run.url)
            for run in text
        )

    def uri(self, url: str) -> str:
        docname, _, anchor = url.removeprefix(SITE).partition("#")
        uri = self.app.builder.get_relative_uri(self.docname, docname)
        return f"{uri}#{anchor}" if anchor else uri

    def blocks(self, blocks: Iterable[Block]) -> list[nodes.Node]:
        return [self.block(one) for one in blocks]

    def block(self, given: Block) -> nodes.Node:
        if isinstance(given, Paragraph):
            return nodes.paragraph("", "", *self.text(given.text))
        if isinstance(given, Points):
            kind = nodes.enumerated_list if given.ordered else nodes.bullet_list
            items = [nodes.list_item("", *self.blocks(item)) for item in given.items]
            return kind("", *items)
        if isinstance(given, Table):
            return self.table(given)
        return nodes.literal_block(given.text, given.text, language="none")

    def table(self, given: Table) -> nodes.container:
        width = max(map(len, (given.head, *given.rows)), default=0)
        columns = [nodes.colspec(colwidth=1) for _ in range(width)]
        head = [nodes.thead("", self.cells(given.head))] if given.head else []
        body = nodes.tbody("", *map(self.cells, given.rows))
        group = nodes.tgroup("", *columns, *head, body, cols=width)
        table = nodes.table("", group, classes=["docutils"])
        return nodes.container("", table, classes=["table-wrapper"])

    def cells(self, cells: Iterable[Text]) -> nodes.row:
        made = (nodes.entry("", nodes.paragraph("", "", *self.text(cell))) for cell in cells)
        return nodes.row("", *made)


def contents(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """List the sections of a CV beside it: they were not there when the page was read."""
    if doctree is None or not domain_of(app.env).of(pagename, "cv"):
        return
    items = []
    for section in doctree.findall(nodes.section):
        if isinstance(section.parent, nodes.section):
            link = external(section[0].astext(), f"#{section['ids'][0]}")
            items.append(nodes.list_item("", nodes.paragraph("", "", link)))
    if items:
        title = nodes.paragraph("", "", external(context["title"], "#"))
        top = nodes.list_item("", title, nodes.bullet_list("", *items))
        made = app.builder.render_partial(nodes.bullet_list("", top))  # type: ignore[attr-defined]
        context["toc"] = made["fragment"]
        context["furo_hide_toc"] = False
