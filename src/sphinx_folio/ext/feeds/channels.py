"""Which feeds there are, where each lies, and what is in it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from ..domain import FolioDomain, Record
from ..queries import (
    BLOG,
    all_series,
    by_date,
    by_tag,
    language_of,
    news,
    news_of,
    post_of,
    site_language,
    versions,
)

#: Entries of a feed: enough for a reader that was away for long, and no load for one that was not.
LIMIT = 20

#: The formats of the feeds that hold all posts, with the names of their files.
FORMATS = {"Atom": "atom{}.xml", "RSS": "rss{}.xml", "JSON Feed": "feed{}.json"}


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: its files by format, the page that shows the same, and its records, newest first.

    ``kind`` is ``all``, ``language``, ``series`` or ``tag``; ``name`` says which one it is.
    """

    kind: str
    name: str
    title: str
    page: str
    language: str
    files: dict[str, str]
    records: tuple[Record, ...]


def channels(domain: FolioDomain) -> list[Channel]:
    """Return all feeds, first the ones that hold all posts; none where there is nothing to tell.

    A series has one before its first part is written, for readers who wait for that.
    """
    return domain.cached("feeds", lambda: _channels(domain))


def _channels(domain: FolioDomain) -> list[Channel]:
    posts = [record for record in by_date(domain) if _day(record) != datetime.date.min]
    everything = [*_once_each(domain, posts), *news(domain)]
    everything.sort(key=_day, reverse=True)
    if not everything:
        return []
    language = site_language(domain)
    index = (
        f"{BLOG}index" if f"{BLOG}index" in domain.env.found_docs else domain.env.config.root_doc
    )
    found = [Channel("all", "", "", index, language, _files(""), tuple(everything[:LIMIT]))]
    found += _languages(domain, posts, index)
    parts: dict[str, list[Record]] = {}
    for record in posts:
        parts.setdefault(post_of(record).series, []).append(record)
    for record in all_series(domain):
        found.append(_of_page(domain, "series", record, parts.get(record.name, [])))
    for record in domain.records("tag"):
        tagged = [post for post in by_tag(domain)[record.name] if _day(post) != datetime.date.min]
        found.append(_of_page(domain, "tag", record, tagged))
    return found


def first_day(domain: FolioDomain) -> datetime.date:
    """Return the day of the first post or news, which is that of a feed without entries."""
    days = map(_day, [*domain.records("post"), *news(domain)])
    return min(day for day in days if day != datetime.date.min)


def _languages(domain: FolioDomain, posts: list[Record], index: str) -> list[Channel]:
    """Return a feed for each language that has posts, where there is more than one."""
    by_language: dict[str, list[Record]] = {}
    for record in posts:
        by_language.setdefault(language_of(domain, record.docname), []).append(record)
    if len(by_language) < 2:
        return []
    pages = versions(domain, index)
    return [
        Channel(
            "language",
            language,
            "",
            pages.get(language, index),
            language,
            _files(f".{language}"),
            tuple(by_language[language][:LIMIT]),
        )
        for language in sorted(by_language)
    ]


def _of_page(domain: FolioDomain, kind: str, record: Record, posts: list[Record]) -> Channel:
    """Return the feed of a series or a tag, which lies beside the page of it."""
    files = {"Atom": f"{record.docname.removesuffix('/index')}/atom.xml"}
    chosen = tuple(_once_each(domain, posts)[:LIMIT])
    language = language_of(domain, record.docname)
    return Channel(kind, record.name, record.title, record.docname, language, files, chosen)


def _files(suffix: str) -> dict[str, str]:
    return {name: BLOG + pattern.format(suffix) for name, pattern in FORMATS.items()}


def _once_each(domain: FolioDomain, posts: Iterable[Record]) -> list[Record]:
    """Return the posts without translations of one another: of those at hand, the original."""
    listed = {record.docname: record for record in posts}
    return [
        record
        for name, record in listed.items()
        if name == next(one for one in versions(domain, name).values() if one in listed)
    ]


def in_feeds(domain: FolioDomain) -> frozenset[str]:
    """Return the posts that are in some feed."""

    def collect() -> frozenset[str]:
        records = (record for channel in channels(domain) for record in channel.records)
        return frozenset(record.docname for record in records if record.type == "post")

    return domain.cached("posts in feeds", collect)


def _day(record: Record) -> datetime.date:
    return news_of(record).date if record.type == "news" else post_of(record).date


def of_page(domain: FolioDomain, docname: str) -> list[Channel]:
    """Return the feeds that a reader of a page may want, the whole blog's first."""
    post = domain.of(docname, "post")
    series = post_of(post).series if post else ""

    def group() -> dict[tuple[str, str], Channel]:
        return {
            key: channel
            for channel in channels(domain)
            for key in ((channel.kind, channel.name), ("page", channel.page))
        }

    known = domain.cached("feeds by page", group)
    keys = [("all", ""), ("language", language_of(domain, docname)), ("series", series)]
    wanted = [known[key] for key in keys if key in known]
    own = known.get(("page", docname))
    if own and own.kind in {"series", "tag"} and own not in wanted:
        wanted.append(own)
    return wanted
