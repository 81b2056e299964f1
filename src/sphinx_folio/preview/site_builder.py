"""The process that builds: ordinary builds of the whole site, one after another, when it is told.

It stays, and so does what Sphinx imports; each build is otherwise one by itself. When all pages are
written it says so, and makes the index for the search only if nothing else is wanted.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.docutils import docutils_namespace, patch_docutils

from ..ext.domain import domain_of
from ..ext.search import make_index
from .modules import own_modules
from .places import SETTINGS, Places
from .problems import MARK, Known, Problem, Warnings, as_data, check_encoding, of_exception
from .wire import Wire

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_logger = logging.getLogger("sphinx_folio")


class _Build:
    """One build, and what it warns of in which phase."""

    def __init__(self, places: Places, known: Known, jobs: int) -> None:
        self._places = places
        self._known = known
        self._warnings = Warnings(places.site)
        self._reading: list[str] = []
        self._before: dict[str, int] = {}
        self._checked = False
        known.begin()
        folders = (places.site, places.site, places.html, places.doctrees)
        self.app = Sphinx(
            *folders, "dirhtml", SETTINGS, status=None, warning=self._warnings, parallel=jobs
        )
        domain_of(self.app.env).index_at_once = False
        # Each before all that others do in its phase, or after all that others did before.
        self.app.connect("env-before-read-docs", self._begin_reading, priority=10_000)
        self.app.connect("env-updated", self._finish_reading, priority=0)
        self.app.connect("env-get-updated", self._sort, priority=0)
        self.app.connect("doctree-read", self._end_of_reading, priority=10_000)
        self.app.connect("doctree-resolved", self._end_of_resolving, priority=10_000)
        self.app.connect("html-page-context", self._end_of_page, priority=10_000)
        self.app.connect("env-check-consistency", self._check)
        self.app.connect("write-started", self._begin_writing, priority=0)
        self.app.connect("build-finished", self._finish_writing, priority=0)

    def run(self) -> None:
        """Build the pages."""
        try:
            self.app.build()
        finally:
            self._known.note(self._warnings.take())

    def index(self, wire: Wire) -> None:
        """Make the index for the search, unless a message comes."""
        make_index(self.app, lambda: wire.is_waited_for)
        self._known.note(self._warnings.take())

    def _begin_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self._reading = list(docnames)
        for name in docnames:
            check_encoding(self._places.site, self._file(name), app.config.source_encoding)
        self._mark()

    def _end_of_reading(self, app: Sphinx, doctree: object) -> None:
        self._mark(app.env.docname)

    def _end_of_resolving(self, app: Sphinx, doctree: object, docname: str) -> None:
        self._mark(docname)

    def _end_of_page(
        self, app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: object
    ) -> None:
        self._mark(name if doctree else "")

    def _finish_reading(self, app: Sphinx, env: BuildEnvironment) -> None:
        # What is said when the work of several processes is put together names its page.
        self._mark(self._reading[-1] if self._reading else "")

    def _mark(self, docname: str = "") -> None:
        """Say that what was warned of until now was said of a page, or of none."""
        _logger.warning("%s %s", MARK, self._file(docname) if docname else "")

    def _take(self) -> tuple[list[Problem], list[Problem]]:
        """Return the warnings since the last call: those of pages, and all others."""
        pages, others = [], []
        for one in self._warnings.take():
            if not one.page:
                others.append(one)
            elif self._is_page(one.file):
                pages.append(replace(one, page=one.file))
            else:
                pages.append(one)
        return pages, others

    def _sort(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Take over what was found until now, before Sphinx notes that the pages were read.

        Sphinx holds warnings back while it reads; they come now, with our marks among them.
        """
        found, others = self._take()
        self._known.forget(page for page in self._known.pages if not self._is_page(page))
        self._known.read(map(self._file, self._reading), found)
        self._known.note(others)
        self._known.keep()
        return []

    def _check(self, app: Sphinx, env: BuildEnvironment) -> None:
        self._checked = True

    def _begin_writing(self, app: Sphinx, builder: object) -> None:
        if not self._checked:
            # Sphinx does so only if a page was read or is to be written.
            app.env.check_consistency()
        self._known.note(self._warnings.take())
        self._before = {file: self._time(file) for file in self._known.pages}

    def _finish_writing(self, app: Sphinx, exception: Exception | None) -> None:
        # Other processes may have written them: that they did is told by the files.
        again = {file for file, time in self._before.items() if self._time(file) != time}
        found, others = self._take()
        self._known.written(again, found)
        self._known.note(others)
        self._known.keep()

    def _is_page(self, file: str) -> bool:
        return self.app.env.path2doc(self._places.site / file) in self.app.env.found_docs

    def _file(self, docname: str) -> str:
        return Path(self.app.env.doc2path(docname, base=False)).as_posix()

    def _time(self, file: str) -> int:
        """Return when the page of a source was written, 0 where there is none."""
        docname = self.app.env.path2doc(self._places.site / file)
        if docname is None or not isinstance(self.app.builder, StandaloneHTMLBuilder):
            return 0
        path = Path(self.app.builder.get_output_path(docname))
        return path.stat().st_mtime_ns if path.is_file() else 0


@contextmanager
def _without_pauses(*, small: bool) -> Iterator[None]:
    """Put off what Python does about memory while a small build runs; a large one needs it."""
    if small:
        gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _keep_snapshot(places: Places) -> None:
    """Put a copy of what the build knew where the renderer may read it at any time."""
    beside = places.snapshot.with_suffix(".part")
    shutil.copyfile(places.doctrees / "environment.pickle", beside)
    beside.replace(places.snapshot)


def main(site: Path) -> None:
    """Build whenever a message with a ``turn`` comes, which comes back with what is told of it."""
    wire, places, known = Wire(), Places(site), Known(Places(site).problems)
    # The page that was just saved, and the browser that shows it, come first.
    if hasattr(os, "nice"):
        os.nice(10)
    for message in wire:
        turn = message["turn"]
        if turn is None:  # only that the index is given up
            continue
        jobs = message["jobs"]
        with patch_docutils(str(site)), docutils_namespace():
            try:
                with _without_pauses(small=jobs == 1):
                    build = _Build(places, known, jobs)
                    build.run()
                _keep_snapshot(places)
            except Exception as error:  # noqa: BLE001 (whatever a conf.py or an extension may raise)
                problems = [of_exception(error, site), *known.all]
                told = {"problems": as_data(problems), "modules": own_modules(site)}
                wire.tell(done="failed", turn=turn, **told)
                continue
            told = {"problems": as_data(known.all), "modules": own_modules(site)}
            wire.tell(done="pages", turn=turn, **told)
            build.index(wire)
            if not wire.is_waited_for:
                wire.tell(done="search", turn=turn, problems=as_data(known.all))
        del build
        gc.collect()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
