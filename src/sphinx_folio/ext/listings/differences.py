"""The difference between two excerpts, as ``diff -u`` writes it, with the files' line numbers."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ...listings import Excerpt

CONTEXT = 3  # lines around a change, as diff has it


def difference(old_name: str, old: Excerpt, new_name: str, new: Excerpt) -> tuple[str, ...]:
    """Return the lines of the difference, none where the two are the same."""
    matcher = difflib.SequenceMatcher(None, old.lines, new.lines, autojunk=False)
    groups = list(matcher.get_grouped_opcodes(CONTEXT))
    if not any(tag != "equal" for group in groups for tag, *_ in group):
        return ()
    lines = [f"--- {old_name}", f"+++ {new_name}"]
    for group in groups:
        (_, i1, _, j1, _), (_, _, i2, _, j2) = group[0], group[-1]
        lines.append(f"@@ -{_range(old, i1, i2)} +{_range(new, j1, j2)} @@")
        for tag, *places in group:
            lines += _changed(tag, places, old, new)
    return tuple(lines)


def _range(excerpt: Excerpt, start: int, stop: int) -> str:
    """Return where lines begin in the file, and how many they are."""
    first = excerpt.numbers[start] if start < stop else excerpt.numbers[0] + start - 1
    return f"{first},{stop - start}" if stop - start != 1 else f"{first}"


def _changed(tag: str, places: list[int], old: Excerpt, new: Excerpt) -> Iterator[str]:
    i1, i2, j1, j2 = places
    if tag == "equal":
        yield from (f" {line}" for line in old.lines[i1:i2])
    else:
        yield from (f"-{line}" for line in old.lines[i1:i2])
        yield from (f"+{line}" for line in new.lines[j1:j2])
