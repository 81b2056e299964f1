"""The kinds of value that a key of front matter can have: each converts, and has a JSON Schema."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from ..errors import did_you_mean

Converter = Callable[[Any], Any]
Schema = Mapping[str, Converter]

#: A tag is a part of an address, and the name of a folder.
LONGEST_TAG = 60

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DATE = r"\d{4}-\d{2}-\d{2}"
_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"

# The engine reads scalars as the text that was written, whatever YAML would make of them.
_SCALAR: Mapping[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_FILLED: Mapping[str, Any] = {"not": {"enum": ["", None]}}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: call it to convert what YAML holds; ``ValueError`` says what is wrong.

    ``schema`` is the same in JSON Schema (draft 7), for editors; ``description`` is for authors.
    """

    convert: Converter
    schema: Mapping[str, Any]
    description: str = ""

    def __call__(self, value: Any) -> Any:
        """Convert *value*, which is text, a list or a mapping."""
        return self.convert(value)

    def that(self, description: str) -> Kind:
        """Return the same kind for one key, with what that key says."""
        return replace(self, description=description)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text")
    return " ".join(_CONTROL.sub(" ", value).split())


def _flag(value: Any) -> bool:
    if value not in ("true", "false"):  # not a set: a list has no hash
        raise ValueError(f"must be true or false, not {value!r}")
    return bool(value == "true")


def _number(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"0*[1-9]\d{0,2}", value, re.ASCII):
        return int(value)
    raise ValueError(f"must be a whole number from 1 to 999, not {value!r}")


def _date(value: Any) -> datetime.date:
    try:
        if not isinstance(value, str) or not re.fullmatch(_DATE, value, re.ASCII):
            raise ValueError
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is no date; write YYYY-MM-DD") from None


def _texts(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(filter(None, (_text(item) for item in items)))


def _tags(value: Any) -> tuple[str, ...]:
    found = _texts(value)
    for tag in found:
        if len(tag) > LONGEST_TAG:
            raise ValueError(f"{tag[:20] + '…'!r} is no tag: more than {LONGEST_TAG} characters")
    return found


def _language(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(_LANGUAGE, value, re.ASCII):
        raise ValueError(f"{value!r} is no language tag; write for example en, zh or pt-BR")
    return value


def _web_address(value: Any) -> str:
    try:
        parts = urlsplit(_text(value))
        if parts.scheme in {"http", "https"} and parts.hostname:
            return _text(value)
    except ValueError:
        pass
    raise ValueError(f"{value!r} is no address; write https://…")


def _local_addresses(value: Any) -> tuple[str, ...]:
    found = _texts(value)
    for path in found:
        parts = urlsplit(path)
        if parts.scheme or parts.netloc or not path.startswith("/") or ".." in path.split("/"):
            raise ValueError(f"{path!r} is no address of this site; write for example /blog/old/")
    return found


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("must be a mapping of 'key: value' lines")
    return value


def _one_or_more(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "array", "items": schema}]}


#: One line of text.
text = Kind(_text, _SCALAR)
#: ``true`` or ``false``.
flag = Kind(_flag, {"type": "boolean"})
#: A whole number from 1 to 999.
number = Kind(_number, {"type": "integer", "minimum": 1, "maximum": 999})
#: ``YYYY-MM-DD``, a day that exists; it has no time and no zone.
date = Kind(_date, {"type": "string", "format": "date", "pattern": f"^{_DATE}$"})
#: A list of texts, or one text.
texts = Kind(_texts, _one_or_more(_SCALAR))
#: What a page is about: each a few words.
tags = Kind(_tags, _one_or_more({**_SCALAR, "maxLength": LONGEST_TAG}))
#: A language tag (BCP 47) such as ``zh`` or ``pt-BR``.
language = Kind(_language, {"type": "string", "pattern": f"^{_LANGUAGE}$"})
#: An absolute address of the web.
web_address = Kind(_web_address, {"type": "string", "pattern": r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^/]"})
#: Addresses of this site, as paths from its root: ``/blog/old-name/``.
local_addresses = Kind(
    _local_addresses,
    _one_or_more({"type": "string", "pattern": r"^\s*/(?!/)(?!(.*/)?\.\.(/|\s*$))"}),
)
#: ``key: value`` pairs.
mapping = Kind(_mapping, {"type": "object"})


def one_of(*choices: str) -> Kind:
    """Return the kind of a text that is one of some."""

    def convert(value: Any) -> str:
        if value in choices:
            return str(value)
        raise ValueError(f"{value!r} is none of {', '.join(choices)}")

    return Kind(convert, {"enum": list(choices)})


def some_of(*choices: str) -> Kind:
    """Return the kind of a list, each item one of some and none twice."""

    def convert(value: Any) -> tuple[str, ...]:
        found = _texts(value)
        for item in found:
            if item not in choices:
                raise ValueError(f"unknown {item!r}.{did_you_mean(item, choices)}")
        return tuple(dict.fromkeys(found))

    return Kind(convert, _one_or_more({"enum": list(choices)}))


def pairs(values: Converter) -> Kind:
    """Return the kind of ``key: value`` pairs whose values are of one kind."""
    return Kind(
        lambda value: {key: values(raw) for key, raw in _mapping(value).items()},
        {"type": "object", "additionalProperties": json_schema(values)},
    )


def records(schema: Schema, *needed: str) -> Kind:
    """Return the kind of a list of mappings with the keys of *schema*, some of them *needed*.

    An item that is mere text is the value of the first of these.
    """

    def convert(value: Any) -> tuple[dict[str, Any], ...]:
        if not isinstance(value, list):
            raise ValueError("must be a list")
        done = []
        for position, raw_item in enumerate(value, 1):
            item = {needed[0]: raw_item} if isinstance(raw_item, str) else raw_item
            done.append(_record(item, schema, needed, f"item {position}: "))
        return tuple(done)

    forms = [object_schema(schema, needed)]
    if len(needed) == 1:
        forms.append({"allOf": [json_schema(schema[needed[0]]), _SCALAR, _FILLED]})
    return Kind(convert, {"type": "array", "items": {"anyOf": forms}})


def record(schema: Schema, *needed: str) -> Kind:
    """Return the kind of one mapping with the keys of *schema*, some of them *needed*."""
    return Kind(lambda value: _record(value, schema, needed), object_schema(schema, needed))


def _record(value: Any, schema: Schema, needed: tuple[str, ...], where: str = "") -> dict[str, Any]:
    item = _mapping(value)
    for key in item:
        if key not in schema:
            raise ValueError(f"{where}unknown key {key!r}.{did_you_mean(key, schema)}")
    done = {key: schema[key](raw) for key, raw in item.items()}
    for key in needed:
        if not done.get(key):
            raise ValueError(f"{where}no {key}")
    return done


def object_schema(schema: Schema, needed: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the JSON Schema of a mapping with the keys of *schema* and no others."""
    properties = {key: json_schema(converter) for key, converter in schema.items()}
    for key in needed:
        properties[key] = {**properties[key], **_FILLED}
    done: dict[str, Any] = {"type": "object", "properties": properties}
    if needed:
        done["required"] = list(needed)
    return {**done, "additionalProperties": False}


def json_schema(converter: Converter) -> dict[str, Any]:
    """Return the JSON Schema of one value, with its description."""
    if not isinstance(converter, Kind):
        return {}
    told = {"description": converter.description} if converter.description else {}
    return {**told, **converter.schema}
