"""The engine's own words in the language of a page: catalogs, dates and plurals."""

from __future__ import annotations

import datetime
import functools
import gettext
from pathlib import Path

from .models import MONTHS, Engagement, Month

CATALOGS = Path(__file__).parent / "locale"
DOMAIN = "sphinx_folio"

#: Where Chinese is written with traditional characters, for which there is no catalog yet.
_TRADITIONAL = {"hant", "tw", "hk", "mo"}

#: What languages call themselves.
_OWN_NAMES = {
    "ar": "العربية", "de": "Deutsch", "en": "English", "es": "Español", "fr": "Français",
    "hi": "हिन्दी", "it": "Italiano", "ja": "日本語", "ko": "한국어", "nl": "Nederlands",
    "pl": "Polski", "pt": "Português", "ru": "Русский", "tr": "Türkçe", "uk": "Українська",
    "vi": "Tiếng Việt", "zh": "中文",
}  # fmt: skip


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
        return self.either(one, many, count).format(count=count, **values)

    def either(self, one: str, many: str, count: int) -> str:
        """Return the form of the words that *count* things take, its places still empty."""
        return self._catalog.ngettext(one, many, count)

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

    def period(self, value: Engagement) -> str:
        """Return the time it took: ``Jun 2025 – present``, ``from Aug 2023``, ``2021``."""
        start = self.month(value.start) if value.start else ""
        end = self.month(value.end) if value.end else ""
        if not start or start == end:
            return end
        if value.ongoing:
            return self("{start} – present", start=start)
        if end:
            return self("{start} – {end}", start=start, end=end)
        return start if value.type in {"talk", "award"} else self("from {start}", start=start)

    def mentors(self, value: Engagement) -> str:
        """Return who was a mentor, ``""`` where nobody is named."""
        names, many = ", ".join(value.mentors), len(value.mentors)
        return self.plural("Mentor: {names}", "Mentors: {names}", many, names=names) if many else ""

    def advisors(self, value: Engagement) -> str:
        """Return who was an advisor, ``""`` where nobody is named."""
        names, many = ", ".join(value.advisors), len(value.advisors)
        if not many:
            return ""
        return self.plural("Advisor: {names}", "Advisors: {names}", many, names=names)

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


def has_words(language: str) -> bool:
    """Tell whether the engine has words in a language, which English has without a catalog."""
    names = catalog_names(language)
    return names[-1] == "en" or gettext.find(DOMAIN, CATALOGS, names) is not None


def own_name(language: str) -> str:
    """Return what a language (BCP 47) calls itself; its tag where that is not known."""
    return _OWN_NAMES.get(language.partition("-")[0].lower(), language)
