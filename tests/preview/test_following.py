"""What follows a save: at once in the open page, then in all others, and in none what is not so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import pytest

from building import copy_root, make
from previewing import Browser, Live, after, at_rest, previewing, until, wait
from sphinx_folio.preview import pages
from sphinx_folio.preview.children import Child
from sphinx_folio.preview.places import Places
from sphinx_folio.preview.problems import Known, Problem, as_data
from sphinx_folio.preview.session import Session

Scenario = Callable[[Session, Path], Awaitable[None]]


def follow(site: Path, scenario: Scenario) -> None:
    """Run a scenario with the preview of a site."""

    async def run() -> None:
        async with previewing(site) as session:
            await scenario(session, site)

    asyncio.run(run())


async def opened(session: Session, path: str) -> Browser:
    """Return a browser at a page, when the preview is at rest again."""
    browser = Browser(path)
    session.join(browser)
    await at_rest(session)
    browser.told.clear()
    return browser


def append(path: Path, text: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_root("site", tmp_path / "site")


def test_the_open_page_is_shown_before_anything_is_built(site: Path) -> None:
    async def scenario(session: Session, site: Path) -> None:
        browser = await opened(session, "/blog/loose/")
        built = session.state.built
        append(site / "blog" / "loose.md", "A sentence more, with $\\frac{a}{b}$.")
        await until(lambda: browser.pages, "for the page")
        assert session.state.built == built
        assert "A sentence more, with" in browser.pages[0]
        assert "<mfrac>" in browser.pages[0]
        await at_rest(session)
        # The build wrote the same, so nothing had to be shown again.
        assert len(browser.pages) == 1

    follow(site, scenario)


def test_an_edited_entry_reaches_the_posts_that_cite_it(site: Path) -> None:
    async def scenario(session: Session, site: Path) -> None:
        browser = await opened(session, "/blog/kernels/two/")
        entries = site / "refs.bib"
        text = entries.read_text().replace("On the application", "On every application")
        await after(session, lambda: entries.write_text(text))
        assert "On every application" in browser.pages[-1]

    follow(site, scenario)


def test_a_listing_and_the_page_that_shows_it_go_together(site: Path) -> None:
    async def scenario(session: Session, site: Path) -> None:
        browser = await opened(session, "/blog/kernels/one/")
        source = site / "blog" / "kernels" / "step.py"
        await after(session, lambda: source.write_text("unheard_of = 1\n"))
        assert "unheard_of" in browser.pages[0]
        assert len(browser.pages) == 1

    follow(site, scenario)


def test_a_page_that_is_renamed_or_deleted_goes_and_the_new_one_comes(site: Path) -> None:
    async def scenario(session: Session, site: Path) -> None:
        old, new = await opened(session, "/blog/loose/"), await opened(session, "/blog/tied/")
        post = site / "blog" / "loose.md"
        await after(session, lambda: post.rename(post.with_name("tied.md")))
        assert old.pages == [session.not_found().decode()]
        assert "A loose post" in new.pages[-1]
        await after(session, (site / "blog" / "tied.md").unlink)
        assert new.pages[-1] == session.not_found().decode()

    follow(site, scenario)


def test_a_fault_of_a_page_is_told_at_once_and_taken_back(site: Path) -> None:
    async def scenario(session: Session, site: Path) -> None:
        browser = await opened(session, "/blog/loose/")
        post = site / "blog" / "loose.md"
        text = post.read_text()
        append(post, "See {folio:post}`nowhere`.")
        await until(lambda: browser.problems, "for the fault")
        (problem,) = browser.problems
        assert (problem["file"], problem["line"]) == ("blog/loose.md", len(text.splitlines()) + 2)
        await at_rest(session)
        assert browser.problems == [problem]
        post.write_text(text)
        await until(lambda: not browser.problems, "for it to go")

    follow(site, scenario)


def test_an_extension_that_fails_leaves_the_last_good_pages(tmp_path: Path) -> None:
    conf = "import own\nextensions = ['sphinx_folio', 'own']\n"
    site = make(tmp_path / "site", conf=f"import sys\nsys.path.insert(0, '.')\n{conf}")
    (site / "index.md").write_text("# Home\n\nWords.\n")
    module = (
        "def read(app, name, source):\n    {}\n\n"
        "def setup(app):\n    app.connect('source-read', read)\n"
    )
    (site / "own.py").write_text(module.format("pass"))

    async def scenario(session: Session, site: Path) -> None:
        browser = await opened(session, "/")
        failing = module.format("assert 'bad' not in source[0]")
        await after(session, lambda: (site / "own.py").write_text(failing))
        assert browser.problems == []
        append(site / "index.md", "This is bad.")
        await until(lambda: browser.problems, "for the fault")
        await at_rest(session)
        assert browser.problems[0]["file"] == "own.py"
        assert browser.problems[0]["line"] == 2
        assert browser.pages == []
        assert b"Words." in (session.current("/") or b"")
        await after(session, lambda: (site / "index.md").write_text("# Home\n\nGood again.\n"))
        assert browser.problems == []
        assert "Good again." in browser.pages[-1]

    follow(site, scenario)


def test_a_process_that_was_killed_is_told_and_comes_back_with_a_save(site: Path) -> None:
    async def scenario(session: Session, site: Path) -> None:
        browser = await opened(session, "/blog/loose/")
        for child in (session._builder, session._renderer):
            assert child._process is not None
            child._process.kill()
        await until(lambda: len(browser.problems) == 2, "for both to be missed")
        await after(session, lambda: append(site / "blog" / "loose.md", "Words after."))
        assert browser.problems == []
        assert "Words after." in browser.pages[-1]

    follow(site, scenario)


def test_what_was_made_before_is_used_and_followed_up(site: Path) -> None:
    async def nothing(session: Session, site: Path) -> None:
        assert session.state.problems == []

    follow(site, nothing)
    append(site / "about.md", "See {folio:post}`nowhere`.")
    follow(site, lambda session, _site: _has_problem(session))
    # Nothing is read again, and yet what was wrong is known.
    follow(site, lambda session, _site: _has_problem(session))


async def _has_problem(session: Session) -> None:
    assert [problem.file for problem in session.state.problems] == ["about.md"]


def test_the_first_page_is_there_before_the_site_is_built(
    tmp_path: Path, live: Callable[[Path], Live]
) -> None:
    # Only the builder comes to the event by which it is held up.
    conf = """\
