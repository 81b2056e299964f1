"""Bank maps: which bank holds what, and what the reads of a warp cost by the stated model."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_folio.layout_algebra import LayoutError, parse_expression
from sphinx_folio.layout_svg import Drawing, View, as_text, picture
from sphinx_folio.layout_svg.banks import phases, verdict
from sphinx_folio.layout_svg.drawings import english


def banks(layout: str, element: int, access: str = "", **more: Any) -> Drawing:
    return Drawing(parse_expression(layout), View.BANKS, element=element, access=access, **more)


def said(drawing: Drawing) -> str:
    return " ".join(picture(drawing).notes)


def test_a_cell_shows_the_bank_of_its_byte_address() -> None:
    drawn = picture(banks("(2,32):(33,1)", 4))
    for i, row in enumerate(drawn.cells):
        assert [cell and cell.lines for cell in row] == [
            (str((33 * i + j) % 32),) for j in range(32)
        ]
    halves = picture(banks("8:1", 2)).cells[0]
    assert [cell and cell.lines[0] for cell in halves] == list("00112233")
    doubles = picture(banks("3:1", 8)).cells[0]
    assert [cell and cell.lines[0] for cell in doubles] == ["0–1", "2–3", "4–5"]


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        # The transpose of a tile of floats, the textbook case: 32-way, and none when padded.
        ("(32,32):(32,1)", "32 in bank 0. 32-way conflict: 32 passes where 1 would do."),
        ("(32,32):(33,1)", "1 in banks 0–31. No two share a bank: no conflict."),
        ("Sw<5,0,5> o 0 o (32,32):(32,1)", "No two share a bank: no conflict."),
        ("(32,32):(2,64)", "2 in banks 0, "),
        ("(32,32):(2,64)", "2-way conflict: 2 passes where 1 would do."),
        ("(32,4):(0,1)", "1 in bank 0. No two share a bank: no conflict."),  # a broadcast
    ],
)
def test_a_column_of_floats_costs_what_is_known(layout: str, words: str) -> None:
    text = said(banks(layout, 4, "(_,0)"))
    assert "Outlined: 32 reads of 4 bytes, served together." in text
    assert words in text


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("(8,64):(64,1)", "8 in banks 0–3. 8-way conflict: 8 passes where 1 would do."),
        ("(8,32):(32,1)", "4 in banks 0–3, 16–19. 4-way conflict"),
        ("(8,72):(72,1)", "1 in banks 0–31. No two share a bank: no conflict."),
        ("Sw<3,3,3> o 0 o (8,64):(64,1)", "1 in banks 0–31. No two share a bank: no conflict."),
        ("Sw<2,3,3> o 0 o (8,32):(32,1)", "1 in banks 0–31. No two share a bank: no conflict."),
        ("Sw<2,3,3> o 0 o (8,64):(64,1)", "2 in banks 0–15. 2-way conflict"),
    ],
)
def test_eight_rows_of_sixteen_bytes_are_read_as_ldmatrix_does(layout: str, words: str) -> None:
    text = said(banks(layout, 2, "(_,0)", vector=16))
    assert "Outlined: 8 reads of 16 bytes, served together." in text
    assert words in text


def test_halves_of_one_word_are_one_word() -> None:
    assert "1 in banks 0–15. No two share" in said(banks("(32,2)", 2, "(_,0)"))


def test_wide_reads_are_served_by_halves_and_quarters_of_the_warp() -> None:
    quarters = said(banks("(32,8):(36,1)", 4, "(_,0)", vector=16))
    assert "32 reads of 16 bytes, served in 4 phases of 8 threads." in quarters
    assert "in each phase: 1 in banks 0–31. No two" in quarters
    halves = said(banks("(32,2):(2,1)", 4, "(_,0)", vector=8))
    assert "32 reads of 8 bytes, served in 2 phases of 16 threads." in halves
    assert len(phases([8 * thread for thread in range(17)], 8)) == 2


def test_the_worst_phase_is_named_and_all_passes_are_counted() -> None:
    # Lanes 0 to 7 read one line of 128 bytes, lanes 8 to 15 the first banks of eight lines.
    addresses = [*range(0, 128, 16), *range(0, 1024, 128)]
    assert verdict(addresses, 16, english) == (
        "Outlined: 16 reads of 16 bytes, served in 2 phases of 8 threads."
        " Distinct words in a bank, in phase 2, the worst: 8 in banks 0–3."
        " 8-way conflict: 9 passes where 2 would do."
    )


def test_a_read_that_others_took_along_is_no_read_of_its_own() -> None:
    text = said(banks("(4,16):(16,1)", 2, "(_,_)", vector=16))
    assert "Outlined: 8 reads of 16 bytes" in text


def test_what_is_read_is_outlined() -> None:
    drawn = picture(banks("(8,64):(64,1)", 2, "(_,0)", vector=16))
    marked = [[bool(cell and cell.marked) for cell in row] for row in drawn.cells]
    assert marked == [[j < 8 for j in range(64)]] * 8
    drawn = picture(banks("(8,64):(64,1)", 2, "(_,0)", vector=16, group=16))
    assert [cell and cell.lines for cell in drawn.cells[0]][:2] == [("0–3",), ("4–7",)]
    assert [cell and cell.marked for cell in drawn.cells[0]][:2] == [True, False]


def test_the_model_is_stated_also_in_plain_text() -> None:
    text = as_text(banks("(8,64):(64,1)", 2, "(_,0)", vector=16))
    assert "bank = (byte address / 4) mod 32, byte address = offset × 2." in text
    assert "8-way conflict" in text
    assert len(picture(banks("(8,8)", 2)).notes) == 1  # no access: nothing is claimed


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (banks("(8,66):(66,1)", 2, "(_,0)", vector=16), r"\(1,0\) lies at byte 132"),
        (banks("(8,8):(8,1)", 4, "(_,0)", vector=2), "no whole elements"),
        (banks("(64,2):(2,1)", 4, "(_,0)"), "selects 64 reads"),
        (banks("(8,8):(8,1)", 4, "(8,_)"), "outside"),
        (banks("(64,64)", 4), "too many"),
    ],
)
def test_an_access_that_no_warp_makes_is_refused(broken: Drawing, message: str) -> None:
    with pytest.raises(LayoutError, match=message):
        picture(broken)
