"""The PDF of a letter: whom it is from, to whom, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..curricula import Contact
from ..lives import Block
from . import TEMPLATES, compile_pdf
from .data import covered, plain

TEMPLATE = TEMPLATES / "letter.typ"

#: What the template itself says, in English; ``page`` heads each page but the first.
WORDS: Mapping[str, str] = {"enclosures": "Enclosures", "page": "{number} / {count}"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter as it is set, in one language (BCP 47) and on ``a4`` or ``us-letter``.

    ``date`` is the day (ISO 8601) and ``day`` the words for it. Lines of ``to`` and ``closing``
    stay lines.
    """

    language: str
    paper: str
    name: str
    subject: str
    date: str
    day: str
    body: tuple[Block, ...]
    headline: str = ""
    affiliation: str = ""
    contacts: tuple[Contact, ...] = ()
    to: tuple[str, ...] = ()
    opening: str = ""
    closing: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()


def pdf(sheet: Sheet, words: Mapping[str, str] = WORDS) -> bytes:
    """Return a letter as PDF; *words* are those of ``WORDS`` in its language."""
    said = covered(plain(sheet))
    return compile_pdf(TEMPLATE, {**said, "title": sheet.subject, "words": {**WORDS, **words}})
