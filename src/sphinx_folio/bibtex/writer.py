"""Writes a publication as BibTeX for readers to copy: standard fields only, in one form."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..models import Name, Publication, Run
from .addresses import VERBATIM

#: The fields that are written, in their order, beside ``author`` and ``editor``. All others are
#: the author's own (``annotation``, ``file``), a website's (``people``, ``selected``, ``preview``,
#: ``pdf``), a reference whose content is written out (``crossref``, ``xdata``), or unknown.
STANDARD = (
    "title", "booktitle", "maintitle", "journal", "eventtitle", "series", "volume", "volumes",
    "number", "issue", "part", "pages", "pagetotal", "chapter", "articleno", "eid", "edition",
    "publisher", "school", "institution", "organization", "howpublished", "holder", "type",
    "address", "venue", "eventdate", "date", "year", "month", "version", "pubstate", "language",
    "langid",
    "isbn", "issn", "doi", "eprint", "archiveprefix", "primaryclass", "url", "urldate", "note",
    "abstract", "keywords",
)  # fmt: skip

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COMMANDS = {
    "emph": "emph", "strong": "textbf", "code": "texttt", "small-caps": "textsc",
    "sup": "textsuperscript", "sub": "textsubscript",
}  # fmt: skip
_ESCAPES = {
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "%": "\\%",
    "#": "\\#", "_": "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
    "\u00a0": "~", "`": "\\textasciigrave{}",
}  # fmt: skip
_ESCAPED = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_LIGATURE = re.compile(r"-(?=-)|'(?=')")
# A word that a style would otherwise put into lower case: capitals after its first letter.
_CAPITALS = re.compile(r"(?<![\w{])[^\W\d_]?[\w-]*[A-Z][\w-]*")


def emit(publication: Publication) -> str:
    """Return the entry as BibTeX that reads back the same in its `STANDARD` fields."""
    lines = [f"@{publication.type}{{{publication.key},"]
    for name, people in (("author", publication.authors), ("editor", publication.editors)):
        if people:
            lines.append(f"  {name} = {{{' and '.join(map(_name, people))}}},")
    for name in STANDARD:
        value = publication.fields.get(name, "")
        if value:
            lines.append(f"  {name} = {_value(publication, name, value)},")
    return "\n".join([*lines, "}\n"])


def _value(publication: Publication, name: str, value: str) -> str:
    if name == "month" and value.isdigit() and 1 <= int(value) <= 12:
        return _MONTHS[int(value) - 1]
    if name in VERBATIM:
        return f"{{{value}}}"
    tex = "".join(_run(run, protect=name == "title") for run in publication.runs(name))
    return f"{{{tex}}}"


def _run(run: Run, *, protect: bool) -> str:
    if "math" in run.styles:
        tex = f"${run.text}$"
    elif protect:
        tex = _protected(run.text)
    else:
        tex = _escaped(run.text)
    for style in reversed(run.styles):
        if style in _COMMANDS:
            tex = f"\\{_COMMANDS[style]}{{{tex}}}"
    if run.url:
        tex = f"\\href{{{run.url}}}{{{tex}}}"
    return tex


def _protected(text: str) -> str:
    """Return the TeX of a title with braces around the words whose capitals must stay."""
    done, position = [], 0
    for match in _CAPITALS.finditer(text):
        if re.search(r"[A-Z]", match[0][1:]) or len(match[0]) == 1:
            done += [_escaped(text[position : match.start()]), f"{{{_escaped(match[0])}}}"]
            position = match.end()
    return "".join([*done, _escaped(text[position:])])


def _escaped(text: str) -> str:
    tex = _ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)
    return _LIGATURE.sub(lambda match: f"{{{match[0]}}}", tex)


def _name(name: Name) -> str:
    if name.literal:
        return "others" if name.literal == "et al." else f"{{{_escaped(name.literal)}}}"
    # Alone a family name would be taken apart at its spaces, and a small letter begins a particle.
    loose = " " in name.family and (not name.given or name.family[:1].islower())
    family = f"{{{_escaped(name.family)}}}" if loose else _held(name.family)
    whole = f"{_escaped(name.particle)} {family}".strip()
    parts: Iterable[str] = (whole, _held(name.suffix), _held(name.given))
    return ", ".join(part for part in parts if part)


def _held(part: str) -> str:
    """Return a part of a name, in braces when a comma or an "and" would divide it."""
    tex = _escaped(part)
    return f"{{{tex}}}" if re.search(r",|(?:^|\s)and(?:\s|$)", part, re.IGNORECASE) else tex
