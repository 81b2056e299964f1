"""Questions about posts and series that several extensions ask of the Domain."""

from __future__ import annotations

import re

from ..models import Post, Series
from .domain import FolioDomain, Record

BLOG = "blog/"


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
