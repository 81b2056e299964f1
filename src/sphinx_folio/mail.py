"""Finds e-mail addresses in plain text, and says them where no markup can hide them."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?<![\w.+-])([\w.+-]++)@([\w-]+(?:\.[\w-]+)+)")


def spoken(text: str) -> str:
    """Return *text* with each address as ``name at host``, for feeds, indexes and inventories."""
    return _ADDRESS.sub(r"\1 at \2", text)
