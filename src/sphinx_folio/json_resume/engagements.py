"""Reads the sections of a JSON Resume that are engagements: work, education, awards, projects."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from ..lives import Block, Stage
from ..models import Engagement, Month
from . import texts
from .shapes import LASTING, NAMES, OWN, OWN_NAMES, PLACES, TALKS
from .source import Item

#: Section: its type of engagement.
_TYPES = {
    "work": "position", "volunteer": "position", "education": "education", "awards": "award",
    "certificates": "award", "projects": "project",
}  # fmt: skip
#: Former names of fields, and names that exporters use.
_FORMER = {
    "name": ("company", "employer", "title"),
    "organization": ("name", "company"),
    "position": ("title", "role"),
    "institution": ("school", "name"),
    "studyType": ("degree",),
    "url": ("website",),
    "startDate": ("start",),
    "endDate": ("end",),
    "score": ("gpa",),
    "awarder": ("issuer",),
    "entity": ("organization", "company"),
    "roles": ("role",),
}
_KINDS = ("research", "industry", "open-source", "teaching", "service")
_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CERTIFICATE = {"title": "name", "organization": "issuer", "start": "date", "url": "url"}


class Ids:
    """Gives each engagement an id of its own."""

    def __init__(self, person: str, former: str = "") -> None:
        self.person = person
        # Of who has another id now, the ids that begin with the former one begin with this.
        self.former = f"{former}-" if former and former != person else ""
        self.given: set[str] = set()

    def new(self, said: str, *words: str) -> str:
        """Return *said* where that can be an id and is free, else one made from the words."""
        if self.former and said.startswith(self.former):
            said = f"{self.person}-{said.removeprefix(self.former)}"
        named = said if re.fullmatch(r"\w+(?:[-.]\w+)*", said) else ""
        plain = (re.sub(r"[\W_]+", "-", word.lower()).strip("-")[:40].strip("-") for word in words)
        wanted = named or "-".join([self.person, next(filter(None, plain), "entry")])
        found, number = wanted, 1
        while found in self.given:
            number += 1
            found = f"{wanted}-{number}"
        self.given.add(found)
        return found


def stages(resume: Item, ids: Ids, keys: Collection[str]) -> tuple[Stage, ...]:
    """Return all engagements that a resume tells, section by section; publications by *keys*."""
    return tuple(
        _stage(item, section, ids, keys)
        for section in _TYPES
        for item in resume.items(section, word=NAMES[section][0])
        if not item.is_empty
    )


def _stage(item: Item, section: str, ids: Ids, keys: Collection[str]) -> Stage:
    places = _CERTIFICATE if section == "certificates" else PLACES[section]
    own = item.item(OWN)
    said: dict[str, Any] = {}
    for name in ("organization", "place", "role", "grade", "unit", "used_name"):
        said[name] = _field(item, own, name, places)
    said["url"] = item.url("url", "website") if "url" in places else own.url("url")
    for name in ("mentors", "advisors"):
        said[name] = tuple(map(texts.one_line, own.texts(OWN_NAMES[name])))
    said["publications"] = _publications(own, keys)
    kind, type_ = _kind(item, own, section)
    title = _title(item, section, places)
    if not title and said["organization"]:
        title, said["organization"] = said["organization"], ""
        item.tell(places["title"], f"is missing; {title!r} stands as the title")
    elif not title:
        names = " or ".join(map(repr, NAMES[section]))
        item.fault(f"has no name: {names} is missing or empty")
    start, end, ongoing = _period(item, own, section, places)
    value = Engagement(
        type=type_,
        id=ids.new(own.text("id"), said["organization"], title),
        person=ids.person,
        title=title,
        start=start,
        end=end,
        ongoing=ongoing,
        kind=kind,
        **said,
    )
    return Stage(value, _body(item, own, section))


def _publications(own: Item, keys: Collection[str]) -> tuple[str, ...]:
    """Return the keys of the publications that came of it; a page can name no other."""
    word = OWN_NAMES["publications"]
    said = list(map(texts.one_line, own.texts(word)))
    unknown = [key for key in said if key not in keys]
    if unknown:
        own.tell(word, f"no entry has the key {' or '.join(map(repr, unknown))}")
    return tuple(key for key in said if key in keys)


def _names(word: str) -> tuple[str, ...]:
    return (word, *_FORMER.get(word, ()))


def _field(item: Item, own: Item, name: str, places: Any) -> str:
    word = places.get(name)
    if word is None:
        return texts.one_line(own.text(OWN_NAMES[name])) if name in OWN_NAMES else ""
    if name == "role":
        return "; ".join(map(texts.one_line, item.texts(*_names(word))))
    if name == "place" and isinstance(item.value.get(word), dict):
        where = item.item(word)
        parts = [where.text(one) for one in ("address", "city", "region", "countryCode")]
        return texts.one_line(", ".join(filter(None, parts)))
    # The name of an employer is a title in no section but that of old files.
    names = [one for one in _names(word) if one != places["title"]]
    return texts.one_line(item.text(*names))


def _title(item: Item, section: str, places: Any) -> str:
    if section != "education":
        taken = places.get("organization")
        names = [one for one in _names(places["title"]) if one != taken]
        return texts.one_line(item.text(*names))
    degree, area = (texts.one_line(item.text(*_names(word))) for word in ("studyType", "area"))
    comma = "，" if _EASTERN.search(degree[-1:] + area[:1]) else ", "
    return comma.join(filter(None, (degree, area)))


def _kind(item: Item, own: Item, section: str) -> tuple[str, str]:
    kind, type_ = own.text("kind"), _TYPES[section]
    if section == "volunteer":
        kind = "service"
    elif section == "certificates":
        item.tell("name", "stands among the awards")
    elif section == "projects":
        said = item.text("type")
        if said.casefold() in TALKS:
            type_ = "talk"
        elif said.casefold() in {*_KINDS, "volunteering", ""}:
            kind = {"volunteering": "service"}.get(said.casefold(), said.casefold())
        else:
            item.tell("type", f"{said} (kinds are {', '.join(_KINDS)})")
    if kind and kind not in _KINDS:
        own.tell("kind", f"{kind} (kinds are {', '.join(_KINDS)})")
        kind = ""
    return kind, type_


def _period(
    item: Item, own: Item, section: str, places: Any
) -> tuple[Month | None, Month | None, bool]:
    first, last = places["start"], places.get("end", "")
    start, whole, _ = item.date(*_names(first))
    if whole:
        item.tell_day(first, whole)
    if last:
        end, whole, present = item.date(*_names(last))
        if whole:
            item.tell_day(last, whole)
    else:
        end, _, present = own.date("end")
    if start and end and end.is_before(start):
        item.notes.fault((*item.path, last or OWN), f"ends ({end}) before it starts ({start})")
    lasts = section in LASTING and start is not None and end is None
    told = own.flag("ongoing")
    return start, end, end is None and (present or (lasts if told is None else told))


def _body(item: Item, own: Item, section: str) -> tuple[Block, ...]:
    if section == "awards":
        return texts.blocks(item.text("summary"))
    if section == "certificates":
        return ()
    if section == "education":
        points = [*own.texts("highlights"), *item.texts("highlights")]
        points += item.texts("courses")
        if item.texts("courses"):
            item.tell("courses", "stand as points in the text")
        return texts.blocks("\n\n".join([own.text("summary"), item.text("summary")]), points)
    points = [*item.texts("highlights"), *_keywords(item)]
    return texts.blocks(_joined(item, "description", "summary"), points)


def _joined(item: Item, *names: str) -> str:
    return "\n\n".join(filter(None, (item.text(name) for name in names)))


def _keywords(item: Item) -> Iterator[str]:
    words = item.texts("keywords")
    if words:
        item.tell("keywords", "stand as a point in the text")
        yield f"Keywords: {', '.join(words)}"
