"""Style sheets: many small files for whoever writes them, one short file for readers."""

from __future__ import annotations

import re
from collections.abc import Iterable

# CSS Syntax Level 3, as far as it matters here: what a comment or a blank inside means nothing in.
_TOKEN = re.compile(
    r"""
      (?P<comment> /\* .*? (?: \*/ | \Z ) )
    | (?P<string> "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' )
    | (?P<url> \b url\( \s* [^"'\s] (?:\\.|[^\\)])* \) )
    | (?P<blank> \s+ )
    | (?P<mark> [{};,] )
    | (?P<other> \\. | . )
    """,
    re.DOTALL | re.VERBOSE | re.IGNORECASE,
)
# Beside these a blank separates nothing.
_MARKS = frozenset("{};,")
# They stand before all rules or count for nothing, so no sheet that is joined to others has one.
_FIRST = re.compile(r"@(?:charset|import|namespace)\b", re.IGNORECASE)


def strip(sheet: str) -> str:
    """Return a sheet without comments, indentation and line ends, all else to the letter.

    A comment between two words counts as nothing in CSS and yet keeps them apart; it stays, empty.
    """
    parts: list[str] = []
    blank = comment = False
    for match in _TOKEN.finditer(sheet):
        if match.lastgroup == "blank":
            blank = True
            continue
        if match.lastgroup == "comment":
            comment = True
            continue
        text = match[0]
        if parts and parts[-1] not in _MARKS and match.lastgroup != "mark":
            if blank:
                parts.append(" ")
            elif comment:
                parts.append("/**/")
        parts.append(text)
        blank = comment = False
    return "".join(parts)


def join(sheets: Iterable[str]) -> str:
    """Return one sheet that does what these do one after the other.

    Raises ``ValueError`` where a sheet has a rule that must come first.
    """
    stripped = [strip(sheet) for sheet in sheets]
    for sheet in stripped:
        if found := _FIRST.search(sheet):
            raise ValueError(f"{found[0]} must come first, and does not in a joined style sheet")
    return "".join(f"{sheet}\n" for sheet in stripped)
