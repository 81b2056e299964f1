"""What machines are told of a work: Highwire tags and structured data, from one entry each."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from sphinx_folio import highwire, schema_org
from sphinx_folio.models import Erratum, Link, Name, Person, Post, Publication

ADA = Name(family="Lovelace", given="Ada")
BEETHOVEN = Name(family="Beethoven", given="Ludwig", particle="van", suffix="Jr.")
TEAM = Name(literal="The Engine Team")
OTHERS = Name(literal="et al.")


def entry(kind: str, *authors: Name, title: str = "Notes", **fields: str) -> Publication:
    """Return an entry of the bibliography."""
    return Publication("k", kind, title, authors, {"title": title, **fields})


ARTICLE = entry(
    "article", ADA, BEETHOVEN, TEAM, OTHERS,
    journal="Memoirs", volume="3", number="2", pages="666–731", year="1843", month="sep",
    issn="1234-5678", doi="https://doi.org/10.1/ada", eprint="2404.02015", publisher="Taylor",
    keywords="engines, numbers", pdf="https://x.example/a.pdf", url="https://x.example/a",
)  # fmt: skip
PAPER = entry("inproceedings", ADA, booktitle="Proc. of Engines", pages="1", date="1843-09-02")
THESIS = entry("phdthesis", ADA, school="Home", year="1840")
REPORT = entry("techreport", ADA, institution="Royal Society", number="TR-1", year="1841")
PATENT = entry("patent", ADA, number="US 1 B2", holder="Engines, Inc.", date="2021-03-09")
SOFTWARE = entry("software", TEAM, version="1.2", url="https://code.example/e", year="2026")
DATASET = entry("dataset", ADA, year="2020", publisher="Zenodo", doi="10.2/data")


def test_an_article_has_the_tags_of_its_record_in_order() -> None:
    assert highwire.tags(ARTICLE, "https://ada.example/publications/notes/") == [
        ("citation_title", "Notes"),
        ("citation_author", "Lovelace, Ada"),
        ("citation_author", "van Beethoven, Jr., Ludwig"),
        ("citation_author", "The Engine Team"),
        ("citation_publication_date", "1843/09"),
        ("citation_journal_title", "Memoirs"),
        ("citation_volume", "3"),
        ("citation_issn", "1234-5678"),
        ("citation_issue", "2"),
        ("citation_firstpage", "666"),
        ("citation_lastpage", "731"),
        ("citation_doi", "10.1/ada"),
        ("citation_arxiv_id", "2404.02015"),
        ("citation_publisher", "Taylor"),
        ("citation_keywords", "engines"),
        ("citation_keywords", "numbers"),
        ("citation_pdf_url", "https://x.example/a.pdf"),
        ("citation_abstract_html_url", "https://ada.example/publications/notes/"),
    ]


@pytest.mark.parametrize(
    ("work", "tag", "content"),
    [
        (PAPER, "citation_conference_title", "Proc. of Engines"),
        (PAPER, "citation_publication_date", "1843/09/02"),
        (PAPER, "citation_firstpage", "1"),
        (THESIS, "citation_dissertation_institution", "Home"),
        (REPORT, "citation_technical_report_institution", "Royal Society"),
        (REPORT, "citation_technical_report_number", "TR-1"),
        (PATENT, "citation_patent_number", "US 1 B2"),
    ],
)
def test_each_type_says_where_it_appeared(work: Publication, tag: str, content: str) -> None:
    assert dict(highwire.tags(work))[tag] == content


@pytest.mark.parametrize(
    ("pdf", "shown"),
    [
        ("paper.pdf", False),
        ("/a.pdf", False),
        ("javascript:x", False),
        ("http://[", False),
        ("https://x.example/a.pdf", True),
    ],
)
def test_only_an_absolute_address_of_the_pdf_is_told(pdf: str, shown: bool) -> None:
    assert ("citation_pdf_url" in dict(highwire.tags(entry("article", pdf=pdf)))) is shown


def test_an_entry_with_nothing_has_no_empty_tag() -> None:
    assert highwire.tags(entry("misc", title="")) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("11905–11917", ("11905", "11917")),
        ("1--2", ("1", "2")),
        ("1-2", ("1", "2")),
        ("296:1–296:27", ("296:1", "296:27")),
        ("A-1--A-9", ("A-1", "A-9")),
        ("12", ("12", "")),
        ("1–2, 5–6", ("", "")),
        ("", ("", "")),
    ],
)
def test_pages_are_divided(text: str, wanted: tuple[str, str]) -> None:
    assert highwire.pages(text) == wanted


def test_an_article_stands_in_issue_volume_and_journal() -> None:
    found = schema_org.publication(ARTICLE, "What it is.", "https://ada.example/p/")
    assert found["@context"] == "https://schema.org"
    assert found["@type"] == "ScholarlyArticle"
    assert found["datePublished"] == "1843-09"
    assert [one["name"] for one in found["author"]] == [
        "Ada Lovelace",
        "Ludwig van Beethoven Jr.",
        "The Engine Team",
    ]
    assert found["author"][0]["@type"] == "Person"
    assert found["author"][2] == {"@type": "Organization", "name": "The Engine Team"}
    assert found["isPartOf"] == {
        "@type": "PublicationIssue",
        "issueNumber": "2",
        "isPartOf": {
            "@type": "PublicationVolume",
            "volumeNumber": "3",
            "isPartOf": {"@type": "Periodical", "name": "Memoirs", "issn": "1234-5678"},
        },
    }
    assert found["sameAs"] == [
        "https://doi.org/10.1/ada",
        "https://arxiv.org/abs/2404.02015",
        "https://x.example/a",
    ]
    assert (found["description"], found["url"]) == ("What it is.", "https://ada.example/p/")


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (PAPER, {"@type": "ScholarlyArticle", "datePublished": "1843-09-02"}),
        (PAPER, {"isPartOf": {"@type": "Book", "name": "Proc. of Engines"}}),
        (THESIS, {"@type": "Thesis", "publisher": {"@type": "Organization", "name": "Home"}}),
        (REPORT, {"@type": "Report"}),
        (PATENT, {"@type": "CreativeWork", "genre": "Patent", "identifier": "US 1 B2"}),
        (PATENT, {"copyrightHolder": {"@type": "Organization", "name": "Engines, Inc."}}),
        (SOFTWARE, {"@type": "SoftwareSourceCode", "codeRepository": "https://code.example/e"}),
        (SOFTWARE, {"version": "1.2"}),
        (DATASET, {"@type": "Dataset", "sameAs": "https://doi.org/10.2/data"}),
        (entry("misc", eprint="1"), {"@type": "ScholarlyArticle"}),
        (entry("misc"), {"@type": "CreativeWork"}),
    ],
)
def test_each_type_has_the_type_that_fits(work: Publication, said: dict[str, Any]) -> None:
    found = schema_org.publication(work)
    assert {key: found.get(key) for key in said} == said


def test_nothing_empty_and_no_address_that_is_none_is_told() -> None:
    found = schema_org.publication(entry("misc", url="javascript:alert(1)"))
    assert found == {"@context": "https://schema.org", "@type": "CreativeWork", "name": "Notes"}


def test_an_article_of_the_site_and_a_person() -> None:
    post = Post("one", datetime.date(2026, 1, 2), tags=("a",))
    found = schema_org.posting(post, "Title", [schema_org.who("Ada")], language="en")
    assert found["author"] == {"@type": "Person", "name": "Ada"}
    assert (found["inLanguage"], found["keywords"]) == ("en", ["a"])
    assert found["datePublished"] == found["dateModified"] == "2026-01-02"
    assert not {"url", "mainEntityOfPage", "image", "isPartOf"} & set(found)
    person = Person("ada", "Ada", email="a@b.example", links=(Link("x", "X", "https://x.example"),))
    assert "@b" not in json.dumps(schema_org.profile(person, "Ada"))
    assert schema_org.profile(person, "Ada")["sameAs"] == ["https://x.example"]


def test_no_text_ends_the_script_or_shows_an_address() -> None:
    nasty = entry("misc", title='</script><!--<script> a@b.example "')
    text = schema_org.script(schema_org.publication(nasty))
    inside = text.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in inside
    assert "@b" not in inside
    assert json.loads(inside)["name"] == nasty.title


def test_an_article_changed_when_its_last_erratum_says() -> None:
    errata = (Erratum(datetime.date(2026, 3, 4), "Wrong."),)
    post = Post("one", datetime.date(2026, 1, 2), datetime.date(2026, 2, 3), errata=errata)
    assert schema_org.posting(post, "Title", [])["dateModified"] == "2026-03-04"


def test_a_post_has_its_position_in_its_series() -> None:
    assert schema_org.part_of_series("S", 2, "https://x.example/s/") == {
        "isPartOf": {
            "@type": "CreativeWorkSeries", "name": "S", "url": "https://x.example/s/"
        },
        "position": 2,
    }  # fmt: skip
    assert schema_org.part_of_series("S", 0) == {
        "isPartOf": {"@type": "CreativeWorkSeries", "name": "S"}
    }


def test_breadcrumbs_count_from_one() -> None:
    found = schema_org.breadcrumbs([("Home", "https://x.example/"), ("A", "https://x.example/a/")])
    assert [one["position"] for one in found["itemListElement"]] == [1, 2]
    assert found["itemListElement"][1] == {
        "@type": "ListItem", "position": 2, "name": "A", "item": "https://x.example/a/"
    }  # fmt: skip


def test_an_image_has_a_size_only_where_that_is_known() -> None:
    assert schema_org.image("u", (2, 1)) == {
        "@type": "ImageObject", "url": "u", "width": 2, "height": 1
    }  # fmt: skip
    assert "width" not in schema_org.image("u")
