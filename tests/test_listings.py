"""The listings of this site: each has a check and a record, and does what the record says."""

from __future__ import annotations

import ast
import datetime
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from sphinx_folio.cli.listings import CACHE
from sphinx_folio.listings import (
    Result,
    State,
    language_of,
    read_checks,
    read_excerpt,
    read_record,
    record_path,
    record_text,
    state_of,
)
from sphinx_folio.listings.cache import Cache
from sphinx_folio.listings.inventory import orphans, unchecked
from sphinx_folio.listings.judging import FINE, Bench, judge
from sphinx_folio.listings.programs import Programs
from sphinx_folio.listings.toolchains import HEADERS, find_toolchain

ROOT = Path(__file__).resolve().parent.parent
LISTINGS = ROOT / "listings"
CHECKS, FAULTS = read_checks(LISTINGS)
PYTHON = sorted(name for name in CHECKS if language_of(name) == "python")


def test_every_listing_has_a_check_and_every_check_a_listing() -> None:
    assert FAULTS == ()
    assert len(CHECKS) >= 5
    assert unchecked(LISTINGS, CHECKS) == []
    assert orphans(LISTINGS, CHECKS) == []


@pytest.mark.parametrize("name", CHECKS)
def test_every_record_is_of_the_listing_as_it_is(name: str) -> None:
    path = record_path(LISTINGS, name)
    record = read_record(path)
    assert record is not None
    assert state_of(LISTINGS, CHECKS[name], record) == State.PROVED, "run: folio listings check"
    assert record_text(record) == path.read_text("utf-8")


@pytest.mark.parametrize("name", PYTHON)
def test_a_python_listing_stands_alone(name: str) -> None:
    tree = ast.parse((LISTINGS / name).read_text("utf-8"))
    assert ast.get_docstring(tree)
    imported = {
        alias.name if isinstance(node, ast.Import) else node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    beside = {path.stem for path in (LISTINGS / name).parent.glob("*.py")}
    assert {module.partition(".")[0] for module in imported} <= sys.stdlib_module_names | beside


@pytest.fixture(scope="module")
def bench() -> Bench:
    """Return what listings are checked with; what `folio listings check` has proved is kept."""
    programs = Programs()
    tools = find_toolchain(ROOT / HEADERS, programs)
    day = datetime.datetime.now(datetime.UTC).date()
    return Bench(LISTINGS, tools, programs, day, Cache(ROOT / CACHE, ROOT), write=False)


@pytest.mark.parametrize("name", CHECKS)
def test_a_listing_does_what_its_record_says(
    name: str, bench: Bench, unavailable: Callable[[str], NoReturn]
) -> None:
    """Without a GPU a listing for one is compiled only, which is no reason to skip."""
    outcome = judge(bench, CHECKS[name])
    assert outcome.verdict in FINE, f"{outcome.message}\n{outcome.details}"
    if all(step.result == Result.NOT_DONE for step in outcome.proof.steps):
        unavailable("; ".join(outcome.proof.reasons))


@pytest.mark.parametrize("name", CHECKS)
def test_every_region_of_a_listing_can_be_shown(name: str) -> None:
    text = (LISTINGS / name).read_text("utf-8")
    for region in re.findall(r"(?m)^\s*(?://|#) begin (\S+)$", text):
        assert read_excerpt(text, language_of(name), region=region).lines


def test_posts_show_listings_from_their_files_alone() -> None:
    shown = 0
    for post in sorted((ROOT / "blog").rglob("*.md")):
        text = post.read_text("utf-8")
        assert "{literalinclude}" not in text, post.name
        for path in re.findall(r"```\{(?:listing|output)\} (\S+)", text):
            assert (LISTINGS / path).is_file(), (post.name, path)
            shown += 1
    assert shown >= 20
