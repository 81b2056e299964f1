"""Writes new pages: never over another, never outside the site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import yaml

from .site import Site
from .whole_files import replace_all, restoring


class _Dumper(yaml.SafeDumper):
    """Writes what our reader reads back: lists in one line, nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that nothing is written as a reference to what stood before."""
        return True


_Dumper.add_representer(
    tuple,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True),
)


def page_text(values: Mapping[str, Any], *body: str) -> str:
    """Return the text of a page: front matter, and paragraphs."""
    # No line is broken: our reader takes one key a line, and so do people.
    head = yaml.dump(
        dict(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf")
    )
    return f"---\n{head}---\n\n" + "\n\n".join(body) + "\n"


def write_new(site: Site, path: Path, text: str) -> None:
    """Write a page that is not there yet."""
    root = site.root.resolve()
    if not path.parent.resolve().is_relative_to(root):
        raise click.ClickException(f"{path.parent} leads out of the site; nothing was written")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise click.ClickException(
            f"{site.name_of(path)} is there already; nothing was written. "
            "Another name for the file: --slug"
        ) from None


def write_all(site: Site, pages: Mapping[Path, str], changed: Mapping[Path, str]) -> None:
    """Write pages that are not there yet, then files that may be; all of them, or none."""
    for path in pages:
        if path.exists():
            raise click.ClickException(
                f"{site.name_of(path)} is there already; nothing was written"
            )
    with restoring([*pages, *changed]):
        for path, text in pages.items():
            write_new(site, path, text)
        replace_all({path: text.encode() for path, text in changed.items()})


def shown(path: Path) -> str:
    """Return how a path is said: from the present folder where that is above it."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def written(site: Site, path: Path, *steps: str) -> None:
    """Say which file was written, and on the error stream, for people, what comes next."""
    click.echo(shown(path))
    for step in (*steps, f"Look at it: {preview(site)}"):
        click.secho(step, err=True, dim=True)


def preview(site: Site) -> str:
    """Return the command that shows the site with its drafts."""
    makefile = site.root / "Makefile"
    if makefile.is_file() and "\nlive:" in makefile.read_text(encoding="utf-8", errors="replace"):
        return "make live"
    return "folio live"
