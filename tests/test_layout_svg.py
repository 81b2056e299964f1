"""Drawings of layouts: what they show, that they say it in words, and that they can be read."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from sphinx_folio.layout_algebra import LayoutError, parse_expression, parse_shape
from sphinx_folio.layout_svg import Color, Drawing, View, as_text, draw, is_wide, picture
from svg_boxes import boxes

SVG = "{http://www.w3.org/2000/svg}"
STYLES = Path(__file__).parents[1] / "src/sphinx_folio/theme/folio/styles"


def drawing(
    layout: str,
    view: View = View.GRID,
    color: Color = Color.NONE,
    highlight: str = "",
    tile: str = "",
    wrap: int = 8,
    **more: Any,
) -> Drawing:
    shape = parse_shape(tile) if tile else None
    function = parse_expression(layout)
    return Drawing(function, view, color, highlight, shape, wrap, **{"expression": layout, **more})


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
    drawing("Sw<3,3,3> o 0 o (8,64):(64,1)", color=Color.CHUNK, highlight="(3,_)", group=16),
    drawing("Sw<1,1,1> o 4 o (4,4)", View.MEMORY, Color.CHUNK),
    drawing("zipped_divide((8,16):(16,1), <4,8>)", color=Color.TILE),
    drawing("logical_divide((8,16):(16,1), <4:2,(2,2):(1,8)>)", highlight="((_,1),_)"),
    drawing("(8,64):(64,1)", View.BANKS, group=16, access="(_,0)", vector=16),
    drawing("(32,32):(33,1)", View.BANKS, element=4, access="(_,0)", highlight="(_,3)"),
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
    outline = ET.fromstring(draw(EVERY_KIND[1], "a")).find(f"{SVG}path[@class='folio-layout-mark']")
    assert outline is not None
    assert len(re.findall("M", outline.get("d", ""))) == 8  # two cells on each of four sides


# --- swizzles and divisions ---------------------------------------------------------------------


def test_a_swizzle_puts_chunk_j_of_row_i_at_chunk_j_xor_i() -> None:
    # Sw<3,3,3> on elements of 2 bytes is what CuTe writes as Sw<3,4,3> on bytes.
    halves = picture(drawing("Sw<3,3,3> o 0 o (8,64):(64,1)", color=Color.CHUNK))
    bytewise = picture(drawing("Sw<3,4,3> o 0 o (8,128):(128,1)", color=Color.CHUNK, element=1))
    for drawn, chunk in ((halves, 8), (bytewise, 16)):
        for i, row in enumerate(drawn.cells):
            for column, cell in enumerate(row):
                assert cell is not None
                j, within = divmod(column, chunk)
                assert cell.lines == (str((i * 8 + (j ^ i)) * chunk + within),)
                assert cell.shade == j ^ i


def test_a_cell_can_stand_for_the_elements_of_a_chunk() -> None:
    drawn = picture(drawing("Sw<3,3,3> o 0 o (8,64):(64,1)", color=Color.CHUNK, group=16))
    assert [cell and cell.lines[0] for cell in drawn.cells[1][:3]] == ["72–79", "64–71", "88–95"]
    assert [cell and cell.shade for cell in drawn.cells[1]] == [j ^ 1 for j in range(8)]
    assert drawn.columns[:2] == (("0–7",), ("8–15",))
    down = picture(drawing("(64,8)", group=16))  # column-major: along the columns
    assert down.rows[:2] == ("0–7", "8–15")


def test_memory_is_shaded_by_the_chunk_before_the_swizzle() -> None:
    drawn = picture(drawing("Sw<3,3,3> o 0 o (8,64):(64,1)", View.MEMORY, Color.CHUNK, wrap=64))
    for i, line in enumerate(drawn.cells):
        for at, cell in enumerate(line):
            assert cell is not None
            assert cell.lines == (f"{i},{at ^ (8 * i)}",)
            assert cell.shade == at // 8 ^ i


def test_the_memory_of_a_swizzle_that_leaves_its_cosize_is_drawn_whole() -> None:
    drawn = picture(drawing("Sw<1,1,1> o 4 o (4,4)", View.MEMORY))
    assert sum(bool(cell and cell.lines) for row in drawn.cells for cell in row) == 16


@pytest.mark.parametrize("division", ["zipped_divide", "tiled_divide"])
def test_a_division_is_drawn_as_tile_and_rest(division: str) -> None:
    drawn = picture(drawing(f"{division}((8,16):(16,1), <4,8>)"))
    assert (len(drawn.rows), len(drawn.columns)) == (32, 4)
    assert drawn.columns[3] == ("3", "(1,1)")
    # The place (1,1) of the tile (1,1) is row 5, column 9.
    cell = drawn.cells[1 + 4 * 1][3]
    assert cell is not None
    assert cell.lines == (str(16 * 5 + 9),)


def test_only_a_division_itself_is_called_tile_and_rest() -> None:
    assert "tile" in picture(drawing("zipped_divide((8,8), <2,2>)")).caption
    assert "tile" not in picture(drawing("zipped_divide((8,8), <2,2>) o (4,4)")).caption
    assert "tile" not in picture(drawing("logical_divide((8,8), <2,2>)")).caption


def test_the_head_shows_the_expression_and_its_result() -> None:
    assert drawing("coalesce((2,(1,6)):(1,(6,2)))").head == ("coalesce((2,(1,6)):(1,(6,2))) = 12:1")
    assert drawing("Sw<3,3,3> o 0 o (8,64):(64,1)").head == "Sw<3,3,3> o 0 o (8,64):(64,1)"
    assert drawing("(4,_2)").head == "(4,2):(1,4)"
    svg = ET.fromstring(draw(EVERY_KIND[13], "a"))
    heads = [e.text for e in svg.iter(f"{SVG}text") if e.get("class") == "folio-layout-expression"]
    assert len(heads) == 2
    assert heads[1] is not None
    assert heads[1].startswith("= ")


# --- that it can be read ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: f"{kind.head} {kind.view}")
def test_every_drawing_is_named_described_and_within_its_frame(kind: Drawing) -> None:
    svg = ET.fromstring(draw(kind, "here"))
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "here-title here-desc"
    assert svg.findtext(f"{SVG}title") == f"Layout {kind.head}"
    assert svg.findtext(f"{SVG}desc") == picture(kind).description
    assert [e.get("id") for e in svg.iter() if e.get("id")] == ["here-title", "here-desc"]

    left, top, width, height = map(float, svg.get("viewBox", "").split())
    assert (svg.get("width"), svg.get("height")) == (f"{width:.0f}", f"{height:.0f}")
    for x, y, w, h in boxes(svg):
        assert left <= x < x + w <= width
        assert top <= y < y + h <= height
    for text in svg.iter(f"{SVG}text"):
        assert left <= float(text.get("x", "")) <= width
        assert top < float(text.get("y", "")) < height


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: f"{kind.head} {kind.view}")
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


def test_long_words_above_few_cells_are_broken_and_do_not_make_it_wide() -> None:
    long = drawing("zipped_divide((8,16):(16,1), <4,8>)", color=Color.TILE)
    assert not is_wide(long)
    assert len(list(ET.fromstring(draw(long, "a")).iter(f"{SVG}text"))) == 2 + 1 + 32 + 8 + 128


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


def blend(color: str, page: str, share: float) -> str:
    """Return what *color* with an opacity of *share* gives on a page."""
    parts = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (color, page)]
    return "#" + "".join(
        f"{round(share * a + (1 - share) * b):02x}" for a, b in zip(*parts, strict=True)
    )


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
def test_banks_get_denser_and_text_can_be_read_on_each(scheme: str) -> None:
    colors, page = schemes()[scheme], {"light": "#ffffff", "dark": "#15181b"}[scheme]
    svg = draw(drawing("(1,32)", View.BANKS, element=4), "a")
    shares = [float(share) for share in re.findall(r'fill-opacity="([\d.]+)"', svg)]
    seen = [blend(colors["bank"], page, share) for share in shares]
    assert len(seen) == 32
    assert all(contrast(color, colors["ink"]) >= 4.5 for color in seen)
    steps = [abs(lightness(a) - lightness(b)) for a, b in itertools.pairwise(seen)]
    assert min(steps) > 0.5
    assert abs(lightness(seen[0]) - lightness(seen[-1])) > 30


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
        (drawing("65536:1"), "too many"),
        (drawing("(4,4)", color=Color.BANK), "has no color bank"),
        (drawing("(4,4)", View.BANKS, color=Color.ROW), "has no color row"),
        (drawing("(4,4)", group=3), "no whole elements"),
        (drawing("(4,4):(3,13)", group=4), "lie together"),
        (drawing("(2,8):(9,1)", group=4), "lie together"),
        (drawing("Sw<1,0,1> o 0 o (4,4)", View.THREADS, tile="(4,4)"), "no swizzled layout"),
        (drawing("flat_divide((8,8), <2,2>)"), "rank 4"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(broken: Drawing, message: str) -> None:
    with pytest.raises(LayoutError, match=message):
        draw(broken, "a")
