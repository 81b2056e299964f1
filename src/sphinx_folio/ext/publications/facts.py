"""What a publication's page says of works that are no papers, as labels and texts."""

from __future__ import annotations

import datetime
import re

from ... import references
from ...models import MONTHS, Publication

#: Genre: what a reader calls the work. Of papers, books and reports the venue says enough.
WORDS = {
    "patent": "Patent",
    "thesis": "Thesis",
    "software": "Software",
    "dataset": "Data set",
    "talk": "Talk",
}
_THESES = {
    "phdthesis": "Doctoral thesis",
    "mathesis": "Master’s thesis",
    "mastersthesis": "Master’s thesis",
    "bachelorsthesis": "Bachelor’s thesis",
    "bathesis": "Bachelor’s thesis",
    "candthesis": "Candidate thesis",
}
_AUTHORS = {
    "patent": ("Inventor", "Inventors"),
    "dataset": ("Creator", "Creators"),
    "talk": ("Speaker", "Speakers"),
}
_JURISDICTIONS = {
    "AU": "Australia",
    "CA": "Canada",
    "CN": "China",
    "DE": "Germany",
    "EP": "European Patent Office",
    "FR": "France",
    "GB": "United Kingdom",
    "JP": "Japan",
    "KR": "South Korea",
    "UK": "United Kingdom",
    "US": "United States",
    "WO": "World Intellectual Property Organization",
    "EU": "European Patent Office",
}


def authors_label(entry: Publication) -> str:
    """Return what the authors of such a work are called: ``Inventors``, ``Speaker``."""
    one, many = _AUTHORS.get(references.genre(entry), ("Author", "Authors"))
    return one if len(entry.authors) == 1 else many


def facts(entry: Publication) -> list[tuple[str, str]]:
    """Return labels and texts for a work that is no paper, in order; nothing for a paper."""
    genre = references.genre(entry)
    if genre not in WORDS:
        return []
    fields = entry.fields
    if genre == "patent":
        found = _patent(entry)
    elif genre == "thesis":
        said = fields.get("type", "") or entry.type
        kind = _THESES.get(said.casefold(), said if said != entry.type else WORDS[genre])
        school = fields.get("school") or fields.get("institution", "")
        found = [("Type", kind), ("School", school)]
    elif genre == "talk":
        event = fields.get("eventtitle") or fields.get("booktitle") or entry.venue
        place = fields.get("venue") or fields.get("location") or fields.get("address", "")
        found = [("Type", WORDS[genre]), ("Event", event), ("Place", place)]
    else:
        found = [
            ("Type", WORDS[genre]),
            ("Version", fields.get("version", "")),
            ("Where", entry.venue),
            ("Licence", fields.get("license") or fields.get("licence", "")),
        ]
    if genre != "patent":
        found += [("Date", _when(entry)), ("Status", references.status(entry).capitalize())]
    note = "Application" if genre == "patent" else "Note"
    found += [("Award", fields.get("award", "")), (note, fields.get("note", ""))]
    return [(label, text) for label, text in found if text]


def _patent(entry: Publication) -> list[tuple[str, str]]:
    fields = entry.fields
    number = fields.get("number", "")
    granted = day(fields.get("granted", "")) or ("" if _is_request(entry) else _when(entry))
    # The kind code of a granted United States patent is B1 or B2.
    state = references.status(entry) or ("granted" if granted or _is_granted(number) else "")
    return [
        ("Number", number),
        ("Jurisdiction", _jurisdiction(entry)),
        ("Assignee", fields.get("holder") or fields.get("assignee", "")),
        ("Status", state.capitalize()),
        ("Filed", day(fields.get("filed", "")) or (_when(entry) if _is_request(entry) else "")),
        ("Granted", granted),
    ]


def _is_request(entry: Publication) -> bool:
    kind = entry.fields.get("type", "").casefold()
    return kind.startswith("patreq") or references.status(entry) in {
        "pending",
        "filed",
        "application",
    }


def _is_granted(number: str) -> bool:
    return bool(re.match(r"US\b.*\bB[12]$", number))


def _jurisdiction(entry: Publication) -> str:
    said = entry.fields.get("jurisdiction") or entry.fields.get("location", "")
    kind = re.sub(r"^(?:patent|patreq)", "", entry.fields.get("type", "").casefold()).upper()
    for code in (said.upper(), kind, entry.fields.get("number", "")[:2].upper()):
        if code in _JURISDICTIONS:
            return _JURISDICTIONS[code]
    return said


def day(text: str) -> str:
    """Return ``2021-03-09`` as ``9 Mar 2021``, a month as ``Mar 2021``, all else as it is."""
    found = re.match(r"(\d{4})-(\d{2})(?:-(\d{2}))?\Z", text)
    if not found or not 1 <= int(found[2]) <= len(MONTHS):
        return text
    month = f"{MONTHS[int(found[2]) - 1]} {found[1]}"
    try:
        return f"{datetime.date.fromisoformat(text).day} {month}" if found[3] else month
    except ValueError:
        return text


def _when(entry: Publication) -> str:
    date = day(entry.fields.get("date", ""))
    month = f"{MONTHS[entry.month - 1]} {entry.year}" if entry.month else entry.year
    return date or month
