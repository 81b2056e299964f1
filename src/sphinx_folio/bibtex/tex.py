"""Turns the TeX of bibliography fields into plain text: accents, dashes, quotes, braces."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "th": "þ", "textendash": "–",
    "textemdash": "—", "textquoteright": "’", "dots": "…", "ldots": "…", "TeX": "TeX",
    "LaTeX": "LaTeX",
    "textbackslash": "\\", "textasciitilde": "~", "textunderscore": "_",
}  # fmt: skip
_SYMBOL = re.compile(r"\\([`'^~=.\"])\s*(?:\{\\?([A-Za-zı])\}|\\?([A-Za-z]))")
_NAMED = re.compile(r"\\([uvHcdbkr])(?:\s*\{\\?([A-Za-z])\}|\s+\\?([A-Za-z]))")
_COMMAND = re.compile(r"\\(?:text(?:it|bf|tt|sc|rm|sf|up|normal)?|emph|mbox|enquote|url)\s*(?=\{)")
_WORD = re.compile(r"\\([A-Za-z]+)(?:\{\}|\s+|(?![A-Za-z]))")
_ESCAPED = re.compile(r"\\([&%$#_{} ])")
_DASHES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", "\u00a0"))


def to_text(tex: str) -> str:
    """Return *tex* as plain Unicode text (NFC), braces gone, capitals as the author wrote them."""
    if not re.search(r"[\\{}~`'-]", tex):
        return tex
    text = _SYMBOL.sub(_accented, tex)
    text = _NAMED.sub(_accented, text)
    text = _COMMAND.sub("", text)
    text = _WORD.sub(lambda match: _LETTERS.get(match[1], match[0]), text)
    for tex_form, plain in _DASHES:
        text = text.replace(tex_form, plain)
    text = re.sub(r"(?<!\\)[{}]", "", text)
    return unicodedata.normalize("NFC", _ESCAPED.sub(r"\1", text)).strip()


def _accented(match: re.Match[str]) -> str:
    letter = match[2] or match[3]
    return unicodedata.normalize("NFC", letter + _ACCENTS[match[1]])
