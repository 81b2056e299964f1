"""Looks for instructions in PTX."""

from __future__ import annotations

import re
from collections import Counter

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
# A statement may follow a brace (inline assembly), a label, and a predicate.
_OPCODE = re.compile(
    r"(?:^|[;{}]|(?<=:)[ \t])[ \t]*(?:@!?%?\w+[ \t]+)?([a-z][\w]*(?:(?:\.|::)[\w]+)+)(?=[ \t;]|$)",
    re.MULTILINE,
)


def find(ptx: str, instruction: str) -> dict[str, int]:
    """Return the full forms, sorted, in which an instruction stands in a PTX text, and how often.

    ``wgmma.mma_async`` finds ``wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16``, and no name of
    a symbol or word of a comment.
    """
    found = Counter(match[1] for match in _OPCODE.finditer(_COMMENT.sub(" ", ptx)))
    return {
        form: count
        for form, count in sorted(found.items())
        if f"{form}.".startswith(f"{instruction}.") or form.startswith(f"{instruction}::")
    }
