"""Highlighted code: which marks a page carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import build, make, of_class, parse

CODE = "# Page\n\n```cpp\nint size(Layout a) { return 1 + a.size; }  // one\n```\n"


@pytest.mark.parametrize(
    ("conf", "left"),
    [
        ("", set()),
        ("pygments_style = 'tango'\n", {"n", "p"}),
        ("pygments_dark_style = 'nord'\n", {"p"}),
    ],
)
def test_marks_stay_that_one_of_the_styles_draws(tmp_path: Path, conf: str, left: set[str]) -> None:
    source = make(tmp_path / "src", conf=f"extensions = ['sphinx_folio']\n{conf}", index=CODE)
    site = build(source, tmp_path / "out")
    assert site.warnings == ()
    (code,) = of_class(parse(site, ""), "highlight")
    assert "".join(code.itertext()) == "int size(Layout a) { return 1 + a.size; }  // one\n"
    found = {span.get("class", "") for span in code.iter("span")}
    assert found & {"n", "p", "w"} == left
    assert {"kt", "k", "mi", "c1"} <= found
