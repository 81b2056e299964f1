"""Thread-value maps of MMA and copy atoms, against the rules that the PTX manual gives."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from sphinx_folio.layout_algebra import LayoutError, parse_layout
from sphinx_folio.layout_svg import Color, Drawing, Fragment, View, as_text, draw, picture
from sphinx_folio.layout_svg.operands import operand, transfer
from svg_boxes import boxes

SVG = "{http://www.w3.org/2000/svg}"
SHAPE = (16, 8, 16)
A = operand("A", parse_layout("((4,8),(2,2,2)):((32,1),(16,8,128))"), SHAPE)
B = operand("B", parse_layout("((4,8),(2,2)):((16,1),(8,64))"), SHAPE)
C = operand("C", parse_layout("((4,8),(2,2)):((32,1),(16,8))"), SHAPE)


def drawing(*fragments: Fragment, color: Color = Color.NONE, highlight: str = "") -> Drawing:
    return Drawing(
        fragments[0].layout,
        View.THREADS,
        color,
        highlight,
        expression="SM80_16x8x16_F32F16F16F32_TN",
        fragments=fragments,
    )


def held(fragment: Fragment) -> dict[tuple[str, ...], tuple[int, int]]:
    """Return where each (thread, value) stands."""
    cells = picture(drawing(fragment)).cells
    return {cell.lines: (i, j) for i, row in enumerate(cells) for j, cell in enumerate(row) if cell}


# PTX ISA, "Matrix Fragments for mma.m16n8k16": group = lane >> 2, thread of the group = lane % 4.


def test_c_stands_as_the_ptx_manual_says() -> None:
    places = held(C)
    assert len(places) == 32 * 4
    for lane in range(32):
        for i in range(4):
            place = (lane // 4 + 8 * (i // 2), 2 * (lane % 4) + i % 2)
            assert places[f"T{lane}", f"V{i}"] == place


def test_a_stands_as_the_ptx_manual_says() -> None:
    places = held(A)
    assert len(places) == 32 * 8
    for lane in range(32):
        for i in range(8):
            row = lane // 4 + (0 if i < 2 or 4 <= i < 6 else 8)
            column = lane % 4 * 2 + (i & 1) + (8 if i >= 4 else 0)
            assert places[f"T{lane}", f"V{i}"] == (row, column)


def test_b_stands_as_the_ptx_manual_says_with_n_down_and_k_across() -> None:
    places = held(B)
    assert len(places) == 32 * 4
    for lane in range(32):
        for i in range(4):
            k = lane % 4 * 2 + (i & 1) + (8 if i >= 2 else 0)
            assert places[f"T{lane}", f"V{i}"] == (lane // 4, k)
    assert picture(drawing(B)).caption == (
        "B, n down and k across: thread and value of each element"
    )


def test_ldmatrix_reads_a_row_per_thread_and_hands_out_fragments() -> None:
    # SM75_U32x4_LDSM_N: 32 rows of 128 bits, and four 8 x 8 matrices of halves.
    source = transfer("source", parse_layout("(32,128):(128,1)"), 2)
    places = held(source)
    assert (source.height, source.width) == (32, 8)
    assert all(places[f"T{t}", f"V{v}"] == (t, v) for t in range(32) for v in range(8))

    destination = transfer("destination", parse_layout("(32,(32,4)):(32,(1,1024))"), 2)
    places = held(destination)
    for lane in range(32):
        for v in range(8):
            place = (8 * (v // 2) + lane // 4, 2 * (lane % 4) + v % 2)
            assert places[f"T{lane}", f"V{v}"] == place


def test_what_several_threads_hold_says_how_many() -> None:
    # The rows of an ldmatrix of one matrix: lanes 8 to 31 give the same addresses again.
    source = transfer("source", parse_layout("((8,4),128):((128,0),1)"), 2)
    cell = picture(drawing(source)).cells[3][2]
    assert cell is not None
    assert cell.lines == ("T3", "V2", "×4")


def test_bits_that_do_not_lie_together_are_no_elements() -> None:
    with pytest.raises(LayoutError, match="do not lie together"):
        transfer("source", parse_layout("(32,(8,2)):(8,(1,256))"), 2)


def test_shades_can_tell_threads_values_and_warps() -> None:
    for color, shade in ((Color.THREAD, 5), (Color.VALUE, 3), (Color.WARP, 0)):
        cell = picture(drawing(C, color=color)).cells[1 + 8][2 + 1]
        assert cell is not None
        assert (cell.lines, cell.shade) == (("T5", "V3"), shade)


def test_three_operands_stand_as_in_the_product() -> None:
    shown = picture(drawing(A, B, C, highlight="(5,_)"))
    cells = {(i, j): c for i, row in enumerate(shown.cells) for j, c in enumerate(row) if c}
    assert [cells[at].lines for at in ((17, 0), (0, 17), (17, 17))] == [("A",), ("B",), ("C",)]
    assert cells[0, 18].lines == ("n0",)
    assert cells[1, 17].lines == ("k0",)
    assert cells[17, 1].lines == ("k0",)
    assert cells[18, 0].lines == ("m0",)
    for (i, j), cell in cells.items():
        if cell.head:
            continue
        if i < 17:  # B, turned: k down, n across
            assert cell.lines == next(k for k, at in held(B).items() if at == (j - 18, i - 1))
        elif j < 17:
            assert cell.lines == next(k for k, at in held(A).items() if at == (i - 18, j - 1))
        else:
            assert cell.lines == next(k for k, at in held(C).items() if at == (i - 18, j - 18))
    assert sum(cell.marked for cell in cells.values()) == 8 + 4 + 4
    assert "A T5 V0 at (1,2)" in shown.description


def test_the_three_operands_are_within_the_frame_and_heads_have_no_box() -> None:
    svg = ET.fromstring(draw(drawing(A, B, C, color=Color.THREAD), "a"))
    _, _, width, height = map(float, svg.get("viewBox", "").split())
    found = list(boxes(svg))
    assert len(found) == 16 * 16 + 16 * 8 + 16 * 8
    assert all(x + w <= width and y + h <= height for x, y, w, h in found)
    heads = svg.findall(f"{SVG}g[@class='folio-layout-heads']/{SVG}text")
    assert [text.text for text in heads].count("m15") == 2


def test_the_plain_table_of_three_operands_has_no_empty_head() -> None:
    first, second, *_ = as_text(drawing(A, B, C)).splitlines()
    assert first.startswith("SM80_16x8x16_F32F16F16F32_TN  (A left")
    assert second.split() == ["B", *(f"n{n}" for n in range(8))]
