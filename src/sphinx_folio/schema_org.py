"""Says what a page is about as structured data in the words of schema.org (JSON-LD)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from .models import Engagement, Name, Person, Post, Publication

Data = dict[str, Any]

#: Type of entry: type of schema.org. What stands in none of these is a CreativeWork.
_TYPES = {
    **dict.fromkeys(("article", "inproceedings", "conference"), "ScholarlyArticle"),
    **dict.fromkeys(("unpublished", "preprint"), "ScholarlyArticle"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "Thesis"),
    **dict.fromkeys(("techreport", "report"), "Report"),
    **dict.fromkeys(("book", "collection", "proceedings"), "Book"),
    **dict.fromkeys(("incollection", "inbook"), "Chapter"),
    "software": "SoftwareSourceCode",
    "dataset": "Dataset",
    "online": "Article",
}
#: What schema.org has no type for, in words.
_GENRES = {"patent": "Patent", "talk": "Talk", "presentation": "Talk"}


def publication(entry: Publication, description: str = "", url: str = "") -> Data:
    """Return an entry's data; *url* is the absolute address of its page, or empty."""
    fields = entry.fields
    kind = _TYPES.get(entry.type, "CreativeWork")
    if kind == "CreativeWork" and fields.get("eprint"):
        kind = "ScholarlyArticle"
    school = fields.get("school") or fields.get("institution", "")
    publisher = fields.get("publisher", "") or (school if kind in {"Thesis", "Report"} else "")
    same = _same_as(entry)
    found: Data = {
        "@type": kind,
        "genre": _GENRES.get(entry.type, ""),
        "name": entry.title,
        "author": [_author(name) for name in entry.authors if name.literal != "et al."],
        "datePublished": _date(entry),
        "isPartOf": _container(entry),
        "pagination": fields.get("pages", "") if kind != "Book" else "",
        "isbn": fields.get("isbn", "") if kind == "Book" else "",
        "identifier": fields.get("number", "") if entry.type == "patent" else "",
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        "copyrightHolder": _holder(entry),
        "award": fields.get("award", ""),
        "version": fields.get("version", ""),
        "abstract": fields.get("abstract", ""),
        "keywords": list(entry.items("keywords")),
        "codeRepository": _http(fields.get("url", "")) if kind == "SoftwareSourceCode" else "",
        "sameAs": same[0] if len(same) == 1 else same,
        "description": description,
        "url": url,
    }
    return _whole(found)


def posting(
    post: Post,
    title: str,
    authors: Sequence[Data],
    *,
    language: str = "",
    description: str = "",
    url: str = "",
    **more: Any,
) -> Data:
    """Return an article's data; *authors* as ``who`` makes them, *language* is the article's.

    *more* is what else is known: ``image``, ``isPartOf``, ``publisher``, ``translationOfWork`` and
    ``workTranslation``.
    """
    found: Data = {
        "@type": "BlogPosting",
        "headline": title,
        "datePublished": post.date.isoformat(),
        "dateModified": post.changed.isoformat(),
        "author": authors[0] if len(authors) == 1 else list(authors),
        "inLanguage": language,
        "keywords": list(post.tags),
        "description": description,
        "url": url,
        "mainEntityOfPage": url,
        **more,
    }
    return _whole(found)


def part_of_series(name: str, position: int, url: str = "") -> Data:
    """Return the ``isPartOf`` and ``position`` of a post in a series; positions count from 1."""
    series = {"@type": "CreativeWorkSeries", "name": name, "url": url}
    found = {"isPartOf": {key: text for key, text in series.items() if text}}
    return {**found, "position": position} if position > 0 else found


