"""The view ``banks``: the bank of shared memory of each element, and what a warp's reads cost.

The model, for devices of compute capability 5.0 and later:

* Shared memory has 32 banks; successive words of 4 bytes lie in successive banks. Threads that
  read the same word share it; distinct words of one bank are read one after the other (CUDA C++
  Programming Guide, "Compute Capability 5.x", "Shared Memory").
* 32 banks give 128 bytes at once, so a request in which 32 threads read 8 bytes each, all
  different, takes at least two passes, and one of 16 bytes at least four. That it is one half of
  the warp after the other, or one quarter after the other, is an assumption: it was not measured.
* ``ldmatrix`` reads each 8 × 8 matrix as 8 rows of 16 bytes (PTX ISA, "ldmatrix"). It is modelled
  as 8 threads that read 16 bytes each.

What it leaves out: halves of a warp whose threads read the same words can be served together.
"""

from __future__ import annotations

from dataclasses import dataclass

from sphinx_folio.layout_algebra import LayoutError, to_text
from sphinx_folio.layout_algebra import natural_coordinate as natural
from sphinx_folio.layout_svg.drawings import Cell, Drawing, Picture, Say, in_words, shaded
from sphinx_folio.layout_svg.grid import elements_in_a_cell, heads
from sphinx_folio.layout_svg.matrices import Matrix, Places, grouped, matrix_of, selection

BANKS = 32
WORD = 4  # bytes that a bank gives at once
WARP = 32


@dataclass(frozen=True, slots=True)
class Phase:
    """What is served at once: the distinct words that each bank is asked for, in its order."""

    words: tuple[int, ...]

    @property
    def degree(self) -> int:
        """How often the busiest bank is read."""
        return max(self.words)


def bank(address: int) -> int:
    """Return the bank of a byte *address*."""
    return address // WORD % BANKS


def threads_together(vector: int) -> int:
    """Return how many threads that read *vector* bytes are served at once."""
    return WARP * WORD // max(vector, WORD)


def phases(addresses: list[int], vector: int) -> tuple[Phase, ...]:
    """Return the phases in which reads of *vector* bytes at byte *addresses* are served."""
    together = threads_together(vector)
    found = []
    for at in range(0, len(addresses), together):
        words = {
            byte // WORD
            for address in addresses[at : at + together]
            for byte in range(address, address + vector)
        }
        counts = [0] * BANKS
        for word in words:
            counts[word % BANKS] += 1
        found.append(Phase(tuple(counts)))
    return tuple(found)


