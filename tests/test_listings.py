"""Every listing runs, and prints what is recorded beside it."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LISTINGS = ROOT / "listings"
PYTHON = sorted(LISTINGS.rglob("*.py"))
CPP = sorted(LISTINGS.rglob("*.cpp"))


def name(path: Path) -> str:
    return path.relative_to(LISTINGS).as_posix()


def recorded(source: Path) -> str:
    return source.with_suffix(".out").read_text("utf-8")


def cutlass_include() -> Path | None:
    """Return CUTLASS's headers: ``$CUTLASS_INCLUDE``, or those of the package nvidia-cutlass."""
    given = os.environ.get("CUTLASS_INCLUDE")
    package = importlib.util.find_spec("cutlass_library")
    places = [Path(given)] if given else []
    places += [
        Path(p, "source/include") for p in (package and package.submodule_search_locations) or ()
    ]
    return next((place for place in places if (place / "cute/layout.hpp").is_file()), None)


def cuda_include() -> Path | None:
    """Return the headers of the CUDA toolkit: ``$CUDA_HOME``, beside nvcc, or the usual place."""
    nvcc = shutil.which("nvcc")
    homes = [os.environ.get("CUDA_HOME"), os.environ.get("CUDA_PATH"), "/usr/local/cuda"]
    homes += [str(Path(nvcc).resolve().parent.parent)] if nvcc else []
    places = [Path(home, "include") for home in homes if home]
    return next((place for place in places if (place / "cuda_runtime_api.h").is_file()), None)


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
def test_a_cpp_listing_compiles_and_prints_what_is_recorded(listing: Path, tmp_path: Path) -> None:
    compiler = next(filter(None, map(shutil.which, ("g++", "clang++", "c++"))), None)
    cutlass, cuda = cutlass_include(), cuda_include()
    if compiler is None:
        pytest.skip("needs a C++17 compiler: g++ or clang++")
    if cutlass is None:
        pytest.skip(
            "needs CUTLASS's headers: pip install --no-deps nvidia-cutlass==4.2.0.0,"
            " or CUTLASS_INCLUDE=<folder>"
        )
    if cuda is None:
        pytest.skip("needs the headers of the CUDA toolkit: CUDA_HOME=<folder>")
    program = tmp_path / "program"
    headers = [f"-isystem{place}" for place in (cutlass, cuda, cuda / "cccl")]
    flags = ["-std=c++17", "-Wall", "-Wextra", "-Werror"]
    compiled = subprocess.run(
        [compiler, *flags, *headers, str(listing), "-o", str(program)],
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
