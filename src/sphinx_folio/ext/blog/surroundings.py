"""Surroundings: what the page of a post shows of other pages, to readers and to machines.

By this a post is written again when a part of its series gets another title, and not for any post.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...digests import value_digest
from ..domain import FolioDomain, Record, domain_of
from ..queries import in_language_of, in_series, language_of, post_of, series_of, tag_slug
from .related import Related

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def _shown(app: Sphinx) -> dict[str, Any]:
    """Return what each post, and the page of each series, shows of others."""
    domain = domain_of(app.env)
    return {
        **{one.docname: _originals(domain, one) for one in domain.records("series")},
        **{one.docname: _around(domain, one) for one in domain.records("post")},
    }


def _originals(domain: FolioDomain, series: Record) -> list[str]:
    """Return the titles of the articles that parts of a series are named after."""
    entries = (domain.bibliography.get(part.original) for part in series_of(series).parts)
    return [entry.title for entry in entries if entry]


def _around(domain: FolioDomain, record: Record) -> list[Any]:
    """Return the people, the tags, the series and the related posts of a post."""
    post = post_of(record)
    people = [domain.get("person", one) for one in post.authors]
    related = map(Related._make, domain.derived("related", record.docname) or ())
    return [
        # A post without authors is by the site's only person, if it is not by its publisher.
        _named(domain, people if any(people) else domain.records("person")[:1]),
        _told(domain.get("tag", slug) for slug in dict.fromkeys(map(tag_slug, post.tags))),
        _told(domain.of(one.docname, "post") for one in related),
        _series(domain, post.series, record.docname),
    ]


def _series(domain: FolioDomain, name: str, docname: str) -> list[Any]:
    """Return the page of a series, in the language of another as well, and all of its parts."""
    series = domain.get("series", name)
    if series is None:
        return []
    language = language_of(domain, docname)
    return [
        _told([series, in_language_of(domain, series, docname)]),
        domain.cached(f"digest of {name} {language}", lambda: _parts(domain, series, language)),
    ]


def _parts(domain: FolioDomain, series: Record, language: str) -> str:
    written = [
        (post_of(one).part, one.title, one.docname)
        for one in in_series(domain, series.name, language)
    ]
    return value_digest([written, [part.title for part in series_of(series).parts]])


def _named(domain: FolioDomain, people: Iterable[Record | None]) -> list[Any]:
    return [(*_told([one]), domain.people[one.name].name) for one in people if one]


def _told(records: Iterable[Record | None]) -> list[Any]:
    return [(one.title, one.docname, one.anchor) if one else None for one in records]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the answer."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.connect("folio-page-shows", _shown)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