def reads(drawing: Drawing, matrix: Matrix) -> list[int]:
    """Return the byte address of each thread's read, in the order of the coordinates.

    Each element that the pattern keeps is where a thread begins to read, unless the reads before
    it took it along. Raises ``LayoutError`` when there are more than a warp has threads, or when
    one does not begin at a multiple of its size.
    """
    vector = drawing.vector or drawing.element
    if vector % drawing.element:
        raise LayoutError(
            f"a vector of {vector} bytes holds no whole elements of {drawing.element} bytes"
        )
    shape = drawing.layout.shape
    is_read = selection(shape, drawing.access)
    inside: set[int] = set()
    found: list[int] = []
    for index, offset in enumerate(matrix.offsets):
        if not is_read(index) or offset in inside:
            continue
        address = offset * drawing.element
        if address % vector:
            raise LayoutError(
                f"a read of {vector} bytes begins at a multiple of {vector};"
                f" {to_text(natural(index, shape))} lies at byte {address}"
            )
        inside.update(range(offset + 1, offset + vector // drawing.element))
        found.append(address)
    if len(found) > WARP:
        raise LayoutError(
            f"{drawing.access} selects {len(found)} reads of {vector} bytes; a warp makes {WARP}"
        )
    return found


def banks(drawing: Drawing) -> Picture:
    """Show the bank of each element, and outline what the access reads."""
    _ = drawing.say
    matrix = matrix_of(drawing.layout)
    size, vector = drawing.element, drawing.vector or drawing.element
    groups = grouped(matrix, elements_in_a_cell(drawing))
    addresses = reads(drawing, matrix)
    touched = {byte for address in addresses for byte in range(address, address + vector)}
    is_marked = selection(drawing.layout.shape, drawing.highlight)

    def cell(places: Places) -> Cell:
        start = matrix.offset(*places[0]) * size
        first, last = bank(start), bank(start + size * len(places) - 1)
        marked = start in touched or any(is_marked(matrix.index(*place)) for place in places)
        return Cell((str(first) if first == last else f"{first}–{last}",), first, marked)

    cells = tuple(tuple(map(cell, row)) for row in groups)
    columns, rows = heads(matrix, groups)
    outlined = [
        _("row {row}, column {column}", row=places[0][0], column=places[0][1])
        for line, drawn in zip(groups, cells, strict=True)
        for places, here in zip(line, drawn, strict=True)
        if here.marked
    ]
    words = in_words(
        (
            (_("Row {number}", number=row[0][0][0]), [here.lines[0] for here in drawn])
            for row, drawn in zip(groups, cells, strict=True)
        ),
        _(
            "Banks of the layout {layout} with elements of {bytes} bytes,"
            " {height} rows by {width} columns.",
            layout=drawing.layout,
            bytes=size,
            height=matrix.height,
            width=matrix.width,
        ),
        outlined,
        _,
    )
    caption = _("bank of each element of {bytes} bytes", bytes=size)
    if len(groups[0][0]) > 1:
        caption = _("banks of each {bytes} bytes", bytes=size * len(groups[0][0]))
    return Picture(
        shaded(drawing, caption),
        columns,
        rows,
        cells,
        words,
        (*([verdict(addresses, vector, _)] if addresses else []), _model(drawing)),
        compact=True,
        banks=True,
    )


# --- in words -----------------------------------------------------------------------------------


def _model(drawing: Drawing) -> str:
    return drawing.say(
        "Model: 32 banks, each with one word of 4 bytes at a time; bank = (byte address / 4) mod"
        " 32, byte address = offset × {bytes}. Threads that read the same word share it."
        " That reads of 8 or 16 bytes are served 16 or 8 threads at a time is assumed.",
        bytes=drawing.element,
    )


def verdict(addresses: list[int], vector: int, _: Say) -> str:
    """Return the sentences that say what reads of *vector* bytes at byte *addresses* cost."""
    served = phases(addresses, vector)
    reads = {"count": len(addresses), "bytes": vector}
    degrees = [phase.degree for phase in served]
    worst = degrees.index(max(degrees))
    counts = _counts(served[worst], _)
    if len(served) == 1:
        sentences = [
            _("Outlined: {count} reads of {bytes} bytes, served together.", **reads),
            _("Distinct words in a bank: {counts}.", counts=counts),
        ]
    else:
        sentences = [
            _(
                "Outlined: {count} reads of {bytes} bytes, served in {phases} phases of"
                " {threads} threads.",
                **reads,
                phases=len(served),
                threads=threads_together(vector),
            ),
            _("Distinct words in a bank, in each phase: {counts}.", counts=counts)
            if len(set(served)) == 1
            else _(
                "Distinct words in a bank, in phase {number}, the worst: {counts}.",
                number=worst + 1,
                counts=counts,
            ),
        ]
    if max(degrees) == 1:
        sentences.append(_("No two share a bank: no conflict."))
    else:
        sentences.append(
            _(
                "{degree}-way conflict: {passes} passes where {least} would do.",
                degree=max(degrees),
                passes=sum(degrees),
                least=len(served),
            )
        )
    return " ".join(sentences)


def _counts(phase: Phase, _: Say) -> str:
    """Say of how many distinct words the banks are asked: ``8 in banks 0–3``."""
    parts = []
    for count in sorted({count for count in phase.words if count}, reverse=True):
        numbers = [number for number, words in enumerate(phase.words) if words == count]
        if len(numbers) == 1:
            parts.append(_("{count} in bank {bank}", count=count, bank=numbers[0]))
        else:
            banks = _(", ").join(_ranges(numbers))
            parts.append(_("{count} in banks {banks}", count=count, banks=banks))
    return _("; ").join(parts)


def _ranges(numbers: list[int]) -> list[str]:
    """Return ascending *numbers* as ranges: ``0–3``, ``8``."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return ["–".join(map(str, ends)) for ends in found]
