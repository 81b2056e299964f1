"""Freshness: an incremental build leaves the same bytes as a clean one, whatever happened before.

Sphinx compares times of modification, forgets that a page shows other pages' titles, and leaves
what was withdrawn in the output (https://github.com/sphinx-doc/sphinx/issues/11556, /5506, /14327).
Here, what to read again is decided by content; what to write again by a digest of everything from
outside that a page can show; and what the former build wrote and this one did not is removed.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from ..digests import value_digest
from ..errors import Subtype
from . import warn
from .domain import domain_of
from .ledger import Ledger
from .page_digests import MADE, page_digests

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

#: What files of the site's own static folders decide how pages look, by the ends of their names.
_LOOKS = frozenset({".css", ".js", ".mjs", ".css_t", ".js_t", ".woff2"})
#: Settings that decide which pages there are, and nothing on them.
_CHOICE = frozenset({"exclude_patterns", "include_patterns"})


class Freshness:
    """What the pages of one build can show, from when all are read to when all are written."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._images: set[str] = set()
        self._look = ""

    def stale(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages to write again because of what they show of others."""
        if domain_of(env).single_pages:
            return []
        ledger = Ledger(app.builder)
        self._digests = digests = page_digests(app)
        # Writing adds those that it converts.
        self._images = {name for _, name in env.images.values()}
        before = ledger.before
        self._known = before["digests"] if before["complete"] else {}
        ledger.write(**before | {"complete": False})
        if isinstance(app.builder, StandaloneHTMLBuilder):
            # Before a page is written: what is changed meanwhile is for the next build to find.
            self._look = look(app.builder, app.extensions)
            # Should this build die, the next one knows what it may have written.
            ledger.note_files({*ledger.files, *_files(app, app.builder)})
        known = before["digests"]
        made = domain_of(env).data["generated"].values()
        domain_of(env).made_anew = (
            not before["complete"]
            or not isinstance(app.builder, StandaloneHTMLBuilder)
            or before["look"] != self._look
            or known.get(MADE) != digests[MADE]
            or not all(
                Path(app.builder.get_output_path(one.docname)).is_file()
                for records in made
                for one in records
            )
        )
        if not before["complete"]:
            return sorted(env.found_docs)
        return sorted(name for name in env.found_docs if known.get(name) != digests[name])

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        """Remove what the former build wrote and this one did not, and note what stands now."""
        if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
            return
        ledger, builder = Ledger(app.builder), app.builder
        # A build of named pages reads all that have changed, and writes only those.
        written = getattr(builder, "written", app.env.found_docs) | {MADE}
        digests = {
            name: digest
            for name, digest in self._digests.items()
            if name in written or self._known.get(name) == digest
        }
        converted = set(builder.images.values()) - self._images
        if not app.env.found_docs <= written:
            converted.update(ledger.before["converted"])
        files = {*_files(app, builder), *(f"{builder.imagedir}/{name}" for name in converted)}
        for name in sorted(ledger.files - files):
            _remove(Path(app.outdir), name)
        ledger.write(
            complete=True,
            digests=digests,
            look=self._look,
            converted=sorted(converted),
        )
        ledger.note_files(files)


def _remove(outdir: Path, name: str) -> None:
    """Remove a file of the output, and the folders that it leaves empty."""
    path = outdir / name
    if not path.resolve().is_relative_to(outdir.resolve()):
        return  # the list was changed by someone else
    with contextlib.suppress(OSError):  # a folder stands there now
        path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == outdir or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()


def look(builder: StandaloneHTMLBuilder, extensions: Iterable[str]) -> str:
    """Return a digest of what decides how pages look: settings, extensions, templates, sheets."""
    digest = hashlib.sha256()
    digest.update(f"{builder.build_info.config_hash} {builder.build_info.tags_hash}".encode())
    # Settings of this kind have pages read again; but another builder may have done that.
    settings = {one.name: one.value for one in builder.config.filter({"env"})}
    said = {name: value for name, value in settings.items() if name not in _CHOICE}
    digest.update(value_digest([said, sorted(extensions)]).encode())
    templates = [Path(builder.confdir, name) for name in builder.config.templates_path]
    for folder in [*map(Path, builder.theme.get_theme_dirs()), *templates]:
        _add_files(digest, folder, sorted(filter(Path.is_file, folder.rglob("*"))))
    for name in builder.config.html_static_path:
        # The addresses of sheets and scripts have the digests of these in them.
        path = Path(builder.confdir, name)
        found = path.rglob("*") if path.is_dir() else [path]
        _add_files(digest, path, sorted(one for one in found if one.suffix in _LOOKS))
    return digest.hexdigest()


def _add_files(digest: Any, folder: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        digest.update(path.relative_to(folder).as_posix().encode())
        with contextlib.suppress(OSError):  # it is a setting's fault, which Sphinx tells
            digest.update(path.read_bytes())


def _check_images(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about two images with one base name: which one keeps it depends on earlier builds."""
    first: dict[str, str] = {}
    for path, (docnames, _) in sorted(env.images.items()):
        twin = first.setdefault(Path(path).name, path)
        if twin != path:
            message = f"image {path!r} has the file name of {twin!r}; rename one of them"
            warn(message, min(docnames), Subtype.IMAGE)


def _files(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterable[str]:
    env = app.env
    generated = domain_of(env).data["generated"].values()
    for page in [*env.found_docs, *(one.docname for records in generated for one in records)]:
        yield Path(builder.get_output_path(page)).relative_to(app.outdir).as_posix()
    for written in app.emit("folio-files-written"):
        yield from written
    yield from (f"_images/{name}" for _, name in env.images.values())
    yield from (f"_downloads/{name}" for _, name in env.dlfiles.values())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the steps around writing."""
    for name in ("domain", "targets"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    # Asks each extension for the files that it wrote besides pages, as paths below the output.
    app.add_event("folio-files-written")
    # After everything that computes something from all pages, and numbers them.
    freshness = Freshness()
    app.connect("env-get-updated", freshness.stale, priority=900)
    app.connect("env-check-consistency", _check_images)
    app.connect("build-finished", freshness.finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
