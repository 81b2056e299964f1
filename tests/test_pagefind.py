"""Pagefind's bundle: its small files are read, put in order, and written again."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from sphinx_folio import pagefind
from sphinx_folio.pagefind import cbor, tidying


@pytest.mark.parametrize(
    "value",
    [0, 23, 24, 255, 256, 65536, 2**32, "", "a", "共享内存", "x" * 300, [], [1, ["a", [2]], "b"]],
)
def test_a_value_survives_the_way_there_and_back(value: cbor.Value) -> None:
    assert cbor.decode(cbor.encode(value)) == value


def test_heads_are_as_short_as_the_standard_wants() -> None:
    assert cbor.encode([1, 24, "a"]).hex() == "83" + "01" + "1818" + "6161"


@pytest.mark.parametrize("data", [b"", b"\x83\x01", b"\x01\x01", b"\xa1\x01\x02", b"\x9f\x01\xff"])
def test_other_data_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"cut short|one value|kind|length"):
        cbor.decode(data)


def bundle(folder: Path, filters: list[tuple[str, list[str]]], *, later: bool = False) -> Path:
    """Write a bundle with one language, its filters and values in the given order."""
    (folder / "filter").mkdir(parents=True)
    (folder / "ui").mkdir()
    (folder / "ui" / "pagefind-ui.js").write_bytes(b"unused")
    named: list[cbor.Value] = []
    for number, (name, values) in enumerate(filters):
        packed: cbor.Value = [name, [[value, [0]] for value in values]]
        _write(folder / "filter" / f"en_{number}.pf_filter", packed)
        named.append([name, f"en_{number}"])
    meta = folder / "pagefind.en_x.pf_meta"
    if later:
        meta.write_bytes(b"of another form")
    else:
        _write(meta, ["1.5", [], [], named, [], []])
    for name in ("en", "unknown"):
        (folder / f"wasm.{name}.pagefind").write_bytes(name.encode())
    languages = {
        "zh": {"hash": "zh_none", "wasm": None, "page_count": 9},
        "en": {"hash": "en_x", "wasm": "en", "page_count": 1},
    }
    entry = {"version": "1.5", "languages": languages}
    (folder / "pagefind-entry.json").write_text(json.dumps(entry), "utf-8")
    return folder


def _write(path: Path, value: cbor.Value) -> None:
    path.write_bytes(gzip.compress(b"pagefind_dcd" + cbor.encode(value)))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_order_in_which_pagefind_writes_its_filters_does_not_matter(tmp_path: Path) -> None:
    one = bundle(tmp_path / "a", [("tag", ["x", "y"]), ("kind", ["post", "page"])])
    two = bundle(tmp_path / "b", [("kind", ["page", "post"]), ("tag", ["y", "x"])])
    for folder in (one, two):
        tidying.tidy(folder)
    assert contents(one) == contents(two)
    assert len(contents(one)) == 5, "entry, meta, two filters, one program"


def test_a_language_without_a_stemmer_takes_the_sites_own(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "a", [])
    tidying.tidy(folder)
    entry = json.loads((folder / "pagefind-entry.json").read_text("utf-8"))
    assert entry["languages"]["zh"]["wasm"] == "en"
    assert not (folder / "wasm.unknown.pagefind").exists()


def test_files_of_another_form_stay_as_they_are(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "a", [("kind", ["post"])], later=True)
    tidying.tidy(folder)
    found = contents(folder)
    assert found["pagefind.en_x.pf_meta"] == b"of another form"
    assert "filter/en_0.pf_filter" in found
    assert "ui/pagefind-ui.js" not in found


def test_the_digest_changes_with_every_page_and_with_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "a" / "index.html"
    page.parent.mkdir()
    page.write_text("one", "utf-8")
    first = pagefind.digest(tmp_path)
    (tmp_path / "picture.png").write_bytes(b"x")
    assert pagefind.digest(tmp_path) == first
    page.write_text("two", "utf-8")
    second = pagefind.digest(tmp_path)
    page.rename(tmp_path / "index.html")
    assert len({first, second, pagefind.digest(tmp_path)}) == 3


def test_an_index_that_is_not_wanted_any_more_leaves_the_former_one(tmp_path: Path) -> None:
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    site = tmp_path / "site"
    (site / pagefind.BUNDLE).mkdir(parents=True)
    (site / pagefind.BUNDLE / "pagefind.js").write_text("former")
    asked = []

    def stopped() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(pagefind.StoppedError):
        pagefind.make(site, program, stopped)
    assert pagefind.files(site) == ["pagefind/pagefind.js"]
    assert not (site / ".pagefind").exists()
