"""``folio listings check``: what it tells, what it writes, and how it ends."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import Result

from sphinx_folio.cli import main
from sphinx_folio.listings import Record, Step, read_checks, read_record, record_path, record_text
from sphinx_folio.listings.sources import digests_of

Folio = Callable[..., Result]


@pytest.fixture
def listed(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the listings of a site, with two; no compiler is found."""
    monkeypatch.setenv("PATH", "/nonexistent")
    root = site / "listings"
    (root / "cute").mkdir(parents=True)
    (root / "cute" / "one.py").write_text("print(1)\n", encoding="utf-8")
    (root / "cute" / "two.py").write_text("print(2)\n", encoding="utf-8")
    (root / "cute" / "checks.toml").write_text('["one.py"]\n["two.py"]\n', encoding="utf-8")
    return root


def rows(result: Result) -> list[list[str]]:
    """Return the lines of the table."""
    return [line.split() for line in result.stdout.splitlines()[1:]]


def test_listings_are_recorded_once_and_then_proved(listed: Path, folio: Folio) -> None:
    first = folio("listings", "check")
    assert first.stdout.splitlines()[0].split() == ["STATE", "LISTING", "KIND", "WITH", "TIME"]
    assert [row[:4] for row in rows(first)] == [
        ["recorded", "cute/one.py", "python", "python"],
        ["recorded", "cute/two.py", "python", "python"],
    ]
    assert first.stderr.startswith("2 recorded; with python 3.")
    record = listed / "cute" / "records" / "one.py.json"
    assert json.loads(record.read_text("utf-8"))["date"] == "2026-03-01"
    before = record.read_bytes()
    again = folio("listings", "check", "--no-write")
    assert [(row[0], row[-1]) for row in rows(again)] == [("proved", "cached")] * 2
    assert (listed.parent / "_build" / "listings").is_dir()
    assert rows(folio("listings", "check", "--no-cache"))[0][-1] == "s"
    assert record.read_bytes() == before
    assert "recorded" in folio("listings", "check", "--update").stdout


