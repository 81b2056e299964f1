"""Reads records; whatever is wrong with one is told with its line, and then none of it is used."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from sphinx_folio.errors import did_you_mean
from sphinx_folio.measurements.values import (
    GREATEST,
    LEAST,
    Column,
    Measurement,
    MeasurementError,
    Provenance,
    Row,
    Value,
    hidden_character,
    is_measurable,
)
from sphinx_folio.measurements.writing import FORMAT

_TEXTS = (
    "command", "cpu", "system", "gpu", "driver", "compiler", "commit", "note",
)  # fmt: skip
_NUMBERS = ("cores", "clock", "repeats", "warmup")
_KEYS = (*_TEXTS, *_NUMBERS, "date", "clean")
_VALUE = ("median", "min", "max", "runs")
_COMMIT = re.compile(r"[0-9a-f]{7,40}")


def read(text: str) -> Measurement:
    """Return the measurement in the text of a record; raise ``MeasurementError`` with the line."""
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise MeasurementError(f"no JSON: {error.msg}", error.lineno) from None
    except MeasurementError:
        raise
    except (RecursionError, ValueError):  # brackets, or digits, by the thousand
        raise MeasurementError("no JSON that anyone could read") from None
    return _Reader(text).measurement(data)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; JSON lets a key stand twice, and the first be lost."""
    found = dict(pairs)
    for key in found:
        if sum(name == key for name, _ in pairs) > 1:
            raise MeasurementError(f"the key {key!r} stands twice in one object")
    return found


def _no_number(name: str) -> NoReturn:
    raise MeasurementError(f"{name} is no number that can be measured")


