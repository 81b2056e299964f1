"""Checks of what is given to commands; a fault ends them with the usage and exit code 2."""

from __future__ import annotations

import datetime
from typing import Any

import click

from .. import front_matter
from . import names


def _checked(kind: front_matter.Converter, value: str | None) -> Any:
    try:
        return kind(value) if value is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def language(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Accept a language tag."""
    found: str | None = _checked(front_matter.language, value)
    return found


def date(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> datetime.date | None:
    """Accept a day that exists."""
    found: datetime.date | None = _checked(front_matter.date, value)
    return found


def slug(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Accept a name for a file."""
    if value is not None and (fault := names.fault_of(value)):
        raise click.BadParameter(f"{value!r} can be no name of a file: {fault}")
    return value
