"""Says of a publication what lists and references show: its links, when and where it appeared."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .models import Link, Publication

#: Fields that hold a link: the word shown, and the address made from an identifier.
FIELDS = {
    "html": ("Paper", "{}"),
    "doi": ("DOI", "https://doi.org/{}"),
    "eprint": ("arXiv", "https://arxiv.org/abs/{}"),
    "arxiv": ("arXiv", "https://arxiv.org/abs/{}"),
    "openreview": ("OpenReview", "https://openreview.net/forum?id={}"),
    "pdf": ("PDF", "{}"),
    "supp": ("Supplement", "{}"),
    "code": ("Code", "{}"),
    "website": ("Project", "{}"),
    "project": ("Project", "{}"),
    "slides": ("Slides", "{}"),
    "poster": ("Poster", "{}"),
    "video": ("Video", "{}"),
    "data": ("Data", "{}"),
    "dataset": ("Data", "{}"),
    "model": ("Model", "{}"),
    "blog": ("Post", "{}"),
}
#: Of these, the fields that may name a file of the site instead.
FILES = ("pdf", "supp", "slides", "poster")

#: What an entry is, in the order in which readers look for it: the word shown for several.
GENRES = {
    "paper": "Papers",
    "book": "Books",
    "thesis": "Theses",
    "report": "Reports",
    "talk": "Talks",
    "patent": "Patents",
    "software": "Software",
    "dataset": "Data sets",
    "post": "Posts",
}
_GENRE_OF_TYPE = {
    **dict.fromkeys(("book", "mvbook", "collection", "mvcollection", "proceedings"), "book"),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis", "bachelorsthesis"), "thesis"),
    **dict.fromkeys(("report", "techreport"), "report"),
    **dict.fromkeys(("talk", "presentation", "lecture"), "talk"),
    **dict.fromkeys(("dataset", "data"), "dataset"),
}

#: States of publication, of biblatex and of authors: the words shown.
STATUSES = {
    "inpress": "in press",
    "forthcoming": "forthcoming",
    "accepted": "accepted",
    "submitted": "submitted",
    "underreview": "under review",
    "inpreparation": "in preparation",
    "prepublished": "preprint",
    "preprint": "preprint",
    "manuscript": "manuscript",
}

#: Hosts of an address without a field of its own: the word shown.
HOSTS = {"openreview.net": "OpenReview", "github.com": "Code", "patents.google.com": "Register"}
#: The words for all other addresses: of a paper, of a manual or a page, and of anything else.
PAGE = {"paper": "Paper", "page": "Link", "": "Record"}
#: Types of entries that are papers only where they say how they appeared.
_LOOSE = frozenset({"misc", "manual", "booklet", "unpublished"})
_APPEARED = ("journal", "journaltitle", "booktitle", "doi", "eprint", "school", "institution")


def links(entry: Publication) -> tuple[Link, ...]:
    """Return the links of an entry; what is no http address is left out."""
    found: dict[str, str] = {}
    for field, (label, address) in FIELDS.items():
        value = entry.fields.get(field, "")
        if field == "eprint" and _archive(entry) != "arxiv":
            continue
        if value and label not in found:
            found[label] = value if "://" in value else address.format(_identifier(field, value))
    url = entry.fields.get("url", "")
    if url and url not in found.values():
        word = HOSTS.get(_host(url) or "", PAGE[_sort(entry)])
        found = {word: url, **{label: found[label] for label in found if label != word}}
    return tuple(
        Link(label.lower(), label, address)
        for label, address in found.items()
        if _host(address) is not None
    )


def _sort(entry: Publication) -> str:
    if genre(entry) != "paper":
        return ""
    return "paper" if entry.type not in _LOOSE or any(map(entry.fields.get, _APPEARED)) else "page"


def files(entry: Publication) -> dict[str, str]:
    """Return the fields of an entry that name a file of the site, the picture among them."""
    named = {field: entry.fields.get(field, "") for field in (*FILES, "preview")}
    return {field: name for field, name in named.items() if name and "://" not in name}


def genre(entry: Publication) -> str:
    """Return which of ``GENRES`` an entry is."""
    return _GENRE_OF_TYPE.get(entry.type) or entry.genre


def status(entry: Publication) -> str:
    """Return the state of publication in words, ``""`` for what is published."""
    return status_words(entry.fields.get("status") or entry.fields.get("pubstate", ""))


def status_words(text: str) -> str:
    """Return a state of publication as readers know it: ``in press`` for ``inpress``."""
    return STATUSES.get(re.sub(r"[\W_]", "", text).lower(), text)


def short_venue(entry: Publication) -> str:
    """Return the venue without its year: the short name if the entry has one, else the full one."""
    return re.sub(r"\s*'?\d{2,4}\Z", "", entry.fields.get("abbr", "")) or entry.venue


def _archive(entry: Publication) -> str:
    named = entry.fields.get("archiveprefix") or entry.fields.get("eprinttype")
    return (named or "arxiv").lower()


def _identifier(field: str, value: str) -> str:
    return re.sub(r"(?i)\Aarxiv:", "", value) if field in {"eprint", "arxiv"} else value


def _host(url: str) -> str | None:
    """Return the host of an http address, ``None`` for anything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in {"http", "https"} else None


def plain(entry: Publication, others: str = " et al.") -> str:
    """Return an entry in one line of text, with three authors at most and *others* for more."""
    authors = ", ".join(name.full for name in entry.authors[:3])
    authors += others if len(entry.authors) > 3 else ""
    parts = [part for part in (authors, entry.title, entry.venue, entry.year) if part]
    return " ".join(map(sentence, parts[:-1])) + f" {parts[-1]}" if parts[1:] else "".join(parts)


def sentence(text: str) -> str:
    """Return *text* with a full stop behind it, unless it ends a sentence already."""
    return text if text.endswith((".", "?", "!")) else f"{text}."
