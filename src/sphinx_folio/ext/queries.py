"""Questions about posts, series and citations that several extensions ask of the Domain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from babel.localedata import locale_identifiers

from ..models import NewsItem, Post, Series
from ..words import Words, words
from .domain import FolioDomain, Record

BLOG = "blog/"
#: What a name can end in to say its language: ``notes.zh``, and not ``node.js``.
_LANGUAGES = frozenset(name for name in locale_identifiers() if "_" not in name)


class Place(NamedTuple):
    """A place that cites: its page, its id there, and what stands around it.

    That is a heading (``label``), and a figure as the message for it (``Figure {number}``).
    """

    docname: str
    id: str
    label: str
    figure: str = ""
    number: int = 0


def post_of(record: Record) -> Post:
    """Return the post that a record is of."""
    assert isinstance(record.value, Post)
    return record.value


def series_of(record: Record) -> Series:
    """Return the series that a record is of."""
    assert isinstance(record.value, Series)
    return record.value


def news_of(record: Record) -> NewsItem:
    """Return the item of news that a record is of."""
    assert isinstance(record.value, NewsItem)
    return record.value


def place_of(domain: FolioDomain, docname: str, *keys: str) -> tuple[str, int]:
    """Return where the first of the *keys* that a page's front matter has stands, for a warning."""
    lines = domain.data["lines"].get(docname, {})
    return docname, next((lines[key] for key in keys if key in lines), 1)


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


def news(domain: FolioDomain) -> list[Record]:
    """Return all news, newest first; on one day in order of page and of writing.

    Once all pages are read, links without words of their own are told by their targets' titles.
    """

    def told(record: Record) -> Record:
        item = news_of(record)
        text = (domain.derived("news", record.docname) or {}).get(record.anchor, item.text)
        return replace(record, title=text, value=replace(item, text=text))

    found = map(told, domain.records("news"))
    return sorted(found, key=lambda record: news_of(record).date, reverse=True)


def by_tag(domain: FolioDomain) -> dict[str, list[Record]]:
    """Return the posts of each tag's slug, newest first."""

    def group() -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in by_date(domain):
            for slug in dict.fromkeys(map(tag_slug, post_of(record).tags)):
                found.setdefault(slug, []).append(record)
        return found

    return domain.cached("posts by tag", group)


def in_series(domain: FolioDomain, series: str, language: str = "") -> list[Record]:
    """Return the written parts of a series in order, each in the language that is nearest.

    With no *language* these are the originals.
    """

    def group() -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        posts = sorted(domain.records("post"), key=lambda item: (post_of(item).part, item.name))
        for record in once_each(domain, posts, language):
            found.setdefault(post_of(record).series, []).append(record)
        return found

    return domain.cached(f"posts by series {language}", group).get(series, [])


def neighbours(domain: FolioDomain, docname: str) -> tuple[Record | None, Record | None]:
    """Return the parts before and after a post in its series, in its language if there is one."""
    post = domain.of(docname, "post")
    if post is None:
        return None, None
    language = language_of(domain, docname)

    def walk() -> dict[str, tuple[Record | None, Record | None]]:
        found: dict[str, tuple[Record | None, Record | None]] = {}
        for series in domain.records("series"):
            parts = in_series(domain, series.name, language)
            for before, part, after in zip([None, *parts], parts, [*parts[1:], None], strict=False):
                found[part.docname] = (before, after)
        return found

    return domain.cached(f"neighbours {language}", walk).get(docname, (None, None))


def language_of(domain: FolioDomain, docname: str) -> str:
    """Return the language (BCP 47) of a page: what it declares, what its name ends in, the site's.

    A name counts that ends in a language, such as ``layout.zh``.
    """
    declared = domain.data["languages"].get(docname)
    if declared:
        return str(declared)
    return _suffixed(docname)[1] or site_language(domain)


def site_language(domain: FolioDomain) -> str:
    """Return the language (BCP 47) of pages that declare none."""
    return (domain.env.config.language or "en").replace("_", "-")


def original_of(domain: FolioDomain, docname: str) -> str:
    """Return the document that a page translates, ``""`` for an original.

    ``translation-of`` names a post as the role does (``cute/layout``), or a document.
    """
    target = domain.data["translations"].get(docname, ("", ""))[0].removesuffix(".md").strip("/")
    for name in (f"{BLOG}{target}", target) if target else ():
        if name in domain.env.found_docs and name != docname:
            return name
    stem, suffix = _suffixed(docname)
    return stem if suffix and stem in domain.env.found_docs else ""


def versions(domain: FolioDomain, docname: str) -> dict[str, str]:
    """Return the documents that say the same in different languages, itself among them.

    The original comes first, then the translations by language; one alone is the page itself.
    """

    def group() -> dict[str, dict[str, str]]:
        families: dict[str, list[str]] = {}
        for name in sorted(domain.env.found_docs):
            original = original_of(domain, name)
            if original and not original_of(domain, original):
                families.setdefault(original, []).append(name)
        found: dict[str, dict[str, str]] = {}
        for original, names in families.items():
            family = {language_of(domain, original): original}
            for name in sorted(names, key=lambda name: (language_of(domain, name), name)):
                family.setdefault(language_of(domain, name), name)
            found |= dict.fromkeys(family.values(), family)
        return found

    families = domain.cached("versions in languages", group)
    return families.get(docname) or {language_of(domain, docname): docname}


def in_language_of(domain: FolioDomain, record: Record, docname: str) -> Record:
    """Return an object with its page in the language of another page, where there is one."""
    language = language_of(domain, docname)
    name = versions(domain, record.docname).get(language, record.docname)
    title = domain.env.titles.get(name)
    if name == record.docname or title is None:
        return record
    return replace(record, docname=name, title=title.astext())


def once_each(domain: FolioDomain, posts: Iterable[Record], language: str = "") -> list[Record]:
    """Return the posts without their translations: each in *language*, or else the original.

    Where *posts* has neither, as when only a translation carries a tag, it is what *posts* has.
    """
    listed = list(posts)
    names = {record.docname for record in listed}
    chosen = []
    for record in listed:
        family = versions(domain, record.docname)
        known = [name for name in family.values() if name in names]
        if record.docname == (family[language] if family.get(language) in names else known[0]):
            chosen.append(record)
    return chosen


def words_on(domain: FolioDomain, docname: str) -> Words:
    """Return the engine's words in the language of a page."""
    return words(language_of(domain, docname))


def _suffixed(docname: str) -> tuple[str, str]:
    """Split ``blog/cute/layout.zh`` into document and language, where it has one."""
    match = re.fullmatch(r"(.*[^/.])\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", docname)
    if match and match[2].partition("-")[0] in _LANGUAGES:
        return match[1], match[2]
    return docname, ""


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

    return domain.get("publication", key) or domain.cached("pages of works", walk).get(key)


def citing(domain: FolioDomain, keys: Iterable[str]) -> list[Place]:
    """Return the places that cite one of the entries, by title of their page, then in its order."""

    def group() -> dict[str, list[tuple[int, Place]]]:
        found: dict[str, list[tuple[int, Place]]] = {}
        for docname in domain.data["citations"]:
            for number, (key, *around) in enumerate(domain.data["citations"][docname]):
                found.setdefault(key, []).append((number, Place(docname, *around)))
        return found

    by_key = domain.cached("citing", group)
    places = {place: number for key in keys for number, place in by_key.get(key, ())}
    titles = domain.env.titles

    def order(place: Place) -> tuple[str, str, int]:
        return (titles[place.docname].astext(), place.docname, places[place])

    return sorted(places, key=order)
