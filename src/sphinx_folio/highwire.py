"""Says of a publication what Google Scholar reads: the ``citation_*`` tags of its page's head.

The names are those of https://scholar.google.com/intl/en/scholar/inclusion.html#indexing.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .models import Name, Publication

#: Type of entry: the tag that names where the work appeared, and the fields that may hold it.
_CONTAINERS = {
    "article": ("citation_journal_title", ("journal", "journaltitle")),
    "inproceedings": ("citation_conference_title", ("booktitle", "eventtitle")),
    "conference": ("citation_conference_title", ("booktitle", "eventtitle")),
    "incollection": ("citation_inbook_title", ("booktitle",)),
    "inbook": ("citation_inbook_title", ("booktitle",)),
    "phdthesis": ("citation_dissertation_institution", ("school", "institution")),
    "mastersthesis": ("citation_dissertation_institution", ("school", "institution")),
    "thesis": ("citation_dissertation_institution", ("school", "institution")),
    "techreport": ("citation_technical_report_institution", ("institution",)),
    "report": ("citation_technical_report_institution", ("institution",)),
    "patent": ("citation_patent_number", ("number",)),
}
_NUMBERS = {
    "article": "citation_issue",
    "techreport": "citation_technical_report_number",
    "report": "citation_technical_report_number",
}
_SAME_NAME = (("volume", "citation_volume"), ("isbn", "citation_isbn"), ("issn", "citation_issn"))


def tags(entry: Publication, url: str | None = None) -> list[tuple[str, str]]:
    """Return names and contents of the tags, in order, none of them empty.

    *url* is the absolute address of the entry's own page, ``None`` where the site has none.
    """
    fields = entry.fields
    container, names = _CONTAINERS.get(entry.type, ("", ()))
    first, last = pages(fields.get("pages", ""))
    found = [
        ("citation_title", entry.title),
        *(
            ("citation_author", inverted(name))
            for name in entry.authors
            if name.literal != "et al."
        ),
        ("citation_publication_date", date(entry)),
        (container, next((fields[name] for name in names if fields.get(name)), "")),
        *((tag, fields.get(name, "")) for name, tag in _SAME_NAME),
        (_NUMBERS.get(entry.type, ""), fields.get("number") or fields.get("issue", "")),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_doi", re.sub(r"^https?://(?:dx\.)?doi\.org/", "", fields.get("doi", ""))),
        ("citation_arxiv_id", _arxiv(entry)),
        ("citation_publisher", fields.get("publisher", "")),
        *(("citation_keywords", word) for word in entry.items("keywords")),
        ("citation_pdf_url", _absolute(fields.get("pdf", ""))),
        ("citation_abstract_html_url", url or ""),
    ]
    return [(name, content) for name, content in found if name and content]


def inverted(name: Name) -> str:
    """Return a name with the family name first, ``Ludwig, Anna``; an organisation as it is."""
    if name.literal or not name.given:
        return name.literal or name.full
    family = " ".join(filter(None, (name.particle, name.family)))
    return ", ".join(filter(None, (family, name.suffix, name.given)))


def date(entry: Publication) -> str:
    """Return when a work was published as ``YYYY/MM/DD``, ``YYYY/MM`` or ``YYYY``, or ``""``."""
    exact = re.match(r"(\d{4})-(\d{2})-(\d{2})\Z", entry.fields.get("date", ""))
    if exact:
        return "/".join(exact.groups())
    return f"{entry.year}/{entry.month:02d}" if entry.year and entry.month else entry.year


def pages(text: str) -> tuple[str, str]:
    """Return first and last page of a single range such as ``11–17`` or ``A-1--A-9``."""
    for dash in (r"\s*(?:--+|[\u2013\u2014])\s*", r"\s*-\s*"):
        parts = re.split(dash, text.strip())
        if len(parts) == 2 and "," not in text:
            return parts[0], parts[1]
    return (text.strip(), "") if text.strip().isalnum() else ("", "")


def _arxiv(entry: Publication) -> str:
    fields = entry.fields
    kind = fields.get("archiveprefix") or fields.get("eprinttype") or "arXiv"
    return fields.get("eprint", "") if kind.casefold() == "arxiv" else ""


def _absolute(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""
