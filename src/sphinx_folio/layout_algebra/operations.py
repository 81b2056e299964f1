"""Operations that make layouts from layouts: coalesce, composition and complement, as in CuTe."""

from __future__ import annotations

from typing import TypeAlias, overload

from sphinx_folio.layout_algebra.swizzles import (
    ComposedLayout,
    F,
    Function,
    Swizzle,
    on_domain,
    swizzle_between,
    swizzled,
)
from sphinx_folio.layout_algebra.values import IntTuple, Layout, LayoutError, product

Tiler: TypeAlias = "Layout | int | tuple[Tiler, ...] | None"
"""What tiles a layout: a layout, an integer n (``n:1``), ``None`` (CuTe's ``_``: leave the mode as
it is), or a tuple ``<A, B>`` of tilers, one for each of the first modes."""


def from_modes(modes: list[tuple[int, int]]) -> Layout:
    """Return a flat layout; one mode alone is a plain integer, none is ``1:0``."""
    if len(modes) > 1:
        return Layout(tuple(s for s, _ in modes), tuple(d for _, d in modes))
    return Layout(*(modes[0] if modes else (1, 0)))


def from_layouts(layouts: list[Layout]) -> Layout:
    """Return the layout whose modes are *layouts* (``make_layout``)."""
    return Layout(tuple(part.shape for part in layouts), tuple(part.stride for part in layouts))


def modes_for(layout: Layout, parts: int, operation: str) -> list[Layout]:
    """Return all modes of *layout*, or raise when a tuple of *parts* is too long for them."""
    if parts > layout.rank:
        raise LayoutError(
            f"{operation}: {parts} parts are too many for {layout}, which has {layout.rank} modes"
        )
    return [layout.mode(index) for index in range(layout.rank)]


# --- coalesce -----------------------------------------------------------------------------------


def coalesce(function: F, profile: IntTuple = 1) -> F:
    """Return the flattest layout that is the same function of the 1-D coordinate.

    A tuple as *profile* keeps the modes apart that it keeps apart; its integers do not matter.
    """
    return on_domain(lambda layout: _coalesce(layout, profile), function)


def _coalesce(layout: Layout, profile: IntTuple) -> Layout:
    if isinstance(profile, tuple):
        modes = modes_for(layout, len(profile), "coalesce")
        done = [_coalesce(mode, part) for mode, part in zip(modes, profile, strict=False)]
        return from_layouts([*done, *modes[len(profile) :]])
    return from_modes(_merged([mode for mode in layout.flat_modes() if mode[0] != 1]))


