"""``folio new publication``: the page of an entry of the bibliography."""

from __future__ import annotations

import re

import click

from ..errors import did_you_mean
from ..models import Publication
from . import complete, files, names, options
from .site import Site, with_site

FOLDER = "publications"
_DIRECTIVE = re.compile(r"^(?:`{3,}|:{3,})\{publication\}[ \t]+(\S+)", re.MULTILINE)


@click.command()
@click.argument("key", shell_complete=complete.keys)
@click.option("--summary", default="", help="One sentence for lists and search engines.")
@click.option(
    "--slug",
    callback=options.slug,
    metavar="NAME",
    help="The name of the file.  [default: from the title or key]",
)
@with_site
def publication(site: Site, key: str, summary: str, slug: str | None) -> None:
    """Write the page of a publication.

    KEY is that of its entry in the site's bibliography. The file is called by the title up to
    its colon, else by the key. Lists find the page by themselves: it is in no toctree.

    \b
    folio new publication duan2024muxserve    writes publications/muxserve.md
    """
    entries = site.bibliography()
    if key not in entries:
        hint = did_you_mean(key, entries)
        raise click.BadParameter(f"no entry {key!r} in the bibliography.{hint}", param_hint="KEY")
    present = _page_of(site, key)
    if present:
        raise click.ClickException(f"{key} has its page already: {present}")
    entry = entries[key]
    path = site.root / FOLDER / f"{slug or _slug(entry)}.md"
    text = files.page_text(
        {"summary": names.one_line(summary)},
        names.heading(names.one_line(entry.title) or key),
        f"```{{publication}} {key}\n```",
    )
    files.write_new(site, path, text)
    files.written(site, path, *_notes(site, entry))


def _page_of(site: Site, key: str) -> str:
    """Return the name of the page that an entry has already, or ``""``."""
    for path in sorted((site.root / FOLDER).glob("*.md")):
        if key in _DIRECTIVE.findall(site.read(path).text):
            return site.name_of(path)
    return ""


def _slug(entry: Publication) -> str:
    short = entry.title.partition(":")[0] if ":" in entry.title else ""
    for text in (short if len(short) <= 40 else "", entry.key):
        name = names.slug(text)
        if name and not names.fault_of(name):
            return name
    raise click.UsageError(f"the key {entry.key!r} gives no name for the file: --slug")


def _notes(site: Site, entry: Publication) -> list[str]:
    if entry.people or not site.people():
        return []
    people = ", ".join(site.people())
    return [f"Lists of own work show it when its entry says whose it is: people = {{{people}}}"]
