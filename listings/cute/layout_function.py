"""A CuTe layout evaluated from first principles: any coordinate in, an offset out.

Runs anywhere with Python 3.11 and nothing else: python layout_function.py
"""

from __future__ import annotations

from math import prod
from typing import Any, TypeAlias

IntTuple: TypeAlias = Any  # an integer, or a tuple of IntTuples


# begin function
def size(shape: IntTuple) -> int:
    """Return the number of coordinates of a shape."""
    return prod(map(size, shape)) if isinstance(shape, tuple) else shape


def offset(coordinate: IntTuple, shape: IntTuple, stride: IntTuple) -> int:
    """Return where the element lies; the coordinate must be inside the shape."""
    if isinstance(coordinate, tuple):  # one coordinate for each mode: add them up
        return sum(map(offset, coordinate, shape, stride))
    if isinstance(shape, int):  # a leaf: step by the stride
        return int(coordinate * stride)
    total = 0  # one integer for several modes: the leftmost mode runs fastest
    for s, d in zip(shape, stride, strict=True):
        coordinate, inner = divmod(coordinate, size(s))
        total += offset(inner, s, d)
    return total
    # end of function


def print_matrix(name: str, shape: tuple[IntTuple, IntTuple], stride: IntTuple) -> None:
    """Print the offsets of a layout of rank 2."""
    rows, columns = map(size, shape)
    print(f"{name} {shape}:{stride}".replace(", ", ","))
    for i in range(rows):
        print("".join(f"{offset((i, j), shape, stride):4}" for j in range(columns)))


def main() -> None:
    """Print three layouts of one matrix, and three coordinates of one element."""
    print_matrix("row-major", (4, 8), (8, 1))
    print_matrix("column-major", (4, 8), (1, 4))
    tiled = ((2, 2), (2, 4)), ((1, 4), (2, 8))
    print_matrix("2x2 tiles", *tiled)
    for coordinate in (18, (2, 4), ((0, 1), (0, 2))):
        print(f"2x2 tiles at {coordinate}: {offset(coordinate, *tiled)}".replace(", ", ","))


if __name__ == "__main__":
    main()
