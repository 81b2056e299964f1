"""Integer tuples, coordinates and layouts: the values of CuTe's layout algebra."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

IntTuple: TypeAlias = "int | tuple[IntTuple, ...]"
Coordinate: TypeAlias = "int | tuple[Coordinate, ...] | None"
"""Like an ``IntTuple``; ``None`` stands for CuTe's ``_``, which keeps a mode when slicing."""


class LayoutError(ValueError):
    """A layout, a coordinate or an operation on them that has no meaning."""


# --- integer tuples -----------------------------------------------------------------------------


def leaves(value: IntTuple) -> Iterator[int]:
    """Yield the integers of *value* from left to right."""
    if isinstance(value, int):
        yield value
    else:
        for item in value:
            yield from leaves(item)


def product(value: IntTuple) -> int:
    """Return the product of all integers: the number of coordinates of a shape."""
    return math.prod(leaves(value))


def rank(value: IntTuple) -> int:
    """Return the number of modes; a plain integer has one."""
    return 1 if isinstance(value, int) else len(value)


def depth(value: IntTuple) -> int:
    """Return the levels of nesting; a plain integer has none."""
    return 0 if isinstance(value, int) else 1 + max(map(depth, value), default=0)


def congruent(a: IntTuple, b: IntTuple) -> bool:
    """Say whether *a* and *b* are nested alike."""
    if isinstance(a, int) or isinstance(b, int):
        return isinstance(a, int) and isinstance(b, int)
    return len(a) == len(b) and all(map(congruent, a, b))


def compatible(a: IntTuple, b: IntTuple) -> bool:
    """Say whether shape *b* has the size of *a* and accepts every coordinate of *a*."""
    if isinstance(a, int):
        return a == product(b)
    return not isinstance(b, int) and len(a) == len(b) and all(map(compatible, a, b))


def to_text(value: Coordinate) -> str:
    """Print a tuple as ``cute::print`` does: no blanks, no comma after a single element."""
    if value is None:
        return "_"
    return str(value) if isinstance(value, int) else f"({','.join(map(to_text, value))})"


def compact_strides(shape: IntTuple, *, row_major: bool = False) -> IntTuple:
    """Return the strides of ``LayoutLeft`` (the default of CuTe) or, *row_major*, ``LayoutRight``.

    They are the running products of the extents, from the left or from the right, across all
    levels of nesting. As in CuTe, an extent of 1 has stride 0.
    """

    def walk(part: IntTuple, current: int) -> tuple[IntTuple, int]:
        if isinstance(part, int):
            return (0 if part == 1 else current), current * part
        strides: list[IntTuple] = []
        for item in reversed(part) if row_major else part:
            stride, current = walk(item, current)
            strides.append(stride)
        return tuple(reversed(strides) if row_major else strides), current

    return walk(shape, 1)[0]


# --- coordinates --------------------------------------------------------------------------------


def natural_coordinate(coordinate: Coordinate, shape: IntTuple) -> Coordinate:
    """Return the coordinate congruent to *shape* that *coordinate* stands for (``idx2crd``).

    An integer counts colexicographically: the leftmost mode runs fastest. ``_`` stays.
    Raises ``LayoutError`` when the coordinate does not fit the shape.
    """
    if coordinate is None:
        return None
    if isinstance(coordinate, int):
        size = product(shape)
        if not 0 <= coordinate < size:
            raise LayoutError(f"coordinate {coordinate} is outside {to_text(shape)}, size {size}")
        if isinstance(shape, int):
            return coordinate
        parts: list[Coordinate] = []
        for mode in shape:
            coordinate, inner = divmod(coordinate, product(mode))
            parts.append(natural_coordinate(inner, mode))
        return tuple(parts)
    if isinstance(shape, int) or len(shape) != len(coordinate):
        raise LayoutError(
            f"coordinate {to_text(coordinate)} does not fit the shape {to_text(shape)}"
        )
    return tuple(map(natural_coordinate, coordinate, shape))


def flat_index(coordinate: IntTuple, shape: IntTuple) -> int:
    """Return the place of *coordinate* in the colexicographical order of *shape* (``crd2idx``)."""
    return _inner_product(natural_coordinate(coordinate, shape), compact_strides(shape))


