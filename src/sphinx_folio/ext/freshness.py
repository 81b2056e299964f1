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
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from ..errors import Subtype
from . import warn
from .domain import FolioDomain, Shown, domain_of
from .queries import citing

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

#: The list of the files of an output folder, in that folder.
FILES = ".folio-files"
_PATH = re.compile(r"([^\s()<>\[\]{}\"'`]+\.md)\b")
_MENTION = re.compile(r"([^\s/()<>\[\]{}\"'`]+)\.md\b")


class Ledger:
    """What was written into an output folder: its files there, their digests beside the doctrees.

    ``complete`` is false from the start of a build until its end: a build that was killed leaves
    pages read but not written, which no comparison of times finds. The list of files is in the
    output itself, so that what is withdrawn goes even if the doctrees are gone.
    """

    def __init__(self, app: Sphinx) -> None:
        self.outdir = Path(app.outdir)
        place = hashlib.sha256(str(self.outdir.resolve()).encode()).hexdigest()[:12]
        self.path = Path(app.doctreedir) / f"folio-{app.builder.name}-{place}.json"
        self.before: dict[str, Any] = {"complete": False, "digests": {}}
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


def _note_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Keep which other pages the source names: MyST decides while reading what such a link is."""
    mentions = sorted({match[1] for match in _MENTION.finditer(source[0])})
    if mentions:
        _data(app.env, "mentions")[docname] = mentions


def _note_digest(app: Sphinx, doctree: nodes.document) -> None:
    _data(app.env, "sources")[app.env.docname] = _source_digest(app.env, app.env.docname)


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return what to read again although its time of modification says nothing."""
    known = _data(env, "sources")
    again = {name for name in known if name in env.found_docs and name not in changed}
    again = {name for name in again if known[name] != _source_digest(env, name)}
    moved = {name.rpartition("/")[2] for name in added | removed}
    if moved:
        mentions = _data(env, "mentions")
        again |= {name for name, words in mentions.items() if not moved.isdisjoint(words)}
        # A page is a translation, and has its language, by the name of the page beside it.
        again |= {name for name in known if name.rpartition(".")[0] in added | removed}
        again |= {name for name, below in env.toctree_includes.items() if removed & set(below)}
    return sorted(again)


def _source_digest(env: BuildEnvironment, docname: str) -> str:
    digest = hashlib.sha256()
    for name in [env.doc2path(docname), *sorted(env.dependencies.get(docname, ()))]:
        path = Path(env.srcdir, name)
        digest.update(path.read_bytes() if path.is_file() else b"missing")
    # To MyST a link to a page that is withheld is another thing than a link to no file at all.
    source = Path(env.doc2path(docname))
    text = source.read_text(encoding="utf-8", errors="replace") if source.is_file() else ""
    for match in _PATH.finditer(text):
        folder = Path(env.srcdir) if match[1].startswith("/") else source.parent
        with contextlib.suppress(OSError):  # a name that is too long, as text without blanks is
            digest.update(b"file" if (folder / match[1].lstrip("/")).is_file() else b"none")
    return digest.hexdigest()


def _stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again because of what they show of others."""
    ledger = Ledger(app)
    digests = page_digests(env)
    before = ledger.before
    ledger.write(complete=False, digests=before["digests"])
    if isinstance(app.builder, StandaloneHTMLBuilder):
        # Should this build die, the next one knows what it may have written.
        ledger.note_files({*ledger.files, *_files(app, app.builder)})
    if not before["complete"]:
        return sorted(env.found_docs)
    return sorted(name for name in env.found_docs if before["digests"].get(name) != digests[name])


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
            env.toc_fignumbers,
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
    parts = {part: _digest(domain.data[part]) for shown in lists.values() for part in shown.parts}
    entries = _digest(domain.bibliography)
    sources = domain.data["sources"]
    works = domain.data["works"]
    # Not only what this build read: another builder may have read it since this one wrote.
    return {
        name: shared
        + sources.get(name, "")
        + _cited(env, name)
        + (everything + _shown(domain, lists[name], entries, parts) if name in lists else "")
        + (_digest(citing(domain, works[name])) if name in works else "")
        + _digest([(kind, domain.derived(kind, name)) for kind in sorted(domain.data["derived"])])
        for name in env.found_docs
    }


def _shown(domain: FolioDomain, shown: Shown, entries: str, parts: Mapping[str, str]) -> str:
    """Return a digest of what a page's lists can show; *entries* and *parts* are known ones."""
    keys = shown.entries
    listed = "".join(parts[part] for part in shown.parts)
    if keys is None:
        return listed + entries
    return listed + (_digest([domain.bibliography.get(key) for key in keys]) if keys else "")


def _cited(env: BuildEnvironment, docname: str) -> str:
    """Return a digest of the entries that a page cites."""
    cited = env.domains["cite"].data["cited"].get(docname)
    bibliography = domain_of(env).bibliography
    return _digest([bibliography.get(key) for key, _ in cited]) if cited else ""


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(_plain(value)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return *value* with all order that means nothing removed."""
    if isinstance(value, Mapping):
        return sorted(
            ([str(key), _plain(item)] for key, item in value.items()), key=lambda pair: pair[0]
        )
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return [_plain(getattr(value, name)) for name in value.__dataclass_fields__]
    return str(value)


def _check_images(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about two images with one base name: which one keeps it depends on earlier builds."""
    first: dict[str, str] = {}
    for path, (docnames, _) in sorted(env.images.items()):
        twin = first.setdefault(Path(path).name, path)
        if twin != path:
            message = f"image {path!r} has the file name of {twin!r}; rename one of them"
            warn(message, min(docnames), Subtype.IMAGE)


def _finish(app: Sphinx, exception: Exception | None) -> None:
    """Remove what the former build wrote and this one did not, and note what stands now."""
    if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    ledger = Ledger(app)
    files = set(_files(app, app.builder))
    outdir = Path(app.outdir)
    for name in sorted(ledger.files - files):
        path = outdir / name
        if not path.resolve().is_relative_to(outdir.resolve()):
            continue  # the list was changed by someone else
        with contextlib.suppress(OSError):  # a folder stands there now
            path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == outdir or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
    ledger.write(complete=True, digests=page_digests(app.env))
    ledger.note_files(files)


def _files(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterable[str]:
    env = app.env
    generated = domain_of(env).data["generated"].values()
    for page in [*env.found_docs, *(one.docname for records in generated for one in records)]:
        yield Path(builder.get_output_path(page)).relative_to(app.outdir).as_posix()
    for written in app.emit("folio-files-written"):
        yield from written
    yield from (f"_images/{name}" for _, name in env.images.values())
    yield from (f"_downloads/{name}" for _, name in env.dlfiles.values())


def _data(env: BuildEnvironment, part: str) -> dict[str, Any]:
    data: dict[str, Any] = domain_of(env).data[part]
    return data


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the steps around reading and writing."""
    app.setup_extension("sphinx_folio.ext.domain")
    # Asks each extension for the files that it wrote besides pages, as paths below the output.
    app.add_event("folio-files-written")
    app.connect("source-read", _note_source, priority=100)
    app.connect("doctree-read", _note_digest, priority=900)
    app.connect("env-get-outdated", _outdated)
    # After everything that computes something from all pages.
    app.connect("env-updated", _stale, priority=900)
    app.connect("env-check-consistency", _check_images)
    app.connect("build-finished", _finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
