"""``folio measure``: runs a program a few times and records what it measured."""

from __future__ import annotations

import math
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

import click

from ..measurements import (
    Measurement,
    MeasurementError,
    Output,
    Provenance,
    combine,
    display_unit,
    hidden_character,
    number_text,
    percent_text,
    range_text,
    read,
    read_output,
    record_path,
    to_json,
)
from . import machine, tables
from .site import Site, today, with_site

LISTINGS = "listings"
#: What a program may print, in bytes.
MOST = 1 << 20


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option(
    "--repeat", type=click.IntRange(1), default=5, show_default=True, help="How many runs count."
)
@click.option(
    "--warmup",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="How many runs before these do not.",
)
@click.option("--compiler", default="", metavar="TEXT", help="What compiled it, and with what.")
@click.option("--note", default="", metavar="TEXT", help="What else readers should know.")
@click.option("--gpu/--no-gpu", default=True, help="Whether it uses the GPU, if there is one.")
@click.option("--force", is_flag=True, help="Write over the record that there is.")
@with_site
def measure(
    site: Site,
    name: str,
    command: tuple[str, ...],
    repeat: int,
    warmup: int,
    compiler: str,
    note: str,
    gpu: bool,
    force: bool,
) -> None:
    """Record what a program measures.

    Runs COMMAND a few times and writes medians, ranges and all runs into the record NAME, with
    the machine, the command, the commit and the day. Pages show it with {measurement} and
    {measured}.

    The program prints CSV: a line of names, then the rows. Labels come first; a value has its
    unit in parentheses, or (1) if it has none.

    \b
        kernel,size,time (us),bandwidth (GB/s)
        naive,4096,812.5,165.2

    \b
    folio measure gemm/h200 -- ./gemm --size 4096
    folio measure walk/epyc --repeat 9 --no-gpu --compiler "g++ 12.2 -O2" -- ./walk
    """
    path = _path(site, name)
    shown = site.name_of(path)
    if path.exists() and not force:
        raise click.ClickException(f"{shown} is there already; to measure anew: --force")
    said = _command(site, command)
    for option, text in (("--compiler", compiler), ("--note", note), ("COMMAND", said)):
        if path_seen := machine.folder_in(text, site.root):
            raise click.UsageError(
                f"{option}: {path_seen!r} names a folder of this machine, which readers lack"
            )
        if hidden := hidden_character(text):
            raise click.UsageError(f"{option}: {text!r} has {hidden}, which nobody sees")
    outputs, seen = _runs(command, warmup, repeat, gpu=gpu)
    try:
        columns, rows = combine(outputs)
    except MeasurementError as error:
        raise click.ClickException(f"{error}; nothing was written") from None
    origin = _provenance(site, said, seen, compiler=compiler, note=note)
    measurement = Measurement(columns, rows, origin, warmup)
    text = to_json(measurement)
    if home := machine.home_in(text, site.root):
        raise click.ClickException(
            f"the program prints {home}, a folder of this machine, which "
            "readers lack; nothing was written"
        )
    try:  # What pages could not read is no record.
        read(text)
    except MeasurementError as error:
        raise click.ClickException(f"{error}; nothing was written") from None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    _show(measurement)
    click.echo(shown)
    _tell(origin)


def _path(site: Site, name: str) -> Path:
    listings = site.root / str(site.settings.get("folio_listings", LISTINGS))
    try:
        path = listings / record_path(name)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="NAME") from None
    if not path.parent.resolve().is_relative_to(site.root.resolve()):
        raise click.ClickException(f"{path.parent} leads out of the site; nothing was written")
    return path


def _runs(
    command: Sequence[str], warmup: int, repeat: int, *, gpu: bool
) -> tuple[list[Output], list[machine.Gpu]]:
    """Return what the runs that count printed, and the GPU as it was seen in the ones before."""
    outputs: list[Output] = []
    seen: list[machine.Gpu] = []
    # Asking costs the GPU time: it is done where nothing is measured.
    first = machine.gpu() if gpu else None
    for number in range(warmup):
        _say(f"warm-up {number + 1} of {warmup}")
        if first is None:
            _run(command)
            continue
        with machine.watched(seen):
            _run(command)
    for number in range(repeat):
        _say(f"run {number + 1} of {repeat}")
        outputs.append(_run(command))
    if first and not seen:
        seen.append(machine.gpu() or first)
    return outputs, seen


