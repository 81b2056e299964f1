"""Draw a CuTe layout as accessible SVG: its offsets, its memory, or who holds what of a tile.

Colours are custom properties with fallbacks (``--folio-layout-fill-0`` to ``-7``, ``-ink``,
``-muted``, ``-line``, ``-mark``), so a style sheet can give both schemes; shades differ in
lightness, and every cell carries its text, so nothing is said by colour alone.
"""

from sphinx_folio.layout_svg.pictures import MAX_CELLS, Color, Drawing, Picture, View, picture
from sphinx_folio.layout_svg.svg import as_text, draw, is_wide

__all__ = [
    "MAX_CELLS",
    "Color",
    "Drawing",
    "Picture",
    "View",
    "as_text",
    "draw",
    "is_wide",
    "picture",
]
