"""Turns the rich text of a life into the plain text of JSON, and plain text into its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..lives import Block, Code, Paragraph, Points, Table, said
from ..models import Run

#: What ends a line or is no character of a text; a blank is never lost beside it.
_BREAK = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
    "|[\U0001fffe\U0001ffff]"
)
_BLANKS = re.compile(r"[ \t\n]+")


def one_line(text: str) -> str:
    """Return *text* in one line, with single blanks; no-break spaces stay."""
    return _BLANKS.sub(" ", _BREAK.sub(" ", text)).strip()


def value(text: str) -> str:
    """Return *text* as front matter has it: in one line, with none but plain blanks."""
    return " ".join(one_line(text).split())


def summary(blocks: Iterable[Block]) -> str:
    """Return what blocks say beside their points, as paragraphs with an empty line between.

    A table is one of them: a line a row, cells divided by tabs.
    """
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(one_line(said(block.text)))
        elif isinstance(block, Table):
            rows = [[one_line(said(cell)) for cell in row] for row in (block.head, *block.rows)]
            wide = max(map(len, rows))
            lines = ["\t".join([*row, *[""] * (wide - len(row))]) for row in rows if row]
            found.append(("\n" if wide > 1 else "\n\n").join(filter(str.strip, lines)))
        elif isinstance(block, Code):
            found += map(one_line, block.text.splitlines())
    return "\n\n".join(filter(None, found))


def highlights(blocks: Iterable[Block]) -> list[str]:
    """Return the points of blocks, each in one line; what stands below a point is said in it."""
    found = [_point(item) for block in blocks if isinstance(block, Points) for item in block.items]
    return list(filter(None, found))


def flat(blocks: Iterable[Block]) -> str:
    """Return blocks as paragraphs, each point too, in reading order."""
    found: list[str] = []
    for block in blocks:
        found += highlights((block,)) if isinstance(block, Points) else [summary((block,))]
    return "\n\n".join(filter(None, found))


def _point(item: Sequence[Block]) -> str:
    text = ""
    for block in item:
        if isinstance(block, Points):
            below = "; ".join(point.rstrip(".") for point in highlights((block,)))
            text = f"{text.rstrip('.:')}: {below}" if text else below
        else:
            text = " ".join(filter(None, (text, one_line(summary((block,))))))
    return text


def blocks(text: str, points: Iterable[str] = ()) -> tuple[Block, ...]:
    """Return plain text, whose lines are paragraphs or rows of tables, and points as blocks."""
    found: list[Block] = []
    for chunk in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line for line in chunk.split("\n") if line.strip()]
        cells = [[one_line(cell) for cell in line.split("\t")] for line in lines]
        if lines and len(cells[0]) > 1 and len({len(row) for row in cells}) == 1:
            rows = [tuple(_text(cell) for cell in row) for row in cells]
            found.append(Table(rows[0], tuple(rows[1:])))
        else:
            found += [Paragraph(_text(said)) for line in lines if (said := one_line(line))]
    items = tuple((Paragraph(_text(said)),) for point in points if (said := one_line(point)))
    return (*found, Points(items)) if items else tuple(found)


def _text(text: str) -> tuple[Run, ...]:
    return (Run(text),) if text else ()
