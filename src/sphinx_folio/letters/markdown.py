"""The Markdown of a letter: paragraphs, emphasis, code, links, lists and tables, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..errors import Fault
from ..lives import Block, Code, Paragraph, Points, Table, Text
from ..models import Run
from .leftovers import leftovers, unclosed
from .marks import SOFT_BREAK, numbers, shown

_QUOTES = {"de": "„“‚‘", "fr": ["«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"]}
_STYLES = {"em": "emph", "strong": "strong"}
#: What a letter does not hold, by the token of its reader, and what to do instead.
_REFUSED = {
    "heading_open": "a letter has no headings; write **bold words** at the start of a paragraph",
    "hr": "a letter has no rules",
    "blockquote_open": "a letter has no quoted blocks",
    "html_block": "a letter has no HTML; write {{ name }} for a value, or \\<",
    "html_inline": "a letter has no HTML; write {{ name }} for a value, or \\<",
    "image": "a letter has no images",
}
# Definitions, "[name]: address", are told, and links tell which of them they use.
_LABELS = {"store_labels": True, "inline_definitions": True}
_COMMENTS = re.compile(r"(?:<!--(?:(?!-->)[\s\S])*-->\s*)+")
# A bracket that is meant, in a text that is looked through for those that are not.
_MEANT = "\ufdd3"


class _Reader(MarkdownIt):
    """Leaves addresses as they were written: they may hold marks, and are looked at later."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (the name is the base class's)
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


def _reader(preset: str, language: str, rule: str) -> MarkdownIt:
    quotes = _QUOTES.get(language.partition("-")[0].lower(), "“”‘’")
    reader = _Reader(preset, {"typographer": True, "quotes": quotes, **_LABELS})
    # With "text_join" a bracket that is meant could not be told from another.
    return reader.enable([rule, "smartquotes"]).disable("text_join")


def read_body(text: str, language: str) -> tuple[tuple[Block, ...], list[Fault]]:
    """Read Markdown that holds marks; lines are counted from the beginning of *text*."""
    body = _Body(language)
    tokens = _reader("commonmark", language, "table").parse(text)
    body.wanted = {child.meta.get("label") for token in tokens for child in token.children or ()}
    return body.blocks(tokens), body.faults


def read_line(text: str, language: str, line: int) -> tuple[str, list[Fault]]:
    """Read one line without markup, such as a subject: quotes, dashes and backslashes count."""
    body = _Body(language)
    inline = _reader("zero", language, "escape").parseInline(text)[0]
    inline.map = [line - 1, line]
    return "".join(run.text for run in body.text(inline)), body.faults


class _Body:
    """Turns tokens into blocks, and collects what is wrong."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.faults: list[Fault] = []
        #: The definitions that links use, each till it was met.
        self.wanted: set[str | None] = set()

    def blocks(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        return tuple(self._blocks(tokens))

    def _blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        for token, inside in _pieces(tokens):
            line = token.map[0] + 1 if token.map else 1
            if token.type == "paragraph_open":
                yield Paragraph(self.text(inside[0]))
            elif token.type in {"bullet_list_open", "ordered_list_open"}:
                if token.attrGet("start") not in {None, 1}:
                    self.faults.append(Fault("a list in a letter begins with 1", line))
                items = tuple(self.blocks(item) for _open, item in _pieces(inside))
                yield Points(items, token.type == "ordered_list_open")
            elif token.type in {"fence", "code_block"}:
                first = line + (token.type == "fence")
                for at, told in unclosed(token.content):
                    self.faults.append(Fault(told, first + token.content.count("\n", 0, at)))
                yield Code(token.content.rstrip("\n"))
            elif token.type == "table_open":
                yield self._table(inside)
            elif token.type == "definition" and token.meta["id"] in self.wanted:
                self.wanted.remove(token.meta["id"])
            elif token.type == "definition":
                # It would leave no trace, and may have been meant as a line of the letter.
                told = "is used by no link, and no text of the letter; write \\[ … \\]"
                self.faults.append(Fault(f"'[{shown(token.meta['label'])}]: …' {told}", line))
            elif not _is_comment(token):
                self._refuse(token.type, line, token.content)

    def _table(self, tokens: Sequence[Token]) -> Table:
        rows = [
            tuple(self.text(cell[0]) for _open, cell in _pieces(row))
            for _part, part in _pieces(tokens)
            for _row, row in _pieces(part)
        ]
        return Table(rows[0], tuple(rows[1:]))

    def text(self, inline: Token) -> Text:
        """Return the runs of a paragraph, after a look at what was left in it."""
        first = inline.map[0] + 1 if inline.map else 1
        runs: list[Run] = []
        seen = ""
        styles: list[str] = []
        url = ""
        for token in inline.children or ():
            kind = token.type.removesuffix("_open").removesuffix("_close")
            said = _said(token)
            if kind in _STYLES and token.nesting == 1:
                styles.append(_STYLES[kind])
            elif kind in _STYLES:
                styles.pop()
            elif kind == "link":
                url = str(token.attrGet("href") or "") if token.nesting == 1 else ""
                if token.nesting == 1:
                    self._check_address(url, first + seen.count("\n"))
            elif said:
                code = ("code",) if kind == "code_inline" else ()
                runs.append(Run(said, (*styles, *code), url))
            elif token.type != "text" and not _is_comment(token):
                self._refuse(token.type, first + seen.count("\n"), token.content)
            seen += _seen(token)
        for at, told in leftovers(seen, self.language):
            self.faults.append(Fault(told, first + seen.count("\n", 0, at)))
        return tuple(runs)

    def _refuse(self, kind: str, line: int, said: str) -> None:
        shown = f"{said.strip().splitlines()[0]!r}: " if kind.startswith("html") else ""
        self.faults.append(Fault(shown + _REFUSED.get(kind, f"a letter has no {kind!r}"), line))

    def _check_address(self, address: str, line: int) -> None:
        if not numbers(address) and (told := fault_of_address(address)):
            self.faults.append(Fault(told, line))


def fault_of_address(address: str) -> str:
    """Return what keeps an address from being a link in a letter, or ``""``."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme == "mailto" or (parts.scheme in {"http", "https"} and parts.hostname)
    except ValueError:
        fits = False
    if fits and not any(char.isspace() for char in address):
        return ""
    return f"{address!r} is no address that a letter can lead to; write https://… or mailto:…"


def _said(token: Token) -> str:
    """Return what a token gives a reader to read."""
    if token.type == "softbreak":
        return SOFT_BREAK
    if token.type == "hardbreak":
        return "\n"
    if token.type == "text":
        dashed = token.content.replace("---", "—").replace("--", "–")
        return dashed.replace("...", "…") if "....." not in dashed else dashed
    return token.content if token.type in {"text_special", "code_inline"} else ""


def _seen(token: Token) -> str:
    """Return what a token says to whom looks for what was left; ends of lines are ends of lines."""
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    if token.type == "html_inline":
        return "\n" * token.content.count("\n")
    if token.type == "text_special" or (token.type == "code_inline" and "{{" not in token.content):
        return _MEANT
    return token.content if token.type in {"text", "code_inline"} else ""


def _is_comment(token: Token) -> bool:
    return token.type.startswith("html") and _COMMENTS.fullmatch(token.content.strip()) is not None


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Yield each token of the first level, with what stands between it and its end."""
    number = 0
    while number < len(tokens):
        first, depth = number, int(tokens[number].nesting)
        while depth:
            number += 1
            depth += tokens[number].nesting
        number += 1
        yield tokens[first], tokens[first + 1 : number - 1]
