"""What changes in a site, as soon as it does: every file that an author writes, and no other."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from pathlib import Path

from watchfiles import awatch

#: For how long a change is waited for that belongs to the same save, in milliseconds.
STEP = 2
#: A file that was emptied, or is gone, may be about to be written: so long it is waited for, in
#: seconds, and so often looked at.
PATIENCE = 0.05
LOOK = 0.002
#: How long after a failure watching is begun again, and has to hold to be trusted, in seconds.
AGAIN = 1.0

#: What is found: files, as paths from the site's root, or why nothing can be found any more.
_Found = asyncio.Queue[set[str] | Exception]

#: Folders that are no sources, wherever they stand; folders with a dot before their names are none.
_FOLDERS = frozenset({"_build", "venv", "node_modules", "__pycache__"})
#: What editors write beside a file: copies, locks, and Vim's test whether a folder can be written.
_PASSING = re.compile(r".*~|#.*#|4913|.*\.(?:sw[a-z]|tmp|bak|part|pyc)|__jb_\w+__")


def is_source(path: Path) -> bool:
    """Tell whether a file, as a path from the site's root, is one that an author writes."""
    *folders, name = path.parts
    hidden = any(part.startswith(".") for part in path.parts)
    return not (hidden or _FOLDERS.intersection(folders) or _PASSING.fullmatch(name))


def is_folder(path: Path) -> bool:
    """Tell whether a folder in the root of a site may hold sources."""
    return path.is_dir() and not path.name.startswith(".") and path.name not in _FOLDERS


async def changes(site: Path, tell: Callable[[str], None]) -> AsyncIterator[Sequence[str]]:
    """Yield the files that were changed together, as paths from the site's root.

    Folders in which builds write are not even watched: their files would come by thousands. A file
    that was written with the bytes that it had has not changed: a site may write sources whenever
    it is built. While nothing can be watched, *tell* gets the reason, and an empty one afterwards;
    then all files may have changed.
    """
    digests: dict[str, str] = {}
    failures = 0
    while True:
        found = _Found()
        below = _Below(site, found)
        root = asyncio.create_task(_follow(site, [site], found, recursive=False))
        try:
            while True:
                below.follow()
                files = await _taken(found, AGAIN if failures else None)
                if failures:
                    failures = 0
                    tell("")
                    files = set(_files(site, site))
                sources = _changed(site, await settled(site, _sources(site, files)), digests)
                if sources:
                    yield sources
        except _UnwatchedError as error:
            # A folder may just have been removed, and is not there the next time.
            failures += 1
            if failures > 1:
                tell(str(error))
        finally:
            root.cancel()
            below.stop()
        await asyncio.sleep(AGAIN)


class _UnwatchedError(Exception):
    """The files of a site cannot be watched."""


async def _taken(found: _Found, patience: float | None) -> set[str]:
    """Return what is found next, and nothing when patience, in seconds, has come to its end."""
    try:
        some = [await asyncio.wait_for(found.get(), patience)]
    except TimeoutError:
        return set()
    # One save may come in pieces.
    while not found.empty():
        some.append(found.get_nowait())
    files: set[str] = set()
    for one in some:
        if isinstance(one, Exception):
            raise _UnwatchedError(str(one) or repr(one)) from one
        files |= one
    return files


def _sources(site: Path, files: Iterable[str]) -> list[str]:
    """Return the sources among files; for a folder, which may have come as a whole, those in it."""
    found: set[str] = set()
    for file in filter(lambda one: is_source(Path(one)), files):
        path = site / file
        found.update(_files(path, site) if path.is_dir() else [file])
    return sorted(file for file in found if is_source(Path(file)))


def _files(folder: Path, site: Path) -> Iterator[str]:
    """Yield the files below a folder, which may go meanwhile, as paths from the site's root."""
    for name, folders, files in os.walk(folder):
        here = Path(name)
        folders[:] = [one for one in folders if is_folder(here / one)]
        yield from ((here / one).relative_to(site).as_posix() for one in files)


def _changed(site: Path, files: Iterable[str], digests: dict[str, str]) -> list[str]:
    """Return the files that are not as they were when they were last asked for."""
    before = dict(digests)
    digests |= {file: _digest(site / file) for file in files}
    return [file for file in files if before.get(file) != digests[file]]


def _digest(path: Path) -> str:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return "none"


async def settled(site: Path, files: Sequence[str]) -> Sequence[str]:
    """Return the files once they are whole, as far as that can be told."""
    clock = asyncio.get_running_loop().time
    until = clock() + PATIENCE
    while clock() < until and not all(_is_whole(site / file) for file in files):
        await asyncio.sleep(LOOK)
    return files


def _is_whole(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.stat().st_size > 0
    return False


class _Below:
    """Watches the folders in the root of a site, also those that are made later."""

    def __init__(self, site: Path, found: _Found) -> None:
        self._site = site
        self._found = found
        self._folders: list[Path] = []
        self._task: asyncio.Task[None] | None = None

    def follow(self) -> None:
        """Watch the folders that there are now."""
        folders = sorted(filter(is_folder, self._site.iterdir()))
        if folders == self._folders:
            return
        new = set(folders) - set(self._folders) if self._task else set()
        self.stop()
        self._folders = folders
        if folders:
            work = _follow(self._site, folders, self._found, recursive=True)
            self._task = asyncio.create_task(work)
        # What was written into a new folder before it was watched.
        there = {file for one in new for file in _files(one, self._site)}
        if there:
            self._found.put_nowait(there)

    def stop(self) -> None:
        """Watch nothing any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None


async def _follow(site: Path, folders: list[Path], found: _Found, *, recursive: bool) -> None:
    try:
        async for some in awatch(
            *folders,
            watch_filter=None,
            step=STEP,
            debounce=10 * STEP,
            recursive=recursive,
            ignore_permission_denied=True,
        ):
            paths = [_inside(Path(path), site, folders) for _change, path in some]
            files = {path for path in paths if path is not None}
            found.put_nowait(files if None not in paths else set(_files(site, site)))
    except Exception as error:  # noqa: BLE001 (it is told, whatever it is)
        found.put_nowait(error)


def _inside(path: Path, site: Path, folders: Iterable[Path]) -> str | None:
    """Return the path from the site's root of a file below one of the folders that are watched.

    Some systems name files by real paths, where a folder is a link to another.
    """
    for folder in folders:
        for name in (folder, folder.resolve()):
            if path.is_relative_to(name):
                return (folder / path.relative_to(name)).relative_to(site).as_posix()
    return None
