"""Citing a post: the BibTeX that its page offers reads back as what the post is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from building import Site, build, make, of_class, parse
from sphinx_folio.bibtex import parse as parse_bibtex
from sphinx_folio.digests import content_digest
from sphinx_folio.models import Name, Publication

CONF = (
    "project = 'Kernel Nötes'\nextensions = ['sphinx_folio']\n"
    "folio_publisher = 'A & B, the editors'\nhtml_baseurl = 'https://notes.example/site/'\n"
    "folio_public = False\n"
)
TITLE = "The CuTe of 100% & a_b #1 on GPU: a GEMM’s $tory"


def post(title: str, *lines: str) -> str:
    """Return the text of a post."""
    return "\n".join(["---", f"title: '{title}'", "date: 2026-01-31", *lines, "---", "", "Body."])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with a publisher, two people, and posts of each kind."""
    folder = tmp_path_factory.mktemp("citing")
    odd = post(TITLE)
    make(
        folder / "site",
        conf=CONF,
        index="# Home\n\n```{toctree}\npeople/ada\npeople/wang\n```\n",
        people__ada="---\nname: Ada von Lovelace\n---\n\n# Ada\n",
        people__wang="---\nname: 王小明\n---\n\n# Wang\n",
        blog__tiles__index="---\nparts: [One, Two]\n---\n\n# Tiles\n",
        blog__tiles__two=post("Two", "series: tiles", "part: 2", "authors: [ada, wang]"),
        blog__odd=odd,
        blog__else=post("Else", "external: https://else.example/a_b?c=%7E{1}"),
        **{"blog__odd.zh": post("布局", f"translation-hash: '{content_digest(odd)}'")},
    )
    return build(folder / "site", folder / "work")


def entry(site: Site, page: str) -> Publication:
    """Return the entry that a page offers, read as a reader's own tools would."""
    (details,) = of_class(parse(site, page), "folio-bibtex")
    (code,) = details.iter("pre")
    found = parse_bibtex("".join(code.itertext()))
    assert found.faults == ()
    (publication,) = found.publications
    return publication


def test_the_site_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_an_unsigned_post_is_cited_by_its_publisher(site: Site) -> None:
    found = entry(site, "blog/odd")
    assert found.type == "online"
    assert found.key == "odd-2026"
    assert found.authors == (Name(literal="A & B, the editors"),)
    assert found.title == TITLE
    assert found.fields["date"] == "2026-01-31"
    assert found.fields["url"] == "https://notes.example/site/blog/odd/"
    assert found.fields["organization"] == "Kernel Nötes"
    assert found.fields["langid"] == "english"
    assert "note" not in found.fields


def test_capitals_that_matter_stand_in_braces(site: Site) -> None:
    (details,) = of_class(parse(site, "blog/odd"), "folio-bibtex")
    text = "".join(details.itertext())
    assert "{CuTe}" in text
    assert "{GPU}" in text
    assert "{GEMM}" in text


def test_a_signed_part_of_a_series_names_its_authors_and_its_place(site: Site) -> None:
    found = entry(site, "blog/tiles/two")
    assert [name.full for name in found.authors] == ["Ada von Lovelace", "王小明"]
    assert found.authors[0].family == "Lovelace"
    assert found.key == "tiles-two-2026"
    assert found.fields["note"] == "Part 2 of Tiles"


def test_a_translation_is_cited_as_itself_in_its_language(site: Site) -> None:
    found = entry(site, "blog/odd.zh")
    assert (found.title, found.key) == ("布局", "odd-zh-2026")
    assert found.fields["langid"] == "chinese"


def test_a_post_that_is_published_elsewhere_is_cited_there(site: Site) -> None:
    assert entry(site, "blog/else").fields["url"] == "https://else.example/a_b?c=%7E%7B1%7D"


def test_without_an_address_the_site_gives_none(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf="extensions = ['sphinx_folio']\nfolio_publisher = 'P'\n",
        index="# Home\n",
        blog__x=post("X"),
    )
    found = entry(build(source, tmp_path / "work"), "blog/x")
    assert "url" not in found.fields
    assert found.key == "x-2026"


@pytest.mark.browser
def test_a_reader_can_copy_the_entry(
    browser: WebDriver, serve: Callable[[Path], str], site: Site
) -> None:
    browser.get(f"{serve(site.out)}blog/odd/")
    box = browser.find_element("css selector", ".folio-post-foot .folio-bibtex")
    assert box.find_elements("css selector", "button") == []
    box.find_element("css selector", "summary").click()
    buttons = WebDriverWait(browser, 5).until(
        lambda _: box.find_elements("css selector", ".folio-bibtex-actions button")
    )
    assert "Copy" in [button.text for button in buttons]
