"""Files beside the bibliography: data of venues and co-authors, PDFs and pictures of entries."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx.util.osutil import relative_uri

from ... import references, venues
from ...errors import Fault, Subtype
from ...models import Publication
from .. import warn
from ..domain import domain_of
from ..markup import Listing, external
from ..queries import words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The place of the entries' files in Sphinx's own tables, where others have a document.
OWNER = "folio-publications"
#: Where al-folio keeps what an entry names without a folder.
FOLDERS = {"preview": "assets/img/publication_preview"}
PDFS = "assets/pdf"


def _read_data(app: Sphinx) -> None:
    """Put the data files on the Domain, where the rows find them."""
    readers: dict[str, Callable[[str], tuple[tuple[object, ...], tuple[Fault, ...]]]] = {
        "venues": venues.read_venues,
        "coauthors": venues.read_coauthors,
    }
    for part, read in readers.items():
        name: str = getattr(app.config, f"folio_{part}")
        found: tuple[object, ...] = ()
        path = app.confdir / name
        if name and not path.is_file():
            message = f"folio_{part} names {name!r}, which does not exist"
            warn(message, None, Subtype.PUBLICATION)
        elif name:
            found, faults = read(path.read_text(encoding="utf-8-sig"))
            for fault in faults:
                warn(fault.message, f"{path}:{fault.line or 1}", Subtype.PUBLICATION)
        domain_of(app.env).data[part] = found


def _depend(app: Sphinx, doctree: nodes.document) -> None:
    """Have pages that show entries read again when a data file changes."""
    if next(iter(doctree.findall(Listing)), None) is not None:
        for name in filter(None, (app.config.folio_venues, app.config.folio_coauthors)):
            app.env.note_dependency(str(app.confdir / name))


def _collect(app: Sphinx, env: BuildEnvironment) -> None:
    """Have the files that entries name copied; warn about what is not there."""
    env.images.purge_doc(OWNER)
    env.dlfiles.purge_doc(OWNER)
    for entry in domain_of(env).bibliography.values():
        for field, name in references.files(entry).items():
            path = _path(app, entry, field)
            if path is None:
                message = f"entry {entry.key!r}: no file {name!r} of this site for {field!r}"
                warn(message, f"{app.confdir / entry.path}:{entry.line}", Subtype.PUBLICATION)
            elif field == "preview":
                env.images.add_file(OWNER, path)
            else:
                env.dlfiles.add_file(OWNER, path)


def _path(app: Sphinx, entry: Publication, field: str) -> str | None:
    """Return the path of a file of an entry below the source folder, or ``None``."""
    name = references.files(entry).get(field, "").lstrip("/")
    root = Path(app.srcdir).resolve()
    beside = (app.confdir / entry.path).parent
    for folder in (root, beside, root / FOLDERS.get(field, PDFS)):
        path = (folder / name).resolve()
        if name and path.is_relative_to(root) and path.is_file():
            return path.relative_to(root).as_posix()
    return None


def file_links(app: Sphinx, docname: str, entry: Publication) -> list[nodes.Node]:
    """Return links to the files of an entry that the site holds."""
    _ = words_on(domain_of(app.env), docname)
    found: list[nodes.Node] = []
    for field in references.files(entry):
        path = _path(app, entry, field)
        if field == "preview" or path is None or Path(path) not in app.env.dlfiles:
            continue
        target = posixpath.join(
            "_downloads", quote(Path(app.env.dlfiles[Path(path)][1]).as_posix())
        )
        uri = relative_uri(app.builder.get_target_uri(docname), target)
        found.append(external(_(references.FIELDS[field][0]), uri))
    return found


def preview(app: Sphinx, entry: Publication) -> nodes.image | None:
    """Return the picture of an entry, if the site holds it; the text beside it says all."""
    path = _path(app, entry, "preview") if entry.fields.get("preview") else None
    if path is None:
        return None
    return nodes.image(uri=path, candidates={"*": path}, alt="")


def setup(app: Sphinx) -> None:
    """Register the settings and the steps."""
    app.add_config_value("folio_venues", "", "env", str)
    app.add_config_value("folio_coauthors", "", "env", str)
    app.connect("builder-inited", _read_data)
    app.connect("doctree-read", _depend, priority=750)
    app.connect("env-updated", _collect)
