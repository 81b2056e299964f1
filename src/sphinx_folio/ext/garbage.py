"""Garbage: Python's collector looks at what a build keeps once, not all through the build.

A doctree is a cycle, since parts know their parents; so reference counts do not free it, and
without the collector memory would grow with each page. But with the thresholds of CPython 3.11 it
runs every 700 objects, of which a page makes tens of thousands, and goes each time through more of
what stays until the end: modules, the environment, records. That was a sixth of a build's time.
"""

from __future__ import annotations

import atexit
import gc
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Objects made between two looks: those of a few pages, some 40 MB.
THRESHOLD = 50_000


class Collector:
    """The settings of the collector during a build: of the process, whichever build it is."""

    #: Those of before, until a build has come to its end; one that dies may never.
    _before: ClassVar[tuple[int, int, int] | None] = None

    def begin(self, app: Sphinx, *_: object) -> list[str]:
        """Look seldom, and never at what is there already; nothing is to be read for this."""
        if gc.isenabled():
            before = Collector._before = Collector._before or gc.get_threshold()
            gc.freeze()
            gc.set_threshold(THRESHOLD, *before[1:])
        return []

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Leave a process that builds again as it was."""
        if Collector._before is not None:
            gc.set_threshold(*Collector._before)
            gc.unfreeze()
            Collector._before = None


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the begin and the end."""
    collector = Collector()
    # A process that ends gives its memory back; to look through it once more is lost time.
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    # When the environment has been read: it is the most that stays.
    app.connect("env-get-outdated", collector.begin, priority=0)
    app.connect("build-finished", collector.end, priority=999)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
