"""Feeds: Atom, RSS and JSON Feed of the newest posts, and the links by which they are found."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError
from sphinx.util.osutil import relative_uri

from ...errors import Subtype
from ...feeds import Entry, Feed, atom, json_feed, rss
from ...words import Words, own_name, words
from .. import warn
from ..domain import domain_of
from ..publishing import absolute, address, page_names, site_name, write_text, writes_pages
from ..queries import language_of, place_of, words_on
from .channels import Channel, channels, first_day, of_page
from .entries import claims, entry, publisher
from .texts import forget_others, has_feeds, keep, missing, text_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

_WRITERS = {"Atom": atom, "RSS": rss, "JSON Feed": json_feed}
_TYPES = {
    "Atom": "application/atom+xml",
    "RSS": "application/rss+xml",
    "JSON Feed": "application/feed+json",
}
_STYLE = "_static/feeds/feed.css"
_AUTHORITY = re.compile(r"([\w.+-]+@)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?,\d{4}(-\d{2}){0,2}", re.ASCII)


def _validate(app: Sphinx, config: Config) -> None:
    authority = config.folio_feed_authority
    if authority and not _AUTHORITY.fullmatch(authority):
        raise ConfigError(
            f"folio_feed_authority: {authority!r} is no name with a year in which it was yours; "
            "write for example 'example.org,2026'"
        )


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about pages whose files lie where a feed is to be written."""
    for path, docname in _taken(app).items():
        warn(f"the feed {path} is not written: this page lies there", docname, Subtype.FEED)
    for docname, message in claims(app).items() if has_feeds(app) else ():
        warn(message, place_of(domain_of(env), docname, "redirect-from"), Subtype.FEED)


def _taken(app: Sphinx) -> dict[str, str]:
    """Return the files of feeds whose place a page has, with that page."""
    builder = app.builder
    if not has_feeds(app) or not isinstance(builder, StandaloneHTMLBuilder):
        return {}

    def find() -> dict[str, str]:
        files = {file for one in channels(domain_of(app.env)) for file in one.files.values()}
        found = {}
        for docname in reversed(page_names(app)):
            page = Path(builder.get_output_path(docname)).relative_to(app.outdir)
            for place in map(str, (PurePosixPath(page.as_posix()), *page.parents)):
                if place in files:
                    found[place] = docname
        return found

    return domain_of(app.env).cached("pages in the places of feeds", find)


def _files(app: Sphinx, channel: Channel) -> dict[str, str]:
    """Return the files of a feed that can be written, by format."""
    taken = _taken(app)
    return {format_: path for format_, path in channel.files.items() if path not in taken}


# --- what finds a feed ----------------------------------------------------------------------------


