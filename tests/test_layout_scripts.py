"""The layout algebra of the browser: what CuTe printed, and the same as the Python package."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from script_engine import run
from sphinx_folio.layout_algebra import (
    IntTuple,
    LayoutError,
    LayoutSyntaxError,
    natural_coordinate,
    parse_expression,
    to_text,
)

SCRIPT = "folio-layout-algebra.js"
DATA = Path(__file__).parent / "data"
RECORD = json.loads((DATA / "cute_layouts.json").read_text("utf-8"))

_EVALUATE = r"""
(text) => {
  const F = folioLayouts;
  try {
    const a = F.evaluate(text), all = F.size(a) <= 4096;
    return { layout: F.show(a), size: F.size(a), cosize: F.cosize(a), rank: F.rank(a),
             offsets: all ? F.offsets(a) : null,
             last: F.toText(F.natural(F.size(a) - 1, a.shape)),
             at: all ? F.offsets(a).map((_, i) => F.offset(a, i)) : null };
  } catch (fault) {
    if (!(fault instanceof F.Fault)) return { crash: String(fault.stack) };
    return { position: fault.position, expected: fault.values.expected ?? null };
  }
}
"""


def in_python(text: str) -> dict[str, Any]:
    """Return what the Python package says to an expression, as the script does."""
    try:
        found = parse_expression(text)
    except LayoutSyntaxError as error:
        return {"position": error.position, "expected": error.expected}
    except LayoutError:
        return {"position": None, "expected": None}
    offsets = list(found.offsets()) if found.size <= 4096 else None
    last = to_text(natural_coordinate(found.size - 1, found.shape))
    return {
        "layout": str(found), "size": found.size, "cosize": found.cosize, "rank": found.rank,
        "offsets": offsets, "last": last, "at": offsets,
    }  # fmt: skip


def plain(value: Any) -> Any:
    """CuTe marks static integers by an underscore; ours carry none."""
    return re.sub(r"_(?=\d)", "", value) if isinstance(value, str) else value


# --- what CuTe printed --------------------------------------------------------------------------

_LAYOUT = r"""
(case_) => {
  const F = folioLayouts, a = F.evaluate(case_.layout), size = F.size(a);
  const answer = { layout: F.show(a), size, cosize: F.cosize(a), rank: F.rank(a),
    coalesce: F.show(F.coalesce(a)), last: F.toText(F.natural(size - 1, a.shape)),
    middle: F.toText(F.natural(Math.floor(size / 2), a.shape)),
    offsets: F.offsets(a).filter((_, i) => i % case_.step === 0) };
  if (case_.rank === 2) {
    const kept = (text) => F.slice(a, F.parseCoordinate(text));
    answer.row = F.show(kept("(0,_)")[0]);
    const [column, start] = kept(`(_,${F.size(F.mode(a, 1)) - 1})`);
    Object.assign(answer, { column: F.show(column), column_at: start });
  }
  return answer;
}
"""


def test_layouts_are_those_of_cute(tmp_path: Path) -> None:
    cases = [case for case in RECORD["cases"] if case["kind"] == "layout"]
    for case, answer in zip(cases, run(SCRIPT, _LAYOUT, cases, tmp_path), strict=True):
        assert answer == {key: plain(case[key]) for key in answer}, case


def test_every_operation_gives_what_cute_printed(tmp_path: Path) -> None:
    expected: dict[str, tuple[str, list[int] | None]] = {}
    for case in RECORD["cases"]:
        if case["kind"] == "composition":
            expected[f"composition({case['a']}, {case['b']})"] = case["result"], None
        elif case["kind"] == "complement":
            expected[f"complement({case['layout']}, {case['target']})"] = case["result"], None
            expected[f"complement({case['layout']})"] = case["own"], None
    for path in sorted(DATA.glob("cute_expressions*.json")):
        for case in json.loads(path.read_text("utf-8"))["cases"]:
            expected[case["expression"]] = case["result"], case.get("offsets")
            expected[case["result"]] = case["result"], case.get("offsets")
    assert len(expected) > 300
    answers = run(SCRIPT, _EVALUATE, list(expected), tmp_path)
    for (text, (result, offsets)), answer in zip(expected.items(), answers, strict=True):
        assert answer.get("layout") == plain(result), text
        assert offsets is None or answer["offsets"] == offsets, text


# --- the same as in Python ----------------------------------------------------------------------

DIVIDES = [f"{form}_divide" for form in ("logical", "zipped", "tiled", "flat")]
PRODUCTS = [f"{form}_product" for form in ("logical", "zipped", "tiled", "flat")]


def random_shape(rng: random.Random, level: int = 0) -> IntTuple:
    if level == 2 or rng.random() < 0.5:
        return rng.choice((1, 2, 2, 3, 4, 4, 8, 8, 16))
    return tuple(random_shape(rng, level + 1) for _ in range(rng.randint(1, 3)))


def random_stride(rng: random.Random, shape: IntTuple) -> IntTuple:
    if isinstance(shape, int):
        return rng.choice((0, 1, 1, 2, 3, 4, 8, 8, 16, 32, 64))
    return tuple(random_stride(rng, part) for part in shape)


def random_tiler(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return str(rng.choice((2, 4, "_", "(4,2)", "4:2", "(2,_)")))
    return (
        f"<{', '.join(str(rng.choice((1, 2, 4, '_', '2:4', '4:1', '(2,2):(1,4)'))) for _ in 'ab')}>"
    )


def random_expression(rng: random.Random, level: int = 0) -> str:
    if level < 2 and rng.random() < 0.6:
        inner = random_expression(rng, level + 1)
        other = random_expression(rng, level + 1)
        swizzle = f"Sw<{rng.randint(0, 3)},{rng.randint(0, 4)},{rng.randint(-4, 4)}>"
        return rng.choice(
            (
                f"{rng.choice(DIVIDES)}({inner}, {random_tiler(rng)})",
                f"{rng.choice(DIVIDES)}({inner}, {random_tiler(rng)})",
                f"{rng.choice(PRODUCTS)}({inner}, {random_tiler(rng)})",
                f"{rng.choice(('blocked', 'raked'))}_product({inner}, {other})",
                f"composition({inner}, {rng.choice((other, random_tiler(rng)))})",
                f"{inner} o {other}",
                f"{swizzle} o {rng.choice((0, 0, 0, 4, 64))} o {inner}",
                f"{swizzle} o {inner}",
                f"{inner} o {swizzle}",
                f"complement({inner}{rng.choice(('', ', 64', ', (8,16)'))})",
                f"coalesce({inner}{rng.choice(('', ', (1,1)', ', 1', ', (1,(1,1))'))})",
                f"right_inverse({inner})",
                f"left_inverse({inner})",
            )
        )
    shape = random_shape(rng)
    text = to_text(shape)
    return text if rng.random() < 0.4 else f"{text}:{to_text(random_stride(rng, shape))}"


def compare(texts: list[str], folder: Path) -> int:
    """Ask both, and return how many expressions have a value."""
    answers = run(SCRIPT, _EVALUATE, texts, folder)
    for text, answer in zip(texts, answers, strict=True):
        assert answer == in_python(text), text
    return sum("layout" in answer for answer in answers)


@pytest.mark.parametrize("seed", range(4))
def test_expressions_have_the_same_value_as_in_python(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    texts = [random_expression(rng) for _ in range(2000)]
    assert compare(texts, tmp_path) > 500


@pytest.mark.parametrize("seed", range(2))
def test_broken_expressions_are_refused_at_the_same_place(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    letters = [*"(),:<>_o 0123456789-S", "Sw<", "😀", "\u3000", "\u00e9", "\x1c", "\ufeff", "４"]
    texts = ["", " ", "()", "(" * 40, "1" * 19, "o", "8 o", "Sw<3>", "Sw<3,4,3>", "(" * 20 + "8:"]
    texts += ["coalesce(" * 20 + "8", "<" * 20, "complement(8,", "Sw<3,4,3> o 8 o Sw<1,1> o 8"]
    texts += ["toString(8)", "constructor(8)", "8" * 1001, "99999999999999999999", "9" * 18]
    while len(texts) < 3000:
        text = random_expression(rng)
        for _ in range(rng.randint(1, 2)):
            at = rng.randint(0, len(text))
            text = (
                text[:at] + rng.choice(["", rng.choice(letters)]) + text[at + rng.randint(0, 1) :]
            )
        texts.append(text)
    compare(texts, tmp_path)
