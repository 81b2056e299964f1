"""Tells whether a name in an entry is one of the forms that a person declared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from .models import Name, Person

#: Signs that authors put behind a name in the file itself, as al-folio lets them.
_MARKS = re.compile(r"[*∗†‡§¶‖^]")


def folded(name: str) -> str:
    """Return *name* without case, diacritics, dots and double spaces, family name last."""
    family, *suffix, given = name.split(",") if "," in name else ("", name)
    text = " ".join((given, family, *suffix))
    plain = unicodedata.normalize("NFKD", _MARKS.sub("", text).casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[.\s]+", " ", letters).split())


def forms(person: Person) -> frozenset[str]:
    """Return every form under which *person* declared to publish, folded, initials included."""
    full = _declared(person)
    return frozenset(full | {_initials(name) for name in full})


def find(person: Person, authors: Iterable[Name]) -> int | None:
    """Return the position of *person* among the authors of an entry that is theirs, or ``None``."""
    read = [folded(name.full) for name in authors]
    # A declared form goes before mere initials, which a namesake among the authors may share.
    for known in (_declared(person), forms(person)):
        position = next((n for n, name in enumerate(read) if name in known), None)
        if position is not None:
            return position
    return None


def same(name: Name, text: str) -> bool:
    """Tell whether *text*, in any order of family and given name, is *name*."""
    return folded(name.full) == folded(text)


def _declared(person: Person) -> frozenset[str]:
    return frozenset(folded(name) for name in (person.name, *person.aliases))


def _initials(name: str) -> str:
    words = name.split()
    return " ".join([*(word[0] for word in words[:-1]), words[-1]]) if len(words) > 1 else name
