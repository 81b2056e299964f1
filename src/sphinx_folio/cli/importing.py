"""``folio import``: pages of what other programs know of a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO

import click

from .. import bibtex, json_resume
from ..bibtex.writer import emit
from ..errors import Fault
from ..front_matter.profiles import LINKS
from ..json_resume import Entry, Outcome
from ..models import Publication
from . import files, names, options
from .site import Site, with_site


@click.group("import")
def importing() -> None:
    """Write pages of what is known elsewhere."""


@importing.command("json-resume")
@click.argument("file", metavar="FILE", type=click.File("rb"))
@click.option(
    "--id",
    "given",
    callback=options.slug,
    metavar="NAME",
    help="The person's id, which names their pages.  [default: the file's, else from the name]",
)
@click.option(
    "--bib",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The .bib file that publications are added to.  [default: the site's first]",
)
@with_site
def json_resume_command(site: Site, file: IO[bytes], given: str | None, bib: Path | None) -> None:
    """Write a JSON Resume as pages.

    FILE, or - for the standard input, becomes people/NAME.md, experience/NAME.md and cv/NAME.md,
    and its publications entries of a .bib file. All of it is written, or nothing: no page that is
    there is changed, and of an entry that is there already none is added. What pages cannot say
    is listed with its place in the file.

    \b
    folio import json-resume resume.json
    folio import json-resume resume.json --id ada --bib refs.bib
    """
    name = getattr(file, "name", "-")
    shown = "standard input" if name in {"-", "<stdin>"} else str(name)
    target = _bib_file(site, bib)
    known = {**(_entries(target) if target.is_file() else {}), **site.bibliography()}
    found = _read(file.read(), shown, given, known)
    added, notes = _added(known, found, shown)
    pages = json_resume.write_pages(found.life, works=bool(found.entries))
    written = {site.root / name: text for name, text in pages.items()}
    files.write_all(site, written, {target: _appended(target, added)} if added else {})
    for path in (*written, *([target] if added else ())):
        click.echo(files.shown(path))
    if found.left:
        click.secho("Not carried, or in another form:", err=True)
        for line in found.left:
            click.echo(f"  {names.one_line(line)}", err=True)
    for step in (*notes, *_steps(site, pages, target, added), f"Look at it: {files.preview(site)}"):
        click.secho(step, err=True, dim=True)


def _read(data: bytes, shown: str, given: str | None, known: Collection[str]) -> Outcome:
    """Return what the file says, under an id that can name pages; fail with its faults."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _failed(shown, [Fault("is no UTF-8", line)]) from None
    found = json_resume.read(text, id=given or "", networks=LINKS, known=known)
    if found.faults:
        raise _failed(shown, found.faults)
    person = found.life.person
    id_ = person.id or names.slug(person.name)
    fault = names.fault_of(id_) if id_ else "no letters of a to z"
    if fault:
        raise click.UsageError(
            f"the name {person.name!r} gives no name for the pages: {fault}. "
            "Choose one: --id ada-lovelace"
        )
    if person.id:
        return found
    return json_resume.read(text, id=id_, networks=LINKS, known=known)


def _failed(shown: str, faults: Iterable[Fault]) -> click.ClickException:
    lines = [
        f"{shown}:{fault.line}: {fault.message}" if fault.line else f"{shown}: {fault.message}"
        for fault in faults
    ]
    return click.ClickException("\n".join(["nothing was written", *lines]))


# --- the bibliography --------------------------------------------------------------------------


def _bib_file(site: Site, bib: Path | None) -> Path:
    """Return the file that entries are added to; it lies in the site, and need not be there."""
    named = site.settings.get("bibtex_bibfiles") or []
    present = sorted(path.name for path in site.root.glob("*.bib"))
    path = bib.absolute() if bib else site.root / next(iter([*named, *present]), "refs.bib")
    if not path.resolve().is_relative_to(site.root.resolve()):
        raise click.BadParameter(f"{path} lies outside the site", param_hint="--bib")
    return path


def _added(
    known: Mapping[str, Publication], found: Outcome, shown: str
) -> tuple[Sequence[Entry], list[str]]:
    """Return the entries that are new, and what to do about the others; fail on a contradiction."""
    faults, added, notes = [], [], []
    person = found.life.person.id
    for entry in found.entries:
        read = bibtex.parse(entry.text)
        same = {one.key: one for one in read.publications}.get(entry.key)
        if read.faults or same is None or len(read.publications) != 1:
            said = read.faults[0].message if read.faults else "is no single entry"
            faults.append(Fault(f"publication {entry.key!r}: {said}", entry.line))
        elif entry.key not in known:
            added.append(entry)
        elif emit(known[entry.key]) != emit(same):
            message = f"the bibliography has another entry {entry.key!r}; rename one of them"
            faults.append(Fault(message, entry.line))
        elif person not in known[entry.key].people:
            notes.append(f"The entry {entry.key} is there; declare it: people = {{{person}}}")
    if faults:
        raise _failed(shown, faults)
    return added, notes


def _entries(path: Path) -> dict[str, Publication]:
    return {one.key: one for one in bibtex.read(path.read_bytes(), path.name).publications}


def _appended(path: Path, added: Sequence[Entry]) -> str:
    """Return the text of a file with entries behind what it has."""
    try:
        before = path.read_bytes().decode() if path.is_file() else ""
    except UnicodeDecodeError:
        raise click.ClickException(
            f"{path.name} is not in UTF-8, and cannot be added to; nothing was written"
        ) from None
    if before and not before.endswith("\n"):
        before += "\n"
    return "\n".join([*([before] if before else []), *(entry.text for entry in added)])


# --- what comes next ---------------------------------------------------------------------------


def _steps(site: Site, pages: Iterable[str], target: Path, added: Sequence[Entry]) -> Iterable[str]:
    patterns = site.settings.get("include_patterns") or ["**"]
    for page in pages:
        if not any(_matches(page, pattern) for pattern in patterns):
            yield f'conf.py: include_patterns leaves {page} out; add "{page.split("/")[0]}/**"'
    bibs = site.settings.get("bibtex_bibfiles") or []
    name = site.name_of(target)
    if added and name not in bibs:
        yield f'conf.py: bibtex_bibfiles has to name "{name}"'
    for page in pages:
        index = site.root / page.split("/")[0] / "index.md"
        if index.is_file() and "{toctree}" in site.read(index).text:
            yield f"{site.name_of(index)}: add {Path(page).stem} to its toctree"


def _matches(page: str, pattern: str) -> bool:
    """Tell whether Sphinx's pattern has a page: ``*`` stays in a folder, ``**`` does not."""
    plain = re.sub(r"\*\*/?", "\0", pattern)
    if "\0" in plain:
        return fnmatchcase(page, plain.replace("\0", "*"))
    return page.count("/") == plain.count("/") and fnmatchcase(page, plain)
