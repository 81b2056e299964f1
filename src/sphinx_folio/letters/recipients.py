"""Reads tables of recipients: CSV or YAML; each cell is text, each row knows its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from ..errors import Fault

#: The names that begin so are the sender's, and no column's.
SENDER = "me."

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef]")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A row: ``id`` is its cell in the column "id", else in the first; ``line`` is its first."""

    id: str
    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns in order, and the rows; ``key`` is the column that rows are called by."""

    columns: tuple[str, ...]
    rows: tuple[Recipient, ...]

    @property
    def key(self) -> str:
        """The column whose cells are the ids."""
        return "id" if "id" in self.columns else next(iter(self.columns), "")


def read_table(name: str, data: bytes) -> tuple[Table, list[Fault]]:
    """Read the table in a file of the given name, ``.csv``, ``.tsv``, ``.yaml`` or ``.yml``.

    Cells are text without blanks around it; YAML's numbers and flags stay what was written. What is
    wrong with one row loses nothing but that row.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Table((), ()), [Fault("is not UTF-8; save the table as CSV UTF-8", line)]
    ending = name.rpartition(".")[2].lower()
    if ending not in {"csv", "tsv", "yaml", "yml"}:
        return Table((), ()), [Fault("is no table that is known: .csv, .tsv, .yaml or .yml")]
    read = _read_csv if ending in {"csv", "tsv"} else _read_yaml
    columns, cells, faults = read(text)
    faults += _faults_of(columns)
    key = Table(columns, ()).key
    rows = []
    for line, row in cells:
        faults += [
            Fault(f"column {column!r} holds a control character", line)
            for column, cell in row.items()
            if _CONTROL.search(cell)
        ]
        whole = dict.fromkeys(columns, "") | row
        rows.append(Recipient(" ".join(whole[key].split()), line, whole))
    if not rows and not faults:
        faults.append(Fault("has no recipients"))
    return Table(columns, tuple(rows)), faults


_Cells = list[tuple[int, dict[str, str]]]
_Read = tuple[tuple[str, ...], _Cells, list[Fault]]


def _faults_of(columns: tuple[str, ...]) -> Iterator[Fault]:
    for number, column in enumerate(columns, 1):
        if not column:
            yield Fault(f"column {number} has no name", 1)
        elif column.startswith(SENDER):
            yield Fault(f"column {column!r}: names in {SENDER!r} are the sender's", 1)
        elif column in columns[: number - 1]:
            yield Fault(f"column {column!r} stands twice", 1)
        elif re.search(r"[{}\n]", column):
            yield Fault(f"column {column!r}: no placeholder can name it", 1)


def _read_csv(text: str) -> _Read:
    faults: list[Fault] = []
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((line, [_tidy(cell) for cell in row]))
            line = reader.line_num + 1
    except csv.Error as error:
        return (), [], [Fault(f"cannot be read from here on: {error}", line)]
    if not rows:
        return (), [], [Fault("is empty; its first line names the columns")]
    columns = tuple(" ".join(cell.split()) for cell in rows[0][1])
    cells: _Cells = []
    for line, row in rows[1:]:
        if len(row) != len(columns):
            faults.append(Fault(f"has {len(row)} cells for {len(columns)} columns", line))
        else:
            cells.append((line, dict(zip(columns, row, strict=True))))
    return columns, cells, faults


def _delimiter(text: str) -> str:
    """Return what stands between the names of the columns: a comma, a semicolon or a tab."""
    head = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    return max(",;\t", key=head.count)


def _read_yaml(text: str) -> _Read:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return (), [], [Fault(str(error.problem), mark.line + 1 if mark else 1)]
    except (yaml.YAMLError, RecursionError):
        return (), [], [Fault("is no YAML")]
    if node is None:
        return (), [], [Fault("has no recipients")]
    if not isinstance(node, yaml.SequenceNode):
        return (), [], [Fault("must be a list of recipients", node.start_mark.line + 1)]
    faults: list[Fault] = []
    cells = [
        (item.start_mark.line + 1, row)
        for item in node.value
        if (row := _row(item, faults)) is not None
    ]
    return tuple(dict.fromkeys(column for _line, row in cells for column in row)), cells, faults


def _row(node: yaml.Node, faults: list[Fault]) -> dict[str, str] | None:
    if not isinstance(node, yaml.MappingNode):
        faults.append(Fault("must be a mapping of 'column: value' lines", node.start_mark.line + 1))
        return None
    row: dict[str, str] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            what = "mapping" if isinstance(key, yaml.MappingNode) else "list"
            faults.append(Fault(f"a column must be named by text, not by a {what}", line))
            continue
        if not isinstance(value, yaml.ScalarNode):
            faults.append(Fault(f"{key.value!r} must be text", line))
            continue
        column = " ".join(key.value.split())
        if column in row:
            faults.append(Fault(f"{column!r} stands twice", line))
        row[column] = "" if value.tag.endswith(":null") else _tidy(value.value)
    return row


def _tidy(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()