def image(url: str, size: tuple[int, int] | None = None) -> Data:
    """Return an image, with its size in pixels where that is known."""
    measures = {"width": size[0], "height": size[1]} if size else {}
    return {"@type": "ImageObject", "url": url, **measures}


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Data:
    """Return the way from the first page to one, as (name, absolute address) of each step."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(steps, 1)
    ]
    return _whole({"@type": "BreadcrumbList", "itemListElement": items})


def website(name: str, url: str, *, language: str, description: str, publisher: str) -> Data:
    """Return the data of a whole site."""
    found: Data = {
        "@type": "WebSite",
        "name": name,
        "url": url,
        "inLanguage": language,
        "description": description,
        "publisher": who(publisher, "Organization") if publisher else None,
    }
    return _whole(found)


def profile(
    person: Person,
    name: str,
    engagements: Sequence[Engagement] = (),
    languages: Sequence[str] = (),
    *,
    description: str = "",
    url: str = "",
) -> Data:
    """Return a person's data: what their page shows, and never an e-mail address.

    *name* is theirs as the page has it, *engagements* are those that it shows, newest first, and
    *languages* what it says that they speak. No other form of the name is told.
    """
    studies = [one for one in engagements if one.type == "education" and one.organization]
    work = [one for one in engagements if one.type == "position" and one.organization]
    ended = [_school(one.organization) for one in studies if one.end and not one.ongoing]
    schools = [_school(one.organization) for one in studies if one.ongoing]
    own = [who(person.affiliation, "Organization")] if person.affiliation else []
    if any(school["name"] == person.affiliation for school in schools):
        own = []  # it is known to be a school
    employers = [_employer(one) for one in work if one.ongoing and one.kind != "service"]
    found: Data = {
        "@type": "Person",
        "name": name,
        "jobTitle": person.headline,
        "sameAs": [link.url for link in person.links],
        "affiliation": _one_or_many([*own, *schools]),
        "worksFor": _one_or_many(employers),
        "alumniOf": _one_or_many(ended),
        "knowsLanguage": [who(language, "Language") for language in languages],
        "description": description,
        "url": url,
    }
    return _whole(found)


def _school(name: str) -> Data:
    return who(name, "EducationalOrganization")


def _employer(position: Engagement) -> Data:
    found = who(position.organization, "Organization")
    return found | ({"department": who(position.unit, "Organization")} if position.unit else {})


def _one_or_many(found: Sequence[Data]) -> Data | list[Data]:
    """Return the only one, or each once in a list."""
    once = [one for number, one in enumerate(found) if one not in found[:number]]
    return once[0] if len(once) == 1 else once


def who(name: str, kind: str = "Person") -> Data:
    """Return a person, or what *kind* says, of whom only the name is told."""
    return {"@type": kind, "name": name}


def script(data: Data) -> str:
    """Return the ``script`` element that holds the data; nothing in it ends or opens an element."""
    # A literal "</" would end the script element, and "<!--<script" keep it from ending.
    text = json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    text = re.sub(r"(?<=[\w-])@(?=\w)", r"\\u0040", text)  # no literal e-mail address
    return f'<script type="application/ld+json">{text}</script>'


def _whole(found: Data) -> Data:
    """Return the data with its context, and without what is empty."""
    return {"@context": "https://schema.org", **{k: v for k, v in found.items() if v}}


def _author(name: Name) -> Data:
    if name.literal:
        return who(name.literal, "Organization")
    family = " ".join(filter(None, (name.particle, name.family)))
    parts = {"givenName": name.given, "familyName": family, "honorificSuffix": name.suffix}
    return who(name.full) | {key: text for key, text in parts.items() if text}


def _date(entry: Publication) -> str:
    """Return when a work was published in the form of ISO 8601, as exactly as is known."""
    exact = re.match(r"\d{4}-\d{2}-\d{2}\Z", entry.fields.get("date", ""))
    if exact:
        return exact[0]
    return f"{entry.year}-{entry.month:02d}" if entry.year and entry.month else entry.year


def _container(entry: Publication) -> Data | None:
    """Return what the work stands in: the issue and volume of a journal, or a book."""
    fields = entry.fields
    journal = fields.get("journal") or fields.get("journaltitle", "")
    if not journal:
        title = fields.get("booktitle", "")
        return {"@type": "Book", "name": title} if title else None
    found: Data = {"@type": "Periodical", "name": journal}
    if fields.get("issn"):
        found["issn"] = fields["issn"]
    number = fields.get("number") or fields.get("issue", "")
    steps = (
        ("PublicationVolume", "volumeNumber", fields.get("volume", "")),
        ("PublicationIssue", "issueNumber", number),
    )
    for kind, name, value in steps:
        if value:
            found = {"@type": kind, name: value, "isPartOf": found}
    return found


def _holder(entry: Publication) -> Data | None:
    holder = entry.fields.get("holder", "")
    return who(holder, "Organization") if entry.type == "patent" and holder else None


def _same_as(entry: Publication) -> list[str]:
    """Return the addresses at which others hold the same work."""
    doi, eprint = entry.fields.get("doi", ""), entry.fields.get("eprint", "")
    kind = entry.fields.get("archiveprefix") or entry.fields.get("eprinttype") or "arXiv"
    found = [
        doi and (doi if "://" in doi else f"https://doi.org/{doi}"),
        eprint and kind.casefold() == "arxiv" and f"https://arxiv.org/abs/{eprint}",
        entry.fields.get("url", ""),
    ]
    return list(dict.fromkeys(url for text in found if text and (url := _http(text))))


def _http(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""
