"""``folio urls``: watches that no public address of the site is lost."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import click

from .. import addresses
from .site import Site, with_site

LIST = "public_urls.txt"

#: What helps readers who are there already; nobody links to it.
SERVICE = ("404", "search", "genindex")
_MOVED = re.compile(rb"<meta\b[^>]*http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)


@click.command()
@click.argument(
    "output", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--record", is_flag=True, help=f"Add new addresses to {LIST}; none is taken out.")
@with_site
def urls(site: Site, output: Path | None, record: bool) -> None:
    """Tell which public addresses are new or lost.

    Compares the addresses of the built site with those in public_urls.txt.

    OUTPUT is the built site, _build/html by default. An address of the list that is neither a
    page nor a redirect is an error: somebody has a link to it. A page that moves keeps its old
    address with 'redirect-from:' in its front matter.

    \b
    folio urls               after a build
    folio urls --record      before publishing what is new
    """
    folder = output or site.root / "_build" / "html"
    if not folder.is_dir():
        raise click.ClickException("nothing is built yet in _build/html: make html")
    pages, moved = _addresses(folder)
    if not pages:
        raise click.ClickException(f"no pages in {folder.as_posix()}")
    path = site.root / site.settings.get("folio_public_urls", LIST)
    try:
        text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise click.ClickException(f"{path.name}:{line}: not UTF-8; save it as that") from None
    listed, faults = addresses.read(text)
    # As it is written, or percent-encoded.
    known = {one if one in pages | moved else unquote(one) for one in listed}
    lost, fresh = sorted(known - pages - moved), sorted(pages - known)
    for fault in faults:
        click.echo(f"{click.style('fault', fg='red')} {path.name}:{fault.line}: {fault.message}")
    for address in lost:
        click.echo(f"{click.style('lost', fg='red')}  {address}")
    for address in fresh:
        click.echo(f"{click.style('new', fg='green')}   {address}")
    if record and fresh:
        path.write_text(addresses.merge(text, fresh), encoding="utf-8", newline="\n")
    _tell(path.name, len(known | pages), fresh, recorded=record)
    if lost:
        raise click.ClickException(
            "what is lost needs a redirect: 'redirect-from:' in the front matter of the page that "
            "has taken its place"
        )
    if faults:
        raise click.ClickException(f"{path.name} has lines that are no addresses")


def _tell(name: str, count: int, fresh: list[str], *, recorded: bool) -> None:
    if fresh and recorded:
        click.secho(f"{name} has {len(fresh)} more, {count} in all.", err=True, dim=True)
    elif fresh:
        click.secho(f"To add what is new to {name}: folio urls --record", err=True, dim=True)


def _addresses(folder: Path) -> tuple[set[str], set[str]]:
    """Return the addresses of the pages in a built site, and of those that lead elsewhere."""
    pages, moved = set[str](), set[str]()
    for path in folder.rglob("*.html"):
        inside = path.relative_to(folder)
        top = inside.parts[0]
        if top.startswith(("_", ".")) or top.removesuffix(".html").partition("-")[0] in SERVICE:
            continue
        name = inside.as_posix()
        address = (
            "/" + name.removesuffix("index.html") if inside.name == "index.html" else f"/{name}"
        )
        (moved if _MOVED.search(path.read_bytes()[:4096]) else pages).add(address)
    return pages, moved
