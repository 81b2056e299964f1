"""A layout as rows and columns: its places, their offsets, and what of it is selected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sphinx_folio.layout_algebra import (
    ComposedLayout,
    Coordinate,
    IntTuple,
    Layout,
    LayoutError,
    natural_coordinate,
    parse_coordinate,
    product,
    to_text,
)
from sphinx_folio.layout_svg.drawings import CHUNK, CHUNKS, Color, Drawing

#: The coordinates that one cell stands for: (row, column) of each.
Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns of a layout; one of rank 1 is a single row, a ``vector``.

    ``offsets`` and, before the swizzle, ``plain`` ones lie in the order of the 1-D coordinates.
    """

    rows: IntTuple
    columns: IntTuple
    offsets: tuple[int, ...]
    plain: tuple[int, ...]
    vector: bool

    @property
    def height(self) -> int:
        """The number of rows."""
        return product(self.rows)

    @property
    def width(self) -> int:
        """The number of columns."""
        return product(self.columns)

    def index(self, row: int, column: int) -> int:
        """Return the 1-D coordinate of a place."""
        return row + self.height * column

    def offset(self, row: int, column: int) -> int:
        """Return the offset of a place."""
        return self.offsets[self.index(row, column)]


def matrix_of(layout: Layout | ComposedLayout) -> Matrix:
    """Return *layout*, of rank 1 or 2, as a matrix."""
    inner = layout.layout if isinstance(layout, ComposedLayout) else layout
    start = layout.offset if isinstance(layout, ComposedLayout) else 0
    plain = tuple(start + offset for offset in inner.offsets())
    rows, columns = (inner.mode(n).shape for n in (0, layout.rank - 1))
    vector = layout.rank == 1
    return Matrix(1 if vector else rows, columns, layout.offsets(), plain, vector)


def selection(shape: IntTuple, pattern: str) -> Callable[[int], bool]:
    """Return the function that says whether a 1-D coordinate is one that *pattern* keeps.

    An empty pattern keeps none. Raises ``LayoutError`` when it does not fit the shape.
    """
    if not pattern:
        return lambda _: False
    wanted = natural_coordinate(parse_coordinate(pattern), shape)

    def matches(natural: Coordinate, wanted: Coordinate) -> bool:
        if wanted is None or isinstance(natural, int):
            return wanted in (None, natural)
        assert isinstance(natural, tuple)
        assert isinstance(wanted, tuple)
        return all(map(matches, natural, wanted))

    return lambda index: matches(natural_coordinate(index, shape), wanted)


def grouped(matrix: Matrix, count: int) -> tuple[tuple[Places, ...], ...]:
    """Return rows of cells that stand for *count* elements each, which lie together in memory.

    They are neighbours in a row or, where that fails, in a column. Raises ``LayoutError`` when
    both fail.
    """
    height, width = matrix.height, matrix.width
    along_row = tuple(
        tuple(tuple((i, j + n) for n in range(count)) for j in range(0, width, count))
        for i in range(height)
    )
    if width % count == 0 and _lie_together(matrix, along_row, count):
        return along_row
    along_column = tuple(
        tuple(tuple((i + n, j) for n in range(count)) for j in range(width))
        for i in range(0, height, count)
    )
    if height % count == 0 and _lie_together(matrix, along_column, count):
        return along_column
    raise LayoutError(
        f"{count} elements of a row or of a column do not always lie together in memory"
        " from a multiple of their size: no cell can stand for them"
    )


def _lie_together(matrix: Matrix, cells: tuple[tuple[Places, ...], ...], count: int) -> bool:
    for places in (places for row in cells for places in row):
        first, *others = (matrix.offset(*place) for place in places)
        if first % count or others != list(range(first + 1, first + count)):
            return False
    return True


def head(index: int, mode: IntTuple, last: int | None = None) -> tuple[str, ...]:
    """Return the number of a row or column and, of a hierarchical mode, its natural coordinate.

    One that goes on to *last* is given as a range.
    """
    if last is not None and last != index:
        return (f"{index}–{last}",)
    if isinstance(mode, int):
        return (str(index),)
    return str(index), to_text(natural_coordinate(index, mode))


def chunk(offset: int, element: int) -> int:
    """Return which 16-byte chunk of its line of 128 bytes an element lies in."""
    return offset * element // CHUNK % CHUNKS


def shade(drawing: Drawing, matrix: Matrix, row: int, column: int) -> int | None:
    """Return the group of rows, columns or tiles that (row, column) belongs to, if there are."""
    if drawing.color is Color.TILE:
        down, count = _outer(row, matrix.rows)
        across, _ = _outer(column, matrix.columns)
        return down + count * across
    return {Color.ROW: row, Color.COLUMN: column}.get(drawing.color)


def _outer(index: int, mode: IntTuple) -> tuple[int, int]:
    """Return which tile of a mode *index* lies in, and how many there are: all but its first."""
    if isinstance(mode, int):
        return 0, 1
    first = product(mode[0])
    return index // first, product(mode) // first
