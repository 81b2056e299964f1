"""What compilers and programs say, without the paths of the machine, and as it can be shown."""

from __future__ import annotations

import difflib
import re
import sysconfig
from collections.abc import Iterable
from pathlib import Path

# The standard library of C++, wherever a compiler keeps it.
_STANDARD_LIBRARY = re.compile(r"(?:/[^\s:,()'\"]*)?/include/c\+\+/(?:v?\d[\w.]*/)?")
_COLOUR = re.compile(r"\x1b\[[0-9;]*[mK]")
_TOOLKIT = re.compile(r"/[^\s:,()'\"]*/(?:cuda|cu\d)[\w.-]*/(?:targets/[\w-]+/)?include/")
# What Python itself brings: its own modules in a traceback are as from there.
_PYTHON = tuple(Path(sysconfig.get_paths()[name]) for name in ("stdlib", "purelib", "platlib"))
# A sign for each character that would move, colour or ring; tabs and line ends stay.
_SIGNS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
_SIGNS |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}
# Paths that tell nothing of a machine.
_EVERYBODYS = {"/", "/tmp", "/usr", "/usr/local"}
_DOTS = re.compile(r"(?<=/)(?!\.\./)[^/\s]+/\.\.//?")


def normalised(text: str, folders: Iterable[Path]) -> str:
    """Return *text* without colours, and with each path in one of *folders* as from there."""
    text = _COLOUR.sub("", text)
    text = _DOTS.sub("", text)
    known = {
        form for folder in (*folders, *_PYTHON) for form in (str(folder), str(folder.resolve()))
    }
    for folder in sorted(known, key=len, reverse=True):
        text = text.replace(f"{folder}/", "")
    return visible(_STANDARD_LIBRARY.sub("c++/", _TOOLKIT.sub("", text)))


def visible(text: str) -> str:
    """Return *text* with signs for its control characters: U+241B for an escape."""
    return text.translate(_SIGNS)


def place_in(text: str, folders: Iterable[Path]) -> str:
    """Return the first of *folders* whose path stands in *text*, ``""`` where none does."""
    forms = {form for folder in folders for form in (str(folder), str(folder.resolve()))}
    for form in sorted(forms - _EVERYBODYS, key=len, reverse=True):
        if re.search(rf"(?<![\w./-]){re.escape(form)}(?![\w-]|\.\w)", text):
            return form
    return ""


def difference(old: str, new: str, old_name: str, new_name: str) -> str:
    """Return how two texts differ, as ``diff -u`` writes it."""
    lines = (old.splitlines(), new.splitlines())
    return "\n".join(difflib.unified_diff(*lines, old_name, new_name, lineterm=""))
