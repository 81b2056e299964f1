"""Makes BibTeX of the publications that a JSON Resume lists, or takes what it brings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..models import Person
from . import texts
from .shapes import OWN
from .source import Item

_OPENING = re.compile(r"\s*@\s*(\w+)\s*\{\s*([^\s,{}()=\"#%]+)\s*,")
_KEY = re.compile(r"[^\s,{}()=\"#%\\~']+")
_TYPE = re.compile(r"[A-Za-z]+")
_ESCAPES = {
    # Not a brace behind a backslash: in files of others that is a group that a program escaped.
    "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}",
    "$": "\\$", "&": "\\&", "%": "\\%",
    "#": "\\#", "_": "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
    "\u00a0": "~", "`": "\\textasciigrave{}",
}  # fmt: skip
_ESCAPED = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_LIGATURE = re.compile(r"-(?=-)|'(?=')")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry for a ``.bib`` file: its key, its text, and the line of the file that says it."""

    key: str
    text: str
    line: int | None = None


def entries(resume: Item, person: Person) -> tuple[Entry, ...]:
    """Return the publications of a resume as entries that declare the person, in its order."""
    found: dict[str, Entry] = {}
    for item in resume.items("publications"):
        if item.is_empty:
            continue
        entry = _entry(item, person, found)
        if entry.key in found:
            item.fault(f"the key {entry.key!r} stands twice")
        found[entry.key] = entry
    return tuple(found.values())


def _entry(item: Item, person: Person, known: dict[str, Entry]) -> Entry:
    own = item.item(OWN)
    title = texts.one_line(item.text("name", "title"))
    publisher = texts.one_line(item.text("publisher", "journal"))
    month, whole, _ = item.date("releaseDate", "date")
    date = whole or (str(month) if month else "")
    url = item.url("url", "website")
    abstract = texts.one_line(item.text("summary", "description"))
    line = item.notes.lines.get(item.path)
    source = own.text("bibtex")
    names, equal = _authors(own)
    declared = {"people": person.id, "equal": " and ".join(_name(one) for one in equal)}
    original = texts.one_line(own.text("original"))
    series = own.text("series")
    if series or original:
        said = [f"in the series {series!r}"] if series else []
        said += [f"as {title!r} (the entry has the title as published)"] if original else []
        item.notes.tell(item.path, " ".join(said))
    opening = _OPENING.match(source)
    if opening:
        own.text("key"), own.text("type")
        held = source[opening.end() :]
        lines = [
            f"  {name} = {{{value}}},\n"
            for name, value in declared.items()
            if value and not re.search(rf"(?i)(?:^|,)\s*{name}\s*=", held)
        ]
        body = held.lstrip("\n").rstrip()
        return Entry(opening[2], f"@{opening[1]}{{{opening[2]},\n{''.join(lines)}{body}\n", line)
    if source:
        own.fault("'bibtex' is no entry of BibTeX")
    if not title:
        item.fault("has no name: 'name' is missing or empty")
    kind, key = own.text("type"), own.text("key")
    fields = {
        "author": " and ".join(map(_name, names or (person.name,))),
        "title": f"{{{_escaped(original or title)}}}",
        "howpublished": _escaped(publisher),
        "date": date,
        "url": re.sub(r"[{}\\\s]", _percent, url),
        "abstract": _escaped(abstract),
        **declared,
    }
    key = key if _KEY.fullmatch(key) else _new_key(person, date, title, known)
    kind = kind if _TYPE.fullmatch(kind) else "misc"
    written = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return Entry(key, f"@{kind.lower()}{{{key},\n{written}}}\n", line)


def _authors(own: Item) -> tuple[list[str], list[str]]:
    """Return the names of the authors, and of those who contributed equally."""
    names, equal = [], []
    for author in own.items("authors"):
        name = texts.one_line(author.text("name"))
        author.flag("self")
        if name:
            names.append(name)
            equal += [name] if author.flag("equal") else []
    return names, equal


def _name(name: str) -> str:
    """Return a name as BibTeX has it; one that it would divide is held together."""
    if name == "et al.":
        return "others"
    tex = _escaped(name)
    return f"{{{tex}}}" if re.search(r",|(?:^|\s)and(?:\s|$)", name, re.IGNORECASE) else tex


def _new_key(person: Person, date: str, title: str, known: dict[str, Entry]) -> str:
    who = re.sub(r"[^a-z0-9]+", "", person.id.lower()) or "me"
    words = re.findall(r"\w+", title.lower())
    # The first that is no article.
    word = next((word for word in words if len(word) > 3), "".join(words[:1]) or "work")
    wanted = f"{who}{date[:4]}{word}"
    found, number = wanted, 1
    while found in known:
        number += 1
        found = f"{wanted}-{number}"
    return found


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _escaped(text: str) -> str:
    tex = _ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)
    return _LIGATURE.sub(lambda match: f"{{{match[0]}}}", tex)
