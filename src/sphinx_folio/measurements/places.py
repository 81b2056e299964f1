"""Where records are: ``gemm/h200`` is ``gemm/measurements/h200.json`` below the listings."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

FOLDER = "measurements"
_PART = re.compile(r"[A-Za-z0-9_][\w.+-]*", re.ASCII)


def record_path(name: str) -> PurePosixPath:
    """Return the path of a record below the folder of the listings.

    Raise ``ValueError`` for what can be no name: one that leads elsewhere, or has odd characters.
    """
    parts = name.split("/")
    if not all(map(_PART.fullmatch, parts)):
        raise ValueError(
            f"{name!r} is no name of a measurement; write letters, digits and hyphens, with the "
            "folder of the listing before a slash: gemm/h200"
        )
    return PurePosixPath(*parts[:-1], FOLDER, f"{parts[-1]}.json")


def record_name(path: PurePosixPath) -> str:
    """Return the name of the record that a path below the listings is of."""
    return PurePosixPath(*path.parts[:-2], path.stem).as_posix()


def find_records(listings: Path) -> list[str]:
    """Return the names of all records below the folder of the listings, sorted."""
    found = (path.relative_to(listings) for path in listings.rglob(f"{FOLDER}/*.json"))
    return sorted(record_name(PurePosixPath(path.as_posix())) for path in found)
