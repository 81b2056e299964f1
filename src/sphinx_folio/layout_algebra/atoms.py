"""MMA and copy atoms of CuTe: which thread of an instruction holds which value.

The table is a selection from CUTLASS 4.2.0 (``include/cute/atom/mma_traits_sm*.hpp``,
``copy_traits*.hpp``);
``tests/data/cute_atoms.json`` holds what these headers print for every entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from sphinx_folio.errors import did_you_mean
from sphinx_folio.layout_algebra.reading import parse_layout
from sphinx_folio.layout_algebra.values import Layout, LayoutError


@dataclass(frozen=True, slots=True)
class MmaAtom:
    """A matrix multiply-accumulate instruction, D = A·B + C, by its name in CuTe.

    ``a``, ``b`` and ``c`` map (thread, value) to an offset in A (M×K), B (N×K) and C (M×N), each
    column-major: the row is the offset modulo M, N or M. D lies as C does. ``threads`` maps the
    logical thread to the thread of the warp or warpgroup. Where all threads share an operand in
    shared memory (wgmma), its threads have stride 0. ``types`` are those of D, A, B and C.
    """

    name: str
    shape: tuple[int, int, int]
    types: tuple[str, str, str, str]
    threads: Layout
    a: Layout
    b: Layout
    c: Layout


@dataclass(frozen=True, slots=True)
class CopyAtom:
    """A copy instruction, by its name in CuTe.

    ``source`` and ``destination`` map (thread, value) to a *bit* of what is copied, in an order
    that serves only to say which bit goes where. A source thread of ``ldmatrix`` is one that gives
    an address or, with a stride of 0, repeats one that does. ``threads`` maps the
    logical thread to the thread of the warp.
    """

    name: str
    threads: Layout
    source: Layout
    destination: Layout


Atom: TypeAlias = MmaAtom | CopyAtom


def atom(name: str) -> Atom:
    """Return the atom that CuTe calls *name*; raise ``LayoutError`` with the nearest names."""
    known = atoms()
    found = known.get("".join(name.split()))
    if found is None:
        raise LayoutError(f"no atom {name!r} is known.{did_you_mean(name, known)}")
    return found


@cache
def atoms() -> Mapping[str, Atom]:
    """Return the known atoms by name: MMAs of a warp, wgmma, copies."""
    listed: list[Atom] = [*_warp_mmas(), *_warpgroup_mmas(), *_copies()]
    return {item.name: item for item in listed}


# --- a warp, or a quadpair of it ----------------------------------------------------------------

_NAME = re.compile(r"SM\d+_(\d+)x(\d+)x(\d+)_((?:BF16|TF32|E4M3|E5M2|F\d+|S\d+)+)(?:_\w+)?")

_WARP = "32:1"
_QUADPAIR = "(4,2):(1,16)"
_ROWS_8X4 = "(8,4):(1,8)"
_COLUMNS_8X4 = "((4,2),4):((8,4),1)"
_C_8X8_QUADPAIR = {
    "F16F16F16F16": "(8,8):(1,8)",
    "F32F16F16F32": "((2,2,2),(2,2,2)):((1,16,4),(8,2,32))",
}
_C_8X8 = "((4,8),2):((16,1),8)"
_C_16X8 = "((4,8),(2,2)):((32,1),(16,8))"

# The bits of A and B, M×N×K: A, B, C. The layouts do not depend on more than that.
_BY_SIZE: Mapping[tuple[int, str], tuple[str, str, str]] = {
    (16, "16x8x8"): (_C_16X8, _C_8X8, _C_16X8),
    (16, "16x8x16"): (
        "((4,8),(2,2,2)):((32,1),(16,8,128))",
        "((4,8),(2,2)):((16,1),(8,64))",
        _C_16X8,
    ),
    (32, "16x8x4"): ("((4,8),2):((16,1),8)", "((4,8),1):((8,1),0)", _C_16X8),
    (32, "16x8x8"): ("((4,8),(2,2)):((16,1),(8,64))", "((4,8),2):((8,1),32)", _C_16X8),
    (64, "8x8x4"): ("((4,8),1):((8,1),0)", "((4,8),1):((8,1),0)", _C_8X8),
    (64, "16x8x4"): ("((4,8),2):((16,1),8)", "((4,8),1):((8,1),0)", _C_16X8),
    (64, "16x8x8"): ("((4,8),(2,2)):((16,1),(8,64))", "((4,8),2):((8,1),32)", _C_16X8),
    (64, "16x8x16"): ("((4,8),(2,4)):((16,1),(8,64))", "((4,8),4):((8,1),32)", _C_16X8),
    (8, "8x8x16"): ("((4,8),4):((32,1),8)", "((4,8),4):((32,1),8)", _C_8X8),
    (8, "16x8x16"): ("((4,8),(4,2)):((64,1),(16,8))", "((4,8),4):((32,1),8)", _C_16X8),
    (8, "16x8x32"): (
        "((4,8),(4,2,2)):((64,1),(16,8,256))",
        "((4,8),(4,2)):((32,1),(8,128))",
        _C_16X8,
    ),
}

_BITS = {"F64": 64, "TF32": 32, "F16": 16, "BF16": 16, "S8": 8, "E4M3": 8, "E5M2": 8}

_WARP_MMAS = [
    "SM75_16x8x8_F32F16F16F32_TN",
    "SM75_8x8x16_S32S8S8S32_TN",
    "SM80_16x8x8_F16F16F16F16_TN",
    "SM80_16x8x16_F16F16F16F16_TN",
    "SM80_16x8x8_F32F16F16F32_TN",
    "SM80_16x8x16_F32F16F16F32_TN",
    "SM80_16x8x8_F32BF16BF16F32_TN",
    "SM80_16x8x16_F32BF16BF16F32_TN",
    "SM80_16x8x4_F32TF32TF32F32_TN",
    "SM80_16x8x8_F32TF32TF32F32_TN",
    "SM80_8x8x4_F64F64F64F64_TN",
    "SM80_8x8x16_S32S8S8S32_TN",
    "SM80_16x8x16_S32S8S8S32_TN",
    "SM80_16x8x32_S32S8S8S32_TN",
    "SM89_16x8x32_F32E4M3E4M3F32_TN",
    "SM89_16x8x32_F32E4M3E5M2F32_TN",
    "SM89_16x8x32_F32E5M2E4M3F32_TN",
    "SM89_16x8x32_F32E5M2E5M2F32_TN",
    "SM90_16x8x4_F64F64F64F64_TN",
    "SM90_16x8x8_F64F64F64F64_TN",
    "SM90_16x8x16_F64F64F64F64_TN",
]


def _mma(name: str, threads: str, a: str, b: str, c: str) -> MmaAtom:
    """Make an atom; its shape and its types stand in its name, C's like D's where it has three."""
    match = _NAME.fullmatch(name)
    assert match
    d, *others = re.findall(r"BF16|TF32|E4M3|E5M2|F\d+|S\d+", match[4])
    kinds = [kind.lower() for kind in (d, *others, d)[:4]]
    m, n, k = int(match[1]), int(match[2]), int(match[3])
    layouts = [parse_layout(text) for text in (threads, a, b, c)]
    return MmaAtom(name, (m, n, k), (kinds[0], kinds[1], kinds[2], kinds[3]), *layouts)


def _warp_mmas() -> list[MmaAtom]:
    found: list[MmaAtom] = []
    for types, c in _C_8X8_QUADPAIR.items():
        for major in ("TN", "NT", "NN", "TT"):  # whether A and B are transposed
            a = _ROWS_8X4 if major[0] == "T" else _COLUMNS_8X4
            b = _ROWS_8X4 if major[1] == "N" else _COLUMNS_8X4
            found.append(_mma(f"SM70_8x8x4_{types}_{major}", _QUADPAIR, a, b, c))
    for name in _WARP_MMAS:
        _, size, types, _ = name.split("_")
        bits = next(bits for kind, bits in _BITS.items() if types[3:].startswith(kind))
        found.append(_mma(name, _WARP, *_BY_SIZE[bits, size]))
    return found


# --- a warpgroup --------------------------------------------------------------------------------


def _warpgroup_mmas() -> list[MmaAtom]:
    """Return wgmma for 16-bit operands: A in shared memory (``SS``) or in registers (``RS``)."""
    found: list[MmaAtom] = []
    for n in (8, 16, 32, 64, 96, 128, 192, 256):
        c = f"((4,8,4),(2,2,{n // 8})):((128,1,16),(64,8,512))"
        shared = {rows: f"(128,({rows},16)):(0,(1,{rows}))" for rows in (64, n)}
        registers = "((4,8,4),(2,2,2)):((128,1,16),(64,8,512))"
        for types in ("F16F16F16", "F32F16F16", "F32BF16BF16"):
            name = f"SM90_64x{n}x16_{types}"
            found.append(_mma(f"{name}_SS", "128:1", shared[64], shared[n], c))
            found.append(_mma(f"{name}_RS", "128:1", registers, shared[n], c))
    return found


# --- copies -------------------------------------------------------------------------------------

# ldmatrix: the threads that give addresses, and what each thread gets. stmatrix: the reverse.
_MATRICES: Mapping[str, tuple[str, str]] = {
    "U32x1_N": ("((8,4),128):((128,0),1)", "(32,32):(32,1)"),
    "U32x2_N": ("((16,2),128):((128,0),1)", "(32,(32,2)):(32,(1,1024))"),
    "U32x4_N": ("(32,128):(128,1)", "(32,(32,4)):(32,(1,1024))"),
    "U16x2_T": ("((8,4),128):((128,0),1)", "((4,8),(16,2)):((256,16),(1,128))"),
    "U16x4_T": ("((16,2),128):((128,0),1)", "((4,8),(16,2,2)):((256,16),(1,128,1024))"),
    "U16x8_T": ("(32,128):(128,1)", "((4,8),(16,2,4)):((256,16),(1,128,1024))"),
}

_SINGLE_COPIES = (
    *((f"UniversalCopy<uint{bits}_t>", bits) for bits in (16, 32, 64, 128)),
    *((f"SM80_CP_ASYNC_CACHEALWAYS<uint{bits}_t>", bits) for bits in (32, 64, 128)),
    ("SM80_CP_ASYNC_CACHEGLOBAL<uint128_t>", 128),
)


def _copy(name: str, threads: str, source: str, destination: str) -> CopyAtom:
    return CopyAtom(name, *map(parse_layout, (threads, source, destination)))


def _copies() -> list[CopyAtom]:
    found = [_copy(n, "1:0", f"(1,{b}):(0,1)", f"(1,{b}):(0,1)") for n, b in _SINGLE_COPIES]
    for direction, instruction in (("SM75_{}_LDSM_{}", 1), ("SM90_{}_STSM_{}", -1)):
        for key, layouts in _MATRICES.items():
            name = direction.format(*key.split("_"))
            found.append(_copy(name, _WARP, *layouts[::instruction]))
    return found