def test_output_is_plain_when_piped_and_coloured_for_a_terminal(
    listed: Path, folio: Folio, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b" not in folio("listings", "check").output
    assert "\x1b[32mproved" in folio("listings", "check", color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in folio("listings", "check", color=True).output


def test_what_prints_something_else_is_an_error_with_the_difference(
    listed: Path, folio: Folio
) -> None:
    folio("listings", "check")
    path = listed / "cute" / "records" / "one.py.json"
    record = read_record(path)
    assert record is not None
    path.write_text(record_text(replace(record, output="7\n")), "utf-8")
    before = path.read_bytes()
    result = folio("listings", "check", code=1)
    assert "failed  cute/one.py" in result.stdout
    assert "    -7\n    +1\n" in result.stdout
    assert path.read_bytes() == before


def test_a_record_that_was_edited_is_told_and_proves_nothing(listed: Path, folio: Folio) -> None:
    folio("listings", "check")
    path = listed / "cute" / "records" / "one.py.json"
    path.write_text(path.read_text("utf-8").replace('"1"', '"7"'), "utf-8")
    result = folio("listings", "check", code=1)
    assert "cute/records/one.py.json:1: is no record: edited by hand" in result.stdout
    folio("listings", "check", "--update")
    assert "proved" in folio("listings", "check").stdout


def test_the_folder_of_listings_is_that_of_conf_py(site: Path, folio: Folio) -> None:
    (site / "code").mkdir()
    (site / "code" / "one.py").write_text("print(1)\n", "utf-8")
    (site / "code" / "checks.toml").write_text('["one.py"]\n["lost.py"]\n', "utf-8")
    conf = (site / "conf.py").read_text("utf-8")
    (site / "conf.py").write_text(f"{conf}folio_listings = 'code'\n", "utf-8")
    result = folio("listings", "check", code=1)
    assert "recorded  one.py" in result.stdout
    assert "fault  code/checks.toml:2:" in result.stdout
    assert (site / "code" / "records" / "one.py.json").is_file()
    for folder in ("'../code'", "3"):
        (site / "conf.py").write_text(f"{conf}folio_listings = {folder}\n", "utf-8")
        assert "folio_listings must name" in folio("listings", "check", code=1).stderr


def test_names_choose_listings(listed: Path, folio: Folio, monkeypatch: pytest.MonkeyPatch) -> None:
    def chosen(*names: str) -> list[str]:
        return [row[1].removeprefix("cute/") for row in rows(folio("listings", "check", *names))]

    assert chosen("cute/two.py") == ["two.py"]
    assert chosen("cute") == ["one.py", "two.py"]
    assert chosen("*/t*.py", "cute/one.py") == ["one.py", "two.py"]
    assert chosen("listings/cute/one.py") == ["one.py"]
    monkeypatch.chdir(listed / "cute")
    assert chosen("one.py") == ["one.py"]
    assert chosen(".") == ["one.py", "two.py"]
    result = folio("listings", "check", "cute/on.py", code=2)
    assert "Did you mean 'cute/one.py'" in result.stderr


def test_what_cannot_be_checked_here_is_told_and_an_error_only_when_required_or_stale(
    listed: Path, folio: Folio
) -> None:
    source = listed / "add.cpp"
    source.write_text("int main() {}\n", "utf-8")
    (listed / "checks.toml").write_text('["add.cpp"]\n', "utf-8")
    result = folio("listings", "check", "add.cpp", code=1)
    assert "not checked here: no C++ compiler" in result.stdout
    check = read_checks(listed)[0]["add.cpp"]
    record = Record(
        check.name,
        check.kind,
        digests_of(listed, [check.name]),
        check.declaration,
        datetime.date(2026, 1, 1),
        (Step("compile", "g++"), Step("run", "program")),
        output="",
    )
    path = record_path(listed, "add.cpp")
    path.parent.mkdir()
    path.write_text(record_text(record), "utf-8")
    result = folio("listings", "check", "add.cpp")
    assert result.stdout.splitlines()[1].startswith("not checked  add.cpp")
    assert "! not checked here: no C++ compiler: g++ or clang++" in result.stdout
    assert "not here: no C++ compiler" in result.stderr
    folio("listings", "check", "--require", "python")
    folio("listings", "check", "--require", "cpp", code=1)
    source.write_text("int main() { }\n", "utf-8")
    assert "stale" in folio("listings", "check", "add.cpp", code=1).stdout


def test_faults_are_located_and_what_belongs_to_nothing_is_told(listed: Path, folio: Folio) -> None:
    (listed / "checks.toml").write_text('["lost.py"]\n', "utf-8")
    (listed / "loose.py").write_text("print()\n", "utf-8")
    (listed / "records").mkdir()
    (listed / "records" / "gone.py.json").write_text("{}", "utf-8")
    result = folio("listings", "check", code=1)
    assert "fault  listings/checks.toml:1: no file 'lost.py' beside it" in result.stdout
    assert "note   listings/records/gone.py.json: a record of no listing" in result.stdout
    assert "note   listings/loose.py: has no check" in result.stdout
    (listed / "checks.toml").unlink()
    folio("listings", "check")


def test_json_says_the_same(listed: Path, folio: Folio) -> None:
    (listed / "loose.py").write_text("print()\n", "utf-8")
    told = json.loads(folio("listings", "check", "--json").stdout)
    assert [one["listing"] for one in told["listings"]] == ["cute/one.py", "cute/two.py"]
    assert told["listings"][0]["state"] == "recorded"
    assert told["listings"][0]["steps"][0]["result"] == "passed"
    assert told["sources_without_check"] == ["loose.py"]
    assert told["faults"] == []


def test_completion_offers_the_listings_that_have_checks(listed: Path) -> None:
    shell = ShellComplete(main, {}, "folio", "_FOLIO_COMPLETE")
    offered = shell.get_completions(["listings", "check"], "cute/o")
    assert [item.value for item in offered] == ["cute/one.py"]


def test_usage_is_told_from_faults(site: Path, folio: Folio) -> None:
    assert "no folder listings" in folio("listings", "check", code=1).stderr
    (site / "listings").mkdir()
    assert folio("listings", "check").stdout == "No listings.\n"
    folio("listings", "check", "--update", "--no-write", code=2)
    folio("listings", "check", "--require", "rust", code=2)
    folio("listings", "check", "--jobs", "0", code=2)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_what_was_started(
    listed: Path, tmp_path: Path, how: signal.Signals
) -> None:
    if signal.getsignal(how) == signal.SIG_IGN:
        pytest.skip("the tests run where nobody can interrupt them, and so does what they start")
    alive = tmp_path / "alive"
    (listed / "cute" / "one.py").write_text(
        "import time\n"
        f"with open({str(alive)!r}, 'a') as file:\n"
        "    while True: file.write('.'); file.flush(); time.sleep(0.05)\n",
        "utf-8",
    )
    folio = subprocess.Popen(
        [sys.executable, "-m", "sphinx_folio", "listings", "check"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    while not alive.exists():
        time.sleep(0.05)
    folio.send_signal(how)
    _, errors = folio.communicate(timeout=20)
    assert folio.returncode == 1
    assert "Aborted!" in errors
    size = alive.stat().st_size
    time.sleep(0.3)
    assert alive.stat().st_size == size
