"""What the shell offers when Tab is pressed; nothing of the site is run for it, nor conf.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from ..listings import read_checks
from .site import Site, find

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _completer(offers: Callable[[Site], Iterable[tuple[str, str]]]) -> Completer:
    """Return what click calls: the offers that begin with what was typed, each with a help text."""

    def complete(
        _context: click.Context, _parameter: click.Parameter, typed: str
    ) -> list[CompletionItem]:
        site = find(Path.cwd())
        try:
            found = sorted(offers(site)) if site else []
        except OSError:
            return []
        return [CompletionItem(name, help=about) for name, about in found if name.startswith(typed)]

    return complete


def _keys(site: Site) -> Iterator[tuple[str, str]]:
    for path in site.root.glob("*.bib"):
        text = path.read_text(encoding="utf-8", errors="replace")
        yield from ((key, "") for key in re.findall(r"(?m)^\s*@\w+\s*[{(]\s*([^\s,]+)\s*,", text))


def _translations(site: Site) -> Iterator[tuple[str, str]]:
    here = Path.cwd()
    for post in site.posts.values():
        if site.original_of(post) and post.path.is_relative_to(here):
            yield post.path.relative_to(here).as_posix(), post.title


def _originals(site: Site) -> Iterator[tuple[str, str]]:
    for name, post in site.posts.items():
        if not site.original_of(post):
            yield name, post.title


def _listings(site: Site) -> Iterator[tuple[str, str]]:
    checks, _faults = read_checks(site.root / "listings")
    return ((name, check.kind.value) for name, check in checks.items())


series = _completer(lambda site: ((name, page.title) for name, page in site.series.items()))
originals = _completer(_originals)
people = _completer(lambda site: ((name, "") for name in site.people()))
keys = _completer(_keys)
translations = _completer(_translations)
listings = _completer(_listings)
