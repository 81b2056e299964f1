"""CuTe layouts as values: read, print, evaluate, slice, coalesce, compose and complement them.

A layout ``shape:stride`` is a function from coordinates to offsets. The definitions and the printed
forms are CuTe's (CUTLASS 4.2.0, ``include/cute/layout.hpp`` and ``stride.hpp``), for layouts whose
integers are all static; ``tests/data/cute_layouts.json`` holds what CuTe itself prints for them.
"""

from sphinx_folio.layout_algebra.operations import coalesce, complement, composition
from sphinx_folio.layout_algebra.reading import (
    LayoutSyntaxError,
    parse_coordinate,
    parse_layout,
    parse_shape,
)
from sphinx_folio.layout_algebra.values import (
    Coordinate,
    IntTuple,
    Layout,
    LayoutError,
    compact_strides,
    compatible,
    congruent,
    depth,
    flat_index,
    natural_coordinate,
    product,
    rank,
    to_text,
)

__all__ = [
    "Coordinate",
    "IntTuple",
    "Layout",
    "LayoutError",
    "LayoutSyntaxError",
    "coalesce",
    "compact_strides",
    "compatible",
    "complement",
    "composition",
    "congruent",
    "depth",
    "flat_index",
    "natural_coordinate",
    "parse_coordinate",
    "parse_layout",
    "parse_shape",
    "product",
    "rank",
    "to_text",
]
