"""Reads BibTeX files into publications; a broken entry is one fault and the others survive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import Fault
from ..models import Publication
from .names import split_names
from .tex import to_text

_ENTRY = re.compile(r"^[ \t]*@[ \t]*(\w+)[ \t]*([{(])", re.MULTILINE)
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
    for kind, body, line in _blocks(text, faults):
        if kind in {"comment", "preamble"}:
            continue
        if kind == "string":
            strings.update((k.lower(), v) for k, v, _ in _fields(body, line, strings, faults))
            continue
        key, _, rest = body.partition(",")
        key = key.strip()
        if not key or re.search(r"[\s={}\"]", key):
            faults.append(Fault(f"entry @{kind} has no key", line))
            continue
        if key in found:
            faults.append(
                Fault(f"key {key!r} stands twice; line {found[key].line} has it too", line)
            )
            continue
        raw: dict[str, str] = {}
        for name, value, number in _fields(rest, line, strings, faults):
            if name.lower() in raw:
                faults.append(Fault(f"entry {key!r}: field {name!r} stands twice", number))
            else:
                raw[name.lower()] = value
        found[key] = _publication(key, kind, raw, path, line)
    return Bibliography(tuple(found.values()), tuple(faults))


def _blocks(text: str, faults: list[Fault]) -> Iterator[tuple[str, str, int]]:
    """Yield (type, inside, line) of each entry; one without an end stops where the next begins."""
    starts = list(_ENTRY.finditer(text))
    for number, match in enumerate(starts):
        line = text.count("\n", 0, match.start()) + 1
        kind = match[1].lower()
        end = _closing(text, match.end(), "}" if match[2] == "{" else ")")
        following = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        if end is None or end > following:
            faults.append(Fault(f"entry @{kind} has no end; the next one begins inside it", line))
            end = following
        yield kind, text[match.end() : end], line


def _closing(text: str, start: int, close: str) -> int | None:
    depth = 0
    for match in re.compile(r"[{}()]|\\.", re.DOTALL).finditer(text, start):
        char = match[0]
        if depth == 0 and char == close:
            return match.start()
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth < 0:
                return match.start()
    return None


def _fields(
    body: str, line: int, strings: dict[str, str], faults: list[Fault]
) -> Iterator[tuple[str, str, int]]:
    position = 0
    while match := _FIELD.match(body, position):
        number = line + body.count("\n", 0, match.start(1))
        value, position = _value(body, match.end(), strings)
        if value is None:
            faults.append(Fault(f"field {match[1]!r} has no value that can be read", number))
        else:
            yield match[1], _SPACE.sub(" ", value).strip(), number
    rest = body[position:].strip().strip(",").strip()
    if rest:
        number = line + body.count("\n", 0, position)
        faults.append(Fault(f"text that is no field: {rest[:40]!r}", number))


def _value(body: str, start: int, strings: dict[str, str]) -> tuple[str | None, int]:
    """Read a value: braced, quoted, a bare word, or several joined by ``#``."""
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
            quoted = re.compile(r'"((?:[^"{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)"').match(body, position)
            if not quoted:
                return None, position
            pieces.append(quoted[1])
            position = quoted.end()
        else:
            bare = re.compile(r"[^\s,#{}\"]+").match(body, position)
            if not bare:
                return None, position
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
