"""The records of the site as entries of a feed, and the ids that they keep for ever."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from ...feeds import Author, Entry
from ...mail import spoken
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
        id=_ids(app)[record.docname],
        title=spoken(record.title),
        url=address(app, record.docname),
        published=post.date,
        updated=post.changed,
        language=language_of(domain, record.docname),
        authors=_authors(app, post.authors),
        summary=spoken(post.summary or domain.data["excerpts"].get(record.docname, "")),
        content=content(record.docname),
        tags=post.tags,
        external=post.external,
    )


def _of_news(app: Sphinx, record: Record) -> Entry:
    item = news_of(record)
    place = f"#{record.anchor}" if record.anchor else ""
    return Entry(
        id=tag_uri(app, item.date, page_path(app, record.docname)) + quote(place, safe="#"),
        title=spoken(item.text),
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
    return _tag(app, day, _name(path))


def _name(path: str) -> str:
    """Return a path without what the form of addresses adds."""
    return re.sub(r"(/index)?(\.html)?$", "", path.strip("/"))


def _tag(app: Sphinx, day: datetime.date, name: str) -> str:
    authority = app.config.folio_feed_authority
    if not authority:
        host = urlsplit(app.config.html_baseurl).hostname or ""
        authority = f"{host.encode('idna').decode()},{day.year:04d}"
        name = root_path(app).lstrip("/") + name
    return f"tag:{authority}:{quote(name, safe='/')}"


def claims(app: Sphinx) -> dict[str, str]:
    """Return, per page, what is wrong with a former address that another page's id is made of."""
    return _named(app)[1]


def _ids(app: Sphinx) -> dict[str, str]:
    return _named(app)[0]


def _named(app: Sphinx) -> tuple[dict[str, str], dict[str, str]]:
    """Return the ids of the posts, no two alike, and what is wrong with what posts say of them.

    An id is of the oldest address of a post: the first that it says it had, else its own. A former
    address at which another page stands now belongs to that page, and one that two posts had to the
    older of them.
    """
    domain = domain_of(app.env)

    def name() -> tuple[dict[str, str], dict[str, str]]:
        pages = {_name(page_path(app, one)) for one in page_names(app)}
        ids: dict[str, str] = {}
        owners: dict[str, tuple[str, str]] = {}
        faults: dict[str, str] = {}
        for record in sorted(
            domain.records("post"), key=lambda one: (post_of(one).date, one.docname)
        ):
            docname, day = record.docname, post_of(record).date
            former = map(unquote, domain.data["redirects"].get(docname, ()))
            said = [path for path in former if _name(path) not in pages]
            own = _name(page_path(app, docname))
            for path, part in [*((one, _name(one)) for one in said), ("", own), ("", docname)]:
                found = _tag(app, day, part)
                if found not in owners:
                    break
                other, theirs = owners[found]
                # That one and the same address leads to two pages is told with the redirects.
                if path and _file(path) != _file(theirs):
                    faults.setdefault(
                        docname,
                        f"redirect-from: {path!r} is in feeds what {theirs!r} of "
                        f"{app.env.doc2path(other, base=False)} is; the ids in feeds do not use it",
                    )
            owners[found] = (docname, path)
            ids[docname] = found
        return ids, faults

    return domain.cached("ids in feeds", name)


def _file(path: str) -> str:
    return path.removesuffix("index.html").rstrip("/")


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
