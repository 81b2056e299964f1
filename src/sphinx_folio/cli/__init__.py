"""The command ``folio``: new pages, the state of the posts, and what watches over addresses."""

from __future__ import annotations

import os
from typing import Any

import click

from .completion import completion
from .cv import cv
from .importing import importing
from .letters import letters
from .listings import listings
from .live import live
from .measure import measure
from .new import new
from .posts import posts
from .schema import schema
from .translated import translated
from .urls import urls


class _Folio(click.Group):
    """A group whose faults of the file system are told in a line, as those of authors are."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{where}{error.strerror or error}") from error


@click.group(
    cls=_Folio,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Every command looks for the site in the present folder and upwards: the nearest with a "
    "conf.py. Exit codes: 0 done, 1 something is wrong with the site, 2 with the command.",
)
@click.version_option(package_name="sphinx-folio", prog_name="folio")
def main() -> None:
    """Write and look after a site made with sphinx-folio.

    \b
    folio new post "Swizzle" --series cute    a draft, at the part that is announced
    folio live                                the site in a browser, as it is being written
    folio posts                               what is draft, scheduled, published, out of date
    folio listings check                      whether what posts show compiles and prints that
    folio cv                                  the CVs as PDF
    folio COMMAND --help                      more about each
    """


for _command in (
    new, live, posts, translated, cv, letters, importing, listings, measure, urls, schema,
    completion,
):  # fmt: skip
    main.add_command(_command)
