"""Builders of HTML that write what has changed, each of their processes whole pages.

They are Sphinx's own under their own names, so that every way to start a build gets them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.highlighting import PygmentsBridge
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import status_iterator
from sphinx.util.parallel import ParallelTasks

from .domain import PER_DOCUMENT, domain_of
from .freshness import look
from .ledger import Ledger
from .math.domain import formulas_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

#: How often each process begins anew with a share of the pages. With few shares one may wait for
#: another at the end; each costs what a process copies of its parent's memory.
SHARES = 3
#: With fewer pages than these for each process, starting it costs more than it saves.
WORTHWHILE = 8


class _Highlighter(PygmentsBridge):
    """Keeps the formatters, each of which works out a style sheet that nobody asks of it."""

    def __init__(self, other: PygmentsBridge) -> None:
        super().__init__(other.dest)
        self.formatter_args = other.formatter_args
        self._formatters: dict[str, Any] = {}

    def get_formatter(self, **kwargs: Any) -> Any:
        """Return a formatter with the given options."""
        options = repr(sorted(kwargs.items()))
        if options not in self._formatters:
            self._formatters[options] = super().get_formatter(**kwargs)
        return self._formatters[options]


class _Pages(StandaloneHTMLBuilder):
    """What both builders do in their own way."""

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        self.jobs = app.parallel
        #: The theme brings one more, later.
        self.extensions = app.extensions
        #: The pages that were written, in whatever process.
        self.written: AbstractSet[str] = frozenset()

    def init_highlighter(self) -> None:
        """Choose the style as Sphinx does."""
        super().init_highlighter()
        self.highlighter = _Highlighter(self.highlighter)

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield the pages that are not there, or all of them where how pages look has changed.

        All others are found by what they show (see freshness): a checkout gives every file a new
        time, and changes none.
        """
        before = Ledger(self).before
        if not before["complete"] or before["look"] != look(self, self.extensions):
            yield from self.env.found_docs
            return
        for docname in self.env.found_docs:
            if not Path(self.get_output_path(docname)).is_file():
                yield docname

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write pages, in as many processes as there are jobs.

        Sphinx has one process fewer write than there are jobs, and all doctrees resolved by the
        one that is left over; with two jobs one of them waits for the other.
        """
        self.written = docnames
        names = sorted(docnames)
        if not self.parallel_ok or len(names) < WORTHWHILE * self.jobs:
            self._write(names)
            return
        # What is prepared with the first page, such as templates, all processes have.
        self._write(names[:1])
        tasks = ParallelTasks(self.jobs)
        rest = names[1:]
        size = -(-len(rest) // (self.jobs * SHARES))
        chunks = [rest[start : start + size] for start in range(0, len(rest), size)]
        progress = status_iterator(
            chunks, "writing output... ", "darkgreen", len(chunks), self.config.verbosity
        )

        def finished(chunk: Sequence[str], images: dict[str, str]) -> None:
            self.images.update(images)
            next(progress)

        for chunk in chunks:
            tasks.add_task(self._write, chunk, finished)
        tasks.join()

    def _write(self, docnames: Sequence[str]) -> dict[str, str]:
        """Write pages and return the images of all that this process has written."""
        for docname in docnames:
            self.phase = BuildPhase.RESOLVING
            doctree = self.env.get_and_resolve_doctree(docname, self, tags=self.tags)
            self.phase = BuildPhase.WRITING
            self.write_doc_serialized(docname, doctree)
            self.write_doc(docname, doctree)
        return dict(self.images)


class FolioHTMLBuilder(_Pages):
    """Sphinx's ``html``."""

    name = "html"


class FolioDirectoryHTMLBuilder(_Pages, DirectoryHTMLBuilder):
    """Sphinx's ``dirhtml``."""

    name = "dirhtml"


class Readers:
    """The processes that read pages beside the one that builds.

    Each sends back all that it knows, of which that one takes what is about the pages read there.
    """

    def __init__(self) -> None:
        self._process = 0

    def begin(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Note which process it is that builds."""
        self._process = os.getpid()

    def lighten(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Forget in another process what other pages said: it would be sent back with each share.

        Nothing that reads a page asks for it, for it may not have been read yet. Names stay, by
        which is told what two pages claim.
        """
        if self._process in {0, os.getpid()}:  # 0: pages are read, and nothing is built
            return
        self._process = os.getpid()
        env = app.env
        for said in (env.tocs, env.metadata, env.titles, env.longtitles):
            said.clear()
        for part in (*PER_DOCUMENT, "derived", "generated"):
            if part != "names":
                domain_of(env).data[part].clear()
        formulas_of(env).places.clear()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builders in the place of Sphinx's own."""
    for name in ("domain", "freshness", "math"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    app.add_builder(FolioHTMLBuilder, override=True)
    app.add_builder(FolioDirectoryHTMLBuilder, override=True)
    readers = Readers()
    app.connect("env-before-read-docs", readers.begin)
    app.connect("source-read", readers.lighten, priority=0)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
