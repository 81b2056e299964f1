"""Changes: which pages to read again is decided by content, whatever the times of files say.

Sphinx compares times of modification: it reads again what a checkout has only touched, and misses
what changed within one tick of the clock (https://github.com/sphinx-doc/sphinx/issues/11556).
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..file_memory import FileMemory
from .domain import domain_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

#: How far the times of files may lie behind the clock, in nanoseconds: Linux keeps them by ticks.
TICK = 10_000_000
# A long word is looked at once, from its begin.
_PATH = re.compile(r"(?<![^\s()<>\[\]{}\"'`])([^\s()<>\[\]{}\"'`]+\.md)\b")
_MENTION = re.compile(r"(?<![^\s/()<>\[\]{}\"'`])([^\s/()<>\[\]{}\"'`]+)\.md\b")


class Sources:
    """The digests of one build's sources: of what a page is read from, and of what it names."""

    def __init__(self) -> None:
        self._memory: FileMemory | None = None

    def begin(self, app: Sphinx) -> None:
        """Take up what is remembered beside the doctrees."""
        self._memory = FileMemory(Path(app.doctreedir, "folio-sources.json"), "1")

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Keep what was looked at."""
        if self._memory and exception is None:
            self._memory.keep()

    def start(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Keep when reading began: what Sphinx has read may have been written anew since."""
        env = app.env
        path = Path(env.doc2path(docname))
        now = path.read_text(encoding=env.settings["input_encoding"], errors="replace")
        env.temp_data["folio_reading_since"] = time.time_ns() if now == source[0] else 0

    def note(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep what a page that was just read has been read from; if it has changed since, nothing.

        Then the page is read again next time.
        """
        env, name = app.env, app.env.docname
        since = (env.temp_data.get("folio_reading_since") or 0) - TICK
        named = [env.doc2path(name), *env.dependencies.get(name, ())]
        files = [path for one in named if (path := Path(env.srcdir, one)).is_file()]
        moved = since < 0 or any(path.stat().st_ctime_ns >= since for path in files)
        _data(env, "sources")[name] = "" if moved else self._digest(env, name)

    def outdated(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Return what to read again although its time says nothing, and let be what is the same."""
        known = _data(env, "sources")
        digests = {name: self._digest(env, name) for name in known if name in env.found_docs}
        same = {name for name, digest in digests.items() if known[name] == digest}
        # Only the times of these have changed. What others want to be read is added after this.
        changed -= {name for name in same & changed if self._is_complete(env, name)}
        again = digests.keys() - same
        moved = {name.rpartition("/")[2] for name in added | removed}
        if moved:
            mentions = _data(env, "mentions")
            again |= {name for name, words in mentions.items() if not moved.isdisjoint(words)}
            # A page is a translation, and has its language, by the name of the page beside it.
            again |= {name for name in known if name.rpartition(".")[0] in added | removed}
            again |= {name for name, below in env.toctree_includes.items() if removed & set(below)}
        return sorted(again)

    def _is_complete(self, env: BuildEnvironment, name: str) -> bool:
        """Tell whether nothing but times can be why Sphinx wants to read a page again."""
        doctree = Path(env.doctreedir, f"{name}.doctree")
        files = (Path(env.srcdir, one) for one in env.dependencies.get(name, ()))
        return (
            name not in env.reread_always
            and doctree.is_file()
            and all(file.is_file() for file in files)
        )

    def _digest(self, env: BuildEnvironment, name: str) -> str:
        source = Path(env.doc2path(name))
        said = self._said(source)
        digest = hashlib.sha256(said["digest"].encode())
        for one in sorted(env.dependencies.get(name, ())):
            digest.update(self._said(Path(env.srcdir, one))["digest"].encode())
        # To MyST a link to a page that is withheld is another thing than a link to no file at all.
        for path in said["paths"]:
            folder = Path(env.srcdir) if path.startswith("/") else source.parent
            with contextlib.suppress(OSError):  # a name that is too long, as text without blanks is
                digest.update(b"file" if (folder / path.lstrip("/")).is_file() else b"none")
        return digest.hexdigest()

    def _said(self, file: Path) -> dict[str, Any]:
        try:
            if self._memory is None:
                return _summary(file.read_bytes())
            said: dict[str, Any] = self._memory.of(file, _summary)
        except OSError:
            return {"digest": "missing", "paths": []}
        return said


def _summary(content: bytes) -> dict[str, Any]:
    """Return the digest of a file, and the pages that it names, each time that it does."""
    text = content.decode("utf-8", errors="replace")
    paths = [match[1] for match in _PATH.finditer(text)]
    return {"digest": hashlib.sha256(content).hexdigest(), "paths": paths}


def _note_mentions(app: Sphinx, docname: str, source: list[str]) -> None:
    """Keep which other pages the source names: MyST decides while reading what such a link is."""
    mentions = sorted({match[1] for match in _MENTION.finditer(source[0])})
    if mentions:
        _data(app.env, "mentions")[docname] = mentions


def _data(env: BuildEnvironment, part: str) -> dict[str, Any]:
    data: dict[str, Any] = domain_of(env).data[part]
    return data


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the steps around reading."""
    app.setup_extension("sphinx_folio.ext.domain")
    sources = Sources()
    app.connect("builder-inited", sources.begin)
    # Before anything makes another text of a source.
    app.connect("source-read", sources.start, priority=0)
    app.connect("source-read", _note_mentions, priority=100)
    app.connect("doctree-read", sources.note, priority=900)
    # Before others say what they want to be read again.
    app.connect("env-get-outdated", sources.outdated, priority=100)
    app.connect("build-finished", sources.finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
