"""Work out what a drawing of a layout shows: check that it can be drawn, and ask its view."""

from __future__ import annotations

from dataclasses import replace

from sphinx_folio.layout_algebra import ComposedLayout, Layout, LayoutError
from sphinx_folio.layout_svg.banks import banks
from sphinx_folio.layout_svg.drawings import (
    MAX_CELLS,
    SHADES,
    Color,
    Drawing,
    Picture,
    View,
    too_many,
)
from sphinx_folio.layout_svg.grid import grid
from sphinx_folio.layout_svg.memory import memory
from sphinx_folio.layout_svg.threads import threads

_WORKERS = {View.GRID: grid, View.MEMORY: memory, View.THREADS: threads, View.BANKS: banks}


def picture(drawing: Drawing) -> Picture:
    """Return what the drawing shows. Raises ``LayoutError`` when it cannot be drawn."""
    if drawing.is_divided:
        drawing = replace(drawing, layout=_tile_and_rest(drawing.layout))
    layout = drawing.layout
    if layout.rank > 2:
        raise LayoutError(
            f"only layouts of rank 1 and 2 are drawn; {layout} has rank {layout.rank}:"
            " put parentheses around the modes that belong together"
        )
    known = SHADES[drawing.view]
    if drawing.color not in known:
        raise LayoutError(
            f"the view {drawing.view} has no color {drawing.color}; it has {', '.join(known)}"
        )
    if drawing.view is View.BANKS:
        drawing = replace(drawing, color=Color.BANK)
    if drawing.fragments:
        cells = max(fragment.height * fragment.width for fragment in drawing.fragments)
    else:
        cells = max(layout.size, layout.cosize if drawing.view is View.MEMORY else 0)
    if cells > MAX_CELLS:
        raise too_many(cells)
    return _WORKERS[drawing.view](drawing)


def _tile_and_rest(layout: Layout | ComposedLayout) -> Layout | ComposedLayout:
    """Return the result of a division as (tile, rest): the modes after the first are one."""
    if isinstance(layout, ComposedLayout):
        inner = _tile_and_rest(layout.layout)
        assert isinstance(inner, Layout)
        return replace(layout, layout=inner)
    if layout.rank <= 2 or isinstance(layout.shape, int) or isinstance(layout.stride, int):
        return layout
    return Layout((layout.shape[0], layout.shape[1:]), (layout.stride[0], layout.stride[1:]))
