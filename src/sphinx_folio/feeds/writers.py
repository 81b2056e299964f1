"""The three formats: Atom (RFC 4287), RSS 2.0 with its usual modules, and JSON Feed 1.1."""

from __future__ import annotations

import datetime
import html
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

from ..models import MONTHS
from .values import Author, Entry, Feed, writable

GENERATOR = "sphinx-folio"

_ATOM = "http://www.w3.org/2005/Atom"
_MODULES = {
    "xmlns:atom": _ATOM,
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
_XHTML = {"xmlns:h": "http://www.w3.org/1999/xhtml"}

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


#: The sign of an e-mail address, which stands in no feed as it is written; readers decode it.
_MAIL_SIGN = re.compile(r"@(?<=[\w-]@)(?=\w)")  # the sign first: it is looked for at once
_IN_JSON = r"\\u0040"


def atom(feed: Feed) -> bytes:
    """Return the feed as Atom."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": feed.language})
    _add(root, "title", feed.title)
    if feed.subtitle:
        _add(root, "subtitle", feed.subtitle)
    _add_note(root, feed)
    _add(root, "id", feed.id)
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.url, "text/html")
    _add(root, "updated", _instant(feed.updated))
    _add_person(root, feed.author)
    if feed.rights:
        _add(root, "rights", feed.rights)
    if feed.icon:
        _add(root, "icon", feed.icon)
    _add(root, "generator", GENERATOR)
    for entry in feed.entries:
        _add_atom_entry(root, entry)
    return _bytes(root, feed)


def _add_atom_entry(root: ET.Element, entry: Entry) -> None:
    item = ET.SubElement(root, "entry", {"xml:lang": entry.language})
    _add(item, "title", entry.title)
    _add(item, "id", entry.id)
    _link(item, "alternate", entry.external or entry.url, "text/html")
    if entry.external:
        _link(item, "related", entry.url, "text/html")
    _add(item, "published", _instant(entry.published))
    _add(item, "updated", _instant(entry.updated))
    for author in entry.authors:
        _add_person(item, author)
    for tag in entry.tags:
        ET.SubElement(item, "category", {"term": writable(tag)})
    if entry.summary:
        _add(item, "summary", entry.summary)
    if entry.content:
        _add(item, "content", entry.content, type="html")


def rss(feed: Feed) -> bytes:
    """Return the feed as RSS 2.0."""
    root = ET.Element("rss", {"version": "2.0", **_MODULES})
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "description", _as_html(feed.subtitle or feed.title))
    _add_note(channel, feed)
    _add(channel, "link", feed.url)
    link = {"rel": "self", "href": feed.address, "type": "application/rss+xml"}
    ET.SubElement(channel, "atom:link", link)
    _add(channel, "language", feed.language)
    if feed.rights:
        _add(channel, "copyright", feed.rights)
    _add(channel, "lastBuildDate", _mail_date(feed.updated))
    _add(channel, "generator", GENERATOR)
    for entry in feed.entries:
        item = ET.SubElement(channel, "item")
        _add(item, "title", entry.title)
        _add(item, "link", entry.external or entry.url)
        _add(item, "guid", entry.id, isPermaLink="false")
        _add(item, "pubDate", _mail_date(entry.published))
        for author in entry.authors:
            _add(item, "dc:creator", author.name)
        for tag in entry.tags:
            _add(item, "category", tag)
        if entry.summary:
            _add(item, "description", _as_html(entry.summary))
        if entry.content:
            _add(item, "content:encoded", entry.content)
    return _bytes(root, feed)


def json_feed(feed: Feed) -> bytes:
    """Return the feed as JSON Feed 1.1."""
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": feed.address,
        "description": feed.subtitle,
        "favicon": feed.icon,
        "language": feed.language,
        "authors": [_json_author(feed.author)],
        "items": [_json_item(entry) for entry in feed.entries],
    }
    text = json.dumps(_known(said), ensure_ascii=False, indent=1)
    return f"{_MAIL_SIGN.sub(_IN_JSON, text)}\n".encode()


def _json_item(entry: Entry) -> dict[str, Any]:
    return _known(
        {
            "id": entry.id,
            "url": entry.url,
            "external_url": entry.external,
            "title": entry.title,
            "summary": entry.summary,
            # The format asks for a content, in one form or the other.
            "content_html": entry.content or _as_html(entry.summary or entry.title),
            "date_published": _instant(entry.published),
            "date_modified": _instant(entry.updated),
            "authors": [_json_author(author) for author in entry.authors],
            "tags": [writable(tag) for tag in entry.tags],
            "language": entry.language,
        }
    )


def _json_author(author: Author) -> dict[str, str]:
    return _known({"name": author.name, "url": author.url})


def _known(said: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of all that could be; texts without characters that break readers."""
    return {
        key: writable(value) if isinstance(value, str) else value
        for key, value in said.items()
        if value or key == "items"
    }


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = writable(text)


def _add_person(parent: ET.Element, author: Author) -> None:
    person = ET.SubElement(parent, "author")
    _add(person, "name", author.name)
    if author.url:
        _add(person, "uri", author.url)


def _add_note(parent: ET.Element, feed: Feed) -> None:
    """Say what this is to a person who opens it; feed readers pass over what is not theirs."""
    # On a phone, the page as wide as the screen, not as a page made for a desk.
    wide = {"name": "viewport", "content": "width=device-width"}
    ET.SubElement(parent, "h:meta", {**_XHTML, **wide})
    if feed.note:
        note = ET.SubElement(parent, "h:p", _XHTML)
        note.text = writable(feed.note) + " "
        ET.SubElement(note, "h:a", {"href": feed.url}).text = writable(feed.url)


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "type": kind, "href": writable(href)})


def _instant(day: datetime.date) -> str:
    """Return the beginning of a day, in UTC as all days of the site, as RFC 3339 has it."""
    return f"{day.isoformat()}T00:00:00Z"


def _mail_date(day: datetime.date) -> str:
    """Return the same as RFC 822 has it, in English whatever the machine speaks."""
    month = MONTHS[day.month - 1]
    return f"{_DAYS[day.weekday()]}, {day.day:02d} {month} {day.year:04d} 00:00:00 GMT"


def _as_html(text: str) -> str:
    """Return plain text for a place that readers take for HTML."""
    return html.escape(text, quote=False)


def _bytes(root: ET.Element, feed: Feed) -> bytes:
    ET.indent(root, " ")
    style = html.escape(feed.stylesheet)
    look = f'<?xml-stylesheet type="text/css" href="{style}"?>\n' if style else ""
    text = ET.tostring(root, encoding="unicode", short_empty_elements=True)
    text = _MAIL_SIGN.sub("&#64;", text)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{look}{text}\n'.encode()
