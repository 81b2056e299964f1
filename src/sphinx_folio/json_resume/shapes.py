"""What JSON Resume can say, in the order of its schema, and where an engagement is said in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..models import Month

#: The schema that our files say they follow.
SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
#: What a life has and JSON Resume has no word for stands below this key.
OWN = "x-folio"

#: Section: its fields in order, each with its kind. All but ``basics`` and ``meta`` are lists.
SECTIONS: Mapping[str, Mapping[str, str]] = {
    "basics": {
        "name": "text", "label": "text", "image": "text", "email": "email", "phone": "text",
        "url": "url", "summary": "text", "location": "object", "profiles": "profiles",
    },
    "work": {
        "name": "text", "location": "text", "description": "text", "position": "text",
        "url": "url", "startDate": "date", "endDate": "date", "summary": "text",
        "highlights": "texts",
    },
    "volunteer": {
        "organization": "text", "position": "text", "url": "url", "startDate": "date",
        "endDate": "date", "summary": "text", "highlights": "texts",
    },
    "education": {
        "institution": "text", "url": "url", "area": "text", "studyType": "text",
        "startDate": "date", "endDate": "date", "score": "text", "courses": "texts",
    },
    "awards": {"title": "text", "date": "date", "awarder": "text", "summary": "text"},
    "certificates": {"name": "text", "date": "date", "url": "url", "issuer": "text"},
    "publications": {
        "name": "text", "publisher": "text", "releaseDate": "date", "url": "url",
        "summary": "text",
    },
    "skills": {"name": "text", "level": "text", "keywords": "texts"},
    "languages": {"language": "text", "fluency": "text"},
    "interests": {"name": "text", "keywords": "texts"},
    "references": {"name": "text", "reference": "text"},
    "projects": {
        "name": "text", "description": "text", "highlights": "texts", "keywords": "texts",
        "startDate": "date", "endDate": "date", "url": "url", "roles": "texts", "entity": "text",
        "type": "text",
    },
    "meta": {"canonical": "url", "version": "text", "lastModified": "text"},
}  # fmt: skip
PROFILE: Mapping[str, str] = {"network": "text", "username": "text", "url": "url"}
LOCATION = ("address", "postalCode", "city", "countryCode", "region")

#: Of each item, one of these must say what it is.
NAMES: Mapping[str, tuple[str, ...]] = {
    "work": ("position", "name"), "volunteer": ("position", "organization"),
    "education": ("studyType", "area", "institution"), "awards": ("title",),
    "languages": ("language",),
    **dict.fromkeys(
        ("certificates", "publications", "skills", "interests", "references", "projects"),
        ("name",),
    ),
}  # fmt: skip

#: Section: where it says each field of an engagement; the others stand below ``OWN``.
PLACES: Mapping[str, Mapping[str, str]] = {
    "work": {
        "title": "position", "organization": "name", "place": "location", "url": "url",
        "start": "startDate", "end": "endDate",
    },
    "volunteer": {
        "title": "position", "organization": "organization", "url": "url",
        "start": "startDate", "end": "endDate",
    },
    "education": {
        "title": "studyType", "organization": "institution", "url": "url",
        "start": "startDate", "end": "endDate", "grade": "score",
    },
    "awards": {"title": "title", "organization": "awarder", "start": "date"},
    "projects": {
        "title": "name", "organization": "entity", "url": "url", "start": "startDate",
        "end": "endDate", "role": "roles",
    },
}  # fmt: skip
#: Field of an engagement: what it is called below ``OWN``, as the directives call it.
OWN_NAMES: Mapping[str, str] = {
    "id": "id", "kind": "kind", "unit": "unit", "place": "place", "role": "role", "grade": "grade",
    "url": "url", "used_name": "as", "mentors": "mentors", "advisors": "advisors",
    "publications": "publications", "end": "end",
}  # fmt: skip
#: Where an item without an end is one that lasts.
LASTING = frozenset({"work", "volunteer", "education"})
#: The types that JSON Resume has for a project that is a talk.
TALKS = ("talk", "presentation", "conference")

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


def day_of(text: str) -> tuple[Month, int] | None:
    """Return the month, and the day or 0, of a date as ISO 8601 has it; ``None`` of any other."""
    match = _DATE.match(text)
    if match is None:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    if not 1000 <= year <= 2999 or (match[2] and not 1 <= month <= 12):
        return None
    if match[3] and not 1 <= day <= _days(year, month):
        return None
    return Month(year, month), day


def _days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 + leap if month == 2 else 30 + (month in {1, 3, 5, 7, 8, 10, 12})
