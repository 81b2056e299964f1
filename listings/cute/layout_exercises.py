"""The answers to the exercises of the article Layout, computed.

Runs anywhere with Python 3.11 and nothing else: python layout_exercises.py
"""

from __future__ import annotations

from itertools import product

Modes = list[tuple[int, int]]  # pairs of extent and stride, from left to right, nesting taken off


def evaluate(index: int, modes: Modes) -> int:
    """Return the offset at a 1-D coordinate: the leftmost mode runs fastest."""
    total = 0
    for extent, stride in modes:
        index, inner = divmod(index, extent)
        total += inner * stride
    return total


def offsets(modes: Modes) -> list[int]:
    """Return all offsets, in the order of the 1-D coordinate."""
    size = 1
    for extent, _ in modes:
        size *= extent
    return [evaluate(i, modes) for i in range(size)]


def cosize(modes: Modes) -> int:
    """Return the largest offset plus one, from its formula."""
    return 1 + sum((extent - 1) * stride for extent, stride in modes)


def main() -> None:
    """Print the answers."""
    print("1. sub-matrix")
    tile = [(8, 100), (8, 1)]
    print(f"   starts at {16 * 100 + 24}, cosize {cosize(tile)}, last {max(offsets(tile)) + 1624}")

    print("2. (4,(2,3)):(6,(1,2)) at 13")
    modes = [(4, 6), (2, 1), (3, 2)]
    print(f"   offset {evaluate(13, modes)}; natural ({13 % 4},({13 // 4 % 2},{13 // 8}))")
    row_major = [(4, 6), (6, 1)]
    print(f"   the same function as (4,6):(6,1): {offsets(modes) == offsets(row_major)}")

    print("3. injective, compact")
    for name, modes in {
        "(4,8):(8,1)": [(4, 8), (8, 1)],
        "(4,8):(4,1)": [(4, 4), (8, 1)],
        "(3,2):(2,3)": [(3, 2), (2, 3)],
        "(2,4):(0,1)": [(2, 0), (4, 1)],
    }.items():
        reached = offsets(modes)
        injective = len(set(reached)) == len(reached)
        compact = sorted(reached) == list(range(len(reached)))
        print(f"   {name}: size {len(reached)}, cosize {cosize(modes)}, {injective}, {compact}")

    print("4. 4x4 blocks of an 8x8 matrix, row-major inside and across")
    modes = [(4, 4), (2, 32), (4, 1), (2, 16)]
    rows = [[evaluate(i + 8 * j, modes) for j in range(8)] for i in range(8)]
    expected = [
        [16 * (2 * (i // 4) + j // 4) + 4 * (i % 4) + j % 4 for j in range(8)] for i in range(8)
    ]
    print(f"   ((4,2),(4,2)):((4,32),(1,16)) is right: {rows == expected}; row 5: {rows[5]}")

    print("5. thread 37 of a warpgroup, 64x16 accumulator")
    fragment = [(4, 128), (8, 1), (4, 16), (2, 64), (2, 8), (2, 512)]
    held = [divmod(evaluate(37 + 128 * value, fragment), 64) for value in range(8)]
    print(f"   {' '.join(f'({row},{column})' for column, row in held)}")

    print("6. layouts of shape (2,2,2) that are bijections onto 0..7")
    found = [
        strides
        for strides in product(range(8), repeat=3)
        if sorted(offsets([(2, d) for d in strides])) == list(range(8))
    ]
    print(f"   {len(found)} of {8 * 7 * 6 * 5 * 4 * 3 * 2} bijections: strides {found}")


if __name__ == "__main__":
    main()
