"""Expressions of layouts: against what CuTe printed, against their laws, and on broken input."""

from __future__ import annotations

import importlib.util
import json
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest

from sphinx_folio.layout_algebra import (
    ComposedLayout,
    Layout,
    LayoutError,
    LayoutSyntaxError,
    Swizzle,
    composition,
    left_inverse,
    logical_divide,
    parse_coordinate,
    parse_expression,
    parse_layout,
    right_inverse,
)
from sphinx_folio.layout_algebra.expressions import FUNCTIONS

# Written by tools/cute_cases.py, which has CuTe work out every case.
RECORD = json.loads((Path(__file__).parent / "data" / "cute_expressions.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = RECORD["cases"]


def plain(printed: str) -> str:
    """CuTe marks static integers by an underscore; ours are all static and carry none."""
    return re.sub(r"_(?=\d)", "", printed)


@pytest.fixture(scope="module")
def cute_cases() -> ModuleType:
    """Return the tool that drew the cases."""
    path = Path(__file__).resolve().parent.parent / "tools" / "cute_cases.py"
    spec = importlib.util.spec_from_file_location("cute_cases", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


# --- what CuTe printed --------------------------------------------------------------------------


def test_the_record_holds_thousands_of_cases_of_every_function() -> None:
    assert RECORD["cutlass"] == "4.2.0"
    kinds = Counter(case["kind"] for case in CASES)
    assert kinds.total() > 2_700
    assert all(kinds[name] >= 60 for name in FUNCTIONS)
    assert kinds["swizzle"] >= 300
    assert sum(count for kind, count in kinds.items() if kind.startswith("swizzle_")) >= 200


def test_every_expression_is_what_cute_makes_of_it() -> None:
    wrong = [
        (case["expression"], str(result), case["result"])
        for case in CASES
        if str(result := parse_expression(case["expression"])) != plain(case["result"])
    ]
    assert wrong == []


def test_what_cute_prints_can_be_read_again() -> None:
    for case in CASES:
        assert str(parse_expression(case["result"])) == plain(case["result"])


def test_the_offsets_of_swizzled_layouts_are_those_of_cute() -> None:
    compared = 0
    for case in CASES:
        if "offsets" in case:
            result = parse_expression(case["expression"])
            assert list(result.offsets()) == case["offsets"], case
            assert [result(i) for i in range(result.size)] == case["offsets"], case
            compared += result.size
    assert compared > 6_000


def test_the_record_is_of_the_cases_that_the_tool_draws(cute_cases: ModuleType) -> None:
    drawn = [(kind, ours) for _, kind, ours, _ in cute_cases.draw_cases()]
    assert drawn == [(case["kind"], case["expression"]) for case in CASES]


@pytest.mark.slow
def test_cute_still_prints_what_is_recorded(
    cute_cases: ModuleType,
    repository: Path,
    tmp_path: Path,
    unavailable: Callable[[str], NoReturn],
) -> None:
    place = repository / "_build" / "headers"
    cuda = place / "nvidia" / "cu13" / "include"
    folders = [place / "cutlass_library" / "source" / "include", cuda, cuda / "cccl"]
    if not shutil.which("g++") or not all(folder.is_dir() for folder in folders):
        unavailable("needs g++ and the headers of CUTLASS and CUDA: make headers")
    sample = cute_cases.draw_cases()[::90]
    source, binary = tmp_path / "sample.cpp", tmp_path / "sample"
    source.write_text(cute_cases.program(sample), encoding="utf-8")
    includes = [f"-I{folder}" for folder in (repository / "tools", *folders)]
    subprocess.run(["g++", "-std=c++17", "-w", *includes, source, "-o", binary], check=True)
    printed = subprocess.run([binary], check=True, capture_output=True, text=True).stdout
    assert [json.loads(line) for line in printed.splitlines()] == CASES[::90]


# --- laws ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(40))
def test_a_swizzle_is_its_own_inverse_and_permutes_what_it_reaches(seed: int) -> None:
    rng = random.Random(seed)
    bits = rng.randint(0, 3)
    swizzle = Swizzle(bits, rng.randint(0, 3), rng.choice((-1, 1)) * rng.randint(bits, 4))
    reach = range(1 << (bits + swizzle.base + abs(swizzle.shift)))
    moved = [swizzle(offset) for offset in reach]
    assert sorted(moved) == list(reach)
    assert [swizzle(offset) for offset in moved] == list(reach)


def test_the_swizzle_of_128_bytes_moves_the_banks_of_a_row() -> None:
    swizzle = Swizzle(3, 4, 3)
    assert [swizzle(row * 128) for row in range(8)] == [row * 128 + row * 16 for row in range(8)]


def test_a_swizzled_layout_is_a_function_like_any_layout() -> None:
    function = parse_expression("Sw<2,0,2> o 3 o ((2,2),4):((1,4),8)")
    assert isinstance(function, ComposedLayout)
    assert (function.shape, function.size, function.rank) == (((2, 2), 4), 16, 2)
    assert (function.cosize, function.depth) == (30, 2)
    assert function((3, 2)) == function(((1, 1), 2)) == function(11)
    kept, start = function.slice(parse_coordinate("(3,_)"))
    assert start == 0
    assert kept.offsets() == tuple(function((3, column)) for column in range(4))
    assert function.mode(1).offsets() == tuple(function((0, column)) for column in range(4))


def test_division_keeps_every_offset() -> None:
    layout = parse_layout("(8,12):(12,1)")
    divided = logical_divide(layout, (Layout(4, 2), 3))
    assert sorted(divided.offsets()) == sorted(layout.offsets())


def test_inverses_invert() -> None:
    layout = parse_layout("(4,(2,8)):(2,(1,8))")
    right, left = right_inverse(layout), left_inverse(layout)
    assert [layout(right(i)) for i in range(right.size)] == list(range(64))
    assert [left(layout(i)) for i in range(64)] == list(range(64))


def test_composition_from_the_right_is_as_it_is_printed() -> None:
    a, b, c = map(parse_layout, ("(4,8):(8,1)", "(8,4)", "16:2"))
    assert parse_expression(f"{a} o {b} o {c}") == composition(a, composition(b, c))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("(8,8)", "(8,8):(1,8)"),
        ("Swizzle<3,4> o (8,64)", "Sw<3,4,3> o 0 o (8,64):(1,8)"),
        ("Sw<3,4,3>o _0 o(_8,_16):(_16,_1)", "Sw<3,4,3> o 0 o (8,16):(16,1)"),
        ("Sw<0,4,3> o (4,2)", "(4,2):(1,4)"),
        ("Sw<1,0,1> o 8", "Sw<1,0,1> o 0 o 8:1"),
        ("Sw<1,0,1> o 8 o 4", "Sw<1,0,1> o 8 o 4:1"),
        ("zipped_divide((8,8), (2,4))", "((2,4),(4,2)):((1,8),(2,32))"),  # a shape tiles by mode
        ("zipped_divide((8,8), (2,4):(1,2))", "((2,4),8):((1,2),8)"),
        ("logical_divide((8,8), <_, 2>)", "(8,(2,4)):(1,(8,16))"),
        ("composition((8,8), <4>)", "(4):(1)"),
        ("composition(Sw<1,0,1>, (4,2))", "Sw<1,0,1> o 0 o (4,2):(1,4)"),
        ("coalesce(((2,4),(1,6)), (1,1))", "(8,6):(1,8)"),
        ("complement(4:2)", "2:1"),
        ("complement(4:2, (8,4))", "(2,4):(1,8)"),
    ],
)
def test_the_language(text: str, same: str) -> None:
    assert str(parse_expression(text)) == same
    assert parse_expression(same) == parse_expression(text)


# --- broken input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("", 0, "a layout"),
        ("4:1 o", 5, "a layout"),
        ("8 o 8 8", 6, "'o' or the end"),
        ("((8,8)", 6, "',' or ')'"),
        ("Sw<3,4", 6, "',' or '>'"),
        ("Sw<3,,4>", 5, "an integer"),
        ("Sw 3", 3, "'<'"),
        ("zipped_divide(8)", 15, "','"),
        ("zipped_divide(8, <4", 19, "',' or '>'"),
        ("complement(8, 4, 2)", 15, "')'"),
        ("coalesce 8", 9, "'('"),
        ("(8,-1)", 3, "an integer or '('"),
        ("8:x", 2, "an integer or '('"),
        ("ziped_divide(8, 2)", 0, "a function or a layout"),
        ("(" * 40, 16, "at most 16 levels"),
        ("coalesce(" * 40, 144, "at most 16 levels"),
        ("composition(8, " + "<" * 40, 30, "at most 16 levels"),
    ],
)
def test_a_syntax_error_says_where_and_what(text: str, position: int, expected: str) -> None:
    with pytest.raises(LayoutSyntaxError) as caught:
        parse_expression(text)
    assert (caught.value.position, caught.value.expected) == (position, expected)


