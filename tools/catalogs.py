"""Brings the catalogs in ``src/sphinx_folio/locale`` up to date with the words that pages show.

``python tools/catalogs.py`` takes the words out of the engine's modules, of its templates and of
furo's, keeps the translations there are, writes each ``.po`` and compiles it to the ``.mo`` beside
it: the same bytes from the same words. It says which words have no translation yet.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

ENGINE = Path(__file__).resolve().parent.parent / "src" / "sphinx_folio"
LOCALE = ENGINE / "locale"

#: Tables of words that code looks up before it says them: a module, and a name in it.
TABLES = (
    ("models", "MONTHS"),
    ("layout_svg.drawings", "SHADED"),
    ("references", "GENRES"),
    ("references", "STATUSES"),
    ("references", "FIELDS"),
    ("references", "HOSTS"),
    ("references", "PAGE"),
    ("front_matter.profiles", "LINKS"),
    ("ext.listings.proof", "UNPROVED"),
    ("ext.listings.proof", "REASONS"),
    ("ext.languages", "PERMALINKS"),
    ("ext.languages", "ADMONITIONS"),
    ("ext.numbering", "STATEMENTS"),
    ("ext.statements.kinds", "NAMES"),
    ("ext.layout_explorer.messages", "VIEWS"),
    ("ext.layout_explorer.messages", "COLORS"),
    ("ext.layout_explorer.messages", "SAID"),
    ("ext.layout_explorer.messages", "FAULTS"),
    ("ext.cv.composing", "HEADINGS"),
    ("contacts", "LABELS"),
    ("typeset.cv", "WORDS"),
    ("ext.publications.authors", "MARKS"),
    ("ext.publications.facets", "LABELS"),
    ("ext.publications.wording", "ONE"),
    ("ext.publications.facts", "THESES"),
    ("ext.publications.facts", "AUTHORS"),
    ("ext.publications.facts", "JURISDICTIONS"),
)

#: How code says words: by these names, and by what these functions return.
_NAMES = {"_", "self", "say"}
_MAKERS = {"words", "words_on"}

#: A word or, where it has a plural, both its forms.
Message = str | tuple[str, str]

_HEADER = (
    "Project-Id-Version: sphinx-folio",
    "Content-Type: text/plain; charset=UTF-8",
    "Content-Transfer-Encoding: 8bit",
    "MIME-Version: 1.0",
)
_PLURALS = {"zh_CN": "nplurals=1; plural=0;"}


def messages() -> list[Message]:
    """Return every word that the engine and its theme can show, in order."""
    found: set[Message] = set()
    for path in sorted(ENGINE.rglob("*.py")):
        found.update(_said(ast.parse(path.read_text(encoding="utf-8"))))
    for folder in (ENGINE / "theme", _furo()):
        for path in sorted(folder.rglob("*.html")):
            with path.open("rb") as file:
                # As the templates' words are looked up: without the blanks around them.
                found.update(
                    str(one[2]).strip() for one in babel_extract(file, ("_", "gettext"), [], {})
                )
    for module, name in TABLES:
        table = getattr(importlib.import_module(f"sphinx_folio.{module}"), name)
        found.update(_words_of(table))
    found.discard("")
    one_of_two = {one for message in found if isinstance(message, tuple) for one in message[:1]}
    return sorted(found - one_of_two, key=lambda one: one if isinstance(one, str) else one[0])


def _said(module: ast.Module) -> Iterator[Message]:
    """Yield what the code of a module says, in f-strings too."""
    for call in ast.walk(module):
        if isinstance(call, ast.Call):
            texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
            said = [text for text in texts if isinstance(text, str)]
            if isinstance(call.func, ast.Attribute) and call.func.attr == "plural" and said[1:]:
                yield said[0], said[1]
            elif _says(call.func) and said:
                yield said[0]


def _says(function: ast.expr) -> bool:
    """Tell whether calling a function says its first argument in some language."""
    if isinstance(function, ast.Call):
        return _name(function.func) in _MAKERS
    return _name(function) in _NAMES


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _furo() -> Path:
    """Return the folder of furo's templates; the theme itself is not loaded for it."""
    spec = importlib.util.find_spec("furo")
    assert spec is not None
    return Path(str(spec.origin)).parent / "theme"


