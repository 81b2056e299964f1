"""Looks for instructions in PTX."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
# A statement may follow a brace (inline assembly), a label, and a predicate.
_OPCODE = re.compile(
    r"(?:^|[;{}]|(?<=:)[ \t])[ \t]*(?:@!?%?\w+[ \t]+)?([a-z][\w]*(?:(?:\.|::)[\w]+)+)(?=[ \t;]|$)",
    re.MULTILINE,
)

_WANTED = re.compile(r"([a-z]\w*(?:(?:\.|::)\w+)*)(?:\s*:\s+(\d{1,6}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An instruction that PTX must hold: ``count`` times, 0 for never, ``None`` for at least once.

    As a text: ``ldmatrix``, ``ldmatrix: 8``, ``xor.b32: 0``.
    """

    name: str
    count: int | None = None

    @classmethod
    def parse(cls, text: str) -> Wanted:
        """Read the text of one; raise ``ValueError`` where it is none."""
        match = _WANTED.fullmatch(text.strip())
        if not match:
            raise ValueError(f"{text!r} is no instruction; write 'ldmatrix' or 'ldmatrix: 8'")
        return cls(match[1], None if match[2] is None else int(match[2]))

    def fault(self, forms: dict[str, int]) -> str:
        """Return what is wrong with what was found, such as "holds no ldmatrix", or ``""``."""
        found = sum(forms.values())
        if self.count is None:
            return "" if found else f"holds no {self.name}"
        return "" if found == self.count else f"holds {self.name} {found} times, not {self.count}"


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
