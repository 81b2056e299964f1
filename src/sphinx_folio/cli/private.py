"""The option ``--private``: values that are for print only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from .. import private_values


def with_private(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--private``, and its values as the parameter ``private``."""
    return click.option(
        "--private",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        envvar="FOLIO_PRIVATE",
        show_envvar=True,
        callback=lambda _context, _parameter, path: _read(path) if path else {},
        help="A YAML file of what is for print only: phone, address, email.",
    )(command)


def _read(path: Path) -> dict[str, str]:
    try:
        values, faults = private_values.read(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise click.ClickException(f"{path.as_posix()}: is not UTF-8") from None
    if faults:
        told = (f"{path.as_posix()}:{fault.line or 1}: {fault.message}" for fault in faults)
        raise click.ClickException("\n".join([*told, "Nothing was written."]))
    return values
