"""Questions about posts, series and citations that several extensions ask of the Domain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..models import Post, Series
from .domain import FolioDomain, Record

BLOG = "blog/"


class Place(NamedTuple):
    """A place that cites: its page, its id there, and what stands around it, such as a heading."""

    docname: str
    id: str
    label: str


def post_of(record: Record) -> Post:
    """Return the post that a record is of."""
    assert isinstance(record.value, Post)
    return record.value


def series_of(record: Record) -> Series:
    """Return the series that a record is of."""
    assert isinstance(record.value, Series)
    return record.value


def tag_slug(name: str) -> str:
    """Return the part of a tag's address: lower case, hyphens for what means something in one."""
    slug = re.sub(r"[^\w.+]+", "-", name.lower().replace("#", "-sharp")).strip("-.")
    # The page of all tags is called "index".
    return f"tag-{slug}" if slug in {"", "index"} else slug


def by_date(domain: FolioDomain) -> list[Record]:
    """Return all posts, newest first; on one day in order of series and part, then of name."""

    def key(record: Record) -> tuple[int, str, int, str]:
        post = post_of(record)
        return (-post.date.toordinal(), post.series, post.part, record.name)

    return domain.cached("posts by date", lambda: sorted(domain.records("post"), key=key))


def by_tag(domain: FolioDomain) -> dict[str, list[Record]]:
    """Return the posts of each tag's slug, newest first."""

    def group() -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in by_date(domain):
            for slug in dict.fromkeys(map(tag_slug, post_of(record).tags)):
                found.setdefault(slug, []).append(record)
        return found

    return domain.cached("posts by tag", group)


def in_series(domain: FolioDomain, series: str) -> list[Record]:
    """Return the written parts of a series in order."""

    def group() -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in sorted(
            domain.records("post"), key=lambda item: (post_of(item).part, item.name)
        ):
            found.setdefault(post_of(record).series, []).append(record)
        return found

    return domain.cached("posts by series", group).get(series, [])


def neighbours(domain: FolioDomain, docname: str) -> tuple[Record | None, Record | None]:
    """Return the parts before and after a post in its series."""

    def walk() -> dict[str, tuple[Record | None, Record | None]]:
        found: dict[str, tuple[Record | None, Record | None]] = {}
        for record in domain.records("series"):
            parts = in_series(domain, record.name)
            for before, post, after in zip([None, *parts], parts, [*parts[1:], None], strict=False):
                found[post.docname] = (before, after)
        return found

    return domain.cached("neighbours", walk).get(docname, (None, None))


def all_series(domain: FolioDomain) -> list[Record]:
    """Return the series in the order of the toctree of ``blog/index``, the rest by title."""
    return domain.cached("all series", lambda: domain.ordered("series", f"{BLOG}index"))


def own_page(domain: FolioDomain, key: str) -> Record | None:
    """Return the page of a publication, found by the key of its entry or of a version of that."""

    def walk() -> dict[str, Record]:
        found: dict[str, Record] = {}
        for docname, keys in sorted(domain.data["works"].items()):
            record = domain.of(docname, "publication")
            if record:
                found |= {one: record for one in keys[1:] if one not in found}
        return found

    return domain.get("publication", key) or domain.cached("versions", walk).get(key)


def citing(domain: FolioDomain, keys: Iterable[str]) -> list[Place]:
    """Return the places that cite one of the entries, by title of their page, then in its order."""

    def group() -> dict[str, list[tuple[int, Place]]]:
        found: dict[str, list[tuple[int, Place]]] = {}
        for docname in domain.data["citations"]:
            for number, (key, id_, label) in enumerate(domain.data["citations"][docname]):
                found.setdefault(key, []).append((number, Place(docname, id_, label)))
        return found

    by_key = domain.cached("citing", group)
    places = {place: number for key in keys for number, place in by_key.get(key, ())}
    titles = domain.env.titles

    def order(place: Place) -> tuple[str, str, int]:
        return (titles[place.docname].astext(), place.docname, places[place])

    return sorted(places, key=order)
