"""What to draw and what comes out: the values that the views of a layout share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sphinx_folio.layout_algebra import ComposedLayout, IntTuple, Layout, LayoutError

MAX_CELLS = 1024
MAX_SPOKEN = 256
CHUNK = 16  # bytes: what a thread moves at most, and ldmatrix as a row
CHUNKS = 8  # chunks in a line of 128 bytes, which is once all banks

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
    BANKS = "banks"


class Color(StrEnum):
    """What the shades stand for."""

    NONE = "none"
    ROW = "row"
    COLUMN = "column"
    TILE = "tile"
    CHUNK = "chunk"
    THREAD = "thread"
    VALUE = "value"
    WARP = "warp"
    BANK = "bank"


#: What shades can stand for, in words.
SHADED = tuple(str(color) for color in Color if color is not Color.NONE)
SHADES = {
    View.GRID: (Color.NONE, Color.ROW, Color.COLUMN, Color.TILE, Color.CHUNK),
    View.MEMORY: (Color.NONE, Color.ROW, Color.COLUMN, Color.TILE, Color.CHUNK),
    View.THREADS: (Color.NONE, Color.THREAD, Color.VALUE, Color.WARP),
    View.BANKS: (Color.NONE, Color.BANK),
}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A matrix and who holds what of it: an operand of an atom.

    ``layout`` leads from (thread, value) to a place of the matrix, counted down its columns or,
    with ``by_rows``, along its rows. ``written`` is the layout as CuTe gives it, ``caption`` says
    what is shown, ``note`` what else a reader must know.
    """

    name: str
    layout: Layout
    height: int
    width: int
    caption: str
    by_rows: bool = False
    written: str = ""
    note: str = ""

    def place(self, offset: int) -> tuple[int, int]:
        """Return row and column of the place *offset*."""
        if self.by_rows:
            return divmod(offset, self.width)
        column, row = divmod(offset, self.height)
        return row, column


_DIVISION = re.compile(r"(?:zipped|tiled)_divide\s*\(.*\)\s*")


def _is_one_call(expression: str) -> bool:
    """Say whether the first parenthesis that opens is closed by the last."""
    level = 0
    for letter in expression.rstrip()[:-1]:
        level += {"(": 1, ")": -1}.get(letter, 0)
        if letter == ")" and level == 0:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to draw: a layout of rank 1 or 2, and how.

    ``highlight`` is a coordinate with ``_`` as text, such as ``(1,_)``: what it keeps is outlined.
    ``tile`` is the shape of the matrix that a thread-value layout maps into (view ``threads``).
    ``wrap`` is the number of memory cells in a line (view ``memory``). ``say`` gives the words.
    ``expression`` is the layout as its author wrote it. ``element`` is the bytes of an element,
    ``group`` those that one cell stands for (0: an element). ``access`` is a coordinate with ``_``:
    the elements that the threads of a warp read, ``vector`` bytes each (0: an element; view
    ``banks``). ``fragments`` are operands of an atom: one, or A, B and C.
    """

    layout: Layout | ComposedLayout
    view: View = View.GRID
    color: Color = Color.NONE
    highlight: str = ""
    tile: IntTuple | None = None
    wrap: int = 8
    say: Say = english
    expression: str = ""
    element: int = 2
    group: int = 0
    access: str = ""
    vector: int = 0
    fragments: tuple[Fragment, ...] = ()

    @property
    def head(self) -> str:
        """The expression as written and, where something was computed, what came out."""
        result = str(self.layout)
        if len(self.fragments) == 1:
            fragment = self.fragments[0]
            return f"{self.expression} {fragment.name} = {fragment.written or fragment.layout}"
        if self.fragments:
            return self.expression
        computed = any(letter.isalpha() for letter in self.expression)
        if not computed or "".join(self.expression.split()) == "".join(result.split()):
            return result
        return f"{self.expression} = {result}"

    @property
    def is_divided(self) -> bool:
        """Whether the modes are the place in a tile and the tile."""
        return bool(_DIVISION.fullmatch(self.expression)) and _is_one_call(self.expression)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: lines of text (none: an unused place), a shade (``None``: plain), outlined or not.

    A ``head`` is a number beside cells and has no box.
    """

    lines: tuple[str, ...]
    shade: int | None
    marked: bool
    head: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing worked out: rows of cells, their heads, and the same in words.

    ``notes`` are sentences to be read beside the drawing. A ``compact`` one has small cells; the
    shades of one with ``banks`` are numbers of banks, 0 to 31.
    """

    caption: str
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    description: str
    notes: tuple[str, ...] = ()
    compact: bool = False
    banks: bool = False


UNUSED = Cell((), None, False)


def shaded(drawing: Drawing, text: str) -> str:
    """Return the caption *text*, with what the shades stand for."""
    _ = drawing.say
    if drawing.color is Color.NONE:
        return text
    return _("{caption}; shaded by {what}", caption=text, what=_(str(drawing.color)))


def in_words(lines: Iterable[tuple[str, list[str]]], start: str, marked: list[str], _: Say) -> str:
    """Return the description: all lines of cells, or of a large drawing the first and the last."""
    said = [(head, texts) for head, texts in lines]
    parts = [start]
    parts += [_("{head}: {cells}.", head=head, cells=_(", ").join(texts)) for head, texts in said]
    if sum(len(texts) for head, texts in said) > MAX_SPOKEN:
        parts = [*parts[:3], _("And so on."), parts[-1]]
    if marked:
        parts.append(_("Outlined: {cells}.", cells=_(", ").join(marked)))
    return " ".join(parts)


def too_many(cells: int) -> LayoutError:
    """Return the error of a drawing of so many *cells*."""
    return LayoutError(f"{cells} cells are too many to draw; {MAX_CELLS} are the most")
