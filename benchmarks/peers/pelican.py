"""Pelican with its own theme and the extensions of Markdown that it comes with."""

from __future__ import annotations

from pathlib import Path

from dialects import Dialect
from peers.peer import Abilities, Peer, program, put
from workload import Post, Workload, posts_of, series_name, slug

_CONF = """\
AUTHOR = "The authors"
SITENAME = "A site"
SITEURL = "https://example.org"
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
FEED_MAX_ITEMS = 20
FEED_DOMAIN = SITEURL
FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_ALL_RSS = "feeds/all.rss.xml"
TAG_FEED_ATOM = "feeds/tag-{slug}.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{slug}.atom.xml"
"""
_DIALECT = Dialect(link=lambda number: f"[a post]({{filename}}{slug(number)}.md)")


def _front_matter(post: Post) -> str:
    category = "other" if post.series is None else series_name(post.series)
    lines = [f"Title: {post.title}", f"Date: {post.date}", f"Tags: {', '.join(post.tags)}"]
    return "\n".join([*lines, f"Category: {category}", f"Slug: {post.slug}", ""])


def _write(workload: Workload, folder: Path) -> None:
    put(folder / "pelicanconf.py", _CONF)
    for post in posts_of(workload):
        text = f"{_front_matter(post)}\n{_DIALECT.body(post.blocks)}"
        put(folder / _source(post.number), text)


def _source(number: int) -> str:
    return f"content/{slug(number)}.md"


PELICAN = Peer(
    name="Pelican",
    abilities=Abilities(
        formulas="left as text",
        highlighting="Pygments",
        citations="as text",
        tags="pages",
        series="as categories",
        feeds="Atom, RSS; site, tags, categories",
        search="no",
        navigation="categories",
        theme="its own",
    ),
    write=_write,
    command=lambda environment, _: [
        program(environment, "pelican"),
        "-q",
        "content",
        "-s",
        "pelicanconf.py",
    ],
    source=_source,
    page=lambda number: f"output/{slug(number)}.html",
    made=("output", "cache", "__pycache__"),
    pins=("pelican[markdown]==4.12.0",),
)