def _link(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Name in each page's head the feeds of the blog, and of what the page is part of."""
    if not has_feeds(app):
        return
    domain = domain_of(app.env)
    _ = words_on(domain, pagename)
    links = [
        f'<link rel="alternate" type="{_TYPES[format_]}"'
        f' title="{html.escape(_label(_, channel, format_))}"'
        f' href="{html.escape(absolute(app, path))}">'
        for channel in of_page(domain, pagename)
        for format_, path in _files(app, channel).items()
        if format_ == "Atom" or channel.kind == "all"
    ]
    context["metatags"] = "\n".join(filter(None, [context.get("metatags", ""), *links]))


def _shown(app: Sphinx) -> dict[str, Any]:
    """Return the feeds that each page names."""
    if not has_feeds(app):
        return {}
    domain = domain_of(app.env)
    told = {
        (one.kind, one.name): [one.kind, one.title, one.language, sorted(_files(app, one).items())]
        for one in channels(domain)
    }
    return {
        name: [told[one.kind, one.name] for one in of_page(domain, name)]
        for name in page_names(app)
    }


def _label(_: Words, channel: Channel, format_: str) -> str:
    """Return what a reader's program offers: what is in the feed, and its format."""
    title = channel.title or own_name(channel.language)
    if channel.kind == "language":
        return _("Posts in {language} ({format})", language=title, format=format_)
    if channel.kind == "series":
        return _("Series: {title} ({format})", title=title, format=format_)
    if channel.kind == "tag":
        return _("Tag: {title} ({format})", title=title, format=format_)
    return _("All posts ({format})", format=format_)


# --- writing --------------------------------------------------------------------------------------


def _write(app: Sphinx, exception: Exception | None) -> None:
    if not writes_pages(app, exception):
        return
    forget_others(app)
    if not has_feeds(app):
        return
    made: dict[tuple[str, str], Entry] = {}
    for channel in channels(domain_of(app.env)):
        for record in channel.records:
            key = (record.docname, record.anchor)
            if key not in made:
                made[key] = entry(app, record, lambda docname: text_of(app, docname))
        entries = tuple(made[record.docname, record.anchor] for record in channel.records)
        feed = _feed(app, channel, entries)
        for format_, path in _files(app, channel).items():
            own = replace(
                feed,
                id=_feed_id(app, path),
                address=absolute(app, path),
                stylesheet=relative_uri(quote(path), _STYLE),
            )
            write_text(app, path, _WRITERS[format_](own).decode())


def _feed(app: Sphinx, channel: Channel, entries: tuple[Entry, ...]) -> Feed:
    """Return a feed in the words of its language; its own address is still to come."""
    domain = domain_of(app.env)
    _ = words(channel.language)
    named = channel.title or (own_name(channel.language) if channel.kind == "language" else "")
    rights = app.config.copyright
    return Feed(
        id="",
        title=_("{site}: {title}", site=site_name(app), title=named) if named else site_name(app),
        address="",
        url=address(app, channel.page),
        language=channel.language,
        author=publisher(app),
        updated=max((one.updated for one in entries), default=first_day(domain)),
        entries=entries,
        subtitle=_subtitle(app, channel),
        rights=rights if isinstance(rights, str) else ", ".join(rights),
        icon=_icon(app),
        note=_(
            "This is a feed: put its address into a feed reader, and it will show new posts. "
            "To read them on the site:"
        ),
    )


def _subtitle(app: Sphinx, channel: Channel) -> str:
    """Return the summary of the page that shows the same, if it is in the feed's language.

    Where it is not, a feed of one language says so in a sentence.
    """
    domain = domain_of(app.env)
    pages = [channel.page]
    if channel.kind in {"all", "language"}:
        pages.append(domain.env.config.root_doc)
    said = (domain.summary(one) for one in pages if language_of(domain, one) == channel.language)
    summary = next(filter(None, said), "")
    if summary or channel.kind != "language":
        return summary
    _ = words(channel.language)
    language = own_name(channel.language)
    return _("New posts on {site}, in {language}.", site=site_name(app), language=language)


def _feed_id(app: Sphinx, path: str) -> str:
    """Return what a feed is known by: its address, unless the ids are to outlive that."""
    authority = app.config.folio_feed_authority
    return f"tag:{authority}:{quote(path)}" if authority else absolute(app, path)


def _icon(app: Sphinx) -> str:
    icon = app.config.html_favicon or ""
    if not icon or icon.startswith(("http://", "https://")):
        return icon
    return absolute(app, f"_static/{PurePosixPath(icon).name}")


def _written(app: Sphinx) -> list[str]:
    if not has_feeds(app):
        return []
    return [path for one in channels(domain_of(app.env)) for path in _files(app, one).values()]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the setting and the steps."""
    for name in ("publishing", "blog"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    # Who gives entries their ids, for ever: "example.org,2026" (RFC 4151). Without it each id names
    # the host that the site is on, and changes when the site moves.
    app.add_config_value(
        "folio_feed_authority", "", "", str, "Name and year in the ids of feeds' entries"
    )
    # After the types of settings have been looked at (550).
    app.connect("config-inited", _validate, priority=600)
    # After the extensions that note tags and news, before the pages to write are chosen (900).
    app.connect("env-updated", missing, priority=700)
    app.connect("env-check-consistency", _check)
    app.connect("html-page-context", _link, priority=700)
    app.connect("folio-page-shows", _shown)
    # When everything in the page stands (900).
    app.connect("html-page-context", keep, priority=950)
    app.connect("build-finished", _write, priority=700)
    app.connect("folio-files-written", _written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
