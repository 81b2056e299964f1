"""The bibliography: every ``.bib`` file that ``bibtex_bibfiles`` names."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from .. import bibtex
from ..errors import Subtype
from ..models import Publication
from . import warn
from .domain import domain_of

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata


def _take_over(app: Sphinx, config: Config) -> None:
    """Keep sphinxcontrib-bibtex from reading the files: it loses every entry after a bad one.

    https://github.com/mcmtroffaes/sphinxcontrib-bibtex/issues/104
    """
    config.folio_bibfiles = list(config.bibtex_bibfiles or ())
    config.bibtex_bibfiles = []


def _read(app: Sphinx) -> None:
    """Read the files, unless they are those that were read last, and were without a fault."""
    data = domain_of(app.env).data
    contents: dict[str, bytes] = {}
    sound = True
    for name in app.config.folio_bibfiles:
        path = app.confdir / name
        if path.is_file():
            contents[str(name)] = path.read_bytes()
        else:
            warn(f"bibtex_bibfiles names {name!r}, which does not exist", None, Subtype.BIBTEX)
            sound = False
    digests = [(name, sha256(content).hexdigest()) for name, content in contents.items()]
    digest = sha256(repr(digests).encode()).hexdigest()
    if data["bibliography_digest"] == digest:
        return
    entries: dict[str, Publication] = {}
    for name, content in contents.items():
        sound &= _add(entries, app.confdir / name, bibtex.read(content, name))
    data["bibliography"] = entries
    data["bibliography_digest"] = digest if sound else ""


def _add(entries: dict[str, Publication], path: Path, read: bibtex.Bibliography) -> bool:
    """Add the entries of a file, tell of its faults, and return whether there are none."""
    sound = not read.faults
    for fault in read.faults:
        warn(fault.message, f"{path}:{fault.line}", Subtype.BIBTEX)
    for entry in read.publications:
        if entry.key in entries:
            message = f"key {entry.key!r} stands in {entries[entry.key].path} too"
            warn(message, f"{path}:{entry.line}", Subtype.BIBTEX)
            sound = False
        else:
            entries[entry.key] = entry
    return sound


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the reading; ``folio_bibfiles`` comes from ``bibtex_bibfiles``, not from authors."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_config_value("folio_bibfiles", [], "", list)
    app.connect("config-inited", _take_over)
    app.connect("builder-inited", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
