"""Writes a life as JSON Resume; what that has no word for stands below ``x-folio``."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ..lives import Life, Stage, Writing
from ..models import Engagement, Link, Month, Name, Person, Publication
from . import texts
from .shapes import LASTING, OWN, OWN_NAMES, PLACES, PROFILE, SCHEMA, SECTIONS

Resume = dict[str, Any]

_INTEREST = re.compile(r"(.*\S) \(([^()]+)\)\Z")
_COMMA = re.compile(r", |，")


def write(
    life: Life,
    *,
    url: str = "",
    modified: str = "",
    version: str = "",
    bibtex: Mapping[str, str] = MappingProxyType({}),
    own: Callable[[Person, Sequence[Name]], int | None] | None = None,
    same: Callable[[Name, str], bool] = lambda name, text: name.full == text,
    address: Callable[[str], str] = lambda url: url,
) -> Resume:
    """Return a life as JSON Resume.

    *url* is the absolute address of the file and *modified* its day or time (ISO 8601). *bibtex*
    has the text of entries by their keys; *own* gives the position of the person among the authors
    of an entry; *same* tells whether a name is the one that ``equal`` has; *address* makes
    ``site:`` addresses absolute.
    """
    entries = [_work(life.person, work, bibtex, own, same) for work in life.works]
    entries += [_article(article, bibtex, address) for article in life.writing]
    positions = life.of("position")
    found: Resume = {
        "$schema": SCHEMA,
        "basics": _basics(life),
        "work": [_stage(one, "work") for one in positions if one.engagement.kind != "service"],
        "volunteer": [
            _stage(one, "volunteer") for one in positions if one.engagement.kind == "service"
        ],
        "education": [_stage(one, "education") for one in life.of("education")],
        "awards": [_stage(one, "awards") for one in life.of("award")],
        "publications": entries,
        "skills": [
            _filled({"name": group, "keywords": list(known)})
            for group, known in life.person.skills.items()
        ],
        "languages": [
            _filled({"language": name, "fluency": level})
            for name, level in life.person.languages.items()
        ],
        "interests": [_interest(one) for one in life.person.interests],
        "projects": [_stage(one, "projects") for one in life.of("project", "talk")],
        "meta": _filled({"canonical": _http(url), "version": version, "lastModified": modified}),
    }
    return _filled(found)


def dumps(resume: Resume) -> str:
    r"""Return the text of the file: in the order of the schema, no e-mail address literally in it.

    An at-sign is written ``\u0040``, which is the same text to every reader of JSON.
    """
    text = json.dumps(_ordered(resume), ensure_ascii=False, indent=2)
    return text.replace("@", "\\u0040") + "\n"


# --- who -----------------------------------------------------------------------------------------


def _basics(life: Life) -> Resume:
    person = life.person
    site = next((link.url for link in person.links if link.kind == "website"), "")
    found = {
        "name": person.name,
        "label": person.headline,
        "email": person.email,
        "url": _http(site),
        "summary": texts.flat(life.summary),
        "profiles": [_profile(link) for link in person.links if link.kind != "website"],
        OWN: _filled(
            {
                "id": person.id,
                "aliases": list(person.aliases),
                "affiliation": person.affiliation,
            }
        ),
    }
    return _filled(found)


def _profile(link: Link) -> Resume:
    parts = urlsplit(link.url)
    asked = parse_qs(parts.query)
    # As an address names its owner: ``?user=…``, ``/in/ada``, ``/@ada``.
    handle = next((asked[key][0] for key in ("user", "id") if key in asked), "")
    handle = handle or parts.path.strip("/").rpartition("/")[2].removeprefix("@")
    return _filled({"network": link.label, "username": handle, "url": _http(link.url)})


def _interest(text: str) -> Resume:
    match = _INTEREST.match(text)
    if match is None:
        return {"name": text}
    return {"name": match[1], "keywords": match[2].split(", ")}


# --- what was done -------------------------------------------------------------------------------


def _stage(stage: Stage, section: str) -> Resume:
    value = stage.engagement
    places = PLACES[section]
    found = {word: _said(value, name) for name, word in places.items()}
    own = {word: _said(value, name) for name, word in OWN_NAMES.items() if name not in places}
    if section == "education":
        found |= _degree(value.title)
        own |= _told(stage)
    elif section == "awards":
        found["summary"] = texts.flat(stage.body)
    elif section == "projects":
        found |= {"description": texts.summary(stage.body)}
        found |= {"highlights": texts.highlights(stage.body)}
        found["roles"] = value.role.split("; ") if value.role else []
        found["type"] = value.kind if value.type == "project" else "talk"
        own["kind"] = value.kind if value.type == "talk" else ""
    else:
        found |= _told(stage)
        # What its section says already.
        own["kind"] = value.kind if section == "work" else ""
    lasts = section in LASTING and value.start is not None and value.end is None
    if value.ongoing != lasts:
        own["ongoing"] = value.ongoing
    return _filled({**found, OWN: _filled(own)})


def _said(value: Engagement, name: str) -> Any:
    found = getattr(value, name)
    if isinstance(found, tuple):
        return list(found)
    return str(found) if isinstance(found, Month) else found


def _told(stage: Stage) -> Resume:
    return {
        "summary": texts.summary(stage.body),
        "highlights": texts.highlights(stage.body),
    }


def _degree(title: str) -> Resume:
    """Return degree and subject of a title such as ``PhD, Computer Science``."""
    match = _COMMA.search(title)
    if match and title[: match.start()].strip() and title[match.end() :].strip():
        return {"studyType": title[: match.start()], "area": title[match.end() :]}
    return {"studyType": title}


# --- what was published --------------------------------------------------------------------------


def _work(
    person: Person,
    work: Publication,
    bibtex: Mapping[str, str],
    own: Callable[[Person, Sequence[Name]], int | None] | None,
    same: Callable[[Name, str], bool],
) -> Resume:
    me = own(person, work.authors) if own else None
    authors = [
        _filled(
            {
                "name": name.full,
                "self": position == me,
                "equal": any(same(name, text) for text in work.equal),
            }
        )
        for position, name in enumerate(work.authors)
    ]
    extension = {
        "key": work.key,
        "type": work.type,
        "authors": authors,
        "bibtex": bibtex.get(work.key, ""),
    }
    return _filled(
        {
            "name": work.title or work.key,
            "publisher": work.venue,
            "releaseDate": _released(work),
            "url": _page(work),
            "summary": work.fields.get("abstract", ""),
            OWN: _filled(extension),
        }
    )


def _released(work: Publication) -> str:
    date = work.fields.get("date", "")
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", date, re.ASCII):
            return datetime.date.fromisoformat(date).isoformat()
    except ValueError:
        pass
    return str(Month(int(work.year), work.month)) if work.year else ""


def _page(work: Publication) -> str:
    doi, eprint = work.fields.get("doi", ""), work.fields.get("eprint", "")
    archive = work.fields.get("archiveprefix") or work.fields.get("eprinttype") or "arXiv"
    found = [
        work.fields.get("url", ""),
        doi and (doi if "://" in doi else f"https://doi.org/{doi}"),
        eprint and archive.casefold() == "arxiv" and f"https://arxiv.org/abs/{eprint}",
    ]
    return next((url for one in found if one and (url := _http(one))), "")


def _article(article: Writing, bibtex: Mapping[str, str], address: Callable[[str], str]) -> Resume:
    extension = {
        "key": article.key,
        "type": "online",
        "series": article.series,
        "original": article.original,
        "bibtex": bibtex.get(article.key, ""),
    }
    return _filled(
        {
            "name": article.title,
            "publisher": article.place,
            "releaseDate": str(article.date) if article.date else "",
            "url": _http(address(article.url)) if article.url else "",
            OWN: _filled(extension),
        }
    )


# --- form ----------------------------------------------------------------------------------------


def _http(url: str) -> str:
    """Return an address of the web; ``""`` for any other."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""


def _filled(found: Resume) -> Resume:
    """Return what says something; ``false`` does where it is not what silence means."""
    said = {"ongoing"}
    return {key: value for key, value in found.items() if value or (key in said and value is False)}


def _ordered(resume: Resume) -> Resume:
    """Return a resume in the order of the schema, all else behind."""
    done = _in_order(resume, ["$schema", *SECTIONS])
    for section, fields in SECTIONS.items():
        value = done.get(section)
        if isinstance(value, dict):
            done[section] = _in_order(value, fields)
        elif isinstance(value, list):
            done[section] = [
                _in_order(item, fields) if isinstance(item, dict) else item for item in value
            ]
    profiles = done.get("basics", {}).get("profiles", [])
    if profiles:
        done["basics"]["profiles"] = [_in_order(one, PROFILE) for one in profiles]
    return done


def _in_order(found: Resume, keys: Iterable[str]) -> Resume:
    first = {key: found[key] for key in keys if key in found}
    return first | {key: value for key, value in found.items() if key not in first}
