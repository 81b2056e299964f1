"""The values a professional life is made of: people, what they did, wrote and published."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII)
# Scripts in which the family name stands first and no space follows it: Chinese, kana, Hangul.
_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_YEAR = re.compile(r"\d{4}\Z", re.ASCII)


@dataclass(frozen=True, order=True)
class Month:
    """A month of the calendar; ``month`` is 0 when only the year is known."""

    year: int
    month: int = 0

    @classmethod
    def parse(cls, text: str, *, year_alone: bool = False) -> Month:
        """Read ``YYYY-MM`` (or ``YYYY`` when *year_alone*).

        Raises ``ValueError`` with a message for the author on anything else.
        """
        if year_alone and _YEAR.match(text):
            return cls(int(text))
        match = _MONTH.match(text)
        if match and 1 <= int(match[2]) <= 12:
            return cls(int(match[1]), int(match[2]))
        wanted = "YYYY-MM (for example 2024-09)" + (" or YYYY" if year_alone else "")
        raise ValueError(f"{text!r} is no date; write {wanted}")

    def is_before(self, other: Month) -> bool:
        """Tell whether it surely is before another; a year alone may be any of its months."""
        return self < other if self.month and other.month else self.year < other.year

    def __str__(self) -> str:
        """Return the ISO 8601 form."""
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)


@dataclass(frozen=True)
class Link:
    """A link of a profile: its kind (``github``), the word shown, and the address."""

    kind: str
    label: str
    url: str


@dataclass(frozen=True)
class Person:
    """A person as their profile page declares them. ``email`` never reaches an output literally."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    headline: str = ""
    affiliation: str = ""
    email: str = ""
    links: tuple[Link, ...] = ()
    skills: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    interests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Engagement:
    """A position, education, project, talk or award of one person.

    ``end`` is ``None`` both while it lasts (``ongoing``) and when no source tells the end.
    """

    type: str
    id: str
    person: str
    title: str
    organization: str = ""
    unit: str = ""
    place: str = ""
    start: Month | None = None
    end: Month | None = None
    ongoing: bool = False
    kind: str = ""
    role: str = ""
    used_name: str = ""
    grade: str = ""
    url: str = ""
    mentors: tuple[str, ...] = ()
    advisors: tuple[str, ...] = ()
    publications: tuple[str, ...] = ()

    @property
    def sort_key(self) -> tuple[bool, Month, Month, str]:
        """Newest last: what is going on, and before it all else by start, then by end."""
        start = self.start or self.end or Month(0)
        return (self.ongoing, start, self.end or start, self.id)


@dataclass(frozen=True)
class Name:
    """A name in a bibliography entry, in its parts; ``literal`` for an organisation."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def full(self) -> str:
        """The name as it is read: given name first, but family name first in Chinese script."""
        if self.literal:
            return self.literal
        if _EASTERN.search(self.family + self.given):
            return self.family + self.given
        return " ".join(filter(None, (self.given, self.particle, self.family, self.suffix)))


@dataclass(frozen=True)
class Run:
    """A piece of rich text in some styles.

    Styles are ``emph``, ``strong``, ``code``, ``small-caps``, ``sub`` and ``sup``; ``math`` holds
    TeX; a ``link`` leads to ``url``.
    """

    text: str
    styles: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Publication:
    """An entry of a ``.bib`` file; ``fields`` holds each as plain text, keyed in lower case."""

    key: str
    type: str
    title: str
    authors: tuple[Name, ...]
    fields: Mapping[str, str]
    path: str = ""
    line: int = 0
    rich: Mapping[str, tuple[Run, ...]] = field(default_factory=dict)
    editors: tuple[Name, ...] = ()

    def runs(self, name: str) -> tuple[Run, ...]:
        """Return a field as rich text; one without markup is a single run."""
        text = self.fields.get(name, "")
        return self.rich.get(name) or ((Run(text),) if text else ())

    def items(self, name: str) -> tuple[str, ...]:
        """Return the comma separated items of a field."""
        return tuple(filter(None, (item.strip() for item in self.fields.get(name, "").split(","))))

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the people on this site whose work it is, as the entry itself declares."""
        return self.items("people")

    @property
    def year(self) -> str:
        """The year of publication as four digits, or ``""``."""
        text = self.fields.get("year") or self.fields.get("date", "")
        found = re.search(r"(?<!\d)\d{4}(?!\d)", text)
        return found[0] if found else ""

    @property
    def month(self) -> int:
        """The month of publication, 1 to 12, or 0."""
        text = self.fields.get("month", "") or self.fields.get("date", "")[5:7]
        if text.isdigit():
            return int(text) if 1 <= int(text) <= 12 else 0
        names = [name.casefold() for name in MONTHS]
        return names.index(text[:3].casefold()) + 1 if text[:3].casefold() in names else 0

    @property
    def genre(self) -> str:
        """``patent``, ``software``, ``post`` or ``paper``: where a reader looks for it."""
        if self.type in {"patent", "software"}:
            return self.type
        return "post" if self.type == "online" else "paper"

    @property
    def selected(self) -> bool:
        """Whether the entry says that it is one of the selected ones."""
        return self.fields.get("selected", "").lower() == "true"

    @property
    def equal(self) -> tuple[str, ...]:
        """The names of those who contributed equally."""
        return tuple(filter(None, re.split(r"\s+and\s+", self.fields.get("equal", "").strip())))

    @property
    def venue(self) -> str:
        """Where it was published, as the record has it."""
        for name in (
            "booktitle",
            "journal",
            "journaltitle",
            "eventtitle",
            "school",
            "institution",
            "howpublished",
        ):
            if self.fields.get(name):
                return self.fields[name]
        if self.type == "patent":
            return " ".join(filter(None, (self.fields.get("number", ""),)))
        if self.fields.get("eprint"):
            return f"{self.fields.get('archiveprefix', 'arXiv')} preprint"
        return self.fields.get("organization") or self.fields.get("publisher", "")


@dataclass(frozen=True)
class Part:
    """A part of a series as its page announces it, written or not.

    ``needs`` is what its reader must know, ``gives`` what they know afterwards.
    """

    title: str
    summary: str = ""
    original: str = ""
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Series:
    """An ordered series of posts."""

    id: str
    summary: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class NewsItem:
    """A dated line of news, as plain text."""

    date: datetime.date
    text: str


@dataclass(frozen=True)
class Erratum:
    """A mistake that was found in a post: when, and what was wrong, in one line of Markdown."""

    date: datetime.date
    text: str


@dataclass(frozen=True)
class Post:
    """An article. ``authors`` are ids of people; empty means the site's publisher.

    ``original`` is the entry of the published article whose title it took; ``external`` the address
    of a post that is published elsewhere; ``canonical`` the address that search engines shall name.
    """

    id: str
    date: datetime.date
    updated: datetime.date | None = None
    authors: tuple[str, ...] = ()
    series: str = ""
    part: int = 0
    tags: tuple[str, ...] = ()
    summary: str = ""
    image: str = ""
    original: str = ""
    external: str = ""
    canonical: str = ""
    errata: tuple[Erratum, ...] = ()
    draft: bool = False

    @property
    def changed(self) -> datetime.date:
        """The day of the last change that its author declares: the latest of all its dates."""
        days = [self.date, *(erratum.date for erratum in self.errata)]
        return max([*days, self.updated] if self.updated else days)
