"""The place of a new post in its series: the announced part of its title, else after the last."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

import click

from ..errors import did_you_mean
from .site import Site


@dataclass(frozen=True)
class Plan:
    """The part of the front matter that the series gives, and what its author should know."""

    title: str
    values: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def plan_of(site: Site, series: str, title: str, part: int | None) -> Plan:
    """Return the place of the post called *title*; *part* is the one its author wants, if any."""
    known = site.series
    if series not in known:
        message = f"no series {series!r}: there is no blog/{series}/index.md."
        raise click.BadParameter(f"{message}{did_you_mean(series, known)}", param_hint="--series")
    announced = known[series].values.get("parts", ())
    written = site.parts.get(series, {})
    titles = {_folded(one["title"]): n for n, one in enumerate(announced, 1) if n not in written}
    number = part or titles.get(_folded(title)) or max([len(announced), *written]) + 1
    if number in written:
        taken = site.name_of(written[number][0].path)
        raise click.BadParameter(f"part {number} is {taken} already", param_hint="--part")
    plan = announced[number - 1] if number <= len(announced) else {}
    values: dict[str, Any] = {"series": series, "part": number}
    values |= {key: plan[key] for key in ("original", "summary") if plan.get(key)}
    named = plan.get("title", "")
    notes = _notes(title, number, named, [announced[one - 1]["title"] for one in titles.values()])
    # As the series spells it, where only capitals differ.
    return Plan(named if _folded(named) == _folded(title) else title, values, notes)


def _notes(title: str, number: int, named: str, unwritten: list[str]) -> tuple[str, ...]:
    if named and _folded(named) != _folded(title):
        return (f"Part {number} is announced as {named!r}.",)
    if named or not unwritten:
        return ()
    return (
        f"It is part {number}, which the series does not announce.{did_you_mean(title, unwritten)}",
    )


def _folded(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())
