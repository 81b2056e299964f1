"""``{cv}``: the place of a CV on its page, whose front matter says what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ...curricula import Choice
from ...errors import Subtype, did_you_mean
from ...front_matter.schemas import CV, sort_of
from ...models import Month
from .. import pages, warn
from ..domain import Record, domain_of
from ..queries import original_of, place_of
from .bodies import CLOSING, blocks, prepared
from .lives import life_of
from .page import CvList, CvListing

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FOLDER = "cv/"


def read(app: Sphinx, docname: str, source: list[str]) -> None:
    """Read the front matter of ``cv/<person>.md``."""
    if sort_of(docname) != "cv":
        return
    values = pages.read_front_matter(app.env, docname, source, CV)
    original = original_of(domain_of(app.env), docname) or docname
    app.env.temp_data["folio_cv"] = Choice(
        person=values.get("person", "") or original.removeprefix(FOLDER),
        sections=values.get("sections", ()),
        one_page=values.get("one-page", ()),
        selected=values.get("publications") == "selected",
        leave_out=values.get("leave-out", ()),
        paper=values.get("paper", "a4"),
        date=values["date"].isoformat() if "date" in values else "",
    )


class CvDirective(SphinxDirective):
    """The CV of a person; what the directive holds is said at its end."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the place of the CV, and what is said at its end."""
        choice: Choice | None = self.env.temp_data.get("folio_cv")
        domain = domain_of(self.env)
        if choice is None or sort_of(self.env.docname) != "cv":
            warn("{cv} stands outside cv/<person>.md", self.get_location(), Subtype.CV)
            return []
        if domain.of(self.env.docname, "cv"):
            warn("{cv} stands twice on this page", self.get_location(), Subtype.CV)
            return []
        docname = self.env.docname
        domain.note(Record("cv", docname.removeprefix(FOLDER), "CV", docname, "", choice))
        place = CvListing(choice=choice)
        self.set_source_info(place)
        closing = nodes.container(classes=["folio-cv-closing"])
        self.state.nested_parse(self.content, self.content_offset, closing)
        return [place, closing] if closing.children else [place]


class CvListDirective(SphinxDirective):
    """``{cv-list}``: all CVs of the site, each with its other forms."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        return [CvList()]


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Give the CV of a page its title, now that it is known, and keep what stands at its end."""
    domain = domain_of(app.env)
    record = domain.of(app.env.docname, "cv")
    if record is None:
        return
    title = app.env.titles[record.docname].astext()
    domain.restate(Record("cv", record.name, title, record.docname, "", record.value))
    for closing in doctree.findall(_is_closing):
        assert isinstance(closing, nodes.container)
        domain.data["bodies"][record.docname] = {
            CLOSING: blocks(prepared(app, doctree, closing).children)
        }


def _is_closing(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "folio-cv-closing" in node["classes"]


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about CVs of nobody, and about what they leave out but does not exist."""
    domain = domain_of(env)
    for record in domain.records("cv"):
        choice = record.value
        assert isinstance(choice, Choice)
        if choice.person not in domain.people:
            hint = did_you_mean(choice.person, domain.people)
            place = place_of(domain, record.docname, "person")
            warn(f"no person {choice.person!r}, whose CV this is.{hint}", place, Subtype.CV)
        life = life_of(domain, choice.person)
        newest = life.newest if life else None
        if choice.date and newest and Month(*map(int, choice.date.split("-")[:2])) < newest:
            message = f"the CV is of {choice.date}, but what it lists is of {newest}"
            warn(message, place_of(domain, record.docname, "date"), Subtype.CV)
        engagements = domain.records("position", "education", "project", "talk", "award")
        known = [*(one.name for one in engagements), *domain.bibliography]
        known += [one.name for one in domain.records("post")]
        for name in choice.leave_out:
            if name not in known:
                message = f"leave-out: nothing has the id {name!r}.{did_you_mean(name, known)}"
                warn(message, place_of(domain, record.docname, "leave-out"), Subtype.CV)
