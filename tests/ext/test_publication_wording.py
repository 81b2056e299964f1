"""What is said of an entry: when it appeared, where in its volume, in which state."""

from __future__ import annotations

import pytest

from sphinx_folio.ext.publications import wording
from sphinx_folio.models import Publication
from sphinx_folio.words import words

ENGLISH, CHINESE = words("en"), words("zh")


def entry(type_: str = "article", **fields: str) -> Publication:
    """Return an entry with the given fields."""
    return Publication("k", type_, "A Title", (), fields)


def test_a_patent_tells_the_month_of_its_grant_and_its_holder() -> None:
    patent = entry("patent", year="2021", month="3", holder="Engines, Inc.", volume="7")
    assert wording.when(patent, ENGLISH) == "granted Mar 2021"
    assert wording.when(patent, CHINESE) == "2021年3月授权"
    assert wording.volume(patent, ENGLISH) == "Engines, Inc."


def test_a_patent_tells_when_it_was_filed_too() -> None:
    patent = entry("patent", year="2021", month="3", filed="2019-02-14")
    assert wording.when(patent, ENGLISH) == "filed Feb 2019, granted Mar 2021"
    assert wording.when(patent, CHINESE) == "2019年2月申请，2021年3月授权"


def test_volume_number_and_pages_are_named() -> None:
    paper = entry(volume="7", number="2", pages="1–9")
    assert wording.volume(paper, ENGLISH) == "vol. 7, no. 2, pp. 1–9"
    assert wording.volume(paper, CHINESE) == "第 7 卷, 第 2 期, 第 1–9 页"
    assert wording.volume(entry(), ENGLISH) == ""
    assert wording.when(entry(year="2021", month="3"), ENGLISH) == "2021"


@pytest.mark.parametrize(
    ("state", "english", "chinese"),
    [("inpress", "in press", "待刊"), ("as the author has it", "as the author has it", None)],
)
def test_a_state_is_said_in_words(state: str, english: str, chinese: str | None) -> None:
    assert wording.status(entry(pubstate=state), ENGLISH) == english
    assert wording.status(entry(pubstate=state), CHINESE) == (chinese or english)


def test_what_a_work_is_has_a_word_for_each_genre() -> None:
    assert wording.one(entry("phdthesis"), CHINESE) == "学位论文"
    assert wording.one(entry("dataset"), ENGLISH) == "Data set"
