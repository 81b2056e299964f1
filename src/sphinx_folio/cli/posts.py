"""``folio posts``: what is draft, scheduled and published, and what needs a hand."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass

import click

from .. import digests
from . import complete, history, names, tables
from .site import Page, Site, state_of, today, with_site

STATES = ("draft", "scheduled", "published")
_COLOURS = {"draft": "yellow", "scheduled": "cyan", "published": "green"}


@dataclass(frozen=True)
class Row:
    """What is shown of a post; days are in ISO 8601, ``""`` where there is none."""

    state: str
    date: str
    updated: str
    language: str
    series: str
    part: int
    title: str
    path: str
    notes: tuple[str, ...]


@click.command()
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(STATES),
    help="Only posts in this state; may be given many times.",
)
@click.option(
    "--series",
    "series",
    multiple=True,
    shell_complete=complete.series,
    metavar="NAME",
    help="Only parts of this series; may be given many times.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    help="Only posts in this language, such as zh; may be given many times.",
)
@click.option("--json", "as_json", is_flag=True, help="The same for programs.")
@with_site
def posts(
    site: Site,
    states: tuple[str, ...],
    series: tuple[str, ...],
    languages: tuple[str, ...],
    as_json: bool,
) -> None:
    """List the posts, and what each needs.

    Drafts come first, then what is scheduled, then what is published, newest first.

    Below a post stands what it needs: words that changed since the day it declares (git is
    asked, if there is one), a translation whose original has changed, a gap in a series, a
    fault in its front matter.

    \b
    folio posts --state draft
    folio posts --series cute --language zh
    folio posts --json
    """
    shown = [
        row
        for row in _rows(site, today())
        if (not states or row.state in states)
        and (not series or row.series in series)
        and (not languages or row.language in languages)
    ]
    if as_json:
        rows = [asdict(row) for row in shown]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif shown:
        _print(shown)
    else:
        click.echo("No posts." if not (states or series or languages) else "No such posts.")


def _rows(site: Site, day: datetime.date) -> list[Row]:
    past = history.read(site)
    found = []
    for post in site.posts.values():
        state = state_of(post, day)
        notes = [*_faults(post), *_place(site, post, day), *_stale(site, post)]
        changed = past.changed(post, day) if state == "published" else None
        if changed:
            notes.append(f"changed on {changed}; if readers should know, say 'updated: {changed}'")
        values = post.values
        found.append(
            Row(
                state,
                str(values.get("date", "")),
                str(values.get("updated", "")),
                site.language_of(post),
                values.get("series", ""),
                values.get("part", 0),
                post.title,
                site.name_of(post.path),
                tuple(notes),
            )
        )
    found.sort(key=lambda row: row.path)
    found.sort(key=lambda row: row.date, reverse=True)
    return sorted(found, key=lambda row: STATES.index(row.state))


def _faults(post: Page) -> list[str]:
    found = [f"line {fault.line or 1}: {fault.message}" for fault in post.head.faults]
    if "date" not in post.head.lines:
        found.append("no date: write 'date: YYYY-MM-DD'")
    return found


def _place(site: Site, post: Page, day: datetime.date) -> list[str]:
    """Tell what is wrong with the place of a post in its series."""
    name, part = post.values.get("series", ""), post.values.get("part", 0)
    if not name or site.original_of(post):
        return []
    if name not in site.series:
        return [f"no series {name!r}: there is no blog/{name}/index.md"]
    if not part:
        return [f"in the series {name!r}, but without a part"]
    parts = site.parts[name]
    others = [site.name_of(one.path) for one in parts[part] if one is not post]
    found = [f"part {part} is {other} too" for other in others]
    if state_of(post, day) == "draft":
        return found
    missing: list[str] = []
    for number in range(part - 1, len(site.series[name].values.get("parts", ())), -1):
        if any(state_of(one, day) != "draft" for one in parts.get(number, ())):
            break
        missing.insert(0, str(number))
    if missing:
        said = ", ".join(missing)
        found.append(f"before it a gap in {name!r}: no part {said}, neither written nor announced")
    return found


def _stale(site: Site, post: Page) -> list[str]:
    """Tell when the original of a translation has changed since, or when that is not known."""
    original = site.original_of(post)
    named = post.values.get("translation-of")
    if original is None:
        return [f"translation-of: no post {named!r}"] if named else []
    path = site.name_of(post.path)
    recorded = post.values.get("translation-hash")
    if not recorded:
        return [f"not known which state of {original.id} it translates: folio translated {path}"]
    if recorded == digests.content_digest(original.text):
        return []
    return [f"{original.id} has changed since; when it is followed: folio translated {path}"]


def _print(rows: list[Row]) -> None:
    head = ("STATE", "DATE", "UPDATED", "LANG", "SERIES", "TITLE", "PATH")
    cells: list[tuple[str, ...]] = [
        (
            row.state,
            row.date,
            row.updated,
            row.language,
            f"{row.series} {row.part or '?'}" if row.series else "",
            row.title,
            row.path,
        )
        for row in rows
    ]
    # A file may hold what would move a terminal's cursor.
    cells = [tuple(map(names.one_line, cell)) for cell in cells]
    columns = tables.widths([head, *cells])
    click.secho(_line(head, columns), bold=True)
    for row, cell in zip(rows, cells, strict=True):
        state = click.style(tables.pad(cell[0], columns[0]), fg=_COLOURS[row.state])
        click.echo(f"{state}  {_line(cell[1:], columns[1:])}")
        for note in row.notes:
            click.echo(f"  {click.style('!', fg='red')} {names.one_line(note)}")


def _line(cells: tuple[str, ...], columns: list[int]) -> str:
    padded = (tables.pad(cell, width) for cell, width in zip(cells, columns, strict=True))
    return "  ".join(padded).rstrip()