@dataclass(frozen=True)
class _Reader:
    """Checks what JSON gave; a path of keys and places leads to the line of what is wrong."""

    text: str

    def fail(self, message: str, *path: str | int) -> NoReturn:
        raise MeasurementError(message, _line(self.text, path))

    def measurement(self, data: Any) -> Measurement:
        top = self.object(data, ("format", "provenance", "columns", "rows"))
        if top["format"] != FORMAT:
            self.fail(f"format {top['format']!r} is not known here; {FORMAT} is", "format")
        stated = self.object(top["provenance"], _KEYS, "provenance", needed=("command", "date"))
        columns = tuple(self.columns(self.items(top["columns"], "columns")))
        repeats = self.number(stated, "repeats")
        rows = tuple(
            self.row(row, columns, repeats, n)
            for n, row in enumerate(self.items(top["rows"], "rows"))
        )
        twins = {row.labels: n for n, row in enumerate(rows)}
        for n, row in enumerate(rows):
            if twins[row.labels] != n:
                self.fail(f"two rows have the labels {', '.join(row.labels)}", "rows", n)
        warmup = self.number(stated, "warmup")
        return Measurement(columns, rows, self.provenance(stated), warmup)

    def object(
        self, data: Any, keys: tuple[str, ...], *path: str | int, needed: tuple[str, ...] = ("*",)
    ) -> dict[str, Any]:
        """Return an object of these keys, all of them if it is not said which are needed."""
        if not isinstance(data, dict):
            self.fail(f"an object is wanted with {', '.join(keys)}", *path)
        for key in data:
            if key not in keys:
                self.fail(f"unknown key {key!r}.{did_you_mean(key, keys)}", *path, key)
        for key in keys if needed == ("*",) else needed:
            if key not in data:
                self.fail(f"{key!r} is missing", *path)
        return data

    def items(self, data: Any, *path: str | int) -> list[Any]:
        if not isinstance(data, list) or not data:
            self.fail("a list is wanted, with at least one item", *path)
        return data

    def visible(self, text: str, what: str, *path: str | int) -> str:
        """Return a text in which all is seen."""
        if hidden := hidden_character(text):
            self.fail(f"{what}: {text!r} has {hidden}, which nobody sees", *path)
        return text

    def number(self, stated: dict[str, Any], key: str) -> int:
        value = stated.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fail(f"{key}: a whole number is wanted, not {value!r}", "provenance", key)
        return value

    def provenance(self, stated: dict[str, Any]) -> Provenance:
        for key in _TEXTS:
            if not isinstance(stated.get(key, ""), str):
                self.fail(f"{key}: a text is wanted, not {stated[key]!r}", "provenance", key)
        texts = {key: stated.get(key, "") for key in _TEXTS}
        for key, text in texts.items():
            self.visible(text, key, "provenance", key)
        if not texts["command"].strip():
            self.fail("command is empty: no number without the way to it", "provenance", "command")
        if not (texts["cpu"] or texts["gpu"]):
            self.fail("neither cpu nor gpu says on what it was measured", "provenance")
        if texts["commit"] and not _COMMIT.fullmatch(texts["commit"]):
            self.fail(f"commit: {texts['commit']!r} is no hash", "provenance", "commit")
        clean = stated.get("clean", False)
        if not isinstance(clean, bool):
            self.fail(f"clean: true or false is wanted, not {clean!r}", "provenance", "clean")
        try:
            date = datetime.date.fromisoformat(stated["date"])
        except (TypeError, ValueError):
            said = f"date: a day is wanted, such as 2026-11-29, not {stated['date']!r}"
            self.fail(said, "provenance", "date")
        cores, clock = (self.number(stated, key) for key in ("cores", "clock"))
        return Provenance(date=date, cores=cores, clock=clock, is_clean=clean, **texts)

    def columns(self, data: list[Any]) -> Iterator[Column]:
        names: list[str] = []
        values = 0
        for n, item in enumerate(data):
            keys = ("name", "role", "unit")
            one = self.object(item, keys, "columns", n, needed=("name", "role"))
            name, role, unit = one["name"], one["role"], one.get("unit", "")
            if not isinstance(name, str) or not name.strip() or not isinstance(unit, str):
                self.fail("name and unit of a column are texts", "columns", n)
            self.visible(name + unit, "name or unit of a column", "columns", n)
            if role not in ("label", "value"):
                hint = did_you_mean(str(role), ("label", "value"))
                self.fail(f"unknown role {role!r}.{hint}", "columns", n, "role")
            if name in names:
                self.fail(f"two columns are called {name!r}", "columns", n)
            if values and role == "label":
                self.fail(f"the label {name!r} stands after a value", "columns", n)
            names.append(name)
            values += role == "value"
            yield Column(name, unit, role == "value")
        if not values:
            self.fail("no column has the role 'value'", "columns")

    def row(self, data: Any, columns: tuple[Column, ...], repeats: int, n: int) -> Row:
        cells = self.object(data, tuple(column.name for column in columns), "rows", n)
        labels, values = [], []
        for column in columns:
            cell = cells[column.name]
            if column.is_value:
                values.append(self.value(cell, repeats, "rows", n, column.name))
            elif isinstance(cell, str):
                labels.append(self.visible(cell, column.name, "rows", n, column.name))
            else:
                self.fail(f"{column.name}: a text is wanted", "rows", n, column.name)
        return Row(tuple(labels), tuple(values))

    def value(self, data: Any, repeats: int, *path: str | int) -> Value:
        """Return a value whose runs are as many as was said, and give what it says they give."""
        one = self.object(data, _VALUE, *path)
        name = path[-1]
        runs = self.items(one["runs"], *path, "runs")
        for number in (*runs, *(one[key] for key in _VALUE[:3])):
            if isinstance(number, bool) or not isinstance(number, int | float):
                self.fail(f"{name}: {number!r} is no number", *path)
            if not is_measurable(number):
                size = "large" if abs(number) > GREATEST else "small"
                limits = f"0, or from {LEAST:g} to {GREATEST:g}"
                self.fail(f"{name}: a number is too {size}; it is {limits}", *path)
        if len(runs) != repeats:
            self.fail(f"{name}: {len(runs)} runs, and repeats says {repeats}", *path)
        value = Value(tuple(map(float, runs)))
        for key, true in (("median", value.median), ("min", value.minimum), ("max", value.maximum)):
            if one[key] != true:
                self.fail(f"{name}: {key} says {one[key]:g}, and the runs give {true:g}", *path)
        return value


def _line(text: str, path: tuple[str | int, ...]) -> int | None:
    """Return the line on which what *path* leads to stands; JSON is YAML, which knows its lines."""
    # YAML reads some of these as the ends of lines, and some not at all.
    text = "".join(" " if char not in "\r\n" and hidden_character(char) else char for char in text)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    if node is None:
        return 1
    line = int(node.start_mark.line)
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pairs = [(k, v) for k, v in node.value if k.value == step]
            if not pairs:
                break
            line, node = int(pairs[0][0].start_mark.line), pairs[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = int(node.start_mark.line)
    return line + 1
