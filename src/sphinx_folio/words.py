"""The engine's own words in the language of a page: catalogs, dates and plurals."""

from __future__ import annotations

import datetime
import functools
import gettext
from pathlib import Path

from .models import MONTHS, Month

CATALOGS = Path(__file__).parent / "locale"
DOMAIN = "sphinx_folio"

#: Where Chinese is written with traditional characters, for which there is no catalog yet.
_TRADITIONAL = {"hant", "tw", "hk", "mo"}


class Words:
    """Says the engine's words in one language; what no catalog knows stays English.

    Message ids are the English words; placeholders are named: ``words("Part {number}")``.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalog = gettext.translation(
            DOMAIN, CATALOGS, catalog_names(language), fallback=True
        )

    def __call__(self, text: str, /, **values: object) -> str:
        """Return the words for *text*, with *values* in the places that it names."""
        said = self._catalog.gettext(text)
        return said.format(**values) if values else said

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Return the words for *count* things; ``{count}`` is its place."""
        return self._catalog.ngettext(one, many, count).format(count=count, **values)

    def day(self, date: datetime.date) -> str:
        """Return a date for readers: ``20 Nov 2026``, ``2026年11月20日``."""
        return self(
            "{day} {month} {year}", day=date.day, month=self._month(date.month), year=date.year
        )

    def month(self, month: Month) -> str:
        """Return a month for readers: ``Sep 2024``, ``2024年9月``; or the year alone."""
        if not month.month:
            return self("{year}", year=month.year)
        return self("{month} {year}", month=self._month(month.month), year=month.year)

    def _month(self, number: int) -> str:
        return self(MONTHS[number - 1])


@functools.lru_cache(maxsize=64)
def words(language: str) -> Words:
    """Return the words of a language (BCP 47, such as ``zh`` or ``pt-BR``)."""
    return Words(language)


def catalog_names(language: str) -> list[str]:
    """Return the names of the catalogs that serve a language, the nearest first."""
    first, *rest = language.replace("_", "-").split("-")
    names = ["_".join([first.lower(), *(part.upper() for part in rest)]), first.lower()]
    if first.lower() == "zh" and _TRADITIONAL.isdisjoint(part.lower() for part in rest):
        names.insert(1, "zh_CN")
    return list(dict.fromkeys(names))
