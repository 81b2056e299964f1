"""Work out what a drawing of a layout shows: cells, heads, and the same in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sphinx_folio.layout_algebra import (
    Coordinate,
    IntTuple,
    Layout,
    LayoutError,
    natural_coordinate,
    parse_coordinate,
    product,
    to_text,
)

MAX_CELLS = 1024
MAX_SPOKEN = 256

#: Says a text in some language, with values in the places that it names.
Say = Callable[..., str]


def english(text: str, /, **values: object) -> str:
    """Say a text as it is written."""
    return text.format(**values)


class View(StrEnum):
    """What is drawn."""

    GRID = "grid"
    MEMORY = "memory"
    THREADS = "threads"


class Color(StrEnum):
    """What the shades stand for."""

    NONE = "none"
    ROW = "row"
    COLUMN = "column"
    TILE = "tile"
    THREAD = "thread"
    VALUE = "value"
    WARP = "warp"


#: What shades can stand for, in words.
SHADED = tuple(str(color) for color in Color if color is not Color.NONE)
SHADES = {
    View.GRID: (Color.NONE, Color.ROW, Color.COLUMN, Color.TILE),
    View.MEMORY: (Color.NONE, Color.ROW, Color.COLUMN, Color.TILE),
    View.THREADS: (Color.NONE, Color.THREAD, Color.VALUE, Color.WARP),
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to draw: a layout of rank 1 or 2, and how.

    ``highlight`` is a coordinate with ``_`` as text, such as ``(1,_)``: what it keeps is outlined.
    ``tile`` is the shape of the matrix that a thread-value layout maps into (view ``threads``).
    ``wrap`` is the number of memory cells in a line (view ``memory``). ``say`` gives the words.
    """

    layout: Layout
    view: View = View.GRID
    color: Color = Color.NONE
    highlight: str = ""
    tile: IntTuple | None = None
    wrap: int = 8
    say: Say = english


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: lines of text (none: an unused place), a shade (``None``: plain), outlined or not."""

    lines: tuple[str, ...]
    shade: int | None
    marked: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing worked out: rows of cells, their heads, and the same in words."""

    caption: str
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    description: str


# --- working out what stands where --------------------------------------------------------------


def picture(drawing: Drawing) -> Picture:
    """Return what the drawing shows. Raises ``LayoutError`` when it cannot be drawn."""
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
    cells = layout.cosize if drawing.view is View.MEMORY else layout.size
    if max(cells, layout.size) > MAX_CELLS:
        raise LayoutError(f"{cells} cells are too many to draw; {MAX_CELLS} are the most")
    return _WORKERS[drawing.view](drawing)


def _matrix(layout: Layout) -> Layout:
    """Return *layout* as a matrix: a layout of rank 1 is one row."""
    if layout.rank == 2:
        return layout
    return Layout((1, layout.mode(0).shape), (0, layout.mode(0).stride))


def _marker(drawing: Drawing) -> Callable[[int], bool]:
    """Return the function that says whether a 1-D coordinate belongs to the highlight."""
    if not drawing.highlight:
        return lambda _: False
    shape = drawing.layout.shape
    pattern = natural_coordinate(parse_coordinate(drawing.highlight), shape)

    def matches(natural: Coordinate, wanted: Coordinate) -> bool:
        if wanted is None or isinstance(natural, int):
            return wanted in (None, natural)
        assert isinstance(natural, tuple)
        assert isinstance(wanted, tuple)
        return all(map(matches, natural, wanted))

    return lambda index: matches(natural_coordinate(index, shape), pattern)


def _outer(index: int, mode: IntTuple) -> tuple[int, int]:
    """Return which tile of a mode *index* lies in, and how many there are: all but its first."""
    if isinstance(mode, int):
        return 0, 1
    first = product(mode[0])
    return index // first, product(mode) // first


def _shade(drawing: Drawing, matrix: Layout, row: int, column: int) -> int | None:
    """Return the group that (row, column) belongs to, if there are groups."""
    if drawing.color is Color.TILE:
        down, count = _outer(row, matrix.mode(0).shape)
        across, _ = _outer(column, matrix.mode(1).shape)
        return down + count * across
    return {Color.ROW: row, Color.COLUMN: column}.get(drawing.color)


def _head(index: int, mode: IntTuple) -> tuple[str, ...]:
    """Return the number of a row or column and, of a hierarchical mode, its natural coordinate."""
    if isinstance(mode, int):
        return (str(index),)
    return str(index), to_text(natural_coordinate(index, mode))


def _caption(drawing: Drawing, text: str) -> str:
    _ = drawing.say
    if drawing.color is Color.NONE:
        return text
    return _("{caption}; shaded by {what}", caption=text, what=_(str(drawing.color)))


def _in_words(lines: Iterable[tuple[str, list[str]]], start: str, marked: list[str], _: Say) -> str:
    """Return the description: all lines of cells, or of a large drawing the first and the last."""
    said = [(head, texts) for head, texts in lines]
    parts = [start]
    parts += [_("{head}: {cells}.", head=head, cells=_(", ").join(texts)) for head, texts in said]
    if sum(len(texts) for head, texts in said) > MAX_SPOKEN:
        parts = [*parts[:3], _("And so on."), parts[-1]]
    if marked:
        parts.append(_("Outlined: {cells}.", cells=_(", ").join(marked)))
    return " ".join(parts)


