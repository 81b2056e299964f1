"""Reads BibTeX files into publications; a broken entry is one fault and the others survive."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Fault
from ..models import Publication
from .addresses import VERBATIM
from .decoding import decode
from .entries import read_entries
from .inheritance import inherit
from .publications import publication
from .tex import definitions

__all__ = ["VERBATIM", "Bibliography", "parse", "read"]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What one file holds: the entries in order, and what was wrong in it."""

    publications: tuple[Publication, ...]
    faults: tuple[Fault, ...]


def read(data: bytes, path: str = "") -> Bibliography:
    """Read the bytes of a ``.bib`` file: in UTF-8, or in GBK or Latin-1 where that is certain."""
    text, faults = decode(data)
    found = parse(text, path)
    return Bibliography(found.publications, (*faults, *found.faults))


def parse(text: str, path: str = "") -> Bibliography:
    """Parse the text of a ``.bib`` file; *path* is carried into the publications for messages."""
    raw = read_entries(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    macros = definitions("\n".join(raw.preamble)) if raw.preamble else {}
    faults = [*raw.faults, *inherit(raw.entries)]
    publications = tuple(
        publication(entry, macros, path, faults)
        for entry in raw.entries.values()
        if entry.kind != "xdata"
    )
    # In the order of the file, as an author goes through it.
    return Bibliography(publications, tuple(sorted(faults, key=lambda fault: fault.line or 0)))
