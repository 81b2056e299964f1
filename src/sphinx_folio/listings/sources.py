"""Which files a listing is made of: those that its check used, told from what any machine has."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import tempfile
import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

#: Where systems keep compilers, libraries and what else programs find on any machine.
SYSTEM = tuple(
    Path(name)
    for name in (
        *("/usr", "/opt", "/bin", "/lib", "/lib64", "/etc", "/nix"),
        *("/Library", "/System", "/Applications"),
    )
)
#: What these hold is made as it is read.
KERNEL = tuple(map(Path, ("/proc", "/sys", "/dev")))


class OutsideError(ValueError):
    """A file that was used belongs neither to the site nor to the system; ``path`` is its path."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def digests_of(root: Path, names: Iterable[str], site: Path | None = None) -> dict[str, str]:
    """Return the SHA-256 of files by their paths from the folder *root* of the listings.

    A file that is not there, or leads out of the folder *site*, by default that around *root*, has
    the digest ``""``. The form of line ends does not count.
    """
    inside = (root.parent if site is None else site).resolve()
    return {name: _digest_inside(root / name, inside) for name in sorted(set(names))}


def _digest_inside(path: Path, inside: Path) -> str:
    try:
        return digest(path.read_bytes()) if path.resolve().is_relative_to(inside) else ""
    except (OSError, ValueError, RuntimeError):  # there is none, and no name for one; a circle
        return ""


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content, whose lines may end as on any system."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def sorted_out(
    files: Iterable[Path], root: Path, site: Path, others: Collection[Path]
) -> tuple[list[str], list[Path]]:
    """Return which of the *files* that were used are of the *site*, and which are of the system.

    Those of the site by their paths from *root*, the folder of the listings. *others* are folders
    of packages and of tools, which may lie in the site. Raises ``OutsideError`` for what is of
    neither; what is no file, or no longer there, is of nobody.
    """
    owners = [site, *(one.resolve() for one in others), *others, *SYSTEM, *KERNEL]
    owners.sort(key=lambda one: len(one.parts), reverse=True)  # the nearest owns a file
    ours, theirs = set[str](), set[Path]()
    for file in files:
        plain = Path(os.path.normpath(file))
        path = _source_of(plain if plain.resolve() == file.resolve() else file.resolve())
        real = path.resolve()
        if not real.is_file():
            continue
        owner, named = (
            next((one for one in owners if form.is_relative_to(one)), None) for form in (real, path)
        )
        if owner is None and named in {None, site}:
            raise OutsideError(path)
        if owner in KERNEL:
            continue
        if owner != site:
            theirs.add(path)
        else:
            shown = path if path.is_relative_to(site) else real  # a link counts by its own name
            ours.add(Path(os.path.relpath(shown, root)).as_posix())
    return sorted(ours), sorted(theirs)


def _source_of(path: Path) -> Path:
    """Return the source of what Python keeps of it, compiled."""
    if path.parent.name == "__pycache__" and path.suffix == ".pyc":
        try:
            return Path(importlib.util.source_from_cache(str(path)))
        except ValueError:
            return path
    return path


def moment() -> int:
    """Return the present by the clock of files, later than the time of whatever is written."""
    with tempfile.TemporaryFile() as file:
        first = now = os.fstat(file.fileno()).st_mtime_ns
        while now <= first:
            time.sleep(0.002)
            file.write(b".")
            file.flush()
            now = os.fstat(file.fileno()).st_mtime_ns
    return now


def changed_since(moment: int, files: Sequence[Path]) -> bool:
    """Tell whether one of *files* was written, replaced or removed at a *moment* or after it."""
    for file in files:
        try:
            found = file.stat()
        except (OSError, ValueError):
            return True
        # Programs set the time of a file's content as they like, and systems that of its change;
        # Windows has none.
        if (found.st_ctime_ns if os.name == "posix" else found.st_mtime_ns) >= moment:
            return True
    return False
