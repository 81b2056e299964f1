"""The view ``threads``: which thread holds each element of a matrix, and as which of its values."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_folio.layout_algebra import Layout, LayoutError, product, to_text
from sphinx_folio.layout_svg.drawings import (
    MAX_CELLS,
    UNUSED,
    Cell,
    Color,
    Drawing,
    Fragment,
    Picture,
    in_words,
    shaded,
    too_many,
)
from sphinx_folio.layout_svg.matrices import selection

WARP = 32

Rows = tuple[tuple[Cell, ...], ...]


def threads(drawing: Drawing) -> Picture:
    """Show thread and value that hold (row, column): one matrix, or three of an atom."""
    if len(drawing.fragments) > 1:
        return _together(drawing)
    _ = drawing.say
    fragment = drawing.fragments[0] if drawing.fragments else _given(drawing)
    cells = holders(drawing, fragment)
    words = in_words(
        (
            (_("Row {number}", number=i), [" ".join(c.lines) or _("unused") for c in row])
            for i, row in enumerate(cells)
        ),
        _(
            "Threads (T) and values (V) of the layout {layout} in a tile of {height} rows by"
            " {width} columns.",
            layout=fragment.written or fragment.layout,
            height=fragment.height,
            width=fragment.width,
        ),
        _marked(drawing, fragment),
        _,
    )
    return Picture(
        shaded(drawing, fragment.caption),
        tuple((str(j),) for j in range(fragment.width)),
        tuple(map(str, range(fragment.height))),
        cells,
        words,
        _notes(fragment),
    )


def _notes(fragment: Fragment) -> tuple[str, ...]:
    return (fragment.note,) if fragment.note else ()


def _given(drawing: Drawing) -> Fragment:
    """Return the tile that a layout (threads, values) is drawn in; raises ``LayoutError``."""
    layout, tile = drawing.layout, drawing.tile
    if not isinstance(layout, Layout):
        raise LayoutError("the view threads draws no swizzled layout; it has grid, memory, banks")
    if layout.rank != 2:
        raise LayoutError(f"the view threads needs modes (threads, values); {layout} has one")
    if not isinstance(tile, tuple) or len(tile) != 2:
        raise LayoutError("the view threads needs the tile that is held, such as (16,8)")
    height, width = map(product, tile)
    if height * width > MAX_CELLS:
        raise too_many(height * width)
    if layout.cosize > height * width:
        raise LayoutError(f"{layout} reaches offset {layout.cosize - 1}, outside {to_text(tile)}")
    caption = drawing.say("thread and value that hold (row, column)")
    return Fragment("", layout, height, width, caption)


def _held(fragment: Fragment) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield 1-D coordinate, thread, value, row and column of everything that is held."""
    count = fragment.layout.mode(0).size
    for index, offset in enumerate(fragment.layout.offsets()):
        value, thread = divmod(index, count)
        yield index, thread, value, *fragment.place(offset)


def holders(drawing: Drawing, fragment: Fragment) -> Rows:
    """Return the cells of the matrix: thread, value and, where several hold it, how many do."""
    held: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for index, thread, value, row, column in _held(fragment):
        held.setdefault((row, column), []).append((index, thread, value))
    is_marked = selection(fragment.layout.shape, drawing.highlight)

    def cell(row: int, column: int) -> Cell:
        here = held.get((row, column))
        if not here:
            return UNUSED
        _, thread, value = here[0]
        lines = [f"T{thread}", f"V{value}", *([f"×{len(here)}"] if len(here) > 1 else [])]
        groups = {Color.THREAD: thread, Color.VALUE: value, Color.WARP: thread // WARP}
        marked = any(is_marked(index) for index, *_ in here)
        return Cell(tuple(lines), groups.get(drawing.color), marked)

    return tuple(tuple(cell(i, j) for j in range(fragment.width)) for i in range(fragment.height))


def _marked(drawing: Drawing, fragment: Fragment) -> list[str]:
    _ = drawing.say
    is_marked = selection(fragment.layout.shape, drawing.highlight)
    return [
        _("T{thread} V{value} at {place}", thread=thread, value=value, place=f"({row},{column})")
        for index, thread, value, row, column in _held(fragment)
        if is_marked(index)
    ]


# --- the three operands of an atom --------------------------------------------------------------


def _together(drawing: Drawing) -> Picture:
    """Show A left of C and B, turned so that k runs down, above it."""
    _ = drawing.say
    a, b, c = drawing.fragments
    left, above, corner = (holders(drawing, fragment) for fragment in (a, b, c))
    above = tuple(zip(*above, strict=True))
    # One column of heads before A, one before B and C; a row of heads above A and C, one above B.
    before = a.width + 1
    rows: list[list[Cell | None]] = [[*[None] * before, _head(b.name), *_heads("n", c.width)]]
    for n, row in enumerate(above):
        rows.append([*[None] * before, _head(f"k{n}"), *row])
    rows.append([_head(a.name), *_heads("k", a.width), _head(c.name), *_heads("n", c.width)])
    for n, (row, result) in enumerate(zip(left, corner, strict=True)):
        rows.append([_head(f"m{n}"), *row, _head(f"m{n}"), *result])
    said = [
        _(
            "Threads (T) and values (V) of the layout {layout} in a tile of {height} rows by"
            " {width} columns.",
            layout=f"{fragment.name} = {fragment.layout}",
            height=fragment.height,
            width=fragment.width,
        )
        for fragment in (a, b, c)
    ]
    marked = [f"{f.name} {text}" for f in (a, b, c) for text in _marked(drawing, f)]
    return Picture(
        shaded(drawing, _("A left, B above, C in the corner: thread and value of each element")),
        ((),) * len(rows[0]),
        ("",) * len(rows),
        tuple(map(tuple, rows)),
        in_words([], " ".join(said), marked, _),
        _notes(c),
        compact=True,
    )


def _heads(axis: str, count: int) -> list[Cell | None]:
    return [_head(f"{axis}{number}") for number in range(count)]


def _head(text: str) -> Cell:
    return Cell((text,), None, False, head=True)
