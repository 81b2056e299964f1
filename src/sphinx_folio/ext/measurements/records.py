"""Loads records for pages, and tells what is wrong with one at its own line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import Subtype, did_you_mean
from ...measurements import Measurement, MeasurementError, find_records, read, record_path
from .. import warn

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def load(env: BuildEnvironment, name: str, location: str) -> Measurement | None:
    """Return a record by its name; warn about one that is not there or cannot be read.

    The page depends on the record, whether it is there or not. *location* is that of what asks.
    """
    # Another extension registers the setting; without it, listings are where they are by default.
    folder = env.config.folio_listings
    root = Path(env.srcdir)
    try:
        inside = (folder / record_path(name)).as_posix()
    except ValueError as error:
        tell(str(error), location)
        return None
    env.note_dependency(inside)
    path = root / inside
    if not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
        hint = did_you_mean(name, find_records(root / folder))
        tell(
            f"no record {name!r}: there is no {inside}.{hint} To write it: "
            f"folio measure {name} -- COMMAND",
            location,
        )
        return None
    try:
        return read(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        fault = MeasurementError("not UTF-8", error.object.count(b"\n", 0, error.start) + 1)
    except MeasurementError as error:
        fault = error
    place = f"{path}:{fault.line}" if fault.line else str(path)
    warn(f"measurement {name!r} (of {_short(location, root)}): {fault}", place, Subtype.MEASUREMENT)
    return None


def tell(message: str, location: str) -> None:
    """Warn about a measurement that cannot be shown."""
    warn(f"measurement: {message}", location, Subtype.MEASUREMENT)


def _short(location: str, root: Path) -> str:
    return location.removeprefix(f"{root}/")
