"""``folio new``: pages with everything filled in that the site already knows."""

from __future__ import annotations

import click

from .new_post import post
from .new_publication import publication


@click.group()
def new() -> None:
    """Write a new page, with everything filled in."""


new.add_command(post)
new.add_command(publication)
