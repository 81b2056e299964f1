"""What a publication's page says of works that are no papers, as labels and texts."""

from __future__ import annotations

import datetime
import re

from ... import references
from ...models import MONTHS, Month, Publication
from ...words import Words
from .wording import ONE, status

#: Genres whose works are no papers. Of papers, books and reports the venue says enough.
LABELLED = ("patent", "thesis", "software", "dataset", "talk")
THESES = {
    "phdthesis": "Doctoral thesis",
    "mathesis": "Master’s thesis",
    "mastersthesis": "Master’s thesis",
    "bachelorsthesis": "Bachelor’s thesis",
    "bathesis": "Bachelor’s thesis",
    "candthesis": "Candidate thesis",
}
AUTHORS = {
    "thesis": ("Author", "Authors"),
    "patent": ("Inventor", "Inventors"),
    "dataset": ("Creator", "Creators"),
    "talk": ("Speaker", "Speakers"),
}
JURISDICTIONS = {
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


def authors_label(entry: Publication, _: Words) -> str:
    """Return what the authors of such a work are called: ``Inventors``, ``Speaker``."""
    one, many = AUTHORS.get(references.genre(entry), AUTHORS["thesis"])
    return _(one if len(entry.authors) == 1 else many)


def facts(entry: Publication, _: Words) -> list[tuple[str, str]]:
    """Return labels and texts for a work that is no paper, in order; nothing for a paper."""
    genre = references.genre(entry)
    if genre not in LABELLED:
        return []
    fields = entry.fields
    if genre == "patent":
        found = _patent(entry, _)
    elif genre == "thesis":
        said = fields.get("type", "") or entry.type
        kind = THESES.get(said.casefold(), said if said != entry.type else ONE[genre])
        school = fields.get("school") or fields.get("institution", "")
        found = [(_("Type"), _(kind)), (_("School"), school)]
    elif genre == "talk":
        event = fields.get("eventtitle") or fields.get("booktitle") or entry.venue
        place = fields.get("venue") or fields.get("location") or fields.get("address", "")
        found = [(_("Type"), _(ONE[genre])), (_("Event"), event), (_("Place"), place)]
    else:
        found = [
            (_("Type"), _(ONE[genre])),
            (_("Version"), fields.get("version", "")),
            (_("Where"), entry.venue),
            (_("Licence"), fields.get("license") or fields.get("licence", "")),
        ]
    if genre != "patent":
        found += [(_("Date"), _when(entry, _)), (_("Status"), status(entry, _).capitalize())]
    note = _("Application") if genre == "patent" else _("Note")
    found += [(_("Award"), fields.get("award", "")), (note, fields.get("note", ""))]
    return [(label, text) for label, text in found if text]


def _patent(entry: Publication, _: Words) -> list[tuple[str, str]]:
    fields = entry.fields
    number = fields.get("number", "")
    granted = day(fields.get("granted", ""), _) or ("" if _is_request(entry) else _when(entry, _))
    filed = day(fields.get("filed", ""), _) or (_when(entry, _) if _is_request(entry) else "")
    # The kind code of a granted United States patent is B1 or B2.
    state = status(entry, _) or (_("granted") if granted or _is_granted(number) else "")
    return [
        (_("Number"), number),
        (_("Jurisdiction"), _jurisdiction(entry, _)),
        (_("Assignee"), fields.get("holder") or fields.get("assignee", "")),
        (_("Status"), state.capitalize()),
        (_("Filed"), filed),
        (_("Granted"), granted),
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


def _jurisdiction(entry: Publication, _: Words) -> str:
    said = entry.fields.get("jurisdiction") or entry.fields.get("location", "")
    kind = re.sub(r"^(?:patent|patreq)", "", entry.fields.get("type", "").casefold()).upper()
    for code in (said.upper(), kind, entry.fields.get("number", "")[:2].upper()):
        if code in JURISDICTIONS:
            return _(JURISDICTIONS[code])
    return said


def day(text: str, _: Words) -> str:
    """Return ``2021-03-09`` as ``9 Mar 2021``, a month as ``Mar 2021``, all else as it is."""
    found = re.match(r"(\d{4})-(\d{2})(?:-(\d{2}))?\Z", text)
    if not found or not 1 <= int(found[2]) <= len(MONTHS):
        return text
    month = _.month(Month(int(found[1]), int(found[2])))
    try:
        return _.day(datetime.date.fromisoformat(text)) if found[3] else month
    except ValueError:
        return text


def _when(entry: Publication, _: Words) -> str:
    date = day(entry.fields.get("date", ""), _)
    known = entry.month and entry.year.isdigit()
    return date or (_.month(Month(int(entry.year), entry.month)) if known else entry.year)
