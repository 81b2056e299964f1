"""``folio new post``: the file it writes, where, and what it refuses."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from building import build, make, parse
from sphinx_folio import front_matter
from sphinx_folio.cli.names import one_line
from sphinx_folio.digests import content_digest
from sphinx_folio.front_matter.schemas import SORTS

Folio = Callable[..., Result]

TODAY = datetime.date(2026, 3, 1)

HOSTILE = [
    "Plain",
    "no",
    "1.10",
    "2026-01-01",
    "a: b # c",
    "- item",
    "'single' \"double\"",
    "{brace} [bracket](https://example.org) <b>tag</b> &amp; `code`",
    "*star* _under_ ~~x~~ $5 & $6 | ^ \\",
    "# hash # ##",
    "two\nlines\r\nand\ttabs",
    "../../etc/passwd",
    "..\\..\\windows",
    "bell \x07 escape \x1b[31m nul",
    "line\u2028separator \x85 next",
    "zero\u200bwidth \ufeff mark",
    "emoji 🚀 👩‍💻",
    "---",
    "...",
    "!!python/object:os.system x",
    "&anchor *alias",
    "%TAG x",
    "{{ substitution }}",
    "(label)= x",
    "C++ & C#",
    "x" * 300,
    "word " * 60,
    "共享内存",
    "lone \udc80 surrogate",
]


def read(path: Path) -> dict[str, Any]:
    """Return what the front matter of a post says, which must be without a fault."""
    found = front_matter.read(path.read_text(encoding="utf-8"), SORTS["post"].schema)
    assert found.faults == ()
    return dict(found.values)


def files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def test_an_announced_title_takes_its_part_and_what_the_series_says(
    site: Path, folio: Folio
) -> None:
    result = folio("new", "post", "tensor", "--series", "cute", "--tag", "CuTe", "--tag", "a, b")
    assert result.stdout == "blog/cute/tensor.md\n"
    path = site / "blog" / "cute" / "tensor.md"
    assert read(path) == {
        "date": TODAY,
        "series": "cute",
        "part": 2,
        "tags": ("CuTe", "a, b"),
        "summary": "A layout: joined to storage.",
        "draft": True,
    }
    assert path.read_text(encoding="utf-8").endswith("---\n\n# Tensor\n")


def test_any_other_title_is_the_part_after_the_last(site: Path, folio: Folio) -> None:
    result = folio("new", "post", "Tensors", "--series", "cute")
    assert read(site / "blog/cute/tensors.md")["part"] == 4
    assert "part 4" in result.stderr
    assert "Did you mean 'Tensor'?" in result.stderr
    folio("new", "post", "Another", "--series", "cute")
    assert read(site / "blog/cute/another.md")["part"] == 5


def test_a_part_can_be_chosen_unless_it_is_taken(site: Path, folio: Folio) -> None:
    result = folio("new", "post", "On tensors", "--series", "cute", "--part", "2")
    assert read(site / "blog/cute/on-tensors.md")["summary"] == "A layout: joined to storage."
    assert "announced as 'Tensor'" in result.stderr
    taken = folio("new", "post", "Else", "--series", "cute", "--part", "1", code=2)
    assert "part 1 is blog/cute/layout.md already" in taken.stderr


def test_a_post_outside_a_series_is_published_when_asked(site: Path, folio: Folio) -> None:
    folio("new", "post", "On measuring", "--date", "2026-02-28", "--publish", "--summary", "How.")
    assert read(site / "blog/on-measuring.md") == {
        "date": datetime.date(2026, 2, 28),
        "tags": (),
        "summary": "How.",
    }
    result = folio("new", "post", "Later", "--date", "2026-12-24", "--publish")
    assert "2026-12-24" in result.stderr


@pytest.mark.parametrize("name", ["cute/layout", "blog/cute/layout.md", "cute/layout.md"])
def test_a_translation_lies_beside_its_original_and_has_its_place(
    site: Path, folio: Folio, name: str
) -> None:
    result = folio("new", "post", "布局", "--translation-of", name, "--language", "zh")
    assert result.stdout == "blog/cute/layout.zh.md\n"
    original = (site / "blog/cute/layout.md").read_text(encoding="utf-8")
    assert read(site / "blog/cute/layout.zh.md") == {
        "date": TODAY,
        "language": "zh",
        "translation-of": "cute/layout",
        "translation-hash": content_digest(original),
        "series": "cute",
        "part": 1,
        "original": "reed_layout",
        "tags": ("CuTe", "a: b"),
        "summary": "",
        "draft": True,
    }
    again = folio(
        "new", "post", "x", "--translation-of", "cute/layout.zh", "--language", "de", code=2
    )
    assert "translate cute/layout" in again.stderr


def test_a_translation_takes_no_part_of_the_series(site: Path, folio: Folio) -> None:
    folio("new", "post", "布局", "--translation-of", "cute/layout", "--language", "zh")
    folio("new", "post", "Tensor", "--series", "cute")
    assert read(site / "blog/cute/tensor.md")["part"] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--series", "cut"], "Did you mean 'cute'?"),
        (["--series", "../people"], "no series '../people'"),
        (["--part", "2"], "--series"),
        (["--series", "cute", "--part", "0"], "part"),
        (["--date", "2026-02-30"], "'2026-02-30' is no date; write YYYY-MM-DD"),
        (["--date", "tomorrow"], "write YYYY-MM-DD"),
        (["--language", "chinese!"], "language tag"),
        (["--slug", "../x"], "small letters"),
        (["--slug", "a/b"], "small letters"),
        (["--slug", "a.zh"], "small letters"),
        (["--slug", "Big"], "small letters"),
        (["--slug", "index"], "'index'"),
        (["--slug", "con"], "'con'"),
        (["--author", "adda"], "Did you mean 'ada'?"),
        (["--translation-of", "cute/layuot", "--language", "zh"], "Did you mean 'cute/layout'?"),
        (["--translation-of", "cute/layout"], "--language"),
        (["--translation-of", "cute/layout", "--language", "en"], "in 'en' already"),
        (["--translation-of", "cute/layout", "--language", "zh", "--part", "3"], "no --part"),
        (["--seires", "cute"], "--series"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_way_out(
    site: Path, folio: Folio, arguments: list[str], said: str
) -> None:
    before = files(site)
    assert said in folio("new", "post", "Title", *arguments, code=2).stderr
    assert files(site) == before


def test_nothing_is_written_over(site: Path, folio: Folio) -> None:
    before = (site / "blog/cute/layout.md").read_bytes()
    result = folio("new", "post", "Layout", "--series", "cute", code=1)
    assert "blog/cute/layout.md is there already" in result.stderr
    assert (site / "blog/cute/layout.md").read_bytes() == before


def test_nothing_is_written_outside_the_site(site: Path, folio: Folio, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.md").write_text("# Out\n", encoding="utf-8")
    (site / "blog" / "out").symlink_to(outside, target_is_directory=True)
    make(site, blog__out2__index="# Out\n")
    result = folio("new", "post", "Title", "--series", "out", code=2)
    assert "no series" in result.stderr or "leads out" in result.stderr
    assert [path.name for path in outside.iterdir()] == ["index.md"]


def test_a_folder_that_leads_out_is_refused(site: Path, folio: Folio, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (site / "blog").rename(outside)
    (site / "blog").symlink_to(outside, target_is_directory=True)
    result = folio("new", "post", "Title", code=1)
    assert "leads out of the site" in result.stderr
    assert not (outside / "title.md").exists()


@pytest.mark.parametrize("title", ["2026", "Tags", "search", "CuTe"])
def test_a_name_that_the_site_needs_is_refused(site: Path, folio: Folio, title: str) -> None:
    before = files(site)
    for arguments in ([title], ["Other", "--slug", title.lower()]):
        said = folio("new", "post", *arguments, code=2).stderr
        assert f"--slug on-{title.lower()}" in said
    assert files(site) == before
    folio("new", "post", title, "--slug", f"on-{title.lower()}")
    folio("new", "post", title, "--series", "cute")  # there it means nothing


def test_control_characters_are_in_no_title(site: Path, folio: Folio) -> None:
    folio("new", "post", "Bell\x07 and \x1b esc")
    assert (site / "blog/bell-and-esc.md").read_text().endswith("# Bell and esc\n")


@pytest.mark.parametrize("title", ["", " \n\t ", "\x07"])
def test_an_empty_title_is_none(site: Path, folio: Folio, title: str) -> None:
    assert "the title is empty" in folio("new", "post", title, code=2).stderr


@pytest.mark.parametrize(
    ("title", "offered"),
    [("共享内存", "shared-memory"), ("CuTe 之 Tensor", "cute-tensor"), ("🚀", "shared-memory")],
)
def test_a_title_without_a_name_for_the_file_asks_for_one(
    site: Path, folio: Folio, title: str, offered: str
) -> None:
    assert f"--slug {offered}" in folio("new", "post", title, code=2).stderr
    folio("new", "post", title, "--slug", "共享内存")
    assert (site / "blog" / "共享内存.md").is_file()


def test_a_site_of_two_people_asks_who_it_is_by(site: Path, folio: Folio) -> None:
    make(site, people__grace="---\nname: Grace\n---\n")
    assert "ada, grace" in folio("new", "post", "Title", code=2).stderr
    folio("new", "post", "Title", "--author", "grace")
    assert read(site / "blog/title.md")["authors"] == ("grace",)


def test_hostile_words_are_text_and_read_back_equal(site: Path, folio: Folio) -> None:
    """Titles, tags and summaries are written as data, and the pages build without a warning."""
    for number, title in enumerate(HOSTILE):
        arguments = ["--slug", f"p{number}", "--tag", title[:40], "--summary", title, "--publish"]
        folio("new", "post", *arguments, "--", title)
        values = read(site / "blog" / f"p{number}.md")
        assert values["summary"] == one_line(title), title
        assert values["tags"] == (one_line(title[:40]),), title
    assert {name for name in files(site) if "blog/p" in name} == {
        f"blog/p{number}.md" for number in range(len(HOSTILE))
    }
    built = build(site, site.parent / "work")
    assert built.warnings == ()
    for number, title in enumerate(HOSTILE):
        heading = next(parse(built, f"blog/p{number}").iter("h1"))
        said = (heading.text or "") + "".join(
            "".join(one.itertext()) * (one.tag != "a") + (one.tail or "") for one in heading
        )
        assert _plain(said) == _plain(one_line(title)), title


def _plain(text: str) -> str:
    """Return a title without what typography makes of it: quotes, dashes, dots, spaces."""
    text = re.sub(r"\\(?=[.\\-])", "", text)
    for old, new in (("“”„", '"'), ("‘’‚", "'"), ("–—", "-")):
        for char in old:
            text = text.replace(char, new)
    return " ".join(text.replace("…", "...").replace("--", "-").replace("--", "-").split())
