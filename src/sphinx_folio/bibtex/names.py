"""Reads the names of a bibliography field into their parts."""

from __future__ import annotations

import re

from ..models import Name
from .tex import to_text


def split_names(text: str) -> tuple[Name, ...]:
    """Read a BibTeX list of names, joined by ``and``; braces hold a name together."""
    return tuple(parse_name(part) for part in _split(text, r"\s+and\s+"))


def parse_name(text: str) -> Name:
    """Read one name: ``Family, Given``, ``Given von Family``, ``Family, Jr, Given``, ``{Name}``."""
    text = text.strip()
    if text == "others":
        return Name(literal="et al.")
    if text.startswith("{") and text.endswith("}") and _split(text, r"[\s,]+") == [text]:
        return Name(literal=to_text(text))
    parts = [part.strip() for part in _split(text, ",")]
    if len(parts) == 1:
        words = _split(parts[0], r"\s+")
        lower = [n for n, word in enumerate(words[:-1]) if word[:1].islower()]
        cut = lower[0] if lower else len(words) - 1
        given, family = " ".join(words[:cut]), " ".join(words[cut:])
        suffix = ""
    else:
        family, given = parts[0], parts[-1]
        suffix = ", ".join(parts[1:-1])
    words = _split(family, r"\s+")
    particles = 0
    while particles < len(words) - 1 and words[particles][:1].islower():
        particles += 1
    return Name(
        family=to_text(" ".join(words[particles:])),
        given=to_text(given),
        particle=to_text(" ".join(words[:particles])),
        suffix=to_text(suffix),
    )


def _split(text: str, separator: str) -> list[str]:
    """Split *text* at a regular expression, but never inside braces."""
    parts, start, depth, position = [], 0, 0, 0
    pattern = re.compile(separator)
    while position < len(text):
        char = text[position]
        if char == "\\":
            position += 2
            continue
        depth += (char == "{") - (char == "}")
        match = pattern.match(text, position) if depth == 0 else None
        if match and match.end() > position:
            parts.append(text[start:position])
            start = position = match.end()
        else:
            position += 1
    return [part for part in [*parts, text[start:]] if part.strip()]
