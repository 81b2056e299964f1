"""The bibliography: every ``.bib`` file that ``bibtex_bibfiles`` names, read anew in each build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import bibtex
from ..errors import Subtype
from ..models import Publication
from . import warn
from .domain import domain_of

if TYPE_CHECKING:
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
    entries: dict[str, Publication] = {}
    for name in app.config.folio_bibfiles:
        path = app.confdir / name
        if not path.is_file():
            warn(f"bibtex_bibfiles names {name!r}, which does not exist", None, Subtype.BIBTEX)
            continue
        read = bibtex.read(path.read_bytes(), str(name))
        for fault in read.faults:
            warn(fault.message, f"{path}:{fault.line}", Subtype.BIBTEX)
        for entry in read.publications:
            if entry.key in entries:
                message = f"key {entry.key!r} stands in {entries[entry.key].path} too"
                warn(message, f"{path}:{entry.line}", Subtype.BIBTEX)
            else:
                entries[entry.key] = entry
    domain_of(app.env).data["bibliography"] = entries


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the reading; ``folio_bibfiles`` comes from ``bibtex_bibfiles``, not from authors."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_config_value("folio_bibfiles", [], "", list)
    app.connect("config-inited", _take_over)
    app.connect("builder-inited", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
