"""Names of files, and so of addresses, from titles; and titles as headings of Markdown."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60

#: What a file cannot be called on Windows, and what has a meaning of its own here.
RESERVED = frozenset(
    {"index", "con", "prn", "aux", "nul"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)

#: The pages that the site makes in the folder of the posts, besides those of the years.
_MADE = frozenset({"tags", "search", "genindex", "404"})

# Letters that do not come apart into a Latin one and a mark.
_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)
_MARKUP = re.compile(r"[\\`*_{}\[\]<>&$~|^]|(?<=\s)#|^#")


def one_line(text: str) -> str:
    """Return *text* in one line, without the characters that no file of text should hold."""
    clean = "".join(
        char
        if unicodedata.category(char) not in {"Cc", "Cs"} and ord(char) & 0xFFFE != 0xFFFE
        else " "
        for char in text
    )
    return unicodedata.normalize("NFC", " ".join(clean.split()))


def slug(title: str) -> str:
    """Return a name for *title* in ``a-z``, ``0-9`` and hyphens, ``""`` where that loses letters.

    Addresses last, and travel through mails and logs that turn other letters into ``%E5%85%B1``.
    Accents are dropped; a title in another script has no such name, and its author chooses one.
    """
    plain = unicodedata.normalize("NFKD", title.translate(_LATIN))
    letters = [char for char in plain if not unicodedata.combining(char)]
    if any(char.isalpha() and not char.isascii() for char in letters):
        return ""
    return latin_part(title)


def latin_part(title: str) -> str:
    """Return what of *title* can stand in a name, cut at a hyphen where it is long."""
    plain = unicodedata.normalize("NFKD", title.translate(_LATIN)).lower()
    plain = plain.replace("c++", "cpp").replace("c#", "csharp").replace("&", " and ")
    plain = re.sub(r"['’]", "", plain)
    words = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c)))
    name = words.strip("-")
    if len(name) > LONGEST:
        cut = name[: LONGEST + 1]
        name = cut.rpartition("-")[0] or cut[:LONGEST]
    return name


def fault_of(name: str) -> str:
    """Return what keeps *name*, which an author chose, from being one; ``""`` when nothing does.

    Letters of any script are allowed here: who writes them wants them.
    """
    if not re.fullmatch(r"\w+(-\w+)*", name) or name != unicodedata.normalize("NFC", name.lower()):
        return "write small letters, digits and single hyphens"
    if len(name.encode()) > 200:
        return "too long for a file's name"
    return f"{name!r} has a meaning of its own" if name in RESERVED else ""


def is_made(name: str) -> bool:
    """Tell whether the site itself has a page in the folder of the posts that is called so."""
    return name in _MADE or re.fullmatch(r"\d{4}", name, re.ASCII) is not None


def heading(title: str) -> str:
    """Return a heading of Markdown that says *title* and nothing else."""
    return f"# {_MARKUP.sub(lambda match: chr(92) + match[0], title)}"
