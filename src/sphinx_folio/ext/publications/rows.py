"""One row of a list: badge, title, authors, venue, links, and what unfolds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes

from ... import references
from ...bibtex import writer
from ...models import Publication, Run
from ...venues import Venue
from ...words import Words
from ..disclosure import details
from ..domain import FolioDomain, domain_of
from ..markup import block, internal, joined, line, rich_nodes, span
from . import wording
from .authors import Legend, authors_block
from .disclosure import Row, data_row
from .files import file_links, preview

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def publication_row(
    app: Sphinx, docname: str, entry: Publication, marks: Legend, layout: str, number: int = 0
) -> Row:
    """Return the row of an entry, with a number unless it is 0."""
    domain = domain_of(app.env)
    _ = marks.words
    venue = _venue(domain, entry)
    heading = _title(app, docname, domain, entry)
    if number:
        heading = [span("folio-number", f"[{number}]"), nodes.Text(" "), *heading]
    main: list[nodes.Node] = [line("folio-publication-title", *heading)]
    if entry.authors:
        main.append(authors_block(domain, entry, marks))
    detail = _detail(entry, venue, _)
    if detail:
        main.append(line("folio-publication-venue", *detail))
    if layout != "compact":
        main += _more(app, docname, entry, _)
    picture = preview(app, entry) if layout != "compact" else None
    shown = [block("folio-publication-preview", picture)] if picture else []
    side = block("folio-publication-side", line("folio-badge", *_badge(entry, venue, _)), *shown)
    data = _data(entry)
    colour = venue.colour if venue else ""
    content = block("folio-publication-main", *main)
    return data_row("folio-publication", data, colour, side, content)


def _title(app: Sphinx, docname: str, domain: FolioDomain, entry: Publication) -> list[nodes.Node]:
    """Return the title, linked to the entry's page, else to where it was published."""
    title = rich_nodes(entry.runs("title")) or [nodes.Text(entry.key)]
    record = domain.get("publication", entry.key)
    if record:
        return [internal(app, docname, record, *title)]
    # A link within the title stays; one around it would be a link in a link.
    linked = any(run.url for run in entry.runs("title"))
    first = next(iter(references.links(entry)), None)
    if first is None or linked:
        return title
    return [nodes.reference("", "", *title, refuri=first.url, internal=False)]


def _venue(domain: FolioDomain, entry: Publication) -> Venue | None:
    """Return what the data file says of the venue of an entry."""

    def by_name() -> dict[str, Venue]:
        venues: tuple[Venue, ...] = domain.data.get("venues", ())
        return {venue.short.casefold(): venue for venue in venues}

    known = domain.cached("venues", by_name)
    asked = (entry.fields.get("abbr", ""), references.short_venue(entry))
    return next((known[name.casefold()] for name in asked if name.casefold() in known), None)


def _badge(entry: Publication, venue: Venue | None, _: Words) -> list[nodes.Node]:
    label = _label(entry, _)
    badge: nodes.Node = nodes.Text(label)
    if venue and venue.name:
        badge = nodes.abbreviation("", label, explanation=venue.name)
    if venue and venue.url:
        badge = nodes.reference("", "", badge, refuri=venue.url, internal=False)
    return [badge]


def _label(entry: Publication, _: Words) -> str:
    return entry.fields.get("abbr") or entry.year or wording.one(entry, _)


def _detail(entry: Publication, venue: Venue | None, _: Words) -> list[nodes.Node]:
    """Return venue, date, state and award in one line."""
    known = venue.name if venue else ""
    parts: list[nodes.Node | str] = [*wording.detail(entry, _, known, _label(entry, _))]
    award = entry.runs("award")
    if award and entry.fields["award"].lower() != "true":
        parts.append(span("folio-award", *rich_nodes(award)))
    return joined(parts, ", ")


def _more(app: Sphinx, docname: str, entry: Publication, _: Words) -> list[nodes.Node]:
    """Return keywords, remarks, links, and what unfolds."""
    found: list[nodes.Node] = []
    if entry.fields.get("keywords"):
        found.append(line("folio-keywords", " · ".join(entry.items("keywords"))))
    found += [
        line("folio-publication-note", *rich_nodes(_remark(entry.runs(field))))
        for field in ("additional_info", "annotation")
        if entry.fields.get(field)
    ]
    words: list[nodes.Node | str] = [*wording.links(entry, _), *file_links(app, docname, entry)]
    if words:
        found.append(line("folio-links", *joined(words, " ")))
    unfolding: list[nodes.Node] = []
    if entry.fields.get("abstract"):
        content = line("folio-abstract", *rich_nodes(entry.runs("abstract")))
        unfolding.append(details("folio-abstract-details", _("Abstract"), content))
    if entry.fields.get("bibtex_show", "").lower() != "false":
        source = writer.emit(entry)
        code = nodes.literal_block(source, source, language="none")
        unfolding.append(details("folio-bibtex", "BibTeX", code))
    return [*found, block("folio-unfolding", *unfolding)] if unfolding else found


def _remark(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return a remark without the full stop that al-folio needs before it."""
    return (replace(runs[0], text=runs[0].text.lstrip(" .,;")), *runs[1:])


def _data(entry: Publication) -> dict[str, str]:
    """Return what the facets ask of a row; several values stand between bars."""
    return {
        "key": entry.key,
        "year": entry.year,
        "type": references.genre(entry),
        "venue": references.short_venue(entry),
        "topic": "|".join(entry.items("keywords")),
        "person": "|".join(entry.people),
    }
