"""Two layouts are one function of the integer coordinate exactly if they coalesce alike."""

from __future__ import annotations

import itertools
import math
from typing import TypeAlias

Mode: TypeAlias = tuple[int, int]  # extent and stride
Form: TypeAlias = tuple[Mode, ...]
Table: TypeAlias = tuple[int, ...]


# begin coalesce
def offset(modes: list[Mode], i: int) -> int:
    """Return the offset at the integer coordinate i; a mode is (extent, stride)."""
    total = 0
    for extent, stride in modes:
        i, digit = divmod(i, extent)
        total += digit * stride
    return total


def coalesce(modes: list[Mode]) -> Form:
    """Return the normal form: no extents of 1, and no two modes that could be one."""
    result: list[Mode] = []
    for extent, stride in modes:
        if extent == 1:
            continue
        if result and stride == result[-1][0] * result[-1][1]:
            result[-1] = (result[-1][0] * extent, result[-1][1])
        else:
            result.append((extent, stride))
    return tuple(result)


# end coalesce


# begin count
def main() -> None:
    """Compare the tables of offsets with the coalesced forms."""
    function_of: dict[Form, Table] = {}  # coalesced form -> table of offsets
    form_of: dict[Table, Form] = {}  # and back
    layouts = 0
    for rank in (1, 2, 3):
        for extents in itertools.product((1, 2, 3, 4, 6), repeat=rank):
            for strides in itertools.product(range(7), repeat=rank):
                modes = list(zip(extents, strides, strict=True))
                table = tuple(offset(modes, i) for i in range(math.prod(extents)))
                form = coalesce(modes)
                # One form has one function, and one function has one form.
                assert function_of.setdefault(form, table) == table
                assert form_of.setdefault(table, form) == form
                layouts += 1
    print(f"{layouts:,} layouts, {len(form_of):,} functions,", end=" ")
    print(f"{len(function_of):,} coalesced forms")


# end count


main()
