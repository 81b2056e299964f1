"""Divides the text of a ``.bib`` file into entries and raw fields, mending what is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import Fault
from .values import is_field_next, read_value

_ENTRY = re.compile(r"[ \t,;})]*(@)[ \t]*(\w+)\s*([{(])")
_ENTRY_LINE = re.compile(f"^{_ENTRY.pattern}", re.MULTILINE)
_LOST_ENTRY = re.compile(
    r"^[ \t]*(?:@(?!comment\b)|\w+[ \t]*(?:\{[^\s,{}()=]*[,}]|\([^\s,{}()=]*,)"
    r"|[A-Za-z][\w-]*[ \t]*=[ \t]*[{\"]).*",
    re.MULTILINE | re.IGNORECASE,
)
_BRACE = re.compile(r"\\[{}()\\]|[{}()]")
_KEY = re.compile(r"\s*([^,={}\"]*?)\s*(,|\Z|(?=\s[A-Za-z][\w-]*\s*=))", re.DOTALL)
_FIELD = re.compile(r"([^\s=,{}\"#%()']+)\s*=\s*")
_NO_EQUALS = re.compile(r"([A-Za-z][\w-]*)\s*(?=[{\"])")
_BETWEEN = re.compile(r"(?:[\s,]+|%[^\n]*(?:\n|\Z))*")
_NEXT_FIELD = re.compile(r"[,\n]\s*([^\s=,{}\"#%()']+)\s*=\s*(?=[{\"\w])")
_SPACE = re.compile(r"\s+")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
#: What the names of months stand for, in full and abbreviated.
MONTHS = {
    name[:length]: str(number)
    for number, name in enumerate(_MONTHS, 1)
    for length in (3, 4, len(name))
}


@dataclass(slots=True)
class RawEntry:
    """An entry before TeX is read; ``lines`` has the line of each field that it gives itself."""

    kind: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class RawFile:
    """The entries of a file by their keys, the text of its preambles, and the faults."""

    entries: dict[str, RawEntry] = field(default_factory=dict)
    preamble: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Block:
    """The inside of an entry; ``closed`` is false when its end is missing.

    ``extra`` is the line of a closing brace too many, or 0.
    """

    kind: str
    body: str
    line: int
    start: int
    closed: bool
    extra: int = 0


def read_entries(text: str) -> RawFile:
    """Read the text of a whole file."""
    found = RawFile()
    strings = dict(MONTHS)
    for block in _blocks(text, found.faults):
        if block.kind == "comment":
            continue
        if block.kind == "preamble":
            found.preamble.append(block.body)
        elif block.kind == "string":
            reader = _FieldReader(block, block.body, block.start, "@string", strings)
            strings.update((name.lower(), value) for name, value, _ in reader.read())
            found.faults += reader.faults
        else:
            _read_entry(block, found, strings)
    return found


def _read_entry(block: _Block, found: RawFile, strings: dict[str, str]) -> None:
    match = _KEY.match(block.body)
    key = _SPACE.sub(" ", match[1]).strip() if match else ""
    if match is None or not key:
        found.faults.append(Fault(f"entry @{block.kind} has no key", block.line))
        return
    if " " in key or not match[2]:
        message = f"no comma follows the key of entry {key!r}"
        if " " in key:
            message, key = f"the key {key!r} has spaces in it", key.replace(" ", "-")
            message += f"; it is read as {key!r}"
        if match.end() < len(block.body) or " " in match[1]:
            found.faults.append(Fault(message, block.line))
    if key in found.entries:
        first = found.entries[key].line
        message = f"key {key!r} stands twice; line {first} has it too"
        found.faults.append(Fault(message, block.line))
        return
    start = block.start + block.body.count("\n", 0, match.end())
    reader = _FieldReader(block, block.body[match.end() :], start, f"entry {key!r}", strings)
    entry = RawEntry(block.kind, key, block.line)
    for name, value, line in reader.read():
        if name.lower() in entry.fields:
            reader.fault(f"field {name!r} stands twice", line)
        else:
            entry.fields[name.lower()] = value
            entry.lines[name.lower()] = line
    if not block.closed and not reader.mended:
        found.faults.append(
            Fault(f"entry {key!r} has no end; the next one begins inside it", block.line)
        )
    found.faults += reader.faults
    found.entries[key] = entry


# --- entries -------------------------------------------------------------------------------------


def _blocks(text: str, faults: list[Fault]) -> Iterator[_Block]:
    """Yield each entry. One without an end stops where the next line begins another."""
    position, line = 0, 1
    while match := _ENTRY.match(text, position) or _ENTRY_LINE.search(text, position):
        _check_outside(text, position, match.start(), line, faults)
        line += text.count("\n", position, match.start(1))
        kind = match[2].lower()
        close = "}" if match[3] == "{" else ")"
        following = _ENTRY_LINE.search(text, match.end())
        limit = following.start(1) if following else len(text)
        # Entries inside a comment are commented out.
        end = _closing(text, match.end(), len(text) if kind == "comment" else limit, close)
        body = text[match.end() : limit if end is None else end]
        start = line + text.count("\n", match.start(1), match.end())
        if end is None and kind in {"comment", "preamble", "string"}:
            faults.append(Fault(f"entry @{kind} has no end; the next one begins inside it", line))
        position, extra = limit if end is None else end + 1, 0
        if end is not None and kind not in {"comment", "preamble"}:
            # What closed too early: fields follow it as if they were inside.
            while is_field_next(text, position):
                extra = extra or line + text.count("\n", match.start(1), position)
                end = _closing(text, position, limit, close)
                body += " " + text[position : limit if end is None else end]
                position = limit if end is None else end + 1
                if end is None:
                    break
        yield _Block(kind, body, line, start, end is not None, extra)
        line += text.count("\n", match.start(1), position)
    _check_outside(text, position, len(text), line, faults)


def _check_outside(text: str, start: int, end: int, line: int, faults: list[Fault]) -> None:
    """Tell of what looks like an entry that has lost its ``@``, its type or its brace."""
    gap = text[start:end]
    if not gap.strip():
        return
    lost = _LOST_ENTRY.search(gap)
    if lost:
        number = line + gap.count("\n", 0, lost.start())
        faults.append(Fault(f"text that is no entry: {lost[0].strip()[:40]!r}", number))


def _closing(text: str, start: int, limit: int, close: str) -> int | None:
    """Return where *close* ends what begins at *start*, ``None`` if not before *limit*."""
    depth = 0
    for match in _BRACE.finditer(text, start, limit):
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


# --- fields --------------------------------------------------------------------------------------


class _FieldReader:
    """Reads the fields of one entry; ``mended`` says that a value without an end was cut."""

    def __init__(
        self, block: _Block, body: str, line: int, owner: str, strings: dict[str, str]
    ) -> None:
        self.broken = not block.closed
        self.extra = block.extra
        self.body = body
        self.line = line
        self.owner = owner
        self.strings = strings
        self.faults: list[Fault] = []
        self.mended = False

    def fault(self, message: str, line: int) -> None:
        """Note a fault of this entry."""
        self.faults.append(Fault(f"{self.owner}: {message}", line))

    def read(self) -> Iterator[tuple[str, str, int]]:
        """Yield name, value and line of each field."""
        body, position, parted = self.body, 0, True
        while True:
            skipped = _BETWEEN.match(body, position)
            gap = skipped[0] if skipped else ""
            position += len(gap)
            if position >= len(body):
                if self.extra and not self.mended:
                    self.fault("a closing brace too many", self.extra)
                return
            match = _FIELD.match(body, position) or _NO_EQUALS.match(body, position)
            if match is None:
                position = self._skip_junk(position)
                parted = True
                continue
            line = self.line + body.count("\n", 0, match.start())
            if not parted and "," not in gap:
                self.fault(f"no comma stands before field {match[1]!r}", line)
            if "=" not in match[0]:
                self.fault(f"no '=' follows field {match[1]!r}", line)
            read = read_value(body, match.end(), self.strings, self.broken)
            position = read.end
            parted = bool(read.problem)
            self.mended = self.mended or read.cut
            if read.problem:
                self.fault(f"field {match[1]!r} {read.problem}", line)
            if read.text is not None:
                yield match[1], _SPACE.sub(" ", read.text).strip(), line

    def _skip_junk(self, position: int) -> int:
        """Tell of text that is no field; return where the next field begins."""
        following = _NEXT_FIELD.search(self.body, position)
        end = following.start(1) if following else len(self.body)
        junk = self.body[position:end].strip(", \t\r\n")
        if junk.strip("})"):
            line = self.line + self.body.count("\n", 0, position)
            self.fault(f"text that is no field: {junk[:40]!r}", line)
        return end
