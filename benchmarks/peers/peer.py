"""What the benchmark knows of a tool."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workload import Workload


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a tool does with the workload, in a word or a few, for the table of the README."""

    formulas: str
    highlighting: str
    citations: str
    tags: str
    series: str
    feeds: str
    search: str
    navigation: str
    theme: str
    jobs: str = "one process"


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: what it is made of, how its site is written and built.

    ``pins`` are what pip installs, ``packages`` what npm does; a tool with neither runs in the
    environment of the benchmark itself. ``write`` writes a site into an empty folder, ``command``
    gives, for the folder of the environment and a number of jobs, what to run in the site's folder.
    ``source`` and ``page`` are the files of a post, by its number, in that folder; ``made`` are the
    folders, and files, that builds write there.
    """

    name: str
    abilities: Abilities
    write: Callable[[Workload, Path], None]
    command: Callable[[Path, int], list[str]]
    source: Callable[[int], str]
    page: Callable[[int], str]
    made: tuple[str, ...]
    pins: tuple[str, ...] = ()
    packages: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether the environment of the benchmark itself serves."""
        return not self.pins and not self.packages


def put(path: Path, text: str) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def program(environment: Path, name: str) -> str:
    """Return the path of a command that pip installed."""
    return str(environment / ("Scripts" if sys.platform == "win32" else "bin") / name)
