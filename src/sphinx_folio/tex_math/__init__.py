"""TeX formulas to MathML, by Temml, which runs in a process of its own.

The script engine (V8, in mini-racer) does not survive ``fork``, and Sphinx forks when it builds
with several jobs. So it is never loaded here: `convert` starts a helper (``__main__.py``) once for
a whole batch, or two for a large one.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from .markup import NARROW

__all__ = [
    "NARROW",
    "TEMML",
    "Formula",
    "MathEngineError",
    "MathFault",
    "TexSource",
    "convert",
    "display_parts",
    "fingerprint",
]

TEMML = Path(__file__).parents[1] / "vendor" / "temml" / "temml.min.js"
REVISION = 2  # raise it when the same TeX and the same Temml come to give other MathML
TIMEOUT = 300  # seconds for a batch; a thousand formulas take about one

#: From how many formulas on a second helper is worth its start.
LARGE = 1000

_HELPER = Path(__file__).with_name("__main__.py")


class TexSource(NamedTuple):
    """A formula as written; ``display`` says that it stands on a line of its own."""

    tex: str
    display: bool


@dataclass(frozen=True, slots=True)
class Formula:
    """A converted formula: one ``<math>`` element, well-formed as XML and as HTML.

    ``width`` is an estimate in em, made to be rather too wide than too narrow.
    """

    mathml: str
    width: float


@dataclass(frozen=True, slots=True)
class MathFault:
    """Why a formula was not converted; ``position`` counts characters of the TeX from 0."""

    message: str
    position: int | None = None


class MathEngineError(RuntimeError):
    """The helper could not do its work: nothing that a formula can be blamed for."""


def convert(
    formulas: Sequence[TexSource], macros: Mapping[str, str] | None = None
) -> list[Formula | MathFault]:
    r"""Convert a batch, in order; ``macros`` maps ``\name`` to its expansion with ``#1``, ``#2``.

    A formula cannot change another: what it defines with ``\gdef`` ends with it. No process is
    started when there is nothing to convert. Raises `MathEngineError` when the helper fails.
    """
    refused = [_refusal(formula.tex) for formula in formulas]
    sent = [
        _prepared(formula)
        for formula, fault in zip(formulas, refused, strict=True)
        if fault is None
    ]
    bodies = {name: _marked_commas(body) for name, body in (macros or {}).items()}
    half = len(sent) // 2 if len(sent) >= LARGE else 0
    batches = [batch for batch in (sent[:half], sent[half:]) if batch]
    with ThreadPoolExecutor() as pool:
        told = pool.map(lambda batch: _run_helper(batch, bodies), batches)
        answers = iter([answer for some in told for answer in some])
    return [
        fault or _result(formula, next(answers))
        for formula, fault in zip(formulas, refused, strict=True)
    ]


def display_parts(text: str) -> list[str]:
    """Split a display block at its blank lines, as Sphinx's ``math`` directive means them."""
    return [part.strip("\n") for part in re.split(r"\n(?:[ \t]*\n)+", text) if part.strip()]


@functools.cache
def fingerprint() -> str:
    """Return a digest of all that decides the MathML beside the formula and the macros."""
    return hashlib.sha256(f"{REVISION}\n".encode() + TEMML.read_bytes()).hexdigest()[:16]


# --- the helper ----------------------------------------------------------------------------------


