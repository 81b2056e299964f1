"""The files of letters: what each is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ..errors import Fault
from ..letters import Letter
from . import names


def names_of(letters: Sequence[Letter]) -> tuple[dict[str, Letter], list[Fault]]:
    """Return letters by the names of their files; no two have one. Faults are of the table."""
    found: dict[str, Letter] = {}
    faults = []
    for letter in letters:
        name, line = _slug(letter.file), letter.recipient.line
        if told := names.fault_of(name):
            faults.append(Fault(f"{letter.file!r} can be no name of a file: {told}", line))
        elif other := found.get(f"{name}.pdf"):
            told = f"{name}.pdf is the letter of line {other.recipient.line} already"
            faults.append(Fault(f"{told}; give each its 'id', or the template a 'file'", line))
        else:
            found[f"{name}.pdf"] = letter
    return found, faults


def _slug(text: str) -> str:
    said = text.removesuffix(".pdf")
    whole = unicodedata.normalize("NFC", said).lower()
    return names.slug(said) or re.sub(r"[\W_]+", "-", whole).strip("-")
