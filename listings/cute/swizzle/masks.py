"""Which XOR of chunk bits with row bits frees a tile from bank conflicts? All are tried.

A row of the tile, which is row-major, has 64 halves: eight chunks of eight.

Runs anywhere with Python 3.11 and nothing else: python masks.py
"""

from __future__ import annotations

from collections import Counter
from itertools import product


# begin masks
def apply(mask: tuple[int, int, int], row: int) -> int:
    """Return *mask* times *row* over GF(2): the XOR of the columns that *row* picks."""
    value = 0
    for bit, column in enumerate(mask):
        if row >> bit & 1:
            value ^= column
    return value


def rounds(chunks: list[int]) -> int:
    """Return how often the busiest of the eight groups of four banks is asked."""
    return max(Counter(chunk % 8 for chunk in chunks).values())


def masks() -> None:
    """Count all 512 masks by the rounds of a write along a row, a read down a column."""
    found: Counter[tuple[int, int]] = Counter()
    for mask in product(range(8), repeat=3):
        write = max(rounds([c ^ apply(mask, r) for c in range(8)]) for r in range(8))
        read = max(rounds([c ^ apply(mask, r) for r in range(8)]) for c in range(8))
        found[write, read] += 1
    for (write, read), count in sorted(found.items()):
        print(f"{count:3} masks: write {write}, read {read}")


# end masks


def swizzle(b: int, m: int, s: int, offset: int) -> int:
    """Return Swizzle<b,m,s> of *offset*, as CuTe defines it."""
    picked = offset & ((1 << b) - 1) << m + max(0, s)
    return offset ^ (picked >> s if s >= 0 else picked << -s)


def swizzles() -> None:
    """Name those Swizzle<B,M,S> that leave 8 halves together and cost one round both ways."""
    free = []
    for b, m, s in product(range(4), range(3, 7), range(-6, 7)):
        if abs(s) < b:
            continue
        place = {(r, c): swizzle(b, m, s, 64 * r + 8 * c) // 8 for r in range(64) for c in range(8)}
        write = max(rounds([place[r, c] for c in range(8)]) for r in range(64))
        read = max(
            rounds([place[r, c] for r in range(first, first + 8)])
            for first in range(0, 64, 8)
            for c in range(8)
        )
        if write == read == 1:
            free.append(f"Sw<{b},{m},{s}>")
    print("free of conflicts:", ", ".join(free))


if __name__ == "__main__":
    masks()
    swizzles()
