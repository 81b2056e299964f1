"""Benches on which tests check listings, and tools that only pretend."""

from __future__ import annotations

import datetime
import stat
from collections.abc import Mapping
from pathlib import Path

from sphinx_folio.listings import record_path
from sphinx_folio.listings.cache import Cache
from sphinx_folio.listings.judging import Bench
from sphinx_folio.listings.programs import Programs
from sphinx_folio.listings.toolchains import find_toolchain

DAY = datetime.date(2026, 3, 1)
FIXED = "/usr/bin:/bin"  # without nvcc and nvidia-smi, wherever they are


def program(folder: Path, name: str, script: str) -> Path:
    """Write a program that pretends to be another one."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def bench(root: Path, environment: Mapping[str, str] | None = None) -> Bench:
    """Return what a test checks listings with; its cache lies beside them."""
    programs = Programs()
    tools = find_toolchain(root.parent / "headers", programs, environment or {"PATH": FIXED})
    return Bench(root, tools, programs, DAY, Cache(root.parent / "cache"))


def write(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text, encoding="utf-8")


def record_bytes(root: Path, name: str) -> bytes:
    return record_path(root, name).read_bytes()
