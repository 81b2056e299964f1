"""Sums the offsets of a layout."""

SHAPE, STRIDE = (4, 8), (8, 1)


# begin offset
def offset(i: int, j: int) -> int:
    """Return where the element lies."""
    return i * STRIDE[0] + j * STRIDE[1]  # <1>
# end offset


total = sum(offset(i, j) for i in range(SHAPE[0]) for j in range(SHAPE[1]))
print(f"sum {total}")
