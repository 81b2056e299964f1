"""What a check used is its listing's source: however it is named, and whoever changes it."""

from __future__ import annotations

import os
import py_compile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from benches import bench, write
from sphinx_folio.listings import Check, Kind, State, judging, read_record, record_path, state_of
from sphinx_folio.listings.judging import Bench, Verdict, judge
from sphinx_folio.listings.proving import Proof, prove
from sphinx_folio.listings.sources import digests_of

Unavailable = Callable[[str], NoReturn]
HELLO = Check("hello.py", Kind.PYTHON)
ADD = Check("add.cpp", Kind.CPP, standard="c++17")


def sources(root: Path, check: Check) -> list[str]:
    record = read_record(record_path(root, check.name))
    assert record is not None
    assert state_of(root, check, record) == State.PROVED
    return list(record.sources)


def place(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")


PYTHON = {
    "packages and relative imports": (
        "import pkg.part\nprint(pkg.part.ONE)\n",
        {"pkg/__init__.py": "", "pkg/part.py": "from .deep import ONE\n", "pkg/deep.py": "ONE=1\n"},
    ),
    "importlib": (
        "import importlib\nprint(importlib.import_module('part').ONE)\n",
        {"part.py": "ONE = 1\n"},
    ),
    "data": (
        "from pathlib import Path\nprint(Path(__file__).with_name('data.txt').read_text())\n",
        {"data.txt": "one"},
    ),
    "data elsewhere in the site": (
        "import os\nplace = os.path.dirname(__file__)\n"
        "print(os.read(os.open(f'{place}/../data/x.bin', os.O_RDONLY), 9))\n",
        {"../data/x.bin": "one"},
    ),
}


@pytest.mark.parametrize("how", PYTHON)
def test_what_python_opens_is_a_source(root: Path, how: str) -> None:
    text, files = PYTHON[how]
    place(root, {"hello.py": text, **files})
    assert judge(bench(root), HELLO).verdict == Verdict.RECORDED
    assert sources(root, HELLO) == sorted(["hello.py", *files])
    record = read_record(record_path(root, HELLO.name))
    for name in files:
        before = (root / name).read_text("utf-8")
        (root / name).write_text(f"{before} ", "utf-8")
        assert state_of(root, HELLO, record) == State.STALE
        assert not judge(bench(root), HELLO).cached
        (root / name).write_text(before, "utf-8")


def test_what_python_keeps_compiled_is_a_source_by_its_text(root: Path) -> None:
    place(root, {"hello.py": "import part\nprint(part.ONE)\n", "part.py": "ONE = 1\n"})
    py_compile.compile(str(root / "part.py"))
    judge(bench(root), HELLO)
    assert sources(root, HELLO) == ["hello.py", "part.py"]


def test_a_program_is_main_and_its_tracebacks_are_its_own(root: Path) -> None:
    text = (
        "from __future__ import annotations\nimport dataclasses, pickle, sys\n"
        "@dataclasses.dataclass\nclass One:\n    x: int\n"
        "assert pickle.loads(pickle.dumps(One(1))) == One(1)\n"
        "assert __name__ == '__main__' and sys.argv == [__file__]\n"
        "import inspect\nassert inspect.getsource(One).startswith('@dataclasses')\n"
        "print(sorted(globals()))\nraise ValueError('meant')\n"
    )
    write(root, "hello.py", text)
    outcome = judge(bench(root), replace(HELLO, fails="meant"))
    assert outcome.proof.output is not None
    names, *traceback = outcome.proof.output.splitlines()
    assert "_start" not in names
    assert traceback == [
        "Traceback (most recent call last):",
        '  File "hello.py", line 11, in <module>',
        "    raise ValueError('meant')",
        "ValueError: meant",
    ]


def test_sets_have_one_order(root: Path) -> None:
    write(root, "hello.py", "print({'a', 'b', 'c', 'd', 'e', 'f'})\n")
    outputs = {judge(replace(bench(root), cache=None), HELLO).proof.output for _ in range(3)}
    assert len(outputs) == 1
    assert outputs != {None}


def test_a_file_from_outside_of_the_site_is_a_fault(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "fact.txt"
    outside.write_text("one", "utf-8")
    write(root, "hello.py", f"import pathlib\nprint(pathlib.Path({str(outside)!r}).read_text())\n")
    outcome = judge(bench(root), HELLO)
    assert outcome.verdict == Verdict.FAILED
    assert outcome.message == f"uses {outside}, which is outside of the site"
    (root / "link.txt").symlink_to(outside)
    text = "import pathlib\nprint(pathlib.Path(__file__).with_name('link.txt').read_text())\n"
    write(root, "hello.py", text)
    assert "link.txt, which is outside of the site" in judge(bench(root), HELLO).message


def test_what_the_system_tells_of_itself_is_no_source(root: Path) -> None:
    paths = "('/etc/passwd', '/dev/null', '/proc/self/stat')"
    text = f"import pathlib\nfor path in {paths}:\n    pathlib.Path(path).read_bytes()\n"
    write(root, "hello.py", text)
    assert judge(bench(root), HELLO).verdict == Verdict.RECORDED
    assert sources(root, HELLO) == ["hello.py"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("print('\\x1b[31mred\\x1b[0m\\ta\\x00b\\x7f')\n", "␛[31mred␛[0m\ta␀b␡\n"),
        ("import sys\nsys.stdout.buffer.write(b'a\\xff\\r\\rb\\r\\n')\n", "a\ufffd␍␍b\n"),
    ],
)
def test_control_characters_are_recorded_as_signs(root: Path, text: str, shown: str) -> None:
    write(root, "hello.py", text)
    assert judge(bench(root), HELLO).proof.output == shown


# --- what changes meanwhile -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hello.py", "part.py"])
def test_what_changes_while_it_runs_is_neither_kept_nor_recorded(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    place(root, {"hello.py": "import part\nprint(part.ONE)\n", "part.py": "ONE = 1\n"})

    def meanwhile(*arguments: object) -> Proof:
        proof = prove(*arguments)  # type: ignore[arg-type]
        times = (root / name).stat()
        (root / name).write_text("print(2)\n", "utf-8")
        os.utime(root / name, ns=(times.st_atime_ns, times.st_mtime_ns))
        return replace(proof, sources=digests_of(root, proof.sources))

    monkeypatch.setattr(judging, "prove", meanwhile)
    outcome = judge(bench(root), HELLO)
    assert (outcome.verdict, outcome.message) == (
        Verdict.FAILED,
        "was changed while it was checked",
    )
    assert not record_path(root, "hello.py").exists()
    assert not (root.parent / "cache").exists()


def test_a_file_whose_time_is_yet_to_come_has_not_changed(root: Path) -> None:
    write(root, "hello.py", "print(1)\n")
    os.utime(root / "hello.py", (4e9, 4e9))
    assert judge(bench(root), HELLO).verdict == Verdict.RECORDED


# --- C++ ------------------------------------------------------------------------------------------


@pytest.fixture
def cpp(root: Path, unavailable: Unavailable) -> Bench:
    """Return a bench with a real compiler."""
    found = bench(root, os.environ)
    if found.tools.cxx is None:
        unavailable("needs a C++ compiler: g++ or clang++")
    return found


MAIN = "int main() { return ONE - 1; }\n"
CPP = {
    "from above": ('#include "../shared/x.h"\n', ["../shared/x.h"]),
    "behind a comment": ('/* it */ #include /* is */ "x.h"\n', ["x.h"]),
    "continued": ('#inc\\\nlude \\\n"x.h"\n', ["x.h"]),
    "by a macro": ('#define HEADER "x.h"\n#include HEADER\n', ["x.h"]),
    "a link": ('#include "link.h"\n', ["link.h"]),
    "a name with a space": ('#include "an x.h"\n', ["an x.h"]),
}


@pytest.mark.parametrize("fails", ["", "main"])
@pytest.mark.parametrize("how", CPP)
def test_what_a_compiler_reads_is_a_source(root: Path, cpp: Bench, how: str, fails: str) -> None:
    text, files = CPP[how]
    one = "#define ONE 1\n"
    place(root, {"x.h": one, "an x.h": one, "../shared/x.h": one})
    (root / "link.h").symlink_to("../shared/x.h")
    write(root, "add.cpp", text + MAIN + ('#error "main"\n' if fails else ""))
    check = replace(ADD, fails=fails)
    outcome = judge(cpp, check)
    assert (outcome.verdict, outcome.details) == (Verdict.RECORDED, "")
    assert sources(root, check) == sorted(["add.cpp", *files])
    record = read_record(record_path(root, "add.cpp"))
    (root / files[0]).write_text("#define ONE 2\n", "utf-8")
    assert state_of(root, check, record) == State.STALE


def test_a_header_from_outside_of_the_site_is_a_fault(
    root: Path, cpp: Bench, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "x.h"
    outside.write_text("#define ONE 1\n", "utf-8")
    write(root, "add.cpp", f'#include "{outside}"\n{MAIN}')
    assert judge(cpp, ADD).message == f"uses {outside}, which is outside of the site"


@pytest.mark.parametrize("flag", ["-c", "-fsyntax-only", "-E"])
def test_flags_that_make_no_program_are_a_fault_of_their_listing(
    root: Path, cpp: Bench, flag: str
) -> None:
    write(root, "add.cpp", "int main() {}\n")
    outcome = judge(cpp, replace(ADD, flags=(flag,)))
    assert outcome.verdict == Verdict.FAILED
    assert "program cannot be started: " in outcome.message


def test_a_header_is_no_program(root: Path, cpp: Bench) -> None:
    write(root, "add.h", "inline int one() { return 1; }\n")
    outcome = judge(cpp, Check("add.h", Kind.CPP, standard="c++17"))
    assert outcome.verdict == Verdict.FAILED


def test_whatever_a_check_comes_upon_is_its_own_outcome(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Proof:
        raise RuntimeError("oops")

    write(root, "hello.py", "print(1)\n")
    monkeypatch.setattr(judging, "prove", broken)
    outcome = judge(bench(root), HELLO)
    assert (outcome.verdict, outcome.message) == (
        Verdict.FAILED,
        "cannot be checked: RuntimeError: oops",
    )
