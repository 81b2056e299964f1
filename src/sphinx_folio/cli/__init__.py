"""The command ``folio``: new pages, the state of the posts, and what watches over addresses."""

from __future__ import annotations

import os
from typing import Any

import click

from .completion import completion
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
    folio posts                               what is draft, scheduled, published, out of date
    folio COMMAND --help                      more about each
    """


for _command in (new, posts, translated, urls, schema, completion):
    main.add_command(_command)
