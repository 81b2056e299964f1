"""After any edits, a preview at rest shows what a clean build writes, and nothing else before."""

from __future__ import annotations

import asyncio
import difflib
import itertools
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from building import build, copy_root, differences
from editing import Editor, cross_link
from previewing import Browser, after, at_rest, previewing
from sphinx_folio.preview.places import SETTINGS
from sphinx_folio.preview.problems import Problem, Warnings
from sphinx_folio.preview.session import Session

EDITS = 200
#: So many edits come at once, in turn: alone, or before the preview has followed the one before.
TOGETHER = (1, 8, 1, 12, 3, 1, 14)


class Author(Editor):
    """Edits as `Editor` does, and makes the mistakes that authors make, and mends them."""

    def __init__(self, source: Path, seed: int) -> None:
        super().__init__(source, seed)
        self.mend: Callable[[], object] | None = None

    def edit(self) -> str:
        """Change something; say what. What was broken is mended first, by the edit after it."""
        if self.mend is not None:
            self.mend()
            self.mend = None
            return "mended"
        mistakes = [self.break_conf, self.break_front_matter, self.break_entry, self.lead_nowhere]
        if self.random.random() < 0.15:
            return self.random.choice(mistakes)()
        if self.random.random() < 0.06:
            return self.random.choice([self.settings, self.sheet])()
        return super().edit()

    def broken(self, path: Path, text: str) -> str:
        before = path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        self.mend = lambda: path.write_text(before, encoding="utf-8")
        return f"broke {path.relative_to(self.source)}"

    def break_conf(self) -> str:
        path = self.source / "conf.py"
        return self.broken(path, f"{path.read_text()}\nthis is no Python\n")

    def break_front_matter(self) -> str:
        post = self.post()
        return self.broken(post, post.read_text().replace("---\n", "---\ndate: [yesterday\n", 1))

    def break_entry(self) -> str:
        path = self.source / "refs.bib"
        return self.broken(path, f"{path.read_text()}\n@article{{half, title = {{An entry\n")

    def lead_nowhere(self) -> str:
        page = self.page()
        return self.broken(
            page, f"{page.read_text()}\nSee {{folio:post}}`nowhere`, $\\frac{{1}}$.\n"
        )

    def sheet(self) -> str:
        colour = self.random.randrange(256)
        (self.source / "_static" / "own.css").write_text(f"h1 {{ color: rgb(0, 0, {colour}) }}\n")
        return "a style sheet"

    def settings(self) -> str:
        path = self.source / "conf.py"
        text = path.read_text()
        path.write_text(f'{text}\nhtml_title = "Title {self.random.randrange(1000)}"\n')
        return "settings"


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda one: (one.file, one.line, one.message))


def _warnings(lines: Iterable[str], site: Path) -> list[Problem]:
    stream = Warnings(site)
    stream.write("\n".join(lines))
    return _sorted(stream.take())


class Replay:
    """Edits a site that is previewed, with a browser at each page, and compares."""

    def __init__(self, session: Session, work: Path, seed: int) -> None:
        self.session = session
        self.source = session.places.site
        self.work = work
        self.author = Author(self.source, seed)
        self.browsers: dict[str, Browser] = {}
        self.history: list[str] = []

    async def round(self, together: int) -> None:
        """Make so many edits, the last of which is waited for, and compare."""
        await self.open_browsers()
        before = self.content()
        for _ in range(together - 1):
            self.edit()

        def edit_last() -> None:
            self.edit()
            # What leaves every byte as it was is no save.
            while self.content() == before:
                self.edit()

        await after(self.session, edit_last)
        if (self.source / "conf.py").read_text().endswith("this is no Python\n"):
            errors = [one for one in self.session.state.problems if one.is_error]
            assert [one.file for one in errors] == ["conf.py"], f"after {self.history}"
            await after(self.session, self.edit)
        self.compare(alone=together == 1)

    def edit(self) -> None:
        self.history.append(self.author.edit())

    def content(self) -> dict[Path, bytes]:
        """Return what the author has written."""
        files = (path for path in self.source.rglob("*") if "_build" not in path.parts)
        return {path: path.read_bytes() for path in files if path.is_file()}

    async def open_browsers(self) -> None:
        for page in sorted(self.source.rglob("*.md")):
            path = _address(page.relative_to(self.source).as_posix())
            if path not in self.browsers:
                self.browsers[path] = Browser(path)
                self.session.join(self.browsers[path])
        await at_rest(self.session)
        for browser in self.browsers.values():
            browser.told.clear()

    def compare(self, *, alone: bool) -> None:
        # Another folder each time: a process remembers the digests of style sheets by their paths.
        folder = self.work / f"clean-{len(self.history)}"
        clean = build(self.source, folder, settings=SETTINGS)
        wrong = differences(self.session.places.html, clean.out)
        assert wrong == [], f"{wrong} after {self.history}"
        told = _warnings(clean.warnings, self.source)
        assert _sorted(self.session.state.problems) == told, f"after {self.history}"
        for browser in self.browsers.values() if alone else ():
            page = (self.session.current(browser.path) or self.session.not_found()).decode()
            # What came first, from the renderer, was the builder's page to the byte.
            for html in browser.pages:
                lines = difflib.unified_diff(html.splitlines(), page.splitlines(), n=0)
                assert html == page, f"{browser.path} after {self.history}: {'|'.join(lines)}"
        shutil.rmtree(folder)


def _address(source: str) -> str:
    name = source.removesuffix(".md")
    name = name.removesuffix("index").rstrip("/")
    return f"/{name}/" if name else "/"


@pytest.mark.slow
def test_after_random_edits_the_preview_shows_what_a_clean_build_writes(tmp_path: Path) -> None:
    source = copy_root("site", tmp_path / "site")
    cross_link(source, alone=False)
    with (source / "conf.py").open("a") as conf:
        conf.write("html_static_path = ['_static']\nhtml_css_files = ['own.css']\n")
    (source / "_static").mkdir()
    (source / "_static" / "own.css").write_text("h1 { color: blue }\n")

    async def scenario() -> None:
        async with previewing(source) as session:
            replay = Replay(session, tmp_path, seed=1)
            replay.compare(alone=False)
            for together in itertools.cycle(TOGETHER):
                await replay.round(together)
                if len(replay.history) >= EDITS:
                    break

    asyncio.run(scenario())
