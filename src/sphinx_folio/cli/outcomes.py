"""Tells people how the checks of listings ended."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from ..listings import Result
from ..listings.judging import FINE, Outcome, Verdict
from ..listings.toolchains import Toolchain
from . import names, tables

_COLOURS = {
    Verdict.PROVED: "green",
    Verdict.RECORDED: "green",
    Verdict.NOT_CHECKED: "yellow",
    Verdict.STALE: "red",
    Verdict.MISSING: "red",
    Verdict.FAILED: "red",
}
_HEAD = ("STATE", "LISTING", "KIND", "WITH", "TIME")


@contextlib.contextmanager
def progress(count: int) -> Iterator[Callable[[str], None]]:
    """Show a bar on a terminal, and nothing elsewhere; the function given is called with each."""
    if not sys.stderr.isatty():
        yield lambda _name: None
        return
    with click.progressbar(
        length=count, label="listings", file=sys.stderr, item_show_func=lambda name: name or ""
    ) as bar:
        yield lambda name: bar.update(1, name)


def print_table(found: Sequence[Outcome]) -> None:
    """Print a line for each outcome, and below it what is wrong."""
    if not found:
        click.echo("No listings.")
        return
    cells = [tuple(map(names.one_line, _cells(outcome))) for outcome in found]
    columns = tables.widths([_HEAD, *cells])
    click.secho(_line(_HEAD, columns), bold=True)
    for outcome, cell in zip(found, cells, strict=True):
        state = click.style(tables.pad(cell[0], columns[0]), fg=_COLOURS[outcome.verdict])
        click.echo(f"{state}  {_line(cell[1:], columns[1:])}")
        if outcome.message:
            mark = click.style("!", fg="yellow" if outcome.verdict in FINE else "red")
            click.echo(f"  {mark} {_message(outcome)}")
        for line in outcome.details.splitlines():
            click.echo(f"    {click.unstyle(line)}")


def print_fault(place: str, message: str) -> None:
    """Print a fault of a file that declares checks."""
    click.echo(f"{click.style('fault', fg='red')}  {place}: {names.one_line(message)}")


def print_note(place: str, message: str) -> None:
    """Print what somebody should look at, and is no error."""
    click.echo(f"{click.style('note', fg='yellow')}   {place}: {message}")


def print_summary(found: Sequence[Outcome], tools: Toolchain) -> None:
    """Say on the error stream how many ended how, and what there is to check with."""
    counts = Counter(outcome.verdict for outcome in found)
    told = [f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict]]
    there = [tools.python, tools.cxx, tools.nvcc, tools.ptxas]
    with_what = [f"{tool.name} {tool.version}" for tool in there if tool]
    with_what += [device.name for device in tools.devices]
    click.secho(f"{', '.join(told) or 'nothing'}; with {', '.join(with_what)}.", err=True, dim=True)
    for kind in ("cxx", "nvcc", "ptxas", "gpu", "cuda", "cutlass"):
        if kind in tools.missing and any(tools.missing[kind] in _reasons(one) for one in found):
            click.secho(f"not here: {tools.missing[kind]}", err=True, dim=True)


def values(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as programs read it."""
    return {
        "listing": outcome.check.name,
        "kind": outcome.check.kind,
        "state": outcome.verdict,
        "message": outcome.message,
        "details": outcome.details,
        "cached": outcome.cached,
        "not_done": list(outcome.proof.reasons),
        "steps": [
            {"action": step.action, "tool": step.tool, "result": step.result, "arch": step.arch}
            for step in outcome.proof.steps
        ],
    }


def _message(outcome: Outcome) -> str:
    message = names.one_line(outcome.message)
    return f"not checked here: {message}" if outcome.verdict == Verdict.NOT_CHECKED else message


def _reasons(outcome: Outcome) -> tuple[str, ...]:
    return outcome.proof.reasons


def _cells(outcome: Outcome) -> tuple[str, ...]:
    steps = [step for step in outcome.proof.steps if step.result != Result.NOT_DONE]
    tools = dict.fromkeys(
        " ".join(filter(None, (step.tool, step.version, step.arch)))
        for step in steps
        if step.tool != "program"
    )
    device = [outcome.proof.device.name] if outcome.proof.device else []
    took = "cached" if outcome.cached else f"{outcome.seconds:.1f} s"
    check = outcome.check
    return (outcome.verdict, check.name, check.kind, ", ".join([*tools, *device]), took)


def _line(cells: Sequence[str], columns: Sequence[int]) -> str:
    padded = (tables.pad(cell, width) for cell, width in zip(cells, columns, strict=True))
    return "  ".join(padded).rstrip()
