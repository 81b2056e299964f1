"""What a font can show is read as another reader of fonts reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_folio import glyphs, typeset

pytest.importorskip("rendercv_fonts")


@pytest.mark.parametrize("path", typeset.font_files(), ids=lambda path: path.stem)
def test_a_font_shows_what_its_table_says(path: Path) -> None:
    reader = pytest.importorskip("fontTools.ttLib").TTFont
    with reader(path, lazy=True) as font:
        known = set(font.getBestCmap())
    assert glyphs.shown([path]) == known


def test_our_fonts_show_both_languages_and_not_everything() -> None:
    known = glyphs.shown(typeset.font_files())
    text = "Swizzle<3,4,3> → ∑ “é” Привет Ελλάδα 共享内存里的张量，核心：「布局」…·"
    assert [char for char in text if ord(char) not in known] == []
    assert ord("😀") not in known


def test_no_font_shows_nothing() -> None:
    assert glyphs.shown([]) == frozenset()
