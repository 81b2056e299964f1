"""What can be wrong with a listing, its check or its record, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class ListingError(ValueError):
    """What was asked of a listing cannot be had; ``line`` counts from 1 in the file that was read.

    ``line`` is ``None`` when the fault is of the whole file.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class LocatedFault:
    """One thing wrong in one place of one file; ``line`` as in ``errors.Fault``."""

    path: Path
    message: str
    line: int | None = None
