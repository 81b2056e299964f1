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


def test_plain_text_names_three_authors_at_most() -> None:
    people = [Name(family, "A.") for family in ("One", "Two", "Three", "Four")]
    found = entry("article", *people, journal="J", year="2020")
    assert references.plain(found) == "A. One, A. Two, A. Three et al. A Title. J. 2020"
    assert references.plain(entry("article", *people[:3])) == "A. One, A. Two, A. Three. A Title"
    assert references.plain(entry()) == "A Title"


def test_alfolio_fields_are_links_too() -> None:
    assert links(
        html="https://x.org/p", arxiv="2404.1", pdf="https://x.org/p.pdf", supp="https://x.org/s",
        poster="https://x.org/b", slides="https://x.org/t", website="https://x.org/w",
        code="https://x.org/c", blog="https://x.org/l",
    ) == [
        ("Paper", "https://x.org/p"), ("arXiv", "https://arxiv.org/abs/2404.1"),
        ("PDF", "https://x.org/p.pdf"), ("Supplement", "https://x.org/s"),
        ("Code", "https://x.org/c"), ("Project", "https://x.org/w"), ("Slides", "https://x.org/t"),
        ("Poster", "https://x.org/b"), ("Post", "https://x.org/l"),
    ]  # fmt: skip


def test_one_word_leads_to_one_place() -> None:
    assert links(eprint="arXiv:1", arxiv="2") == [("arXiv", "https://arxiv.org/abs/1")]
    assert links(code="https://x.org/c", url="https://github.com/a/b") == [
        ("Code", "https://github.com/a/b")
    ]


def test_a_name_of_a_file_is_no_link_but_a_file() -> None:
    named = entry(pdf="p.pdf", preview="p.png", slides="https://x.org/s")
    assert [one.label for one in references.links(named)] == ["Slides"]
    assert references.files(named) == {"pdf": "p.pdf", "preview": "p.png"}


@pytest.mark.parametrize(
    ("type_", "genre"),
    [
        ("article", "paper"), ("misc", "paper"), ("phdthesis", "thesis"), ("thesis", "thesis"),
        ("techreport", "report"), ("book", "book"), ("patent", "patent"), ("dataset", "dataset"),
        ("software", "software"), ("presentation", "talk"), ("online", "post"),
    ],
)  # fmt: skip
def test_each_type_has_a_place_where_readers_look_for_it(type_: str, genre: str) -> None:
    assert references.genre(entry(type_)) == genre


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, ""),
        ({"pubstate": "inpress"}, "in press"),
        ({"status": "Under Review"}, "under review"),
        ({"pubstate": "prepublished"}, "preprint"),
        ({"status": "in press"}, "in press"),
        ({"status": "to be decided"}, "to be decided"),
    ],
)  # fmt: skip
def test_a_state_of_publication_is_told_in_words(fields: dict[str, str], status: str) -> None:
    assert references.status(entry(**fields)) == status


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ({"abbr": "ICML 2024"}, "ICML"), ({"abbr": "OSDI '22"}, "OSDI"), ({"abbr": "2024"}, "J"),
        ({}, "J"), ({"abbr": "US patent"}, "US patent"),
    ],
)  # fmt: skip
def test_the_short_venue_has_no_year(fields: dict[str, str], venue: str) -> None:
    assert references.short_venue(entry(journal="J", **fields)) == venue