def _grid(drawing: Drawing) -> Picture:
    """Show the offset at each coordinate."""
    _ = drawing.say
    matrix = _matrix(drawing.layout)
    height, width = matrix.mode(0).size, matrix.mode(1).size
    is_marked = _marker(drawing)
    rows = tuple(
        tuple(
            Cell((str(matrix((i, j))),), _shade(drawing, matrix, i, j), is_marked(i + height * j))
            for j in range(width)
        )
        for i in range(height)
    )
    vector = drawing.layout.rank == 1
    words = _in_words(
        (
            (_("Row {number}", number=i), [cell.lines[0] for cell in row])
            for i, row in enumerate(rows)
        ),
        _(
            "Offsets of the layout {layout}, {height} rows by {width} columns.",
            layout=drawing.layout,
            height=height,
            width=width,
        ),
        [cell.lines[0] for row in rows for cell in row if cell.marked],
        _,
    )
    caption = _("offset at each coordinate") if vector else _("offset at each (row, column)")
    return Picture(
        _caption(drawing, caption),
        tuple(_head(j, matrix.mode(1).shape) for j in range(width)),
        tuple("" if vector else "  ".join(_head(i, matrix.mode(0).shape)) for i in range(height)),
        rows,
        words,
    )


def _memory(drawing: Drawing) -> Picture:
    """Show which coordinate lies at each offset."""
    _ = drawing.say
    matrix = _matrix(drawing.layout)
    height = matrix.mode(0).size
    if not 1 <= drawing.wrap <= 64:
        raise LayoutError(f"lines of {drawing.wrap} memory cells; 1 to 64 can be drawn")
    held: list[list[int]] = [[] for offset in range(matrix.cosize)]
    for index, offset in enumerate(matrix.offsets()):
        held[offset].append(index)
    is_marked = _marker(drawing)
    vector = drawing.layout.rank == 1

    def cell(indices: list[int]) -> Cell:
        if not indices:
            return Cell((), None, False)
        column, row = divmod(indices[0], height)
        text = str(column) if vector else f"{row},{column}"
        lines = (text,) if len(indices) == 1 else (text, f"×{len(indices)}")
        return Cell(lines, _shade(drawing, matrix, row, column), any(map(is_marked, indices)))

    cells = [cell(indices) for indices in held]
    lines = [cells[at : at + drawing.wrap] for at in range(0, len(cells), drawing.wrap)]
    padded = tuple((*line, *([None] * (drawing.wrap - len(line)))) for line in lines)
    words = _in_words(
        (
            (_("From offset {number}", number=n * drawing.wrap), [_spoken(c, _) for c in line])
            for n, line in enumerate(lines)
        ),
        _(
            "Memory of the layout {layout}: {count} offsets,"
            " each with the coordinate that lies there.",
            layout=drawing.layout,
            count=matrix.cosize,
        ),
        [_("offset {number}", number=at) for at, c in enumerate(cells) if c.marked],
        _,
    )
    caption = _("coordinate at each offset") if vector else _("(row, column) at each offset")
    return Picture(
        _caption(drawing, caption),
        tuple((f"+{j}",) for j in range(drawing.wrap)),
        tuple(str(n * drawing.wrap) for n in range(len(lines))),
        padded,
        words,
    )


def _spoken(cell: Cell, _: Say) -> str:
    """Return the text of a memory cell for the description."""
    if not cell.lines:
        return _("unused")
    coordinate, *more = cell.lines
    spoken = f"({coordinate})" if "," in coordinate else coordinate
    return " ".join([spoken, *(_("and {count} more", count=int(text[1:]) - 1) for text in more)])


def _threads(drawing: Drawing) -> Picture:
    """Show which thread holds each element of the tile, and as which of its values."""
    _ = drawing.say
    layout, tile = drawing.layout, drawing.tile
    if layout.rank != 2:
        raise LayoutError(f"the view threads needs modes (threads, values); {layout} has one")
    if not isinstance(tile, tuple) or len(tile) != 2:
        raise LayoutError("the view threads needs the tile that is held, such as (16,8)")
    height, width = map(product, tile)
    if height * width > MAX_CELLS:
        raise LayoutError(f"{height * width} cells are too many to draw; {MAX_CELLS} are the most")
    if layout.cosize > height * width:
        raise LayoutError(f"{layout} reaches offset {layout.cosize - 1}, outside {to_text(tile)}")
    is_marked = _marker(drawing)
    threads = layout.mode(0).size
    cells: list[list[Cell]] = [[Cell((), None, False)] * width for _ in range(height)]
    marked = []
    for index, offset in enumerate(layout.offsets()):
        value, thread = divmod(index, threads)
        column, row = divmod(offset, height)
        shade = {Color.THREAD: thread, Color.VALUE: value, Color.WARP: thread // 32}
        cells[row][column] = Cell(
            (f"T{thread}", f"V{value}"), shade.get(drawing.color), is_marked(index)
        )
        if is_marked(index):
            place = f"({row},{column})"
            marked.append(
                _("T{thread} V{value} at {place}", thread=thread, value=value, place=place)
            )
    words = _in_words(
        (
            (_("Row {number}", number=i), [" ".join(c.lines) or _("unused") for c in row])
            for i, row in enumerate(cells)
        ),
        _(
            "Threads (T) and values (V) of the layout {layout} in a tile of {height} rows by"
            " {width} columns.",
            layout=layout,
            height=height,
            width=width,
        ),
        marked,
        _,
    )
    return Picture(
        _caption(drawing, _("thread and value that hold (row, column)")),
        tuple((str(j),) for j in range(width)),
        tuple(map(str, range(height))),
        tuple(map(tuple, cells)),
        words,
    )


_WORKERS = {View.GRID: _grid, View.MEMORY: _memory, View.THREADS: _threads}
