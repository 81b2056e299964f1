"""The head of a post: above its title its series and part, below it what is said of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docutils import nodes

from ...models import Post, Publication
from ...words import Words, own_name
from ..domain import FolioDomain, Record, domain_of
from ..markup import Content, Listing, block, external, internal, joined, line, span
from ..pages import insert_after_title
from ..queries import (
    in_language_of,
    language_of,
    post_of,
    site_language,
    tag_slug,
    versions,
    words_on,
)
from ..translations import version_notes
from .errata import ERRATA, last_correction

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class PostKicker(Listing):
    """The small line above a post's title: whether it is public, its series and part."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the line, or nothing for a public post outside any series."""
        domain = domain_of(app.env)
        record = domain.of(docname, "post")
        if record is None:
            return []
        _ = words_on(domain, docname)
        post = post_of(record)
        said: list[Content] = []
        mark = domain.derived("mark", docname)
        if mark:
            word = _("Draft") if mark == "draft" else _("Scheduled for {day}", day=_.day(post.date))
            said.append(span("folio-mark", word))
        series = domain.get("series", post.series)
        if series:
            said.append(internal(app, docname, in_language_of(domain, series, docname)))
        if series and post.part:
            said.append(_("Part {number}", number=post.part))
        return [line("folio-kicker", *joined(said, " · "))] if said else []

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()

    def types(self) -> tuple[str, ...]:
        """Return none: what is shown is told at ``folio-page-shows``."""
        return ()


class PostHeader(Listing):
    """Lede, byline, dates, tags, other languages, and the notes on what the article is."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the lines below the title."""
        domain = domain_of(app.env)
        record = domain.of(docname, "post")
        if record is None:
            return []
        _ = words_on(domain, docname)
        post = post_of(record)
        parts: list[nodes.Node] = [line("folio-lede", post.summary)] if post.summary else []
        parts.append(line("folio-byline", *_byline(app, domain, docname, post)))
        tags = [tag for name in post.tags if (tag := domain.get("tag", tag_slug(name)))]
        if tags:
            links: list[Content] = [internal(app, docname, tag) for tag in tags]
            parts.append(line("folio-tags", *joined(links, " ")))
        parts += version_notes(app, docname)
        original = domain.bibliography.get(post.original)
        if original:
            parts.append(line("folio-origin", *_origin(_, original)))
        if post.external:
            link = external(urlsplit(post.external).hostname or post.external, post.external)
            parts.append(line("folio-origin", *spread(_("Published at {place}."), place=link)))
        return [block("folio-post-header", *parts)]

    def entries(self) -> tuple[str, ...]:
        """Return the published original, if the post names one."""
        return (self["original"],) if self["original"] else ()

    def types(self) -> tuple[str, ...]:
        """Return none: what is shown is told at ``folio-page-shows``."""
        return ()


def _byline(app: Sphinx, domain: FolioDomain, docname: str, post: Post) -> list[nodes.Node]:
    """Return who, when, how long, and in which language when that is not the site's."""
    _ = words_on(domain, docname)
    facts: list[Content] = [_.day(post.date)]
    if post.updated:
        facts.append(_("updated {day}", day=_.day(post.updated)))
    corrected = last_correction(post)
    if corrected:
        words = _("corrected {day}", day=_.day(corrected))
        facts.append(nodes.reference("", words, refid=ERRATA, internal=True))
    minutes = domain.data["minutes"].get(docname)
    if minutes:
        facts.append(_.plural("{count} min read", "{count} min read", minutes))
    language = language_of(domain, docname)
    # Where there are several versions, the links to the others say which one this is.
    if language != site_language(domain) and len(versions(domain, docname)) == 1:
        facts.append(own_name(language))
    authors = span("folio-authors", *byline_nodes(app, docname, post))
    return joined([authors, *(span("folio-fact", fact) for fact in facts)], " · ")


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


def _origin(_: Words, original: Publication) -> list[nodes.Node]:
    """Say that the article was written for this site under the title of a published one."""
    author = original.authors[0].full if original.authors else ""
    title = f"{author[:1].upper()}{author[1:]}, {original.title}" if author else original.title
    url = original.fields.get("url", "")
    link = external(title, url) if url else nodes.Text(title)
    said = _(
        "Written for this site under the title of a published article; neither a translation nor "
        "a summary of it. Original: {original}."
    )
    where = original.fields.get("howpublished", "")
    place = span("", *spread(_("{original} ({place})"), original=link, place=where))
    return spread(said, original=place if where else link)


def spread(text: str, **places: Content) -> list[nodes.Node]:
    """Return a text with nodes in the places that it names in braces."""
    pieces = re.split(r"\{(\w+)\}", text)
    said: list[Content] = [
        places[piece] if number % 2 else piece for number, piece in enumerate(pieces) if piece
    ]
    return joined(said, "")


def _put(app: Sphinx, doctree: nodes.document) -> None:
    """Put the place-holders of a post's head into its page."""
    record = domain_of(app.env).of(app.env.docname, "post")
    if record:
        doctree.insert(0, PostKicker())
        insert_after_title(doctree, PostHeader(original=post_of(record).original))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts of the head."""
    for name in ("blog.errata", "translations"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    app.add_node(PostKicker)
    app.add_node(PostHeader)
    # After the record of the post is noted (600), before place-holders are counted (700).
    app.connect("doctree-read", _put, priority=620)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
