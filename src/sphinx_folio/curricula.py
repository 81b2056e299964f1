"""A CV as it is set: sections of dated entries, in words that are chosen already."""

from __future__ import annotations

from dataclasses import dataclass

from .lives import Block, Text

#: What a CV can have, in the order that it has without a choice; ``NAMED`` only where it is named.
SECTIONS = (
    "summary",
    "education",
    "positions",
    "publications",
    "patents",
    "open-source",
    "projects",
    "talks",
    "awards",
    "writing",
    "skills",
    "languages",
)
NAMED = ("research", "industry", "teaching", "service", "software", "interests")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the page of a CV asks for: whose it is, which sections in which order, what not.

    Without ``sections`` all of ``SECTIONS``; ``one_page`` are those of the one page, without it all
    that the CV has but the summary; ``selected`` shows selected publications only;
    ``leave_out`` are ids of engagements and posts and keys of entries; ``date`` is the day that it
    is of (ISO 8601).
    """

    person: str
    sections: tuple[str, ...] = ()
    one_page: tuple[str, ...] = ()
    selected: bool = False
    leave_out: tuple[str, ...] = ()
    paper: str = "a4"
    date: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the head of an entry: ``label`` stands before it, ``kind`` is its style.

    Kinds are ``place``, ``people``, ``authors``, ``venue`` and ``work``.
    """

    kind: str
    text: Text
    label: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done: when, what, the lines below it, and its text.

    ``weight`` says what matters most: the one page keeps what has a small one.
    """

    id: str
    when: str
    title: Text
    lines: tuple[Line, ...] = ()
    body: tuple[Block, ...] = ()
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its heading; ``note`` explains the marks that its entries use.

    ``form`` is ``entries`` (dates beside), ``works`` (a list of publications), ``pairs`` (the date
    column holds a word: skills, languages), or ``text``.
    """

    id: str
    title: str
    entries: tuple[Entry, ...] = ()
    form: str = "entries"
    text: tuple[Block, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach the person: ``label`` is its kind in words, ``text`` what is shown."""

    kind: str
    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Curriculum:
    """A whole CV in one language (BCP 47).

    ``date`` is the month or day that it is of (ISO 8601) and ``as_of`` the words for it. An address
    in its rich text is absolute, or ``site:docname#anchor`` for a page of the site.
    """

    name: str
    language: str
    headline: str = ""
    affiliation: str = ""
    contacts: tuple[Contact, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[Block, ...] = ()
    date: str = ""
    as_of: str = ""
    title: str = ""
