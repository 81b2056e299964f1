"""Holds what a check came to against its record, and writes the record where it has to be new."""

from __future__ import annotations

import datetime
import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from .cache import Cache
from .checks import Check, Kind
from .diagnostics import difference
from .faults import ListingError
from .programs import Interrupted, Programs
from .proving import Proof, prove
from .records import (
    Record,
    Result,
    State,
    read_record,
    record_path,
    record_text,
    state_of,
)
from .sources import changed_since, moment
from .toolchains import Toolchain


class Verdict(StrEnum):
    """How it stands with a listing after the check.

    ``RECORDED``: proved, and its record was written. ``NOT_CHECKED``: not proved here, but its
    record is of the listing as it is.
    """

    PROVED = "proved"
    RECORDED = "recorded"
    NOT_CHECKED = "not checked"
    STALE = "stale"
    MISSING = "missing"
    FAILED = "failed"


#: The verdicts with which a check has passed.
FINE = frozenset({Verdict.PROVED, Verdict.RECORDED, Verdict.NOT_CHECKED})


@dataclass(frozen=True)
class Outcome:
    """What is told of one check.

    ``message`` says what is wrong, or why it was not checked; ``details`` is what a compiler said,
    or how the output differs. ``seconds`` it took, none if ``cached``.
    """

    check: Check
    verdict: Verdict
    proof: Proof
    message: str = ""
    details: str = ""
    cached: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Bench:
    """What checks are done with and by; ``date`` is the day that new records bear.

    ``update`` writes all records anew, ``write`` is false where none may be written. A kind in
    ``required`` that cannot be checked here has failed. *site* is the folder that listings may take
    files from, by default that around *root*.
    """

    root: Path
    tools: Toolchain
    programs: Programs
    date: datetime.date
    cache: Cache | None = None
    update: bool = False
    write: bool = True
    required: Collection[Kind] = ()
    site: Path | None = None


def judge(bench: Bench, check: Check) -> Outcome:
    """Do one check, hold it against its record, and write that if it is to be new.

    Whatever goes wrong is an outcome of this check, and ends no other.
    """
    start = time.monotonic()
    try:
        outcome = _outcome(bench, check)
    except Interrupted:
        raise
    except Exception as error:  # noqa: BLE001 (of this listing alone)
        told = f"cannot be checked: {type(error).__name__}: {error}"
        outcome = Outcome(check, Verdict.FAILED, Proof(()), told)
    return replace(outcome, seconds=0.0 if outcome.cached else time.monotonic() - start)


def _outcome(bench: Bench, check: Check) -> Outcome:
    known = bench.cache.find(bench.root, check, bench.tools) if bench.cache else None
    if known is not None:
        return replace(_verdict(bench, check, known), cached=True)
    begun = moment()
    proof = prove(bench.root, check, bench.tools, bench.programs, bench.site)
    if changed_since(begun, [*proof.headers, *(bench.root / name for name in proof.sources)]):
        return Outcome(check, Verdict.FAILED, proof, "was changed while it was checked")
    if bench.cache:
        bench.cache.keep(bench.root, check, bench.tools, proof, begun)
    return _verdict(bench, check, proof)


def _verdict(bench: Bench, check: Check, proof: Proof) -> Outcome:
    if proof.fault:
        return Outcome(check, Verdict.FAILED, proof, proof.fault, proof.details)
    if proof.reasons and check.kind in bench.required:
        return Outcome(check, Verdict.FAILED, proof, f"not checked: {'; '.join(proof.reasons)}")
    path = record_path(bench.root, check.name)
    try:
        record = read_record(path)
        state = state_of(bench.root, check, record, bench.site)
    except ListingError as error:
        if not bench.update:
            where = f"{path.relative_to(bench.root).as_posix()}:{error.line or 1}"
            told = f"{where}: {error.message}; --update writes it anew"
            return Outcome(check, Verdict.FAILED, proof, told)
        record, state = None, State.MISSING
    if proof.reasons:
        return _partly(bench, check, proof, record, state)
    if record is None or state != State.PROVED or record.not_done or bench.update:
        return _recorded(bench, check, proof, record)
    if proof.output != record.output and _comparable(check, proof, record):
        message = "prints something else than its record; if that is right: --update"
        told = difference(record.output or "", proof.output or "", "recorded", "printed now")
        return Outcome(check, Verdict.FAILED, proof, message, told)
    return Outcome(check, Verdict.PROVED, proof)


def _partly(
    bench: Bench, check: Check, proof: Proof, record: Record | None, state: State
) -> Outcome:
    """Return the outcome of a check that could not be done here, or not in all its steps."""
    reasons = "; ".join(proof.reasons)
    if state == State.PROVED:
        return Outcome(check, Verdict.NOT_CHECKED, proof, reasons)
    done = any(step.result != Result.NOT_DONE for step in proof.steps)
    if done and (state == State.MISSING or bench.update):
        return _recorded(bench, check, proof, record, reasons)
    verdict = Verdict.MISSING if state == State.MISSING else Verdict.STALE
    return Outcome(check, verdict, proof, f"not checked here: {reasons}")


def _recorded(
    bench: Bench, check: Check, proof: Proof, record: Record | None, reasons: str = ""
) -> Outcome:
    """Write the record of a proof, or say that it had to be written."""
    if not bench.write:
        if record is None:
            return Outcome(check, Verdict.MISSING, proof, "has no record")
        told = "has changed since its record" if not record.not_done else "its record is not whole"
        return Outcome(check, Verdict.STALE, proof, told)
    device = proof.device
    fresh = Record(
        name=check.name,
        kind=check.kind,
        sources=proof.sources,
        declaration=check.declaration,
        date=bench.date,
        steps=proof.steps,
        packages=proof.packages,
        output=proof.output,
        device=device.name if device else "",
        driver=device.driver if device else "",
        clock=device.clock if device else "",
    )
    path = record_path(bench.root, check.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(record_text(fresh), encoding="utf-8", newline="\n")
    message = f"not checked here: {reasons}" if reasons else ""
    return Outcome(check, Verdict.RECORDED, proof, message)


def _comparable(check: Check, proof: Proof, record: Record) -> bool:
    """Tell whether outputs must be the same: what compilers say need be only by the same ones."""
    if not check.fails and any(step.action == "run" for step in proof.steps):
        return True
    ours = [(step.tool, step.version) for step in proof.steps]
    theirs = [(step.tool, step.version) for step in record.steps]
    return ours == theirs and dict(proof.packages) == dict(record.packages)
