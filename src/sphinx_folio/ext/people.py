"""People: the front matter of ``people/<id>.md`` is a profile; directives show parts of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..curricula import Choice
from ..errors import Subtype, did_you_mean
from ..front_matter import profiles
from ..front_matter.schemas import PERSON as SCHEMA
from ..front_matter.schemas import sort_of
from ..models import Person
from ..words import Words
from . import pages, warn
from .domain import Record, domain_of
from .email import email_node
from .markup import (
    PART,
    Content,
    Listing,
    block,
    external,
    internal,
    joined,
    line,
    row,
    rows,
    span,
)
from .queries import in_language_of, original_of, words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

FOLDER = "people/"


def is_profile(docname: str) -> bool:
    """Tell whether a document is a person's profile page."""
    return sort_of(docname) == "person"


def _read(app: Sphinx, docname: str, source: list[str]) -> None:
    if not is_profile(docname):
        return
    values = pages.read_front_matter(app.env, docname, source, SCHEMA)
    name = original_of(domain_of(app.env), docname) or docname
    app.env.temp_data["folio_person"] = profiles.person(values, name.removeprefix(FOLDER))


def _note(app: Sphinx, doctree: nodes.document) -> None:
    env = app.env
    person: Person | None = env.temp_data.get("folio_person")
    if not is_profile(env.docname) or person is None:
        return
    if not person.name:
        warn("the profile has no 'name'", (env.docname, 1), Subtype.PEOPLE)
    title = person.name or env.titles[env.docname].astext()
    domain = domain_of(env)
    domain.data["profiles"][env.docname] = person
    if not original_of(domain, env.docname):  # a person whose page has versions is one person
        domain.note(Record("person", person.id, title, env.docname, "", person))
    pages.insert_after_title(doctree, _header(person, words_on(domain, env.docname)))


def _header(person: Person, _: Words) -> nodes.container:
    parts: list[nodes.Node] = []
    if person.headline:
        parts.append(line("folio-person-headline", person.headline))
    if person.affiliation and person.affiliation not in person.headline:
        parts.append(line("folio-person-affiliation", person.affiliation))
    parts.append(line("folio-links", *profile_links(person, _), CvLink(person=person.id)))
    return block("folio-person-header", *parts)


class CvLink(Listing):
    """Stands where a profile links to the CV of its person, if there is one."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return a link to the page of the CV, in the language of this page where it has that."""
        domain = domain_of(app.env)
        own = [
            record
            for record in domain.records("cv")
            if isinstance(record.value, Choice)
            and record.value.person == self["person"]
            and not original_of(domain, record.docname)
        ]
        if not own:
            return []
        target = in_language_of(domain, own[0], docname)
        link = internal(app, docname, target, words_on(domain, docname)("CV"))
        return [nodes.Text(" "), link]

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()

    def types(self) -> tuple[str, ...]:
        """Return CVs."""
        return ("cv",)


def profile_links(person: Person, _: Words, limit: int | None = None) -> list[nodes.Node]:
    """Return a person's links as words, e-mail first and encoded."""
    found: list[Content] = [email_node(person.email, _("Email"))] if person.email else []
    found += [external(_(link.label), link.url) for link in person.links]
    return joined(found[:limit], " ")


class ProfileDirective(SphinxDirective):
    """``{profile} skills``: shows a part of the profile that this page declares."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a definition list, or a line of items."""
        person: Person | None = self.env.temp_data.get("folio_person")
        parts = {"skills", "languages", "interests"}
        part = self.arguments[0]
        if person is None:
            warn("{profile} stands outside people/<id>.md", self.get_location(), Subtype.PEOPLE)
            return []
        if part not in parts:
            hint = did_you_mean(part, parts)
            warn(f"the profile has no part {part!r}.{hint}", self.get_location(), Subtype.PEOPLE)
            return []
        if part == "interests":
            return [line("folio-interests", ", ".join(person.interests))]
        groups = person.skills if part == "skills" else person.languages
        items = []
        for group, value in groups.items():
            text = value if isinstance(value, str) else ", ".join(value)
            term, text_node = nodes.term("", group), nodes.paragraph("", text)
            items.append(nodes.definition_list_item("", term, nodes.definition("", text_node)))
        pairs = nodes.definition_list("", *items, classes=["folio-pairs"])
        pairs[PART] = part
        return [pairs]


class PeopleList(Listing):
    """Everyone on the site, as equals, in the order of ``people/index``'s toctree, else of name."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return one row per person: name, headline, links."""
        _ = words_on(domain_of(app.env), docname)
        items = []
        for record in domain_of(app.env).ordered("person", f"{FOLDER}index"):
            person = record.value
            assert isinstance(person, Person)
            heading = span("folio-person-name", internal(app, docname, record))
            parts: list[nodes.Node] = [line("folio-person-title", heading)]
            if person.headline:
                parts.append(line("folio-person-headline", person.headline))
            summary = domain_of(app.env).summary(record.docname)
            if summary:
                parts.append(line("folio-person-summary", summary))
            parts.append(line("folio-links", *profile_links(person, _, self["limit"])))
            items.append(row("folio-person", *parts))
        return [rows("folio-people", items)]

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()

    def types(self) -> tuple[str, ...]:
        """Return people."""
        return ("person",)


class PeopleDirective(SphinxDirective):
    """``{people}``: everyone on the site; ``:limit:`` bounds the links shown for each."""

    option_spec: ClassVar = {"limit": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        return [PeopleList(limit=self.options.get("limit"))]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the profile pages and their directives."""
    app.setup_extension("sphinx_folio.ext.markup")
    app.add_node(CvLink)
    app.add_node(PeopleList)
    app.add_directive("profile", ProfileDirective)
    app.add_directive("people", PeopleDirective)
    app.connect("source-read", _read)
    # After the title collector (500), which the record's title needs.
    app.connect("doctree-read", _note, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
