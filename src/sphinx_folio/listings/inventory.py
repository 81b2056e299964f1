"""What lies below the folder of the listings, and belongs to no check."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from .checks import Check
from .faults import ListingError
from .records import FOLDER, SUFFIX, read_record, record_path

#: Files that are programs, or parts of one.
_SOURCES = frozenset(
    {".c", ".cc", ".cpp", ".cu", ".cuh", ".cxx", ".h", ".hh", ".hpp", ".inl", ".ptx", ".py"}
)


def orphans(root: Path, checks: Mapping[str, Check]) -> list[str]:
    """Return the records, by their paths below *root*, of listings that have no check."""
    known = {record_path(root, name) for name in checks}
    found = (path for path in root.rglob(f"*{SUFFIX}") if path.parent.name == FOLDER)
    return sorted(path.relative_to(root).as_posix() for path in found if path not in known)


def unchecked(root: Path, checks: Mapping[str, Check]) -> list[str]:
    """Return the sources that neither have a check nor were used by one, as its record says."""
    known = {part for name in checks for part in (name, *_used(root, name))}
    found = (path for path in root.rglob("*") if path.suffix in _SOURCES and path.is_file())
    names = (path.relative_to(root).as_posix() for path in found)
    return sorted(name for name in names if name not in known)


def _used(root: Path, name: str) -> Collection[str]:
    try:
        record = read_record(record_path(root, name))
    except ListingError:
        return ()
    return record.sources if record else ()
