"""Which entries a list shows, in which order, under which headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ... import names, references
from ...errors import did_you_mean
from ...models import Publication
from ...words import Words

SORTS = ("newest", "oldest", "title", "as-is")
GROUPS = ("year", "type", "venue", "topic", "none")
LAYOUTS = ("full", "compact", "cards")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the options of a list ask for; what is empty asks for nothing."""

    person: str = ""
    own: bool = False
    types: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    venues: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    selected: bool = False
    sort: str = "newest"
    limit: int | None = None


def parse_years(text: str) -> tuple[int, int]:
    """Read ``2024``, ``2020-2024``, ``2020-`` or ``-2024``; raise ``ValueError`` on all else."""
    match = re.fullmatch(r"(\d{4})?\s*([-–])?\s*(\d{4})?", text.strip(), re.ASCII)
    if match and (match[1] or match[3]):
        first = int(match[1] or 0)
        last = int(match[3] or (9999 if match[2] else first))
        if first <= last and (match[2] or not match[3]):
            return first, last
    raise ValueError(f"{text!r} are no years; write 2024, 2020-2024, 2020- or -2024")


def items(text: str) -> tuple[str, ...]:
    """Return the comma separated items of an option."""
    return tuple(filter(None, (item.strip() for item in text.split(","))))


def choose(choice: Choice, entries: Iterable[Publication]) -> list[Publication]:
    """Return the entries that *choice* asks for, in its order."""
    chosen = [entry for entry in entries if _fits(choice, entry)]
    if choice.sort == "title":
        chosen.sort(key=lambda entry: names.folded(entry.title.replace(",", " ")))
    elif choice.sort != "as-is":
        # Without a year a manuscript stands first, as work in hand does.
        chosen.sort(
            key=lambda entry: (entry.year or "9999", entry.month), reverse=choice.sort == "newest"
        )
    return chosen[: choice.limit]


def _fits(choice: Choice, entry: Publication) -> bool:
    first, last = choice.years or (0, 9999)
    return (
        (not choice.own or bool(entry.people))
        and (not choice.person or choice.person in entry.people)
        and (not choice.types or references.genre(entry) in choice.types)
        and (choice.years is None or first <= int(entry.year or -1) <= last)
        and _any(choice.venues, venues_of(entry))
        and _any(choice.keywords, entry.items("keywords"))
        and _any(choice.statuses, (references.status(entry) or "published",))
        and (not choice.selected or entry.selected)
    )


def venues_of(entry: Publication) -> tuple[str, ...]:
    """Return the names by which the venue of an entry may be asked for."""
    named = (references.short_venue(entry), entry.fields.get("abbr", ""), entry.venue)
    return tuple(dict.fromkeys(filter(None, named)))


def _any(wanted: tuple[str, ...], has: tuple[str, ...]) -> bool:
    return not wanted or not {_key(one) for one in wanted}.isdisjoint(map(_key, has))


def _key(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).casefold()


def unknown(choice: Choice, entries: Iterable[Publication]) -> Iterator[str]:
    """Yield, for each value that no entry has, a message that names the nearest."""
    known: dict[str, set[str]] = {"venue": set(), "keyword": set(), "status": {"published"}}
    years = set()
    for entry in entries:
        known["venue"].update(venues_of(entry))
        known["keyword"].update(entry.items("keywords"))
        known["status"].add(references.status(entry))
        years.add(int(entry.year or -1))
    for name, asked in zip(known, (choice.venues, choice.keywords, choice.statuses), strict=True):
        have = {_key(one) for one in known[name]}
        for word in asked:
            if _key(word) not in have:
                hint = did_you_mean(word, filter(None, known[name]))
                yield f"{{publications}}: no entry has the {name} {word!r}.{hint}"
    if choice.years and not any(choice.years[0] <= year <= choice.years[1] for year in years):
        first, last = choice.years
        yield f"{{publications}}: no entry is of the years {first} to {last}"


def group(
    chosen: list[Publication], by: str, _: Words, sort: str = "newest"
) -> list[tuple[str, list[Publication]]]:
    """Return the entries under their headings; an entry stands under each topic it has."""
    groups: dict[str, list[Publication]] = {}
    for entry in chosen:
        for label in _labels(entry, by):
            groups.setdefault(label, []).append(entry)
    if by == "year":
        order = sorted(groups, key=lambda label: label or "9999", reverse=sort != "oldest")
    elif by == "type":
        order = [label for label in references.GENRES.values() if label in groups]
    else:
        order = sorted(groups, key=lambda label: (not label, label.casefold()))
    blank = _undated(chosen, _) if by == "year" else _("Other")
    return [((_(label) if by == "type" else label) or blank, groups[label]) for label in order]


def _labels(entry: Publication, by: str) -> tuple[str, ...]:
    if by == "year":
        return (entry.year,)
    if by == "type":
        return (references.GENRES[references.genre(entry)],)
    if by == "venue":
        return (references.short_venue(entry),)
    return tuple(dict.fromkeys(entry.items("keywords"))) or ("",)


def _undated(entries: list[Publication], _: Words) -> str:
    statuses = {references.status(entry) for entry in entries if not entry.year}
    return _("Manuscripts") if statuses == {"manuscript"} else _("Undated")


def facets(
    chosen: list[Publication], people: Mapping[str, str], _: Words
) -> dict[str, list[tuple[str, str]]]:
    """Return, for each facet that tells entries apart, its values and the words shown for them."""
    words = {
        "year": sorted({(e.year, e.year) for e in chosen if e.year}, reverse=True),
        "type": [
            (name, _(label))
            for name, label in references.GENRES.items()
            if any(references.genre(entry) == name for entry in chosen)
        ],
        "venue": _sorted(references.short_venue(entry) for entry in chosen),
        "topic": _sorted(word for entry in chosen for word in entry.items("keywords")),
        "person": [
            (one, name)
            for one, name in people.items()
            if any(one in entry.people for entry in chosen)
        ],
    }
    return {name: values for name, values in words.items() if len(values) > 1}


def _sorted(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(word, word) for word in sorted(set(filter(None, values)), key=str.casefold)]


def numbers(chosen: list[Publication]) -> dict[str, int]:
    """Return a number for each entry by key, counting down to 1 for the last."""
    return {entry.key: len(chosen) - n for n, entry in enumerate(chosen)}
