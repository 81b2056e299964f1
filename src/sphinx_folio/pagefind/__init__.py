"""Pagefind by its command line: an index of the built pages, the same bytes for the same pages.

Floor 1: it knows files and a program, not Sphinx. https://pagefind.app
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.metadata
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from . import tidying

#: The package with the program that segments Chinese, of the extra ``search``.
PACKAGE = "pagefind_bin_extended"
BUNDLE = "pagefind"

#: What is on a page and says nothing of it: links to headings, lists of other pages, formulas set
#: apart, and what the engine puts around a text (its authors are among the facts in its head).
#: Forms, navigation and drawings Pagefind leaves out.
EXCLUDED = (
    ".headerlink", ".linenos", ".folio-backref", ".folio-bibtex", ".folio-math-display",
    "annotation", ".folio-rows:not(.folio-parts)", ".folio-series-list", ".folio-contents",
    ".folio-kicker", ".folio-byline", ".folio-tags", ".folio-languages", ".folio-planned",
    ".folio-part-detail", ".folio-post-foot", ".folio-source", ".folio-cited-in", ".folio-more",
    ".folio-callouts", ".folio-fold", ".folio-listing-foot",
)  # fmt: skip


#: How often it is asked whether Pagefind shall stop, in seconds.
PAUSE = 0.01


class PagefindError(Exception):
    """Pagefind could not make the index; the message says why."""


class StoppedError(Exception):
    """The index was not wanted any more while it was made."""


def program() -> Path | None:
    """Return the program, or ``None`` where its package is not installed."""
    try:
        package = importlib.import_module(PACKAGE)
        return Path(package.get_executable())
    except (ImportError, FileNotFoundError):
        return None


def digest(site: Path) -> str:
    """Return a digest of all that the index is made from: the pages, the program, the options."""
    found = hashlib.sha256(repr((_version(), EXCLUDED, tidying.KEPT)).encode())
    for path in sorted(filter(Path.is_file, site.rglob("*.html"))):
        found.update(path.relative_to(site).as_posix().encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def make(site: Path, program: Path, stopped: Callable[[], bool] | None = None) -> list[str]:
    """Make the bundle of the pages below *site*; return its files as paths below *site*.

    It appears whole or not at all, in place of the former one. Once *stopped* says so, Pagefind is
    ended and the former bundle stays. Raises ``PagefindError`` and ``StoppedError``.
    """
    bundle, staging = site / BUNDLE, site / f".{BUNDLE}"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        _run(site, staging, program, stopped)
        tidying.tidy(staging)
        shutil.rmtree(bundle, ignore_errors=True)
        staging.replace(bundle)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return files(site)


def files(site: Path) -> list[str]:
    """Return the files of the bundle that stands there, as paths below *site*."""
    found = (path for path in (site / BUNDLE).rglob("*") if path.is_file())
    return sorted(path.relative_to(site).as_posix() for path in found)


def remove(site: Path) -> None:
    """Remove the bundle, whole or half."""
    for name in (BUNDLE, f".{BUNDLE}"):
        shutil.rmtree(site / name, ignore_errors=True)


def _run(
    site: Path, staging: Path, program: Path, stopped: Callable[[], bool] | None = None
) -> None:
    options = ["--site", str(site), "--output-path", str(staging), "--silent"]
    for selector in EXCLUDED:
        options += ["--exclude-selectors", selector]
    # It would take settings from the environment and from files in the folder where it runs.
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")
    }
    staging.mkdir()
    with subprocess.Popen(
        [str(program), *options],
        cwd=staging,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        output, errors = _finished(process, stopped)
    if process.returncode or not (staging / "pagefind-entry.json").is_file():
        said = (errors or output).strip().splitlines()
        raise PagefindError(said[-1] if said else f"exit status {process.returncode}")


def _finished(
    process: subprocess.Popen[str], stopped: Callable[[], bool] | None
) -> tuple[str, str]:
    """Return what a process has said when it has ended; end it once *stopped* says so."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=PAUSE if stopped else None)
        if stopped and stopped():
            process.kill()
            raise StoppedError


def _version() -> str:
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(PACKAGE)
    return ""
