"""Says of a publication what lists and references show: its links, when and where it appeared."""

from __future__ import annotations

from urllib.parse import urlsplit

from .models import MONTHS, Link, Publication

#: Fields that hold a link: the word shown, and the address made from an identifier.
FIELDS = {
    "doi": ("DOI", "https://doi.org/{}"),
    "eprint": ("arXiv", "https://arxiv.org/abs/{}"),
    "pdf": ("PDF", "{}"),
    "code": ("Code", "{}"),
    "website": ("Project", "{}"),
    "slides": ("Slides", "{}"),
    "poster": ("Poster", "{}"),
    "video": ("Video", "{}"),
}

_HOSTS = {"openreview.net": "OpenReview", "github.com": "Code", "patents.google.com": "Register"}


def links(entry: Publication) -> tuple[Link, ...]:
    """Return the links of an entry; what is no http address is left out."""
    found: dict[str, str] = {}
    for field, (label, address) in FIELDS.items():
        value = entry.fields.get(field, "")
        if field == "eprint" and entry.fields.get("archiveprefix", "arXiv").lower() != "arxiv":
            continue
        if value:
            found[label] = value if "://" in value else address.format(value)
    url = entry.fields.get("url", "")
    if url and url not in found.values():
        word = _HOSTS.get(_host(url) or "", "Paper" if entry.genre == "paper" else "Record")
        found = {word: url, **found}
    return tuple(
        Link(label.lower(), label, address)
        for label, address in found.items()
        if _host(address) is not None
    )


def _host(url: str) -> str | None:
    """Return the host of an http address, ``None`` for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in {"http", "https"} else None


def when(entry: Publication) -> str:
    """Return the year; for a patent the month of its grant."""
    if entry.genre == "patent" and entry.month:
        return f"granted {MONTHS[entry.month - 1]} {entry.year}"
    return entry.year


def volume(entry: Publication) -> str:
    """Return volume, number and pages as a reference gives them; for a patent its holder."""
    if entry.genre == "patent":
        return entry.fields.get("holder", "")
    words = (("volume", "vol."), ("number", "no."), ("pages", "pp."))
    return ", ".join(
        f"{word} {entry.fields[name]}" for name, word in words if entry.fields.get(name)
    )


def plain(entry: Publication) -> str:
    """Return an entry in one line of text, with three authors at most."""
    authors = ", ".join(name.full for name in entry.authors[:3])
    authors += " et al." if len(entry.authors) > 3 else ""
    parts = [part for part in (authors, entry.title, entry.venue, entry.year) if part]
    return " ".join(map(sentence, parts[:-1])) + f" {parts[-1]}" if parts[1:] else "".join(parts)


def sentence(text: str) -> str:
    """Return *text* with a full stop behind it, unless it ends a sentence already."""
    return text if text.endswith((".", "?", "!")) else f"{text}."
