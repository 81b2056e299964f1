"""Freshness: an incremental build leaves the same bytes as a clean one, whatever happened before.

Sphinx compares times of modification, forgets that a page shows other pages' titles, and leaves
what was withdrawn in the output (https://github.com/sphinx-doc/sphinx/issues/11556, /5506, /14327).
Here, what to read again is decided by content; what to write again by a digest of everything from
outside that a page can show; and what the former build wrote and this one did not is removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from ..errors import Subtype
from . import warn
from .domain import PER_DOCUMENT, FolioDomain, Shown, domain_of
from .queries import citing

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

#: What files of the site's own static folders decide how pages look, by the ends of their names.
_LOOKS = frozenset({".css", ".js", ".mjs", ".css_t", ".js_t", ".woff2"})
#: Settings that decide which pages there are, and nothing on them.
_CHOICE = frozenset({"exclude_patterns", "include_patterns"})
#: The parts of the Domain's data that lists of posts show, besides records and summaries.
LISTED = ("excerpts", "minutes")
#: Where the digest of all pages that have no source stands among those of the others.
MADE = ""
#: The list of the files of an output folder, in that folder.
FILES = ".folio-files"


class Ledger:
    """What was written into an output folder: its files there, their digests beside the doctrees.

    ``complete`` is false from the start of a build until its end: a build that was killed leaves
    pages read but not written, which no comparison of times finds. The list of files is in the
    output itself, so that what is withdrawn goes even if the doctrees are gone. ``converted`` are
    the images that only the writers of their pages know of.
    """

    def __init__(self, builder: Builder) -> None:
        self.outdir = Path(builder.outdir)
        place = hashlib.sha256(str(self.outdir.resolve()).encode()).hexdigest()[:12]
        self.path = Path(builder.doctreedir) / f"folio-{builder.name}-{place}.json"
        self.before: dict[str, Any] = {
            "complete": False,
            "digests": {},
            "look": "",
            "converted": [],
        }
        with contextlib.suppress(OSError, ValueError):
            self.before |= json.loads(self.path.read_text(encoding="utf-8"))
        self.files: set[str] = set()
        with contextlib.suppress(OSError, ValueError):
            self.files.update((self.outdir / FILES).read_text(encoding="utf-8").splitlines())

    def write(self, **state: Any) -> None:
        """Write the state, whole or not at all."""
        _replace(self.path, json.dumps(state, sort_keys=True))

    def note_files(self, files: Iterable[str]) -> None:
        """Write the list of files, whole or not at all."""
        _replace(self.outdir / FILES, "".join(f"{name}\n" for name in sorted(set(files))))


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


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
        self._digests = digests = page_digests(env)
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
    digest.update(_digest([said, sorted(extensions)]).encode())
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


def page_digests(env: BuildEnvironment) -> dict[str, str]:
    """Return, for each page, a digest of what it can show that its own source does not say."""
    domain = domain_of(env)
    standard = env.domains.standard_domain
    lists = domain.data["lists"]
    shared = _digest(
        [
            {name: title.astext() for name, title in env.titles.items()},
            standard.labels,
            standard.anonlabels,
            env.toctree_includes,
            domain.data["numbers"],
            env.domains["math"].data["objects"],
            [
                (r.type, r.name, r.title, r.docname, r.anchor)
                for r in domain.records(*domain.object_types)
            ],
            [(r.name, r.value) for r in domain.records("post", "series")],
            domain.data["works"],
            domain.data["languages"],
            domain.data["translations"],
        ]
    )
    # Lists mark what the public does not see yet, which may be so by the day alone.
    marks = domain.data["derived"].get("mark", {})
    everything = _digest([domain.data["records"], domain.data["summaries"], marks])
    named = {part for shown in lists.values() for part in shown.parts}
    parts = {part: _digest(domain.data[part]) for part in sorted(named)}
    entries = _digest(domain.bibliography)
    sources = domain.data["sources"]
    works = domain.data["works"]
    # Not only what this build read: another builder may have read it since this one wrote.
    return {
        MADE: shared + everything + entries + _digest([domain.data[part] for part in LISTED]),
    } | {
        name: shared
        + sources.get(name, "")
        + _cited(env, name)
        + (everything + _shown(domain, lists[name], entries, parts) if name in lists else "")
        + (_digest(citing(domain, works[name])) if name in works else "")
        + _headings(env, domain.data["headings"].get(name, ()))
        + _digest([(kind, domain.derived(kind, name)) for kind in sorted(domain.data["derived"])])
        for name in env.found_docs
    }


def told_by(env: BuildEnvironment, docname: str) -> str:
    """Return a digest of all that a page tells others, but for what only lists show of its text.

    As long as it is the same, what is worked out of all pages at ``env-updated`` stays as it is.
    """
    domain = domain_of(env)
    unheard = {"sources", *LISTED}
    title = env.titles.get(docname)
    return _digest(
        [
            title.astext() if title else "",
            [domain.data[part].get(docname) for part in PER_DOCUMENT if part not in unheard],
            env.domains["cite"].data["cited"].get(docname),
            env.domains["folio_math"].data["labels"].get(docname),
            env.toctree_includes.get(docname),
        ]
    )


def _shown(domain: FolioDomain, shown: Shown, entries: str, parts: Mapping[str, str]) -> str:
    """Return a digest of what a page's lists can show; *entries* and *parts* are known ones."""
    keys = shown.entries
    listed = "".join(parts[part] for part in shown.parts)
    if keys is None:
        return listed + entries
    return listed + (_digest([domain.bibliography.get(key) for key in keys]) if keys else "")


def _headings(env: BuildEnvironment, docnames: Iterable[str]) -> str:
    """Return a digest of the headings of pages, by which MyST shows a link to one."""
    said = [env.metadata[name].get("myst_slugs") for name in docnames if name in env.metadata]
    return _digest(said) if said else ""


def _cited(env: BuildEnvironment, docname: str) -> str:
    """Return a digest of the entries that a page cites."""
    cited = env.domains["cite"].data["cited"].get(docname)
    bibliography = domain_of(env).bibliography
    return _digest([bibliography.get(key) for key, _ in cited]) if cited else ""


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return a value that JSON cannot hold as one that it can, without order that means nothing."""
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is not None:
        said = (getattr(value, name) for name in fields)
        # Of what an author said the order means something; of what Sphinx collects it does not.
        return [list(one.items()) if isinstance(one, Mapping) else one for one in said]
    if isinstance(value, Mapping):
        return dict(value)
    if callable(value):
        return f"{value.__module__}.{getattr(value, '__qualname__', type(value).__qualname__)}"
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return str(value)


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
    app.setup_extension("sphinx_folio.ext.domain")
    # Asks each extension for the files that it wrote besides pages, as paths below the output.
    app.add_event("folio-files-written")
    # After everything that computes something from all pages.
    freshness = Freshness()
    app.connect("env-updated", freshness.stale, priority=900)
    app.connect("env-check-consistency", _check_images)
    app.connect("build-finished", freshness.finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
