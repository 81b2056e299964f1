"""Cuts the YAML front matter out of a page and reads it against a schema."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from ..errors import Fault, did_you_mean
from .kinds import Converter, Schema

#: Keys that belong to Sphinx or MyST; they stay in the page and mean what they always meant.
FOREIGN = frozenset(
    {"myst", "html_meta", "orphan", "tocdepth", "nocomments", "no-search", "nosearch", "hide-toc"}
)

# What MyST takes for the fences: a draft that only one of the two readers knew would be published.
_OPENING = re.compile(r"\ufeff?(-{3,})")
_CLOSING = re.compile(r"(?:\.{3}| {0,3}(-{3,}))\s*\Z")
_TARGET_OR_COMMENT = re.compile(r"\(.+\)=\s*\Z|%")
_MARKUP = re.compile(r"[!-/:-@\[-`{-~]")
_PUBLIC = re.compile(r"\b(?:draft|date)\b", re.IGNORECASE)
_STRAY = re.compile(r"[\s>{?-]*[\"']?(?:draft|date)[\"']?\s*:", re.IGNORECASE)
#: libyaml's, where PyYAML was built with it, reads the same in a tenth of the time.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEY = re.compile(r"([A-Za-z_][\w.-]*)\s*:(?:\s|\Z)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a page's front matter says.

    ``values`` are converted by the schema, ``lines`` give each key's line (from 1), ``rest`` is the
    page's text with our own keys blanked out, so that every line keeps its number. ``doubts`` are
    what keeps from knowing whether a post is for the public: ``draft`` or ``date`` in what cannot
    be read.
    """

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    faults: tuple[Fault, ...]
    rest: str
    doubts: tuple[Fault, ...] = ()


def read(
    text: str, schema: Schema, *, strict: bool = True, foreign: Collection[str] = FOREIGN
) -> FrontMatter:
    """Read the front matter of *text*, a whole page.

    Keys of *schema* are converted; *foreign* keys are left in the page. Any other key is a fault
    when *strict*, and left in the page otherwise.
    """
    lines = text.split("\n")
    end = _closing_fence(lines)
    if end == 0:
        unclosed = _OPENING.match(lines[0]) and len(lines) > 1 and _KEY.match(lines[1])
        told = (Fault("the front matter has no closing ---", 1),) if unclosed else ()
        return FrontMatter({}, {}, told, text, _strays(lines, 0))
    values: dict[str, Any] = {}
    where: dict[str, int] = {}
    faults: list[Fault] = []
    unread: list[tuple[str, str, Fault]] = []
    blank = set[int]()
    for start, stop in _blocks(lines, end):
        known = len(faults)
        match = _KEY.match(lines[start])
        key = match[1] if match else ""
        if key in foreign or (key and not strict and key not in schema):
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
        unread += [(key, "\n".join(lines[start:stop]), fault) for fault in faults[known:]]
    doubts = [fault for key, block, fault in unread if _is_doubtful(key, block, schema, values)]
    doubts += _strays(lines, end + 1)
    return FrontMatter(
        values, where, tuple(faults), _rest(lines, end, blank, values), tuple(doubts)
    )


def _is_doubtful(key: str, block: str, schema: Schema, values: Mapping[str, Any]) -> bool:
    """Tell whether a faulty block may have meant to keep the post from the public.

    The day of an erratum that cannot be read is no day of the post, if that has one.
    """
    words = {word.lower() for word in _PUBLIC.findall(block)}
    if key in schema and key.lower() not in {"draft", "date"} and "date" in values:
        words.discard("date")
    return bool(words)


def _strays(lines: list[str], start: int) -> tuple[Fault, ...]:
    """Return what looks like a post's ``draft`` or ``date`` but stands outside its front matter."""
    found = []
    for number, line in enumerate(lines[start:], start + 1):
        if line.strip() and not _CLOSING.match(line) and not _KEY.match(line.lstrip()):
            break
        if _STRAY.match(line):
            found.append(Fault(f"{line.strip()!r} stands outside the front matter", number))
    return tuple(found)


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
    said = [n for n in range(1, end) if lines[n].strip() and not lines[n].startswith("#")]
    starts = [
        number
        for number in said
        if number == said[0] or not lines[number].startswith((" ", "\t", "-", "]", "}"))
    ]
    return list(zip(starts, [*starts[1:], end][: len(starts)], strict=True))


def _convert(
    key: str,
    block: str,
    converter: Converter,
    line: int,
    values: dict[str, Any],
    faults: list[Fault],
) -> None:
    try:
        node = _composed(block)
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
    except RecursionError:
        faults.append(Fault(f"{key}: nested too deeply", line))


def _composed(block: str) -> yaml.Node | None:
    """Return YAML as nodes; where libyaml finds a fault or a tab, as PyYAML itself reads it."""
    if "\t" not in block:
        with contextlib.suppress(yaml.YAMLError):
            return yaml.compose(block, Loader=_LOADER)
    return yaml.compose(block, Loader=yaml.SafeLoader)


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
        head = [""] * len(head)  # comments too: without fences one would be a heading
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
