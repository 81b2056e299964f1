"""Have CuTe itself work out random expressions of layouts, and record what it prints.

    python tools/cute_cases.py --include DIR --include DIR …    (CUTLASS, CUDA and CCCL)

draws the cases of ``DRAWS`` from a fixed seed, writes C++ programs (``_build/cute``), compiles and
runs them, and writes ``tests/data/cute_expressions.json``: one case a line, an expression in the
language of ``sphinx_folio.layout_algebra.expressions`` and what CuTe prints for it. A case that
CuTe refuses is an error of the compiler: what our algebra accepts, CuTe must accept.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sphinx_folio.layout_algebra import (
    Function,
    IntTuple,
    Layout,
    LayoutError,
    Swizzle,
    Tiler,
    compact_strides,
    parse_expression,
)
from sphinx_folio.layout_algebra.values import leaves

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "tests" / "data" / "cute_expressions.json"
VERSION = "4.2.0"
SEED = 5
PROGRAMS = 8
MAX_SIZE, MAX_EVALUATED = 4096, 64

DIVIDES = ("logical_divide", "zipped_divide", "tiled_divide", "flat_divide")
PRODUCTS = ("logical_product", "zipped_product", "tiled_product", "flat_product")
RANKED = ("blocked_product", "raked_product")
INVERSES = ("right_inverse", "left_inverse")

Case = tuple[str, str, str, str]
"""How it is shown, the kind, the expression, and the C++ expression."""


# --- random values ------------------------------------------------------------------------------


def draw_shape(rng: random.Random, level: int = 0, *, powers: bool) -> IntTuple:
    """Draw a shape of up to three modes, nested at most twice."""
    if level == 2 or rng.random() < (0.2, 0.75)[min(level, 1)]:
        return rng.choice((1, 2, 2, 4, 8) if powers else (1, 2, 3, 4, 5, 6, 8, 12))
    return tuple(draw_shape(rng, level + 1, powers=powers) for _ in range(rng.randint(1, 3)))


def draw_layout(rng: random.Random, *, shape: IntTuple | None = None) -> Layout:
    """Draw a layout: column-major, row-major, in any order, padded, or with free strides."""
    powers = rng.random() < 0.6
    if shape is None:
        shape = draw_shape(rng, powers=powers)
    kind = rng.choice(("left", "left", "right", "order", "order", "padded", "free"))
    if kind in ("left", "right"):
        return Layout(shape, compact_strides(shape, row_major=kind == "right"))
    extents = list(leaves(shape))
    strides = [0] * len(extents)
    current = 1 if kind == "order" else rng.choice((1, 1, 2, 4))
    for place in rng.sample(range(len(extents)), len(extents)):
        if kind == "free":
            strides[place] = rng.choice((0, 1, 2, 4, 8, 16, 32) if powers else range(16))
        else:
            strides[place] = 0 if extents[place] == 1 and rng.random() < 0.5 else current
            current *= extents[place] * (rng.choice((1, 1, 2)) if kind == "padded" else 1)
    rest = iter(strides)
    return Layout(shape, _like(shape, rest))


def _like(shape: IntTuple, values: Iterator[int]) -> IntTuple:
    return next(values) if isinstance(shape, int) else tuple(_like(s, values) for s in shape)


def draw_tile(rng: random.Random) -> Layout:
    """Draw a small layout that tiles a mode."""
    extent = rng.choice((1, 2, 2, 2, 3, 4, 4, 8))
    if rng.random() < 0.3:
        return draw_layout(rng, shape=tuple(rng.choice((2, 2, 3, 4)) for _ in range(2)))
    return Layout(extent, rng.choice((0, 1, 1, 1, 2, 2, 3, 4, 8)))


def draw_tiler(rng: random.Random, layout: Layout, name: str) -> Tiler:
    """Draw a tuple of tilers for the modes of *layout*."""
    parts: list[Tiler] = []
    for index in range(rng.randint(1, layout.rank)):
        mode = layout.mode(index)
        if isinstance(mode.shape, tuple) and rng.random() < 0.3:
            parts.append(draw_tiler(rng, mode, name))
        else:
            kind = rng.random()
            parts.append(
                None if kind < 0.1 else rng.choice((2, 4)) if kind < 0.4 else draw_tile(rng)
            )
    return tuple(parts)


def draw_swizzle(rng: random.Random) -> Swizzle:
    """Draw a swizzle as they are used, or any small one."""
    if rng.random() < 0.4:
        return Swizzle(rng.randint(1, 3), rng.choice((3, 4)), 3)
    bits = rng.randint(0, 3)
    return Swizzle(bits, rng.randint(0, 4), rng.choice((1, 1, -1)) * rng.randint(bits, 4))


# --- how they are written in our language and in C++ --------------------------------------------


def text(value: Tiler | Function | Swizzle) -> str:
    """Write a value in the language of expressions."""
    if isinstance(value, tuple):
        return f"<{', '.join(map(text, value))}>"
    return "_" if value is None else str(value)


def cpp(value: Tiler | Function | Swizzle) -> str:
    """Write the C++ type of a value."""
    if value is None:
        return "Underscore"
    if isinstance(value, int):
        return f"Int<{value}>"
    if isinstance(value, tuple):
        return f"T<{','.join(map(cpp, value))}>"
    if isinstance(value, Swizzle):
        return f"Swizzle<{value.bits},{value.base},{value.shift}>"
    assert isinstance(value, Layout)
    return f"L<{cpp(value.shape)},{cpp(value.stride)}>"


def calls(names: tuple[str, ...], *arguments: Tiler | Function) -> list[Case]:
    """Return a case for each function of *names*, called with *arguments*."""
    ours, theirs = ", ".join(map(text, arguments)), ",".join(f"{cpp(a)}{{}}" for a in arguments)
    return [("show", name, f"{name}({ours})", f"{name}({theirs})") for name in names]


# --- the kinds of cases -------------------------------------------------------------------------


def draw_by_layout(rng: random.Random) -> list[Case]:
    """Divide by a layout, or repeat over one."""
    layout, tile = draw_layout(rng), draw_layout(rng) if rng.random() < 0.2 else draw_tile(rng)
    return calls(DIVIDES if rng.random() < 0.5 else PRODUCTS, layout, tile)


def draw_by_mode(rng: random.Random) -> list[Case]:
    """Divide, repeat or compose mode by mode."""
    layout = draw_layout(rng)
    names = rng.choice((DIVIDES, DIVIDES, PRODUCTS, ("composition",) * 1))
    return calls(names, layout, draw_tiler(rng, layout, names[0]))


def draw_ranked(rng: random.Random) -> list[Case]:
    """Repeat a block over a layout of about as many modes."""
    return calls(RANKED, draw_layout(rng), draw_layout(rng))


def draw_inverses(rng: random.Random) -> list[Case]:
    """Invert a layout."""
    return calls(INVERSES, draw_layout(rng))


def draw_complement(rng: random.Random) -> list[Case]:
    """Complement a layout up to its cosize, a number or a shape."""
    layout = draw_layout(rng)
    target = draw_shape(rng, powers=True) if rng.random() < 0.5 else rng.choice((24, 64, 100, 512))
    return calls(("complement",), layout) if rng.random() < 0.3 else _targeted(layout, target)


def _targeted(layout: Layout, target: IntTuple) -> list[Case]:
    ours = str(target).replace(" ", "").replace(",)", ")")
    theirs = f"complement({cpp(layout)}{{}},{cpp(target)}{{}})"
    return [("show", "complement", f"complement({layout}, {ours})", theirs)]


def draw_coalesce(rng: random.Random) -> list[Case]:
    """Coalesce by a profile."""
    layout = draw_layout(rng)
    profile = tuple(1 for _ in range(rng.randint(1, layout.rank)))
    ours = str(profile).replace(" ", "").replace(",)", ")")
    theirs = f"coalesce({cpp(layout)}{{}},{cpp(profile)}{{}})"
    return [("show", "coalesce", f"coalesce({layout}, {ours})", theirs)]


def draw_composition(rng: random.Random) -> list[Case]:
    """Compose two layouts, or three."""
    a, b, c = draw_layout(rng), draw_layout(rng), draw_tile(rng)
    if rng.random() < 0.7:
        return [("show", "composition", f"{a} o {b}", f"composition({cpp(a)}{{}},{cpp(b)}{{}})")]
    inner = f"composition({cpp(b)}{{}},{cpp(c)}{{}})"
    return [("show", "composition", f"{a} o {b} o {c}", f"composition({cpp(a)}{{}},{inner})")]


def draw_swizzled(rng: random.Random) -> list[Case]:
    """Put a layout through a swizzle, and evaluate it everywhere."""
    swizzle, offset = draw_swizzle(rng), rng.choice((0, 0, rng.randrange(256)))
    layout = draw_layout(rng)
    ours = f"{swizzle} o {offset} o {layout}"
    theirs = f"composition({cpp(swizzle)}{{}},Int<{offset}>{{}},{cpp(layout)}{{}})"
    return [("evaluate", "swizzle", ours, theirs)]


def draw_on_swizzled(rng: random.Random) -> list[Case]:
    """Tile, compose or invert a layout that goes through a swizzle."""
    (_, _, ours, theirs), *_ = draw_swizzled(rng)
    tile = draw_tile(rng)
    name = rng.choice((*DIVIDES, *PRODUCTS, "composition", *INVERSES, *INVERSES, "pull"))
    if name == "pull":
        outer = draw_layout(rng)
        composed = f"composition({cpp(outer)}{{}},{theirs})"
        return [("evaluate", "swizzle_composition", f"{outer} o {ours}", composed)]
    if name in INVERSES:
        return [("evaluate", f"swizzle_{name}", f"{name}({ours})", f"{name}({theirs})")]
    arguments = f"{name}({ours}, {tile})", f"{name}({theirs},{cpp(tile)}{{}})"
    return [("evaluate", f"swizzle_{name}", *arguments)]


DRAWS: tuple[tuple[Callable[[random.Random], list[Case]], int], ...] = (
    (draw_by_layout, 720),
    (draw_by_mode, 720),
    (draw_ranked, 240),
    (draw_inverses, 240),
    (draw_complement, 120),
    (draw_coalesce, 60),
    (draw_composition, 160),
    (draw_swizzled, 300),
    (draw_on_swizzled, 200),
)


def draw_cases() -> list[Case]:
    """Draw all cases; those that our algebra refuses, or that are large, are drawn again."""
    cases: dict[str, Case] = {}
    for draw, count in DRAWS:
        rng = random.Random(f"{SEED} {draw.__name__}")
        wanted = len(cases) + count
        while len(cases) < wanted:
            found = draw(rng)
            try:
                results = [parse_expression(case[2]) for case in found]
            except LayoutError:
                continue
            if max(max(r.size, r.cosize) for r in results) > MAX_SIZE:
                continue
            if found[0][0] == "evaluate" and results[0].size > MAX_EVALUATED:
                continue
            cases.update((case[2], case) for case in found)
    return list(cases.values())


# --- programs -----------------------------------------------------------------------------------


def program(cases: list[Case]) -> str:
    """Return the C++ program that prints *cases*."""
    lines = [f'  {how}<decltype({c})>("{kind}", "{ours}");' for how, kind, ours, c in cases]
    return "\n".join(['#include "cute_cases.hpp"', "int main() {", *lines, "}", ""])


def run(index: int, cases: list[Case], compiler: list[str]) -> list[str]:
    """Write, compile and run one program; return the lines that it prints."""
    folder = ROOT / "_build" / "cute"
    folder.mkdir(parents=True, exist_ok=True)
    source, binary = folder / f"cases_{index}.cpp", folder / f"cases_{index}"
    text = program(cases)
    if not (binary.exists() and source.read_text(encoding="utf-8") == text):
        source.write_text(text, encoding="utf-8")
        subprocess.run([*compiler, str(source), "-o", str(binary)], check=True)
    done = subprocess.run([str(binary)], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def main() -> None:
    """Write the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--include", action="append", default=[], help="a folder of headers")
    parser.add_argument("--jobs", type=int, default=2, help="compilers at a time")
    options = parser.parse_args()
    includes = [part for folder in (ROOT / "tools", *options.include) for part in ("-I", folder)]
    compiler = ["g++", "-std=c++17", "-w", "-O0", *map(str, includes)]
    cases = draw_cases()
    parts = [cases[index::PROGRAMS] for index in range(PROGRAMS)]
    with ThreadPoolExecutor(options.jobs) as pool:
        done = list(pool.map(run, range(PROGRAMS), parts, [compiler] * PROGRAMS))
    lines = {json.loads(line)["expression"]: line for part in done for line in part}
    ordered = ",\n".join(lines[case[2]] for case in cases)
    RECORD.write_text(f'{{"cutlass":"{VERSION}","cases":[\n{ordered}\n]}}\n', encoding="utf-8")
    print(f"{len(cases)} cases in {RECORD.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
