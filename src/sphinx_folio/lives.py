"""A professional life as one value: what its CV, its JSON and its structured data are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from .models import Engagement, Month, Person, Publication, Run

#: A line of rich text.
Text = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: Text


@dataclass(frozen=True, slots=True)
class Points:
    """A list; each item is a row of blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``head`` is one row, or nothing."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Text whose lines and blanks stay."""

    text: str


Block = Paragraph | Points | Table | Code


@dataclass(frozen=True, slots=True)
class Stage:
    """A position, education, project, talk or award, and what its page says of it."""

    engagement: Engagement
    body: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Writing:
    """An article of the person's own: its title, address, and the series it belongs to.

    ``key`` is that of its entry or the id of its post. ``original`` is its title as published where
    that is in another language; ``place`` says where.
    """

    title: str
    url: str = ""
    series: str = ""
    date: Month | None = None
    original: str = ""
    place: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """All that the site knows of a person, in plain values.

    An address in rich text that leads to a page of the site is ``site:docname#anchor``. ``works``
    are the entries of the bibliography that declare the person, newest first.
    """

    person: Person
    summary: tuple[Block, ...] = ()
    stages: tuple[Stage, ...] = ()
    works: tuple[Publication, ...] = ()
    writing: tuple[Writing, ...] = ()

    def of(self, *types: str) -> list[Stage]:
        """Return the stages of the given types of engagement, newest first."""
        found = [stage for stage in self.stages if stage.engagement.type in types]
        return sorted(found, key=lambda stage: stage.engagement.sort_key, reverse=True)

    def without(self, names: Iterable[str]) -> Life:
        """Return the life without the engagements, works and articles of these ids and keys."""
        out = frozenset(names)
        return replace(
            self,
            stages=tuple(one for one in self.stages if one.engagement.id not in out),
            works=tuple(one for one in self.works if one.key not in out),
            writing=tuple(one for one in self.writing if one.key not in out),
        )

    @property
    def newest(self) -> Month | None:
        """The newest month that is named anywhere in it."""
        months = [
            month for one in self.stages for month in (one.engagement.start, one.engagement.end)
        ]
        months += [Month(int(work.year), work.month) for work in self.works if work.year]
        months += [one.date for one in self.writing]
        return max((month for month in months if month), default=None)


def changed(value: Any, change: Callable[[Run], Run]) -> Any:
    """Return a value of this module or of ``curricula`` with each run of its texts changed."""
    if isinstance(value, Run):
        return change(value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: changed(getattr(value, one.name), change) for one in fields(value)}
        )
    return tuple(changed(one, change) for one in value) if isinstance(value, tuple) else value


def said(text: Text) -> str:
    """Return rich text as plain text; a formula stays TeX."""
    return "".join(run.text for run in text)


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield what blocks say line by line, in reading order: paragraphs, items, rows of tables."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield said(block.text)
        elif isinstance(block, Points):
            for item in block.items:
                yield from lines(item)
        elif isinstance(block, Table):
            for row in filter(None, (block.head, *block.rows)):
                yield "\t".join(map(said, row))
        else:
            yield block.text
