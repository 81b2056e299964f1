"""``folio live``: the site with its drafts, in a browser, as it is being written."""

from __future__ import annotations

import asyncio
import threading
import webbrowser

import click

from .site import Site, with_site

PORT = 8000
#: How many ports are tried after the usual one.
TRIES = 20


@click.command()
@click.option(
    "-p",
    "--port",
    type=click.IntRange(1, 65535),
    help=f"Where to listen.  [default: {PORT}, or the next that is free]",
)
@click.option("--open", "opens", is_flag=True, help="Open the first page in a browser.")
@with_site
def live(site: Site, port: int | None, opens: bool) -> None:
    """Show the site with its drafts, and every page as soon as it is saved.

    The preview is for this machine only. Lists, tags and the search follow in the background; what
    is wrong lies over the page, with file and line, until it is mended. Ctrl-C ends it.

    \b
    folio live --open
    """
    # No other command waits for these to load.
    try:
        from ..preview import lock, server
        from ..preview.places import Places
    except ImportError as error:
        raise click.ClickException(
            "what serves previews is not installed: pip install 'sphinx-folio[live]'"
        ) from error
    try:
        listening = server.listen(port or PORT, 1 if port else TRIES)
    except OSError as error:
        raise click.ClickException(
            f"port {port or PORT} is taken ({error.strerror}); name another: --port"
        ) from error
    found = listening.getsockname()[1]
    # By number: another program may have the port at the other address that the name leads to.
    address = f"http://127.0.0.1:{found}/"
    try:
        with lock.alone(Places(site.root), address):
            if not port and found != PORT:
                click.secho(f"port {PORT} is taken, so it is {found}", err=True, dim=True)
            click.echo(f"{site.root.name} is at {address} (Ctrl-C ends it)")
            if opens:
                threading.Timer(0.2, webbrowser.open, [address]).start()
            asyncio.run(server.serve(site.root, listening, _say))
    except lock.TakenError as error:
        raise click.ClickException(f"{site.root.name} is previewed already, at {error}") from error
    except KeyboardInterrupt:
        click.echo()


def _say(line: str) -> None:
    click.secho(line, err=True, dim=True)