import pathlib, time
extensions = ["sphinx_folio"]

def hold(app, env, names):
    while not pathlib.Path(app.srcdir, "go").exists():
        time.sleep(0.01)

def setup(app):
    app.connect("env-before-read-docs", hold)
"""
    site = make(
        tmp_path / "site",
        conf=conf,
        index="# Home\n\n```{toctree}\none\n```\n",
        one="# One\n\nThe words of one, and $x^2$.\n\nSee [](two.md).\n",
        two="---\norphan: true\n---\n\n# Two\n",
    )
    preview = live(site)
    status, text, _ = preview.ask("/one/")
    assert (status, "The words of one" in text, "<msup>" in text) == (200, True, True)
    assert preview.ask("/search/")[0] == 503
    assert preview.ask("/_static/styles/folio.css")[0] == 200
    (site / "go").touch()
    wait(lambda: preview.ask("/search/")[0] == 200, "the build")
    assert 'href="../two/"' in preview.ask("/one/")[1]


def test_a_page_with_a_toctree_keeps_it(site: Path) -> None:
    async def scenario(session: Session, site: Path) -> None:
        browser = await opened(session, "/more/")
        append(site / "more.md", "A sentence more.")
        await until(lambda: browser.pages, "for the page")
        assert "A sentence more" in browser.pages[0]
        assert 'href="../kept/"' in browser.pages[0]
        assert browser.problems == []
        await at_rest(session)
        assert len(browser.pages) == 1

    make(
        site,
        conf=(site / "conf.py").read_text(),
        more="---\norphan: true\n---\n\n# More\n\n```{toctree}\nkept\n```\n",
        kept="# Kept\n\n## Inside\n",
    )
    follow(site, scenario)


def test_what_is_wrong_in_an_included_file_is_told_until_it_is_mended(tmp_path: Path) -> None:
    site = make(
        tmp_path / "site",
        conf='extensions = ["sphinx_folio"]\n',
        index="# Home\n\n```{toctree}\nnotes\n```\n",
        other="---\norphan: true\n---\n\n# Other\n",
    )
    (site / "notes.rst").write_text("Notes\n=====\n\n.. include:: part.txt\n")
    part = site / "part.txt"
    part.write_text("Fine.\n")
    # An older preview kept it by the file, which is never looked at by itself.
    known = Known(Places(site).problems)
    known.read([], [Problem("Wrong", "part.txt", 1)])
    known.keep()

    async def scenario(session: Session, site: Path) -> None:
        assert session.state.problems == []
        browser = await opened(session, "/notes/")
        built = session.state.built
        # One that is found in reading, and one in writing.
        part.write_text("Wrong.\n\n.. nosuch::\n\n:doc:`nowhere`\n")
        await until(lambda: browser.pages, "for the page")
        assert session.state.built == built
        assert "Wrong." in browser.pages[0]
        await at_rest(session)
        assert [one["file"] for one in browser.problems] == ["part.txt", "part.txt"]
        # A build that does not look at the page says nothing of it, and it stays.
        await after(session, lambda: append(site / "other.md", "Words."))
        assert len(browser.problems) == 2
        await after(session, lambda: part.write_text("Fine.\n"))
        assert browser.problems == []

    follow(site, scenario)


def test_pictures_are_shown_anew_and_files_that_go_are_gone(tmp_path: Path) -> None:
    site = make(
        tmp_path / "site",
        conf='extensions = ["sphinx_folio"]\nhtml_static_path = ["_static"]\n',
        index="# Home\n\n![A picture](picture.svg)\n",
    )
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="1"/>\n'
    (site / "picture.svg").write_text(picture.format(1))
    (site / "_static").mkdir()
    old = site / "_static" / "old.txt"
    old.write_text("Old.\n")

    async def scenario(session: Session, site: Path) -> None:
        browser = await opened(session, "/")
        assert pages.find([session.places.rendered], "/_static/old.txt")
        # The page is the same, to the byte.
        await after(session, lambda: (site / "picture.svg").write_text(picture.format(2)))
        told = [message for message in browser.told if message["kind"] == "files"]
        assert told == [{"kind": "files", "files": ["picture.svg"]}]
        shown = session.places.html / "_images" / "picture.svg"
        assert shown.read_text() == picture.format(2)
        await after(session, old.unlink)
        assert pages.find([session.places.rendered], "/_static/old.txt") is None

    follow(site, scenario)


def test_a_page_in_another_encoding_is_told_by_file_and_line(tmp_path: Path) -> None:
    site = make(
        tmp_path / "site",
        conf='extensions = ["sphinx_folio"]\n',
        index="# Home\n\n```{toctree}\nnotes\n```\n",
        notes="# Notes\n",
    )
    text = "# Notes\n\nA café.\n"

    async def scenario(session: Session, site: Path) -> None:
        browser = await opened(session, "/notes/")
        notes = site / "notes.md"
        await after(session, lambda: notes.write_bytes(text.encode("latin-1")))
        assert {(one["file"], one["line"]) for one in browser.problems} == {("notes.md", 3)}
        assert len(browser.problems) == 1
        await after(session, lambda: notes.write_text(text, encoding="utf-8"))
        assert browser.problems == []
        assert "A café." in browser.pages[-1]

    follow(site, scenario)


class Renderer:
    """Stands for a renderer that answers when it is let."""

    def __init__(self) -> None:
        self.answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.told: list[str] = []

    async def ask(self, do: str, **_message: Any) -> dict[str, Any]:
        self.told.append(do)
        return await self.answer

    def post(self, do: str, **_message: Any) -> asyncio.Future[dict[str, Any]]:
        self.told.append(do)
        return self.answer


def without_processes(site: Path) -> tuple[Session, Renderer, Browser]:
    """Return a preview that has begun its turn 1 and built 0, its renderer, and a browser in it."""
    session, renderer, browser = Session(site, lambda _line: None), Renderer(), Browser("/")
    session._renderer = cast("Child", renderer)
    session.viewers.add(browser)
    session.state.turn, session.state.tried, session.state.built = 1, 0, 0
    return session, renderer, browser


def built(turn: int, *problems: Problem) -> dict[str, Any]:
    return {"done": "pages", "turn": turn, "problems": as_data(problems), "modules": []}


def rendered(*problems: Problem, stale: bool = False) -> dict[str, Any]:
    return {"stale": stale, "assets": [], "problems": as_data(problems), "read": ["index.md"]}


PAGE = {"path": "/", "html": "<html>Rendered</html>", "images": {}}
WRONG = Problem("Wrong", "index.md", 3)


def test_what_is_rendered_after_the_build_does_not_stand_over_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        session, renderer, browser = without_processes(tmp_path)
        rendering = asyncio.create_task(session._render(["index.md"], 1))
        await asyncio.sleep(0)
        session._hear_builder(built(1))
        session._hear_renderer({"page": PAGE, "turn": 1})
        renderer.answer.set_result(rendered(WRONG, stale=True))
        await rendering
        assert session.state.rendered == {}
        assert session.state.problems == []
        assert browser.problems == []
        assert session._stale
        session.state.turn = 2
        session._hear_renderer({"page": PAGE, "turn": 2})
        assert session.current("/") == b"<html>Rendered</html>"

    asyncio.run(scenario())


def test_a_renderer_that_lacks_a_save_gets_it_from_the_build_that_knows_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        session, renderer, _browser = without_processes(tmp_path)
        renderer.answer.set_result(rendered(stale=True))
        session._building = 1
        # It comes while a build runs that began without it.
        session.state.turn = 2
        await session._render(["new.md"], 2)
        session._hear_builder(built(1))
        assert session._stale
        renderer.told.clear()
        session._hear_builder(built(2))
        assert renderer.told == ["load"]
        session._hear_builder(built(3))
        assert renderer.told == ["load"]

    asyncio.run(scenario())


def test_what_was_mended_while_a_build_ran_does_not_come_back_with_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        session, renderer, _browser = without_processes(tmp_path)
        other = Problem("Wrong elsewhere", "other.md", 1)
        session.state.problems = [WRONG]
        session.state.turn = 2
        renderer.answer.set_result(rendered())
        await session._render(["index.md"], 2)
        assert session.state.problems == []
        session._hear_builder(built(1, WRONG, other))
        assert session.state.problems == [other]
        # What the later build says is the truth.
        session._hear_builder(built(2, WRONG))
        assert session.state.problems == [WRONG]

    asyncio.run(scenario())
