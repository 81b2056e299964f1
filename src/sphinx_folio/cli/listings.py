"""``folio listings``: proves that what posts show compiles, runs and prints what they say."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import click

from ..errors import did_you_mean
from ..listings import Check, Kind, LocatedFault, read_checks
from ..listings.cache import Cache
from ..listings.inventory import orphans, unchecked
from ..listings.judging import FINE, Bench, Outcome, judge
from ..listings.programs import Programs
from ..listings.toolchains import HEADERS, find_toolchain
from . import complete, outcomes
from .site import Site, today, with_site

CACHE = Path("_build", "listings")
# The longest first, so that none is left alone at the end.
_ORDER = (Kind.GPU, Kind.CUDA, Kind.CPP, Kind.PTX, Kind.PYTHON)


@click.group()
def listings() -> None:
    """Look after the listings that posts show."""


@listings.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete.listings)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    help="How many are checked at a time.  [default: one a processor]",
)
@click.option("--update", is_flag=True, help="Write the records anew, whatever is printed now.")
@click.option(
    "--no-write",
    is_flag=True,
    help="Write no record: one that is missing or stale is an error. For CI.",
)
@click.option("--no-cache", is_flag=True, help="Check again what has not changed.")
@click.option(
    "--require",
    "required",
    multiple=True,
    type=click.Choice([kind.value for kind in Kind]),
    help="That this kind cannot be checked here is an error; may be given many times.",
)
@click.option("--json", "as_json", is_flag=True, help="The same for programs.")
@with_site
def check(
    site: Site,
    names: tuple[str, ...],
    jobs: int,
    update: bool,
    no_write: bool,
    no_cache: bool,
    required: tuple[str, ...],
    as_json: bool,
) -> None:
    """Compile and run listings, and record what they print.

    Each has a check in a checks.toml below listings/, and a record in records/ beside it, which
    the site is built from. A record is written where there is none, or when the listing or its
    check has changed. Where nothing has changed, other output than the record's is an error.

    NAME is a file below listings/, a folder, or a pattern; without one all are checked.

    \b
    folio listings check
    folio listings check cute/layout_print.cpp
    folio listings check 'cute/*.cu' --update
    folio listings check --no-write --require cpp --require cuda
    """
    if update and no_write:
        raise click.UsageError("--update writes records, --no-write writes none; choose one")
    root = site.listings
    if not root.is_dir():
        raise click.ClickException(f"there is no folder {site.name_of(root)} in {site.root}")
    checks, faults = read_checks(root)
    chosen = _chosen(site, checks, names)
    programs = Programs()
    with _stopping(programs):
        bench = Bench(
            root,
            find_toolchain(site.root / HEADERS, programs),
            programs,
            today(),
            None if no_cache else Cache(site.root / CACHE, site.root),
            update,
            not no_write,
            frozenset(map(Kind, required)),
            site.root,
        )
        found = _judged(bench, chosen, jobs)
    stray = ([], []) if names else (orphans(root, checks), unchecked(root, checks))
    located = [(site.name_of(fault.path), fault) for fault in faults]
    if as_json:
        click.echo(json.dumps(_values(found, located, *stray), ensure_ascii=False, indent=2))
    else:
        outcomes.print_table(found)
        for name, fault in located:
            outcomes.print_fault(f"{name}:{fault.line or 1}", fault.message)
        for name in stray[0]:
            outcomes.print_note(site.name_of(root / name), "a record of no listing; delete it")
        for name in stray[1]:
            outcomes.print_note(site.name_of(root / name), "has no check; name it in a checks.toml")
        outcomes.print_summary(found, bench.tools)
    if faults or any(outcome.verdict not in FINE for outcome in found):
        sys.exit(1)


def _chosen(site: Site, checks: Mapping[str, Check], names: Sequence[str]) -> list[Check]:
    """Return the checks that names mean, all without one; fail where a name means none."""
    if not names:
        return list(checks.values())
    root, found = site.listings, dict[str, Check]()
    for name in names:
        forms = {name.rstrip("/")}
        path = (Path.cwd() / name).resolve()
        if path.is_relative_to(root.resolve()):
            forms.add(path.relative_to(root.resolve()).as_posix())
        matching = {
            one: checks[one]
            for one in checks
            for form in forms
            if form == "." or one == form or one.startswith(f"{form}/") or fnmatchcase(one, form)
        }
        if not matching:
            raise click.UsageError(f"no listing {name!r} has a check.{did_you_mean(name, checks)}")
        found |= matching
    return [found[name] for name in sorted(found)]


@contextlib.contextmanager
def _stopping(programs: Programs) -> Iterator[None]:
    """End all programs when we are asked to end: they are no children of the terminal."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, interrupt) if main else None
    try:
        yield
    finally:
        programs.stop()
        if main:
            signal.signal(signal.SIGTERM, before)


def _judged(bench: Bench, checks: Sequence[Check], jobs: int) -> list[Outcome]:
    """Return what came of checks, in their order; a terminal shows how far they are."""
    longest_first = sorted(checks, key=lambda one: _ORDER.index(one.kind))
    found: dict[str, Outcome] = {}
    with ThreadPoolExecutor(jobs) as pool, outcomes.progress(len(checks)) as done:
        waiting = {pool.submit(judge, bench, one) for one in longest_first}
        try:
            while waiting:
                ready, waiting = _first(waiting)
                for future in ready:
                    outcome = future.result()
                    found[outcome.check.name] = outcome
                    done(outcome.check.name)
        except BaseException:
            for future in waiting:
                future.cancel()
            bench.programs.stop()
            raise
    return [found[one.name] for one in checks]


def _first(
    waiting: set[Future[Outcome]],
) -> tuple[set[Future[Outcome]], set[Future[Outcome]]]:
    return wait(waiting, return_when=FIRST_COMPLETED)


def _values(
    found: Sequence[Outcome],
    faults: Sequence[tuple[str, LocatedFault]],
    orphaned: Sequence[str],
    loose: Sequence[str],
) -> dict[str, Any]:
    """Return what is told to programs."""
    return {
        "listings": [outcomes.values(outcome) for outcome in found],
        "faults": [
            {"file": name, "line": fault.line or 1, "message": fault.message}
            for name, fault in faults
        ],
        "records_without_check": list(orphaned),
        "sources_without_check": list(loose),
    }
