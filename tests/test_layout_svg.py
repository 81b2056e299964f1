"""Drawings of layouts: what they show, that they say it in words, and that they can be read."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sphinx_folio.layout_algebra import LayoutError, parse_layout, parse_shape
from sphinx_folio.layout_svg import Color, Drawing, View, as_text, draw, is_wide, picture

SVG = "{http://www.w3.org/2000/svg}"
STYLES = Path(__file__).parents[1] / "src/sphinx_folio/theme/folio/static/styles"


def drawing(
    layout: str,
    view: View = View.GRID,
    color: Color = Color.NONE,
    highlight: str = "",
    tile: str = "",
    wrap: int = 8,
) -> Drawing:
    shape = parse_shape(tile) if tile else None
    return Drawing(parse_layout(layout), view, color, highlight, shape, wrap)


EVERY_KIND = [
    drawing("(4,8):(10,1)", color=Color.ROW, highlight="(1,_)"),
    drawing("((2,2),(2,4)):((1,4),(2,8))", color=Color.TILE, highlight="((_,1),(_,2))"),
    drawing("(3,5)", color=Color.COLUMN),
    drawing("8:2"),
    drawing("((4,2)):((2,1))"),
    drawing("(4,8):(10,1)", View.MEMORY, Color.ROW, "(1,_)", wrap=10),
    drawing("(4,8):(0,1)", View.MEMORY),
    drawing(
        "((4,8),(2,2)):((32,1),(16,8))", View.THREADS, Color.VALUE, highlight="(5,_)", tile="(16,8)"
    ),
    drawing("(4,3):(1,8)", View.THREADS, Color.THREAD, tile="(8,3)"),
    drawing("(64,2):(1,64)", View.THREADS, Color.WARP, tile="(64,2)"),
    drawing("(16,32):(32,1)"),
]


def cells(svg: ET.Element) -> list[str]:
    group = svg.find(f"{SVG}g[@class='folio-layout-cells']")
    assert group is not None
    return [text.text or "" for text in group]


# --- what is shown ------------------------------------------------------------------------------


def test_a_grid_shows_the_offset_at_each_coordinate() -> None:
    shown = cells(ET.fromstring(draw(drawing("(2,3):(3,1)"), "a")))
    assert shown == ["0", "1", "2", "3", "4", "5"]  # row by row


def test_heads_of_a_nested_mode_show_its_natural_coordinate() -> None:
    drawn = picture(drawing("((2,2),(2,4))"))
    assert drawn.rows == ("0  (0,0)", "1  (1,0)", "2  (0,1)", "3  (1,1)")
    assert drawn.columns[5] == ("5", "(1,2)")


def test_memory_shows_what_lies_at_each_offset() -> None:
    drawn = picture(drawing("(2,2):(3,1)", View.MEMORY, wrap=3))
    texts = [[cell and cell.lines for cell in row] for row in drawn.cells]
    assert texts == [[("0,0",), ("0,1",), ()], [("1,0",), ("1,1",), None]]
    assert drawn.rows == ("0", "3")


def test_memory_says_when_several_coordinates_share_an_offset() -> None:
    drawn = picture(drawing("(4,2):(0,1)", View.MEMORY))
    assert [cell and cell.lines for cell in drawn.cells[0][:2]] == [("0,0", "×4"), ("0,1", "×4")]
    assert "(0,0) and 3 more" in drawn.description


def test_threads_show_who_holds_what() -> None:
    drawn = picture(EVERY_KIND[7])
    # The rule of the PTX manual for mma.m16n8k16: group = lane >> 2, and so on.
    for lane, i in itertools.product(range(32), range(4)):
        row = (lane >> 2) + (0 if i < 2 else 8)
        cell = drawn.cells[row][lane % 4 * 2 + (i & 1)]
        assert cell is not None
        assert cell.lines == (f"T{lane}", f"V{i}")
        assert cell.marked == (lane == 5)


@pytest.mark.parametrize(
    ("color", "shades"),
    [
        (Color.NONE, [None, None, None, None]),
        (Color.ROW, [0, 0, 0, 0]),
        (Color.COLUMN, [0, 1, 2, 3]),
        (Color.TILE, [0, 0, 2, 2]),
    ],
)
def test_shades_follow_what_they_stand_for(color: Color, shades: list[int | None]) -> None:
    drawn = picture(drawing("((2,2),(2,2))", color=color))
    assert [cell and cell.shade for cell in drawn.cells[0]] == shades


def test_the_highlight_is_the_slice() -> None:
    drawn = picture(EVERY_KIND[1])
    marked = [c.lines[0] for row in drawn.cells for c in row if c is not None and c.marked]
    assert sorted(marked) == ["20", "21", "22", "23"]
    assert drawn.description.endswith("Outlined: 20, 22, 21, 23.")
    outline = ET.fromstring(draw(EVERY_KIND[1], "a")).find(f"{SVG}path")
    assert outline is not None
    assert len(re.findall("M", outline.get("d", ""))) == 8  # two cells on each of four sides


# --- that it can be read ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: f"{kind.layout} {kind.view}")
def test_every_drawing_is_named_described_and_within_its_frame(kind: Drawing) -> None:
    svg = ET.fromstring(draw(kind, "here"))
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "here-title here-desc"
    assert svg.findtext(f"{SVG}title") == f"Layout {kind.layout}"
    assert svg.findtext(f"{SVG}desc") == picture(kind).description
    assert [e.get("id") for e in svg.iter() if e.get("id")] == ["here-title", "here-desc"]

    left, top, width, height = map(float, svg.get("viewBox", "").split())
    assert (svg.get("width"), svg.get("height")) == (f"{width:.0f}", f"{height:.0f}")
    for box in svg.iter(f"{SVG}rect"):
        x, y, w, h = (float(box.get(name, "")) for name in ("x", "y", "width", "height"))
        assert left <= x < x + w <= width
        assert top <= y < y + h <= height
    for text in svg.iter(f"{SVG}text"):
        assert left <= float(text.get("x", "")) <= width
        assert top < float(text.get("y", "")) < height


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: f"{kind.layout} {kind.view}")
def test_colours_come_from_custom_properties_and_classes_have_the_prefix(kind: Drawing) -> None:
    for element in ET.fromstring(draw(kind, "here")).iter():
        for name in ("fill", "stroke"):
            value = element.get(name, "none")
            assert value == "none" or re.fullmatch(
                r"var\(--folio-layout-[\w-]+, #[0-9a-f]{6}\)", value
            )
        assert all(word.startswith("folio-layout") for word in element.get("class", "").split())
        assert element.get("style") is None


def test_the_same_drawing_gives_the_same_bytes_and_prefixes_keep_ids_apart() -> None:
    one, again, other = (draw(EVERY_KIND[0], prefix) for prefix in ("a", "a", "b"))
    assert one == again
    assert one != other
    assert other.replace('"b-', '"a-').replace(" b-", " a-") == one
    with pytest.raises(ValueError, match="cannot begin an id"):
        draw(EVERY_KIND[0], '"><script>')


def test_a_given_description_replaces_the_computed_and_is_escaped() -> None:
    svg = draw(EVERY_KIND[0], "a", "Rows < columns & more")
    assert "<desc id=\"a-desc\">Rows &lt; columns &amp; more</desc>" in svg  # fmt: skip


def test_a_large_drawing_is_described_in_short() -> None:
    words = picture(drawing("(16,32):(32,1)")).description
    assert "Row 1: 32, 33" in words
    assert "And so on. Row 15: 480" in words
    assert len(words) < 700


def test_only_wide_drawings_keep_their_size_on_a_phone() -> None:
    wide = drawing("(4,16)")
    assert is_wide(wide)
    assert 'class="folio-layout folio-layout-grid folio-layout-wide"' in draw(wide, "a")
    assert not is_wide(drawing("(4,8)"))


def test_the_plain_table_holds_the_same() -> None:
    assert as_text(drawing("(2,3):(4,1)", View.MEMORY, wrap=4)).splitlines() == [
        "(2,3):(4,1)  ((row, column) at each offset)",
        "    +0   +1   +2  +3",
        "0  0,0  0,1  0,2   .",
        "4  1,0  1,1  1,2",
    ]


# --- colours ------------------------------------------------------------------------------------


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.2 of a colour ``#rrggbb``."""
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(color: str) -> float:
    """Return the lightness L* of CIE 1976: what is left of a colour in grey print."""
    return float(116 * luminance(color) ** (1 / 3) - 16)


