"""Typesetting: the same bytes each time, with our fonts only, and every doubt is an error."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

pytest.importorskip("typst")
pytest.importorskip("rendercv_fonts")

from sphinx_folio import typeset

CARD = typeset.TEMPLATES / "card.typ"
SAID = {
    "language": "en", "kicker": "A series · Part 1", "title": "Layout", "line": "One function.",
    "byline": "The editors", "site": "A site",
}  # fmt: skip


def template(folder: Path, text: str) -> Path:
    """Return a template of the given text."""
    path = folder / "template.typ"
    path.write_text(text, encoding="utf-8")
    return path


def size(png: bytes) -> tuple[int, int]:
    """Return width and height as the head of a PNG has them."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"language": "zh", "title": "布局：从坐标到偏移的函数", "kicker": "CuTe · 第 1 篇"},
        {"language": "zh-CN", "title": "一个很长的标题" * 40, "line": "摘要。" * 200},
        {"title": "A very long title " * 40, "byline": "Somebody, " * 40, "site": "W" * 300},
        {"title": "x" * 400, "line": ""},
        {"title": "", "kicker": "", "line": "", "byline": "", "site": ""},
    ],
)
def test_a_card_has_its_size_and_the_same_bytes_each_time(said: dict[str, str]) -> None:
    first = typeset.compile_png(CARD, SAID | said)
    assert size(first) == (1200, 630)
    assert typeset.compile_png(CARD, SAID | said) == first


def margin_is_clear(png: bytes, folder: Path) -> bool:
    """Tell whether nothing is drawn in the right margin, 70 pixels wide, below the bar."""
    # A page that holds only the image's margin is the same bytes as one that is white there.
    (folder / "card.png").write_bytes(png)
    crop = "#set page(width: 70pt, height: 600pt, margin: 0pt)\n"
    crop += '#place(dx: -1130pt, dy: -20pt, image("card.png", width: 1200pt, height: 630pt))\n'
    white = "#set page(width: 70pt, height: 600pt, margin: 0pt, fill: white)\n"
    shown = typeset.compile_png(template(folder, crop), {})
    return shown == typeset.compile_png(template(folder, white), {})


@pytest.mark.parametrize(
    "said",
    [
        {"title": "W" * 200},
        {"line": "W" * 200},
        {"kicker": "W" * 200},
        {"byline": "W" * 200, "site": "W" * 200},
        {"title": "布局" * 100, "language": "zh"},
        {"title": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"},
    ],
)
def test_no_text_runs_off_the_card(said: dict[str, str], tmp_path: Path) -> None:
    assert margin_is_clear(typeset.compile_png(CARD, SAID | said), tmp_path)


def test_what_runs_off_would_be_seen(tmp_path: Path) -> None:
    wide = "#set page(width: 1200pt, height: 630pt, margin: 0pt)\n#rect(width: 1150pt)\n"
    assert not margin_is_clear(typeset.compile_png(template(tmp_path, wide), {}), tmp_path)


def test_text_is_never_markup() -> None:
    evil = '#panic("run") $x$ *b* _e_ `r` \\ " ] } // @cite <label>'
    assert size(typeset.compile_png(CARD, dict.fromkeys(SAID, evil) | {"language": "en"}))


def test_a_font_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    path = template(tmp_path, '#set text(font: "No Such Font")\nText')
    with pytest.raises(typeset.TypesetError, match="unknown font family"):
        typeset.compile_png(path, {})


def test_a_mistake_in_a_template_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(typeset.TypesetError, match=r"template\.typ: unknown variable: nothing"):
        typeset.compile_png(template(tmp_path, "#nothing"), {})


def test_an_image_is_of_one_page(tmp_path: Path) -> None:
    with pytest.raises(typeset.TypesetError, match="2 pages"):
        typeset.compile_png(template(tmp_path, "a #pagebreak() b"), {})


def test_no_template_reads_what_lies_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("x")
    path = template(tmp_path / "in", '#read("../secret.txt")')
    with pytest.raises(typeset.TypesetError):
        typeset.compile_png(path, {})


def test_our_templates_import_no_package() -> None:
    for path in typeset.TEMPLATES.glob("*.typ"):
        assert "@preview" not in path.read_text(encoding="utf-8")
