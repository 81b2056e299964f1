"""Who writes a letter, a person of the site or one that its template names; and its head."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from .. import front_matter
from ..contacts import contacts
from ..errors import did_you_mean
from ..front_matter.profiles import person as person_of
from ..front_matter.schemas import PERSON
from ..letters import Letter
from ..models import Person
from ..typeset.letter import Sheet
from .site import Site

#: How English is dated on each paper.
_ENGLISH = {"a4": "en_GB", "us-letter": "en_US"}


def of(site: Site, head: Mapping[str, Any], language: str) -> tuple[Person, str]:
    """Return the person that a template's front matter names, and what is wrong with that."""
    name, given = head.get("person", ""), head.get("from")
    nobody = Person("", "")
    if bool(name) == bool(given):
        both = "both 'person' and 'from' say who writes; keep one"
        neither = "nobody writes: name a 'person' of the site, or say who it is 'from'"
        return nobody, both if name else neither
    if given:
        return person_of(given, ""), ""
    if name not in site.people():
        return (
            nobody,
            f"person: {name!r} has no page in people/.{did_you_mean(name, site.people())}",
        )
    people = site.root / "people"
    version = people / f"{name}.{language}.md"
    page = site.read(version if version.is_file() else people / f"{name}.md")
    values = front_matter.read(page.text, PERSON, strict=False).values
    person = person_of(values, name)
    return person, "" if person.name else f"person: the profile of {name!r} has no 'name'"


def values(person: Person, private: Mapping[str, str]) -> dict[str, str]:
    """Return what ``{{ me.… }}`` can stand for."""
    found = {
        "name": person.name,
        "headline": person.headline,
        "affiliation": person.affiliation,
        "email": person.email,
        **{link.kind: link.url for link in person.links},
        **private,
    }
    return {key: value for key, value in found.items() if value}


def sheet(letter: Letter, person: Person, private: Mapping[str, str]) -> Sheet:
    """Return a letter as it is set, below the head of who writes it."""
    return Sheet(
        language=letter.language,
        paper=letter.paper,
        name=person.name,
        subject=letter.subject,
        date=letter.date.isoformat(),
        day=_day(letter.date, letter.language, letter.paper),
        body=letter.body,
        headline=person.headline,
        affiliation="" if person.affiliation in person.headline else person.affiliation,
        contacts=tuple(contacts(person, private)),
        to=letter.to,
        opening=letter.opening,
        closing=letter.closing,
        enclosures=letter.enclosures,
    )


def _day(date: datetime.date, language: str, paper: str) -> str:
    """Return a date as letters have it: 29 November 2026, November 29, 2026, 2026年11月29日."""
    from babel import Locale, UnknownLocaleError  # it takes a while to load
    from babel.dates import format_date

    tag = _ENGLISH[paper] if language == "en" else language.replace("-", "_")
    for name in (tag, tag.partition("_")[0], _ENGLISH[paper]):
        try:
            return format_date(date, "long", Locale.parse(name))
        except (UnknownLocaleError, ValueError):
            continue
    return date.isoformat()
