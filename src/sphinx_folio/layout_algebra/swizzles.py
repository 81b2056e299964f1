"""Swizzles, and layouts whose offsets go through one: CuTe's ``Swizzle`` and ``ComposedLayout``.

The definitions and the printed forms are CuTe's (CUTLASS 4.2.0, ``include/cute/swizzle.hpp``,
``layout_composed.hpp`` and ``swizzle_layout.hpp``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from sphinx_folio.layout_algebra.values import Coordinate, IntTuple, Layout, LayoutError

WORD = 31
"""The bits of an offset, which is a signed 32-bit integer in CuTe."""


@dataclass(frozen=True, slots=True)
class Swizzle:
    """CuTe's ``Swizzle<bits, base, shift>``: a permutation of offsets that is its own inverse.

    The lowest *base* bits stay. A field of *bits* bits is changed by exclusive-or with another
    field that lies *shift* bits above it (below it when *shift* is negative)::

        ..YYY...ZZZ....   becomes   ..YYY...AAA....   where AAA = ZZZ ^ YYY: bits 3, base 4, shift 6

    Raises ``LayoutError`` when the fields overlap or do not fit into an offset of CuTe.
    """

    bits: int
    base: int
    shift: int

    def __post_init__(self) -> None:
        """Refuse what CuTe refuses."""
        if self.bits < 0 or self.base < 0:
            raise LayoutError(f"{self}: the bits and the base of a swizzle are at least 0")
        if abs(self.shift) < self.bits:
            raise LayoutError(f"{self}: the shift is smaller than the {self.bits} bits it moves")
        if self.bits + self.base + abs(self.shift) > WORD:
            raise LayoutError(f"{self}: the swizzle reaches beyond the {WORD} bits of an offset")

    def __str__(self) -> str:
        """Print as CuTe does."""
        return f"Sw<{self.bits},{self.base},{self.shift}>"

    def __call__(self, offset: int) -> int:
        """Return the offset that *offset* is moved to."""
        source = offset & self.source_mask
        return offset ^ (source >> self.shift if self.shift >= 0 else source << -self.shift)

    @property
    def source_mask(self) -> int:
        """The bits that are read and stay (``yyy_msk``)."""
        return ((1 << self.bits) - 1) << (self.base + max(0, self.shift))

    @property
    def target_mask(self) -> int:
        """The bits that are changed (``zzz_msk``)."""
        return ((1 << self.bits) - 1) << (self.base - min(0, self.shift))


def swizzle_between(source_mask: int, target_mask: int) -> Swizzle:
    """Return the swizzle that changes the bits of one mask by those of another (``make_swizzle``).

    Raises ``LayoutError`` when no swizzle has these masks.
    """
    bits = source_mask.bit_count()
    if bits == 0 and target_mask == 0:
        return Swizzle(0, 0, 0)
    if source_mask and target_mask:
        low_source, low_target = _trailing_zeros(source_mask), _trailing_zeros(target_mask)
        shift = low_source - low_target
        if target_mask.bit_count() == bits <= abs(shift):
            found = Swizzle(bits, min(low_source, low_target), shift)
            if (found.source_mask, found.target_mask) == (source_mask, target_mask):
                return found
    raise LayoutError(f"no swizzle changes the bits {target_mask:#b} by the bits {source_mask:#b}")


def _trailing_zeros(value: int) -> int:
    return (value & -value).bit_length() - 1


@dataclass(frozen=True, slots=True)
class ComposedLayout:
    """A layout whose offsets go through a swizzle: CuTe's ``swizzle o offset o layout``.

    ``ComposedLayout(s, o, l)(c)`` is ``s(o + l(c))``. Shape, size, rank and depth are those of
    *layout*, and so is, as in CuTe, the cosize. Raises ``LayoutError`` for a negative offset.
    """

    swizzle: Swizzle
    offset: int
    layout: Layout

    def __post_init__(self) -> None:
        """Refuse offsets that no element has."""
        if self.offset < 0:
            raise LayoutError(f"the offset {self.offset} of a swizzled layout is negative")

    def __str__(self) -> str:
        """Print as CuTe does, without the underscores of static integers."""
        return f"{self.swizzle} o {self.offset} o {self.layout}"

    def __call__(self, coordinate: IntTuple) -> int:
        """Return the offset of a coordinate of any compatible form."""
        return self.swizzle(self.offset + self.layout(coordinate))

    @property
    def shape(self) -> IntTuple:
        """The shape of the domain."""
        return self.layout.shape

    @property
    def size(self) -> int:
        """The number of coordinates."""
        return self.layout.size

    @property
    def cosize(self) -> int:
        """That of the layout inside, as in CuTe: the swizzle and the offset are not looked at."""
        return self.layout.cosize

    @property
    def rank(self) -> int:
        """The number of modes."""
        return self.layout.rank

    @property
    def depth(self) -> int:
        """The levels of nesting."""
        return self.layout.depth

    def mode(self, index: int) -> ComposedLayout:
        """Return the function of one mode, the others at 0."""
        return replace(self, layout=self.layout.mode(index))

    def offsets(self) -> tuple[int, ...]:
        """Return all offsets in the order of the 1-D coordinates."""
        return tuple(self.swizzle(self.offset + value) for value in self.layout.offsets())

    def slice(self, coordinate: Coordinate) -> tuple[ComposedLayout, int]:
        """Fix what *coordinate* gives and keep the modes where it has ``_``.

        A swizzle is not linear, so where the slice starts stays inside of it; the offset that is
        returned with it, as for a ``Layout``, is 0. (CuTe returns the same function, as a plain
        layout where it finds one.) Raises ``LayoutError`` as ``Layout.slice``.
        """
        kept, start = self.layout.slice(coordinate)
        return ComposedLayout(self.swizzle, self.offset + start, kept), 0


Function: TypeAlias = Layout | ComposedLayout
"""What a figure is drawn from: a function from coordinates to offsets."""

F = TypeVar("F", Layout, ComposedLayout)


def swizzled(swizzle: Swizzle, offset: int, layout: Layout) -> Function:
    """Return ``swizzle o offset o layout``: as in CuTe, *layout* itself when nothing changes it."""
    if swizzle.bits == 0 and offset == 0:
        return layout
    return ComposedLayout(swizzle, offset, layout)


def on_domain(operation: Callable[[Layout], Layout], function: F) -> F:
    """Apply an operation on the coordinates: inside the swizzle, if there is one, as CuTe does."""
    if isinstance(function, Layout):
        return operation(function)
    return replace(function, layout=operation(function.layout))
