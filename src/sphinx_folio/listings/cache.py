"""Keeps proofs, so that what was proved and has not changed is not proved again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .checks import Check, Kind
from .proving import Proof
from .records import Result, step_from, step_values
from .sources import changed_since, digest, digests_of
from .toolchains import Device, Toolchain

_FORM = 3  # of what is kept; a new one makes all that is kept unknown


class Cache:
    """Proofs in a folder, by what they depend on; *site* as in ``prove``."""

    def __init__(self, folder: Path, site: Path | None = None) -> None:
        self._folder = folder
        self._site = site
        self._digests: dict[tuple[Path, int, int], str] = {}
        self._lock = threading.Lock()

    def find(self, root: Path, check: Check, tools: Toolchain) -> Proof | None:
        """Return the proof that is kept of a listing, if all it used is as it was."""
        try:
            values = json.loads(self._path(root, check, tools).read_text(encoding="utf-8"))
            headers = {Path(name): value for name, value in values["headers"].items()}
            if any(self._digest(path) != value for path, value in headers.items()):
                return None
            if digests_of(root, values["sources"], self._site) != values["sources"]:
                return None
            return _proof(values, tuple(headers))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None  # there is none, or it is broken: prove anew

    def keep(self, root: Path, check: Check, tools: Toolchain, proof: Proof, begun: int) -> None:
        """Keep a proof, unless something was wrong, nothing done, or not all it read is known.

        Nor where something that it used is not what it was at the moment that it was *begun*.
        """
        done = any(step.result != Result.NOT_DONE for step in proof.steps)
        if proof.fault or not done:
            return
        if check.kind == Kind.PYTHON and check.packages:
            return  # what it imports is not known
        values = {
            "headers": {str(path): self._digest(path) for path in proof.headers},
            "sources": dict(proof.sources),
            "output": proof.output,
            "packages": dict(proof.packages),
            "steps": [step_values(step) for step in proof.steps],
            "device": asdict(proof.device) if proof.device else None,
        }
        path = self._path(root, check, tools)
        if changed_since(begun, [*proof.headers, *(root / name for name in proof.sources)]):
            return
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_text(json.dumps(values), encoding="utf-8")
            fresh.replace(path)

    def _path(self, root: Path, check: Check, tools: Toolchain) -> Path:
        return self._folder / f"{_key(root, check, tools)}.json"

    def _digest(self, path: Path) -> str:
        try:
            found = path.stat()
            known = (path, found.st_mtime_ns, found.st_ctime_ns)
            with self._lock:
                if known in self._digests:
                    return self._digests[known]
            value = digest(path.read_bytes())
        except OSError:
            return ""
        with self._lock:
            self._digests[known] = value
        return value


def _key(root: Path, check: Check, tools: Toolchain) -> str:
    used: dict[Kind, Sequence[Any]] = {
        Kind.PYTHON: (tools.python,),
        Kind.CPP: (tools.cxx,),
        Kind.CUDA: (tools.nvcc,),
        Kind.PTX: (tools.ptxas,),
        Kind.GPU: (tools.nvcc, tools.devices),
    }
    parts = (
        _FORM,
        check.name,
        check.declaration,
        digests_of(root, [check.name]),
        [repr(tool) for tool in used[check.kind]],
        sorted((name, [str(one) for one in found]) for name, found in tools.includes.items()),
    )
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _proof(values: Any, headers: tuple[Path, ...]) -> Proof:
    device = values["device"]
    return Proof(
        steps=tuple(map(step_from, values["steps"])),
        output=values["output"],
        packages=dict(values["packages"]),
        device=Device(**device) if device else None,
        sources=dict(values["sources"]),
        headers=headers,
    )
