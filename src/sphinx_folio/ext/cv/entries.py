"""The entries of a CV: an engagement, a publication, a series of articles, each as it is set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from ... import names
from ...curricula import Entry, Line
from ...lives import Paragraph, Points, Stage, Text, Writing
from ...models import Engagement, Person, Publication, Run
from ...words import Words
from ..publications import wording

Address = Callable[[Publication], str]

#: How many characters of a venue's short name stand in the column of dates.
_SHORT = 16


def engagement_entry(
    stage: Stage, works: Mapping[str, Publication], address: Address, _: Words, *, short: bool
) -> Entry:
    """Return an engagement; a *short* one without its works, which have a section of their own."""
    value = stage.engagement
    lines = [Line("place", _text(", ".join(_places(value, _))))]
    lines += [Line("people", _text(said)) for said in (_.advisors(value), _.mentors(value))]
    if not short:
        lines.append(Line("work", _linked(value.publications, works, address), _("Work: ").strip()))
    return Entry(
        id=value.id,
        when=_.period(value),
        title=tuple(replace(run, url=value.url) for run in _text(value.title)),
        lines=tuple(row for row in lines if row.text),
        body=stage.body,
    )


def _places(value: Engagement, _: Words) -> Iterator[str]:
    grade = _("GPA {grade}", grade=value.grade) if value.grade else ""
    grade = grade.replace(" ", "\u00a0")
    used = _("as {name}", name=value.used_name) if value.used_name else ""
    yield from filter(None, (value.organization, value.unit, value.role, grade, value.place, used))


def _linked(keys: Iterable[str], works: Mapping[str, Publication], address: Address) -> Text:
    found: list[Run] = []
    for key in keys:
        work = works.get(key)
        if work:
            said = work.fields.get("abbr", "") if work.genre == "paper" else ""
            title = f"{work.title.partition(':')[0]} ({said})" if said else work.title
            found += [*([Run("; ")] if found else []), Run(title, (), address(work))]
    return tuple(found)


def publication_entry(
    entry: Publication, person: Person, url: str, _: Words, *, short: bool
) -> Entry:
    """Return a publication: title, authors with one's own name in weight, where it appeared.

    A *short* one has the short name of its venue in the place of the year, if there is one.
    """
    title = tuple(replace(run, url=run.url or url) for run in entry.runs("title"))
    name = entry.fields.get("abbr", "")
    named = short and entry.year in name and len(name) <= _SHORT and entry.genre == "paper"
    # The year stands beside it, and a short name in it says the year as well.
    venue = [word for word in wording.detail(entry, _) if word != entry.year]
    acronym = name.replace(entry.year, "").strip()
    if named:
        venue = venue[1:]
    elif entry.genre == "paper" and venue and acronym.casefold() not in venue[0].casefold():
        venue[0] = f"{venue[0]} ({acronym})"
    award = entry.runs("award") if entry.fields.get("award", "").lower() != "true" else ()
    detail = (*_text(", ".join(venue)), *((Run(", "), *award) if award and venue else award))
    lines = (Line("authors", _authors(entry, person)), Line("venue", detail))
    return Entry(
        id=entry.key,
        when=name if named else entry.year,
        title=title,
        lines=tuple(row for row in lines if row.text),
        weight=0 if entry.selected else 1,
    )


def _authors(entry: Publication, person: Person) -> Text:
    """Return the authors in one line; an asterisk (style ``mark``) stands for an equal share."""
    own = names.find(person, entry.authors) if person.id in entry.people else None
    found: list[Run] = []
    for position, name in enumerate(entry.authors):
        styles = ("strong",) if position == own else ()
        equal = any(names.same(name, other) for other in entry.equal)
        shown = name.full.rstrip("*")
        found += [Run(", ")] if found else []
        found.append(Run(shown, styles))
        found += [Run("*", ("mark",))] if equal else []
    return tuple(found)


def writing_entries(articles: Iterable[Writing], _: Words) -> Iterator[Entry]:
    """Yield one entry for each series, with its articles in order, and one for each other."""
    series: dict[str, list[Writing]] = {}
    alone: list[Writing] = []
    for one in articles:
        if one.series:
            series.setdefault(one.series, []).append(one)
        else:
            alone.append(one)
    for title, parts in series.items():
        points = Points(tuple((Paragraph(tuple(_titled(one, _))),) for one in parts))
        yield Entry(title, "", _text(title), _place(parts), (points,))
    for one in alone:
        when = _.month(one.date) if one.date else ""
        linked = tuple(_titled(replace(one, date=None), _))
        yield Entry(one.key or one.title, when, linked, _place([one]))


def _titled(one: Writing, _: Words) -> Iterator[Run]:
    """Yield the title of an article, its title in the other language, and its date."""
    titles = [one.title, one.original] if one.original else [one.title]
    if one.original and _.language.partition("-")[0] != "en":
        titles.reverse()
    yield Run(titles[0], (), one.url)
    for more in (*titles[1:], _.month(one.date) if one.date else ""):
        if more:
            yield Run(f" · {more}")


def _place(parts: list[Writing]) -> tuple[Line, ...]:
    places = dict.fromkeys(one.place for one in parts if one.place)
    return (Line("place", _text("; ".join(places))),) if places else ()


def pair(label: str, text: str) -> Entry:
    """Return a word and what belongs to it."""
    return Entry(label, label, _text(text))


def _text(text: str) -> Text:
    """Return plain text as a line, with apostrophes as the text of pages has them."""
    return (Run(re.sub(r"(?<=\w)'(?=\w)", "’", text)),) if text else ()
