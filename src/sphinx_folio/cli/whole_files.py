"""Writes several files: all of them or none, and none in half."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path


@contextlib.contextmanager
def restoring(paths: Iterable[Path]) -> Iterator[None]:
    """Put files and folders back as they were where what is done meanwhile fails.

    A path that was no file is one to remove, unless it was a folder.
    """
    before = {path: _bytes(path) for path in paths if not path.is_dir()}
    folders = {folder for path in before for folder in path.parents}
    missing = [folder for folder in folders if not folder.exists()]
    try:
        yield
    except BaseException:
        for path, data in before.items():
            # What cannot be put back keeps nothing else from it.
            with contextlib.suppress(OSError):
                _restore(path, data)
        for folder in sorted(missing, reverse=True):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def replace_all(files: Mapping[Path, bytes]) -> None:
    """Write files, over those that are there; at a fault all are as they were.

    Each is first written in whole beside its place, so that a full disk is met before any is
    replaced. They get the mode that new files have.
    """
    with restoring(files), contextlib.ExitStack() as stack:
        staged = {path: stack.enter_context(_staged(path, data)) for path, data in files.items()}
        for path, beside in staged.items():
            beside.replace(path)


@contextlib.contextmanager
def _staged(path: Path, data: bytes) -> Iterator[Path]:
    """Yield a file with the bytes in a folder beside the place where it shall be."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path.as_posix())
    path.parent.mkdir(parents=True, exist_ok=True)
    # In a folder that nobody else may enter, a file may have the mode that it will have.
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".", suffix=".part") as folder:
        beside = Path(folder, "whole")
        beside.write_bytes(data)
        yield beside


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _restore(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    elif _bytes(path) != data:
        with _staged(path, data) as beside:
            beside.replace(path)
