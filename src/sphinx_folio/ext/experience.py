"""Experience: positions, education, projects, talks and awards, and timelines of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar
from unicodedata import category

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..errors import Subtype, did_you_mean
from ..models import Engagement, Month
from ..words import Words
from . import warn
from .domain import FolioDomain, Record, domain_of
from .markup import (
    ENGAGEMENT,
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
from .queries import own_page, words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

FOLDER = "experience/"
TYPES = ("position", "education", "project", "talk", "award")
KINDS = ("research", "industry", "open-source", "teaching", "service")


class EngagementDirective(SphinxDirective):
    """One position, education, project, talk or award; the directive's name is the type."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = dict.fromkeys(
        (
            "organization", "unit", "place", "start", "end", "date", "kind", "role", "as", "grade",
            "url", "mentors", "advisors", "publications", "person", "event", "id",
        ),
        directives.unchanged,
    )  # fmt: skip

    def run(self) -> list[nodes.Node]:
        """Note the object and return it as it stands on the page."""
        value = self._value()
        record = Record(value.type, value.id, self._title(value), self.env.docname, value.id, value)
        domain_of(self.env).note(record)
        body = nodes.container(classes=["folio-entry-body"])
        self.state.nested_parse(self.content, self.content_offset, body)
        _ = words_on(domain_of(self.env), self.env.docname)
        entry = block("folio-entry", line("folio-entry-date", _.period(value)))
        main = block("folio-entry-main", *_head(value, _title_link(value), _), *_people(value, _))
        if value.publications:
            work = OwnWork(keys=value.publications)
            self.set_source_info(work)
            main += work
        if body.children:
            main += body
        entry += main
        entry["ids"].append(value.id)
        entry[ENGAGEMENT] = f"{value.type} {value.id}"
        entry["classes"].append(f"folio-{value.type}")
        self.state.document.note_explicit_target(entry)
        return [entry]

    def _value(self) -> Engagement:
        options: dict[str, str] = self.options
        title = self.arguments[0].strip()
        start = self._month("date") if "date" in options else self._month("start")
        ongoing = options.get("end", "") == "present"
        end = None if ongoing else self._month("end")
        if start and end and end.is_before(start):
            self._warn(f"{title!r} ends ({end}) before it starts ({start})")
        kind = options.get("kind", "")
        if kind and kind not in KINDS:
            self._warn(f"unknown kind {kind!r}.{did_you_mean(kind, KINDS)}")
        person = options.get("person") or self.env.docname.removeprefix(FOLDER)
        return Engagement(
            type=self.name,
            id=options.get("id") or _slug(f"{person} {options.get('organization', '')} {title}"),
            person=person,
            title=title,
            organization=options.get("organization", "") or options.get("event", ""),
            start=start,
            end=end,
            ongoing=ongoing,
            used_name=options.get("as", ""),
            url=self._url(),
            mentors=_items(options.get("mentors", ""), ";"),
            advisors=_items(options.get("advisors", ""), ";"),
            publications=_items(options.get("publications", ""), ","),
            kind=kind,
            **{name: options.get(name, "") for name in ("unit", "place", "role", "grade")},
        )

    def _title(self, value: Engagement) -> str:
        return f"{value.title}, {value.organization}" if value.organization else value.title

    def _month(self, option: str) -> Month | None:
        text = self.options.get(option, "")
        if not text:
            return None
        try:
            return Month.parse(text, year_alone=True)
        except ValueError as error:
            self._warn(f":{option}: {error}")
            return None

    def _url(self) -> str:
        url: str = self.options.get("url", "")
        if url and not re.match(r"https?://", url):
            self._warn(f":url: {url!r} is no http address")
            return ""
        return url

    def _warn(self, message: str) -> None:
        warn(message, self.get_location(), Subtype.EXPERIENCE)


class OwnWork(Listing):
    """The publications that came out of an engagement."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return one line of links."""
        domain = domain_of(app.env)
        _ = words_on(domain, docname)
        links: list[Content] = []
        for key in self["keys"]:
            record = own_page(domain, key)
            entry = domain.bibliography.get(key)
            if entry is None:
                hint = did_you_mean(key, domain.bibliography)
                warn(f"no entry {key!r} in the bibliography.{hint}", self, Subtype.PUBLICATION)
            else:
                links.append(internal(app, docname, record) if record else entry.title)
        return [line("folio-entry-work", _("Work: "), *joined(links, "; "))] if links else []

    def entries(self) -> tuple[str, ...]:
        """Return the publications."""
        keys: tuple[str, ...] = self["keys"]
        return keys

    def types(self) -> tuple[str, ...]:
        """Return none: with an entry goes its page."""
        return ()


