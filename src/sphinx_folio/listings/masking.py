"""Blanks out of C++, CUDA and PTX what holds no declarations: comments, strings, directives."""

from __future__ import annotations

import re
from collections.abc import Iterator

# In order: a raw string hides comments, a comment hides strings. A quote between digits (1'000)
# begins no character.
_HIDDEN = re.compile(
    r"""
    (?:u8|[uUL])?R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)"   # a raw string
    | //(?:[^\n]*\\\n)*[^\n]*                                   # a comment to the end of its line
    | /\*.*?(?:\*/|\Z)                                          # a comment
    | "(?:[^"\\\n]|\\.)*"                                       # a string
    | (?<![0-9a-fA-F])'(?:[^'\\\n]|\\.)*'                       # a character
    """,
    re.VERBOSE | re.DOTALL,
)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
_PTX_DIRECTIVE = re.compile(
    r"^[ \t]*\.(?:version|target|address_size|file|section)\b.*", re.MULTILINE
)


def masked(text: str) -> str:
    """Return *text* with comments, strings and directives blank; each character keeps its place."""
    text = _HIDDEN.sub(_blank, text)
    return _PTX_DIRECTIVE.sub(_blank, _DIRECTIVE.sub(_blank, text))


def line_comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines, from 0, and the columns of the comments that end with their line."""
    for match in _HIDDEN.finditer(text):
        if match[0].startswith("//"):
            before = text.count("\n", 0, match.start())
            yield before, match.start() - (text.rfind("\n", 0, match.start()) + 1)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
