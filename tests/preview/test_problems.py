"""What is wrong is known by file and line, and for as long as it is wrong."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from sphinx_folio.preview.problems import MARK, Known, Problem, Warnings, of_exception

SITE = Path("/site")


def taken(text: str) -> list[Problem]:
    stream = Warnings(SITE)
    stream.write(text)
    found = stream.take()
    assert stream.take() == []
    return found


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("/site/a.md:3: WARNING: Wrong [x.y]", Problem("Wrong [x.y]", "a.md", 3)),
        ("/site/a b/c.md: WARNING: Wrong", Problem("Wrong", "a b/c.md")),
        ("/site/a.md:3: ERROR: Wrong", Problem("Wrong", "a.md", 3, is_error=True)),
        ("WARNING: Wrong", Problem("Wrong")),
        ("\x1b[91m/site/a.md:3: WARNING: Wrong\x1b[39;49;00m", Problem("Wrong", "a.md", 3)),
        ("/elsewhere/x.py:3: WARNING: Wrong", Problem("Wrong", "/elsewhere/x.py", 3)),
        ("/site/a.md:3: WARNING: Wrong\nin two lines", Problem("Wrong\nin two lines", "a.md", 3)),
    ],
)  # fmt: skip
def test_a_warning_of_sphinx_is_a_problem_with_a_place(line: str, problem: Problem) -> None:
    assert taken(f"{line}\n") == [problem]


def test_a_mark_tells_of_which_page_all_before_it_was_said() -> None:
    stream = Warnings(SITE)
    part = "part.txt:1: WARNING: wrong\n"
    stream.write(f"WARNING: one\nWARNING: {MARK}\n")
    stream.write(f"{part}WARNING: {MARK} a.md\n{part}{part}WARNING: {MARK} b.md\nWARNING: last\n")
    found = stream.take()
    assert [(one.page, one.source, one.message) for one in found] == [
        ("", "", "one"), ("a.md", "a.md", "wrong"), ("b.md", "b.md", "wrong"), ("", "", "last"),
    ]  # fmt: skip


def test_an_exception_has_the_last_place_in_the_site_that_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "conf.py"
    path.write_text("def one():\n    raise ValueError('no')\n\n\none()\n")

    def run() -> None:
        try:
            runpy.run_path(str(path))
        except ValueError as error:
            raise RuntimeError("a settings file failed") from error

    with pytest.raises(RuntimeError) as caught:
        run()
    problem = of_exception(caught.value, tmp_path)
    assert (problem.place, problem.message) == ("conf.py:2", "ValueError: no")
    assert problem.is_error
    assert "a settings file failed" in problem.details


def test_a_syntax_error_has_the_line_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SyntaxError) as caught:
        compile("one = 1\ntwo = = 2\n", tmp_path / "conf.py", "exec")
    problem = of_exception(caught.value, tmp_path)
    assert (problem.place, problem.message) == ("conf.py:2", "SyntaxError: invalid syntax")


def test_what_is_told_of_a_page_stays_until_it_is_read_or_written_again(tmp_path: Path) -> None:
    one, two, three, four = (Problem(f"{n}", f"{n % 2}.md", n) for n in range(4))
    known = Known(tmp_path / "kept.json")
    known.read(["0.md", "1.md"], [one, two])
    known.written(["0.md"], [three])
    known.note([four])
    assert known.all == [one, three, two, four]
    known.keep()
    known = Known(tmp_path / "kept.json")
    assert known.all == [one, three, two]
    known.begin()
    known.read(["0.md"], [])
    assert known.all == [three, two]
    known.written(["0.md"], [])
    known.forget(["1.md"])
    assert known.all == []


def test_what_is_told_of_an_included_file_stays_with_each_page_that_includes_it(
    tmp_path: Path,
) -> None:
    told = [Problem("Wrong", "part.txt", 1, page=page) for page in ("0.md", "1.md")]
    known = Known(tmp_path / "kept.json")
    known.read(["0.md", "1.md"], told)
    known.keep()
    known = Known(tmp_path / "kept.json")
    known.read(["0.md"], [])
    assert known.all == [told[1]]
    known.read(["1.md"], [])
    assert known.all == []
