"""The sitemap and ``robots.txt``: every public page, in which languages, and since when as it is.

https://www.sitemaps.org/protocol.html, and for other languages
https://developers.google.com/search/docs/specialty/international/localized-versions
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from .domain import FolioDomain, Record, domain_of
from .publishing import (
    absolute,
    address,
    alternates,
    canonical,
    is_public,
    page_names,
    write_text,
    writes_pages,
)
from .queries import by_date, by_tag, post_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"
_SPACES = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
}


def sitemap(app: Sphinx) -> str:
    """Return the sitemap; a page whose canonical address is another's is not in it."""
    domain = domain_of(app.env)
    root = ET.Element("urlset", _SPACES)
    pages = {address(app, docname): docname for docname in page_names(app)}
    for own, docname in sorted(pages.items()):
        if canonical(app, docname) != own:
            continue
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = own
        changed = last_change(domain, docname)
        if changed:
            ET.SubElement(entry, "lastmod").text = changed.isoformat()
        for language, url in alternates(app, docname).items():
            link = {"rel": "alternate", "hreflang": language, "href": url}
            ET.SubElement(entry, "xhtml:link", link)
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def last_change(domain: FolioDomain, docname: str) -> datetime.date | None:
    """Return the last day of change that the content itself tells, ``None`` where it tells none.

    A post declares its own; a page made of nothing but posts has that of the latest.
    """
    record = domain.of(docname, "post")
    if record:
        return post_of(record).changed
    days = domain.cached("days of lists", lambda: _days_of_lists(domain))
    return days.get(docname)


def _days_of_lists(domain: FolioDomain) -> dict[str, datetime.date]:
    years: dict[str, list[Record]] = {}
    for post in by_date(domain):
        years.setdefault(str(post_of(post).date.year), []).append(post)
    found = {}
    for kind, listed in (("tag", by_tag(domain)), ("year", years)):
        for record in domain.records(kind):
            posts = listed.get(record.name)
            if posts:
                found[record.docname] = max(post_of(post).changed for post in posts)
    return found


def robots(app: Sphinx) -> str:
    """Return a ``robots.txt`` that lets everyone in and names the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {absolute(app, SITEMAP)}\n"


def _write(app: Sphinx, exception: Exception | None) -> None:
    # A build that is not public gets no robots.txt that forbids it: a page that may not be fetched
    # cannot say noindex, and would be listed by its address alone.
    if writes_pages(app, exception) and is_public(app):
        write_text(app, SITEMAP, sitemap(app))
        write_text(app, ROBOTS, robots(app))


def _written(app: Sphinx) -> list[str]:
    return [SITEMAP, ROBOTS] if is_public(app) else []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step."""
    app.setup_extension("sphinx_folio.ext.publishing")
    app.connect("build-finished", _write, priority=700)
    app.connect("folio-files-written", _written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
