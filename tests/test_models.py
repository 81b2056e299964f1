"""The values: dates, periods, order, and what a publication says of itself."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from sphinx_folio.errors import did_you_mean
from sphinx_folio.models import Engagement, Month, Name, Publication


@pytest.mark.parametrize("text", ["2024-01", "2024-12", "1999-09"])
def test_a_month_is_read_and_written_alike(text: str) -> None:
    assert str(Month.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "2024", "2024-13", "2024-00", "2024-1", "24-01", "2024/01", "2024-01-01", "Jan 2024",
     "2024-01\n", "２０２４-01", "present", " 2024-01"],
)  # fmt: skip
def test_anything_else_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no date; write YYYY-MM \(for example 2024-09\)$"):
        Month.parse(text)


def test_a_year_alone_is_before_or_after_other_years_only() -> None:
    assert Month(2024).is_before(Month(2025, 1))
    assert not Month(2024).is_before(Month(2024, 6))
    assert not Month(2024, 6).is_before(Month(2024))
    assert Month(2024, 5).is_before(Month(2024, 6))


def test_a_year_alone_is_read_only_where_it_may_stand() -> None:
    assert Month.parse("2024", year_alone=True) == Month(2024)
    assert str(Month(2024)) == "2024"
    with pytest.raises(ValueError, match=r"or YYYY$"):
        Month.parse("24", year_alone=True)


def test_months_are_in_order_and_cannot_be_changed() -> None:
    dates = [Month(2024, 2), Month(2023, 12), Month(2024), Month(2024, 1)]
    assert [str(one) for one in sorted(dates)] == ["2023-12", "2024", "2024-01", "2024-02"]
    with pytest.raises(FrozenInstanceError):
        dates[0].year = 1  # type: ignore[misc]


def engagement(type_: str = "position", **values: Month | bool | None) -> Engagement:
    """Return an engagement of the given time."""
    return Engagement(type_, "id", "ada", "Analyst", **values)  # type: ignore[arg-type]


def test_what_lasts_is_newest_then_what_ended_last() -> None:
    ended = engagement(start=Month(2025), end=Month(2025, 3))
    earlier = engagement(start=Month(2020), end=Month(2025, 2))
    lasting = engagement(start=Month(2019), ongoing=True)
    unknown = engagement()
    found = sorted([lasting, earlier, unknown, ended], key=lambda one: one.sort_key)
    assert found == [unknown, earlier, ended, lasting]


def publication(type_: str = "misc", **fields: str) -> Publication:
    """Return an entry with the given fields."""
    return Publication("k", type_, "T", (), fields)


@pytest.mark.parametrize(
    ("fields", "year", "month"),
    [
        ({"year": "2024"}, "2024", 0),
        ({"year": "2024", "month": "7"}, "2024", 7),
        ({"year": "2024", "month": "July"}, "2024", 7),
        ({"year": "2024", "month": "13"}, "2024", 0),
        ({"year": "2024", "month": "soon"}, "2024", 0),
        ({"date": "2023-05-06"}, "2023", 5),
        ({"date": "2023"}, "2023", 0),
        ({"year": "in press"}, "", 0),
        ({}, "", 0),
    ],
)
def test_year_and_month_come_from_either_field(
    fields: dict[str, str], year: str, month: int
) -> None:
    found = publication(**fields)
    assert (found.year, found.month) == (year, month)


def test_people_and_keywords_are_comma_separated() -> None:
    assert publication(people=" ada , grace,,").people == ("ada", "grace")
    assert publication().people == ()


def test_equal_contributors_are_joined_by_and() -> None:
    assert publication(equal="Ada Lovelace and\n Anders And").equal == (
        "Ada Lovelace",
        "Anders And",
    )
    assert publication().equal == ()


@pytest.mark.parametrize(
    ("found", "venue"),
    [
        (publication("inproceedings", booktitle="Proc.", publisher="P"), "Proc."),
        (publication("article", journaltitle="J"), "J"),
        (publication("phdthesis", school="S"), "S"),
        (publication(eprint="2401.00001"), "arXiv preprint"),
        (publication("patent", number="US 1"), "US 1"),
        (publication(publisher="P"), "P"),
        (publication(), ""),
    ],
)
def test_the_venue_is_the_one_on_record(found: Publication, venue: str) -> None:
    assert found.venue == venue


@pytest.mark.parametrize(
    ("type_", "genre"),
    [("patent", "patent"), ("software", "software"), ("online", "post"), ("report", "paper")],
)
def test_a_reader_looks_for_a_genre_not_for_a_type(type_: str, genre: str) -> None:
    assert publication(type_).genre == genre


def test_a_name_in_chinese_script_has_its_family_name_first() -> None:
    assert Name("张", "三").full == "张三"
    assert Name("Zhang", "San").full == "San Zhang"


@pytest.mark.parametrize(
    ("word", "choices", "hint"),
    [
        ("tagz", ["tags", "title"], " Did you mean 'tags'?"),
        ("mux", ["duan2024muxserve", "b" * 30], " Did you mean 'duan2024muxserve'?"),
        ("zzz", ["b", "a"], " Known: a, b."),
        ("zzz", [f"a{n}" for n in range(13)], ""),
        ("zzz", [], ""),
        ("", ["abc"], " Known: abc."),
    ],
)
def test_a_hint_names_the_nearest_or_all_when_few(word: str, choices: list[str], hint: str) -> None:
    assert did_you_mean(word, choices) == hint
