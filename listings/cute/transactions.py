"""Count the aligned 32-byte segments that a warp touches when it reads along a row or column.

Runs anywhere with Python 3.11 and nothing else: python transactions.py
"""

from __future__ import annotations

ELEMENT = 4  # bytes: a float
SEGMENT = 32  # bytes


def segments(offsets: list[int]) -> int:
    """Return the number of different segments that hold the elements at *offsets*."""
    return len({offset * ELEMENT // SEGMENT for offset in offsets})


def main() -> None:
    """Print the counts for a 128x128 matrix in four layouts, 32 threads reading 32 elements."""
    layouts = {
        "row-major     (128,128):(128,1)": (128, 1),
        "column-major  (128,128):(1,128)": (1, 128),
        "every second  (128,128):(256,2)": (256, 2),
        "broadcast     (128,128):(0,1)": (0, 1),
    }
    print(f"{'layout':33}along a row  along a column")
    for name, (down, across) in layouts.items():
        row = segments([across * lane for lane in range(32)])
        column = segments([down * lane for lane in range(32)])
        print(f"{name:33}{row:11}{column:16}")


if __name__ == "__main__":
    main()
