"""What a template or a cell still has to be filled in: ``[Professor's Name]``, ``TODO``, ``____``.

Each pattern is for text as a reader would see it. A backslash before a bracket says that the
bracket is meant; what code shows is code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .marks import shown

_NAME = "write {{ name }} for a value"
_LEFT = f"was left to be filled in; {_NAME}"
_NOT_MEANT = f"{_LEFT}, or \\[ … \\] for brackets that are meant"

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), told)
    for pattern, told in (
        (r"\{\{(?:[^{}\n]*\}\})?", "is no placeholder; one is written {{ name }}, in one line"),
        (r"\}\}", "closes nothing; a placeholder is written {{ name }}"),
        (r"(?<!\{)\{[^{}\n]+\}(?!\})", "is no placeholder; write {{ name }}, or \\{ … \\}"),
        (r"\[[^\[\]]+\]", _NOT_MEANT),
        (r"【[^【】]+】|［[^［］]+］", _LEFT),
        (r"<(?=[^\s<>])[^<>]*>", "was left to be filled in; write {{ name }}, or \\<"),
        (r"(?<![A-Za-z0-9])(?:TODO|TBD|TBC|TBA|FIXME|TKTK|X{3,})(?![A-Za-z0-9])", "is unfinished"),
        (r"(?<![A-Za-z])(?:[Xx]{2,}|×{2,})(?=[\u4e00-\u9fff])|某某", "was left to be filled in"),
        (r"_{3,}|\.{5,}|…{3,}", "is a gap to be filled in; write {{ name }}, or \\_ or \\."),
        (r"[Ll]orem\s+[Ii]psum|LOREM\s+IPSUM", "is filler"),
    )
)
#: A field of a word processor, where «…» are no marks of a quotation.
_FIELD = (re.compile(r"«\w[^«»\n]*»"), f"{_LEFT}, or “ … ” for a quotation")
_QUOTING = {
    "be", "ca", "el", "es", "fa", "fr", "hy", "it", "nb", "nn", "no", "pt", "ro", "ru", "sq", "uk",
}  # fmt: skip

_SIGNS = "[]{}<>«»【】［］_.…"
_MEANT = re.compile(rf"\\([{re.escape(_SIGNS)}])")
_IN_VALUE = "was left to be filled in; a backslash before a sign says that it is meant"


def leftovers(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Yield where in *text* something was left, and what is wrong, the first place first."""
    yield from _found(_of(language), text)


def unclosed(text: str) -> Iterator[tuple[int, str]]:
    """Yield the same for code, where only ``{{`` has a meaning."""
    yield from _found(_PATTERNS[:1], text)


def leftovers_in_value(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Yield the same for a cell, where a backslash before a bracket or a gap says it is meant."""
    # No placeholder counts in a cell: what to write in a template would be wrong there.
    patterns = [(one, told if ";" not in told else _IN_VALUE) for one, told in _of(language)]
    yield from _found(patterns, _MEANT.sub("\ufdd3\ufdd3", text))


def meant(text: str) -> str:
    """Return a cell as it is set: without the backslash of what is meant."""
    return _MEANT.sub(r"\1", text)


def _of(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    quotes = language.partition("-")[0].lower() in _QUOTING
    return _PATTERNS if quotes else (*_PATTERNS, _FIELD)


def _found(patterns: Iterable[tuple[re.Pattern[str], str]], text: str) -> Iterator[tuple[int, str]]:
    found = ((match, told) for one, told in patterns for match in one.finditer(text))
    end = 0
    for match, told in sorted(found, key=lambda one: (one[0].start(), -one[0].end())):
        if match.start() >= end:  # else it lies in one that was told
            yield match.start(), f"'{shown(' '.join(match[0].split()))}' {told}"
            end = match.end()
