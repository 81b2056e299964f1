"""How to cite a post: its entry in BibTeX, as biblatex and BibTeX styles for the web read it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ...bibtex.names import parse_name
from ...bibtex.writer import emit
from ...models import Name, Post, Publication
from ..domain import FolioDomain, Record, domain_of
from ..publishing import address
from ..queries import language_of, post_of, words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: What biblatex calls the languages (its field ``langid``), by their tag's first part.
LANGIDS = {
    "de": "ngerman", "en": "english", "es": "spanish", "fr": "french", "it": "italian",
    "ja": "japanese", "ko": "korean", "nl": "dutch", "pl": "polish", "pt": "portuguese",
    "ru": "russian", "tr": "turkish", "uk": "ukrainian", "zh": "chinese",
}  # fmt: skip


def citation(app: Sphinx, record: Record) -> str:
    """Return the BibTeX entry of a post.

    ``date`` is the day of publication; ``url`` is the address that the post itself calls its
    canonical one, else where it is published, else its page, where the site knows its own address.
    """
    domain = domain_of(app.env)
    post = post_of(record)
    url = post.canonical or post.external or address(app, record.docname)
    fields = {
        "title": record.title,
        "organization": _site(app) if _site(app) != app.config.folio_publisher else "",
        "date": post.date.isoformat(),
        "langid": LANGIDS.get(language_of(domain, record.docname).partition("-")[0].lower(), ""),
        # Braces would end the field.
        "url": url.replace("{", "%7B").replace("}", "%7D"),
        "note": _place(domain, record),
    }
    return emit(
        Publication(
            key=citation_key(post),
            type="online",
            title=record.title,
            authors=_authors(app, domain, post),
            fields={name: value for name, value in fields.items() if value},
        )
    )


def citation_key(post: Post) -> str:
    """Return the key: the post's path and its year, as ``cute-layout-2026``.

    It names no site and no person: who publishes a post need not have written it.
    """
    return f"{_slug(post.id)}-{post.date.year}"


def _slug(text: str) -> str:
    """Return *text* in small letters without accents, hyphens for what is none."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", letters)).strip("-")


def _site(app: Sphinx) -> str:
    name = app.config.project
    return "" if name == app.config.values["project"].default else str(name)


def _authors(app: Sphinx, domain: FolioDomain, post: Post) -> tuple[Name, ...]:
    people = [domain.people[one] for one in post.authors if one in domain.people]
    if not people and app.config.folio_publisher:
        return (Name(literal=app.config.folio_publisher),)
    if not people:
        people = [domain.people[record.name] for record in domain.records("person")[:1]]
    return tuple(parse_name(person.name) for person in people)


def _place(domain: FolioDomain, record: Record) -> str:
    post = post_of(record)
    series = domain.get("series", post.series)
    if series is None or not post.part:
        return series.title if series else ""
    _ = words_on(domain, record.docname)
    return _("Part {number} of {series}", number=post.part, series=series.title)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what it asks: nothing of its own."""
    app.setup_extension("sphinx_folio.ext.publishing")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
