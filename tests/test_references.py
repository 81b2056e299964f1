"""References: the links of an entry, and the words that say when and where it appeared."""

from __future__ import annotations

import pytest

from sphinx_folio import references
from sphinx_folio.models import Name, Publication


def entry(type_: str = "article", *authors: Name, **fields: str) -> Publication:
    """Return an entry with the given authors and fields."""
    return Publication("k", type_, "A Title", authors, fields)


def links(type_: str = "article", **fields: str) -> list[tuple[str, str]]:
    """Return label and address of each link."""
    return [(one.label, one.url) for one in references.links(entry(type_, **fields))]


def test_the_page_of_the_paper_comes_first_and_only_once() -> None:
    assert links(doi="10.1/x", url="https://doi.org/10.1/x") == [("DOI", "https://doi.org/10.1/x")]
    assert links(doi="10.1/x", url="https://x.org/p") == [
        ("Paper", "https://x.org/p"),
        ("DOI", "https://doi.org/10.1/x"),
    ]


@pytest.mark.parametrize(
    ("type_", "url", "label"),
    [
        ("article", "https://openreview.net/forum?id=x", "OpenReview"),
        ("article", "https://OpenReview.net/forum?id=x", "OpenReview"),
        ("article", "https://openreview.net.evil.example/x", "Paper"),
        ("patent", "https://patents.google.com/patent/US1", "Register"),
        ("software", "https://github.com/a/b", "Code"),
        ("online", "https://x.org", "Record"),
    ],
)
def test_a_link_is_called_by_what_it_leads_to(type_: str, url: str, label: str) -> None:
    assert links(type_, url=url) == [(label, url)]


def test_an_identifier_of_another_archive_is_no_arxiv_link() -> None:
    assert links(eprint="x/1", archiveprefix="HAL") == []
    assert links(eprint="1", archiveprefix="arXiv") == [("arXiv", "https://arxiv.org/abs/1")]


def test_a_full_address_in_place_of_an_identifier_is_kept() -> None:
    assert links(doi="https://doi.org/10.1/x") == [("DOI", "https://doi.org/10.1/x")]


def test_a_patent_tells_the_month_of_its_grant_and_its_holder() -> None:
    patent = entry("patent", year="2021", month="3", holder="Engines, Inc.", volume="7")
    assert references.when(patent) == "granted Mar 2021"
    assert references.volume(patent) == "Engines, Inc."


def test_volume_number_and_pages_are_named() -> None:
    assert references.volume(entry(volume="7", pages="1–9")) == "vol. 7, pp. 1–9"
    assert references.volume(entry()) == ""
    assert references.when(entry(year="2021", month="3")) == "2021"


def test_plain_text_names_three_authors_at_most() -> None:
    people = [Name(family, "A.") for family in ("One", "Two", "Three", "Four")]
    found = entry("article", *people, journal="J", year="2020")
    assert references.plain(found) == "A. One, A. Two, A. Three et al. A Title. J. 2020"
    assert references.plain(entry("article", *people[:3])) == "A. One, A. Two, A. Three. A Title"
    assert references.plain(entry()) == "A Title"
