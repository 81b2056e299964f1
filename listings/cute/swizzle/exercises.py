"""Compute the answers to the exercises of "Swizzle".

Runs anywhere with Python 3.11 and nothing else: python exercises.py
"""

from __future__ import annotations

from masks import rounds, swizzle


def column(b: int, m: int, s: int, width: int, size: int, rows: range) -> int:
    """Return the rounds of reading the first 16 bytes of *rows* in a swizzled row-major tile."""
    return rounds([swizzle(b, m, s, width * row) * size // 16 for row in rows])


def main() -> None:
    """Print one answer after the other."""
    offset = 13 * 64 + 42
    place = swizzle(3, 3, 3, offset)
    print(f"1. offset {offset} lies at {place}: row {place // 64}, half {place % 64}")

    for name, size, width in [("fp8", 1, 128), ("fp8", 1, 64), ("float", 4, 32), ("float", 4, 16)]:
        free = [
            f"Sw<{b},{m},{s}>"
            for b in range(4)
            for m in [(16 // size).bit_length() - 1]
            for s in range(max(b, 1), 5)
            if column(b, m, s, width, size, range(8)) == 1
        ]
        print(f"2. {width} of {name}: {', '.join(free)}")

    every_second = range(0, 16, 2)
    for s in (3, 4):
        print(
            f"3. rows 0, 2, ..., 14 under Sw<3,3,{s}>: {column(3, 3, s, 64, 2, every_second)}, "
            f"rows 0 to 7: {column(3, 3, s, 64, 2, range(8))}"
        )

    strips = {width: width + -(-132 // width) for width in range(1, 65)}
    least = min(strips.values())
    print(f"4. fewest strips {least} at widths {[w for w, n in strips.items() if n == least]}")


if __name__ == "__main__":
    main()
