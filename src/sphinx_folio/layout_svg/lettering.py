"""How wide text gets, and where it breaks: SVG text neither measures nor wraps itself."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

CHARACTER = 7.8  # the widest that a character of the small text gets, unless it is a wide one
WIDE_CHARACTER = 13
MONOSPACE = 9.2  # a character of the expression


def width_of(text: str, character: float = CHARACTER) -> int:
    """Return the width that *text* has at most."""
    wide = sum(east_asian_width(letter) in "WF" for letter in text)
    return round(character * (len(text) - wide) + WIDE_CHARACTER * wide)


def wrap(text: str, width: int, character: float = CHARACTER) -> tuple[str, ...]:
    """Return *text* in lines no wider than *width*, as far as there are places to break it.

    They are blanks, and the places after a comma or a colon and between wide characters; what is
    on the right of an equals sign gets lines of its own.
    """
    if " = " in text and width_of(text, character) > width:
        before, _, after = text.rpartition(" = ")
        return (*wrap(before, width, character), *wrap(f"= {after}", width, character))
    parts = re.findall(r"[^\s,:\u2e80-\uffef]*(?:[,:]|[\u2e80-\uffef]|\s+|$)", text)
    lines = [""]
    for part in parts:
        if lines[-1] and width_of((lines[-1] + part).rstrip(), character) > width:
            lines.append("")
        lines[-1] += part
    return tuple(line.strip() for line in lines if line.strip()) or ("",)
