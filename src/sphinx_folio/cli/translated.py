"""``folio translated``: records which state of its original a translation follows."""

from __future__ import annotations

import re
from pathlib import Path

import click

from .. import digests
from . import complete
from .site import Page, Site, with_site

KEY = "translation-hash"
_LINE = re.compile(rb"(translation-hash[ \t]*:)[^\r\n]*?([ \t]+#[^\r\n]*)?(?=\r?$)", re.MULTILINE)


@click.command()
@click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    shell_complete=complete.translations,
)
@with_site
def translated(site: Site, paths: tuple[Path, ...]) -> None:
    """Say that translations are up to date.

    Writes the digest of the original's present words into the front matter of each PATH, and
    changes nothing else in the file. Do it after you have brought the translation up to date:
    from then on readers are told only of later changes.

    \b
    folio translated blog/cute/layout.zh.md
    """
    # All are looked at before one is written.
    for path, post, original in [(path, *_pair(site, path)) for path in paths]:
        digest = digests.content_digest(original.text)
        if post.values.get(KEY) == digest:
            click.echo(f"{path.as_posix()} is up to date with {original.id}")
            continue
        path.write_bytes(with_digest(path.read_bytes(), post, digest))
        click.echo(f"{path.as_posix()} follows {original.id} as it is now ({digest})")


def _pair(site: Site, path: Path) -> tuple[Page, Page]:
    """Return the translation at *path*, and its original."""
    page = _page(site, path)
    original = site.original_of(page) or _other_original(site, page)
    if original is None:
        raise click.ClickException(f"{path.as_posix()} is no translation: no 'translation-of:'")
    if not page.head.lines:
        raise click.ClickException(f"{path.as_posix()} has no front matter")
    return page, original


def _page(site: Site, path: Path) -> Page:
    full, root = path.resolve(), site.root.resolve()
    if full.suffix != ".md" or not full.is_relative_to(root):
        raise click.ClickException(f"{path.as_posix()} is no page of the site in {site.root}")
    return site.read(site.root / full.relative_to(root))


def _other_original(site: Site, page: Page) -> Page | None:
    """Return the page that one translates which is no post: the one it names, else by its name."""
    named = page.values.get("translation-of", "").removesuffix(".md").strip("/")
    for name in (named, page.name.rpartition(".")[0]):
        path = site.root / f"{name}.md"
        inside = path.resolve().is_relative_to(site.root.resolve())
        if name and name != page.name and inside and path.is_file():
            return site.read(path)
    return None


def with_digest(data: bytes, post: Page, digest: str) -> bytes:
    """Return the bytes of a page with *digest* in its front matter, and all else as it was."""
    lines = data.splitlines(keepends=True)
    quoted = digest if not digest.isdecimal() else f"'{digest}'"
    number = post.head.lines.get(KEY)
    if number:
        lines[number - 1] = _LINE.sub(
            rb"\1 " + quoted.encode() + rb"\2", lines[number - 1], count=1
        )
        return b"".join(lines)
    after = post.head.lines.get("translation-of", 1)
    end = b"\r\n" if lines[0].endswith(b"\r\n") else b"\n"
    return b"".join([*lines[:after], f"{KEY}: {quoted}".encode() + end, *lines[after:]])
