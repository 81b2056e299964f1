"""Says a TeX formula in plain characters, for titles of pages, lists and search."""

from __future__ import annotations

import re

from .characters import LETTERS, MATH, SUBSCRIPTS, SUPERSCRIPTS

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[{}^_~&]|\s+", re.DOTALL)
_DOUBLE_STRUCK = dict(zip("CHNPQRZE", "ℂℍℕℙℚℝℤ𝔼", strict=True))
_SPACES = frozenset((",", ";", ":", ">", " ", "quad", "qquad", "\\"))
_SIZES = frozenset(
    re.findall(r"\S+", "left right big Big bigl bigr Bigl Bigr bigg displaystyle textstyle limits")
)


def spoken(tex: str) -> str:
    r"""Return the formula *tex* (without its dollar signs) as text: ``O(n^2)`` as ``O(n²)``."""
    text, _ = _sequence(tex, 0, 0)
    return re.sub(r"\s+", " ", text).strip()


def raised(text: str) -> str:
    """Return *text* in superscript characters where Unicode has them all, else as it is."""
    return _mapped(text, SUPERSCRIPTS) or text


def lowered(text: str) -> str:
    """Return *text* in subscript characters where Unicode has them all, else as it is."""
    return _mapped(text, SUBSCRIPTS) or text


def _mapped(text: str, table: dict[str, str]) -> str:
    return "".join(table[char] for char in text) if all(char in table for char in text) else ""


def _sequence(tex: str, position: int, depth: int) -> tuple[str, int]:
    """Read to the end of the group or of the text; return what it says, and where it ended."""
    said: list[str] = []
    while position < len(tex):
        if tex[position] == "}" and depth:
            return "".join(said), position + 1
        piece, position = _piece(tex, position, depth)
        said.append(piece)
    return "".join(said), position


def _piece(tex: str, position: int, depth: int) -> tuple[str, int]:
    match = _TOKEN.match(tex, position)
    if match is None:
        return tex[position], position + 1
    token, position = match[0], match.end()
    if token == "{":
        return _sequence(tex, position, depth + 1) if depth < 60 else ("", position)
    if token in "^_" and position < len(tex):
        return _script(tex, position, depth, token)
    if token[0] != "\\":
        return (" " if token.isspace() or token in "~&" else ""), position
    return _command(tex, position, depth, token[1:])


def _script(tex: str, position: int, depth: int, sign: str) -> tuple[str, int]:
    said, position = _argument(tex, position, depth)
    said = said.strip()
    said = {"∗": "*"}.get(said, said)
    table = SUPERSCRIPTS if sign == "^" else SUBSCRIPTS
    if said in {"∘", "′", "†", "‡", "*"}:
        return {"∘": "°"}.get(said, said), position
    return _mapped(said, table) or f"{sign}{said if len(said) < 2 else f'({said})'}", position


def _command(tex: str, position: int, depth: int, name: str) -> tuple[str, int]:
    if name == "\\":
        return "; ", position
    if name in _SPACES:
        return " ", position
    if name in MATH or name in LETTERS:
        return MATH.get(name) or LETTERS[name], position
    if name in _SIZES or name == "!":
        return "", position
    if name in {"frac", "dfrac", "tfrac"}:
        above, position = _argument(tex, position, depth)
        below, position = _argument(tex, position, depth)
        return f"{_held(above)}/{_held(below)}", position
    if name in {"begin", "end"}:
        _, position = _argument(tex, position, depth)
        return "", position
    if name == "sqrt":
        under, position = _argument(tex, position, depth)
        return f"√{_held(under)}", position
    if name == "mathbb":
        inside, position = _argument(tex, position, depth)
        return "".join(_DOUBLE_STRUCK.get(char, char) for char in inside), position
    if not name.isalpha():
        return name, position
    following = re.compile(r"\s*\{").match(tex, position)
    # With an argument it is a style or a decoration; alone it is a function such as \log.
    return ("" if following else name), (following.end() - 1 if following else position)


def _argument(tex: str, position: int, depth: int) -> tuple[str, int]:
    while position < len(tex) and tex[position].isspace():
        position += 1
    return _piece(tex, position, depth) if position < len(tex) else ("", position)


def _held(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"
