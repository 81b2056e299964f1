"""Composes a CV: which sections, in which order, in the words of one language."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ...contacts import contacts
from ...curricula import SECTIONS, Choice, Curriculum, Entry, Section
from ...lives import Life, Stage
from ...models import Month, Person, Publication
from ...words import Words
from .entries import engagement_entry, pair, publication_entry, writing_entries

#: What each section is called.
HEADINGS = {
    "summary": "Profile",
    "education": "Education",
    "positions": "Experience",
    "research": "Research",
    "industry": "Industry",
    "teaching": "Teaching",
    "service": "Service",
    "publications": "Publications",
    "patents": "Patents",
    "open-source": "Open source",
    "projects": "Projects",
    "software": "Software",
    "talks": "Talks",
    "awards": "Awards",
    "writing": "Writing",
    "skills": "Skills",
    "languages": "Languages",
    "interests": "Interests",
}
#: Sections of positions of one kind; ``positions`` shows those that stand in none of these.
KINDS = ("research", "industry", "teaching", "service")
#: What the one page does without: the headline says it in a line.
LONG = ("summary",)


@dataclass(frozen=True)
class Form:
    """In which form a CV is wanted.

    ``address`` gives what the title of a publication leads to; ``private`` are values for print
    only, by their kind.
    """

    words: Words
    address: Callable[[Publication], str]
    one_page: bool = False
    private: Mapping[str, str] | None = None


def compose(life: Life, choice: Choice, form: Form) -> Curriculum:
    """Return the CV of a life in a form."""
    _ = form.words
    life = life.without(choice.leave_out)
    wanted = list(choice.sections or SECTIONS)
    if form.one_page:
        wanted = list(choice.one_page) or [name for name in wanted if name not in LONG]
    sections = (_section(name, life, choice, wanted, form) for name in wanted)
    date = choice.date or str(life.newest or "")
    return Curriculum(
        name=life.person.name,
        language=_.language,
        headline=life.person.headline,
        affiliation=life.person.affiliation,
        contacts=tuple(contacts(life.person, form.private or {}, _)),
        sections=tuple(one for one in sections if one.entries or one.text),
        date=date,
        as_of=_("As of {date}", date=_when(date, _)) if date else "",
        title=_("CV of {name}", name=life.person.name),
    )


def _when(date: str, _: Words) -> str:
    """Return a day, a month or a year (ISO 8601) in words."""
    parts = [int(part) for part in date.split("-")]
    return _.day(datetime.date(*parts)) if len(parts) == 3 else _.month(Month(*parts))


def _section(name: str, life: Life, choice: Choice, wanted: list[str], form: Form) -> Section:
    _ = form.words
    title = _(HEADINGS[name])
    if name == "summary":
        return Section(name, title, form="text", text=life.summary)
    if name in {"publications", "patents", "software"}:
        return _works(name, title, life, choice, form)
    if name == "writing":
        return Section(name, title, tuple(writing_entries(life.writing, _)))
    if name in {"skills", "languages", "interests"}:
        made = tuple(_pairs(name, life.person, joined=form.one_page))
        return Section(name, title, made, form="pairs")
    stages = _stages(name, life, wanted)
    works = {work.key: work for work in life.works}
    return Section(
        name,
        title,
        tuple(
            engagement_entry(stage, works, form.address, _, short=form.one_page) for stage in stages
        ),
    )


def _stages(name: str, life: Life, wanted: list[str]) -> list[Stage]:
    """Return what a section of engagements shows, newest first."""
    if name in KINDS:
        return [one for one in life.of("position") if one.engagement.kind == name]
    if name == "positions":
        apart = {kind for kind in KINDS if kind in wanted}
        return [one for one in life.of("position") if one.engagement.kind not in apart]
    if name == "open-source":
        return [one for one in life.of("project") if one.engagement.kind == "open-source"]
    if name == "projects":
        return [one for one in life.of("project") if one.engagement.kind != "open-source"]
    return life.of({"education": "education", "talks": "talk", "awards": "award"}[name])


def _works(name: str, title: str, life: Life, choice: Choice, form: Form) -> Section:
    _ = form.words
    genre = {"patents": "patent", "software": "software"}.get(name, "paper")
    works = [one for one in life.works if one.genre == genre]
    if name == "publications" and choice.selected:
        works = [one for one in works if one.selected]
        title = _("Selected publications")
    made = [
        publication_entry(one, life.person, form.address(one), _, short=form.one_page)
        for one in works
    ]
    marked = any(
        "*" in run.text and "mark" in run.styles
        for one in made
        for row in one.lines
        for run in row.text
    )
    note = f"* {_('equal contribution')}" if marked else ""
    return Section(name, title, tuple(made), form="works", note=note)


def _pairs(name: str, person: Person, *, joined: bool) -> Iterable[Entry]:
    """Return skills by their groups, languages or interests; languages *joined* in one line."""
    if name == "skills":
        return [pair(group, ", ".join(items)) for group, items in person.skills.items()]
    if name == "languages" and joined:
        return [pair("", ", ".join(f"{one} ({level})" for one, level in person.languages.items()))]
    if name == "languages":
        return [pair(language, level) for language, level in person.languages.items()]
    return [pair("", item) for item in person.interests]
