"""What lists, heads and references say of an entry in the words of a page's language."""

from __future__ import annotations

import re

from docutils import nodes

from ... import references
from ...models import Month, Publication
from ...words import Words
from ..markup import external

#: Genre: what one such work is called.
ONE = {
    "paper": "Paper",
    "book": "Book",
    "thesis": "Thesis",
    "report": "Report",
    "talk": "Talk",
    "patent": "Patent",
    "software": "Software",
    "dataset": "Data set",
    "post": "Post",
}


def when(entry: Publication, _: Words) -> str:
    """Return the year; for a patent the months in which it was filed and granted."""
    if entry.genre != "patent" or not entry.month:
        return entry.year
    granted = _("granted {month}", month=_.month(Month(int(entry.year or 0), entry.month)))
    match = re.match(r"(\d{4})-(0[1-9]|1[0-2])", entry.fields.get("filed", ""))
    if not match:
        return granted
    filed = _("filed {month}", month=_.month(Month(int(match[1]), int(match[2]))))
    return _("{one}, {other}", one=filed, other=granted)


def detail(entry: Publication, _: Words, venue: str = "", badge: str = "") -> list[str]:
    """Return where and when a work appeared, and its state unless the *badge* beside says it.

    *venue* stands in for one that the entry lacks.
    """
    said = [
        entry.venue or venue,
        entry.fields.get("holder", "") if entry.genre == "patent" else "",
        when(entry, _),
        status(entry, _),
    ]
    # "arXiv preprint" says it as well.
    told = said[0].casefold() == f"arxiv {references.status(entry)}"
    if told or said[-1].casefold() == badge.casefold():
        said[-1] = ""
    return list(filter(None, said))


def volume(entry: Publication, _: Words) -> str:
    """Return volume, number and pages as a reference gives them; for a patent its holder."""
    if entry.genre == "patent":
        return entry.fields.get("holder", "")
    fields = entry.fields
    said = [
        _("vol. {volume}", volume=fields["volume"]) if fields.get("volume") else "",
        _("no. {number}", number=fields["number"]) if fields.get("number") else "",
        _("pp. {pages}", pages=fields["pages"]) if fields.get("pages") else "",
    ]
    return ", ".join(filter(None, said))


def status(entry: Publication, _: Words) -> str:
    """Return the state of publication, ``""`` for what is published."""
    said = references.status(entry)
    return _(said) if said else ""


def one(entry: Publication, _: Words) -> str:
    """Return what such a work is called."""
    return _(ONE[references.genre(entry)])


def links(entry: Publication, _: Words) -> list[nodes.Node]:
    """Return the links of an entry."""
    return [external(_(link.label), link.url) for link in references.links(entry)]
