"""Formulas in the bibliography are MathML where entries are shown, with one job and with four."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from building import build, differences, make
from sphinx_folio import bibtex

CONF = "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n"
REFS = "@misc{one, title = {An $O(n^2)$ Bound}, author = {Ada Invented}, year = {2020}}\n"
PAGE = "# Home\n\n{cite:p}`one`\n"


def test_a_formula_in_a_title_is_mathml(tmp_path: Path) -> None:
    source = make(tmp_path / "site", conf=CONF, refs=REFS, index=PAGE)
    one = build(source, tmp_path / "one")
    assert one.warnings == ()
    assert "<math" in one.text(".")
    assert "$O(n" not in one.text(".")
    four = build(source, tmp_path / "four", jobs=4)
    assert differences(one.out, four.out) == []


def test_a_formula_that_cannot_be_converted_is_told_at_its_entry(tmp_path: Path) -> None:
    refs = "\n" + REFS.replace("O(n^2)", r"\frac{1")
    found = build(make(tmp_path / "site", conf=CONF, refs=refs, index=PAGE), tmp_path / "out")
    assert any("refs.bib:2: WARNING" in line for line in found.warnings)


def test_the_same_files_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def note(content: bytes, path: str) -> bibtex.Bibliography:
        read.append(path)
        return bibtex.read(content, path)

    monkeypatch.setattr("sphinx_folio.ext.bibliography.bibtex", SimpleNamespace(read=note))
    source = make(tmp_path / "site", conf=CONF, refs=REFS, index=PAGE)
    for text, times in ((REFS, 1), (REFS, 1), (REFS.replace("Bound", "Limit"), 2)):
        (source / "refs.bib").write_text(text, encoding="utf-8")
        site = build(source, tmp_path / "work")
        assert len(read) == times
        assert ("Limit" in site.text("")) == (times == 2)
    assert site.warnings == ()


def test_a_fault_is_told_in_each_build(tmp_path: Path) -> None:
    twice = REFS + REFS
    source = make(tmp_path / "site", conf=CONF, refs=twice, index=PAGE)
    for _ in range(2):
        (warning,) = build(source, tmp_path / "work").warnings
        assert "key 'one' stands twice" in warning
    (source / "refs.bib").unlink()
    for _ in range(2):
        told = build(source, tmp_path / "work").warnings
        assert any("which does not exist" in one for one in told)
