"""Reads the YAML front matter of a page against a schema; a bad key loses nothing but itself."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import yaml

from .errors import Fault, did_you_mean

Converter = Callable[[Any], Any]
Schema = Mapping[str, Converter]

#: Keys that belong to Sphinx or MyST; they stay in the page and mean what they always meant.
FOREIGN = frozenset(
    {"myst", "html_meta", "orphan", "tocdepth", "nocomments", "no-search", "hide-toc"}
)

# What MyST takes for the fences: a draft that only one of the two readers knew would be published.
_OPENING = re.compile(r"\ufeff?(-{3,})")
_CLOSING = re.compile(r"(?:\.{3}| {0,3}(-{3,}))\s*\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_TARGET_OR_COMMENT = re.compile(r"\(.+\)=\s*\Z|%")
_MARKUP = re.compile(r"[!-/:-@\[-`{-~]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", re.ASCII)
_KEY = re.compile(r"([A-Za-z_][\w.-]*)\s*:(?:\s|\Z)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a page's front matter says.

    ``values`` are converted by the schema, ``lines`` give each key's line (from 1), ``rest`` is the
    page's text with our own keys blanked out, so that every line keeps its number.
    """

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    faults: tuple[Fault, ...]
    rest: str


def read(text: str, schema: Schema, *, strict: bool = True) -> FrontMatter:
    """Read the front matter of *text*, a whole page.

    Keys of *schema* are converted; keys in ``FOREIGN`` are left in the page. Any other key is a
    fault when *strict*, and left in the page otherwise.
    """
    lines = text.split("\n")
    end = _closing_fence(lines)
    if end == 0:
        unclosed = _OPENING.match(lines[0]) and len(lines) > 1 and _KEY.match(lines[1])
        told = (Fault("the front matter has no closing ---", 1),) if unclosed else ()
        return FrontMatter({}, {}, told, text)
    values: dict[str, Any] = {}
    where: dict[str, int] = {}
    faults: list[Fault] = []
    blank = set[int]()
    for start, stop in _blocks(lines, end):
        match = _KEY.match(lines[start])
        key = match[1] if match else ""
        if key in FOREIGN or (key and not strict and key not in schema):
            continue
        blank.update(range(start, stop))
        if not key:
            faults.append(Fault(f"no key in front matter line {lines[start].strip()!r}", start + 1))
        elif key in where:
            faults.append(
                Fault(f"key {key!r} stands twice; line {where[key]} has it too", start + 1)
            )
        elif key not in schema:
            faults.append(Fault(f"unknown key {key!r}.{did_you_mean(key, schema)}", start + 1))
        else:
            where[key] = start + 1
            _convert(key, "\n".join(lines[start:stop]), schema[key], start + 1, values, faults)
    return FrontMatter(values, where, tuple(faults), _rest(lines, end, blank, values))


def _closing_fence(lines: list[str]) -> int:
    opening = _OPENING.match(lines[0])
    if not opening:
        return 0
    for number, line in enumerate(lines[1:], 1):
        closing = _CLOSING.match(line)
        if closing and (not closing[1] or len(closing[1]) >= len(opening[1])):
            return number
    return 0


def _blocks(lines: list[str], end: int) -> list[tuple[int, int]]:
    """Cut the front matter into one block of lines per top-level key."""
    starts = [
        number
        for number in range(1, end)
        if lines[number].strip() and not lines[number].startswith((" ", "\t", "#", "-", "]", "}"))
    ]
    return list(zip(starts, [*starts[1:], end], strict=True))


def _convert(
    key: str,
    block: str,
    converter: Converter,
    line: int,
    values: dict[str, Any],
    faults: list[Fault],
) -> None:
    try:
        node = yaml.compose(block, Loader=yaml.SafeLoader)
        if not isinstance(node, yaml.MappingNode):
            raise ValueError("is no key with a value")
        values[key] = converter(_plain(node.value[0][1]))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        faults.append(Fault(f"{key}: {error.problem}", line + (mark.line if mark else 0)))
    except yaml.YAMLError:
        faults.append(Fault(f"{key}: holds a control character", line))
    except ValueError as error:
        faults.append(Fault(f"{key}: {error}", line))