def test_a_misspelt_function_gets_the_nearest_name() -> None:
    with pytest.raises(LayoutSyntaxError, match="Did you mean 'zipped_divide'"):
        parse_expression("ziped_divide(8, 2)")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Sw<3,4,3>", "alone is no layout"),
        ("Sw<3,4,2> o 8", "shift is smaller"),
        ("Sw<3,20,10> o 8", "beyond the 31 bits"),
        ("Sw<1,0,1> o 2 o Sw<1,0,1> o 8", "no layout"),
        ("Sw<1,0,1> o Sw<1,0,1> o 8", "not a layout"),
        ("Sw<1,0,1> o Sw<1,0,1>", "not composed"),
        ("(4,_)", "integers only"),
        ("(4,0)", "below 1"),
        ("composition(4, 0)", "no element"),
        ("logical_divide((8,8), <2,2,2>)", "too many"),
        ("zipped_divide((8,8), <_,2>)", "zipped"),
        ("blocked_product(4, Sw<1,0,1> o 4)", "without a swizzle"),
        ("logical_product(4, Sw<1,0,1> o 4)", "cannot be a tiler"),
        ("(6,2):(1,10) o 4:4", "divide"),
        ("left_inverse((2,3):(2,3))", "divide"),
        ("right_inverse(Sw<1,0,1> o 4 o 8)", "no inverse"),
        ("(2,3):(3,1) o Sw<2,0,2> o 8", "no swizzle"),
        ("complement(8, 9999999999)", "sizes up to"),
        ("8:1" + " " * 1000, "at most 1000 characters"),
        (f"({','.join(['2:1'[:1]] * 65)})", "at most 64 modes"),
    ],
)
def test_what_has_no_meaning_is_refused(text: str, message: str) -> None:
    with pytest.raises(LayoutError, match=message):
        parse_expression(text)


def test_no_text_takes_long() -> None:
    rng = random.Random(1)
    words = [*FUNCTIONS, "(", ")", "<", ">", ",", ":", "o", "_", "Sw<", "8", "16", "(8,8):(8,1)"]
    start = time.perf_counter()
    for _ in range(2_000):
        text = " ".join(rng.choices(words, k=rng.randint(1, 60)))
        try:
            parse_expression(text)
        except LayoutError:
            continue
    ones = f"({','.join(['1'] * 64)})"
    for name in ("logical_divide", "logical_product"):
        with pytest.raises(LayoutError, match="at most 64 modes"):
            parse_expression(f"{name}({name}({ones}, {ones}), {ones}:{ones})")
    assert time.perf_counter() - start < 5
