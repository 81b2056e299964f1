"""Records of what was proved of a listing: read, written, and held against the listing."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

from .checks import Check, Kind
from .faults import ListingError
from .sources import digests_of

FOLDER = "records"
SUFFIX = ".json"


class State(StrEnum):
    """How a record stands to its listing, both as they are now."""

    PROVED = "proved"
    STALE = "stale"
    MISSING = "missing"
    FAILED = "failed"


class Result(StrEnum):
    """How a step ended; ``EXPECTED_FAILURE``: it failed, as the listing is meant to."""

    PASSED = "passed"
    FAILED = "failed"
    EXPECTED_FAILURE = "failed as meant"
    NOT_DONE = "not done"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done with a listing.

    ``action`` is ``run``, ``compile`` or ``assemble``; ``tool`` the program's name (``g++``,
    ``nvcc``, ``python``), ``version`` what it says of itself, ``flags`` those that matter to the
    result. ``instructions`` are those of the PTX that were looked for, each with the full forms
    found. ``reason`` says why a step was not done.
    """

    action: str
    tool: str
    version: str = ""
    flags: tuple[str, ...] = ()
    arch: str = ""
    result: Result = Result.PASSED
    instructions: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What was proved of a listing, and by what.

    ``sources`` are the SHA-256 of the files of the site that its check used, by their paths from
    the folder of the listings, ``declaration`` the digest of its check. ``date`` is the day, in
    UTC, of the proof; ``packages`` the versions of headers. ``output`` is what the program printed,
    or the compiler's diagnostics where it was to fail; ``None`` where there is none. ``device``,
    ``driver`` and ``clock`` are of the GPU that it ran on, or ``""``.
    """

    name: str
    kind: Kind
    sources: Mapping[str, str]
    declaration: str
    date: datetime.date
    steps: tuple[Step, ...]
    packages: Mapping[str, str] = field(default_factory=dict)
    output: str | None = None
    device: str = ""
    driver: str = ""
    clock: str = ""

    @property
    def not_done(self) -> tuple[Step, ...]:
        """The steps that were not done, each with its reason."""
        return tuple(step for step in self.steps if step.result == Result.NOT_DONE)

    @property
    def reason(self) -> str:
        """Why something was not done, ``""`` where all was."""
        return "; ".join(dict.fromkeys(step.reason for step in self.not_done))


def record_path(root: Path, name: str) -> Path:
    """Return where the record of a listing lies: in the folder ``records`` beside it."""
    path = PurePosixPath(name)
    return root / path.parent / FOLDER / f"{path.name}{SUFFIX}"


def read_record(path: Path) -> Record | None:
    """Return a record, ``None`` where there is no file.

    Raises ``ListingError`` where the file is no record, with its line where JSON tells one, or one
    that was edited since it was written.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ListingError("is no record: not UTF-8", line) from None
    except OSError as error:
        raise ListingError(f"is no record: {error.strerror}") from None
    try:
        values = json.loads(text)
        record = _record(values)
        if values.pop("digest") != _digest(values):
            raise ValueError("edited by hand; let folio listings check --update write it anew")
        return record
    except json.JSONDecodeError as error:
        raise ListingError(f"is no record: {error.msg}", error.lineno) from None
    except KeyError as error:
        raise ListingError(f"is no record: has no {error.args[0]!r}") from None
    except RecursionError:
        raise ListingError("is no record: nested too deeply") from None
    except (AttributeError, TypeError, ValueError) as error:
        raise ListingError(f"is no record: {error}") from None


def _digest(values: Mapping[str, Any]) -> str:
    """Return the digest of what a record holds besides it, in whatever form that is written."""
    text = json.dumps(values, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _source(name: str) -> str:
    path = PurePosixPath(name)
    up = [part for part in path.parts if part == ".."]
    if path.is_absolute() or "\\" in name or "\0" in name or [*path.parts[: len(up)]] != up:
        raise ValueError(f"{name!r} is no path from the folder of the listings")
    return name


def _record(values: Any) -> Record:
    if not isinstance(values, dict):
        raise TypeError("holds no object")
    lines = values["output"]
    gpu = values.get("gpu", {})
    return Record(
        name=str(values["listing"]),
        kind=Kind(values["kind"]),
        sources={_source(name): str(value) for name, value in values["sources"].items()},
        declaration=str(values["declaration"]),
        date=datetime.date.fromisoformat(values["date"]),
        steps=tuple(step_from(step) for step in values["steps"]),
        packages={str(name): str(value) for name, value in values.get("packages", {}).items()},
        output=None if lines is None else "".join(f"{line}\n" for line in map(_text, lines)),
        device=str(gpu.get("device", "")),
        driver=str(gpu.get("driver", "")),
        clock=str(gpu.get("clock", "")),
    )


def step_from(values: Mapping[str, Any]) -> Step:
    """Return the step that ``step_values`` wrote.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else.
    """
    found = values.get("instructions", {})
    return Step(
        action=str(values["action"]),
        tool=str(values["tool"]),
        version=str(values.get("version", "")),
        flags=tuple(map(_text, values.get("flags", ()))),
        arch=str(values.get("arch", "")),
        result=Result(values["result"]),
        instructions={str(name): _counts(forms) for name, forms in found.items()},
        reason=str(values.get("reason", "")),
    )


def _counts(forms: Mapping[str, Any]) -> dict[str, int]:
    if not all(isinstance(count, int) for count in forms.values()):
        raise TypeError(f"{forms!r} does not say how often each stands")
    return {str(form): count for form, count in forms.items()}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def record_text(record: Record) -> str:
    """Return a record as its file has it: the same record, the same bytes."""
    values: dict[str, Any] = {
        "listing": record.name,
        "kind": record.kind,
        "sources": dict(record.sources),
        "declaration": record.declaration,
        "date": record.date.isoformat(),
        "steps": [step_values(step) for step in record.steps],
        "output": None if record.output is None else _output_lines(record.output),
    }
    if record.packages:
        values["packages"] = dict(record.packages)
    gpu = {"device": record.device, "driver": record.driver, "clock": record.clock}
    if any(gpu.values()):
        values["gpu"] = gpu
    values["digest"] = _digest(values)
    return json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _output_lines(output: str) -> list[str]:
    return output.removesuffix("\n").split("\n") if output else []


def step_values(step: Step) -> dict[str, Any]:
    """Return a step as JSON has it: what is empty is left out."""
    values: dict[str, Any] = {
        "action": step.action,
        "tool": step.tool,
        "version": step.version,
        "flags": list(step.flags),
        "arch": step.arch,
        "result": step.result,
        "instructions": {name: dict(forms) for name, forms in step.instructions.items()},
        "reason": step.reason,
    }
    always = {"action", "tool", "result"}
    return {key: value for key, value in values.items() if value or key in always}


def state_of(root: Path, check: Check, record: Record | None, site: Path | None = None) -> State:
    """Tell by content how a record stands to its check and to what was used; no time counts.

    *site* is the folder that the sources of a listing lie in, by default that around *root*.
    Raises ``ListingError`` where the record names a source outside of it.
    """
    if record is None:
        return State.MISSING
    inside = (root.parent if site is None else site).absolute()
    for name in record.sources:
        if not Path(os.path.normpath(root.absolute() / name)).is_relative_to(inside):
            raise ListingError(f"is no record: {name!r} leads out of the site")
    now = digests_of(root, [check.name, *record.sources], site)
    if record.declaration != check.declaration or record.sources != now or "" in now.values():
        return State.STALE
    failed = any(step.result == Result.FAILED for step in record.steps)
    return State.FAILED if failed or not record.steps else State.PROVED
