"""One preview: saves go to the renderer and the builder, what they make to the browsers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from . import pages
from .children import Child, ChildDiedError
from .places import Places
from .problems import Problem, as_data, from_data
from .watching import changes
from .wire import Message

#: With more files than these saved at once, as many processes build as there are processors.
FEW = 20
#: How long the builder waits for the renderer, which has the author waiting for it, in seconds.
PATIENCE = 1.0
#: What the text of pages is made from, and what pages are told of otherwise when it changes.
_TEXTS = (".md", ".rst", ".bib", ".py", ".css", ".js")


class Viewer(Protocol):
    """A browser that shows a page."""

    path: str
    digest: str

    def send(self, message: Message) -> None:
        """Tell the browser something."""


@dataclass
class Rendered:
    """A page that the renderer made, and how many saves it knows of."""

    html: bytes
    turn: int


@dataclass
class State:
    """What the preview knows of the site."""

    #: How many saves there were; how many of them the last build began with, the pages of the last
    #: that came to its end know, and the index for the search knows.
    turn: int = 0
    tried: int = -1
    built: int = -1
    indexed: int = -1
    #: By their addresses, pages that are newer than those of the last build.
    rendered: dict[str, Rendered] = field(default_factory=dict)
    #: By their addresses, files that a rendered page shows and no build has copied yet.
    images: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    #: Files that are imported: when one changes, processes start anew.
    modules: set[str] = field(default_factory=lambda: {"conf.py"})


class Session:
    """The preview of a site; *say* gets a line now and then, for the terminal."""

    def __init__(self, site: Path, say: Callable[[str], None]) -> None:
        self.places = Places(site)
        self.state = State()
        self.viewers: set[Viewer] = set()
        self._say = say
        self._builder = Child("site_builder", site, self._hear_builder)
        self._renderer = Child("renderer", site, self._hear_renderer)
        self._building: int | None = None  # the turn of the build that runs
        self._began = 0.0
        self._jobs = os.cpu_count() or 1
        self._stale = True  # whether the renderer lacks something that the next build knows
        self._files: dict[str, int] = {}  # files that pages may show, and when they were saved last
        self._read: dict[str, int] = {}  # at which turn the renderer has read a source, if later
        self._tasks: set[asyncio.Task[None]] = set()
        self._usable = True  # whether the renderer has a site to render pages of, or loads it
        self._broken = False  # whether a process ended by itself
        self._unwatched: list[Problem] = []  # why no change is seen, if so

    @property
    def is_at_rest(self) -> bool:
        """Whether everything that was saved has been followed to the end."""
        state = self.state
        done = state.indexed == state.turn or state.built < state.tried
        return state.tried == state.turn and self._building is None and done and not self._tasks

    # --- from start to end -----------------------------------------------------------------------

    async def run(self) -> None:
        """Watch and follow until cancelled."""
        try:
            await self._start()
            async for files in changes(self.places.site, self._take_watching):
                await self._follow(files)
        finally:
            await self._stop()

    def kill(self) -> None:
        """End all processes, at once."""
        self._builder.kill()
        self._renderer.kill()

    async def _start(self) -> None:
        self._usable = True
        await self._renderer.start()
        await self._builder.start()
        self._load()
        self._renderer.open()
        self._build()

    async def _stop(self) -> None:
        await asyncio.gather(self._builder.stop(), self._renderer.stop())

    async def _restart(self) -> None:
        """Begin with new processes, and build whatever was built by the former ones."""
        await self._stop()
        self._building, self.state.tried = None, -1
        self._broken = False
        self._jobs = os.cpu_count() or 1
        await self._start()

    def _do(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- the renderer ----------------------------------------------------------------------------

    def _load(self) -> None:
        """Have the renderer take over what the last build knew, before anything else is asked."""
        self._stale = self.state.built < self.state.turn
        self._do(self._finish_loading(self._renderer.post(do="load")))

    async def _finish_loading(self, loading: asyncio.Future[Message]) -> None:
        try:
            answer = await loading
        except ChildDiedError:
            return
        self._usable = "failed" not in answer
        self._stale = self._stale or not self._usable
        self.state.modules |= set(answer.get("modules", ()))
        for path in sorted({viewer.path for viewer in self.viewers}):
            await self._warm_up(path)

    def _hear_renderer(self, message: Message) -> None:
        """Show a page that was just rendered, unless a build was faster."""
        if "died" in message:
            self._lose(message, "renders pages")
            return
        if self.state.built < message["turn"]:
            self._take_page(message["page"], message["turn"])

    def _take_page(self, page: Message, turn: int) -> bytes:
        html: bytes = page["html"].encode("utf-8")
        for source, name in page["images"].items():
            self.state.images[f"/_images/{name}"] = self.places.site / source
        self.state.rendered[page["path"]] = Rendered(html, turn)
        self._show(page["path"], html)
        return html

    async def _render(self, files: Sequence[str], turn: int) -> None:
        """Have the renderer render what browsers show of the files."""
        if not self._usable:
            self._stale = True
            return
        shown = sorted({viewer.path for viewer in self.viewers})
        try:
            message = {"files": list(files), "shown": shown, "turn": turn}
            answer = await self._renderer.ask(do="changed", **message)
        except ChildDiedError:
            self._stale = True
            return
        self._stale = self._stale or answer.get("stale", True)
        if answer.get("assets"):
            self._show_assets(answer["assets"])
        if self.state.built >= turn:
            return  # a build was faster
        others = self.state.problems
        if "failed" in answer:
            self._show_problems([*from_data(answer["failed"]), *others])
            return
        self._read |= dict.fromkeys(answer["read"], turn)
        others = [one for one in others if one.source not in answer["read"]]
        self._show_problems([*from_data(answer["problems"]), *others])

    async def page(self, path: str) -> bytes | None:
        """Return a page that no build has written yet, rendered by itself, if there is one."""
        turn = self.state.turn
        if not self._usable:
            return None
        try:
            answer = await self._renderer.ask(do="page", path=path)
        except ChildDiedError:
            return None
        page = answer.get("page")
        if "failed" in answer or page is None:
            return None
        if self.state.built >= turn:
            return None  # meanwhile there is a better one
        return self._take_page(page, turn)

    # --- the builder -----------------------------------------------------------------------------

    def _build(self) -> None:
        """Have the builder build what there is now, unless it builds: then it does afterwards."""
        if self._building is None and self.state.tried < self.state.turn:
            self._building = self.state.turn
            self._began = time.monotonic()
            self._builder.tell(turn=self._building, jobs=self._jobs)
            self._jobs = 1

    def _hear_builder(self, message: Message) -> None:
        if "died" in message:
            self._building, self.state.tried = None, self.state.turn
            self._lose(message, "builds")
            return
        turn: int = message["turn"]
        if message["done"] == "search":
            self.state.indexed = turn
        else:
            self._building, self.state.tried = None, turn
            self.state.modules |= set(message["modules"])
        self._take_problems(turn, from_data(message["problems"]))
        if message["done"] == "pages":
            self._take_build(turn)
        self._build()

    def _take_problems(self, turn: int, told: list[Problem]) -> None:
        """Show what a build tells; of what the renderer has read since, what that told."""
        self._read = {source: read for source, read in self._read.items() if read > turn}
        newer = [one for one in self.state.problems if one.source in self._read]
        older = [one for one in told if one.source not in self._read]
        self._show_problems([*older, *newer])

    def _take_build(self, turn: int) -> None:
        """Show what a build has written, where nothing newer is known."""
        first = self.state.built < 0
        self.state.built = turn
        self._say(f"built in {time.monotonic() - self._began:.1f} s")
        rendered = self.state.rendered
        self.state.rendered = {path: one for path, one in rendered.items() if one.turn > turn}
        self.state.images.clear()
        for viewer in list(self.viewers):
            html = self.current(viewer.path)
            self._send(viewer, self.not_found() if html is None else html)
            if first:
                self._tell_state(viewer)
        self._show_files(turn)
        if self._stale:
            self._load()

    def _lose(self, message: Message, what: str) -> None:
        """Tell that a process ended by itself; the next save starts it anew."""
        self._usable, self._broken = False, True
        told = f"the process that {what} ended (status {message['died']}); save a file to go on"
        self._show_problems([Problem(told, is_error=True), *self.state.problems])

    async def _follow(self, files: Sequence[str]) -> None:
        """Follow a save."""
        state = self.state
        state.turn += 1
        if len(files) > FEW or any(not file.endswith((".md", ".bib")) for file in files):
            self._jobs = os.cpu_count() or 1
        if self._broken or not state.modules.isdisjoint(files):
            await self._restart()
            return
        self._files |= dict.fromkeys(
            (file for file in files if not file.endswith(_TEXTS)), state.turn
        )
        # The index for the search takes all processors, and will have to be made again.
        self._builder.tell(turn=None)
        render = asyncio.create_task(self._render(files, state.turn))
        await asyncio.wait([render], timeout=PATIENCE)
        if any(file.endswith((".css", ".js")) for file in files):
            # Sphinx works out but once in a process by which address pages know these.
            await self._restart()
        else:
            self._build()

    def _take_watching(self, why: str) -> None:
        """Tell for as long as it is so why changes cannot be followed."""
        others = [one for one in self.state.problems if one not in self._unwatched]
        told = f"changes cannot be followed: {why}"
        self._unwatched = [Problem(told, is_error=True)] if why else []
        self._show_problems(others)

    # --- browsers --------------------------------------------------------------------------------

    def join(self, viewer: Viewer) -> None:
        """Begin to tell a browser what changes."""
        self.viewers.add(viewer)
        self._tell_state(viewer)
        html = self.current(viewer.path)
        if html is not None and pages.is_whole(html):
            self._send(viewer, html)
        if self._usable:
            self._do(self._warm_up(viewer.path))

    async def _warm_up(self, path: str) -> None:
        """Have the renderer do once what takes longest the first time, before it is waited for."""
        with contextlib.suppress(ChildDiedError):
            await self._renderer.ask(do="page", path=path)

    def leave(self, viewer: Viewer) -> None:
        """Tell a browser nothing any more."""
        self.viewers.discard(viewer)

    def current(self, path: str) -> bytes | None:
        """Return a page as it is known now: as rendered, or as the last build wrote it."""
        rendered = self.state.rendered.get(path)
        if rendered is not None:
            return rendered.html
        if self.state.built < 0:
            return None
        file = pages.find([self.places.html], path)
        if file is not None:
            with contextlib.suppress(OSError):  # a build may just have removed it
                return file.read_bytes()
        return None

    def not_found(self) -> bytes:
        """Return the page that says that there is none."""
        for path in ("/404/", "/404.html"):
            page = self.current(path)
            if page is not None:
                return page
        return pages.waiting("Not found", "The site has no such page.")

    def _show(self, path: str, html: bytes) -> None:
        for viewer in list(self.viewers):
            if viewer.path == path:
                self._send(viewer, html)

    def _send(self, viewer: Viewer, html: bytes) -> None:
        digest = pages.digest(html)
        if viewer.digest != digest:
            viewer.digest = digest
            viewer.send({"kind": "page", "html": html.decode("utf-8"), "digest": digest})

    def _show_assets(self, names: list[str]) -> None:
        """Have browsers take style sheets anew, and load anew what has scripts."""
        sheets = all(name.endswith(".css") for name in names)
        message: Message = {"kind": "css", "files": names} if sheets else {"kind": "reload"}
        for viewer in list(self.viewers):
            viewer.send(message)

    def _show_files(self, turn: int) -> None:
        """Have browsers take pictures and the like anew which a build has copied."""
        names = sorted(file for file, saved in self._files.items() if saved <= turn)
        for name in names:
            del self._files[name]
        for viewer in list(self.viewers) if names else ():
            viewer.send({"kind": "files", "files": names})

    def _show_problems(self, problems: list[Problem]) -> None:
        problems = list(dict.fromkeys([*self._unwatched, *problems]))
        before, self.state.problems = self.state.problems, problems
        if problems == before:
            return
        for problem in problems:
            if problem not in before:
                self._say(str(problem))
        for viewer in list(self.viewers):
            self._tell_state(viewer)

    def _tell_state(self, viewer: Viewer) -> None:
        """Tell a browser what is wrong, and whether pages are shown that know no others yet."""
        problems, building = as_data(self.state.problems), self.state.built < 0
        viewer.send({"kind": "problems", "problems": problems, "building": building})
