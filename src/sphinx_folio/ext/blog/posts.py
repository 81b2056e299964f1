"""Posts: validated front matter, byline and note on the page, and lists of posts."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ... import front_matter
from ...errors import Subtype, did_you_mean
from ...models import MONTHS, Erratum, Post, Publication
from .. import pages, warn
from ..domain import Record, domain_of
from ..markup import Content, Listing, block, external, internal, joined, line, row, rows
from ..queries import BLOG, by_date, by_tag, post_of, tag_slug

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

ERRATUM: front_matter.Schema = {"date": front_matter.date, "text": front_matter.text}
SCHEMA: front_matter.Schema = {
    "title": front_matter.text,
    "date": front_matter.date,
    "updated": front_matter.date,
    "authors": front_matter.texts,
    "series": front_matter.text,
    "part": front_matter.number,
    "tags": front_matter.texts,
    "summary": front_matter.text,
    "image": front_matter.text,
    "original": front_matter.text,
    "external": front_matter.web_address,
    "canonical": front_matter.web_address,
    "errata": front_matter.records(ERRATUM, "text", "date"),
    "draft": front_matter.flag,
}


def is_post(docname: str) -> bool:
    """Tell whether a document is a post: it lies in ``blog/`` and is no index of a folder."""
    return docname.startswith(BLOG) and not docname.endswith("/index")


def day(date: datetime.date) -> str:
    """Return a date for readers, such as ``20 Nov 2026``."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def _read(app: Sphinx, docname: str, source: list[str]) -> None:
    if not is_post(docname):
        return
    values = pages.read_front_matter(app.env, docname, source, SCHEMA)
    if "date" not in values:
        warn("the post has no date; write 'date: YYYY-MM-DD'", (docname, 1), Subtype.FRONT_MATTER)
    app.env.temp_data["folio_post"] = Post(
        id=docname.removeprefix(BLOG),
        date=values.pop("date", datetime.date.min),
        errata=tuple(Erratum(**one) for one in values.pop("errata", ())),
        **{name: value for name, value in values.items() if name != "title"},
    )


def _note(app: Sphinx, doctree: nodes.document) -> None:
    env = app.env
    post: Post | None = env.temp_data.get("folio_post")
    if not is_post(env.docname) or post is None:
        return
    title = env.titles[env.docname].astext()
    domain_of(env).note(Record("post", post.id, title, env.docname, "", post))
    doctree.insert(0, PostKicker())
    pages.insert_after_title(doctree, PostHeader(original=post.original))


class PostKicker(Listing):
    """The small line above a post's title: its series and part."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the line, or nothing for a post outside any series."""
        domain = domain_of(app.env)
        record = domain.of(docname, "post")
        series = domain.get("series", post_of(record).series) if record else None
        if record is None or series is None:
            return []
        return [
            line("folio-kicker", internal(app, docname, series), f" · Part {post_of(record).part}")
        ]

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()


class PostHeader(Listing):
    """Lede, byline, dates, tags, and the note on what the article is."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the lines below the title."""
        domain = domain_of(app.env)
        record = domain.of(docname, "post")
        if record is None:
            return []
        post = post_of(record)
        parts: list[nodes.Node] = [line("folio-lede", post.summary)] if post.summary else []
        dates = f" · {day(post.date)}"
        if post.updated:
            dates += f" · updated {day(post.updated)}"
        parts.append(line("folio-byline", *byline_nodes(app, docname, post), dates))
        tags = [tag for name in post.tags if (tag := domain.get("tag", tag_slug(name)))]
        if tags:
            links: list[Content] = [internal(app, docname, tag) for tag in tags]
            parts.append(line("folio-tags", *joined(links, " ")))
        original = domain.bibliography.get(post.original)
        if original:
            parts.append(_origin(original))
        return [block("folio-post-header", *parts)]

    def entries(self) -> tuple[str, ...]:
        """Return the published original, if the post names one."""
        return (self["original"],) if self["original"] else ()


