"""Reads what is to be checked of each listing: the files ``checks.toml`` below the listings."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from ..errors import did_you_mean
from .faults import ListingError, LocatedFault
from .instructions import Wanted

FILE = "checks.toml"


class Kind(StrEnum):
    """What is done with a listing.

    ``python`` and ``cpp`` are run and their output is compared. ``cuda`` is compiled, and its PTX
    searched; ``ptx`` is assembled. ``gpu`` is compiled as ``cuda`` is, and run where there is a
    device.
    """

    PYTHON = "python"
    CPP = "cpp"
    CUDA = "cuda"
    PTX = "ptx"
    GPU = "gpu"


_BY_SUFFIX = {
    ".py": Kind.PYTHON,
    ".cc": Kind.CPP,
    ".cpp": Kind.CPP,
    ".cxx": Kind.CPP,
    ".cu": Kind.CUDA,
    ".ptx": Kind.PTX,
}
_ALWAYS = ("kind", "fails", "packages", "timeout")
_KEYS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PYTHON: _ALWAYS,
    Kind.CPP: (*_ALWAYS, "standard", "flags"),
    Kind.CUDA: (*_ALWAYS, "standard", "flags", "arch", "ptx"),
    Kind.PTX: ("kind", "fails", "timeout", "flags", "arch"),
    Kind.GPU: ("kind", "packages", "timeout", "standard", "flags", "arch", "ptx"),
}
_STANDARDS = ("c++11", "c++14", "c++17", "c++20", "c++23")
_ARCH = re.compile(r"sm_\d{2,3}[af]?\Z")
_PACKAGE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
#: Headers that come from packages; of Python, any module may be named.
PACKAGES = ("cuda", "cutlass")
_LONGEST = 3600  # seconds


@dataclass(frozen=True, slots=True)
class Check:
    """What is to be proved of one listing, and where that is said.

    ``name`` is the path of the listing below the folder of all listings, ``arch`` the GPUs it is
    compiled for (``sm_90a``), ``ptx`` instructions that the PTX must hold, or how often (see
    ``instructions.Wanted``), and ``fails`` a text that the diagnostics must hold: such a listing
    must not compile (or run, in Python). ``timeout`` is for a program to run, in seconds. ``file``
    and ``line`` say where the check is declared.
    """

    name: str
    kind: Kind
    standard: str = ""
    flags: tuple[str, ...] = ()
    arch: tuple[str, ...] = ()
    ptx: tuple[str, ...] = ()
    fails: str = ""
    packages: tuple[str, ...] = ()
    timeout: int = field(default=60, compare=False)
    file: str = field(default=FILE, compare=False)
    line: int = field(default=0, compare=False)

    @property
    def declaration(self) -> str:
        """The digest of what is to be proved: 16 hexadecimal digits."""
        said = {
            "arch": self.arch,
            "fails": self.fails,
            "flags": self.flags,
            "kind": self.kind,
            "packages": self.packages,
            "ptx": self.ptx,
            "standard": self.standard,
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def read_checks(root: Path) -> tuple[dict[str, Check], tuple[LocatedFault, ...]]:
    """Return the checks below the folder *root*, by the names of their listings, and the faults.

    A ``checks.toml`` has one table for each file, whose name stands in quotes and is meant from
    where the ``checks.toml`` is: ``["layout_print.cpp"]``. A check with a fault is left out, all
    others are returned.
    """
    checks: dict[str, Check] = {}
    faults: list[LocatedFault] = []
    for path in sorted(root.rglob(FILE)):
        for found in _read(root, path):
            if isinstance(found, LocatedFault):
                faults.append(found)
            elif found.name in checks:
                other = checks[found.name]
                told = f"{found.name} has a check in {other.file}, line {other.line} too"
                faults.append(LocatedFault(path, told, found.line))
            else:
                checks[found.name] = found
    return dict(sorted(checks.items())), tuple(faults)


def _read(root: Path, path: Path) -> Iterator[Check | LocatedFault]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        tables = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        yield LocatedFault(path, "not UTF-8; save it as that", line)
        return
    except tomllib.TOMLDecodeError as error:
        yield LocatedFault(path, *_place_of(error, text))
        return
    except OSError as error:
        yield LocatedFault(path, f"cannot be read: {error.strerror}")
        return
    except RecursionError:
        yield LocatedFault(path, "is nested too deeply")
        return
    lines = _lines(text)
    for name, table in tables.items():
        try:
            yield _check(root, path, name, table, lines)
        except ListingError as error:
            yield LocatedFault(path, error.message, error.line or lines.get((name, "")))
        except RecursionError:
            yield LocatedFault(path, f"{name}: is nested too deeply", lines.get((name, "")))


def _place_of(error: tomllib.TOMLDecodeError, text: str) -> tuple[str, int]:
    """Return the message of an error of TOML, and the line that it names in words."""
    message, _, place = str(error).partition(" (at ")
    match = re.match(r"line (\d+)", place)
    return f"is no TOML: {message}", int(match[1]) if match else text.rstrip().count("\n") + 1


def _lines(text: str) -> dict[tuple[str, str], int]:
    """Return the lines of tables and of their keys: TOML's reader in Python tells none."""
    found: dict[tuple[str, str], int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[\s*(?:\"([^\"]*)\"|'([^']*)'|([\w-]+))", line)
        key = re.match(r"\s*[\"']?([\w.-]+)[\"']?\s*=", line)
        if header:
            table = next(filter(None, header.groups()), "")
            found.setdefault((table, ""), number)
        elif key:
            found.setdefault((table, key[1]) if table else (key[1], ""), number)
    return found


def _check(
    root: Path, path: Path, name: str, table: Any, lines: Mapping[tuple[str, str], int]
) -> Check:
    if not isinstance(table, dict):
        raise ListingError(f'{name!r} is no table; write ["FILE"], and its keys below')
    if any(isinstance(value, dict) for value in table.values()):
        inner = next(key for key, value in table.items() if isinstance(value, dict))
        raise ListingError(f'a file\'s name stands in quotes: ["{name}.{inner}"]')
    listing = _listing(root, path, name)
    kind = _kind(name, table, lines.get((name, "kind")))
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key == "kind":
            continue
        try:
            values[key] = _value(kind, key, value)
        except ValueError as error:
            raise ListingError(str(error), lines.get((name, key))) from None
    if "arch" in _KEYS[kind] and not values.get("arch"):
        raise ListingError(
            f"{name}: has no 'arch'; of kind {kind} it needs one, such as ['sm_90a']"
        )
    if kind in {Kind.CPP, Kind.CUDA, Kind.GPU}:
        values.setdefault("standard", "c++17")
    file = path.relative_to(root).as_posix()
    return Check(listing, kind, **values, file=file, line=lines.get((name, ""), 0))


def _listing(root: Path, path: Path, name: str) -> str:
    """Return the name of a listing, from the root; a link is a listing by its own name."""
    source = path.parent / name
    try:
        found, inside = source.is_file(), source.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):  # a name that no file can have
        found, inside = False, True
    listing = os.path.relpath(source, root)
    if not inside or listing.startswith(os.pardir):
        raise ListingError(f"{name}: leads out of the folder of the listings")
    if not found:
        files = [one.name for one in path.parent.iterdir() if one.suffix in _BY_SUFFIX]
        raise ListingError(f"no file {name!r} beside it.{did_you_mean(name, files)}")
    return Path(listing).as_posix()


def _kind(name: str, table: Mapping[str, Any], line: int | None) -> Kind:
    """Return the kind that a table says, else that of the file's name."""
    said = table.get("kind", _BY_SUFFIX.get(Path(name).suffix, ""))
    if said == "":
        raise ListingError(f"{name}: has no 'kind', and its name tells none")
    if not isinstance(said, str) or said not in {*Kind}:
        known = did_you_mean(str(said), [kind.value for kind in Kind])
        raise ListingError(f"{name}: no kind {said!r}.{known}", line)
    return Kind(said)


def _value(kind: Kind, key: str, value: Any) -> Any:
    """Return a value as ``Check`` has it; raise ``ValueError`` with what is wrong with it."""
    known = _KEYS[kind]
    if key not in known:
        told = f" of a check of kind {kind}"
        raise ValueError(f"unknown key {key!r}{told}.{did_you_mean(key, known)}")
    if key == "timeout":
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _LONGEST:
            raise ValueError(f"timeout: {value!r} is no number of seconds from 1 to {_LONGEST}")
        return value
    if key in {"fails", "standard"}:
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{key}: {value!r} is no text")
        if key == "standard" and value not in _STANDARDS:
            raise ValueError(f"standard: no {value!r}.{did_you_mean(value, _STANDARDS)}")
        return value
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise ValueError(f"{key}: {value!r} is no list of texts")
    for one in value:
        _expect_word(kind, key, one)
    return tuple(value)


def _expect_word(kind: Kind, key: str, one: str) -> None:
    """Raise ``ValueError`` where a text of a list is not what such a list holds."""
    if not one.isprintable():
        raise ValueError(f"{key}: {one!r} holds what cannot be printed")
    if key == "ptx":
        try:
            Wanted.parse(one)
        except ValueError as fault:
            raise ValueError(f"ptx: {fault}") from None
    if key == "arch" and not _ARCH.match(one):
        raise ValueError(f"arch: {one!r} is no architecture; write such as 'sm_90a'")
    if key == "packages" and not _PACKAGE.fullmatch(one):
        raise ValueError(f"packages: {one!r} is no name of a package")
    if key == "packages" and kind != Kind.PYTHON and one not in PACKAGES:
        raise ValueError(f"packages: no {one!r}.{did_you_mean(one, PACKAGES)}")
