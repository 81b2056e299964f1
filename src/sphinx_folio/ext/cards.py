"""Social cards: an image for each page, for where it is linked; set by Typst.

A card costs some milliseconds, so it is kept beside the doctrees under the digest of all that
decides about it, and made again only when that changes.
"""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sphinx.errors import ConfigError
from sphinx.util import logging

from .. import glyphs, references, typeset
from ..errors import Subtype
from ..models import Person, Publication
from ..words import words
from . import warn
from .domain import FolioDomain, Record, domain_of
from .previews import card_path, carded
from .publishing import is_public, page_names, site_name, write_bytes, writes_pages
from .queries import language_of, post_of, series_of
from .structured_data import authors, description_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

_logger = logging.getLogger("sphinx_folio")

TEMPLATE = typeset.TEMPLATES / "card.typ"
Card = dict[str, str]


def card(app: Sphinx, record: Record) -> Card:
    """Return what the card of a page says."""
    domain = domain_of(app.env)
    said: Card = {
        "language": language_of(domain, record.docname),
        "kicker": "",
        "title": record.title,
        "line": description_of(domain, record.docname),
        "byline": app.config.folio_publisher,
        "site": site_name(app),
    }
    if record.type == "home":
        base = urlsplit(app.config.html_baseurl)
        return said | {"title": site_name(app), "site": f"{base.netloc}{base.path}".strip("/")}
    if record.type == "post":
        byline = ", ".join(one["name"] for one in authors(app, domain, record))
        return said | {"kicker": _place(domain, record), "byline": byline}
    if record.type == "series":
        _ = words(said["language"])
        return said | {"kicker": _("Series"), "line": series_of(record).summary or said["line"]}
    if isinstance(record.value, Person):
        headline = record.value.headline or said["line"]
        return said | {"line": headline, "byline": record.value.affiliation}
    entry = domain.bibliography.get(record.name)
    return said | (_publication(entry) if entry else {})


def _place(domain: FolioDomain, record: Record) -> str:
    """Return the series of a post and its part there."""
    post = post_of(record)
    series = domain.get("series", post.series)
    _ = words(language_of(domain, record.docname))
    part = _("Part {number}", number=post.part) if post.part else ""
    return " · ".join(filter(None, (series.title, part))) if series else ""


def _publication(entry: Publication) -> Card:
    kicker = entry.fields.get("abbr") or references.short_venue(entry) or entry.venue
    if entry.year not in kicker:
        kicker = f"{kicker} {entry.year}".strip()
    # No line ends inside a name.
    names = ", ".join(name.full.replace(" ", "\u00a0") for name in entry.authors)
    return {"kicker": kicker, "line": names, "byline": ""}


def _write(app: Sphinx, exception: Exception | None) -> None:
    """Write the cards, those that are new from the cache beside the doctrees or made now."""
    if not writes_pages(app, exception) or not is_public(app):
        return
    if not app.config.folio_cards:
        if not typeset.is_available():
            _logger.info("no social cards: the extra is not installed, sphinx-folio[cards]")
        return
    cache = Path(app.doctreedir, "folio-cards")
    cache.mkdir(parents=True, exist_ok=True)
    style = typeset.fingerprint(TEMPLATE)
    used = set()
    for docname in page_names(app):
        record = carded(app, docname)
        if record is None:
            continue
        said = _shown(card(app, record), docname)
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        kept = cache / f"{hashlib.sha256((style + text).encode()).hexdigest()}.png"
        used.add(kept.name)
        try:
            _put(app, kept, said, card_path(docname))
        except typeset.TypesetError as error:
            warn(f"the social card could not be set: {error}", (docname, 1), Subtype.CARD)
    for old in cache.glob("*.png"):
        if old.name not in used:
            old.unlink()


def _shown(said: Card, docname: str) -> Card:
    """Return what a card says without the characters that no font has, such as emoji."""
    known = _known()
    lacking = {char for text in said.values() for char in text if ord(char) not in known}
    if not lacking:
        return said
    told = " ".join(sorted(lacking))
    _logger.info("the social card of %s is set without what no font has: %s", docname, told)
    return {
        name: " ".join("".join(char for char in text if char not in lacking).split())
        for name, text in said.items()
    }


@functools.lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    return glyphs.shown(typeset.font_files())


def _put(app: Sphinx, kept: Path, said: Card, name: str) -> None:
    """Put a card into the output, and into the cache if it is not there."""
    if not kept.is_file():
        beside = kept.with_suffix(".part")
        beside.write_bytes(typeset.compile_png(TEMPLATE, said))
        beside.replace(kept)
    write_bytes(app, name, kept.read_bytes())


def _written(app: Sphinx) -> list[str]:
    return [card_path(docname) for docname in page_names(app) if carded(app, docname)]


def _validate(app: Sphinx, config: Config) -> None:
    if config.folio_cards and not typeset.is_available():
        raise ConfigError(
            "folio_cards is True, but what sets the cards is not installed; install it with "
            "pip install 'sphinx-folio[cards]', or take the setting out"
        )


def _installed(config: Config) -> bool:
    return typeset.is_available()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the setting and the step."""
    app.setup_extension("sphinx_folio.ext.previews")
    # Part of what pages are made from: they name their cards, so they change when cards do.
    app.add_config_value("folio_cards", _installed, "html", bool, "False: no social cards")
    app.connect("config-inited", _validate, priority=600)
    app.connect("build-finished", _write, priority=700)
    app.connect("folio-files-written", _written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
