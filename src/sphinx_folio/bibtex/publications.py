"""Makes a publication of a raw entry: TeX read, biblatex's fields under BibTeX's names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..errors import Fault
from ..models import Name, Publication, Run
from .addresses import VERBATIM, clean_field
from .entries import MONTHS, RawEntry
from .names import split_names
from .tex import Macro, convert

#: biblatex's name of a field, and the name under which BibTeX and this engine know it.
ALIASES = {
    "journaltitle": "journal", "location": "address", "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass", "annote": "annotation",
}  # fmt: skip
#: Titles with a part of their own for what follows a colon, and for what follows a full stop.
_TITLES = (
    ("title", "subtitle", "titleaddon"),
    ("booktitle", "booksubtitle", "booktitleaddon"),
    ("maintitle", "mainsubtitle", "maintitleaddon"),
    ("journaltitle", "journalsubtitle", "journaltitleaddon"),
    ("eventtitle", "", "eventtitleaddon"),
)
_DATE = re.compile(r"(-?\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:Z+-]+)?[?~%]?")
_NAMES = ("author", "editor")


def publication(
    raw: RawEntry, macros: Mapping[str, Macro], path: str, faults: list[Fault]
) -> Publication:
    """Return the publication of a raw entry; what could not be read is added to *faults*."""
    values = dict(raw.fields)
    _join_titles(values)
    fields: dict[str, str] = {}
    rich: dict[str, tuple[Run, ...]] = {}
    problems: dict[str, list[str]] = {}
    for name, value in values.items():
        if name in VERBATIM:
            fields[name] = clean_field(name, value)
            continue
        text = convert(value, macros)
        fields[name] = text.plain
        if text.runs:
            # A title is itself a link nearly everywhere, and links do not nest.
            rich[name] = _without_links(text.runs) if name == "title" else text.runs
        if text.problems:
            problems.setdefault(name, []).extend(text.problems)
    if fields.get("archiveprefix", fields.get("eprinttype", "")).lower() == "arxiv":
        fields["archiveprefix"] = "arXiv"
    _date(fields, problems)
    for name, known in ALIASES.items():
        if fields.get(name) and known not in fields:
            fields[known] = fields[name]
            if name in rich:
                rich[known] = rich[name]
    people = {name: _people(name, values, problems) for name in _NAMES}
    for name, found in problems.items():
        # What was inherited is told where it stands.
        if name in raw.lines:
            message = f"entry {raw.key!r}: field {name!r}: {'; '.join(dict.fromkeys(found))}"
            faults.append(Fault(message, raw.lines[name]))
    return Publication(
        key=raw.key,
        type=raw.kind,
        title=fields.get("title", ""),
        authors=people["author"],
        fields={name: value for name, value in fields.items() if value},
        path=path,
        line=raw.line,
        rich={name: runs for name, runs in rich.items() if any(r.styles or r.url for r in runs)},
        editors=people["editor"],
    )


def _people(
    name: str, values: Mapping[str, str], problems: dict[str, list[str]]
) -> tuple[Name, ...]:
    found: list[str] = []
    people = split_names(values[name], found) if values.get(name) else ()
    if found:
        problems.setdefault(name, []).extend(found)
    return people


def _without_links(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(Run(run.text, run.styles) for run in runs)


def _join_titles(values: dict[str, str]) -> None:
    """Put what biblatex keeps apart into the title, as its styles print it."""
    for title, subtitle, addon in _TITLES:
        below = values.pop(subtitle, "").strip()
        if below:
            above = values.get(title, "").strip()
            colon = " " if not above or above.rstrip("}")[-1:] in ".?!:" else ": "
            values[title] = f"{above}{colon}{below}".strip()
        beside = values.pop(addon, "").strip()
        if beside:
            above = values.get(title, "").strip()
            stop = " " if not above or above.rstrip("}")[-1:] in ".?!" else ". "
            values[title] = f"{above}{stop}{beside}".strip()


def _date(fields: dict[str, str], problems: dict[str, list[str]]) -> None:
    """Give an entry with a date its year and its month, and a month its number."""
    month = fields.get("month", "").strip(". ").lower()
    if month in MONTHS or month.isdecimal():
        fields["month"] = MONTHS.get(month) or str(int(month))
    date = fields.get("date", "").strip()
    if not date:
        return
    ends = [_DATE.fullmatch(end.strip()) for end in date.replace("–", "/").split("/")]
    years = [end[1] for end in ends if end]
    blank = {"", ".."}
    if not years or any(
        end is None and text.strip() not in blank
        for end, text in zip(ends, date.replace("–", "/").split("/"), strict=True)
    ):
        loose = re.search(r"(?<!\d)\d{4}(?!\d)", date)
        if loose:
            fields.setdefault("year", loose[0])
        problems.setdefault("date", []).append(f"{date!r} is no date of ISO 8601")
        return
    fields.setdefault("year", "–".join(dict.fromkeys(years)))
    first = next(end for end in ends if end)
    if first[2] and 1 <= int(first[2]) <= 12:
        fields.setdefault("month", str(int(first[2])))
