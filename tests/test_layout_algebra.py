"""The layout algebra: against what CuTe printed, against its own laws, and on broken input."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sphinx_folio.layout_algebra import (
    Coordinate,
    IntTuple,
    Layout,
    LayoutError,
    LayoutSyntaxError,
    coalesce,
    compact_strides,
    compatible,
    complement,
    composition,
    flat_index,
    natural_coordinate,
    parse_coordinate,
    parse_layout,
    parse_shape,
    to_text,
)

# Written by tests/data/cute_layouts.cpp, compiled with CuTe itself.
RECORD = json.loads((Path(__file__).parent / "data" / "cute_layouts.json").read_text("utf-8"))


def recorded(kind: str) -> list[dict[str, Any]]:
    return [case for case in RECORD["cases"] if case["kind"] == kind]


def plain(printed: str) -> str:
    """CuTe marks static integers by an underscore; ours are all static and carry none."""
    return re.sub(r"_(?=\d)", "", printed)


def as_tuple(value: Coordinate) -> IntTuple:
    assert value is not None
    return value if isinstance(value, int) else tuple(map(as_tuple, value))


# --- what CuTe printed --------------------------------------------------------------------------


def test_the_record_holds_hundreds_of_cases_of_each_kind() -> None:
    assert RECORD["cutlass"] == "4.2.0"
    kinds = Counter(case["kind"] for case in RECORD["cases"])
    assert kinds == {"layout": 400, "composition": 240, "complement": 120}


def test_layouts_print_and_measure_as_in_cute() -> None:
    for case in recorded("layout"):
        layout = parse_layout(case["layout"])
        assert str(layout) == plain(case["layout"])
        measured = (layout.size, layout.cosize, layout.rank, layout.depth)
        assert measured == (case["size"], case["cosize"], case["rank"], case["depth"]), case


def test_offsets_are_those_of_cute() -> None:
    compared = 0
    for case in recorded("layout"):
        layout = parse_layout(case["layout"])
        offsets = [layout(i) for i in range(0, layout.size, case["step"])]
        assert offsets == case["offsets"], case["layout"]
        assert list(layout.offsets()[:: case["step"]]) == case["offsets"], case["layout"]
        compared += len(offsets)
    assert compared > 9_000


def test_natural_coordinates_are_those_of_cute() -> None:
    for case in recorded("layout"):
        layout = parse_layout(case["layout"])
        last = natural_coordinate(layout.size - 1, layout.shape)
        middle = natural_coordinate(layout.size // 2, layout.shape)
        assert (to_text(last), to_text(middle)) == (plain(case["last"]), plain(case["middle"]))


def test_slices_are_those_of_cute() -> None:
    matrices = [case for case in recorded("layout") if case["rank"] == 2]
    assert len(matrices) > 100
    for case in matrices:
        layout = parse_layout(case["layout"])
        row, row_at = layout.slice(parse_coordinate("(0,_)"))
        last = layout.mode(1).size - 1
        column, column_at = layout.slice((None, last))
        assert (str(row), row_at) == (plain(case["row"]), 0)
        assert (str(column), column_at) == (plain(case["column"]), case["column_at"])


def test_coalesce_is_that_of_cute() -> None:
    for case in recorded("layout"):
        assert str(coalesce(parse_layout(case["layout"]))) == plain(case["coalesce"]), case


def test_composition_is_that_of_cute() -> None:
    for case in recorded("composition"):
        result = composition(parse_layout(case["a"]), parse_layout(case["b"]))
        assert str(result) == plain(case["result"]), case


def test_complement_is_that_of_cute() -> None:
    for case in recorded("complement"):
        layout = parse_layout(case["layout"])
        assert str(complement(layout, case["target"])) == plain(case["result"]), case
        assert str(complement(layout)) == plain(case["own"]), case


# --- laws ---------------------------------------------------------------------------------------


def random_shape(rng: random.Random, level: int = 0) -> IntTuple:
    if level == 2 or rng.random() < 0.5:
        return rng.choice((1, 2, 3, 4, 5))
    return tuple(random_shape(rng, level + 1) for _ in range(rng.randint(1, 3)))


@pytest.mark.parametrize("seed", range(60))
def test_every_kind_of_coordinate_gives_the_same_offset(seed: int) -> None:
    rng = random.Random(seed)
    shape = (random_shape(rng), random_shape(rng))
    layout = Layout(shape, compact_strides(shape, row_major=seed % 2 == 0))
    assert sorted(layout.offsets()) == list(range(layout.size))  # compact: a bijection
    rows = layout.mode(0).size
    for i in range(layout.size):
        natural = as_tuple(natural_coordinate(i, shape))
        assert layout(i) == layout(natural) == layout((i % rows, i // rows))
        assert flat_index(natural, shape) == i
    assert coalesce(layout).offsets() == layout.offsets()


def test_composition_is_the_composition_of_functions() -> None:
    a, b = parse_layout("(6,2):(8,2)"), parse_layout("(4,3):(3,1)")
    composed = composition(a, b)
    assert str(composed) == "((2,2),3):((24,2),8)"
    assert [composed(i) for i in range(12)] == [a(b(i)) for i in range(12)]


def test_a_layout_and_its_complement_reach_every_offset_once() -> None:
    layout = parse_layout("(2,2):(1,6)")
    rest = complement(layout, 24)
    reached = sorted(x + y for x in layout.offsets() for y in rest.offsets())
    assert str(rest) == "(3,2):(2,12)"
    assert reached == list(range(24))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("24", "(4,6)", True),
        ("(4,6)", "((2,2),6)", True),
        ("((2,2),6)", "((2,2),(3,2))", True),
        ("24", "32", False),
        ("((2,3),4)", "((2,2),(3,2))", False),
        ("(24)", "24", False),
        ("24", "(24)", True),
    ],
)
def test_compatibility_of_shapes(a: str, b: str, expected: bool) -> None:
    assert compatible(parse_shape(a), parse_shape(b)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(8,8)", "(8,8):(1,8)"),  # CuTe's default: column-major
        ("8", "8:1"),
        ("(8,1,4)", "(8,1,4):(1,0,8)"),  # an extent of 1 gets stride 0
        (" ( ( 4,2 ) , 8 ) : ( ( 1 , 4 ) , 8 ) ", "((4,2),8):((1,4),8)"),
        ("(_4,_8):(_8,_1)", "(4,8):(8,1)"),
    ],
)
def test_parsing(text: str, expected: str) -> None:
    assert str(parse_layout(text)) == expected
    assert parse_layout(expected) == parse_layout(text)


def test_a_hierarchical_slice_starts_where_the_fixed_part_puts_it() -> None:
    layout = parse_layout("((2,2),(2,4)):((1,4),(2,8))")
    tile, at = layout.slice(parse_coordinate("((_,1),(_,2))"))
    assert (str(tile), at) == ("(2,2):(1,2)", 20)
    assert layout.slice(None) == (layout, 0)


# --- broken input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("", 0, "an integer or '('"),
        ("(4,2", 4, "',' or ')'"),
        ("(4,,2)", 3, "an integer or '('"),
        ("()", 1, "an integer or '('"),
        ("(4,2):(1,2)x", 11, "the end"),
        ("(4,2) (1,2)", 6, "':' or the end"),
        ("(4,-2)", 3, "an integer or '('"),
        ("(４,2)", 1, "an integer or '('"),  # a full-width digit
        ("(" * 40, 16, "at most 16 levels"),
        ("1" * 19, 19, "at most 18 digits"),
    ],
)
def test_a_syntax_error_says_where_and_what(text: str, position: int, expected: str) -> None:
    with pytest.raises(LayoutSyntaxError) as caught:
        parse_layout(text)
    assert (caught.value.position, caught.value.expected) == (position, expected)
    assert f"at position {position}" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(4,2):(1)", "not congruent"),
        ("4:(1)", "not congruent"),
        ("(0,2)", "below 1"),
        ("(4,_)", "'_' without a number"),
    ],
)
def test_what_is_no_layout_is_refused(text: str, message: str) -> None:
    with pytest.raises(LayoutError, match=message):
        parse_layout(text)


def test_operations_refuse_what_has_no_meaning() -> None:
    layout = parse_layout("(2,4)")
    with pytest.raises(LayoutError, match="outside"):
        layout(8)
    with pytest.raises(LayoutError, match="does not fit"):
        layout((0, 0, 0))
    with pytest.raises(LayoutError, match="keeps no mode"):
        layout.slice((1, 1))
    with pytest.raises(LayoutError, match="negative"):
        Layout(4, -1)
    with pytest.raises(LayoutError, match="divide"):
        composition(parse_layout("(4,2):(1,10)"), parse_layout("4:6"))
    with pytest.raises(LayoutError, match="divide"):
        composition(parse_layout("(6,2):(1,10)"), parse_layout("4:4"))
    with pytest.raises(LayoutError, match="not injective"):
        complement(parse_layout("(2,2):(1,1)"))
