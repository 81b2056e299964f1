"""The records of the site as entries of a feed, and the ids that they keep for ever."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from ...feeds import Author, Entry
from ..domain import Record, domain_of
from ..publishing import absolute, address, page_names, page_path, root_path, site_name
from ..queries import language_of, news_of, post_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from sphinx.application import Sphinx


def entry(app: Sphinx, record: Record, content: Callable[[str], str]) -> Entry:
    """Return the entry of a post or of a line of news; *content* gives the text of a page."""
    return _of_news(app, record) if record.type == "news" else _of_post(app, record, content)


def _of_post(app: Sphinx, record: Record, content: Callable[[str], str]) -> Entry:
    domain = domain_of(app.env)
    post = post_of(record)
    return Entry(
        id=tag_uri(app, post.date, _first_path(app, record.docname)),
        title=record.title,
        url=address(app, record.docname),
        published=post.date,
        updated=post.changed,
        language=language_of(domain, record.docname),
        authors=_authors(app, post.authors),
        summary=post.summary or domain.data["excerpts"].get(record.docname, ""),
        content=content(record.docname),
        tags=post.tags,
        external=post.external,
    )


def _of_news(app: Sphinx, record: Record) -> Entry:
    item = news_of(record)
    place = f"#{record.anchor}" if record.anchor else ""
    return Entry(
        id=tag_uri(app, item.date, page_path(app, record.docname)) + quote(place, safe="#"),
        title=item.text,
        url=address(app, record.docname) + quote(place, safe="#"),
        published=item.date,
        updated=item.date,
        language=language_of(domain_of(app.env), record.docname),
        authors=_authors(app, ()),
        content=f"<p>{html.escape(item.text, quote=False)}</p>",
    )


def tag_uri(app: Sphinx, day: datetime.date, path: str) -> str:
    """Return the id (RFC 4151) of what first stood at a path of the site.

    Without ``folio_feed_authority`` it names the site's host, and the folder that the site has
    there, so that two sites of a host do not share ids.
    """
    name = re.sub(r"(/index)?(\.html)?$", "", unquote(path).strip("/"))
    authority = app.config.folio_feed_authority
    if not authority:
        host = urlsplit(app.config.html_baseurl).hostname or ""
        authority = f"{host.encode('idna').decode()},{day.year:04d}"
        name = root_path(app).lstrip("/") + name
    return f"tag:{authority}:{quote(name, safe='/')}"


def _first_path(app: Sphinx, docname: str) -> str:
    """Return the oldest address of a page, the first that it says it had, else its own.

    A former address at which another page stands now belongs to that page.
    """
    taken = domain_of(app.env).cached(
        "paths of pages", lambda: {page_path(app, name).strip("/") for name in page_names(app)}
    )
    former = domain_of(app.env).data["redirects"].get(docname, ())
    free = (path for path in former if unquote(path).strip("/") not in taken)
    return next(free, page_path(app, docname))


def _authors(app: Sphinx, ids: tuple[str, ...]) -> tuple[Author, ...]:
    """Return the people named, else the publisher: what nobody signed is nobody's own."""
    domain = domain_of(app.env)
    people = [person for one in ids if (person := domain.get("person", one))]
    named = [Author(person.title, address(app, person.docname)) for person in people]
    return tuple(named) or (publisher(app),)


def publisher(app: Sphinx) -> Author:
    """Return the organisation behind the site, else the site itself."""
    name = app.config.folio_publisher
    if name and "about" in app.env.found_docs:
        return Author(name, address(app, "about"))
    return Author(name or site_name(app), absolute(app, ""))
