"""Writes a life as the pages of a site: profile, experience and CV, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from ..lives import Life, Stage
from ..models import Engagement, Month, Person
from . import markdown, texts

#: Section of the page of experience: the types of engagement below it.
_SECTIONS = (
    ("Positions", "position"),
    ("Education", "education"),
    ("Projects", "project"),
    ("Talks", "talk"),
    ("Awards", "award"),
)
#: Parts of a profile that a directive shows, with their headings.
_PARTS = (("Skills", "skills"), ("Languages", "languages"), ("Interests", "interests"))


class _Dumper(yaml.SafeDumper):
    """Writes lists below mappings in one line, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that nothing is written as a reference to what stood before."""
        return True


_Dumper.add_representer(
    tuple,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True),
)


def write(life: Life, *, works: bool = False) -> Mapping[str, str]:
    """Return the text of each page of a life, by its path in a site.

    With *works* the profile lists the publications that declare the person.
    """
    person = life.person
    pages = {f"people/{person.id}.md": _profile(life, works=works)}
    if life.stages:
        pages[f"experience/{person.id}.md"] = _experience(life)
    pages[f"cv/{person.id}.md"] = f"# CV of {markdown.inline(person.name)}\n\n```{{cv}}\n```\n"
    return pages


def _profile(life: Life, *, works: bool) -> str:
    person = life.person
    body = [f"# {markdown.text(person.name)}", markdown.body(life.summary)]
    if life.of("position", "education"):
        body += ["## Experience", f"```{{timeline}}\n:person: {person.id}\n```"]
    if works:
        body += ["## Publications", f"```{{publications}}\n:person: {person.id}\n```"]
    for heading, part in _PARTS:
        if getattr(person, part):
            body += [f"## {heading}", f"```{{profile}} {part}\n```"]
    return f"---\n{_front_matter(person)}---\n\n" + "\n\n".join(filter(None, body)) + "\n"


def _front_matter(person: Person) -> str:
    links = {"email": person.email} if person.email else {}
    links |= {link.kind: link.url for link in person.links}
    values = {
        "name": person.name,
        "aliases": person.aliases,
        "headline": person.headline,
        "affiliation": person.affiliation,
        "links": links,
        "skills": dict(person.skills),
        "languages": dict(person.languages),
        "interests": list(person.interests),
    }
    said = {key: value for key, value in values.items() if value}
    # No line is broken: the engine takes one key a line, and so do people.
    return yaml.dump(said, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))


def _experience(life: Life) -> str:
    parts = [f"# Experience: {markdown.inline(life.person.name)}"]
    for heading, kind in _SECTIONS:
        found = life.of(kind)
        if found:
            parts += [f"## {heading}", *map(_directive, found)]
    return "\n\n".join(parts) + "\n"


def _directive(stage: Stage) -> str:
    value = stage.engagement
    # What a directive is called by is plain text, no Markdown.
    title = texts.one_line(value.title)
    lines = [f":::{{{value.type}}} {title}"]
    lines += [f":{name}: {markdown.option(text)}" for name, text in _options(value) if text]
    body = markdown.body(stage.body)
    return "\n".join([*lines, *(["", body] if body else []), ":::"])


def _options(value: Engagement) -> Iterator[tuple[str, str]]:
    event = value.type == "talk"
    yield "event" if event else "organization", value.organization
    yield "unit", value.unit
    yield "place", value.place
    yield "role", value.role
    moment = value.type in {"talk", "award"}
    yield "date" if moment else "start", _month(value.start)
    yield "end", "present" if value.ongoing else _month(value.end)
    yield "kind", value.kind
    yield "as", value.used_name
    yield "grade", value.grade
    yield "url", value.url
    yield "mentors", "; ".join(value.mentors)
    yield "advisors", "; ".join(value.advisors)
    yield "publications", ", ".join(value.publications)
    yield "id", value.id


def _month(month: Month | None) -> str:
    return str(month) if month else ""
