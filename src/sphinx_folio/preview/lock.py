"""One preview of a site at a time: two would remove what the other has just made."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from .places import Places


class TakenError(Exception):
    """A site is previewed already; says at which address."""


@contextmanager
def alone(places: Places, address: str) -> Iterator[None]:
    """Hold the folders of a preview that is at an address. Raises `TakenError`.

    The system lets go of them when the process ends, however it does.
    """
    places.root.mkdir(parents=True, exist_ok=True)
    with (places.root / "lock").open("a+", encoding="utf-8") as file:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                file.seek(0)
                raise TakenError(file.read().strip()) from error
        file.truncate(0)
        file.write(address)
        file.flush()
        yield
