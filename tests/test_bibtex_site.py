"""Formulas in the bibliography are MathML where entries are shown, with one job and with four."""

from __future__ import annotations

from pathlib import Path

from building import build, differences, make

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
