"""Reads BibTeX files into publications; a broken entry is one fault and the others survive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import Fault
from ..models import Publication
from .names import split_names
from .tex import to_text

_ENTRY = re.compile(r"[ \t]*@[ \t]*(\w+)\s*([{(])")
_ENTRY_LINE = re.compile(f"^{_ENTRY.pattern}", re.MULTILINE)
_LOST_ENTRY = re.compile(r"^[ \t]*(?:@|\w+[ \t]*[{(][^\s,{}()=]*,).*", re.MULTILINE)
_FIELD = re.compile(r"\s*,?\s*([^\s=,{}\"#%()']+)\s*=\s*")
_SPACE = re.compile(r"\s+")
_STRINGS = dict(
    zip(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        map(str, range(1, 13)),
        strict=True,
    )
)

#: Fields whose value is an address or an identifier, in which TeX has no meaning.
VERBATIM = frozenset(
    {"url", "doi", "eprint", "file", "pdf", "code", "slides", "poster", "video", "website"}
)


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What one file holds: the entries in order, and what was wrong in it."""

    publications: tuple[Publication, ...]
    faults: tuple[Fault, ...]


def parse(text: str, path: str = "") -> Bibliography:
    """Parse the text of a ``.bib`` file; *path* is carried into the publications for messages."""
    strings = dict(_STRINGS)
    found: dict[str, Publication] = {}
    faults: list[Fault] = []
    for kind, body, line, start in _blocks(text, faults):
        if kind in {"comment", "preamble"}:
            continue
        if kind == "string":
            strings.update((k.lower(), v) for k, v, _ in _fields(body, start, strings, faults))
            continue
        before, _, rest = body.partition(",")
        key = before.strip()
        if not key or re.search(r"[\s={}\"]", key):
            faults.append(Fault(f"entry @{kind} has no key", line))
            continue
        if key in found:
            faults.append(
                Fault(f"key {key!r} stands twice; line {found[key].line} has it too", line)
            )
            continue
        raw: dict[str, str] = {}
        for name, value, number in _fields(rest, start + before.count("\n"), strings, faults):
            if name.lower() in raw:
                faults.append(Fault(f"entry {key!r}: field {name!r} stands twice", number))
            else:
                raw[name.lower()] = value
        found[key] = _publication(key, kind, raw, path, line)
    return Bibliography(tuple(found.values()), tuple(faults))


def _blocks(text: str, faults: list[Fault]) -> Iterator[tuple[str, str, int, int]]:
    """Yield (type, inside, line, line of the inside) of each entry.

    An entry without an end stops where the next line begins one.
    """
    position, line = 0, 1
    while match := _ENTRY.match(text, position) or _ENTRY_LINE.search(text, position):
        _check_outside(text[position : match.start()], line, faults)
        line += text.count("\n", position, match.start())
        kind = match[1].lower()
        end = _closing(text, match.end(), "}" if match[2] == "{" else ")")
        following = _ENTRY_LINE.search(text, match.end())
        limit = following.start() if following else len(text)
        position = limit
        # Entries inside a comment are commented out.
        if end is None or (end > limit and kind != "comment"):
            faults.append(Fault(f"entry @{kind} has no end; the next one begins inside it", line))
            end = limit
        else:
            position = end + 1
        yield kind, text[match.end() : end], line, line + match[0].count("\n")
        line += text.count("\n", match.start(), position)
    _check_outside(text[position:], line, faults)


def _check_outside(text: str, line: int, faults: list[Fault]) -> None:
    """Tell of what looks like an entry that has lost its ``@``, its type or its brace."""
    lost = _LOST_ENTRY.search(text)
    if lost:
        number = line + text.count("\n", 0, lost.start())
        faults.append(Fault(f"text that is no entry: {lost[0].strip()[:40]!r}", number))


def _closing(text: str, start: int, close: str) -> int | None:
    depth = 0
    for match in re.compile(r"[{}()\"]|\\[{}()\\]").finditer(text, start):
        char = match[0]
        if depth == 0 and char == close:
            return match.start()
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth < 0:
                return match.start() if close != '"' else None
    return None


def _fields(
    body: str, line: int, strings: dict[str, str], faults: list[Fault]
) -> Iterator[tuple[str, str, int]]:
    position = 0
    while match := _FIELD.match(body, position):
        number = line + body.count("\n", 0, match.start(1))
        unknown: list[str] = []
        value, position = _value(body, match.end(), strings, unknown)
        faults += [
            Fault(f"field {match[1]!r}: no @string defines {word!r}", number) for word in unknown
        ]
        if value is None:
            faults.append(Fault(f"field {match[1]!r} has no value that can be read", number))
        else:
            yield match[1], _SPACE.sub(" ", value).strip(), number
    rest = body[position:].lstrip(", \t\r\n")
    if rest:
        number = line + body.count("\n", 0, len(body) - len(rest))
        rest = rest.rstrip(", \t\r\n")
        faults.append(Fault(f"text that is no field: {rest[:40]!r}", number))


def _value(
    body: str, start: int, strings: dict[str, str], unknown: list[str]
) -> tuple[str | None, int]:
    """Read a value: braced, quoted, a bare word, or several joined by ``#``.

    Words that are neither numbers nor defined are added to *unknown*, and stand for themselves.
    """
    pieces: list[str] = []
    position = start
    while True:
        char = body[position : position + 1]
        if char == "{":
            end = _closing(body, position + 1, "}")
            if end is None:
                return None, position
            pieces.append(body[position + 1 : end])
            position = end + 1
        elif char == '"':
            end = _closing(body, position + 1, '"')
            if end is None:
                return None, position
            pieces.append(body[position + 1 : end])
            position = end + 1
        else:
            bare = re.compile(r"[^\s,#{}\"]+").match(body, position)
            if not bare:
                return None, position
            if bare[0].lower() not in strings and not bare[0][0].isdigit():
                unknown.append(bare[0])
            pieces.append(strings.get(bare[0].lower(), bare[0]))
            position = bare.end()
        more = re.compile(r"\s*#\s*").match(body, position)
        if not more:
            return "".join(pieces), position
        position = more.end()


def _publication(key: str, kind: str, raw: dict[str, str], path: str, line: int) -> Publication:
    fields = {name: value if name in VERBATIM else to_text(value) for name, value in raw.items()}
    return Publication(
        key=key,
        type=kind,
        title=fields.get("title", ""),
        authors=split_names(raw.get("author", "")) if raw.get("author") else (),
        fields=fields,
        path=path,
        line=line,
    )
