"""Small real programs, and tools that only pretend: what is proved, and what is told."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from benches import DAY, bench, record_bytes, write
from sphinx_folio.listings import Check, Kind, Result, State, read_record, record_path
from sphinx_folio.listings import state_of as state
from sphinx_folio.listings.judging import Bench, Outcome, Verdict, judge
from sphinx_folio.listings.programs import Interrupted, Programs

Unavailable = Callable[[str], NoReturn]


# --- Python, and what becomes of records --------------------------------------------------------

HELLO = Check("hello.py", Kind.PYTHON)


def test_a_first_proof_is_recorded_and_agreeing_again_leaves_its_bytes(root: Path) -> None:
    write(root, "hello.py", "print('共', 1)\nprint()\n")
    assert judge(bench(root), HELLO).verdict == Verdict.RECORDED
    record = read_record(record_path(root, "hello.py"))
    assert record is not None
    assert (record.output, record.date) == ("共 1\n\n", DAY)
    assert state(root, HELLO, record) == State.PROVED
    before = record_bytes(root, "hello.py")
    later = replace(bench(root), date=DAY.replace(year=2027), cache=None)
    assert judge(later, HELLO).verdict == Verdict.PROVED
    assert record_bytes(root, "hello.py") == before


def test_other_output_of_an_unchanged_listing_is_a_failure(root: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "fact")
    text = (
        f"import pathlib\nprint(['one', 'two'][pathlib.Path({path!r}).exists()])\nprint('same')\n"
    )
    write(root, "hello.py", text)
    judge(bench(root), HELLO)
    before = record_bytes(root, "hello.py")
    (tmp_path / "fact").touch()
    uncached = replace(bench(root), cache=None)
    outcome = judge(uncached, HELLO)
    assert outcome.verdict == Verdict.FAILED
    assert "--update" in outcome.message
    assert {"-one", "+two", " same"} <= set(outcome.details.splitlines())
    assert record_bytes(root, "hello.py") == before
    assert judge(replace(uncached, update=True), HELLO).verdict == Verdict.RECORDED
    assert record_bytes(root, "hello.py") != before


def test_a_changed_listing_is_recorded_anew_unless_nothing_may_be_written(root: Path) -> None:
    write(root, "hello.py", "print(1)\n")
    locked = replace(bench(root), write=False)
    assert judge(locked, HELLO).verdict == Verdict.MISSING
    judge(bench(root), HELLO)
    assert judge(locked, HELLO).verdict == Verdict.PROVED
    write(root, "hello.py", "print(2)\n")
    assert judge(locked, HELLO).verdict == Verdict.STALE
    record = read_record(record_path(root, "hello.py"))
    assert state(root, HELLO, record) == State.STALE
    assert judge(bench(root), HELLO).verdict == Verdict.RECORDED
    record = read_record(record_path(root, "hello.py"))
    assert record is not None
    assert record.output == "2\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import sys\nsys.exit(3)\n", "ends with code 3"),
        ("import sys\nprint('?', file=sys.stderr)\n", "prints on the error stream"),
        ("import warnings\nwarnings.warn('old')\n", "ends with code 1"),
        ("import time\ntime.sleep(60)\n", "did not end within 1 s"),
        ("while True: print('x' * 100000)\n", "printed more than 4 MB"),
        ("print('x' * 4_000_000)\n", "printed more than 4 MB"),
        ("print(object())\n", "prints something else each time"),
        ("print('in', __file__)\n", "prints a path of this machine"),
        ("import os\nprint(os.getcwd())\n", "prints a path of this machine"),
        ("import sys\nprint([sys.prefix])\n", "prints a path of this machine"),
        ("import pathlib\nprint(pathlib.Path('/root').home())\n", "a path of this machine"),
        (f"print({str(Path.home())!r} + '/x')\n", "prints a path of this machine"),
    ],
)
def test_a_program_that_goes_wrong_fails_and_writes_nothing(
    root: Path, text: str, message: str
) -> None:
    write(root, "hello.py", text)
    outcome = judge(bench(root), replace(HELLO, timeout=1 if "sleep" in text else 30))
    assert outcome.verdict == Verdict.FAILED
    assert message in outcome.message
    assert not record_path(root, "hello.py").exists()


def test_a_program_sees_an_empty_folder_and_a_clean_environment(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")
    write(
        root,
        "hello.py",
        "import os, sys\nprint(os.listdir(), sorted(os.environ), sys.stdin.read())\n"
        "open('left', 'w').close()\n",
    )
    outcome = judge(bench(root), HELLO)
    assert outcome.proof.output is not None
    assert outcome.proof.output.startswith("[] ['HOME', 'LC_ALL', 'PATH', 'PYTHONHASHSEED', 'TEMP'")
    assert "SECRET" not in outcome.proof.output
    assert sorted(path.name for path in root.iterdir()) == ["hello.py", "records"]


def test_python_may_import_what_lies_beside_it(root: Path) -> None:
    write(root, "hello.py", "import part\n\nif __name__ == '__main__':\n    print(part.ONE)\n")
    write(root, "part.py", "ONE = 1\n")
    outcome = judge(bench(root), HELLO)
    assert (outcome.proof.fault, outcome.proof.output) == ("", "1\n")
    assert not list(root.rglob("__pycache__"))
    write(root, "part.py", "ONE = 2\n")
    assert judge(bench(root), HELLO).proof.output == "2\n"


def test_python_may_be_meant_to_fail(root: Path) -> None:
    write(root, "hello.py", "print('before')\n[][1]\n")
    outcome = judge(bench(root), replace(HELLO, fails="IndexError"))
    assert outcome.verdict == Verdict.RECORDED
    assert outcome.proof.steps[0].result == Result.EXPECTED_FAILURE
    assert outcome.proof.output is not None
    assert 'File "hello.py", line 2' in outcome.proof.output
    assert judge(bench(root), replace(HELLO, fails="KeyError")).message == (
        "fails, but not with 'KeyError'"
    )


def test_a_python_package_that_is_not_there_is_told(root: Path) -> None:
    write(root, "hello.py", "import nowhere\n")
    outcome = judge(bench(root), replace(HELLO, packages=("nowhere",)))
    assert outcome.verdict == Verdict.MISSING
    assert outcome.message == "not checked here: no Python package nowhere"


def test_a_broken_record_fails_with_its_place_and_can_be_written_anew(root: Path) -> None:
    write(root, "hello.py", "print(1)\n")
    judge(bench(root), HELLO)
    record_path(root, "hello.py").write_text("{\n  oops\n}", "utf-8")
    outcome = judge(bench(root), HELLO)
    assert outcome.verdict == Verdict.FAILED
    assert outcome.message.startswith("records/hello.py.json:2: is no record")
    assert judge(replace(bench(root), update=True), HELLO).verdict == Verdict.RECORDED


def test_all_programs_end_when_we_are_told_to(root: Path, tmp_path: Path) -> None:
    write(root, "hello.py", "import time\nopen(PATH, 'w').close()\ntime.sleep(60)\n")
    started = tmp_path / "started"
    write(root, "hello.py", (root / "hello.py").read_text().replace("PATH", repr(str(started))))
    place = bench(root)
    caught: list[BaseException] = []

    def work() -> None:
        try:
            judge(place, HELLO)
        except Interrupted as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while not started.exists():
        time.sleep(0.05)
    place.programs.stop()
    thread.join(10)
    assert len(caught) == 1
    with pytest.raises(Interrupted):
        place.programs.run([sys.executable, "-c", ""], tmp_path, 10)


def test_what_a_program_leaves_behind_is_ended(tmp_path: Path) -> None:
    left = f"(sleep 1; touch {tmp_path / 'late'}) & echo done"
    run = Programs().run(["sh", "-c", left], tmp_path, 10)
    assert (run.code, run.output) == (0, "done\n")
    time.sleep(1.5)
    assert not (tmp_path / "late").exists()


# --- C++ ------------------------------------------------------------------------------------------


@pytest.fixture
def cpp(root: Path, unavailable: Unavailable) -> Bench:
    """Return a bench with a real compiler."""
    found = bench(root, os.environ)
    if found.tools.cxx is None:
        unavailable("needs a C++ compiler: g++ or clang++")
    return found


ADD = Check("add.cpp", Kind.CPP, standard="c++17")


def test_cpp_is_compiled_with_warnings_as_errors_and_run(root: Path, cpp: Bench) -> None:
    write(root, "add.cpp", '#include <cstdio>\nint main() { std::printf("%d\\n", 1 + 1); }\n')
    outcome = judge(cpp, ADD)
    assert (outcome.verdict, outcome.proof.output) == (Verdict.RECORDED, "2\n")
    assert [step.action for step in outcome.proof.steps] == ["compile", "run"]
    text = record_bytes(root, "add.cpp").decode()
    assert str(root.parent) not in text
    write(root, "add.cpp", "#include <cstdio>\nint main() { std::puts(__FILE__); }\n")
    assert judge(cpp, ADD).proof.output == "add.cpp\n"
    write(root, "add.cpp", "int main() { int unused; }\n")
    outcome = judge(cpp, ADD)
    assert outcome.message == "does not compile"
    assert outcome.details.startswith("add.cpp: In function")


def test_cpp_that_is_meant_to_fail_must_fail_as_declared(root: Path, cpp: Bench) -> None:
    check = replace(ADD, fails="shapes differ")
    write(root, "add.cpp", 'static_assert(1 == 2, "shapes differ");\nint main() {}\n')
    outcome = judge(cpp, check)
    assert outcome.verdict == Verdict.RECORDED
    assert outcome.proof.output is not None
    assert outcome.proof.output.startswith("add.cpp:1:")
    assert judge(cpp, check).verdict == Verdict.PROVED
    assert judge(cpp, replace(check, fails="ranks differ")).message == (
        "fails, but not with 'ranks differ'"
    )
    write(root, "add.cpp", "int main() {}\n")
    assert judge(cpp, check).message == "compiles, but is meant to fail with 'shapes differ'"


def test_a_proof_is_kept_until_the_listing_or_a_header_changes(
    root: Path, cpp: Bench, tmp_path: Path
) -> None:
    outside = tmp_path / "headers" / "cutlass_library" / "source" / "include" / "cute"
    outside.mkdir(parents=True)
    (outside / "one.hpp").write_text("#define ONE 1\n", "utf-8")
    (tmp_path / "headers" / "nvidia" / "cu13" / "include").mkdir(parents=True)
    (tmp_path / "headers" / "nvidia" / "cu13" / "include" / "cuda_runtime.h").touch()
    write(root, "part.h", "#define TWO 2\n")
    write(
        root,
        "add.cpp",
        '#include <cute/one.hpp>\n#include <cstdio>\n#include "part.h"\n'
        'int main() { std::printf("%d\\n", ONE + TWO); }\n',
    )
    check = replace(ADD, packages=("cutlass",))

    def again() -> Outcome:
        return judge(bench(root, os.environ), check)

    assert not again().cached
    assert again().cached
    assert judge(replace(bench(root, os.environ), cache=None), check).cached is False
    (outside / "one.hpp").write_text("#define ONE 2\n", "utf-8")
    changed = again()
    assert (changed.cached, changed.verdict) == (False, Verdict.FAILED)  # other output: a header
    write(root, "part.h", "#define TWO 3\n")
    changed = again()
    assert (changed.cached, changed.verdict, changed.proof.output) == (
        False,
        Verdict.RECORDED,
        "5\n",
    )
    for path in (tmp_path / "cache").iterdir():
        path.write_text("broken", "utf-8")
    assert not again().cached


def test_without_a_compiler_the_record_is_judged_by_its_hashes(root: Path, cpp: Bench) -> None:
    write(root, "add.cpp", "int main() {}\n")
    bare = bench(root, {"PATH": "/nonexistent"})
    assert judge(bare, ADD).verdict == Verdict.MISSING
    judge(cpp, ADD)
    before = record_bytes(root, "add.cpp")
    outcome = judge(bare, ADD)
    assert (outcome.verdict, outcome.message) == (
        Verdict.NOT_CHECKED,
        "no C++ compiler: g++ or clang++",
    )
    required = judge(replace(bare, required=(Kind.CPP,)), ADD)
    assert required.verdict == Verdict.FAILED
    write(root, "add.cpp", "int main() { return 0; }\n")
    for place in (bare, replace(bare, update=True)):
        outcome = judge(place, ADD)
        assert outcome.verdict == Verdict.STALE
        assert outcome.message.startswith("not checked here: ")
    assert record_bytes(root, "add.cpp") == before


def test_the_headers_of_a_package_that_is_not_there_are_told(root: Path, cpp: Bench) -> None:
    write(root, "add.cpp", "int main() {}\n")
    outcome = judge(cpp, replace(ADD, packages=("cutlass",)))
    assert "no headers of cutlass in _build/headers: make headers" in outcome.message
