"""Where PDFs of commands are written: never into the site; all or none, and only if changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from .site import Site
from .whole_files import replace_all

#: What is the site, or what a build made of it, besides what conf.py names.
_OF_THE_SITE = ("_build/html", "blog", "cv", "experience", "listings", "people", "publications")
_NAMED = ("html_static_path", "html_extra_path", "templates_path")


def folder_for(site: Site, named: Path | None, default: Path) -> Path:
    """Return the folder to write to: the one *named*, else ours; none that is of the site."""
    folder = named if named is not None else site.root / default
    full, root = folder.resolve(), site.root.resolve()
    settings = (site.settings.get(name) or () for name in _NAMED)
    taken = [
        root / str(name) for name in (*_OF_THE_SITE, *(one for some in settings for one in some))
    ]
    is_built = any((one / ".buildinfo").is_file() for one in (full, *full.parents))
    if full == root or is_built or any(full.is_relative_to(one.resolve()) for one in taken):
        raise click.UsageError(
            f"--output: {folder.as_posix()} is of the site, and what is printed here may be "
            "private; name a folder elsewhere"
        )
    return folder


def write_all(folder: Path, files: Mapping[str, bytes]) -> frozenset[str]:
    """Write all files into a folder, or none; return the names of those that are others now.

    What is there already with the same bytes is left alone.
    """
    paths = {name: folder / name for name in files}
    changed = frozenset(
        name
        for name, path in paths.items()
        if not path.is_file() or path.read_bytes() != files[name]
    )
    replace_all({path: files[name] for name, path in paths.items() if name in changed})
    return changed


def shown(path: Path) -> str:
    """Return a path as people read it: from where they are, if it lies below that."""
    full = path.resolve()
    return (full.relative_to(Path.cwd()) if full.is_relative_to(Path.cwd()) else path).as_posix()
