"""Pandoc's citeproc agrees with us on titles, authors and years of public bibliographies."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "tests" / "bibliographies").glob("*.bib"))

#: The most differences by which we may part: each one was looked at and is pandoc's reading or a
#: matter of taste (formulas, a volume's title, `@set`, dates of access taken for none).
ALLOWED = 0.1


def tool() -> ModuleType:
    """Return tools/compare_bibliographies.py as a module."""
    path = ROOT / "tools" / "compare_bibliographies.py"
    spec = importlib.util.spec_from_file_location("compare_bibliographies", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
@pytest.mark.skipif(
    len(FILES) < 20, reason="fetch them first: tools/compare_bibliographies.py --fetch"
)
def test_pandoc_agrees_on_titles_authors_and_years() -> None:
    done = [tool().compare(path) for path in FILES]
    compared = sum(one.compared for one in done)
    assert compared == sum(one.entries for one in done), "pandoc finds every entry that we find"
    assert sum(len(one.differences) for one in done) <= ALLOWED * compared
