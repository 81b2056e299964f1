"""The engine's words: dates, months, periods and plurals, in the language of a page."""

from __future__ import annotations

import datetime

import pytest

from sphinx_folio.models import Engagement, Month
from sphinx_folio.words import catalog_names, words

ENGLISH, CHINESE = words("en"), words("zh")


def engagement(type_: str = "position", **values: Month | bool | None) -> Engagement:
    """Return an engagement of the given time."""
    return Engagement(type_, "id", "ada", "Analyst", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (engagement(), "", ""),
        (engagement(start=Month(2023, 8)), "from Aug 2023", "2023年8月起"),
        (engagement(start=Month(2023, 8), ongoing=True), "Aug 2023 – present", "2023年8月至今"),
        (
            engagement(start=Month(2023, 8), end=Month(2024, 7)),
            "Aug 2023 – Jul 2024",
            "2023年8月 – 2024年7月",
        ),
        (engagement(start=Month(2023, 8), end=Month(2023, 8)), "Aug 2023", "2023年8月"),
        (engagement(end=Month(2024, 7)), "Jul 2024", "2024年7月"),
        (engagement("talk", start=Month(2023, 8)), "Aug 2023", "2023年8月"),
        (engagement("award", start=Month(2023)), "2023", "2023年"),
    ],
)
def test_a_period_tells_no_more_than_is_known(
    value: Engagement, english: str, chinese: str
) -> None:
    assert ENGLISH.period(value) == english
    assert CHINESE.period(value) == chinese


def test_a_day_stands_in_the_order_of_its_language() -> None:
    day = datetime.date(2026, 11, 5)
    assert ENGLISH.day(day) == "5 Nov 2026"
    assert CHINESE.day(day) == "2026年11月5日"


def test_a_plural_takes_the_form_of_its_count() -> None:
    assert [ENGLISH.plural("{count} post", "{count} posts", n) for n in (1, 2)] == [
        "1 post",
        "2 posts",
    ]
    assert CHINESE.plural("{count} post", "{count} posts", 2) == "2 篇文章"


def test_what_no_catalog_knows_stays_english() -> None:
    assert words("fr")("Part {number}", number=3) == "Part 3"
    assert CHINESE("a word that nobody says") == "a word that nobody says"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["en"]),
        ("pt-BR", ["pt_BR", "pt"]),
        ("zh", ["zh", "zh_CN"]),
        ("zh-Hans", ["zh_HANS", "zh_CN", "zh"]),
        ("zh-TW", ["zh_TW", "zh"]),
    ],
)
def test_a_language_is_served_by_the_nearest_catalog(language: str, names: list[str]) -> None:
    assert catalog_names(language) == names
