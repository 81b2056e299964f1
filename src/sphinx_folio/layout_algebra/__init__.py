"""CuTe layouts as values: read, print, evaluate, slice, compose, divide, repeat and invert them.

A layout ``shape:stride`` is a function from coordinates to offsets. The definitions and the printed
forms are CuTe's (CUTLASS 4.2.0, ``include/cute/layout.hpp`` and its neighbours), for layouts whose
integers are all static; the records ``tests/data/cute_*.json`` hold what CuTe itself prints.
"""

from sphinx_folio.layout_algebra.atoms import Atom, CopyAtom, MmaAtom, atom, atoms
from sphinx_folio.layout_algebra.expressions import parse_expression
from sphinx_folio.layout_algebra.operations import Tiler, coalesce, complement, composition
from sphinx_folio.layout_algebra.reading import (
    LayoutSyntaxError,
    parse_coordinate,
    parse_layout,
    parse_shape,
)
from sphinx_folio.layout_algebra.swizzles import ComposedLayout, Function, Swizzle
from sphinx_folio.layout_algebra.tilings import (
    blocked_product,
    flat_divide,
    flat_product,
    left_inverse,
    logical_divide,
    logical_product,
    raked_product,
    right_inverse,
    tiled_divide,
    tiled_product,
    zipped_divide,
    zipped_product,
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
    "Atom",
    "ComposedLayout",
    "Coordinate",
    "CopyAtom",
    "Function",
    "IntTuple",
    "Layout",
    "LayoutError",
    "LayoutSyntaxError",
    "MmaAtom",
    "Swizzle",
    "Tiler",
    "atom",
    "atoms",
    "blocked_product",
    "coalesce",
    "compact_strides",
    "compatible",
    "complement",
    "composition",
    "congruent",
    "depth",
    "flat_divide",
    "flat_index",
    "flat_product",
    "left_inverse",
    "logical_divide",
    "logical_product",
    "natural_coordinate",
    "parse_coordinate",
    "parse_expression",
    "parse_layout",
    "parse_shape",
    "product",
    "raked_product",
    "rank",
    "right_inverse",
    "tiled_divide",
    "tiled_product",
    "to_text",
    "zipped_divide",
    "zipped_product",
]
