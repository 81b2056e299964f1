"""Names: matched by what a person declares, never by a part of another name."""

from __future__ import annotations

import pytest

from sphinx_folio import names
from sphinx_folio.bibtex.names import parse_name
from sphinx_folio.models import Name, Person

ADA = Person("ada", "Ada King Lovelace", aliases=("Lovelace, Ada", "Augusta Byron", "艾达"))


@pytest.mark.parametrize(
    "written",
    [
        "Ada King Lovelace", "Lovelace, Ada King", "Ada Lovelace", "Lovelace, Ada", "LOVELACE, ADA",
        "A. Lovelace", "Lovelace, A.", "A. K. Lovelace", "Lovelace, A.K.", "Byron, Augusta",
        "Byron, A.", "艾达", r"L{\"o}velace, {\'A}da",
    ],
)  # fmt: skip
def test_every_declared_form_and_its_initials_are_the_person(written: str) -> None:
    assert names.find(ADA, [Name("Other"), parse_name(written)]) == 1


@pytest.mark.parametrize(
    "written",
    [
        "Adam Lovelace", "Ada Love", "Ada Lovelacey", "Lovelace", "Ada", "B. Lovelace", "Byron, B.",
        "Anna Lovelace", "Ada Mary Lovelace", "{Ada Lovelace Institute}", "艾达伦", "others",
    ],
)  # fmt: skip
def test_no_part_of_a_name_and_no_namesake_is_the_person(written: str) -> None:
    assert names.find(ADA, [parse_name(written)]) is None


def test_a_declared_form_goes_before_the_initials_of_a_namesake() -> None:
    assert names.find(ADA, [parse_name("Lovelace, A."), parse_name("Lovelace, Ada")]) == 1


@pytest.mark.parametrize("written", ["Lovelace*, Ada", "Ada Lovelace†", "Lovelace∗‡, A."])
def test_a_mark_behind_a_name_is_no_part_of_it(written: str) -> None:
    assert names.find(ADA, [parse_name(written)]) == 0


def test_nobody_is_found_among_no_authors() -> None:
    assert names.find(ADA, []) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (Name("Lovelace", "Ada"), "Lovelace, Ada"),
        (Name("Lovelace", "Ada"), "ada  lovelace"),
        (Name("Beethoven", "Ludwig", "van"), "van Beethoven, Ludwig"),
        (Name("King", "Martin", "", "Jr."), "King, Jr., Martin"),
        (Name("King", "Martin", "", "Jr."), "Martin King Jr."),
        (Name("Gödel", "Kurt"), "Kurt Godel"),
        (Name("张", "三"), "张三"),
    ],
)
def test_one_name_may_be_written_in_either_order(name: Name, text: str) -> None:
    assert names.same(name, text)


def test_initials_are_not_the_same_name() -> None:
    assert not names.same(Name("Lovelace", "Ada"), "A. Lovelace")
