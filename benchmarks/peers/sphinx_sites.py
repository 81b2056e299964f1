"""What the three sites that Sphinx builds have in common."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from workload import Entry, Workload, entries_of

MADE = ("_build",)
#: What a tool beside Sphinx runs with: the versions that ours runs with.
SAME = tuple(
    f"{name}=={version(name)}"
    for name in ("sphinx", "docutils", "myst-parser", "furo", "sphinxcontrib-bibtex", "pygments")
)


def command(python: str, jobs: int) -> list[str]:
    """Return the command that builds, as documentation tells people to."""
    where = ["-d", "_build/doctrees", ".", "_build/html"]
    return [python, "-m", "sphinx", "-q", "-b", "dirhtml", "-j", str(jobs), *where]


def own_command(environment: Path, jobs: int) -> list[str]:
    """Return the command for a tool that runs in the environment of the benchmark."""
    del environment
    return command(sys.executable, jobs)


def bibliography(workload: Workload) -> str:
    """Return the entries as BibTeX."""
    return "\n".join(map(_bibtex, entries_of(workload)))


def _bibtex(entry: Entry) -> str:
    fields = {"author": entry.author, "title": entry.title, "year": str(entry.year)}
    fields |= {"journal": "Journal of Measurements", "volume": entry.key.removeprefix("work")}
    lines: Iterator[str] = (f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@article{{{entry.key},\n{''.join(lines)}}}\n"
