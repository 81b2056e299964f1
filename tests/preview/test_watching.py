"""What counts as a save: what an author writes, however an editor writes it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from sphinx_folio.preview import watching
from sphinx_folio.preview.session import Session
from sphinx_folio.preview.watching import changes, is_source, settled


@pytest.mark.parametrize(
    "name",
    ["index.md", "blog/a/post.zh.md", "refs.bib", "_static/own.css", "blog/a b.md", "conf.py"],
)
def test_what_authors_write_is_a_source(name: str) -> None:
    assert is_source(Path(name))


@pytest.mark.parametrize(
    "name",
    [
        "_build/live/html/index.html", ".git/index", ".venv/lib/x.md", "blog/.post.md.swp",
        "blog/4913", "blog/#post.md#", "blog/.#post.md", "src/__pycache__/x.pyc", "post.md~",
        "node_modules/a.md",
        "blog/post.md.tmp", "blog/post.md.swx",
    ],
)  # fmt: skip
def test_what_editors_builds_and_environments_write_is_not(name: str) -> None:
    assert not is_source(Path(name))


def _fail(why: str) -> None:
    assert not why


def followed(site: Path, *steps: Callable[[], object]) -> list[Sequence[str]]:
    """Return what is told of a site after each step, one after another."""

    async def scenario() -> list[Sequence[str]]:
        told = changes(site, _fail)

        async def following() -> Sequence[str]:
            seen = await anext(told)
            while list(seen) == ["begin.md"] and begun:
                seen = await anext(told)
            return seen

        # The first is repeated until it is seen: watching takes a moment to begin.
        begun = False
        beginning = asyncio.create_task(following())
        number = 0
        while not beginning.done():
            number += 1
            (site / "begin.md").write_text(str(number))
            await asyncio.wait([beginning], timeout=0.05)
        begun = True
        found = []
        for step in steps:
            step()
            found.append(await asyncio.wait_for(following(), 30))
        return found

    return asyncio.run(scenario())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "post.md").write_text("Words.\n")
    (tmp_path / "_build").mkdir()
    return tmp_path


def test_a_save_by_renaming_a_copy_is_one_of_the_page(site: Path) -> None:
    post, copy = site / "blog" / "post.md", site / "blog" / ".post.md.new"

    def save() -> None:
        copy.write_text("Other words.\n")
        copy.replace(post)

    def save_as_vim() -> None:
        (site / "blog" / "4913").touch()
        (site / "blog" / "4913").unlink()
        post.rename(site / "blog" / "post.md~")
        post.write_text("Words again.\n")
        (site / "blog" / "post.md~").unlink()

    assert followed(site, save, save_as_vim) == [["blog/post.md"], ["blog/post.md"]]


def test_a_file_that_was_emptied_is_waited_for(site: Path) -> None:
    post = site / "blog" / "post.md"
    post.write_text("")

    async def scenario() -> str:
        waiting = asyncio.ensure_future(settled(site, ["blog/post.md"]))
        await asyncio.sleep(0)
        assert not waiting.done()
        post.write_text("The whole text.\n")
        await waiting
        return post.read_text()

    assert asyncio.run(scenario()) == "The whole text.\n"


def test_an_empty_file_is_a_save_in_the_end(site: Path) -> None:
    post = site / "blog" / "post.md"
    assert followed(site, lambda: post.write_text("")) == [["blog/post.md"]]


def test_new_folders_and_renamed_ones_are_followed(site: Path) -> None:
    def add() -> None:
        (site / "notes" / "deep").mkdir(parents=True)
        (site / "notes" / "deep" / "one.md").write_text("One.\n")

    def change() -> None:
        (site / "notes" / "deep" / "one.md").write_text("One more.\n")

    added, changed = followed(site, add, change)
    assert "notes/deep/one.md" in added
    assert list(changed) == ["notes/deep/one.md"]
    (renamed,) = followed(site, lambda: (site / "notes").rename(site / "papers"))
    assert "papers/deep/one.md" in renamed


def test_what_builds_write_is_not_even_seen(site: Path) -> None:
    def build_and_save() -> None:
        (site / "_build" / "page.html").write_text("A page")
        (site / "index.md").write_text("Words.\n")

    assert followed(site, build_and_save) == [["index.md"]]


def test_a_file_that_is_written_as_it_was_has_not_changed(site: Path) -> None:
    post = site / "blog" / "post.md"

    def write_both() -> None:
        post.write_text("Other words.\n")
        post.with_name("new.md").write_text("Words.\n")

    first, second = followed(site, lambda: post.write_text("Other words.\n"), write_both)
    assert (list(first), list(second)) == (["blog/post.md"], ["blog/new.md"])


def test_a_folder_may_go_while_it_is_looked_through(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (site / "blog" / name).mkdir()
        (site / "blog" / name / "post.md").write_text("Words.\n")
    scandir = os.scandir

    def remove_and_scan(folder: Any) -> Any:
        if Path(folder).name in {"one", "two"}:
            (Path(folder) / "post.md").unlink()
            Path(folder).rmdir()
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", remove_and_scan)
    assert watching._sources(site, ["blog"]) == ["blog/post.md"]


class Watch:
    """Stands for what tells of changes, and fails as long as it is to."""

    def __init__(self) -> None:
        self.fails = True

    async def __call__(self, *folders: Path, **_options: Any) -> AsyncIterator[set[Any]]:
        if self.fails:
            raise OSError("too many files are open")
        await asyncio.sleep(60)
        yield set()


def test_it_is_told_while_changes_cannot_be_followed(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch()
    monkeypatch.setattr(watching, "awatch", watch)
    monkeypatch.setattr(watching, "AGAIN", 0.02)

    async def scenario() -> None:
        session = Session(site, lambda _line: None)
        told: list[list[str]] = []

        def tell(why: str) -> None:
            session._take_watching(why)
            told.append([problem.message for problem in session.state.problems])
            watch.fails = False

        following = changes(site, tell)
        files = await asyncio.wait_for(anext(following), 30)
        assert told == [["changes cannot be followed: too many files are open"], []]
        # What was saved meanwhile was not seen.
        assert list(files) == ["blog/post.md"]
        await following.aclose()  # type: ignore[attr-defined]

    asyncio.run(scenario())


def test_files_are_known_by_real_paths_too(site: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(site / "blog")
    names = [link / "post.md", site / "blog" / "post.md"]
    found = [watching._inside(name, tmp_path, [link]) for name in names]
    assert found == ["link/post.md", "link/post.md"]
    assert watching._inside(tmp_path / "elsewhere", tmp_path, [link]) is None
