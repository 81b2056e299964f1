"""Values as what JSON has, for a template."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def plain(value: Any) -> Any:
    """Return a value of floor 0 as dictionaries and lists; each dataclass says its ``type``.

    The type is the class's name in lower case: ``paragraph``, ``points``, ``table``, ``entry``.
    """
    if is_dataclass(value) and not isinstance(value, type):
        found = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__.lower(), **found}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def covered(said: Any) -> Any:
    """Return the data with links to e-mail written so that no harvester of addresses reads them.

    Typst compresses text but writes links as they are. https://www.rfc-editor.org/rfc/rfc3986#section-2.4
    """
    if isinstance(said, dict):
        return {
            key: value.replace("@", "%40")
            if key == "url" and isinstance(value, str) and value.startswith("mailto:")
            else covered(value)
            for key, value in said.items()
        }
    return [covered(one) for one in said] if isinstance(said, list) else said


def strange(value: Any, known: Container[int]) -> str:
    """Return the characters of a value that no font has, in order; *known* are the fonts'."""
    found = {char for text in _texts(plain(value)) for char in text}
    return "".join(sorted(char for char in found if ord(char) not in known and char not in "\n\t"))


def _texts(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict | list):
        for one in said.values() if isinstance(said, dict) else said:
            yield from _texts(one)