def _run_helper(formulas: list[TexSource], macros: dict[str, str]) -> list[dict[str, Any]]:
    request = {
        "macros": {**macros, _COMMA: ","},
        "formulas": [formula._asdict() for formula in formulas],
    }
    # By its path, for `-m` would import the package above, and Sphinx with it. `-P` keeps this
    # folder, whose files may be named like modules of the standard library, off the helper's path.
    command = [sys.executable, "-P", str(_HELPER), str(TEMML)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(request).encode("ascii"),
            capture_output=True,
            check=False,
            timeout=TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MathEngineError(f"the formula helper did not answer: {error}") from error
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise MathEngineError(reason or f"the formula helper ended with status {done.returncode}")
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def _result(formula: TexSource, answer: dict[str, Any]) -> Formula | MathFault:
    if "foreign" in answer:
        return MathFault(answer["foreign"])
    if "message" in answer:
        sent, body = _prepared(formula).tex, _marked_commas(formula.tex)
        message, position = _explained(sent, answer["message"])
        if position is not None:
            position = min(max(position - sent.index(body), 0), len(body))
        return MathFault(message.replace(_COMMA, ","), position)
    mathml: str = answer["mathml"]
    return _slip(mathml, formula.tex) or Formula(mathml, answer["width"])


def _slip(mathml: str, tex: str) -> MathFault | None:
    """Return the fault of a formula of which Temml prints what it could not convert."""
    for command in re.findall(r"\\[A-Za-z]+", mathml):
        if command in tex:
            return MathFault(f"Temml cannot convert {command} here", tex.index(command))
    if "undefined" in mathml and "undefined" not in tex:
        return MathFault("Temml cannot convert a part of this formula")
    return None


def _explained(sent: str, raw: str) -> tuple[str, int | None]:
    """Take Temml's message apart: what is wrong, and where in ``sent``.

    Temml quotes the place, underlined. If the quotation is not of ``sent``, the fault lies in the
    body of a macro, and the message says so instead of a position that would mean nothing.
    """
    found = re.match(r"(.*?) at (?:position (\d+): \n|end of input: )(.*)", raw.strip(), re.DOTALL)
    if found is None:
        return raw.strip(), None
    message, position, quoted = found[1], found[2], found[3].replace("\u0332", "").strip("…")
    # The engine counts and cuts UTF-16 units.
    quoted = quoted.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    units = sent.encode("utf-16-le")[: 2 * (int(position) - 1) if position else None]
    place = len(units.decode("utf-16-le", "ignore"))
    if quoted in sent[max(place - 16, 0) : place + len(quoted)]:
        return message, place
    return f"{message} (in a macro: {quoted})", None


# --- what is refused, and what is added, before Temml sees a formula -----------------------------

_TOKEN = re.compile(r"\\([A-Za-z]+)|\\(.)|([{}&%])", re.DOTALL)

_REFUSED = {
    "href": "a link belongs in the text, not in a formula",
    "url": "a link belongs in the text, not in a formula",
    "includegraphics": "an image belongs in the text, not in a formula",
    "label": "write the label after the formula, $$ … $$ (label)",
    "tag": "the number is made from the label, $$ … $$ (label)",
    "ref": "refer to a formula from the text, with {eq}`label`",
    "eqref": "refer to a formula from the text, with {eq}`label`",
}
_UNNUMBERED = {
    "equation": "no environment at all",
    "align": "{aligned}",
    "alignat": "{alignedat}",
    "gather": "{gathered}",
}


def _refusal(tex: str) -> MathFault | None:
    """Return the fault of a formula that Temml would take and a page of ours could not show."""
    if not tex.strip():
        return MathFault("the formula is empty")
    for token in _TOKEN.finditer(tex):
        name, start = token[1], token.start()
        if name in _REFUSED:
            return MathFault(f"\\{name} is refused: {_REFUSED[name]}", start)
        opened = re.compile(r"\s*\{(\w+)\}").match(tex, token.end()) if name == "begin" else None
        if opened and opened[1] in _UNNUMBERED:
            better = _UNNUMBERED[opened[1]]
            return MathFault(f"{{{opened[1]}}} numbers its own lines: use {better}", start)
    return None


def _prepared(formula: TexSource) -> TexSource:
    r"""Put a display formula that has lines or columns, but no environment, into one.

    Sphinx's own renderers do likewise, with ``split``.
    """
    tex = _marked_commas(formula.tex)
    marks = _outer_marks(tex) if formula.display else set()
    if marks:
        name = "aligned" if "&" in marks else "gathered"
        tex = f"\\begin{{{name}}}{tex}\n\\end{{{name}}}"
    return TexSource(tex, formula.display)


_COMMA = "\ufe10"  # a comma of upright columns: nobody writes it in TeX, and Temml's lexer takes it


def _marked_commas(tex: str) -> str:
    """Return the TeX with a mark of ours, a macro for ``,``, for each comma between two digits.

    Temml reads such a comma as part of a number, and would set the tuple (16,128) like the number
    1,024. To TeX both are two numbers; the comma of one number is written in braces, 1{,}024.
    """
    return re.sub(r"(?<=\d),(?=\d)", _COMMA, tex)


def _outer_marks(tex: str) -> set[str]:
    r"""Return which of ``&`` and ``\\`` stand outside all braces, environments and delimiters."""
    found, depth = set(), 0
    for name, escaped, mark in (token.groups() for token in _TOKEN.finditer(tex)):
        if name in {"begin", "left"} or mark == "{":
            depth += 1
        elif name in {"end", "right"} or mark == "}":
            depth -= 1
        elif depth == 0 and mark == "&":
            found.add(mark)
        elif depth == 0 and escaped == "\\":
            found.add(escaped)
    return found
