"""What a feed says, whatever its format."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

#: Characters that XML 1.0 has no way to write.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something, a person or an organisation, and the address of their page."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. All addresses are absolute; ``content`` is HTML, all else plain text.

    ``external`` is the address of what is published elsewhere, and ``url`` of the page about it.
    """

    id: str
    title: str
    url: str
    published: datetime.date
    updated: datetime.date
    language: str
    authors: tuple[Author, ...]
    summary: str = ""
    content: str = ""
    tags: tuple[str, ...] = ()
    external: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its entries, the newest first.

    ``updated`` is the newest day of theirs: a feed changes when they do, and never by the clock.
    ``address`` is the feed's own, ``url`` that of the page that shows the same. ``stylesheet`` and
    ``note`` (a sentence that says what a feed is) are for a person who opens it in a browser.
    """

    id: str
    title: str
    address: str
    url: str
    language: str
    author: Author
    updated: datetime.date
    entries: tuple[Entry, ...]
    subtitle: str = ""
    rights: str = ""
    icon: str = ""
    stylesheet: str = ""
    note: str = ""


def writable(text: str) -> str:
    """Return *text* with one form of line end and without what XML cannot hold."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