def _plain(node: yaml.Node, above: tuple[yaml.Node, ...] = ()) -> Any:
    """Turn YAML into text, lists and dicts: ``1.10``, ``no`` and ``12:30`` stay as written."""
    if node in above:
        raise ValueError("holds itself")
    inside = (*above, node)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value in node.value:
            key = str(_plain(key_node, inside))
            if key in found:
                raise ValueError(f"{key!r} stands twice")
            found[key] = _plain(value, inside)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, inside) for item in node.value]
    return "" if node.tag.endswith(":null") else str(node.value)


def _rest(lines: list[str], end: int, blank: set[int], values: Mapping[str, Any]) -> str:
    kept = [
        number
        for number in range(1, end)
        if number not in blank and lines[number].strip() and not lines[number].startswith("#")
    ]
    head = ["" if number in blank else line for number, line in enumerate(lines[: end + 1])]
    if not kept:
        head[0] = head[end] = ""
    body = lines[end + 1 :]
    said = (line for line in body if line.strip() and not _TARGET_OR_COMMENT.match(line))
    first = next(said, "")
    if values.get("title") and not first.startswith("# "):
        heading = f"# {_MARKUP.sub(_escaped, values['title'])}"
        if not kept:
            head[end] = heading
        elif body and not body[0].strip():
            body[0] = heading
        else:
            body.insert(0, heading)
    return "\n".join([*head, *body])


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def text(value: Any) -> str:
    """Accept one line of text."""
    if not isinstance(value, str):
        raise ValueError("must be text")
    return " ".join(value.split())


def flag(value: Any) -> bool:
    """Accept ``true`` or ``false``."""
    if value not in ("true", "false"):  # not a set: a list has no hash
        raise ValueError(f"must be true or false, not {value!r}")
    return bool(value == "true")


def number(value: Any) -> int:
    """Accept a whole number from 1."""
    if not isinstance(value, str) or not value.isdecimal() or int(value) < 1:
        raise ValueError(f"must be a whole number from 1, not {value!r}")
    return int(value)


def date(value: Any) -> datetime.date:
    """Accept ``YYYY-MM-DD``, a day that exists; it has no time and no zone."""
    try:
        if not isinstance(value, str) or not _DATE.match(value):
            raise ValueError
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is no date; write YYYY-MM-DD") from None


def texts(value: Any) -> tuple[str, ...]:
    """Accept a list of texts, or one text."""
    items = value if isinstance(value, list) else [value]
    return tuple(filter(None, (text(item) for item in items)))


def language(value: Any) -> str:
    """Accept a language tag (BCP 47) such as ``zh`` or ``pt-BR``."""
    if not isinstance(value, str) or not _LANGUAGE.match(value):
        raise ValueError(f"{value!r} is no language tag; write for example en, zh or pt-BR")
    return value


def web_address(value: Any) -> str:
    """Accept an absolute address of the web."""
    try:
        parts = urlsplit(text(value))
        if parts.scheme in {"http", "https"} and parts.hostname:
            return text(value)
    except ValueError:
        pass
    raise ValueError(f"{value!r} is no address; write https://…")


def local_addresses(value: Any) -> tuple[str, ...]:
    """Accept addresses of this site, as paths from its root: ``/blog/old-name/``."""
    found = texts(value)
    for path in found:
        parts = urlsplit(path)
        if parts.scheme or parts.netloc or not path.startswith("/") or ".." in path.split("/"):
            raise ValueError(f"{path!r} is no address of this site; write for example /blog/old/")
    return found


def mapping(value: Any) -> dict[str, Any]:
    """Accept ``key: value`` pairs."""
    if not isinstance(value, dict):
        raise ValueError("must be a mapping of 'key: value' lines")
    return value


def records(schema: Schema, *needed: str) -> Converter:
    """Return a converter of a list of mappings with the keys of *schema*, some of them *needed*.

    An item that is mere text is the value of the first of these.
    """

    def convert(value: Any) -> tuple[dict[str, Any], ...]:
        if not isinstance(value, list):
            raise ValueError("must be a list")
        done = []
        for position, raw_item in enumerate(value, 1):
            item = mapping({needed[0]: raw_item} if isinstance(raw_item, str) else raw_item)
            for key in item:
                if key not in schema:
                    raise ValueError(
                        f"item {position}: unknown key {key!r}.{did_you_mean(key, schema)}"
                    )
            record = {key: schema[key](raw) for key, raw in item.items()}
            for key in needed:
                if not record.get(key):
                    raise ValueError(f"item {position}: no {key}")
            done.append(record)
        return tuple(done)

    return convert