class Timeline(Listing):
    """A compact list of engagements."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return one row per engagement that passes the filters, newest first."""
        domain_of(app.env).check_person(self["person"], self)
        chosen = [
            record for record in domain_of(app.env).records(*self["types"]) if self._wanted(record)
        ]
        _ = words_on(domain_of(app.env), docname)
        chosen.sort(key=_sort_key, reverse=self["order"] == "newest")
        items = []
        for record in chosen[: self["limit"]]:
            value = record.value
            assert isinstance(value, Engagement)
            head = _head(value, internal(app, docname, record, value.title), _)
            item = row(
                "folio-entry",
                line("folio-entry-date", _.period(value)),
                block("folio-entry-main", *head),
            )
            item[ENGAGEMENT] = f"{value.type} {value.id}"
            items.append(item)
        return [rows("folio-timeline", items)] if items else []

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()

    def _wanted(self, record: Record) -> bool:
        value = record.value
        if not isinstance(value, Engagement):
            return False
        return value.person == (self["person"] or value.person) and value.kind in (
            self["kinds"] or (value.kind,)
        )

    def types(self) -> tuple[str, ...]:
        """Return the types that are listed, and people, one of whom is asked for."""
        return (*self["types"], "person")


class TimelineDirective(SphinxDirective):
    """``{timeline}``: engagements by ``:person:``, ``:types:`` and ``:kind:``, bounded, ordered."""

    option_spec: ClassVar = {
        "person": directives.unchanged,
        "types": directives.unchanged,
        "kind": directives.unchanged,
        "limit": directives.positive_int,
        "order": lambda text: directives.choice(text, ("newest", "oldest")),
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        types = _items(self.options.get("types", ""), ",") or ("position", "education")
        kinds = _items(self.options.get("kind", ""), ",")
        for word, known in [*((word, TYPES) for word in types), *((word, KINDS) for word in kinds)]:
            if word not in known:
                hint = did_you_mean(word, known)
                warn(
                    f"{{timeline}}: unknown {word!r}.{hint}",
                    self.get_location(),
                    Subtype.EXPERIENCE,
                )
        node = Timeline(
            person=self.options.get("person", ""),
            types=types,
            kinds=kinds,
            limit=self.options.get("limit"),
            order=self.options.get("order", "newest"),
        )
        self.set_source_info(node)
        return [node]


def _head(value: Engagement, title: Content, _: Words) -> list[nodes.Node]:
    """Return the line of role and organisation, and the muted line of unit and place."""
    first: list[Content] = [span("folio-entry-title", title)]
    if value.organization:
        first.append(span("folio-entry-organization", value.organization))
    grade = _("GPA {grade}", grade=value.grade) if value.grade else ""
    second = [value.unit, value.role, grade, value.place]
    if value.used_name:
        second.append(_("as {name}", name=value.used_name))
    lines: list[nodes.Node] = [line("folio-entry-head", *joined(first, ", "))]
    if any(second):
        lines.append(line("folio-entry-place", " · ".join(filter(None, second))))
    return lines


def _people(value: Engagement, _: Words) -> list[nodes.Node]:
    said = [names for names in (_.mentors(value), _.advisors(value)) if names]
    return [line("folio-entry-people", " · ".join(said))] if said else []


def _title_link(value: Engagement) -> Content:
    return external(value.title, value.url) if value.url else value.title


def _sort_key(record: Record) -> Any:
    assert isinstance(record.value, Engagement)
    return record.value.sort_key


def _items(text: str, separator: str) -> tuple[str, ...]:
    return tuple(filter(None, (item.strip() for item in text.split(separator))))


def _slug(text: str) -> str:
    # ASCII has nothing of letters without case, such as Chinese: they stay, and all beside them.
    spoken = r"[\W_]+" if any(category(letter) == "Lo" for letter in text) else r"[^a-z0-9]+"
    return re.sub(spoken, "-", text.lower()).strip("-")


def _check(app: Sphinx, env: Any) -> None:
    """Warn about engagements of a person who has no profile, and about unknown publications."""
    domain: FolioDomain = domain_of(env)
    for record in domain.records(*TYPES):
        value = record.value
        if isinstance(value, Engagement) and domain.people and value.person not in domain.people:
            hint = did_you_mean(value.person, domain.people)
            message = (
                f"{record.type} {record.name!r} is of {value.person!r}, who has no profile.{hint}"
            )
            warn(message, record.docname, Subtype.EXPERIENCE)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.setup_extension("sphinx_folio.ext.markup")
    app.add_node(OwnWork)
    app.add_node(Timeline)
    for name in TYPES:
        app.add_directive(name, EngagementDirective)
    app.add_directive("timeline", TimelineDirective)
    app.connect("env-check-consistency", _check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