def schemes() -> dict[str, dict[str, str]]:
    """Return the properties of the style sheet's rules: light, dark by choice, dark by system."""
    text = (STYLES / "folio-tokens.css").read_text("utf-8")
    rules = re.findall(r"\{([^{}]*--folio-layout-fill-0[^{}]*)\}", text)
    found = [dict(re.findall(r"--folio-layout-([\w-]+): (#[0-9a-f]{6});", body)) for body in rules]
    light, chosen, system = found
    return {"light": light, "dark": chosen, "system": system}


def test_both_ways_to_the_dark_scheme_give_the_same_colours() -> None:
    assert schemes()["dark"] == schemes()["system"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_every_shade(scheme: str) -> None:
    colors = schemes()[scheme]
    assert all(contrast(colors[f"fill-{i}"], colors["ink"]) >= 4.5 for i in range(8))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shades_differ_in_lightness_and_neighbours_clearly(scheme: str) -> None:
    values = [lightness(schemes()[scheme][f"fill-{i}"]) for i in range(8)]
    assert min(abs(a - b) for a, b in itertools.combinations(values, 2)) > 2.5
    assert min(abs(a - b) for a, b in itertools.pairwise([*values, values[0]])) > 3.5
    assert min(abs(a - b) for a, b in itertools.pairwise(values[:4])) > 7


def test_without_a_style_sheet_the_drawing_is_in_the_light_scheme() -> None:
    light = schemes()["light"]
    svg = draw(drawing("(8,2)", color=Color.ROW), "a")
    fallbacks = dict(re.findall(r"var\(--folio-layout-(fill-\d|ink), (#[0-9a-f]{6})\)", svg))
    assert fallbacks == {name: light[name] for name in fallbacks}
    assert len(fallbacks) == 9


# --- what cannot be drawn -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (drawing("(2,2,2)"), "rank 3"),
        (drawing("(64,64)"), "4096 cells are too many"),
        (drawing("(2,2):(1,5000)", View.MEMORY), "5002 cells are too many"),
        (drawing("(2,2)", color=Color.WARP), "has no color warp"),
        (drawing("(2,2)", View.THREADS, Color.ROW, tile="(2,2)"), "has no color row"),
        (drawing("(2,2)", View.THREADS), "needs the tile"),
        (drawing("(2,2)", View.THREADS, tile="(2,2,2)"), "needs the tile"),
        (drawing("(2,2)", View.THREADS, tile="(64,64)"), "4096 cells are too many"),
        (drawing("(2,4)", View.THREADS, tile="(2,2)"), "outside"),
        (drawing("4", View.THREADS, tile="(2,2)"), "has one"),
        (drawing("(2,2)", highlight="(2,_)"), "outside"),
        (drawing("(2,2)", highlight="(_,_,_)"), "does not fit"),
        (drawing("(2,2)", View.MEMORY, wrap=0), "lines of 0"),
        (drawing("999999999999999999"), "too many"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(broken: Drawing, message: str) -> None:
    with pytest.raises(LayoutError, match=message):
        draw(broken, "a")
