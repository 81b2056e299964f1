"""``folio letters``: one template and a table of recipients become PDFs, or nothing at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from .. import front_matter, glyphs, typeset
from ..errors import Fault, did_you_mean
from ..front_matter.schemas import SORTS
from ..letters import (
    Letter,
    Recipient,
    Table,
    Template,
    compose,
    faults_between,
    read_table,
    read_template,
)
from ..models import Person
from ..typeset import letter as sheets
from ..typeset.data import strange
from ..words import words
from . import outcomes, senders
from .letter_files import names_of
from .printed_files import folder_for, shown, write_all
from .private import with_private
from .site import Site, with_site

#: Where letters go, below the site's folder.
DEFAULT = Path("_build", "letters")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A fault and the file that it is in."""

    path: Path
    fault: Fault


@click.command()
@click.argument("template", type=_FILE)
@click.argument("recipients", type=_FILE)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the PDFs.  [default: _build/letters in the site]",
)
@click.option("--only", multiple=True, metavar="ID", help="Only this recipient; again for more.")
@with_private
@with_site
def letters(
    site: Site,
    template: Path,
    recipients: Path,
    output: Path | None,
    only: tuple[str, ...],
    private: Mapping[str, str],
) -> None:
    """Set letters: a template and a table of recipients.

    TEMPLATE is a Markdown file with {{ placeholders }}, RECIPIENTS a table (CSV or YAML) whose
    columns are their names. Each recipient gets a PDF with the head of the sender's profile.

    If one placeholder of one letter has no value, or anything was left to be filled in, all such
    places are told and nothing is written.

    \b
    folio letters letters/application.md letters/recipients.csv
    folio letters letters/application.md recipients.yaml --only ada --private ~/private.yaml
    """
    folder = folder_for(site, output, DEFAULT)
    if not typeset.is_available():
        raise click.ClickException("letters need two packages: pip install 'sphinx-folio[cards]'")
    found, person, wrong = _template(site, template)
    table, faults = read_table(recipients.name, recipients.read_bytes())
    wrong += [_Wrong(recipients, fault) for fault in faults]
    chosen = _chosen(table, only)
    made: list[Letter] = []
    if found and table.columns:
        sender = senders.values(person, private)
        in_template, in_table, unused = faults_between(found, table, chosen, sender)
        for column in unused:
            told = f"column {column!r}: no placeholder names it"
            outcomes.print_note(shown(recipients), told)
        wrong += [_Wrong(template, fault) for fault in in_template]
        wrong += [_Wrong(recipients, fault) for fault in in_table]
        for recipient in chosen:
            letter, faults = compose(found, recipient, sender)
            made += [letter] if letter else []
            wrong += [_Wrong(template, _of(fault, recipient, recipients)) for fault in faults]
    files, faults = names_of(made)
    _stop([*wrong, *(_Wrong(recipients, fault) for fault in faults)])
    done = _set(files, template, person, private)
    changed = write_all(folder, done)
    for name in done:
        click.echo(f"{shown(folder / name)}{'' if name in changed else '  as it was'}")


def _template(site: Site, path: Path) -> tuple[Template | None, Person, list[_Wrong]]:
    """Read a template, and who writes."""
    try:
        source = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        return None, Person("", ""), [_Wrong(path, Fault("is not UTF-8", row))]
    sort = SORTS["letter"]
    head = front_matter.read(source, sort.schema, foreign=sort.foreign)
    faults = list(head.faults)
    language = str(head.values.get("language") or site.language)
    person, told = senders.of(site, head.values, language)
    unread = head.lines.keys() - head.values.keys()
    if told and not {"person", "from"} & unread:
        faults.append(Fault(told, head.lines.get("person") or head.lines.get("from")))
    found, wrong = read_template(head.values, head.lines, source, head.rest, language)
    return found, person, [_Wrong(path, fault) for fault in [*faults, *wrong]]


def _chosen(table: Table, only: Sequence[str]) -> tuple[Recipient, ...]:
    """Return the recipients that were asked for, all without a name."""
    ids = {row.id for row in table.rows}
    for name in only:
        if table.rows and name not in ids:
            raise click.UsageError(f"--only: no recipient {name!r}.{did_you_mean(name, ids)}")
    return tuple(row for row in table.rows if not only or row.id in only)


def _of(fault: Fault, recipient: Recipient, path: Path) -> Fault:
    """Return a fault of one letter: it says whose."""
    who = recipient.id or "the recipient"
    return Fault(f"{fault.message} (for {who}, {shown(path)}:{recipient.line})", fault.line)


def _set(
    files: Mapping[str, Letter], template: Path, person: Person, private: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the PDF of each letter; all of them, or an end."""
    known = glyphs.shown(typeset.font_files())
    wrong: list[_Wrong] = []
    done: dict[str, bytes] = {}
    for name, letter in files.items():
        sheet = senders.sheet(letter, person, private)
        if lacking := strange(sheet, known):
            told = f"the letter {name} has characters that no font shows: {' '.join(lacking)}"
            wrong.append(_Wrong(template, Fault(told)))
            continue
        _ = words(letter.language)
        try:
            done[name] = sheets.pdf(sheet, {"enclosures": _("Enclosures")})
        except typeset.TypesetError as error:
            wrong.append(_Wrong(template, Fault(f"the letter {name}: {error}")))
    _stop(wrong)
    return done


def _stop(wrong: Sequence[_Wrong]) -> None:
    """Tell all that is wrong, each where it stands, and end; go on where nothing is."""
    for one in _in_order(wrong):
        outcomes.print_fault(f"{shown(one.path)}:{one.fault.line or 1}", one.fault.message)
    if wrong:
        click.secho("Nothing was written.", err=True)
        sys.exit(1)


def _in_order(wrong: Sequence[_Wrong]) -> Iterator[_Wrong]:
    paths = list(dict.fromkeys(one.path for one in wrong))
    for path in paths:
        yield from sorted(
            (one for one in wrong if one.path == path), key=lambda one: one.fault.line or 0
        )
