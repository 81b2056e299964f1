"""Operations that make layouts from layouts: coalesce, composition and complement, as in CuTe."""

from __future__ import annotations

from sphinx_folio.layout_algebra.values import IntTuple, Layout, LayoutError


def _from_modes(modes: list[tuple[int, int]]) -> Layout:
    """Return a flat layout; one mode alone is a plain integer, none is ``1:0``."""
    if len(modes) > 1:
        return Layout(tuple(s for s, _ in modes), tuple(d for _, d in modes))
    return Layout(*(modes[0] if modes else (1, 0)))


def coalesce(layout: Layout) -> Layout:
    """Return the flattest layout that is the same function of the 1-D coordinate."""
    modes: list[tuple[int, int]] = []
    for extent, stride in layout.flat_modes():
        if extent == 1:
            continue
        if modes and modes[-1][0] * modes[-1][1] == stride:
            modes[-1] = (modes[-1][0] * extent, modes[-1][1])
        else:
            modes.append((extent, stride))
    return _from_modes(modes)


def composition(a: Layout, b: Layout) -> Layout:
    """Return the layout R with ``R(c) = a(b(c))``; the shape of *b* is compatible with its shape.

    As in CuTe, each mode of *b* is composed by itself: the equation holds for all coordinates as
    long as sums over the modes of *b* do not carry from one mode of *a* into the next.
    Raises ``LayoutError`` when the extents and strides do not divide each other as they must.
    """
    modes = _open_modes(a)

    def walk(shape: IntTuple, stride: IntTuple) -> Layout:
        if isinstance(shape, int) or isinstance(stride, int):
            assert isinstance(shape, int)
            assert isinstance(stride, int)
            return _compose_mode(modes, shape, stride)
        parts = list(map(walk, shape, stride))
        return Layout(tuple(p.shape for p in parts), tuple(p.stride for p in parts))

    return walk(b.shape, b.stride)


def _open_modes(layout: Layout) -> list[tuple[int, int]]:
    """Return coalesced modes that agree with *layout* outside its domain too.

    The extent of the last mode is open: a larger coordinate goes on with its stride, so the last
    mode stays even when its extent is 1.
    """
    *first, (last_extent, last_stride) = layout.flat_modes()
    modes: list[tuple[int, int]] = []
    for extent, stride in [*(m for m in first if m[0] != 1), (last_extent, last_stride)]:
        if modes and modes[-1][0] * modes[-1][1] == stride:
            modes[-1] = (modes[-1][0] * extent, modes[-1][1])
        else:
            modes.append((extent, stride))
    return modes


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
    return _from_modes(result)


def complement(layout: Layout, target: int | None = None) -> Layout:
    """Return the layout of the offsets that *layout* leaves out, up to *target* (its cosize).

    Raises ``LayoutError`` when *layout* reaches an offset twice.
    """
    found = coalesce(_from_modes([(1 if d == 0 else s, d) for s, d in layout.flat_modes()]))
    modes: list[tuple[int, int]] = []
    covered = 1
    for extent, stride in sorted(found.flat_modes(), key=lambda mode: mode[1]):
        if stride == 0:
            continue
        if stride < covered:
            raise LayoutError(f"complement: {layout} is not injective")
        modes.append((stride // covered, covered))
        covered = stride * extent
    target = found.cosize if target is None else target
    modes.append((-(-target // covered), covered))
    return coalesce(_from_modes(modes))
