"""``folio posts``: states, notes, filters; and what git is asked."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from building import make
from sphinx_folio.digests import content_digest

Folio = Callable[..., Result]


def post(title: str, *lines: str) -> str:
    return "\n".join(["---", *lines, "---", "", f"# {title}", "", "Words.", ""])


def listed(folio: Folio, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(folio("posts", "--json", *arguments).stdout)
    return found


def notes(folio: Folio, path: str) -> list[str]:
    (row,) = (row for row in listed(folio) if row["path"] == path)
    found: list[str] = row["notes"]
    return found


@pytest.fixture
def many(site: Path) -> Path:
    """Return a site with posts in every state."""
    return make(
        site,
        blog__secret=post("Secret", "date: 2026-01-01", "draft: true"),
        blog__ahead=post("Ahead", "date: 2026-03-02"),
        blog__today=post("Today", "date: 2026-03-01", "language: zh"),
        blog__old=post("Old", "date: 2020-01-01", "updated: 2025-05-05"),
    )


def test_posts_are_listed_by_state_then_newest_first(many: Path, folio: Folio) -> None:
    assert [(row["state"], row["title"]) for row in listed(folio)] == [
        ("draft", "Secret"),
        ("scheduled", "Ahead"),
        ("published", "Today"),
        ("published", "Layout"),
        ("published", "Old"),
    ]
    assert listed(folio)[-1] == {
        "state": "published", "date": "2020-01-01", "updated": "2025-05-05", "language": "en",
        "series": "", "part": 0, "title": "Old", "path": "blog/old.md", "notes": [],
    }  # fmt: skip


def test_filters_choose(many: Path, folio: Folio) -> None:
    def titles(*arguments: str) -> list[str]:
        return [row["title"] for row in listed(folio, *arguments)]

    assert titles("--state", "draft", "--state", "scheduled") == ["Secret", "Ahead"]
    assert titles("--series", "cute") == ["Layout"]
    assert titles("--language", "zh") == ["Today"]
    assert titles("--language", "zh", "--state", "draft") == []
    assert folio("posts", "--series", "none").stdout == "No such posts.\n"


def test_the_table_is_plain_when_piped_and_coloured_otherwise(
    many: Path, folio: Folio, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = folio("posts").stdout
    assert plain.splitlines()[1].split() == [
        "draft",
        "2026-01-01",
        "en",
        "Secret",
        "blog/secret.md",
    ]
    assert "\x1b" not in plain
    assert "\x1b[33m" in folio("posts", color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert folio("posts", color=True).stdout == plain


def test_columns_stand_below_each_other_whatever_the_script(site: Path, folio: Folio) -> None:
    make(site, blog__zh=post("共享内存", "date: 2026-01-01"))
    head, *lines = folio("posts").stdout.splitlines()
    for line in lines:
        wide = sum(2 if char > "\u2e80" else 1 for char in line[: line.index("blog/")])
        assert wide == head.index("PATH")


def test_a_file_cannot_write_to_the_terminal_what_it_likes(site: Path, folio: Folio) -> None:
    make(site, blog__x=post("Red \x1b[31m\x07", "date: 2026-01-01", "tag\x1b: x"))
    assert "\x1b" not in folio("posts").stdout
    assert "\x07" not in folio("posts").stdout


@pytest.mark.parametrize(
    ("lines", "state", "said"),
    [
        (["date: 2026-13-45"], "draft", "line 2: date: '2026-13-45' is no date"),
        (["date: 2026-01-01", "draft: yes"], "draft", "line 3: draft: must be true or false"),
        (["title: x"], "published", "no date"),
        (["date: 2026-01-01", "tag: x"], "published", "unknown key 'tag'. Did you mean 'tags'"),
    ],
)
def test_faults_are_told_and_withhold_as_the_build_does(
    site: Path, folio: Folio, lines: list[str], state: str, said: str
) -> None:
    make(site, blog__x=post("X", *lines))
    (row,) = (row for row in listed(folio) if row["path"] == "blog/x.md")
    assert row["state"] == state
    assert any(said in note for note in row["notes"])


def test_a_gap_in_a_series_and_a_part_twice_are_told(site: Path, folio: Folio) -> None:
    make(
        site,
        blog__cute__six=post("Six", "date: 2026-01-01", "series: cute", "part: 6"),
        blog__cute__twin=post("Twin", "date: 2026-01-01", "series: cute", "part: 6"),
        blog__cute__three=post("Three", "date: 2026-01-01", "series: cute", "part: 3"),
        blog__cute__two=post("Two", "date: 2026-01-01", "series: cute", "part: 2", "draft: true"),
        blog__none=post("None", "date: 2026-01-01", "series: cute"),
        blog__lost=post("Lost", "date: 2026-01-01", "series: cut", "part: 1"),
    )
    assert notes(folio, "blog/cute/six.md") == [
        "part 6 is blog/cute/twin.md too",
        "before it a gap in 'cute': no part 4, 5, neither written nor announced",
    ]
    assert notes(folio, "blog/cute/three.md") == []  # part 2 is announced
    assert notes(folio, "blog/cute/two.md") == []
    assert "without a part" in notes(folio, "blog/none.md")[0]
    assert "no series 'cut'" in notes(folio, "blog/lost.md")[0]


def test_a_translation_is_stale_when_its_originals_words_have_changed(
    site: Path, folio: Folio
) -> None:
    original = site / "blog/cute/layout.md"
    digest = content_digest(original.read_text(encoding="utf-8"))
    head = ["date: 2026-02-01", "series: cute", "part: 1"]
    make(site, **{"blog__cute__layout.zh": post("布局", *head, f"translation-hash: {digest}")})
    assert notes(folio, "blog/cute/layout.zh.md") == []
    assert [row["language"] for row in listed(folio)] == ["zh", "en"]
    text = original.read_text(encoding="utf-8")
    original.write_text(text.replace("tags: [CuTe", "tags: [x, CuTe"), encoding="utf-8")
    assert notes(folio, "blog/cute/layout.zh.md") == []
    original.write_text(text.replace("Words.", "Other words."), encoding="utf-8")
    (note,) = notes(folio, "blog/cute/layout.zh.md")
    assert "cute/layout has changed since" in note
    make(site, **{"blog__cute__layout.zh": post("布局", *head)})
    assert "not known" in notes(folio, "blog/cute/layout.zh.md")[0]
    make(site, blog__else=post("X", *head[:1], "translation-of: cute/none"))
    assert notes(folio, "blog/else.md") == ["translation-of: no post 'cute/none'"]


def git(site: Path, *arguments: str, day: str = "2026-01-10") -> None:
    who = {"AUTHOR": "a", "COMMITTER": "c"}
    env = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        **{f"GIT_{one}_NAME": name for one, name in who.items()},
        **{f"GIT_{one}_EMAIL": f"{name}@example.org" for one, name in who.items()},
        **{f"GIT_{one}_DATE": f"{day}T12:00:00+00:00" for one in who},
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
    }  # fmt: skip
    subprocess.run(["git", *arguments], cwd=site, check=True, capture_output=True, env=env)


def test_words_that_changed_after_the_declared_day_are_told(site: Path, folio: Folio) -> None:
    path = site / "blog/cute/layout.md"
    git(site, "init", "--quiet")
    git(site, "add", ".")
    git(site, "commit", "-qm", "one")
    assert notes(folio, "blog/cute/layout.md") == []
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("tags: [CuTe", "tags: [new, CuTe"), encoding="utf-8")
    git(site, "commit", "-qam", "a tag is no change of words", day="2026-02-01")
    assert notes(folio, "blog/cute/layout.md") == []
    path.write_text(text.replace("Words.", "Better words."), encoding="utf-8")
    (note,) = notes(folio, "blog/cute/layout.md")
    assert note.startswith("changed on 2026-03-01;")  # not committed yet: today
    git(site, "commit", "-qam", "words", day="2026-02-20")
    (note,) = notes(folio, "blog/cute/layout.md")
    assert "updated: 2026-02-20" in note
    path.write_text(
        text.replace("Words.", "Better words.").replace("part: 1", "part: 1\nupdated: 2026-02-20"),
        encoding="utf-8",
    )
    assert notes(folio, "blog/cute/layout.md") == []


def test_without_git_or_history_nothing_is_said(
    site: Path, folio: Folio, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(site, "init", "--quiet")
    assert notes(folio, "blog/cute/layout.md") == []
    monkeypatch.setenv("PATH", "")
    assert notes(folio, "blog/cute/layout.md") == []


def test_a_site_without_posts_has_none(tmp_path: Path, folio: Folio) -> None:
    make(tmp_path / "bare", index="# Home\n")
    assert folio("posts", "--site", str(tmp_path / "bare")).stdout == "No posts.\n"


def test_an_impossible_day_of_the_build_is_told(
    site: Path, folio: Folio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "never")
    assert "SOURCE_DATE_EPOCH" in folio("posts", code=1).stderr
