"""Drafts, and posts dated ahead: excluded before anything is read, so no byte of them is built.

Not even their names stay behind: the patterns that exclude them are gone when Sphinx keeps its
settings with the environment, which so stays valid when a draft comes or goes.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.project import EXCLUDE_PATHS
from sphinx.util.matching import get_matching_files

from ... import front_matter
from ...errors import Subtype
from ...file_memory import FileMemory
from ...front_matter.schemas import SORTS, sort_of
from ...scheduling import state, today
from .. import warn
from ..domain import domain_of
from ..queries import BLOG, post_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def is_withheld(path: Path, sort: str, memory: FileMemory) -> bool:
    """Tell whether the file is a draft or dated ahead; a fault in either is told, and withholds."""
    said = memory.of(path, functools.partial(_said, sort))
    for told, line in said["doubts"]:
        message = f"{told}; the page is not published"
        warn(message, f"{path}:{line}", Subtype.FRONT_MATTER)
    values: dict[str, Any] = {"draft": said["draft"]}
    if said["date"]:
        values["date"] = datetime.date.fromisoformat(said["date"])
    return state(values, today(), doubtful=bool(said["doubts"])) != "published"


def _said(sort: str, content: bytes) -> dict[str, Any]:
    """Return what a file says of whether it is for the public."""
    text = content.decode("utf-8-sig", errors="replace")
    if sort != "post" and "draft" not in text.lower():
        return {"draft": False, "date": "", "doubts": []}
    read = front_matter.read(text, SORTS[sort].schema, strict=SORTS[sort].strict)
    return {
        "draft": bool(read.values.get("draft")),
        "date": str(read.values.get("date", "")),
        "doubts": [[fault.message, fault.line] for fault in read.doubts],
    }


def _form() -> str:
    """Return what decides, besides its content, what is read in a file: our own reader."""
    package = Path(front_matter.__file__).parent
    sources = sorted(package.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _exclude(app: Sphinx) -> list[str]:
    """Exclude what is withheld; return the patterns that do."""
    if app.config.folio_drafts:
        return []
    memory = FileMemory(Path(app.doctreedir, "folio-drafts.json"), _form())
    # As Sphinx looks for files: through links to folders too.
    included, excluded = app.config.include_patterns, app.config.exclude_patterns
    names = sorted(get_matching_files(app.srcdir, included, [*excluded, *EXCLUDE_PATHS]))
    pages = [(name, sort_of(name.removesuffix(".md"))) for name in names if name.endswith(".md")]
    withheld = [name for name, sort in pages if is_withheld(app.srcdir / name, sort, memory)]
    for name in withheld:
        memory.forget(app.srcdir / name)
    memory.keep()
    domain_of(app.env).withheld = tuple(app.srcdir / name for name in withheld)
    patterns = list(map(_literal, withheld))
    app.config.exclude_patterns = [*app.config.exclude_patterns, *patterns]
    return patterns


class Withheld:
    """The patterns of one build: Sphinx knows them while it looks for files, its records never."""

    def __init__(self) -> None:
        self.patterns: list[str] = []

    def exclude(self, app: Sphinx) -> None:
        """Exclude what is withheld, before Sphinx looks for files."""
        self.patterns = _exclude(app)

    def forget(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Take the patterns back before the environment is written, and the settings with it."""
        kept = [one for one in app.config.exclude_patterns if one not in self.patterns]
        app.config.exclude_patterns = kept
        return []

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Exclude the same again, should this process build once more."""
        known = app.config.exclude_patterns
        again = [one for one in self.patterns if one not in known]
        app.config.exclude_patterns = [*known, *again]


def _remove_doctrees(app: Sphinx, exception: Exception | None) -> None:
    """Remove the doctrees of posts that are no longer built, which Sphinx leaves where they are."""
    folder = Path(app.doctreedir)
    for path in sorted((folder / BLOG).rglob("*.doctree")):
        name = path.relative_to(folder).as_posix().removesuffix(".doctree")
        if exception is None and name not in app.env.found_docs:
            path.unlink()


def _mark(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Say, in a build that shows them, which posts are drafts and which lie ahead."""
    domain = domain_of(env)
    marks = {}
    for record in domain.records("post") if app.config.folio_drafts else ():
        post = post_of(record)
        if post.draft or post.date > today():
            marks[record.docname] = "draft" if post.draft else "scheduled"
    domain.derive("mark", marks)
    return []


def _literal(name: str) -> str:
    """Return a pattern that matches only *name*: a character with a meaning stands for itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the exclusion."""
    app.setup_extension("sphinx_folio.ext.publishing")
    withheld = Withheld()
    app.connect("builder-inited", withheld.exclude)
    # After everything that asks which documents there are.
    app.connect("env-updated", withheld.forget, priority=999)
    app.connect("build-finished", withheld.finish)
    app.connect("build-finished", _remove_doctrees)
    app.connect("env-updated", _mark)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
