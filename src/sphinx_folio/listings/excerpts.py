"""Cuts out of a source file what a page shows of it: all, a marked region, or a symbol."""

from __future__ import annotations

import contextlib
import io
import re
import textwrap
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import did_you_mean
from . import declarations, definitions, masking
from .faults import ListingError
from .languages import comment_pattern

_CLIKE = frozenset({"c", "cpp", "cuda", "ptx"})


@dataclass(frozen=True)
class Excerpt:
    """Lines of a file as they are shown: dedented, without marks, without blank lines at the ends.

    ``first_line`` is the number, from 1, of the first of them in the file, ``numbers`` has that of
    each. ``callouts`` has, by the index of a line in ``lines``, the numbers that mark it.
    """

    lines: tuple[str, ...]
    first_line: int
    numbers: tuple[int, ...]
    callouts: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that begins or ends a region; ``line`` counts from 0."""

    line: int
    begins: bool
    name: str


def read_excerpt(text: str, language: str, *, region: str = "", symbol: str = "") -> Excerpt:
    """Return what is shown of *text*, a source file in a language that ``language_of`` names.

    *region* is the name between the comment lines ``// begin NAME`` and ``// end NAME`` (or
    ``// end of NAME``; ``#`` in Python). *symbol* is a function, class or method in Python, a
    function, kernel, type or ``using`` in C++, CUDA and PTX; its decorators, its template line and
    the comment directly above belong to it. Without both the whole file is shown.

    The lines that mark regions are left out, and so are callouts: comments ``// <1>`` at the end
    of a line. Raises ``ListingError`` for what is not there, or there more than once.
    """
    lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
    comments = _comments(lines, language)
    marks = _marks(lines, language, comments)
    if region and symbol:
        raise ListingError("has both a region and a symbol; name one of them")
    if region:
        start, stop = _region(region, marks)
    elif symbol:
        start, stop = _symbol(symbol, lines, language)
        start = _comment_start(lines, start, language, {mark.line for mark in marks})
    else:
        start, stop = 0, len(lines)
    hidden = _pairs(marks)
    shown = [number for number in range(start, stop) if number not in hidden]
    excerpt = _excerpt(lines, shown, language, comments)
    if not excerpt.lines:
        raise ListingError(f"region {region!r} is empty" if region else "is empty", start or None)
    return excerpt


def _comments(lines: Sequence[str], language: str) -> dict[int, int]:
    """Return, by line from 0, the column from which a comment to its end may be found.

    What looks like one in a string is none. Of languages that are not read so far, and of Python
    that cannot be read, every line may hold one anywhere.
    """
    text = "\n".join(lines)
    if language in _CLIKE:
        return dict(masking.line_comments(text))
    if language == "python":
        with contextlib.suppress(tokenize.TokenError, SyntaxError, RecursionError, MemoryError):
            tokens = tokenize.generate_tokens(io.StringIO(text, newline="\n").readline)
            found = [token.start for token in tokens if token.type == tokenize.COMMENT]
            return {line - 1: column for line, column in found}
    return dict.fromkeys(range(len(lines)), 0)


def _marks(lines: Sequence[str], language: str, comments: Mapping[int, int]) -> list[_Mark]:
    pattern = re.compile(rf"\s*{comment_pattern(language)}\s*(begin|end(?: of)?)\s+([\w.:-]+)\s*\Z")
    found = ((number, pattern.match(lines[number])) for number in sorted(comments))
    return [_Mark(number, match[1] == "begin", match[2]) for number, match in found if match]


def _pairs(marks: Sequence[_Mark]) -> set[int]:
    """Return the lines of marks that do mark: a comment ``// end loop`` alone stays."""
    begun = {mark.name for mark in marks if mark.begins}
    ended = {mark.name for mark in marks if not mark.begins}
    return {mark.line for mark in marks if mark.name in begun & ended}


def _region(name: str, marks: Sequence[_Mark]) -> tuple[int, int]:
    begins = [mark.line for mark in marks if mark.begins and mark.name == name]
    ends = [mark.line for mark in marks if not mark.begins and mark.name == name]
    if not begins:
        known = sorted({mark.name for mark in marks if mark.begins})
        raise ListingError(f"no region {name!r}.{did_you_mean(name, known)}")
    for verb, places in (("begins", begins), ("ends", ends)):
        if len(places) > 1:
            first, second = places[0] + 1, places[1] + 1
            raise ListingError(f"region {name!r} {verb} twice; line {first} does too", second)
    if not ends:
        raise ListingError(f"region {name!r} begins, but there is no 'end {name}'", begins[0] + 1)
    if ends[0] < begins[0]:
        raise ListingError(f"region {name!r} ends before it begins", ends[0] + 1)
    return begins[0] + 1, ends[0]


def _symbol(name: str, lines: Sequence[str], language: str) -> tuple[int, int]:
    """Return the lines of a symbol, from 0, the last one excluded."""
    if language == "python":
        found = definitions.read("\n".join(lines))
        matching = [one for one in found if one.name == name]
    elif language in _CLIKE:
        found = declarations.read("\n".join(lines))
        matching = declarations.named(found, name)
    else:
        raise ListingError("has symbols only in Python, C++, CUDA and PTX; mark a region")
    if not matching:
        known = [one.name for one in found]
        raise ListingError(f"no symbol {name!r}.{did_you_mean(name, known)}")
    if len(matching) > 1:
        places = " and ".join(f"{one.name!r} in line {one.start + 1}" for one in matching)
        raise ListingError(f"symbol {name!r} may be {places}; mark a region", matching[1].start + 1)
    return matching[0].start, matching[0].stop


def _comment_start(lines: Sequence[str], start: int, language: str, marks: set[int]) -> int:
    """Return the first line of the comment directly above a line, or that line."""
    line = re.compile(rf"\s*{comment_pattern(language)}")
    first = start
    while first > 0 and first - 1 not in marks:
        above = lines[first - 1]
        if line.match(above) and not above.startswith("#!"):
            first -= 1
        elif language in _CLIKE and above.rstrip().endswith("*/"):
            opening = next(
                (number for number in range(first - 1, -1, -1) if "/*" in lines[number]), None
            )
            if opening is None or not lines[opening].lstrip().startswith("/*"):
                break
            first = opening
        else:
            break
    return first


def _excerpt(
    lines: Sequence[str], shown: list[int], language: str, comments: Mapping[int, int]
) -> Excerpt:
    callout = re.compile(rf"\s*{comment_pattern(language)}\s*((?:<\d+>\s*)+)\Z")
    texts, marked = [], []
    for number in shown:
        match = callout.search(lines[number], comments[number]) if number in comments else None
        texts.append((lines[number][: match.start()] if match else lines[number]).rstrip())
        marked.append(tuple(map(int, re.findall(r"\d+", match[1]))) if match else ())
    said = [index for index, text in enumerate(texts) if text or marked[index]]
    if not said:
        return Excerpt((), 0, ())
    first, last = said[0], said[-1] + 1
    dedented = textwrap.dedent("\n".join(texts[first:last])).split("\n")
    return Excerpt(
        tuple(dedented),
        shown[first] + 1,
        tuple(number + 1 for number in shown[first:last]),
        {index: numbers for index, numbers in enumerate(marked[first:last]) if numbers},
    )
