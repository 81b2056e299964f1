"""Reads and writes the list of a site's public addresses, which only ever grows.

One address a line, as a path from the site's root (``/blog/cute/layout/``); ``#`` opens a comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .errors import Fault

HEADER = "# The public addresses of this site. One leaves only with a redirect in its place.\n"


def read(text: str) -> tuple[Mapping[str, int], tuple[Fault, ...]]:
    """Return the addresses with their lines (from 1), and what is no address."""
    found: dict[str, int] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        entry = line.strip().removeprefix("\ufeff")
        if not entry or entry.startswith("#"):
            continue
        if entry.startswith("/") and not entry.startswith("//") and ".." not in entry.split("/"):
            found.setdefault(entry, number)
        else:
            message = f"{entry!r} is no address of this site; write for example /blog/post/"
            faults.append(Fault(message, number))
    return found, tuple(faults)


def merge(text: str, built: Iterable[str]) -> str:
    """Return the list with the addresses of *built* added, sorted, each once.

    Nothing is taken out. What stands at the top up to the first address stays there, and a comment
    further down stays above its address.
    """
    above: dict[str, list[str]] = {}
    waiting: list[str] = []
    head: list[str] | None = None
    for line in text.splitlines():
        entry = line.strip()
        if not entry or entry.startswith("#"):
            waiting.append(line.rstrip())
            continue
        if head is None:
            head, waiting = waiting, []
        above.setdefault(entry, []).extend(waiting)
        waiting = []
    done = waiting if head is None else head
    for entry in sorted({*above, *built}):
        done = [*done, *above.get(entry, ()), entry]
    if head is not None:
        done = [*done, *waiting]
    start = HEADER if not text.strip() else ""
    return start + "".join(f"{line}\n" for line in done if line or text.strip())
