"""Tells whether a name in an entry is one of the forms that a person declared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from .models import Name, Person


def folded(name: str) -> str:
    """Return *name* without case, diacritics, dots and double spaces, family name last."""
    family, comma, given = name.partition(",")
    text = f"{given} {family}" if comma else name
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[.\s]+", " ", letters).split())


def forms(person: Person) -> frozenset[str]:
    """Return every form under which *person* declared to publish, folded, initials included."""
    full = {folded(name) for name in (person.name, *person.aliases)}
    return frozenset(full | {_initials(name) for name in full})


def find(person: Person, authors: Iterable[Name]) -> int | None:
    """Return the position of *person* among the authors of an entry that is theirs, or ``None``."""
    known = forms(person)
    return next((n for n, name in enumerate(authors) if folded(name.full) in known), None)


def same(name: Name, text: str) -> bool:
    """Tell whether *text*, in any order of family and given name, is *name*."""
    return folded(name.full) == folded(text)


def _initials(name: str) -> str:
    words = name.split()
    return " ".join([*(word[0] for word in words[:-1]), words[-1]]) if len(words) > 1 else name
