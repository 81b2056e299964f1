"""Reads the value of a field: braced, quoted, a bare word, or several joined by ``#``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_TOKEN = re.compile(r"\\[{}\\]|\\\"(?=[A-Za-z{\\])|[{}\"]")
_BARE = re.compile(r"[^\s,#{}\"]+")
_MORE = re.compile(r"\s*#\s*")
_NAME = r"[A-Za-z][\w:-]*\s*=\s*(?=[{\"\w])"
_NEXT = re.compile(rf"(?:,\s*|\n\s*){_NAME}")
_FOLLOWING = re.compile(rf"\s*,\s*{_NAME}")
_AFTER_BARE = re.compile(rf"\s*(?:[,#}})]|\Z|%|{_NAME})")
#: Words that stand for themselves.
_PLAIN_WORDS = frozenset({"true", "false", "yes", "no", "on", "off"})


class Value(NamedTuple):
    """A value, where it ends, what is wrong with it, and whether its end had to be guessed."""

    text: str | None
    end: int
    problem: str = ""
    cut: bool = False


def is_field_next(text: str, position: int) -> bool:
    """Tell whether a comma and a field follow."""
    return _FOLLOWING.match(text, position) is not None


def read_value(body: str, start: int, strings: Mapping[str, str], broken: bool) -> Value:
    """Read the value at *start*; *broken* says that a brace is missing somewhere in the entry."""
    pieces: list[str] = []
    unknown: list[str] = []
    position = start
    while True:
        char = body[position : position + 1]
        if char and char in '{"':
            end = _end(body, position + 1, '"' if char == '"' else "}")
            if end is None or _runs_over(body, position + 1, end, char, broken):
                return _cut(body, position, char, pieces)
            pieces.append(body[position + 1 : end])
            position = end + 1
        else:
            bare = _BARE.match(body, position)
            if bare is None:
                return Value("".join(pieces) or None, position, "has no value that can be read")
            if not _AFTER_BARE.match(body, bare.end()):
                return _unopened(body, position)
            word = bare[0].lower()
            if word not in strings and word not in _PLAIN_WORDS and not word[0].isdigit():
                unknown.append(bare[0])
            pieces.append(strings.get(word, bare[0]))
            position = bare.end()
        more = _MORE.match(body, position)
        if more is None:
            words = ", ".join(map(repr, unknown))
            problem = words and f"has a word without braces: no @string defines {words}"
            return Value("".join(pieces), position, problem)
        position = more.end()


def _end(body: str, start: int, close: str) -> int | None:
    depth = 0
    for match in _TOKEN.finditer(body, start):
        char = match[0]
        if char == close and depth == 0:
            return match.start()
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth < 0:
                return None
    return None


def _runs_over(body: str, start: int, end: int, opened: str, broken: bool) -> bool:
    """Tell whether the value, up to an end that was found, has swallowed the fields after it."""
    if opened == '"':
        return body[end + 1 : end + 2].isalnum() and _NEXT.search(body, start, end) is not None
    return broken and _NEXT.search(body, start, end) is not None


def _cut(body: str, opening: int, char: str, pieces: list[str]) -> Value:
    """End a value that is never closed where the next field begins."""
    following = _NEXT.search(body, opening + 1)
    end = following.start() if following else len(body)
    text = body[opening + 1 : end].rstrip(", \t\r\n")
    missing = text.count("{") - text.count("}")
    if missing < 0:
        text = text[: len(text) + missing] if text.endswith("}" * -missing) else text
    word = "quote" if char == '"' else "brace"
    text = "".join([*pieces, text, "}" * missing])
    return Value(text, end, f"has no closing {word}", cut=True)


def _unopened(body: str, start: int) -> Value:
    """Read a value of several words that nothing opens, up to the next field."""
    following = _NEXT.search(body, start)
    end = following.start() if following else len(body)
    text = body[start:end].strip(', \t\r\n"')
    extra = text.count("}") - text.count("{")
    while extra > 0 and text.endswith("}"):
        text, extra = text[:-1].rstrip(), extra - 1
    return Value(text, end, "has no opening brace or quote", cut=True)
