"""Digests: of what a page says, and of plain values.

By the first a translation knows that its original has changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

LENGTH = 12

#: The keys of front matter that readers read; all others can change without a word changing.
_READ = re.compile(r"(title|summary)\s*:")
_OPENING = re.compile(r"-{3,}")
_CLOSING = re.compile(r"(?:\.{3}|-{3,})\s*\Z")


def content_digest(text: str) -> str:
    """Return 12 hexadecimal digits of what a page (*text*, its whole source) says to readers.

    That is its body, and the title and the summary of its front matter. Dates, tags and all other
    keys do not count, nor do the form of line ends, blanks at the ends of lines, a byte order mark,
    and empty lines at the ends of the body.
    """
    lines = [line.rstrip() for line in text.removeprefix("\ufeff").splitlines()]
    end = _end_of_front_matter(lines)
    head = _read_by_readers(lines[1:end])
    body = "\n".join(lines[end + 1 if end else 0 :]).strip("\n")
    return hashlib.sha256("\n".join([*head, "", body]).encode()).hexdigest()[:LENGTH]


def _end_of_front_matter(lines: list[str]) -> int:
    """Return the number of the line that closes the front matter, 0 where there is none."""
    if not lines or not _OPENING.match(lines[0]):
        return 0
    return next((number for number, line in enumerate(lines) if number and _CLOSING.match(line)), 0)


def _read_by_readers(lines: list[str]) -> list[str]:
    """Return the keys that readers read with their values, one to a line, in order of the keys."""
    found: list[list[str]] = []
    inside = False
    for line in lines:
        if line and not line.startswith((" ", "\t", "#")):
            inside = _READ.match(line) is not None
            if inside:
                found.append([])
        if inside:
            found[-1].extend(line.split())
    return sorted(" ".join(words) for words in found)


def value_digest(value: Any) -> str:
    """Return the digest of a plain value, the same in each process and on each machine."""
    return hashlib.sha256(_JSON.encode(value).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return a value that JSON cannot hold as one that it can, without order that means nothing."""
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is not None:
        said = (getattr(value, name) for name in fields)
        # Of what an author said the order means something; of what Sphinx collects it does not.
        return [list(one.items()) if _is_mapping(one) else one for one in said]
    if isinstance(value, Mapping):
        return dict(value)
    if callable(value):
        return f"{value.__module__}.{getattr(value, '__qualname__', type(value).__qualname__)}"
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return str(value)


def _is_mapping(value: Any) -> bool:
    # Most are no such thing, and a class that is asked for its kin is slow.
    return type(value) not in _SIMPLE and isinstance(value, Mapping)


_SIMPLE = frozenset({str, int, bool, tuple, type(None)})
_JSON = json.JSONEncoder(sort_keys=True, default=_plain)
