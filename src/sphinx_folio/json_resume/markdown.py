"""Says plain text in Markdown of MyST so that every character comes through as text."""

from __future__ import annotations

import re

from ..lives import Block, Code, Paragraph, Points, Table, Text, said
from .texts import one_line

# What has a meaning anywhere in a line.
_INLINE = re.compile(r"[\\`*_{}\[\]<>&$~|^]")
# What has one where a line begins: headings, quotations, lists, fences, definitions, comments,
# targets, breaks, fields.
_START = re.compile(r"(?:[#+\-:%(]|\d{1,9}[.)])")


def text(plain: str) -> str:
    """Return one line of text, to stand at the beginning of a line."""
    line = inline(one_line(plain))
    match = _START.match(line)
    if match is None:
        return line
    # A number is a list by the sign behind it.
    at = match.end() - 1
    return f"{line[:at]}\\{line[at:]}"


def inline(plain: str) -> str:
    """Return text that stands within a line."""
    return _INLINE.sub(lambda match: f"\\{match[0]}", plain)


def body(blocks: tuple[Block, ...]) -> str:
    """Return blocks with empty lines between them."""
    return "\n\n".join(filter(None, map(_block, blocks)))


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return text(said(block.text))
    if isinstance(block, Points):
        return "\n".join(f"- {_item(item)}" for item in block.items)
    if isinstance(block, Table):
        head, *rows = [_row(row) for row in (block.head, *block.rows)]
        return "\n".join([head, "|" + " --- |" * len(block.head), *rows])
    assert isinstance(block, Code)
    return "\n\n".join(text(line) for line in block.text.splitlines() if line.strip())


def _item(item: tuple[Block, ...]) -> str:
    return body(item).replace("\n", "\n  ")


def _row(row: tuple[Text, ...]) -> str:
    return "| " + " | ".join(inline(one_line(said(cell))) for cell in row) + " |"


def option(value: str) -> str:
    """Return the value of a directive's option, quoted where it would be read as something else."""
    value = one_line(value)
    if re.fullmatch(r"[^\W_](?:[\w ,;./()&+·’–%-]|:(?! ))*", value) and not value.endswith(":"):
        return value
    return "'" + value.replace("'", "''") + "'"