def _inner_product(natural: Coordinate, stride: IntTuple) -> int:
    """Return the sum of coordinate times stride; what is sliced (``_``) adds nothing."""
    if natural is None:
        return 0
    if isinstance(natural, int) and isinstance(stride, int):
        return natural * stride
    assert isinstance(natural, tuple)
    assert isinstance(stride, tuple)
    return sum(map(_inner_product, natural, stride))


# --- layouts ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """A shape and strides that are congruent: the function from coordinates to offsets.

    Extents are at least 1 and strides at least 0; anything else raises ``LayoutError``.
    """

    shape: IntTuple
    stride: IntTuple

    def __post_init__(self) -> None:
        """Refuse what is no layout."""
        if not congruent(self.shape, self.stride):
            raise LayoutError(
                f"shape {to_text(self.shape)} and stride {to_text(self.stride)}"
                " are not nested alike (not congruent)"
            )
        if min(leaves(self.shape), default=0) < 1:
            raise LayoutError(f"an extent of {to_text(self.shape)} is below 1")
        if min(leaves(self.stride), default=0) < 0:
            raise LayoutError(f"a stride of {to_text(self.stride)} is negative")

    def __str__(self) -> str:
        """Print as CuTe does, without the underscores of static integers."""
        return f"{to_text(self.shape)}:{to_text(self.stride)}"

    def __call__(self, coordinate: IntTuple) -> int:
        """Return the offset of a coordinate of any compatible form."""
        return _inner_product(natural_coordinate(coordinate, self.shape), self.stride)

    @property
    def size(self) -> int:
        """The number of coordinates."""
        return product(self.shape)

    @property
    def cosize(self) -> int:
        """One more than the largest offset: the elements that the storage must have."""
        return 1 + sum((s - 1) * d for s, d in self.flat_modes())

    @property
    def rank(self) -> int:
        """The number of modes."""
        return rank(self.shape)

    @property
    def depth(self) -> int:
        """The levels of nesting."""
        return depth(self.shape)

    def flat_modes(self) -> tuple[tuple[int, int], ...]:
        """Return the pairs of extent and stride from left to right, whatever the nesting."""
        return tuple(zip(leaves(self.shape), leaves(self.stride), strict=True))

    def mode(self, index: int) -> Layout:
        """Return the sub-layout of one mode; a layout of an integer is its own mode 0."""
        if isinstance(self.shape, int) or isinstance(self.stride, int):
            return self
        return Layout(self.shape[index], self.stride[index])

    def offsets(self) -> tuple[int, ...]:
        """Return all offsets in the order of the 1-D coordinates."""
        values: tuple[int, ...] = (0,)
        for extent, stride in self.flat_modes():
            values = tuple(v + i * stride for i in range(extent) for v in values)
        return values

    def slice(self, coordinate: Coordinate) -> tuple[Layout, int]:
        """Fix what *coordinate* gives and keep the modes where it has ``_``.

        Returns the layout of what is kept and the offset at which it starts.
        Raises ``LayoutError`` when nothing is kept, or the coordinate does not fit.
        """
        natural_offset = _inner_product(natural_coordinate(coordinate, self.shape), self.stride)
        if coordinate is None:
            return self, 0
        kept = list(_kept_modes(coordinate, self.shape, self.stride))
        if not kept:
            raise LayoutError(f"the coordinate {to_text(coordinate)} keeps no mode: write '_'")
        return Layout(tuple(s for s, _ in kept), tuple(d for _, d in kept)), natural_offset


def _kept_modes(
    coordinate: Coordinate, shape: IntTuple, stride: IntTuple
) -> Iterator[tuple[IntTuple, IntTuple]]:
    """Yield shape and stride of each mode where *coordinate* has ``_``, as CuTe's ``slice``."""
    if coordinate is None:
        yield shape, stride
    elif isinstance(coordinate, tuple):
        assert isinstance(shape, tuple)
        assert isinstance(stride, tuple)
        for part in zip(coordinate, shape, stride, strict=True):
            yield from _kept_modes(*part)
