"""Drafts and posts dated ahead: excluded before anything is read, so no byte of them is built."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING

from ... import front_matter
from ...errors import Subtype
from .. import warn
from ..pages import COMMON
from ..queries import BLOG
from .posts import SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata


def today() -> datetime.date:
    """Return the day of ``SOURCE_DATE_EPOCH`` if that is set, else the present day, both in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()


def is_withheld(path: Path) -> bool:
    """Tell whether the file is a draft or dated ahead; a fault in either is told, and withholds."""
    read = front_matter.read(
        path.read_text(encoding="utf-8-sig", errors="replace"), {**COMMON, **SCHEMA}
    )
    values = read.values
    for key in ("draft", "date"):
        if key in read.lines and key not in values:
            # Whoever wrote "draft: yes" did not mean to publish, and a day that cannot be read
            # may lie ahead.
            for fault in read.faults:
                if fault.line == read.lines[key]:
                    warn(fault.message, f"{path}:{fault.line}", Subtype.FRONT_MATTER)
            return True
    return bool(values.get("draft")) or ("date" in values and values["date"] > today())


def _exclude(app: Sphinx, config: Config) -> None:
    if config.folio_drafts:
        return
    files = sorted((app.srcdir / BLOG).rglob("*.md"))
    withheld = [path.relative_to(app.srcdir).as_posix() for path in files if is_withheld(path)]
    config.exclude_patterns = [*config.exclude_patterns, *map(_literal, withheld)]


def _literal(name: str) -> str:
    """Return a pattern that matches only *name*: a character with a meaning stands for itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the exclusion."""
    app.setup_extension("sphinx_folio.ext.publishing")
    app.connect("config-inited", _exclude, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