def _words_of(table: object) -> Iterator[str]:
    """Yield the words in a table: its values, of pairs the ones that are no address or field."""
    for value in table.values() if isinstance(table, dict) else table:  # type: ignore[attr-defined]
        parts = (value,) if isinstance(value, str) else value
        yield from (
            part for part in parts if isinstance(part, str) and "{}" not in part and len(part) > 1
        )


def read(path: Path) -> dict[Message, str]:
    """Return the translations of a ``.po``."""
    with path.open("rb") as file:
        catalog: Catalog = read_po(file, locale=path.parent.parent.name)
    found: dict[Message, str] = {}
    for message in catalog:
        said = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
        if isinstance(message.id, str):
            found[message.id] = said
        else:
            one, many = message.id
            found[one, many] = said
    found.pop("", None)
    return found


def written(language: str, translations: dict[Message, str]) -> str:
    """Return the text of a ``.po``: no date, no place, in order of the words."""
    head = "".join(f'"{line}\\n"\n' for line in _header(language))
    parts = [f'msgid ""\nmsgstr ""\n{head}']
    for message, said in translations.items():
        if isinstance(message, str):
            parts.append(f"msgid {_quoted(message)}\nmsgstr {_quoted(said)}\n")
        else:
            one, many = map(_quoted, message)
            parts.append(f"msgid {one}\nmsgid_plural {many}\nmsgstr[0] {_quoted(said)}\n")
    return "\n".join(parts)


def compiled(language: str, translations: dict[Message, str]) -> bytes:
    """Return the bytes of a ``.mo``: the format that ``gettext`` reads, without hash table."""
    entries = {b"": "".join(f"{line}\n" for line in _header(language)).encode()}
    for message, said in translations.items():
        if said:
            forms = message if isinstance(message, str) else "\0".join(message)
            entries[forms.encode()] = said.encode()
    ids, words = b"", b""
    spots = []
    for key in sorted(entries):
        spots.append((len(key), len(ids), len(entries[key]), len(words)))
        ids += key + b"\0"
        words += entries[key] + b"\0"
    size, count = 28, len(entries)
    start = size + 16 * count
    keys = b"".join(struct.pack("<2I", one[0], start + one[1]) for one in spots)
    values = b"".join(struct.pack("<2I", one[2], start + len(ids) + one[3]) for one in spots)
    head = struct.pack("<7I", 0x950412DE, 0, count, size, size + 8 * count, 0, start)
    return head + keys + values + ids + words


def _header(language: str) -> tuple[str, ...]:
    return (*_HEADER, f"Language: {language}", f"Plural-Forms: {_PLURALS[language]}")


def _quoted(text: str) -> str:
    """Return a text as a ``.po`` has it, one line for each of its lines."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    lines = escaped.split("\n")
    parts = [f'"{line}\\n"' for line in lines[:-1]] + ([f'"{lines[-1]}"'] if lines[-1] else [])
    return parts[0] if len(parts) == 1 else "\n".join(['""', *parts])


def main() -> int:
    """Update each catalog; return how many words have no translation."""
    known = messages()
    missing = 0
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/sphinx_folio.po")):
        language = path.parent.parent.name
        before = read(path)
        translations = {message: before.get(message, "") for message in known}
        path.write_text(written(language, translations), encoding="utf-8", newline="\n")
        path.with_suffix(".mo").write_bytes(compiled(language, translations))
        for message in (one for one, said in translations.items() if not said):
            missing += 1
            print(f"{language}: no translation of {message!r}")
    return min(missing, 1)


if __name__ == "__main__":
    sys.exit(main())
