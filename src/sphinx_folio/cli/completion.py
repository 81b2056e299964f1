"""``folio completion``: the script by which a shell completes what is typed."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that teaches a shell to complete.

    It completes commands, options, series, posts, people and keys of the bibliography, and runs
    nothing of the site for it.

    \b
    bash:  echo 'eval "$(folio completion bash)"' >> ~/.bashrc
    zsh:   echo 'eval "$(folio completion zsh)"' >> ~/.zshrc
    fish:  folio completion fish > ~/.config/fish/completions/folio.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(context.find_root().command, {}, "folio", "_FOLIO_COMPLETE")
    # Not source(): for bash that starts a shell to ask for its version.
    click.echo(script.source_template % script.source_vars())
