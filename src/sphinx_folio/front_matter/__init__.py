"""Reads the YAML front matter of a page against a schema; a bad key loses nothing but itself."""

from __future__ import annotations

from .kinds import (
    Converter,
    Kind,
    Schema,
    date,
    flag,
    language,
    local_addresses,
    mapping,
    number,
    pairs,
    records,
    text,
    texts,
    web_address,
)
from .reading import FOREIGN, FrontMatter, read

__all__ = [
    "FOREIGN",
    "Converter",
    "FrontMatter",
    "Kind",
    "Schema",
    "date",
    "flag",
    "language",
    "local_addresses",
    "mapping",
    "number",
    "pairs",
    "read",
    "records",
    "text",
    "texts",
    "web_address",
]
