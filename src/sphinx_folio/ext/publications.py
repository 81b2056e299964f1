"""Publications: lists of what belongs to a person, and the head of a publication's own page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from .. import names, references
from ..errors import Subtype, did_you_mean
from ..models import Publication
from . import warn
from .domain import FolioDomain, Record, domain_of
from .markup import Content, Listing, block, internal, joined, line, link_words, row, rows, span

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

GENRES = ("paper", "patent", "software", "post")


class PublicationList(Listing):
    """The entries of the bibliography that belong to people of the site."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the rows, under a heading per year unless they are compact."""
        domain = domain_of(app.env)
        domain.check_person(self["person"], self)
        chosen = self._chosen(domain)
        marks = _Legend()
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

    def _row(
        self, app: Sphinx, docname: str, entry: Publication, marks: _Legend
    ) -> nodes.list_item:
        domain = domain_of(app.env)
        record = domain.get("publication", entry.key)
        title: Content = internal(app, docname, record, entry.title) if record else entry.title
        main: list[nodes.Node] = [
            line("folio-publication-title", title),
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


class PublicationHead(Listing):
    """Authors, venue and links of the one publication that a page is about."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the head; an unknown key was reported while reading."""
        domain = domain_of(app.env)
        entry = domain.bibliography.get(self["key"])
        if entry is None:
            return []
        marks = _Legend()
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


class _Legend:
    """What the marks behind the authors' names of one list mean."""

    def __init__(self) -> None:
        self.equal = False

    def nodes(self) -> list[nodes.Node]:
        return [line("folio-legend", "* equal contribution")] if self.equal else []


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


def author_nodes(
    domain: FolioDomain, entry: Publication, marks: _Legend | None = None
) -> list[nodes.Node]:
    """Return the authors, the site's own people in weight, equal contribution marked."""
    own = {
        names.find(domain.people[one], entry.authors)
        for one in entry.people
        if one in domain.people
    }
    parts: list[Content] = []
    for position, name in enumerate(entry.authors):
        text = name.full
        if marks and any(names.same(name, other) for other in entry.equal):
            marks.equal = True
            text += "*"
        parts.append(span("folio-own-name", text) if position in own else text)
    return joined(parts, ", ")


def _undated(entries: list[Publication]) -> str:
    statuses = {
        entry.fields.get("status") or entry.fields.get("pubstate")
        for entry in entries
        if not entry.year
    }
    return "Manuscripts" if statuses == {"manuscript"} else "Undated"


def _note(app: Sphinx, doctree: nodes.document) -> None:
    env = app.env
    key: str | None = env.temp_data.get("folio_publication")
    if key:
        title = env.titles[env.docname].astext()
        domain_of(env).note(Record("publication", key, title, env.docname))
    elif env.docname.startswith("publications/") and env.docname != "publications/index":
        message = "a page in publications/ needs a {publication} directive that names its entry"
        warn(message, (env.docname, 1), Subtype.PUBLICATION)


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about entries whose people are unknown or do not stand among the authors."""
    domain = domain_of(env)
    for entry in domain.bibliography.values():
        location = f"{app.confdir / entry.path}:{entry.line}"
        for one in entry.people:
            person = domain.people.get(one)
            if person is None and domain.people:
                message = (
                    f"entry {entry.key!r}: no person {one!r}.{did_you_mean(one, domain.people)}"
                )
                warn(message, location, Subtype.PUBLICATION)
            elif (
                person and entry.authors and not _is_ours(entry, names.find(person, entry.authors))
            ):
                listed = ", ".join(name.full for name in entry.authors)
                message = f"entry {entry.key!r}: none of {person.name}'s names is among {listed}"
                warn(message, location, Subtype.PUBLICATION)


def _is_ours(entry: Publication, position: int | None) -> bool:
    return position is not None or all(name.literal for name in entry.authors)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.setup_extension("sphinx_folio.ext.markup")
    app.setup_extension("sphinx_folio.ext.bibliography")
    app.add_node(PublicationList)
    app.add_node(PublicationHead)
    app.add_directive("publications", PublicationsDirective)
    app.add_directive("publication", PublicationDirective)
    app.connect("doctree-read", _note, priority=600)
    app.connect("env-check-consistency", _check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