class PostList(Listing):
    """Posts, newest first."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return one row per post."""
        domain = domain_of(app.env)
        found = by_tag(domain).get(self["tag"], []) if self["tag"] else by_date(domain)
        for kind in ("series", "tag"):
            if self[kind] and domain.get(kind, self[kind]) is None:
                hint = did_you_mean(self[kind], (record.name for record in domain.records(kind)))
                warn(f"no {kind} {self[kind]!r}.{hint}", self, Subtype.SERIES)
        chosen = [
            record
            for record in found
            if not self["series"] or post_of(record).series == self["series"]
        ]
        items = [_row(app, docname, record) for record in chosen[: self["limit"]]]
        return [rows("folio-posts", items)] if items else [line("folio-empty", "No posts yet.")]

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()


def _row(app: Sphinx, docname: str, record: Record) -> nodes.list_item:
    post = post_of(record)
    domain = domain_of(app.env)
    main: list[nodes.Node] = [line("folio-post-title", internal(app, docname, record))]
    if post.summary:
        main.append(line("folio-post-summary", post.summary))
    series = domain.get("series", post.series)
    if series:
        main.append(
            line("folio-post-series", internal(app, docname, series), f" · Part {post.part}")
        )
    return row(
        "folio-post", line("folio-entry-date", day(post.date)), block("folio-entry-main", *main)
    )


def byline_nodes(app: Sphinx, docname: str, post: Post) -> list[nodes.Node]:
    """Return who a post is by: people of the site, else its publisher, else its only person."""
    domain = domain_of(app.env)
    people = [record for one in post.authors if (record := domain.get("person", one))]
    publisher = app.config.folio_publisher
    if not people and publisher:
        about = Record("page", "about", publisher, "about")
        if "about" in app.env.found_docs:
            return [internal(app, docname, about)]
        return [nodes.Text(publisher)]
    if not people:
        people = domain.records("person")[:1]
    links: list[Content] = [internal(app, docname, record) for record in people]
    return joined(links, ", ")


def _origin(original: Publication) -> nodes.paragraph:
    """Say that the article was written for this site on the title of a published one."""
    author = original.authors[0].full if original.authors else ""
    title = f"{author[:1].upper()}{author[1:]}, {original.title}" if author else original.title
    link = (
        external(title, original.fields["url"]) if "url" in original.fields else nodes.Text(title)
    )
    where = original.fields.get("howpublished", "")
    return line(
        "folio-origin",
        "Written for this site, on the title of a published article; neither a translation nor a "
        "summary of it. The original: ",
        link,
        f" ({where})." if where else ".",
    )


class PostsDirective(SphinxDirective):
    """``{posts}``: posts, newest first, of a ``:series:`` or ``:tag:``, at most ``:limit:``."""

    option_spec: ClassVar = {
        "series": directives.unchanged,
        "tag": lambda text: tag_slug(directives.unchanged(text)),
        "limit": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        options: dict[str, Any] = self.options
        node = PostList(
            series=options.get("series", ""),
            tag=options.get("tag", ""),
            limit=options.get("limit"),
        )
        self.set_source_info(node)
        return [node]


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about authors, originals and bylines that lead nowhere."""
    domain = domain_of(env)
    for record in domain.records("post"):
        post = post_of(record)
        for author in post.authors:
            if author not in domain.people:
                hint = did_you_mean(author, domain.people)
                warn(f"no person {author!r}.{hint}", (record.docname, 1), Subtype.PEOPLE)
        if post.original and post.original not in domain.bibliography:
            hint = did_you_mean(post.original, domain.bibliography)
            message = f"original: no entry {post.original!r} in the bibliography.{hint}"
            warn(message, (record.docname, 1), Subtype.PUBLICATION)
        if not post.authors and not app.config.folio_publisher and len(domain.people) > 1:
            message = (
                "the post names no authors; write 'authors:', or set folio_publisher in conf.py"
            )
            warn(message, (record.docname, 1), Subtype.PEOPLE)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register posts and lists of them."""
    app.setup_extension("sphinx_folio.ext.markup")
    # Who articles without authors are by: an organisation, linked to the page ``about``.
    app.add_config_value(
        "folio_publisher", "", "env", str, "The organisation behind unsigned posts"
    )
    for node in (PostKicker, PostHeader, PostList):
        app.add_node(node)
    app.add_directive("posts", PostsDirective)
    app.connect("source-read", _read)
    app.connect("doctree-read", _note, priority=600)
    app.connect("env-check-consistency", _check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
