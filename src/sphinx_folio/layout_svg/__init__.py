"""Draw a CuTe layout as accessible SVG: its offsets, its memory, its banks, or who holds what.

Colours are custom properties with fallbacks (``--folio-layout-fill-0`` to ``-7``, ``-bank``,
``-ink``, ``-muted``, ``-line``, ``-mark``), so a style sheet can give both schemes; shades differ
in lightness, and every cell carries its text, so nothing is said by colour alone.
"""

from sphinx_folio.layout_svg.drawings import MAX_CELLS, Color, Drawing, Fragment, Picture, View
from sphinx_folio.layout_svg.operands import fragments
from sphinx_folio.layout_svg.pictures import picture
from sphinx_folio.layout_svg.svg import as_text, draw, is_wide

__all__ = [
    "MAX_CELLS",
    "Color",
    "Drawing",
    "Fragment",
    "Picture",
    "View",
    "as_text",
    "draw",
    "fragments",
    "is_wide",
    "picture",
]
