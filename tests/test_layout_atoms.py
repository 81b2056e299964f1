"""The table of MMA and copy atoms: against what CuTe's traits print, and as it is asked for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sphinx_folio.layout_algebra import CopyAtom, LayoutError, MmaAtom, atom, atoms, to_text

# Written by tests/data/cute_atoms.cpp, compiled with CuTe itself.
RECORD = json.loads((Path(__file__).parent / "data" / "cute_atoms.json").read_text("utf-8"))


def plain(case: dict[str, Any]) -> dict[str, Any]:
    """Return the recorded case without CuTe's underscores before static integers."""
    return {
        key: re.sub(r"_(?=\d)", "", value) if key not in ("atom", "kind", "types") else value
        for key, value in case.items()
    }


def as_record(name: str) -> dict[str, Any]:
    found = atom(name)
    if isinstance(found, MmaAtom):
        layouts = {"threads": found.threads, "a": found.a, "b": found.b, "c": found.c}
        head = {"kind": "mma", "types": list(found.types), "shape": to_text(found.shape)}
    else:
        layouts = {"source": found.source, "destination": found.destination}
        layouts["threads"] = found.threads
        head = {"kind": "copy"}
    return {"atom": name} | head | {key: str(layout) for key, layout in layouts.items()}


def test_the_record_and_the_table_hold_the_same_atoms() -> None:
    assert RECORD["cutlass"] == "4.2.0"
    assert sorted(case["atom"] for case in RECORD["atoms"]) == sorted(atoms())
    assert len(atoms()) >= 97


@pytest.mark.parametrize("case", RECORD["atoms"], ids=lambda case: case["atom"])
def test_an_atom_is_what_cute_says(case: dict[str, Any]) -> None:
    assert as_record(case["atom"]) == plain(case)


@pytest.mark.parametrize("name", [name for name, a in atoms().items() if isinstance(a, MmaAtom)])
def test_the_threads_of_an_mma_hold_every_element_of_c_once(name: str) -> None:
    found = atom(name)
    assert isinstance(found, MmaAtom)
    m, n, k = found.shape
    assert sorted(found.c.offsets()) == list(range(m * n))
    assert set(found.a.offsets()) == set(range(m * k))
    assert set(found.b.offsets()) == set(range(n * k))
    assert found.threads.size == found.c.mode(0).size


@pytest.mark.parametrize("name", [name for name, a in atoms().items() if isinstance(a, CopyAtom)])
def test_a_copy_takes_every_bit_to_its_place(name: str) -> None:
    found = atom(name)
    assert isinstance(found, CopyAtom)
    assert set(found.source.offsets()) == set(found.destination.offsets())


def test_an_unknown_atom_gets_the_nearest_name() -> None:
    with pytest.raises(LayoutError, match="Did you mean 'SM80_16x8x16_F32F16F16F32_TN'"):
        atom("SM80_16x8x16_F32F16F16_TN")
    assert atom("UniversalCopy< uint128_t >").name == "UniversalCopy<uint128_t>"