def _merged(modes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge each mode that goes on where the one before it ends."""
    result: list[tuple[int, int]] = []
    for extent, stride in modes:
        if result and result[-1][0] * result[-1][1] == stride:
            result[-1] = (result[-1][0] * extent, result[-1][1])
        else:
            result.append((extent, stride))
    return result


# --- composition --------------------------------------------------------------------------------


@overload
def composition(a: Layout, b: Tiler) -> Layout: ...
@overload
def composition(a: Function | Swizzle, b: Function | Swizzle | Tiler) -> Function: ...
def composition(a: Function | Swizzle, b: Function | Swizzle | Tiler) -> Function:
    """Return R with ``R(c) = a(b(c))``; the shape of a layout *b* is compatible with its shape.

    As in CuTe, each mode of *b* is composed by itself: the equation holds for all coordinates as
    long as sums over the modes of *b* do not carry from one mode of *a* into the next. A tuple
    composes mode by mode, and modes of *a* that it has no part for are dropped.
    Raises ``LayoutError`` when the extents and strides do not divide each other as they must.
    """
    if isinstance(b, Swizzle):
        if isinstance(a, Layout):
            return _before(a, b)
        raise LayoutError(f"composition: a swizzle is not composed with {a}")
    if isinstance(a, Swizzle):
        if isinstance(b, Layout):
            return swizzled(a, 0, b)
        raise LayoutError("composition: what follows a swizzle is not a layout")
    if isinstance(b, ComposedLayout):
        if not isinstance(a, Layout) or b.offset:
            raise LayoutError(f"composition: {a} cannot be composed with the swizzled layout {b}")
        return composition(composition(a, b.swizzle), b.layout)
    if isinstance(a, Layout):
        return _compose(a, b)
    return on_domain(lambda layout: _compose(layout, b), a)


def _before(a: Layout, b: Swizzle) -> Function:
    """Pull swizzle *b* through *a* to the left, by where its bits go, as CuTe does.

    It is the same function when *a* takes each bit of the swizzle to a bit of its own.
    """
    masks = (_extended(a, b.source_mask), _extended(a, b.target_mask))
    return swizzled(swizzle_between(*masks), 0, a)


def _extended(layout: Layout, coordinate: int) -> int:
    """Return the offset of a 1-D coordinate, which may lie beyond the last extent."""
    *first, (_, last) = layout.flat_modes()
    total = 0
    for extent, stride in first:
        coordinate, here = divmod(coordinate, extent)
        total += here * stride
    return total + coordinate * last


def _compose(a: Layout, b: Tiler) -> Layout:
    if b is None:
        return a
    if isinstance(b, int):
        return _compose(a, Layout(b, 1))
    if isinstance(b, tuple):
        modes = modes_for(a, len(b), "composition")
        return from_layouts([_compose(mode, part) for mode, part in zip(modes, b, strict=False)])
    open_modes = _open_modes(a)

    def walk(shape: IntTuple, stride: IntTuple) -> Layout:
        if isinstance(shape, int) or isinstance(stride, int):
            assert isinstance(shape, int)
            assert isinstance(stride, int)
            return _compose_mode(open_modes, shape, stride)
        return from_layouts(list(map(walk, shape, stride)))

    return walk(b.shape, b.stride)


def _open_modes(layout: Layout) -> list[tuple[int, int]]:
    """Return coalesced modes that agree with *layout* outside its domain too.

    The extent of the last mode is open: a larger coordinate goes on with its stride, so the last
    mode stays even when its extent is 1.
    """
    *first, last = layout.flat_modes()
    return _merged([*(mode for mode in first if mode[0] != 1), last])


def _compose_mode(modes: list[tuple[int, int]], extent: int, stride: int) -> Layout:
    """Compose flat *modes* with ``extent:stride``: skip *stride* elements, then take *extent*."""
    if stride == 0:
        return Layout(extent, 0)
    result: list[tuple[int, int]] = []
    rest_extent, rest_stride = extent, stride
    for mode_extent, mode_stride in modes[:-1]:
        if rest_stride % mode_extent and rest_stride > mode_extent:
            raise LayoutError(
                f"composition: stride {rest_stride} and extent {mode_extent} do not divide"
            )
        here = -(-mode_extent // rest_stride)
        if here > 1 and rest_extent > 1:
            taken = min(here, rest_extent)
            # CuTe checks the first; the second would silently give another function.
            if rest_extent % taken or (rest_extent > taken and mode_extent % rest_stride):
                raise LayoutError(
                    f"composition: {extent}:{stride} does not divide the mode of {mode_extent}"
                )
            result.append((taken, rest_stride * mode_stride))
            rest_extent //= taken
        rest_stride = -(-rest_stride // mode_extent)
    if rest_extent > 1 or not result:
        result.append((rest_extent, rest_stride * modes[-1][1]))
    return from_modes(result)


# --- complement ---------------------------------------------------------------------------------


def complement(function: Function, target: IntTuple | None = None) -> Layout:
    """Return the layout of the offsets that *function* leaves out, up to *target* (its cosize).

    As in CuTe, a swizzle is not looked at, and a shape as *target* is divided extent by extent.
    Raises ``LayoutError`` when the layout reaches an offset twice.
    """
    layout = function if isinstance(function, Layout) else function.layout
    found = coalesce(from_modes([(1 if d == 0 else s, d) for s, d in layout.flat_modes()]))
    if target is None:
        target = found.cosize if function is layout else function.cosize
    modes: list[tuple[int, int]] = []
    covered = 1
    for extent, stride in sorted(found.flat_modes(), key=lambda mode: mode[1]):
        if stride == 0:
            continue
        if stride < covered:
            raise LayoutError(f"complement: {layout} is not injective")
        modes.append((stride // covered, covered))
        covered = stride * extent
    modes.append((product(shape_quotient(target, covered)), covered))
    return coalesce(from_modes(modes))


def shape_quotient(shape: IntTuple, divisor: int) -> IntTuple:
    """Return *shape* divided by *divisor*, rounded up, extent by extent (``ceil_div``)."""
    if isinstance(shape, int):
        return -(-shape // divisor)
    parts: list[IntTuple] = []
    for part in shape:
        parts.append(shape_quotient(part, divisor))
        divisor = -(-divisor // product(part))
    return tuple(parts)
