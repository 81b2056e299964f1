"""Reads the names of a bibliography field into their parts."""

from __future__ import annotations

import functools
import re

from ..models import Name
from .characters import DECLARED, STYLED, TRANSPARENT
from .tex import to_text

_AND = re.compile(r"(?:\A|\s+)and(?=\s|\Z)", re.IGNORECASE)
_COMMA = re.compile(r"[,，]")
_TOKEN = re.compile(r"\\.|[{}]", re.DOTALL)
_SPACE = re.compile(r"[\s~]+")
_JUNIOR = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)\Z")
_WRAPPER = re.compile(r"\s*\{?\s*\\([A-Za-z]+)\s*(\{|\s)\s*")
_KEYED = re.compile(r"\s*(family|given|prefix|suffix)(-i)?\s*=\s*", re.IGNORECASE)
_LOOSE_ACCENT = re.compile(r"\\([uvHcdbkrt]) +(\w)")
_LOOSE_LETTER = re.compile(r"\\(o|O|l|L|aa|AA|ae|AE|oe|OE|ss|dh|DH|th|TH|i|j) +(?=\w)")
_STYLES = {*STYLED, *DECLARED, *TRANSPARENT}


def split_names(text: str, problems: list[str] | None = None) -> tuple[Name, ...]:
    """Read a BibTeX list of names, joined by ``and``; braces hold a name together.

    What is no name in BibTeX's sense is added to *problems*.
    """
    names: list[Name] = []
    if "\\" in text:
        # The space that ends a command parts no words: "Erd\\H os" is one.
        text = _LOOSE_LETTER.sub(r"{\\\1}", _LOOSE_ACCENT.sub(r"\\\1{\2}", text))
    for part in _split(text, _AND):
        pieces = _split(_unwrapped(part), _COMMA)
        listed = len(pieces) > 2 and all(len(_SPACE.split(one.strip())) > 1 for one in pieces)
        if listed:
            names += map(parse_name, pieces)
        else:
            names.append(parse_name(part))
        if problems is not None and (listed or (len(pieces) > 3 and not _KEYED.match(part))):
            problems.append(f"{part.strip()[:60]!r} has too many commas; names are joined by 'and'")
    return tuple(names)


@functools.lru_cache(maxsize=8192)  # the same people write again and again
def parse_name(text: str) -> Name:
    """Read one name: ``Family, Given``, ``Given von Family``, ``Family, Jr, Given``, ``{Name}``."""
    text = _unwrapped(text.strip())
    if text.lower() == "others":
        return Name(literal="et al.")
    if _is_group(text):
        return Name(literal=_text(text))
    parts = [part.strip() for part in _split(text, _COMMA)]
    if _KEYED.match(text):
        return _keyed(parts)
    if len(parts) == 1:
        words = _split(parts[0], _SPACE)
        suffix = words.pop() if len(words) > 2 and _JUNIOR.match(words[-1]) else ""
        lower = [n for n, word in enumerate(words[:-1]) if _is_lower(word)]
        cut = lower[0] if lower else len(words) - 1
        given, family = " ".join(words[:cut]), " ".join(words[cut:])
    elif not parts:
        return Name(literal=_text(text))
    else:
        family, given = parts[0], parts[-1]
        suffix = ", ".join(parts[1:-1])
    words = _split(family, _SPACE)
    particles = 0
    while particles < len(words) - 1 and _is_lower(words[particles]):
        particles += 1
    whole = _text(family)
    if not given and not suffix and not particles and " " in whole:
        return Name(literal=whole)
    return Name(
        family=_text(" ".join(words[particles:])),
        given=_text(given),
        particle=_text(" ".join(words[:particles])),
        suffix=_text(suffix),
    )


def _keyed(parts: list[str]) -> Name:
    """Read biblatex's extended form: ``family=Beethoven, given=Ludwig, prefix=van``."""
    found: dict[str, str] = {}
    for part in parts:
        match = _KEYED.match(part)
        if match and not match[2]:
            found[match[1].lower()] = _text(part[match.end() :].strip().strip('"'))
    return Name(
        family=found.get("family", ""),
        given=found.get("given", ""),
        particle=found.get("prefix", ""),
        suffix=found.get("suffix", ""),
    )


def _text(tex: str) -> str:
    if tex.isalpha() and tex.isascii():
        return tex
    return " ".join(to_text(tex).split())


def _is_lower(word: str) -> bool:
    r"""Tell whether a word begins in lower case; a letter under an accent (``{\'e}``) counts."""
    return word[:1].islower() or (word[:1] in "\\{" and word[1:2] != "{" and _accented_lower(word))


def _accented_lower(word: str) -> bool:
    return (word[0] == "\\" or word[1:2] == "\\") and to_text(word)[:1].islower()


def _is_group(text: str) -> bool:
    """Tell whether one pair of braces is around the whole."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for match in _TOKEN.finditer(text):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0:
            return match.end() == len(text)
    return False


def _unwrapped(text: str) -> str:
    r"""Return a name without the style around it or its parts: ``\textbf{Lu, Runyu}``."""
    if "\\" not in text:
        return text
    for _ in range(4):
        match = _WRAPPER.match(text)
        if match is None or match[1] not in _STYLES:
            break
        if match[2] == "{" and _is_group(text[text.index("{", match.start(1)) :].strip()):
            text = text[match.end() : text.rindex("}")].strip()
        elif text.lstrip().startswith("{") and _is_group(text.strip()):
            inside = text.strip()[1:-1].strip()
            text = re.sub(rf"\A\\{match[1]}\s*", "", inside)
            text = text[1:-1] if match[2] == "{" and _is_group(text) else text
        else:
            break
    return text


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split *text* at a regular expression, but never inside braces."""
    if "{" not in text and "\\" not in text:
        return [part for part in separator.split(text) if part.strip()]
    held, depth, opening = [], 0, 0
    for token in _TOKEN.finditer(text):
        if token[0] == "{":
            opening = token.start() if depth == 0 else opening
            depth += 1
        elif token[0] == "}":
            depth = max(0, depth - 1)
            if depth == 0:
                held.append((opening, token.end()))
        elif depth == 0:
            held.append(token.span())
    if depth:
        held.append((opening, len(text)))
    parts, start = [], 0
    for match in separator.finditer(text):
        if not any(first <= match.start() < last for first, last in held):
            parts.append(text[start : match.start()])
            start = match.end()
    return [part for part in [*parts, text[start:]] if part.strip()]
