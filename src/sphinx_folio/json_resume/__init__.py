"""JSON Resume (https://jsonresume.org/schema, 1.0.0): a life written as such, checked, and read."""

from __future__ import annotations

from .checking import check
from .entries import Entry
from .pages import write as write_pages
from .reading import Outcome, read
from .writing import dumps, write

__all__ = ["Entry", "Outcome", "check", "dumps", "read", "write", "write_pages"]
