"""Data files of lists: venues and co-authors, each fault with its line, nothing else lost."""

from __future__ import annotations

import pytest

from sphinx_folio.errors import Fault
from sphinx_folio.venues import (
    SURFACES,
    Coauthor,
    Venue,
    contrast,
    read_coauthors,
    read_venues,
    visible,
)


def test_venues_have_a_full_name_a_colour_and_an_address() -> None:
    text = (
        "ICML: International Conference on Machine Learning\n"
        'AJP:\n  name: American Journal of Physics\n  color: "#3b7fb6"\n  url: https://x.org\n'
    )
    assert read_venues(text) == (
        (
            Venue("ICML", "International Conference on Machine Learning"),
            Venue("AJP", "American Journal of Physics", "#3b7fb6", "https://x.org"),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("colour", "problem"),
    [
        ("red", "is no colour of the form #1a2b3c; left out"),
        ("#fff; x: url(y)", "is no colour of the form #1a2b3c; left out"),
    ],
)
def test_what_is_no_colour_is_told_and_left_out(colour: str, problem: str) -> None:
    venues, (fault,) = read_venues(f'A: Name\nB:\n  name: Other\n  color: "{colour}"\n')
    assert venues == (Venue("A", "Name"), Venue("B", "Other"))
    assert fault.message.endswith(problem)
    assert fault.line == 2


@pytest.mark.parametrize(
    "colour", ["#ffff00", "#000080", "#00369f", "#3b7fb6", "#15181b", "#ffffff"]
)
def test_a_colour_can_be_seen_in_both_schemes(colour: str) -> None:
    for shown, surface in zip(visible(colour), SURFACES, strict=True):
        assert contrast(shown, surface) >= 3
        if contrast(colour, surface) >= 3:
            assert shown == colour


def test_coauthors_are_read_in_the_plain_form_and_in_alfolios() -> None:
    text = (
        "Charles Babbage: https://b.org\n"
        '"Lovelace":\n  - firstname: ["Ada", "A."]\n    url: https://a.org\n'
        '"Hopper":\n  - firstname: Grace\n    url: https://h.org\n'
    )
    assert read_coauthors(text) == (
        (
            Coauthor(("Charles Babbage",), "https://b.org"),
            Coauthor(("Lovelace, Ada", "Lovelace, A."), "https://a.org"),
            Coauthor(("Hopper, Grace",), "https://h.org"),
        ),
        (),
    )


def test_each_fault_has_its_line_and_the_rest_is_read() -> None:
    coauthors, faults = read_coauthors(
        "A B: https://a.org\nC D: javascript:alert(1)\nE F: [g]\nG H: https://g.org\n"
    )
    assert [one.names[0] for one in coauthors] == ["A B", "G H"]
    assert faults == (
        Fault("C D: 'javascript:alert(1)' is no http address", 2),
        Fault("E F: an address was expected, or a list of firstname and url", 3),
    )


@pytest.mark.parametrize(("text", "line"), [("a: [", 1), ("- a\n", 1), ("a: b: c", 1)])
def test_what_is_no_mapping_is_one_fault(text: str, line: int) -> None:
    venues, (fault,) = read_venues(text)
    assert venues == ()
    assert fault.line == line


def test_an_empty_file_says_nothing() -> None:
    assert read_venues("# nothing yet\n") == ((), ())


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
