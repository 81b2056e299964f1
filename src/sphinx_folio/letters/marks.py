"""Placeholders: ``{{ name }}`` in a template is a mark that no later reader takes for markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from ..lives import Block, Code, Paragraph, Points, Table, Text
from ..models import Run

# Code points that are no characters, and that no text has: a number stands between the first two.
_MARK = re.compile("\ufdd0(\\d+)\ufdd1")
#: Where a line of the template ends inside a paragraph.
SOFT_BREAK = "\ufdd2"
RESERVED = re.compile("[\ufdd0-\ufdef]")

_PLACEHOLDER = re.compile(r"(\\.)|\{\{([^{}\n]*)\}\}")
# Between these no blank stands for the end of a line.
_WIDE = re.compile(r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]")

Fill = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place for a value: the name of the value, and the line in the template."""

    name: str
    line: int


class Marker:
    """Puts marks for placeholders into texts; ``placeholders`` are those found, by number."""

    def __init__(self) -> None:
        self.placeholders: list[Placeholder] = []

    def mark(self, text: str, line: int = 1) -> str:
        """Return *text*, whose first line is the given one, with a mark for each placeholder."""

        def put(match: re.Match[str]) -> str:
            if match[1]:
                return match[1]  # what a backslash stands before is no placeholder
            at = line + text.count("\n", 0, match.start())
            self.placeholders.append(Placeholder(" ".join(match[2].split()), at))
            return f"\ufdd0{len(self.placeholders) - 1}\ufdd1"

        return _PLACEHOLDER.sub(put, text)


def numbers(text: str) -> list[int]:
    """Return the numbers of the marks in a text."""
    return [int(number) for number in _MARK.findall(text)]


def shown(text: str) -> str:
    """Return a text as a message can quote it."""
    return RESERVED.sub("", _MARK.sub("{{ … }}", text))


def filled(text: str, fill: Fill) -> str:
    """Return a text with a value in place of each mark; a value is not looked at again."""
    return _MARK.sub(lambda match: fill(int(match[1])), text)


def runs_of(blocks: Iterable[Block]) -> Iterator[Run]:
    """Yield every run in blocks, in reading order; code is one run."""
    for block in blocks:
        if isinstance(block, Code):
            yield Run(block.text)
        elif isinstance(block, Points):
            for item in block.items:
                yield from runs_of(item)
        else:
            rows = [(block.text,)] if isinstance(block, Paragraph) else [block.head, *block.rows]
            yield from (run for row in rows for text in row for run in text)


def filled_blocks(blocks: Iterable[Block], fill: Fill) -> tuple[Block, ...]:
    """Return blocks with values in place of marks, and lines joined as their script wants."""
    return tuple(_filled_block(block, fill) for block in blocks)


def _filled_block(block: Block, fill: Fill) -> Block:
    if isinstance(block, Code):
        return Code(filled(block.text, fill))
    if isinstance(block, Points):
        items = tuple(filled_blocks(item, fill) for item in block.items)
        return replace(block, items=items)
    if isinstance(block, Paragraph):
        return Paragraph(_filled_text(block.text, fill))
    head, *rows = (
        tuple(_filled_text(text, fill) for text in row) for row in (block.head, *block.rows)
    )
    return Table(head, tuple(rows))


def _filled_text(text: Text, fill: Fill) -> Text:
    done = [replace(run, text=filled(run.text, fill), url=filled(run.url, fill)) for run in text]
    joined: list[Run] = []
    for number, run in enumerate(done):
        before = joined[-1].text[-1:] if joined else ""
        after = next((one.text[0] for one in done[number + 1 :] if one.text), "")
        joined.append(replace(run, text=_joined(run.text, before, after)))
    return tuple(run for run in joined if run.text)


def _joined(text: str, before: str, after: str) -> str:
    """Return a text in one line; between two Chinese characters nothing stands for its end."""
    first, *rest = text.split(SOFT_BREAK)
    done = first
    for number, part in enumerate(rest):
        left = done[-1:] or before
        right = next((one[0] for one in rest[number:] if one), after)
        done += part if _WIDE.match(left) and _WIDE.match(right) else f" {part}"
    return done
