"""The folder of listings: what pages show of it, and what makes such a page out of date."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from sphinx.errors import ConfigError

from ...errors import Subtype, did_you_mean
from ...listings import (
    Check,
    ListingError,
    Record,
    State,
    read_checks,
    read_record,
    record_path,
    state_of,
)
from .. import warn
from ..domain import domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: What an author has to be told of a listing that is not proved.
FAULTS = {
    State.STALE: "was changed since it was proved; run folio listings check",
    State.MISSING: "has a check, and no record; run folio listings check",
    State.FAILED: "failed when it was last checked",
}
_HEAD = 40  # a notice of rights stands in the first lines of a file
_LICENSE = re.compile(r"SPDX-License-Identifier:\s*([\w.+-]+(?:\s+(?:AND|OR|WITH)\s+[\w.+-]+)*)")
_RIGHTS = re.compile(r"(?:SPDX-FileCopyrightText:\s*|(?=Copyright\b))(\S.*?)\s*(?:\*/\s*)?$")


@dataclass(frozen=True, slots=True)
class Source:
    """A file below the folder of listings; ``name`` is its path there, with slashes."""

    name: str
    text: str

    @property
    def notice(self) -> str:
        """Who holds rights in the file and by what licence, where it names one, or ``""``."""
        head = self.text.split("\n")[:_HEAD]
        licenses = [match[1] for line in head if (match := _LICENSE.search(line))]
        rights = [match[1].rstrip(".") for line in head if (match := _RIGHTS.search(line))]
        return ". ".join([*rights[:1], *licenses[:1]]) if licenses else ""


@dataclass(frozen=True, slots=True)
class Proof:
    """How a listing is checked, what was recorded of it, and whether that holds."""

    check: Check
    record: Record | None
    state: State


def folder(env: BuildEnvironment) -> Path:
    """Return the folder of listings."""
    return Path(env.srcdir, env.config.folio_listings)


def read_source(env: BuildEnvironment, name: str, line: int) -> Source:
    """Return a listing's file, on which the page at hand depends from now on.

    It is shown in *line* of the page.

    Raises ``ListingError`` for what is not there, is not text, or lies outside of the folder.
    """
    root = folder(env)
    asked = PurePosixPath(name)
    if asked.is_absolute() or ".." in asked.parts or "\\" in name or "\0" in name:
        raise ListingError(f"a listing is named by its path below {env.config.folio_listings}/")
    name = asked.as_posix()
    _note(env, name, line)
    path = root / asked
    found, inside = False, True
    with contextlib.suppress(OSError):  # a name that no file can have
        found = path.is_file()
        inside = path.resolve().is_relative_to(root.resolve())
    if not inside:
        raise ListingError(f"leads out of {env.config.folio_listings}/")
    if not found:
        raise ListingError(f"no such file.{did_you_mean(name, _names(root))}")
    _depend(env, path)
    try:
        return Source(name, path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ListingError("not UTF-8; save it as that", line) from None


def read_proof(env: BuildEnvironment, name: str) -> Proof | None:
    """Return what is known of a listing, ``None`` where it has no check; the page depends on it.

    Raises ``ListingError`` where the record cannot be read.
    """
    check = domain_of(env).data["checks"].get(name)
    if check is None:
        return None
    root = folder(env)
    path = record_path(root, name)
    if path.is_file():
        _depend(env, path)
    record = read_record(path)
    state = state_of(root, check, record, Path(env.srcdir))
    for source in record.sources if record else ():
        if (root / source).is_file():
            _depend(env, root / source)
    return Proof(check, record, state)


def _depend(env: BuildEnvironment, path: Path) -> None:
    env.note_dependency(Path(os.path.relpath(path, env.srcdir)).as_posix())


def _names(root: Path) -> list[str]:
    names = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return [name.as_posix() for name in names if name.parent.name != "records"]


# --- what no dependency on a file tells: checks, and files that come and go -----------------------


class Standing(NamedTuple):
    """How a listing stands: whether it is there, how it is checked, and whether that holds.

    ``broken`` says what is wrong with a record that cannot be read.
    """

    there: bool
    declaration: str
    state: str
    broken: str = ""


def _note(env: BuildEnvironment, name: str, line: int) -> None:
    shown = domain_of(env).data["listings"].setdefault(env.docname, {})
    shown.setdefault(name, (_standing(env, name), line))


def _standing(env: BuildEnvironment, name: str) -> Standing:
    root = folder(env)
    check = domain_of(env).data["checks"].get(name)
    if check is None:
        there = False
        with contextlib.suppress(OSError):
            there = (root / name).is_file()
        return Standing(there, "", "")
    try:
        record = read_record(record_path(root, name))
        state = state_of(root, check, record, Path(env.srcdir))
    except ListingError as fault:
        place = f", line {fault.line}," if fault.line else ""
        return Standing(True, check.declaration, "", f"the record of {name}{place} {fault.message}")
    return Standing(True, check.declaration, str(state))


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages that show a listing of which something else is to be said now."""
    return [
        docname
        for docname, shown in sorted(domain_of(env).data["listings"].items())
        if docname in env.found_docs
        and any(standing != _standing(env, name) for name, (standing, _) in shown.items())
    ]


def _tell(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Warn, on every build, of each listing that is shown and not proved; no page changes.

    Of one whose record is broken too, and once for all that a page shows of it.
    """
    for docname, shown in sorted(domain_of(env).data["listings"].items()):
        for name, (standing, line) in shown.items():
            said = standing.broken
            if standing.state in FAULTS:
                said = f"{name} {FAULTS[State(standing.state)]}"
            if said:
                warn(f"listing: {said}", (docname, line), Subtype.LISTING)
    return []


def _read_checks(app: Sphinx) -> None:
    """Read how the listings are checked, once for all pages."""
    root = folder(app.env)
    if not root.resolve().is_relative_to(Path(app.srcdir).resolve()):
        raise ConfigError("folio_listings must name a folder below the folder of the sources")
    checks, faults = read_checks(root)
    for fault in faults:
        warn(f"listing: {fault.message}", f"{fault.path}:{fault.line or 1}", Subtype.LISTING)
    domain_of(app.env).data["checks"] = checks


def setup(app: Sphinx) -> None:
    """Register the setting, and the steps before reading."""
    app.add_config_value(
        "folio_listings", "listings", "env", (str,), "The folder of the files that listings show"
    )
    app.connect("builder-inited", _read_checks)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _tell)
