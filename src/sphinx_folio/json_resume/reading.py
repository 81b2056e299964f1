"""Reads a JSON Resume, as it should be or as it is found, into a life and entries of BibTeX."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..errors import Fault
from ..lives import Life
from ..models import Link, Person
from . import texts
from .engagements import Ids, stages
from .entries import Entry, entries
from .shapes import OWN
from .source import Item, Notes, load, unused

#: Names of networks in files in the wild, as far as they are not the words that we show.
_NETWORKS = {"twitter": "x", "x (twitter)": "x", "homepage": "website", "blog": "website"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file says: a life, its publications, what is wrong, and what could not be carried.

    ``left`` has one line for each, with the path in the file. The life has no ``works``: these are
    ``entries``, which BibTeX can say.
    """

    life: Life
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    left: tuple[str, ...]


def read(
    text: str,
    *,
    id: str = "",  # noqa: A002
    networks: Mapping[str, tuple[str, str]],
    known: Collection[str] = (),
) -> Outcome:
    """Read the text of a file. *id* is the person's; else the file's, else made from the name.

    *networks* has each kind of link that a profile can have, with the word shown for it and the
    form of its address, which has ``{}`` where a handle goes. *known* are keys that the
    bibliography has; engagements name no others but those of the file.
    """
    value, lines, faults = load(text)
    notes = Notes(lines, list(faults))
    if faults or not isinstance(value, dict):
        if not faults:
            notes.fault((), "a resume is one object: { … }")
        return Outcome(Life(Person(id, "")), (), tuple(notes.faults), ())
    resume = Item(value, (), notes)
    for name in ("$schema", "meta"):
        notes.used.add((name,))
    person = _person(resume, id, networks)
    ids = Ids(person.id, resume.item("basics").item(OWN).text("id"))
    works = entries(resume, person)
    keys = {*known, *(work.key for work in works)}
    found = Life(person, texts.blocks(_summary(resume)), stages(resume, ids, keys))
    left = [*notes.left, *unused(value, notes)]
    if notes.days:
        left.append(f"days of the month, where a month is kept: {', '.join(notes.days)}")
    order = {fault: number for number, fault in enumerate(notes.faults)}
    told = sorted(order, key=lambda fault: (fault.line or 0, order[fault]))
    return Outcome(found, works, tuple(told), tuple(left))


def _summary(resume: Item) -> str:
    # A profile has paragraphs, and no table.
    return resume.item("basics").text("summary", "about").replace("\t", " ")


def _person(resume: Item, id: str, networks: Mapping[str, tuple[str, str]]) -> Person:  # noqa: A002
    basics = resume.item("basics")
    own = basics.item(OWN)
    name = texts.value(basics.text("name"))
    if not name:
        notes = basics.notes
        notes.fault((*basics.path, "name"), "a resume is of someone: the name is missing or empty")
    said = own.text("id")
    return Person(
        id=id or _slug(said) or _slug(name),
        name=name,
        aliases=tuple(map(texts.value, own.texts("aliases"))),
        headline=texts.value(basics.text("label", "headline")),
        affiliation=texts.value(own.text("affiliation")),
        email=_email(basics),
        links=_links(basics, networks),
        skills=_skills(resume),
        languages=_languages(resume),
        interests=tuple(_interests(resume)),
    )


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") if text.isascii() else ""


def _email(basics: Item) -> str:
    email = basics.text("email").removeprefix("mailto:")
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        basics.notes.fault((*basics.path, "email"), f"{email!r} is no e-mail address")
        return ""
    return email


def _links(basics: Item, networks: Mapping[str, tuple[str, str]]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    site = basics.url("url", "website")
    if site:
        found["website"] = Link("website", networks["website"][0], site)
    kinds = {word.casefold(): kind for kind, (word, _) in networks.items()}
    kinds |= {kind: kind for kind in networks} | _NETWORKS
    for profile in basics.items("profiles", word="url"):
        if profile.is_empty:
            continue
        network = profile.text("network")
        kind = kinds.get(network.casefold(), "")
        url, handle = profile.url("url"), profile.text("username")
        handle = "" if re.search(r"[\s/]", handle) else handle.removeprefix("@")
        if kind and not url and handle:
            url = networks[kind][1].format(handle)
        shown = url or handle or "no address"
        if not kind:
            profile.tell("network", f"no kind of link for {network!r} ({shown})")
        elif kind in found:
            profile.tell("url", f"a second link of the kind {kind!r} ({shown})")
        elif not url:
            profile.tell("url", f"no address for {network!r}")
        else:
            if handle and handle.casefold() not in url.casefold():
                profile.tell("username", f"{handle} (the address is {url})")
            found[kind] = Link(kind, networks[kind][0], url)
    return tuple(found.values())


def _skills(resume: Item) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for skill in resume.items("skills"):
        if skill.is_empty:
            continue
        name = texts.value(skill.text("name"))
        known = tuple(filter(None, map(texts.value, skill.texts("keywords"))))
        if not name:
            name, known = ("", known) if len(known) != 1 else (known[0], ())
        if not name:
            skill.fault("has no name: 'name' is missing or empty")
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), *known)))
    return found


def _languages(resume: Item) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in resume.items("languages", word="language"):
        if one.is_empty:
            continue
        name = texts.value(one.text("language", "name"))
        if not name:
            one.fault("has no name: 'language' is missing or empty")
        found[name] = texts.value(one.text("fluency", "level"))
    return found


def _interests(resume: Item) -> list[str]:
    found = []
    for one in resume.items("interests"):
        if one.is_empty:
            continue
        name = texts.value(one.text("name"))
        words = ", ".join(map(texts.value, one.texts("keywords")))
        if not name and not words:
            one.fault("has no name: 'name' is missing or empty")
        found.append(f"{name} ({words})" if name and words else name or words)
    return found
