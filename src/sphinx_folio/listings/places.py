"""Where a symbol stands in its file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A symbol by its qualified name; its lines count from 0, ``stop`` is excluded."""

    name: str
    start: int
    stop: int
