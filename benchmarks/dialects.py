"""Writes posts in Markdown; each tool has its own forms for formulas, links and citations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workload import (
    Block,
    Citation,
    Code,
    Display,
    Entry,
    Formula,
    Heading,
    Link,
    Paragraph,
    Table,
)


def plain_citation(entry: Entry) -> str:
    """Return what an author writes where the tool knows no bibliography."""
    return f"({entry.author.split(',')[0]} and others {entry.year})"


@dataclass(frozen=True, slots=True)
class Dialect:
    """Forms of one tool: functions from a formula's TeX, a post's number, an entry to Markdown."""

    link: Callable[[int], str]
    cite: Callable[[Entry], str] = plain_citation
    inline: Callable[[str], str] = "${}$".format
    display: Callable[[str], str] = "$$\n{}\n$$".format

    def body(self, blocks: Iterable[Block]) -> str:
        """Return a post's text below its title."""
        return "\n\n".join(map(self._block, blocks)) + "\n"

    def _block(self, block: Block) -> str:
        match block:
            case Heading(text):
                return f"## {text}"
            case Paragraph(parts):
                return "".join(map(self._part, parts)).strip()
            case Code(language, text):
                return f"```{language}\n{text}\n```"
            case Display(tex):
                return self.display(tex)
            case Table(rows):
                head, *rest = ["| " + " | ".join(row) + " |" for row in rows]
                rule = "|" + "---|" * len(rows[0])
                return "\n".join([head, rule, *rest])

    def _part(self, part: str | Formula | Link | Citation) -> str:
        match part:
            case Formula(tex):
                return self.inline(tex)
            case Link(post):
                return self.link(post)
            case Citation(entry):
                return self.cite(entry)
        return part


def yaml_list(words: Iterable[str]) -> str:
    """Return a list as YAML and TOML have it in one line."""
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"
