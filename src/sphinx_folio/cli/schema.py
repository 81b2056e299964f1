"""``folio schema``: what front matter can say, for editors that know JSON Schema."""

from __future__ import annotations

import json

import click

from ..front_matter.schemas import SORTS, for_editors
from .site import needed_site

FOLDER = ".folio"


@click.command()
@click.argument("sort", type=click.Choice(list(SORTS)), required=False, default="post")
@click.option("--write", is_flag=True, help="Write all into the folder .folio of the site.")
def schema(sort: str, write: bool) -> None:
    """Print the JSON Schema of front matter, for editors.

    That of a post, if nothing else is named. It is made from the tables that the engine itself
    reads with. An editor that is given it offers the keys, says what each means, and marks what
    the build would refuse.

    \b
    folio schema post
    folio schema --write     .folio/post.schema.json and the others
    """
    if not write:
        click.echo(_text(sort), nl=False)
        return
    site = needed_site(None)
    (site.root / FOLDER).mkdir(exist_ok=True)
    for name in SORTS:
        path = site.root / FOLDER / f"{name}.schema.json"
        path.write_text(_text(name), encoding="utf-8", newline="\n")
        click.echo(site.name_of(path))


def _text(sort: str) -> str:
    return json.dumps(for_editors(sort), indent=2, ensure_ascii=False) + "\n"
