"""Divide layouts into tiles and repeat them over tiles, and invert them, as in CuTe.

A layout as tiler gives ``(tile, rest)``; a tuple of tilers works mode by mode, and the four forms
differ in how the tiles and the rests of the modes are then grouped::

    logical   ((tile, rest), (tile, rest), …)
    zipped    ((tile, tile, …), (rest, rest, …))
    tiled     ((tile, tile, …), rest, rest, …)
    flat      (tile, tile, …, rest, rest, …)

All raise ``LayoutError`` where CuTe does not compile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from sphinx_folio.layout_algebra.operations import (
    Tiler,
    coalesce,
    complement,
    composition,
    from_layouts,
    from_modes,
    modes_for,
)
from sphinx_folio.layout_algebra.swizzles import ComposedLayout, F, Function, on_domain
from sphinx_folio.layout_algebra.values import IntTuple, Layout, LayoutError, rank

_Operation: TypeAlias = Callable[[Layout, Layout], Layout]


def _by_mode(layout: Layout, tiler: Tiler, operation: _Operation, name: str) -> Layout:
    """Apply *operation* to the layout, or to each of its first modes when *tiler* is a tuple."""
    if tiler is None:
        return layout
    if isinstance(tiler, int):
        return operation(layout, Layout(tiler, 1))
    if isinstance(tiler, Layout):
        return operation(layout, tiler)
    modes = modes_for(layout, len(tiler), name)
    done = [_by_mode(mode, t, operation, name) for mode, t in zip(modes, tiler, strict=False)]
    return from_layouts([*done, *modes[len(tiler) :]])


def _zipped(layout: Layout, tiler: Tiler) -> Layout:
    """Gather the tiles and the rests that *tiler* made in the modes (``tile_unzip``)."""
    return Layout(_unzip(layout.shape, tiler), _unzip(layout.stride, tiler))


def _unzip(value: IntTuple, guide: Tiler) -> tuple[IntTuple, IntTuple]:
    if not isinstance(value, tuple):
        raise LayoutError("only what is divided into a tile and a rest can be zipped")
    if not isinstance(guide, tuple):
        if len(value) != 2:
            raise LayoutError(f"a mode of {len(value)} parts is no pair of a tile and a rest")
        return value[0], value[1]
    pairs = [_unzip(part, inner) for part, inner in zip(value, guide, strict=False)]
    others = value[len(guide) :]
    return tuple(pair[0] for pair in pairs), (*(pair[1] for pair in pairs), *others)


def _spread(layout: Layout) -> list[Layout]:
    """Return the modes of *layout*, if it has several, in place of itself."""
    return [layout.mode(i) for i in range(layout.rank)] if layout.rank > 1 else [layout]


def _tiled(zipped: Layout) -> Layout:
    return from_layouts([zipped.mode(0), *_spread(zipped.mode(1))])


def _flat(zipped: Layout) -> Layout:
    return from_layouts([*_spread(zipped.mode(0)), *_spread(zipped.mode(1))])


# --- division -----------------------------------------------------------------------------------


def _divide(layout: Layout, tiler: Layout) -> Layout:
    rest = complement(tiler, coalesce(layout).shape)
    return composition(layout, from_layouts([tiler, rest]))


def logical_divide(function: F, tiler: Tiler) -> F:
    """Divide into ``(tile, rest)``, or by mode: ``((tile, rest), (tile, rest), …)``."""
    return on_domain(lambda layout: _by_mode(layout, tiler, _divide, "logical_divide"), function)


def zipped_divide(function: F, tiler: Tiler) -> F:
    """Divide into ``((tile, tile, …), (rest, rest, …))``."""
    divided = logical_divide(function, tiler)
    return on_domain(lambda layout: _zipped(layout, tiler), divided)


def tiled_divide(function: F, tiler: Tiler) -> F:
    """Divide into ``((tile, tile, …), rest, rest, …)``."""
    return on_domain(_tiled, zipped_divide(function, tiler))


def flat_divide(function: F, tiler: Tiler) -> F:
    """Divide into ``(tile, tile, …, rest, rest, …)``."""
    return on_domain(_flat, zipped_divide(function, tiler))


# --- product ------------------------------------------------------------------------------------


def _product(block: Layout, tiler: Layout) -> Layout:
    repeated = composition(complement(block, block.size * tiler.cosize), tiler)
    return from_layouts([block, repeated])


def logical_product(function: F, tiler: Tiler) -> F:
    """Repeat a block over *tiler*: ``(block, tiler)``, or by mode."""
    return on_domain(lambda block: _by_mode(block, tiler, _product, "logical_product"), function)


def zipped_product(function: F, tiler: Tiler) -> F:
    """Repeat a block: ``((block, block, …), (tiler, tiler, …))``."""
    repeated = logical_product(function, tiler)
    return on_domain(lambda layout: _zipped(layout, tiler), repeated)


def tiled_product(function: F, tiler: Tiler) -> F:
    """Repeat a block: ``((block, block, …), tiler, tiler, …)``."""
    return on_domain(_tiled, zipped_product(function, tiler))


def flat_product(function: F, tiler: Tiler) -> F:
    """Repeat a block: ``(block, block, …, tiler, tiler, …)``."""
    return on_domain(_flat, zipped_product(function, tiler))


def _padded(layout: Layout, modes: int) -> Layout:
    """Append modes ``1:0`` (``append<N>``); an integer stays one when nothing is appended."""
    if layout.rank == modes:
        return layout
    here = [layout.mode(i) for i in range(layout.rank)]
    return from_layouts([*here, *[Layout(1, 0)] * (modes - layout.rank)])


def _zip(a: IntTuple, b: IntTuple) -> IntTuple:
    if isinstance(a, int):
        return ((a, b),)
    if isinstance(b, int) or rank(b) != rank(a):
        raise LayoutError("the block and the tiler do not have the same modes")
    return tuple(zip(a, b, strict=True))


def _ranked_product(block: Layout, tiler: Layout) -> tuple[Layout, Layout]:
    modes = max(block.rank, tiler.rank)
    result = _product(_padded(block, modes), _padded(tiler, modes))
    return result.mode(0), result.mode(1)


def _zip_layouts(a: Layout, b: Layout) -> Layout:
    return Layout(_zip(a.shape, b.shape), _zip(a.stride, b.stride))


def blocked_product(function: F, tiler: Layout) -> F:
    """Repeat a block, mode by mode, so that each repetition stays together."""
    return on_domain(lambda block: _zip_layouts(*_ranked_product(block, tiler)), function)


def raked_product(function: F, tiler: Layout) -> F:
    """Repeat a block, mode by mode, so that the repetitions are interleaved."""
    return on_domain(lambda block: _zip_layouts(*_ranked_product(block, tiler)[::-1]), function)


# --- inverses -----------------------------------------------------------------------------------


def right_inverse(function: Function) -> Function:
    """Return the largest layout R with ``function(R(i)) = i`` for all i below its size."""
    return _inverse(function, _right_inverse)


def left_inverse(function: Function) -> Function:
    """Return a layout L with ``L(function(i)) = i`` for all i, when the function is injective."""
    return _inverse(function, _left_inverse)


def _inverse(function: Function, invert: Callable[[Layout], Layout]) -> Function:
    if isinstance(function, ComposedLayout):
        if function.offset:
            raise LayoutError(f"{function} has no inverse that is a layout: its offset is not 0")
        return composition(invert(function.layout), function.swizzle)
    return invert(function)


def _by_stride(layout: Layout) -> list[tuple[int, int, int]]:
    """Return stride, extent and place among the coordinates of each coalesced mode, by stride."""
    modes: list[tuple[int, int, int]] = []
    place = 1
    for extent, stride in coalesce(layout).flat_modes():
        modes.append((stride, extent, place))
        place *= extent
    for i in range(len(modes)):  # CuTe's exchange sort: it matters which of equal strides is first
        for j in range(i + 1, len(modes)):
            if modes[j][0] < modes[i][0]:
                modes[i], modes[j] = modes[j], modes[i]
    return modes


def _right_inverse(layout: Layout) -> Layout:
    result: list[tuple[int, int]] = []
    reached = 1
    for stride, extent, place in _by_stride(layout):
        if stride == reached:
            result.append((extent, place))
            reached = extent * stride
    return coalesce(from_modes(result))


def _left_inverse(layout: Layout) -> Layout:
    modes = _by_stride(layout)
    extents, strides = [], [0]
    reached = 1
    for stride, _, place in modes:
        if stride:
            if stride % reached:
                raise LayoutError(f"left_inverse: the strides of {layout} do not divide each other")
            extents.append(stride // reached)
            strides.append(place)
            reached = stride
    extents.append(modes[-1][1])
    return coalesce(from_modes(list(zip(extents, strides, strict=True))))
