"""The matrices of an atom: the operands of an MMA, and the two ends of a copy."""

from __future__ import annotations

from dataclasses import replace

from sphinx_folio.errors import did_you_mean
from sphinx_folio.layout_algebra import Atom, IntTuple, Layout, LayoutError, MmaAtom
from sphinx_folio.layout_svg.drawings import Fragment, Say, english

#: The names of the coordinates of the operands, down and across: CuTe's A is M × K, B is N × K.
AXES = {"A": ("m", "k"), "B": ("n", "k"), "C": ("m", "n")}


#: What can be drawn of an atom; the first is drawn if none is named.
OF_MMA = ("C", "A", "B", "all")
OF_COPY = ("source", "destination")


def fragments(
    atom: Atom, which: str = "", element: int = 2, wrap: int = 0, say: Say = english
) -> tuple[Fragment, ...]:
    """Return what is called *which* in an atom: one matrix, or A, B and C of ``all``.

    *element* and *wrap* are for copies, as ``transfer`` takes them. Raises ``LayoutError``.
    """
    known = OF_MMA if isinstance(atom, MmaAtom) else OF_COPY
    which = which or known[0]
    if which not in known:
        raise LayoutError(f"unknown operand {which!r}.{did_you_mean(which, known)}")
    if isinstance(atom, MmaAtom):
        layouts = {"A": atom.a, "B": atom.b, "C": atom.c}
        names = tuple(layouts) if which == "all" else (which,)
        found = [operand(name, layouts[name], atom.shape, say) for name in names]
    else:
        layout = atom.source if which == "source" else atom.destination
        found = [transfer(which, layout, element, wrap, say)]
    if atom.threads.offsets() == tuple(range(atom.threads.size)):
        return tuple(found)
    note = say(
        "T counts the threads that take part; their lanes are {layout}.", layout=atom.threads
    )
    return tuple(replace(fragment, note=note) for fragment in found)


def operand(name: str, layout: Layout, shape: tuple[int, int, int], say: Say = english) -> Fragment:
    """Return the operand *name* (A, B or C) of an MMA of *shape* (M, N, K).

    *layout* leads from (thread, value) to the place in the matrix, counted down its columns, as
    CuTe's ``ALayout``, ``BLayout`` and ``CLayout`` do.
    """
    down, across = AXES[name]
    extents = dict(zip("mnk", shape, strict=True))
    caption = say(
        "{operand}, {down} down and {across} across: thread and value of each element",
        operand=name,
        down=down,
        across=across,
    )
    return Fragment(name, layout, extents[down], extents[across], caption)


def transfer(
    name: str, layout: Layout, element: int, wrap: int = 0, say: Say = english
) -> Fragment:
    """Return one end of a copy, ``source`` or ``destination``, in lines of *wrap* elements.

    *layout* leads from (thread, bit) to a bit, as CuTe's ``SrcLayout`` and ``DstLayout`` do; the
    bits are counted alike at both ends. *element* is in bytes; without *wrap* a line has 16 bytes.
    Raises ``LayoutError`` when the bits of an element do not lie together.
    """
    bits = 8 * element
    shape, stride = _upcast(layout.shape, layout.stride, bits, layout)
    elements = Layout(shape, stride)
    width = min(wrap or max(1, 16 // element), elements.cosize)
    size = {"count": width, "bytes": element}
    if name == "source":
        caption = say(
            "source, {count} elements of {bytes} bytes a line: thread and value of each;"
            " the layout counts bits",
            **size,
        )
    else:
        caption = say(
            "destination, {count} elements of {bytes} bytes a line: thread and value of each;"
            " the layout counts bits",
            **size,
        )
    height = -(-elements.cosize // width)
    return Fragment(name, elements, height, width, caption, by_rows=True, written=str(layout))


def _upcast(
    shape: IntTuple, stride: IntTuple, count: int, layout: Layout
) -> tuple[IntTuple, IntTuple]:
    """Return shape and stride in units of *count* bits, as CuTe's ``upcast`` does."""
    if isinstance(shape, int) or isinstance(stride, int):
        assert isinstance(shape, int)
        assert isinstance(stride, int)
        if stride % count == 0:
            return shape, stride // count
        if count % stride or shape % (count // stride):
            raise LayoutError(
                f"the bits of an element of {count} bits do not lie together: {layout}"
            )
        return shape // (count // stride), 1
    parts = [_upcast(s, d, count, layout) for s, d in zip(shape, stride, strict=True)]
    return tuple(s for s, _ in parts), tuple(d for _, d in parts)
