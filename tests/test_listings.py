"""Every listing runs, and prints what is recorded beside it."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent
LISTINGS = ROOT / "listings"
PYTHON = sorted(LISTINGS.rglob("*.py"))
CPP = sorted(LISTINGS.rglob("*.cpp"))


def name(path: Path) -> str:
    return path.relative_to(LISTINGS).as_posix()


def recorded(source: Path) -> str:
    return source.with_suffix(".out").read_text("utf-8")


def headers() -> list[Path]:
    """Return the folders of the headers that `make headers` installs, or none."""
    place = ROOT / "_build" / "headers"
    cuda = place / "nvidia" / "cu13" / "include"
    folders = [place / "cutlass_library" / "source" / "include", cuda, cuda / "cccl"]
    return folders if all(folder.is_dir() for folder in folders) else []


def test_every_listing_has_its_output_and_every_output_its_listing() -> None:
    sources = {path.with_suffix("") for path in (*PYTHON, *CPP)}
    outputs = {path.with_suffix("") for path in LISTINGS.rglob("*.out")}
    assert len(sources) == len(PYTHON) + len(CPP) >= 5
    assert sources == outputs


@pytest.mark.parametrize("listing", PYTHON, ids=name)
def test_a_python_listing_stands_alone(listing: Path) -> None:
    tree = ast.parse(listing.read_text("utf-8"))
    assert ast.get_docstring(tree)
    imported = {
        alias.name if isinstance(node, ast.Import) else node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert {module.partition(".")[0] for module in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("listing", PYTHON, ids=name)
def test_a_python_listing_prints_what_is_recorded(listing: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-W", "error", str(listing)],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        encoding="utf-8",
        timeout=60,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == recorded(listing)


@pytest.mark.parametrize("listing", CPP, ids=name)
def test_a_cpp_listing_compiles_and_prints_what_is_recorded(
    listing: Path, tmp_path: Path, unavailable: Callable[[str], NoReturn]
) -> None:
    compiler = next(filter(None, map(shutil.which, ("g++", "clang++", "c++"))), None)
    if compiler is None:
        unavailable("needs a C++17 compiler: g++ or clang++")
    if not headers():
        unavailable("needs the headers of CUTLASS and CUDA: make headers")
    program = tmp_path / "program"
    flags = ["-std=c++17", "-Wall", "-Wextra", "-Werror"]
    compiled = subprocess.run(
        [
            compiler,
            *flags,
            *(f"-isystem{place}" for place in headers()),
            str(listing),
            "-o",
            program,
        ],
        capture_output=True,
        check=False,
        text=True,
        timeout=600,
    )
    assert (compiled.returncode, compiled.stderr) == (0, "")
    run = subprocess.run([program], capture_output=True, check=True, text=True, timeout=60)
    assert run.stdout == recorded(listing)


def test_what_posts_show_of_listings_exists() -> None:
    shown = 0
    for post in sorted((ROOT / "blog").rglob("*.md")):
        fences = re.findall(
            r"```\{literalinclude\} (\S+)\n(.*?)```", post.read_text("utf-8"), re.DOTALL
        )
        for path, options in fences:
            text = (ROOT / path.lstrip("/")).read_text("utf-8")
            marks = re.findall(r"^:(?:start|end)-(?:at|after|before): (.*)$", options, re.MULTILINE)
            for mark in marks:
                assert mark.strip('"') in text, (post.name, path, mark)
            shown += 1
    assert shown >= 10
