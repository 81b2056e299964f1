"""``folio cv``: the CVs of a site as PDF, also with what is for print only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from ..errors import did_you_mean
from ..typeset import TypesetError, is_available
from ..words import has_words
from . import complete, options
from .printed_files import folder_for, shown, write_all
from .private import with_private
from .site import Site, with_site

#: Where PDFs go, and what is read of the site is kept, below its folder.
FOLDER = Path("_build", "cv")
VARIANTS = ("full", "one-page")


@click.command()
@click.argument("person", required=False, shell_complete=complete.people)
@click.option(
    "--variant",
    type=click.Choice(VARIANTS),
    help="All of it, or what matters most on one page.  [default: both]",
)
@click.option("--language", callback=options.language, help="A tag such as en or zh.")
@click.option("--paper", type=click.Choice(["a4", "us-letter"]), help="[default: as its page says]")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the PDFs.  [default: _build/cv]",
)
@with_private
@with_site
def cv(
    site: Site,
    person: str | None,
    variant: str | None,
    language: str | None,
    paper: str | None,
    output: Path | None,
    private: Mapping[str, str],
) -> None:
    """Write the CVs of everyone, or of one PERSON (the id in people/), as PDF.

    They say what the pages of the site say; cv/PERSON.md chooses the sections. What --private
    names stands in these PDFs only: no build of the site reads it.

    \b
    folio cv reed --variant one-page --paper us-letter
    folio cv reed --language zh --private ~/private.yml
    """
    if person and person not in site.people():
        hint = did_you_mean(person, site.people())
        raise click.BadParameter(f"no people/{person}.md.{hint}", param_hint="PERSON")
    if not is_available():
        raise click.ClickException(
            "what sets PDFs is not installed: pip install 'sphinx-folio[pdf]'"
        )
    # Sphinx takes a while to load: no other command waits for it.
    from sphinx.errors import SphinxError

    from ..ext.cv.printing import Order, print_cvs, read_site

    folder = folder_for(site, output, FOLDER)
    wanted = [person] if person else site.people()
    variants = [variant] if variant else VARIANTS
    order = Order(wanted, variants, language or "", paper or "", private)
    try:
        app = read_site(site.root, site.root / FOLDER / "doctrees")
        made = list(print_cvs(app, order))
    except (SphinxError, TypesetError) as error:
        raise click.ClickException(str(error)) from error
    write_all(folder, {one.name: one.data for one in made})
    if language and not has_words(language):
        told = f"there are no words in {language!r} yet: headings and dates are in English"
        click.secho(told, err=True, dim=True)
    for one in made:
        click.echo(shown(folder / one.name))
        for line in one.dropped:
            click.secho(f"  not on the page: {line}", err=True, dim=True)
