"""The extensions: the only code that knows Sphinx. Each module has its own ``setup()``."""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging

from ..errors import Subtype

_logger = logging.getLogger("sphinx_folio")

Location = tuple[str, int | None] | tuple[str, int] | str | nodes.Node | None


def warn(message: str, location: Location, subtype: Subtype) -> None:
    """Warn about one fault in one place, under ``folio.<subtype>``."""
    _logger.warning(message, location=location, type="folio", subtype=subtype.value)
