r"""Macros for all formulas of a site, from a file of TeX definitions.

The file holds what a preamble would: ``\newcommand{\R}{\mathbb{R}}`` (with ``[1]`` for an argument
``#1``), ``\renewcommand``, ``\providecommand``, ``\def\R{…}``, ``\DeclareMathOperator{\argmax}{arg
max}`` and ``%`` comments. A definition that cannot be read costs only itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..errors import Fault, did_you_mean

_COMMANDS = ("newcommand", "renewcommand", "providecommand", "def", "DeclareMathOperator")
_BLANK = re.compile(r"(?:\s|%[^\n]*(?:\n|\Z))*")
_COMMAND = re.compile(r"\\([A-Za-z]+)(\*?)")
_NAME = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z\s])")
_COUNT = re.compile(r"\[([1-9])\]")
_PARAMETERS = re.compile(r"(?:#[1-9])*")
#: One level of braces within an argument is enough for what stands in a title.
_ARGUMENT = re.compile(r"\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\[A-Za-z]+|\S))")
_TOKEN = re.compile(r"\\.|[{}]|%[^\n]*\n?", re.DOTALL)


DEEPEST, LONGEST = 20, 10_000  # levels of macros in macros, and characters, that `expand` makes


class _NoDefinitionError(ValueError):
    """What stands where a definition should, in words for the author."""


def parse_macros(text: str) -> tuple[dict[str, str], tuple[Fault, ...]]:
    r"""Return the macros (``\name`` to its body) of the text of a file, and what is wrong in it.

    A name that is defined twice is a fault; its last definition counts.
    """
    macros: dict[str, str] = {}
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    at = _after_blanks(text, 0)
    while at < len(text):
        line = text.count("\n", 0, at) + 1
        try:
            name, body, at = _definition(text, at)
        except _NoDefinitionError as fault:
            faults.append(Fault(str(fault), line))
            at = _next_definition(text, at + 1)
            continue
        if name in macros:
            faults.append(Fault(f"{name} is defined in line {lines[name]} already", line))
        macros[name], lines[name] = body, line
        at = _after_blanks(text, at)
    return macros, tuple(faults)


def _after_blanks(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    assert match is not None
    return match.end()


def _next_definition(text: str, at: int) -> int:
    """Return where the next definition begins, at the start of a line: so one is lost, not all."""
    match = re.compile(r"^[ \t]*(?=\\)", re.MULTILINE).search(text, at)
    return match.end() if match else len(text)


def _definition(text: str, at: int) -> tuple[str, str, int]:
    """Read one definition: its name, its body, and where it ends."""
    command = _COMMAND.match(text, at)
    if command is None or command[1] not in _COMMANDS:
        found = command[0] if command else text[at:].partition("\n")[0][:20]
        hint = did_you_mean(command[1], _COMMANDS) if command else ""
        raise _NoDefinitionError(f"expected \\newcommand or its kin, found {found}.{hint}")
    at = _after_blanks(text, command.end())
    name, at = _name(text, at, command[0])
    if command[1] == "def":
        parameters = _PARAMETERS.match(text, at)
        assert parameters is not None
        count, at = len(parameters[0]) // 2, parameters.end()
    else:
        counted = _COUNT.match(text, _after_blanks(text, at))
        count, at = (int(counted[1]), counted.end()) if counted else (0, at)
    body, at = _braced(text, _after_blanks(text, at), name)
    used = [int(digit) for digit in re.findall(r"(?<!\\)#([1-9])", body)]
    if used and max(used) > count:
        raise _NoDefinitionError(f"{name} uses #{max(used)} but takes {count} arguments")
    if command[1] == "DeclareMathOperator":
        body = f"\\operatorname{command[2]}{{{body}}}"
    return name, body, at


def _name(text: str, at: int, command: str) -> tuple[str, int]:
    """Read the name that is defined, in braces or bare."""
    braced = text.startswith("{", at)
    start = _after_blanks(text, at + 1) if braced else at
    name = _NAME.match(text, start)
    if name is None:
        raise _NoDefinitionError(f"expected a name such as \\R after {command}")
    end = _after_blanks(text, name.end()) if braced else name.end()
    if braced and not text.startswith("}", end):
        raise _NoDefinitionError(f"expected '}}' after {name[0]}")
    return name[0], end + braced


def _braced(text: str, at: int, name: str) -> tuple[str, int]:
    """Read a body in braces, without the comments in it."""
    if text.startswith("[", at):
        raise _NoDefinitionError(f"{name}: an argument with a default is not supported")
    if not text.startswith("{", at):
        raise _NoDefinitionError(f"expected the body of {name} in braces")
    depth, said, last = 0, [], at + 1
    for token in _TOKEN.finditer(text, at):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth -= 1
        elif token[0].startswith("%"):
            said.append(text[last : token.start()])
            last = token.end()
        if depth == 0:
            return "".join([*said, text[last : token.start()]]).strip(), token.end()
    raise _NoDefinitionError(f"the body of {name} has no closing brace")


def expand(tex: str, macros: Mapping[str, str]) -> str:
    """Return the TeX with the macros replaced by what they stand for, as far as they are given."""
    for _level in range(DEEPEST):
        before = tex
        tex = "".join(_expanded(tex, macros))
        if tex == before or len(tex) > LONGEST:
            break
    return tex


def _expanded(tex: str, macros: Mapping[str, str]) -> Iterator[str]:
    at = 0
    for token in _NAME.finditer(tex):
        body = macros.get(token[0])
        if body is None or token.start() < at:
            continue
        yield tex[at : token.start()]
        at = token.end()
        count = max((int(digit) for digit in re.findall(r"#([1-9])", body)), default=0)
        arguments: list[str] = []
        while len(arguments) < count:
            match = _ARGUMENT.match(tex, at)
            if match is None:
                break
            arguments.append(match[1] if match[1] is not None else match[2])
            at = match.end()
        arguments += [""] * (count - len(arguments))
        for number, argument in enumerate(arguments, 1):
            body = body.replace(f"#{number}", argument)
        # A name that ends in letters would grow into a letter that follows.
        yield f"{body} " if tex[at : at + 1].isalpha() else body
    yield tex[at:]
