"""The view ``memory``: the coordinate at each offset."""

from __future__ import annotations

from sphinx_folio.layout_algebra import LayoutError
from sphinx_folio.layout_svg.drawings import (
    MAX_CELLS,
    UNUSED,
    Cell,
    Color,
    Drawing,
    Picture,
    Say,
    in_words,
    shaded,
    too_many,
)
from sphinx_folio.layout_svg.matrices import Matrix, chunk, matrix_of, selection, shade

MAX_WRAP = 64


def memory(drawing: Drawing) -> Picture:
    """Show which coordinate lies at each offset.

    Shaded by chunk, a cell has the shade of the chunk that it would lie in without the swizzle.
    """
    _ = drawing.say
    if not 1 <= drawing.wrap <= MAX_WRAP:
        raise LayoutError(f"lines of {drawing.wrap} memory cells; 1 to {MAX_WRAP} can be drawn")
    matrix = matrix_of(drawing.layout)
    cells = _cells(drawing, matrix)
    lines = [cells[at : at + drawing.wrap] for at in range(0, len(cells), drawing.wrap)]
    padded = tuple((*line, *([None] * (drawing.wrap - len(line)))) for line in lines)
    words = in_words(
        (
            (_("From offset {number}", number=n * drawing.wrap), [_spoken(c, _) for c in line])
            for n, line in enumerate(lines)
        ),
        _(
            "Memory of the layout {layout}: {count} offsets,"
            " each with the coordinate that lies there.",
            layout=drawing.layout,
            count=len(cells),
        ),
        [_("offset {number}", number=at) for at, c in enumerate(cells) if c.marked],
        _,
    )
    vector = matrix.vector
    caption = _("coordinate at each offset") if vector else _("(row, column) at each offset")
    return Picture(
        shaded(drawing, caption),
        tuple((f"+{j}",) for j in range(drawing.wrap)),
        tuple(str(n * drawing.wrap) for n in range(len(lines))),
        padded,
        words,
    )


def _cells(drawing: Drawing, matrix: Matrix) -> list[Cell]:
    """Return the cells in the order of the offsets."""
    count = max(matrix.offsets) + 1
    if count > MAX_CELLS:
        raise too_many(count)
    held: list[list[int]] = [[] for offset in range(count)]
    for index, offset in enumerate(matrix.offsets):
        held[offset].append(index)
    is_marked = selection(drawing.layout.shape, drawing.highlight)

    def cell(indices: list[int]) -> Cell:
        if not indices:
            return UNUSED
        column, row = divmod(indices[0], matrix.height)
        text = str(column) if matrix.vector else f"{row},{column}"
        lines = (text,) if len(indices) == 1 else (text, f"×{len(indices)}")
        here = shade(drawing, matrix, row, column)
        if drawing.color is Color.CHUNK:
            here = chunk(matrix.plain[indices[0]], drawing.element)
        return Cell(lines, here, any(map(is_marked, indices)))

    return [cell(indices) for indices in held]


def _spoken(cell: Cell, _: Say) -> str:
    """Return the text of a memory cell for the description."""
    if not cell.lines:
        return _("unused")
    coordinate, *more = cell.lines
    spoken = f"({coordinate})" if "," in coordinate else coordinate
    return " ".join([spoken, *(_("and {count} more", count=int(text[1:]) - 1) for text in more)])
