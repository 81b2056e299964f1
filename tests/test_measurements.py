"""Records of measurements: read with the line of each fault, written so that they can be read."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import json
import math
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from sphinx_folio.measurements import (
    Column,
    Measurement,
    MeasurementError,
    Provenance,
    Row,
    Value,
    combine,
    find_records,
    number_text,
    percent_text,
    range_text,
    read,
    read_output,
    record_name,
    record_path,
    to_csv,
    to_json,
)

WALK = Path(__file__).parent / "data" / "measurements" / "walk.json"

TIME = Column("time", "us", is_value=True)
SMALL = Measurement(
    (Column("kernel"), Column("size", "KiB"), TIME),
    (
        Row(("naive", "64"), (Value((12.5, 12.25, 13.0)),)),
        Row(("tiled, with α", "64"), (Value((4.0, 4.0, 4.0)),)),
    ),
    Provenance("./gemm --size 64", datetime.date(2026, 11, 29), gpu="NVIDIA H200", clock=1980),
    warmup=2,
)


# --- values ------------------------------------------------------------------------------------


def test_a_value_has_the_median_and_the_range_of_its_runs() -> None:
    value = Value((3.0, 1.0, 2.0))
    assert (value.median, value.minimum, value.maximum, value.spread) == (2, 1, 3, 1)
    assert Value((0.1, 0.2)).median == 0.15
    assert Value((0.0,)).spread == 0
    assert Value((-5.0, 0.0, 5.0)).spread == math.inf


def test_a_median_is_exact() -> None:
    value = Value((1234567890123.0,) * 3)
    assert value.minimum == value.median == value.maximum == 1234567890123
    measurement = Measurement((TIME,), (Row((), (value,)),), SMALL.provenance)
    assert to_csv(measurement).splitlines()[1] == ",".join(["1234567890123"] * 3)
    even = Value((1234567890123.25, 1234567890124.25))
    assert even.median == 1234567890123.75
    assert Value((1e100, 1e-100)).median == 5e99


def test_a_row_is_found_by_labels_that_only_it_has() -> None:
    assert SMALL.row({"kernel": "naive"}) is SMALL.rows[0]
    with pytest.raises(MeasurementError, match="2 rows have these labels; say also which kernel"):
        SMALL.row({"size": "64"})
    with pytest.raises(MeasurementError, match=r"no kernel 'naiv'. Did you mean 'naive'\?"):
        SMALL.row({"kernel": "naiv"})
    with pytest.raises(MeasurementError, match=r"no label column 'kernl'. Did you mean 'kernel'\?"):
        SMALL.row({"kernl": "naive"})
    with pytest.raises(MeasurementError, match=r"no value column 'tme'. Did you mean 'time'\?"):
        SMALL.value("tme")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (12.345, "12.3"),
        (1.0, "1.00"),
        (9.996, "10.0"),
        (0.012345, "0.0123"),
        (4096.4, "4096"),
        (0, "0.00"),
        (-0.0001, "−0.000100"),
        (-12.345, "−12.3"),
        (12345.6, "12\u202f346"),
        (1.25e9, "1.25×10⁹"),
        (3e-7, "3.00×10⁻⁷"),
    ],
)
def test_a_number_has_three_digits_that_count_or_all_of_a_whole_one(
    value: float, said: str
) -> None:
    assert number_text(value) == said


def test_a_range_has_the_places_of_its_median() -> None:
    assert range_text(9.98, 10.234, like=10.0) == "10.0–10.2"
    assert number_text(10.234, 5) == "10.234"
    assert range_text(9999.4, 10000.4, like=9999.5) == "9999–10\u202f000"
    assert range_text(-1, 1, like=0.5) == "−1.000 … 1.000"
    assert range_text(-1e100, 1e100, like=1e-100) == "−1.00×10¹⁰⁰ … 1.00×10¹⁰⁰"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0, "0"),
        (0.018, "1.8"),
        (0.0181, "1.9"),
        (0.123, "13"),
        (0.00001, "0.1"),
        (2.5, "250"),
        (1e90, "1.0×10⁹²"),
    ],
)
def test_a_spread_is_never_understated(part: float, said: str) -> None:
    assert percent_text(part) == said


# --- places ------------------------------------------------------------------------------------


def test_a_record_lies_beside_the_listing_that_it_measures(tmp_path: Path) -> None:
    assert record_path("gemm/h200") == PurePosixPath("gemm/measurements/h200.json")
    assert record_path("walk") == PurePosixPath("measurements/walk.json")
    for name in ("gemm/h200", "walk", "cute/gemm/h200"):
        assert record_name(record_path(name)) == name
        path = tmp_path / record_path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert find_records(tmp_path) == ["cute/gemm/h200", "gemm/h200", "walk"]
    assert find_records(tmp_path / "none") == []


@pytest.mark.parametrize("name", ["", "../x", "/x", "a//b", "a b", "a/..", "a\\b", ".hidden"])
def test_a_name_leads_nowhere_else(name: str) -> None:
    with pytest.raises(ValueError, match="is no name of a measurement"):
        record_path(name)


# --- what programs print -----------------------------------------------------------------------


def test_a_program_prints_labels_and_values_with_their_units() -> None:
    output = read_output(
        'kernel,size [KiB],time (us), speedup (1)\n\n"a, b",64, 1.5 ,2\nc,64,1e3,0\n'
    )
    assert output.columns == (
        Column("kernel"),
        Column("size", "KiB"),
        TIME,
        Column("speedup", "1", is_value=True),
    )
    assert output.rows == {("a, b", "64"): (1.5, 2), ("c", "64"): (1000, 0)}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", None, "nothing was printed"),
        ("a,time (us)\n", None, "a header and no row"),
        ("a,b\n1,2\n", 1, "no column of values"),
        ("time (us),kernel\n1,2\n", 1, "'kernel' stands after a value; labels come first"),
        ("a,a,time (us)\n", 1, "two columns are called 'a'"),
        ("a,,time (us)\n", 1, "'' names no column"),
        ("a,time (us\n", 1, "'time (us' names no column"),
        ("a,time (us)\nx,1\ny,fast\n", 3, "time is 'fast', which is no number"),
        ("a,time (us)\nx,nan\n", 2, "time is 'nan'"),
        ("a,time (us)\nx,inf\n", 2, "time is 'inf'"),
        ("a,time (us)\nx,1_0\n", 2, "time is '1_0', which is no number"),
        ("a,time (us)\nx,١٢\n", 2, "time is '١٢', which is no number"),
        ("a,time (us)\nx,0x1\n", 2, "time is '0x1', which is no number"),
        ("a,time (us)\nx,5e-324\n", 2, "time is '5e-324'; a number is 0, or from 1e-100 to"),
        ("a,time (us)\nx,1e-999\n", 2, "time is '1e-999'; a number is 0, or from 1e-100 to"),
        ("a,time (us)\nx,-1e300\n", 2, "time is '-1e300'; a number is 0, or from 1e-100 to"),
        ('a,time (us)\n"x\ny",1\n', 3, "a is 'x\\ny'; it has a line break"),
        ("a,time (us)\nx\x0cy,1\n", 2, "a is 'x\\x0cy'; it has U+000C, which nobody sees"),
        ("a,time (us)\nx\u2028y,1\n", 2, "it has U+2028"),
        ("a,time (us)\nx\u202ey,1\n", 2, "it has U+202E"),
        ("a,time (us)\nx\x00y,1\n", 2, "it has U+0000"),
        ("a\x1b[1m,time (us)\n", 1, "the name 'a\\x1b[1m' has U+001B"),
        ("a,time (u\x07s)\n", 1, "has U+0007"),
        ("a,time (us)\nx,\n", 2, "time is ''"),
        ("a,time (us)\n\nx,1,2\n", 3, "3 cells, and the header has 2"),
        ("a,time (us)\nx,1\nx,2\n", 3, "the row x stands there twice"),
        ('a,time (us)\n"x,1\n', 2, "no CSV"),
    ],
)
def test_what_cannot_be_read_is_told_with_line_and_reason(
    text: str, line: int | None, reason: str
) -> None:
    with pytest.raises(MeasurementError) as caught:
        read_output(text)
    assert caught.value.line == line
    assert reason in str(caught.value)


def test_runs_are_joined_by_their_labels() -> None:
    first = read_output("a,time (us)\nx,1\ny,2\n")
    again = read_output("a,time (us)\ny,4\nx,3\n")
    columns, rows = combine([first, again])
    assert columns == first.columns
    assert rows == (Row(("x",), (Value((1, 3)),)), Row(("y",), (Value((2, 4)),)))
    with pytest.raises(MeasurementError, match="the row y is in run 1 and not in run 2"):
        combine([first, read_output("a,time (us)\nx,1\n")])
    with pytest.raises(MeasurementError, match="the row z is in run 3 and not in run 1"):
        combine([first, again, read_output("a,time (us)\nx,1\ny,2\nz,1\n")])
    with pytest.raises(MeasurementError, match="run 2 printed another header"):
        combine([first, read_output("a,time (ms)\nx,1\ny,2\n")])


# --- records -----------------------------------------------------------------------------------


def test_a_record_is_read_back_as_it_was() -> None:
    assert read(to_json(SMALL)) == SMALL
    assert to_json(read(to_json(SMALL))) == to_json(SMALL)
    text = WALK.read_text(encoding="utf-8")
    assert to_json(read(text)) == text
    clean = dataclasses.replace(SMALL.provenance, commit="abc1234", is_clean=True)
    known = dataclasses.replace(SMALL, provenance=clean)
    assert read(to_json(known)) == known


def test_a_record_is_for_people_too() -> None:
    lines = to_json(SMALL).splitlines()
    assert '      "time": {"median": 4, "min": 4, "max": 4, "runs": [4, 4, 4]}' in lines
    assert '      "kernel": "tiled, with α",' in lines
    assert all(len(line) < 120 for line in lines)


def test_what_is_downloaded_is_csv_with_units() -> None:
    rows = list(csv.reader(to_csv(SMALL).splitlines()))
    assert rows[0] == [
        "kernel", "size (KiB)", "time median (us)", "time minimum (us)", "time maximum (us)",
    ]  # fmt: skip
    assert rows[1:] == [
        ["naive", "64", "12.5", "12.25", "13"],
        ["tiled, with α", "64", "4", "4", "4"],
    ]


def _changed(path: str, value: Any) -> str:
    """Return the small record with one value changed, or without it (``...``)."""
    data = json.loads(to_json(SMALL))
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = data
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps(data, indent=1)


def _line_of(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("path", "value", "reason", "where"),
    [
        ("format", 2, "format 2 is not known here; 1 is", '"format"'),
        ("rows", ..., "'rows' is missing", "{"),
        ("rows", [], "a list is wanted", '"rows"'),
        ("row", [], "unknown key 'row'. Did you mean 'rows'?", '"row"'),
        ("provenance.command", "", "no number without the way to it", '"command"'),
        ("provenance.date", ..., "'date' is missing", '"provenance"'),
        ("provenance.date", "29 Nov", "a day is wanted, such as 2026-11-29", '"date"'),
        ("provenance.gpu", "", "neither cpu nor gpu says", '"provenance"'),
        ("provenance.commit", "HEAD", "'HEAD' is no hash", '"commit"'),
        ("provenance.clean", "yes", "true or false is wanted", '"clean"'),
        ("provenance.clock", "fast", "a whole number is wanted, not 'fast'", '"clock"'),
        ("provenance.note", 1, "a text is wanted, not 1", '"note"'),
        ("provenance.host", "here", "unknown key 'host'", '"host"'),
        ("columns.0.role", "labl", "unknown role 'labl'. Did you mean 'label'?", '"labl"'),
        ("columns.1.name", "kernel", "two columns are called 'kernel'", None),
        ("columns.0.role", "value", "the label 'size' stands after a value", None),
        ("columns.2.role", "label", "no column has the role 'value'", '"columns"'),
        ("rows.1.kernel", "naive", "two rows have the labels naive, 64", None),
        ("rows.1.kernel", 3, "kernel: a text is wanted", '"kernel": 3'),
        ("rows.1.tiem", 3, "unknown key 'tiem'. Did you mean 'time'", '"tiem"'),
        ("rows.1.time", ..., "'time' is missing", None),
        ("rows.1.time", 4.0, "an object is wanted with median, min, max, runs", '"time": 4.0'),
        ("rows.0.time.median", 12.4, "median says 12.4, and the runs give 12.5", '"time": {'),
        ("rows.0.time.max", "13", "'13' is no number", '"time": {'),
        ("rows.0.time.runs", [12.5], "1 runs, and repeats says 3", '"time": {'),
        ("rows.0.time.runs", [True, 1, 1], "True is no number", '"time": {'),
        ("rows.0.time.runs", [10**400, 1, 1], "is too large", '"time": {'),
        ("rows.0.time.runs", [1e200, 1, 1], "is too large", '"time": {'),
        ("rows.0.time.runs", [5e-324, 1, 1], "is too small", '"time": {'),
        ("rows.1.kernel", "a\x07b", r"kernel: 'a\x07b' has U+0007", r'"a\u0007b"'),
        ("rows.1.kernel", "a\ud800", "has U+D800", r'"a\ud800"'),
        ("columns.0.name", "a\u202e", "has U+202E", None),
        ("columns.2.unit", "u\x00s", "has U+0000", None),
        ("provenance.note", "a\x1bb", "has U+001B", '"note"'),
        ("provenance.command", "a\x1bb", "has U+001B", '"command"'),
    ],
)
def test_a_broken_record_is_told_with_its_line(
    path: str, value: Any, reason: str, where: str | None
) -> None:
    text = _changed(path, value)
    with pytest.raises(MeasurementError) as caught:
        read(text)
    assert reason in str(caught.value)
    assert caught.value.line is not None
    if where:
        assert caught.value.line == _line_of(text, where)


@pytest.mark.parametrize("hidden", ["\x7f", "\u2028", "\u202e", "\uffff"])
def test_what_nobody_sees_is_told_at_its_line_however_it_is_written(hidden: str) -> None:
    text = to_json(SMALL).replace('"naive"', f'"na{hidden}ive"')
    with pytest.raises(MeasurementError, match=f"has U\\+{ord(hidden):04X}") as caught:
        read(text)
    assert caught.value.line == _line_of(text, '"kernel": "na')


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "no JSON"),
        ('{\n "format": 1,\n}', 3, "no JSON"),
        ("[" * 100_000, None, "no JSON"),
        ("1" * 10_000, None, "no JSON"),
        ("[]", 1, "an object is wanted"),
        ('{"format": 1, "format": 1}', None, "the key 'format' stands twice"),
        ('{"format": NaN}', None, "NaN is no number"),
    ],
)
def test_what_is_no_record_at_all_is_told(text: str, line: int | None, reason: str) -> None:
    with pytest.raises(MeasurementError) as caught:
        read(text)
    assert reason in str(caught.value)
    assert caught.value.line == line
