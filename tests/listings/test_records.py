"""Records: the same bytes for the same proof, and how they stand to their listings."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from sphinx_folio.listings import (
    Check,
    Kind,
    ListingError,
    Record,
    Result,
    State,
    Step,
    read_record,
    record_path,
    record_text,
    state_of,
)
from sphinx_folio.listings.inventory import orphans, unchecked
from sphinx_folio.listings.sources import digests_of

RECORD = Record(
    name="a/k.cu",
    kind=Kind.GPU,
    sources={"a/k.cu": "0" * 64},
    declaration="1" * 16,
    date=datetime.date(2026, 3, 1),
    steps=(
        Step("compile", "nvcc", "13.0.88", ("-O3",), "sm_90a", instructions={"ldmatrix": {"x": 2}}),
        Step("run", "program", result=Result.NOT_DONE, reason="no device"),
    ),
    packages={"cutlass": "4.2.0"},
    output="共 1\n\nend\n",
    device="NVIDIA H100",
    driver="580.1",
    clock="1980 MHz",
)


@pytest.mark.parametrize("output", [None, "", "\n", "one\n", "共 1\n\nend\n\n"])
def test_a_record_is_read_as_it_was_written(tmp_path: Path, output: str | None) -> None:
    record = replace(RECORD, output=output)
    path = tmp_path / "r.json"
    path.write_text(record_text(record), encoding="utf-8")
    assert read_record(path) == record
    assert record_text(record) == path.read_text(encoding="utf-8")


def test_a_record_can_be_compared_by_people() -> None:
    text = record_text(RECORD)
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")
    assert '"output": [\n    "共 1",\n    "",\n    "end"\n  ]' in text
    keys = [line.split('"')[1] for line in text.splitlines() if line.startswith('  "')]
    assert keys == sorted(keys)


def test_what_was_not_done_is_told_with_its_reason() -> None:
    assert [step.action for step in RECORD.not_done] == ["run"]
    assert RECORD.reason == "no device"


def test_no_record_is_none(tmp_path: Path) -> None:
    assert read_record(tmp_path / "none.json") is None
    assert record_path(tmp_path, "a/k.cu") == tmp_path / "a" / "records" / "k.cu.json"
    assert record_path(tmp_path, "k.cu") == tmp_path / "records" / "k.cu.json"


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ('{\n  "date": ,\n}', "Expecting value", 2),
        ("[]", "holds no object", None),
        ("{}", "has no 'output'", None),
        ("[" * 100_000, "nested too deeply", None),
        (record_text(RECORD).replace('"end"', '"End"'), "edited by hand", None),
        (record_text(RECORD).replace('"a/k.cu": ', '"/k.cu": '), "'/k.cu' is no path", None),
        (record_text(RECORD).replace('"a/k.cu": ', '"a/../k": '), "'a/../k' is no path", None),
        (record_text(RECORD).replace("2026-03-01", "March"), "March", None),
        (record_text(RECORD).replace('"not done"', '"done?"'), "done?", None),
        (record_text(RECORD).replace('"end"', "4"), "4 is no text", None),
    ],
)
def test_a_broken_record_is_told_with_its_line(
    tmp_path: Path, text: str, message: str, line: int | None
) -> None:
    path = tmp_path / "r.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ListingError, match="is no record") as caught:
        read_record(path)
    assert message in caught.value.message
    assert caught.value.line == line


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "k.cu").write_text('#include "part.cuh"\n#include <cute/x.hpp>\n', "utf-8")
    (tmp_path / "a" / "part.cuh").write_text('#include "../deep.h"\n', "utf-8")
    (tmp_path / "deep.h").write_text('#include "part.cuh"\n#include "none.h"\n', "utf-8")
    return tmp_path


def test_a_record_is_stale_when_a_source_or_the_check_has_changed(root: Path) -> None:
    check = Check("a/k.cu", Kind.CUDA, arch=("sm_90",))
    steps = (Step("compile", "nvcc"),)
    sources = digests_of(root, [check.name, "a/part.cuh", "deep.h"])
    record = replace(RECORD, sources=sources, declaration=check.declaration, steps=steps)
    assert state_of(root, check, None) == State.MISSING
    assert state_of(root, check, record) == State.PROVED
    assert state_of(root, replace(check, arch=("sm_80",)), record) == State.STALE
    failed = replace(record, steps=(Step("compile", "nvcc", result=Result.FAILED),))
    assert state_of(root, check, failed) == State.FAILED
    header = root / "deep.h"
    header.write_bytes(header.read_bytes().replace(b"\n", b"\r\n"))
    assert state_of(root, check, record) == State.PROVED
    header.write_bytes(header.read_bytes() + b"//\n")
    assert state_of(root, check, record) == State.STALE
    header.unlink()
    assert state_of(root, check, record) == State.STALE
    gone = replace(record, sources=digests_of(root, record.sources))
    assert state_of(root, check, gone) == State.STALE


def test_what_has_no_check_is_found(root: Path) -> None:
    checks = {"a/k.cu": Check("a/k.cu", Kind.CUDA)}
    (root / "a" / "loose.py").write_text("", "utf-8")
    (root / "a" / "records").mkdir()
    (root / "a" / "records" / "gone.py.json").write_text("", "utf-8")
    record = replace(RECORD, sources=digests_of(root, ["a/k.cu", "a/part.cuh", "deep.h"]))
    (root / "a" / "records" / "k.cu.json").write_text(record_text(record), "utf-8")
    assert unchecked(root, checks) == ["a/loose.py"]
    assert orphans(root, checks) == ["a/records/gone.py.json"]
