"""``folio measure``: what a program prints becomes a record, or nothing does."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from sphinx_folio.cli import machine
from sphinx_folio.measurements import Measurement, read

Folio = Callable[..., Result]

PROGRAM = """\
import pathlib, sys
count = pathlib.Path("count")
n = int(count.read_text()) if count.exists() else 0
count.write_text(str(n + 1))
print("kernel,size,time (us)")
print(f"naive,64,{100 + n}.5")
print("tiled,64,20")
"""
RECORD = Path("listings/gemm/measurements/h200.json")
# Put together, for no file of ours may name such a folder.
HOME = "/".join(("", "home", "ada"))


def program(text: str, name: str = "gemm.py") -> list[str]:
    """Write a program; return the command that runs it."""
    Path(name).write_text(text, encoding="utf-8")
    return [sys.executable, name]


def recorded(path: Path = RECORD) -> Measurement:
    return read(path.read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def no_gpu(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put a folder without nvidia-smi before all others; return it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "nvidia-smi").write_text("#!/bin/sh\nexit 9\n", encoding="utf-8")
    (folder / "nvidia-smi").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    return folder


def test_a_program_is_run_and_its_numbers_are_recorded(site: Path, folio: Folio) -> None:
    result = folio(
        "measure", "gemm/h200", "--repeat", "3", "--warmup", "2", "--note", "In the lab.",
        "--", *program(PROGRAM),
    )  # fmt: skip
    found = recorded()
    # Two runs before did not count.
    assert found.rows[0].values[0].runs == (102.5, 103.5, 104.5)
    assert (found.repeats, found.warmup) == (3, 2)
    assert Path("count").read_text(encoding="utf-8") == "5"
    assert found.provenance.date.isoformat() == "2026-03-01"
    assert found.provenance.note == "In the lab."
    assert found.provenance.cpu
    assert found.provenance.cores >= 1
    assert found.provenance.commit == ""
    assert result.stdout.splitlines() == [
        "kernel  size  time (µs)    min–max  spread",
        "naive   64          104    102–104   2.0 %",
        "tiled   64         20.0  20.0–20.0     0 %",
        RECORD.as_posix(),
    ]
    assert "run 3 of 3" in result.stderr
    assert "No commit is known here" in result.stderr


def test_no_folder_or_user_of_this_machine_comes_into_the_record(site: Path, folio: Folio) -> None:
    command = program(PROGRAM)
    paths = ["--data=/data/ada/x.bin", f"{site}/sub/y", "~/z", "a/b", "http://example.org/a/b"]
    folio("measure", "gemm/h200", "--warmup", "0", "--", *command, *paths)
    text = RECORD.read_text(encoding="utf-8")
    words = recorded().provenance.command.split()
    assert words[1:] == ["gemm.py", "--data=x.bin", "sub/y", "z", "a/b", "http://example.org/a/b"]
    assert words[0] == Path(sys.executable).name
    assert str(site) not in text
    assert str(Path.home()) + "/" not in text
    for option in ("--note", "--compiler"):
        result = folio("measure", "a", option, "/opt/cuda/bin/nvcc", "--", *command, code=2)
        assert "names a folder of this machine" in result.stderr


@pytest.mark.parametrize(
    "text",
    [
        f"built in {HOME}/secret",
        f"g++ -O2 -I{HOME}/inc x.cpp",
        "g++ -isystem/opt/inc",
        f"see file://{HOME}/f",
        "~ada/y",
        "of ~ada",
        "of '~ada'",
        f"see \\{HOME}/x",
        f"../..{HOME}/z",
        f"a/../../..{HOME}/..",
        f"({HOME}/x)",
        "out>/tmp/x",
        "C:\\Users\\ada",
        "-IC:\\Users\\ada",
        "\\\\box\\share",
        f"在{HOME}/里",
        f"x/{HOME} http://a.org:{HOME}",
    ],
)
def test_no_path_of_the_machine_is_in_a_note_or_told_of_the_compiler(
    site: Path, folio: Folio, text: str
) -> None:
    for option in ("--note", "--compiler"):
        result = folio("measure", "a", option, text, "--", *program(PROGRAM), code=2)
        assert f"{option}: " in result.stderr
        assert "names a folder of this machine, which readers lack" in result.stderr
    assert not Path("count").exists()


def test_words_with_slashes_that_are_no_paths_of_the_machine_stay(site: Path, folio: Folio) -> None:
    note = (
        "n/a, 3 GB/s, µs/op, 次/秒, (a+b)/c, a / b, and/or, ~5 %, ./x, src/../y, so on... 1..9, "
        "https://example.org:80/home/x, 90 %/s"
    )
    words = ["-Iinclude/x", "-O2", "--f=a/b", "$HOME/x", r"\d+", "..", "sh >/dev/null"]
    options = ["--repeat", "1", "--note", note, "--compiler", "g++ -O2 -Iinc/x -I../" + site.name]
    folio("measure", "gemm/h200", *options, "--", *program(PROGRAM), *words)
    origin = recorded().provenance
    assert origin.note == note
    assert shlex.split(origin.command)[2:] == words


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (f"-I{HOME}/inc", "-Iinc"),
        (f"file://{HOME}/f", "f"),
        ("~ada/y", "y"),
        (f"../..{HOME}/z", "z"),
        (f"-I../..{HOME}/z", "-Iz"),
        ("-Wl,-rpath,/opt/cuda/lib", "-Wl,-rpath,lib"),
        ("{site}", "."),
        ("-L{site}/lib", "-Llib"),
        ("sh {site}/x y", "sh x y"),
        ("sh -c 'cd /tmp/x && y'", None),
        (f"{HOME} lovelace/x", None),
        ("/opt/ada lovelace/x", None),
        (HOME, None),
        ("~ada", None),
        (f"{{site}}/../..{HOME}/x", None),
    ],
)
def test_a_path_in_a_command_is_cut_or_refused(
    site: Path, folio: Folio, word: str, said: str | None
) -> None:
    word = word.format(site=site)
    command = ["measure", "gemm/h200", "--repeat", "1", "--", *program(PROGRAM), word]
    result = folio(*command, code=2 if said is None else 0)
    if said is None:
        assert "COMMAND: " in result.stderr
        assert "names a folder of this machine" in result.stderr
        assert not Path("count").exists()
    else:
        assert shlex.split(recorded().provenance.command)[2:] == [said]


def test_a_site_whose_folder_has_a_space_is_cut_too(
    site: Path, folio: Folio, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = site.with_name("ada lovelace")
    site.rename(home)
    monkeypatch.chdir(home)
    command = [*program(PROGRAM), f"{home}/x", f"-I{home}/a b/c"]
    folio("measure", "gemm/h200", "--repeat", "1", "--", *command)
    assert shlex.split(recorded().provenance.command)[2:] == ["x", "-Ia b/c"]


def test_what_nobody_sees_is_not_recorded(site: Path, folio: Folio) -> None:
    for option in ("--note", "--compiler"):
        text = f"{option}: 'a\\x1bb' has U+001B"
        assert text in folio("measure", "a", option, "a\x1bb", "--", "x", code=2).stderr
    assert "COMMAND: " in folio("measure", "a", "--", "x", "a\u202eb", code=2).stderr
    assert not Path("listings").exists()


def test_a_folder_that_the_program_prints_is_not_recorded(site: Path, folio: Folio) -> None:
    text = PROGRAM.replace('"tiled,', 'f"{pathlib.Path.cwd()}/x,')
    result = folio("measure", "a", "--", *program(text), code=1)
    assert f"the program prints {site}, a folder of this machine" in result.stderr
    assert not Path("listings").exists()


def test_a_program_without_end_is_stopped(site: Path, folio: Folio) -> None:
    result = folio("measure", "a", "--", "yes", code=1)
    assert "yes prints more than 1 MiB" in result.stderr
    assert "nothing was written" in result.stderr
    assert not Path("listings").exists()


def test_of_a_median_of_0_no_percentage_is_told(site: Path, folio: Folio) -> None:
    text = PROGRAM.replace("{100 + n}.5", "{5 * n - 5}")
    result = folio("measure", "a", "--repeat", "3", "--warmup", "0", "--", *program(text))
    line = next(line for line in result.stdout.splitlines() if "naive" in line)
    assert line.split()[-5:] == ["0.00", "−5.00", "…", "5.00", "–"]


def test_a_record_is_not_written_over_unless_one_says_so(site: Path, folio: Folio) -> None:
    command = program(PROGRAM)
    folio("measure", "gemm/h200", "--repeat", "1", "--", *command)
    before = RECORD.read_bytes()
    result = folio("measure", "gemm/h200", "--", *command, code=1)
    assert f"{RECORD.as_posix()} is there already; to measure anew: --force" in result.stderr
    assert RECORD.read_bytes() == before
    folio("measure", "gemm/h200", "--force", "--repeat", "2", "--", *command)
    assert recorded().repeats == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("print('kernel,time')\nprint('a,1')\n", "line 1 of its output: no column of values"),
        ("print('k,time (us)')\nprint('a,fast')\n", "line 2 of its output: time is 'fast'"),
        ("import sys; sys.exit(3)\n", "failed with exit code 3"),
        ("pass\n", "nothing was printed"),
        (
            r"import sys; sys.stdout.buffer.write(b'k,t (u)\n\xff')",
            "line 2 of its output: not UTF-8",
        ),
        (
            PROGRAM.replace('"tiled,64,20"', 'f"tiled,{64 + n},20"'),
            "the row tiled, 65 is in run 1 and not in run 2",
        ),
    ],
)
def test_what_cannot_be_recorded_is_told_and_nothing_is_written(
    site: Path, folio: Folio, text: str, reason: str
) -> None:
    result = folio("measure", "gemm/h200", "--", *program(text), code=1)
    assert reason in result.stderr
    assert "nothing was written" in result.stderr
    assert not Path("listings").exists()


def test_a_program_that_is_not_there_and_a_name_that_is_none_are_told(
    site: Path, folio: Folio
) -> None:
    assert "nowhere: " in folio("measure", "a", "--", "nowhere", code=1).stderr
    assert "is no name" in folio("measure", "../a", "--", *program(PROGRAM), code=2).stderr
    assert "COMMAND" in folio("measure", "a", code=2).stderr


def test_the_listings_are_where_the_site_says(site: Path, folio: Folio) -> None:
    with (site / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("folio_listings = 'code'\n")
    folio("measure", "gemm/h200", "--repeat", "1", "--", *program(PROGRAM))
    assert Path("code/gemm/measurements/h200.json").is_file()


# --- the commit --------------------------------------------------------------------------------


def _git(*arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=m"]
    return subprocess.run(
        ["git", *identity, *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_the_commit_is_recorded_and_whether_something_has_changed_since(
    site: Path, folio: Folio
) -> None:
    command = program(PROGRAM.replace("count.write_text(str(n + 1))", ""))
    _git("init")
    _git("add", "-A")
    _git("commit", "-m", "one")
    result = folio("measure", "gemm/h200", "--", *command)
    origin = recorded().provenance
    assert (origin.commit, origin.is_clean) == (_git("rev-parse", "--short", "HEAD"), True)
    assert "There are changes" not in result.stderr
    # A record that was just written is no change of what is measured.
    folio("measure", "gemm/again", "--", *command)
    assert recorded(RECORD.with_name("again.json")).provenance.is_clean
    Path("kernel.cu").write_text("changed", encoding="utf-8")
    result = folio("measure", "gemm/third", "--", *command)
    assert not recorded(RECORD.with_name("third.json")).provenance.is_clean
    assert (
        json.loads(RECORD.with_name("third.json").read_text("utf-8"))["provenance"]["clean"]
        is False
    )
    assert f"There are changes since {origin.commit}: commit them" in result.stderr


# --- the machine -------------------------------------------------------------------------------

SMI = """\
#!/bin/sh
echo "$@" >> asked
test -f loaded && echo "NVIDIA H200, 580.65.06, 1980" || echo "NVIDIA H200, 580.65.06, 345"
"""


def test_the_clock_is_the_one_under_load(site: Path, folio: Folio, no_gpu: Path) -> None:
    (no_gpu / "nvidia-smi").write_text(SMI, encoding="utf-8")
    loaded = "import pathlib, time\nload = pathlib.Path('loaded'); load.touch()\ntime.sleep(0.6)\n"
    command = program(loaded + PROGRAM + "load.unlink()\n")
    folio("measure", "gemm/h200", "--repeat", "1", "--", *command)
    origin = recorded().provenance
    assert (origin.gpu, origin.driver, origin.clock) == ("NVIDIA H200", "580.65.06", 1980)
    folio("measure", "gemm/cpu", "--repeat", "1", "--no-gpu", "--", *command)
    assert recorded(RECORD.with_name("cpu.json")).provenance.gpu == ""


def test_the_gpu_is_the_one_that_the_program_sees(
    site: Path, no_gpu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert machine.gpu() is None
    (no_gpu / "nvidia-smi").write_text(SMI, encoding="utf-8")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3,4")
    assert machine.gpu() == machine.Gpu("NVIDIA H200", "580.65.06", 345)
    assert Path("asked").read_text(encoding="utf-8").startswith("-i 3 --query-gpu=name")


def test_what_the_machine_is_called_is_one_line_without_its_host() -> None:
    for said in (machine.cpu(), machine.system()):
        assert said
        assert "\n" not in said
        assert os.uname().nodename not in said
