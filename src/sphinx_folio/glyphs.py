"""Tells which characters a font can show, from the table ``cmap`` of its file.

https://learn.microsoft.com/typography/opentype/spec/cmap: formats 4 and 12, which fonts of today
have; what a font lacks is drawn as an empty box, and no typesetter says so.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path


def shown(paths: Iterable[Path]) -> frozenset[int]:
    """Return the code points that at least one of the fonts (``.ttf``, ``.otf``) has."""
    return frozenset(code for path in paths for codes in _ranges(_table(path)) for code in codes)


def _table(path: Path) -> bytes:
    with path.open("rb") as file:
        count = struct.unpack(">4xH6x", file.read(12))[0]
        for tag, start, length in struct.iter_unpack(">4s4xII", file.read(16 * count)):
            if tag == b"cmap":
                file.seek(start)
                return file.read(length)
    return b"\0\0\0\0"


def _ranges(table: bytes) -> Iterator[range]:
    """Yield the runs of code points of all subtables."""
    (count,) = struct.unpack_from(">2xH", table)
    places = {struct.unpack_from(">4xI", table, 4 + 8 * number)[0] for number in range(count)}
    for place in sorted(places):
        (form,) = struct.unpack_from(">H", table, place)
        if form == 12:
            (groups,) = struct.unpack_from(">I", table, place + 12)
            for number in range(groups):
                first, last = struct.unpack_from(">II", table, place + 16 + 12 * number)
                yield range(first, last + 1)
        elif form == 4:
            (size,) = struct.unpack_from(">H", table, place + 6)
            lasts = struct.unpack_from(f">{size // 2}H", table, place + 14)
            firsts = struct.unpack_from(f">{size // 2}H", table, place + 16 + size)
            for first, last in zip(firsts, lasts, strict=True):
                yield range(first, min(last, 0xFFFE) + 1)
