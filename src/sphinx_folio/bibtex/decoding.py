"""Reads the bytes of a ``.bib`` file: UTF-8, and GBK or Latin-1 where there is no doubt."""

from __future__ import annotations

import codecs
import re

from ..errors import Fault

_HIGH = re.compile(rb"[\x80-\xff]+")
#: Letters and signs of Western names and titles, in Latin-1 and, for quotes and dashes, cp1252.
_WESTERN = frozenset({*range(0xC0, 0x100), *range(0x91, 0x98), 0x85, 0x8A, 0x8E, 0x9A, 0x9E, 0xA0})
_WESTERN_SIGNS = frozenset({0xA1, 0xA7, 0xAA, 0xAB, 0xB0, 0xB4, 0xBA, 0xBB, 0xBF}) | _WESTERN
_NO_LETTERS = frozenset({0xD7, 0xF7})


def decode(data: bytes) -> tuple[str, tuple[Fault, ...]]:
    """Return the text, its lines ended by a line feed, and a fault where bytes were unreadable."""
    faults: tuple[Fault, ...] = ()
    try:
        text = data.decode("utf-16" if data[:2] in _UTF16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        if _is_gbk(data):
            text = data.decode("gbk")
        elif _is_western(data):
            text = data.decode("cp1252", errors="replace")
        else:
            line = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
            message = (
                f"the file is not in UTF-8 (byte 0x{data[error.start]:02x}), and what else it "
                "may be in is not certain: save it as UTF-8"
            )
            faults = (Fault(message, line),)
            text = data.decode("utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), faults


_UTF16 = frozenset({codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE})


def _is_gbk(data: bytes) -> bool:
    """Tell whether the bytes are Chinese text beyond doubt.

    Single Western letters make Chinese characters with the ASCII letter behind them; so nearly all
    characters must be of two high bytes, and not all of them may touch an ASCII letter.
    """
    try:
        text = data.decode("gbk")
    except UnicodeDecodeError:
        return False
    wide = [char for char in text if ord(char) > 0x7F]
    if not all(_is_chinese(char) for char in wide):
        return False
    runs = list(_HIGH.finditer(data))
    pairs = sum(len(run[0]) // 2 for run in runs)
    touching = sum(
        data[run.start() - 1 : run.start()].isalpha() or data[run.end() : run.end() + 1].isalpha()
        for run in runs
    )
    return pairs >= 0.8 * len(wide) and touching < 0.5 * len(runs)


def _is_chinese(char: str) -> bool:
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3000 <= code <= 0x303F
        or 0xFF00 <= code <= 0xFFEF
        or 0x2010 <= code <= 0x2026
        or code == 0xB7
    )


def _is_western(data: bytes) -> bool:
    """Tell whether each high byte is a letter of Western names, in a word or beside one."""
    return all(
        len(run[0]) <= 3 and all(byte in _WESTERN_SIGNS - _NO_LETTERS for byte in run[0])
        for run in _HIGH.finditer(data)
    )
