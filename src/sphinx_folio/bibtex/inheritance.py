"""Fills entries from those they refer to: ``crossref``, ``xdata`` and sets, by biblatex's rules.

The rules are those of the biblatex manual, appendix B, "Default Inheritance Setup".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import Fault, did_you_mean
from .entries import RawEntry

_TITLES = ("title", "subtitle", "titleaddon")
_INBOOKS = frozenset({"inbook", "bookinbook", "suppbook"})
_INCOLLECTIONS = frozenset({"incollection", "inreference", "suppcollection"})
_INPROCEEDINGS = frozenset({"inproceedings", "conference"})
#: (types of the parent, types of the child, what the child's fields of the title begin with)
_RULES = (
    ({"mvbook"}, {"book", *_INBOOKS}, "main"),
    ({"mvcollection", "mvreference"}, {"collection", "reference", *_INCOLLECTIONS}, "main"),
    ({"mvproceedings"}, {"proceedings", *_INPROCEEDINGS}, "main"),
    ({"book"}, _INBOOKS | _INCOLLECTIONS, "book"),
    ({"collection", "reference"}, _INCOLLECTIONS, "book"),
    ({"proceedings"}, _INPROCEEDINGS, "book"),
    ({"periodical"}, {"article", "suppperiodical"}, "journal"),
)
#: Fields that concern one entry alone.
_OWN = frozenset(
    re.findall(
        r"\S+",
        "ids crossref xref xdata entryset entrysubtype execute label options presort related "
        "relatedoptions relatedstring relatedtype shortauthor shorteditor shorthand shorthandintro "
        "sortkey shorttitle sorttitle indextitle indexsorttitle "
        "people equal selected abbr preview bibtex_show",
    )
)
_DATES = frozenset({"date", "year", "month"})


def inherit(entries: dict[str, RawEntry]) -> list[Fault]:
    """Fill the fields of *entries* in place; return a fault for each parent that is not there."""
    faults: list[Fault] = []
    done: set[str] = set()
    told: set[str] = set()
    for key in entries:
        _fill(entries, key, (), done, told, faults)
    return faults


def _fill(
    entries: dict[str, RawEntry],
    key: str,
    below: tuple[str, ...],
    done: set[str],
    told: set[str],
    faults: list[Fault],
) -> None:
    if key in done:
        return
    child = entries[key]
    for name, parent_key in _parents(child):
        line = child.lines.get(name, child.line)
        circle = (*below, key)
        if parent_key not in entries:
            hint = did_you_mean(parent_key, entries) if len(entries) < 5000 else ""
            message = f"entry {key!r}: field {name!r}: there is no entry {parent_key!r}.{hint}"
            faults.append(Fault(message, line))
        elif parent_key in circle or len(circle) > 50:
            if told.isdisjoint(circle):
                message = f"entry {key!r}: field {name!r} leads back to the entry itself"
                faults.append(Fault(message, line))
            told.update(circle)
        else:
            _fill(entries, parent_key, circle, done, told, faults)
            _take(child, entries[parent_key], name)
    done.add(key)


def _parents(entry: RawEntry) -> Iterator[tuple[str, str]]:
    for name in ("xdata", "crossref", "entryset"):
        keys = [key for key in re.split(r"\s*,\s*", entry.fields.get(name, "")) if key]
        for key in keys[:1] if name != "xdata" else keys:
            yield name, key


def _take(child: RawEntry, parent: RawEntry, name: str) -> None:
    renamed = _renamed(child.kind, parent.kind) if name == "crossref" else {}
    dated = not _DATES.isdisjoint(child.fields)
    # The renamed first: a title of the parent wins over a booktitle that it happens to have too.
    for field, value in sorted(parent.fields.items(), key=lambda item: item[0] not in renamed):
        if field not in _OWN and not (dated and field in _DATES):
            child.fields.setdefault(renamed.get(field, field), value)
    if renamed and child.kind in _INBOOKS and "author" in parent.fields:
        child.fields.setdefault("bookauthor", parent.fields["author"])


def _renamed(child: str, parent: str) -> dict[str, str]:
    for parents, children, prefix in _RULES:
        if parent in parents and child in children:
            return {title: f"{prefix}{title}" for title in _TITLES}
    return {}
