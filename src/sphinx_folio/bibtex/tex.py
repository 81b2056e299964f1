r"""Turns the TeX of bibliography fields into text and styled runs; nothing of it stays raw."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..models import Run
from .addresses import clean_address
from .characters import (
    ACCENTS,
    ALONE,
    DECLARED,
    DROPPED,
    LETTERS,
    STYLED,
    SYMBOLS,
    TRANSPARENT,
)
from .formulas import lowered, raised, spoken

_MARKUP = re.compile(r"[\\{}$~`]|--|''")
_SPECIAL = re.compile(r"\\(?:[A-Za-z]+|.|\Z)|[{}~`]|\${1,2}|-{2,3}|''|'(?![A-Za-z])", re.DOTALL)
# Most fields have no more markup than braces around capitals and dashes in page ranges.
_SIMPLE = re.compile(r"[^\\{}$~`']*+(?:\{[^\\{}$~`']*+\}[^\\{}$~`']*+)*+")
_DASH_AT_BRACE = re.compile(r"-[{}]|[{}]-")
_BLANKS = re.compile(r"[ \t\r\n]+")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_SCRIPT = re.compile(r"(?:\{\})?([\^_])\s*(?:\{([^{}\\$^_]*)\}|([^\\{}\s]))")
# Google Scholar escapes the braces that protect capitals: "{\\{}USENIX{\\}}", "$\\{$USENIX$\\}$".
_ESCAPED_GROUP = re.compile(
    r"(?:\$\\\{\$|\{\\\{\}|\\\{)([A-Za-z][\w./-]*)(?:\$\\\}\$|\{\\\}\}|\\\})"
)
_SIGNS = {"~": "\u00a0", "--": "–", "---": "—", "''": "”"}
_DEFINITION = re.compile(
    r"\\(?:(?:re)?new|provide)command\*?\s*\{?\\([A-Za-z]+)\}?\s*(?:\[(\d)\])?\s*(?=\{)"
    r"|\\def\s*\\([A-Za-z]+)((?:#\d)*)\s*(?=\{)"
)
_MOST_EXPANSIONS = 100  # of a preamble's commands in one field
_DEEPEST = 40  # groups in groups; a file that nests deeper is broken or hostile


class Macro(NamedTuple):
    """A command that a ``@preamble`` defines: how many arguments, and what it stands for."""

    arguments: int
    body: str


@dataclass(frozen=True, slots=True)
class Text:
    """A field read: as plain text, as rich text (empty without markup), and what was not read."""

    plain: str
    runs: tuple[Run, ...] = ()
    problems: tuple[str, ...] = ()


def to_text(tex: str) -> str:
    """Return *tex* as plain Unicode text (NFC), braces gone, capitals as the author wrote them."""
    return convert(tex).plain


def convert(tex: str, macros: Mapping[str, Macro] | None = None) -> Text:
    """Read the TeX of a field."""
    if not _MARKUP.search(tex):
        return Text(unicodedata.normalize("NFC", tex).strip())
    if _SIMPLE.fullmatch(tex) and not _DASH_AT_BRACE.search(tex):
        plain = tex.replace("{", "").replace("}", "").replace("---", "—").replace("--", "–")
        return Text(unicodedata.normalize("NFC", _BLANKS.sub(" ", plain).strip()))
    if "\\{" in tex:
        tex = _ESCAPED_GROUP.sub(r"{\1}", tex)
    reader = _Reader(macros or {})
    reader.read(tex)
    runs = _tidied(reader.runs)
    plain = "".join(map(_plain, runs)).strip()
    rich = runs if any(run.styles or run.url for run in runs) else ()
    return Text(plain, rich, tuple(dict.fromkeys(reader.problems)))


def definitions(tex: str) -> dict[str, Macro]:
    r"""Return the commands that the TeX of a ``@preamble`` defines."""
    found = {}
    for match in _DEFINITION.finditer(tex):
        end = _group_end(tex, match.end() + 1)
        if end is not None:
            count = int(match[2] or 0) if match[1] else match[4].count("#")
            found[match[1] or match[3]] = Macro(count, tex[match.end() + 1 : end])
    return found


def _plain(run: Run) -> str:
    if "math" in run.styles:
        return spoken(run.text)
    if "sup" in run.styles:
        return raised(run.text)
    return lowered(run.text) if "sub" in run.styles else run.text


def _tidied(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join runs of one style, and put white space in order."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        alike = last and (last.styles, last.url) == (run.styles, run.url)
        if last and alike and "math" not in run.styles:
            joined[-1] = Run(last.text + run.text, run.styles, run.url)
        elif run.text:
            joined.append(run)
    tidy: list[Run] = []
    for run in joined:
        text = run.text
        if "math" not in run.styles:
            text = unicodedata.normalize("NFC", _BLANKS.sub(" ", text))
            if not tidy or tidy[-1].text.endswith(" "):
                text = text.lstrip(" ")
        if text:
            tidy.append(Run(text, run.styles, run.url))
    while tidy and "math" not in tidy[-1].styles:
        last = tidy.pop()
        if text := last.text.rstrip(" "):
            tidy.append(Run(text, last.styles, last.url))
            break
    return tuple(tidy)


def _group_end(tex: str, start: int) -> int | None:
    """Return where the brace is that closes the group whose inside begins at *start*."""
    depth = 0
    for match in _BRACE.finditer(tex, start):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            if depth == 0:
                return match.start()
            depth -= 1
    return None


class _Reader:
    """Reads TeX once from left to right into runs."""

    def __init__(self, macros: Mapping[str, Macro]) -> None:
        self.macros = macros
        self.runs: list[Run] = []
        self.problems: list[str] = []
        self.depth = 0
        self.expanded = 0
        self.quotes = 0
        self.single = False

    def read(self, tex: str, styles: tuple[str, ...] = (), url: str = "") -> None:
        """Read *tex* and append what it says in the given styles."""
        if self.depth > _DEEPEST:
            self.problems.append("braces are nested too deeply")
            self._put(re.sub(r"[\\{}]+", " ", tex), styles, url)
            return
        self.depth += 1
        position = 0
        while match := _SPECIAL.search(tex, position):
            self._put(tex[position : match.start()], styles, url)
            token, position = match[0], match.end()
            if token[0] == "\\":
                position, styles = self._command(tex, position, token[1:], styles, url)
            elif token == "{":
                position = self._group(tex, position, styles, url)
            elif token[0] == "$":
                position = self._formula(tex, position, token, styles, url)
            elif token == "}":
                self.problems.append("a closing brace that nothing opens")
            else:
                self._put(self._sign(tex, position, token), styles, url)
                position += tex.startswith("``", position - 1) and token == "`"
        self._put(tex[position:], styles, url)
        self.depth -= 1

    def _put(self, text: str, styles: tuple[str, ...], url: str) -> None:
        if text:
            self.runs.append(Run(text, styles, url))

    def _sign(self, tex: str, position: int, token: str) -> str:
        if token == "`":
            double = tex.startswith("`", position)
            self.single = self.single or not double
            return "“" if double else "‘"
        if token == "'":
            closing, self.single = self.single, False
            return "’" if closing else "'"
        return _SIGNS[token]

    def _group(self, tex: str, position: int, styles: tuple[str, ...], url: str) -> int:
        end = _group_end(tex, position)
        if end is None:
            self.problems.append("an opening brace that nothing closes")
            return position
        self.read(tex[position:end], styles, url)
        return end + 1

    def _formula(
        self, tex: str, position: int, token: str, styles: tuple[str, ...], url: str
    ) -> int:
        closing = {"\\(": r"\\\)", "\\[": r"\\\]"}.get(token) or re.escape(token)
        end = re.compile(rf"((?:\\(?![)\]]).|[^\\])*?){closing}", re.DOTALL).match(tex, position)
        if end is None:
            self.problems.append("a formula has no end")
            self._put(token if token[0] == "$" else "", styles, url)
            return position
        self._math(end[1].strip(), styles, url)
        return end.end()

    def _math(self, tex: str, styles: tuple[str, ...], url: str) -> None:
        script = _SCRIPT.fullmatch(tex)
        if script:
            style = "sup" if script[1] == "^" else "sub"
            self._put(script[2] or script[3] or "", (*styles, style), url)
        elif tex:
            self._put(tex, (*styles, "math"), url)

    # --- commands --------------------------------------------------------------------------------

    def _command(
        self, tex: str, position: int, name: str, styles: tuple[str, ...], url: str
    ) -> tuple[int, tuple[str, ...]]:
        """Read a command whose name ends at *position*; return where, and how styled, to go on."""
        if name in {"(", "["}:
            return self._formula(tex, position, f"\\{name}", styles, url), styles
        if name in self.macros:
            return self._macro(tex, position, self.macros[name], styles, url), styles
        if name in ACCENTS and (not name.isalpha() or _takes(tex, position)):
            raw, position = _argument(tex, position)
            self._put(self._accented(name, raw), styles, url)
        elif name in SYMBOLS:
            self._put(SYMBOLS[name], styles, url)
        elif name in LETTERS:
            position = _past_space(tex, position)
            self._put(LETTERS[name], styles, url)
        elif name in DECLARED:
            position = _past_space(tex, position)
            styles = (*styles, DECLARED[name]) if DECLARED[name] else ()
        elif name in DROPPED:
            for _ in range(DROPPED[name]):
                _, position = _argument(tex, position)
        elif name in TRANSPARENT:
            position = _past_space(tex, position)
        else:
            position = self._with_arguments(tex, position, name, styles, url)
        return position, styles

    def _with_arguments(
        self, tex: str, position: int, name: str, styles: tuple[str, ...], url: str
    ) -> int:
        start = position
        raw, position = _argument(tex, position)
        if name in STYLED:
            self.read(raw, (*styles, STYLED[name]), url)
        elif name in {"enquote", "textquote", "mkbibquote", "blockquote"}:
            opening, closing = ("“", "”") if self.quotes % 2 == 0 else ("‘", "’")
            self._put(opening, styles, url)
            self.quotes += 1
            self.read(raw, styles, url)
            self.quotes -= 1
            self._put(closing, styles, url)
        elif name == "url":
            address = clean_address(raw)
            self._put(address, styles, address)
        elif name in {"href", "textcolor", "foreignlanguage", "texorpdfstring"}:
            second, position = _argument(tex, position)
            inside = raw if name == "texorpdfstring" else second
            self.read(inside, styles, clean_address(raw) if name == "href" else url)
        elif name == "ensuremath":
            self._math(raw.strip(), styles, url)
        elif name in {"uppercase", "MakeUppercase"}:
            self.read(raw.upper(), styles, url)
        else:
            self.problems.append(f"the TeX command {name!r} is not known")
            # Its argument is shown by what follows; a command without one is shown by its name.
            after = _past_space(tex, start)
            if not tex.startswith("{", after):
                self._put(f"{name} " if name.isalpha() else name, styles, url)
            return after
        return position

    def _macro(
        self, tex: str, position: int, macro: Macro, styles: tuple[str, ...], url: str
    ) -> int:
        body = macro.body
        for number in range(1, macro.arguments + 1):
            raw, position = _argument(tex, position)
            body = body.replace(f"#{number}", raw)
        self.expanded += 1
        if self.expanded > _MOST_EXPANSIONS or len(body) > 10_000:
            self.problems.append("a command of the preamble grows without end")
            return position
        self.read(body, styles, url)
        return position if macro.arguments else _past_space(tex, position)

    def _accented(self, accent: str, raw: str) -> str:
        letters = raw
        if len(raw) != 1 or raw in "{}\\$~`":
            inner = convert(raw)
            self.problems += inner.problems
            letters = inner.plain
        if not letters:
            return ALONE.get(accent, "")
        first = {"ı": "i", "ȷ": "j"}.get(letters[0], letters[0]) if accent != "c" else letters[0]
        # Further marks of the first letter come before ours.
        end = 1
        while end < len(letters) and unicodedata.combining(letters[end]):
            end += 1
        return unicodedata.normalize(
            "NFC", first + letters[1:end] + ACCENTS[accent] + letters[end:]
        )


def _takes(tex: str, position: int) -> bool:
    r"""Tell whether an accent named by a letter (``\c``) has something to stand on."""
    return position < len(tex) and (tex[position] in "{\\" or tex[position].isspace())


def _past_space(tex: str, position: int) -> int:
    while position < len(tex) and tex[position].isspace():
        position += 1
    return position


def _argument(tex: str, position: int) -> tuple[str, int]:
    """Return the raw argument at *position*, a group, a command or a character, and its end."""
    position = _past_space(tex, position)
    if tex.startswith("{", position):
        end = _group_end(tex, position + 1)
        return (
            (tex[position + 1 :], len(tex)) if end is None else (tex[position + 1 : end], end + 1)
        )
    command = _COMMAND.match(tex, position)
    if command:
        end = command.end()
        if command[0][1:] in ACCENTS:
            _, end = _argument(tex, end)
        return tex[position:end], end
    return tex[position : position + 1], min(position + 1, len(tex))
