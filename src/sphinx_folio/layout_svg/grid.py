"""The view ``grid``: the offset at each coordinate."""

from __future__ import annotations

from sphinx_folio.layout_algebra import ComposedLayout, LayoutError
from sphinx_folio.layout_svg.drawings import Cell, Color, Drawing, Picture, in_words, shaded
from sphinx_folio.layout_svg.matrices import (
    Matrix,
    Places,
    chunk,
    grouped,
    head,
    matrix_of,
    selection,
    shade,
)


def elements_in_a_cell(drawing: Drawing) -> int:
    """Return how many elements a cell stands for. Raises ``LayoutError`` when it is no number."""
    if drawing.group % drawing.element:
        raise LayoutError(
            f"a group of {drawing.group} bytes holds no whole elements of {drawing.element} bytes"
        )
    return max(1, drawing.group // drawing.element)


def heads(
    matrix: Matrix, cells: tuple[tuple[Places, ...], ...]
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return the heads of the columns and of the rows of *cells*."""
    columns = tuple(head(p[0][1], matrix.columns, p[-1][1]) for p in cells[0])
    rows = (head(row[0][0][0], matrix.rows, row[0][-1][0]) for row in cells)
    return columns, tuple("" if matrix.vector else "  ".join(row) for row in rows)


def grid(drawing: Drawing) -> Picture:
    """Show the offset at each coordinate, after the swizzle if there is one."""
    _ = drawing.say
    matrix = matrix_of(drawing.layout)
    is_marked = selection(drawing.layout.shape, drawing.highlight)
    groups = grouped(matrix, elements_in_a_cell(drawing))

    def cell(places: Places) -> Cell:
        first = matrix.offset(*places[0])
        text = str(first) if len(places) == 1 else f"{first}–{matrix.offset(*places[-1])}"
        here = shade(drawing, matrix, *places[0])
        if drawing.color is Color.CHUNK:
            here = chunk(first, drawing.element)
        marked = any(is_marked(matrix.index(*place)) for place in places)
        return Cell((text,), here, marked)

    cells = tuple(tuple(map(cell, row)) for row in groups)
    columns, rows = heads(matrix, groups)
    words = in_words(
        (
            (_("Row {number}", number=row[0][0][0]), [cell.lines[0] for cell in drawn])
            for row, drawn in zip(groups, cells, strict=True)
        ),
        _(
            "Offsets of the layout {layout}, {height} rows by {width} columns.",
            layout=drawing.layout,
            height=matrix.height,
            width=matrix.width,
        ),
        [cell.lines[0] for row in cells for cell in row if cell.marked],
        _,
    )
    return Picture(shaded(drawing, _caption(drawing, matrix)), columns, rows, cells, words)


def _caption(drawing: Drawing, matrix: Matrix) -> str:
    _ = drawing.say
    if matrix.vector:
        return _("offset at each coordinate")
    if drawing.is_divided:
        return _("offset at each (place in the tile, tile)")
    if isinstance(drawing.layout, ComposedLayout):
        return _("offset at each (row, column), after the swizzle")
    return _("offset at each (row, column)")