def _run(command: Sequence[str]) -> Output:
    """Run the program once; its error stream is the user's."""
    try:
        printed, code = _printed(command)
    except (OSError, ValueError) as error:  # a word with a NUL
        said = f"{command[0]}: {getattr(error, 'strerror', None) or error}"
        raise click.ClickException(f"{said}; nothing was written") from None
    if len(printed) > MOST:
        raise click.ClickException(
            f"{command[0]} prints more than {MOST >> 20} MiB, which is no table; it was stopped, "
            "and nothing was written"
        )
    if code:
        raise click.ClickException(
            f"{command[0]} failed with exit code {code}; nothing was written"
        )
    try:
        return read_output(printed.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fault = MeasurementError("not UTF-8", line)
    except MeasurementError as error:
        fault = error
    place = f"line {fault.line} of its output: " if fault.line else ""
    raise click.ClickException(f"{place}{fault}; nothing was written")


def _printed(command: Sequence[str]) -> tuple[bytes, int]:
    """Return what a program prints and its exit code; one that prints too much is stopped."""
    with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        try:
            printed = run.stdout.read(MOST + 1)
            if len(printed) > MOST:
                run.kill()
            return printed, run.wait()
        except BaseException:
            run.kill()
            raise


def _command(site: Site, command: Sequence[str]) -> str:
    """Return the command as readers see it."""
    try:
        return shlex.join(machine.without_folders(word, site.root) for word in command)
    except ValueError as error:
        raise click.UsageError(f"COMMAND: {error}") from None


def _provenance(
    site: Site, command: str, seen: list[machine.Gpu], *, compiler: str, note: str
) -> Provenance:
    ignored = f"**/{record_path('x').parent}/*.json"
    commit, is_clean = machine.commit(site.root, ignored)
    card = max(seen, key=lambda one: one.clock, default=machine.Gpu("", "", 0))
    return Provenance(
        command=command,
        date=today(),
        cpu=machine.cpu(),
        cores=machine.cores(),
        system=machine.system(),
        gpu=card.name,
        driver=card.driver,
        clock=card.clock,
        compiler=compiler.strip(),
        commit=commit,
        is_clean=is_clean,
        note=note.strip(),
    )


def _show(measurement: Measurement) -> None:
    """Print the labels with the median, range and spread of each value."""
    heads = [column.name for column in measurement.labels]
    for column in measurement.values:
        unit = display_unit(column.unit)
        heads += [f"{column.name} ({unit})" if unit else column.name, "min–max", "spread"]
    lines = [heads]
    for row in measurement.rows:
        cells = list(row.labels)
        for value in row.values:
            middle = value.median
            cells += [
                number_text(middle),
                range_text(value.minimum, value.maximum, like=middle),
                # Of a median 0 it is no part.
                f"{percent_text(value.spread)} %" if math.isfinite(value.spread) else "–",
            ]
        lines.append(cells)
    columns = tables.widths(lines)
    count = len(measurement.labels)
    for n, cells in enumerate(lines):
        padded = [
            tables.pad(cell, columns[m]) if m < count else _right(cell, columns[m])
            for m, cell in enumerate(cells)
        ]
        click.secho("  ".join(padded).rstrip(), bold=n == 0)


def _right(text: str, columns: int) -> str:
    return " " * (columns - tables.width(text)) + text


def _say(text: str) -> None:
    click.secho(text, err=True, dim=True)


def _tell(origin: Provenance) -> None:
    """Tell what readers will wonder about."""
    if not origin.commit:
        _say("No commit is known here: readers cannot get at what was measured.")
    elif not origin.is_clean:
        _say(f"There are changes since {origin.commit}: commit them, and measure again.")
