"""The head of a page: what it tells machines is true, valid, and never markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, make, parse

NASTY = "</script> <!--<script> \" ' & ]]> \\u2028"
QUOTED = NASTY.replace("'", "''")


def meta(tree: Element, name: str) -> list[str | None]:
    """Return the contents of the meta elements of a name or property."""
    return [
        m.get("content") for m in tree.iter("meta") if name in {m.get("name"), m.get("property")}
    ]


def data(tree: Element) -> dict[str, Any]:
    """Return the structured data of a page."""
    (found,) = [s.text for s in tree.iter("script") if s.get("type") == "application/ld+json"]
    assert found is not None
    read = json.loads(found)
    assert isinstance(read, dict)
    return read


def canonical(tree: Element) -> list[str | None]:
    """Return the canonical addresses of a page."""
    return [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"]


def site_at(folder: Path, *conf: str) -> Site:
    """Return a site with the given lines in its conf.py."""
    source = make(
        folder / "site",
        conf="\n".join(["extensions = ['sphinx_folio']", "project = 'My & <Site>'", *conf, ""]),
        index=(
            "---\nsummary: 'About \"all\" of it'\n---\n\n# Home\n\n```{toctree}\npeople/ada\n```\n"
        ),
        people__ada=(
            "---\nname: Ada Lovelace\naffiliation: The Engine\n"
            "links: {github: ada, email: a@b.example}\n"
            "summary: Who she is.\n---\n\n# Ada\n"
        ),
        blog__one=(
            f"---\ndate: 2026-01-02\nupdated: 2026-02-03\nsummary: '{QUOTED}'\ntags: ['{QUOTED}']\n"
            f"authors: [ada]\nlanguage: en-GB\n---\n\n# Title & `<code>`\n"
        ),
        blog__s__index="# S\n",
    )
    return build(source, folder / "work")


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site that does not know its address."""
    return site_at(tmp_path_factory.mktemp("nowhere"))


@pytest.fixture(scope="module", params=["https://x.example/", "https://x.example"])
def somewhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the same site with an address, with and without a slash at its end."""
    return site_at(tmp_path_factory.mktemp("somewhere"), f"html_baseurl = {request.param!r}")


PAGES = ["", "people/ada", "blog/one", "blog/s"]


@pytest.mark.parametrize("page", PAGES)
def test_without_an_address_a_page_is_not_indexed_and_has_no_canonical(
    nowhere: Site, page: str
) -> None:
    tree = parse(nowhere, page)
    assert meta(tree, "robots") == ["noindex"]
    assert canonical(tree) == []
    assert meta(tree, "og:url") == []


@pytest.mark.parametrize("page", PAGES)
def test_with_an_address_every_page_says_its_own(somewhere: Site, page: str) -> None:
    tree = parse(somewhere, page)
    own = f"https://x.example/{page}{'/' if page else ''}"
    assert meta(tree, "robots") == []
    assert canonical(tree) == [own]
    assert meta(tree, "og:url") == [own]
    if page in {"people/ada", "blog/one"}:
        assert data(tree)["url"] == own


def test_a_page_says_what_it_is_about(nowhere: Site) -> None:
    tree = parse(nowhere)
    assert meta(tree, "description") == meta(tree, "og:description") == ['About "all" of it']
    assert meta(tree, "og:type") == ["website"]
    assert meta(tree, "og:site_name") == ["My & <Site>"]
    assert meta(parse(nowhere, "blog/s"), "description") == []


def test_the_title_of_a_post_is_text_everywhere(nowhere: Site) -> None:
    tree = parse(nowhere, "blog/one")
    title = tree.find(".//title")
    assert title is not None
    assert (title.text or "").startswith("Title & <code> ·")
    assert meta(tree, "og:title") == [data(tree)["headline"]] == ["Title & <code>"]
    assert meta(tree, "og:type") == ["article"]


def test_structured_data_of_a_post_is_valid_and_complete(nowhere: Site) -> None:
    found = data(parse(nowhere, "blog/one"))
    assert found == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": "Title & <code>",
        "datePublished": "2026-01-02",
        "dateModified": "2026-02-03",
        "author": {"@type": "Person", "name": "Ada Lovelace"},
        "inLanguage": "en-GB",
        "keywords": [NASTY],
        "description": NASTY,
    }


def test_structured_data_of_a_person_holds_no_address(nowhere: Site) -> None:
    found = data(parse(nowhere, "people/ada"))
    assert found == {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": "Ada Lovelace",
        "sameAs": ["https://github.com/ada"],
        "affiliation": {"@type": "Organization", "name": "The Engine"},
        "description": "Who she is.",
    }


def test_no_string_ends_or_opens_an_element(nowhere: Site) -> None:
    tree = parse(nowhere, "blog/one")
    assert meta(tree, "description") == [NASTY]
    assert tree.find(".//article") is not None
    assert tree.find("head/title") is not None


@pytest.mark.parametrize("page", PAGES)
def test_a_page_states_each_thing_once(nowhere: Site, page: str) -> None:
    tree = parse(nowhere, page)
    for name in ("viewport", "robots", "og:title", "og:type", "og:site_name"):
        assert len(meta(tree, name)) == 1, name
    assert len(list(tree.iter("title"))) >= 1


def test_the_manifest_is_valid_and_linked(nowhere: Site) -> None:
    manifest = json.loads((nowhere.out / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["short_name"] == "My & <Site>"
    (link,) = [o for o in parse(nowhere, "blog/one").iter("link") if o.get("rel") == "manifest"]
    assert link.get("href") == "../../manifest.webmanifest"


def test_the_preview_image_has_a_full_address(tmp_path: Path) -> None:
    site = site_at(
        tmp_path,
        "html_baseurl = 'https://x.example'",
        "folio_preview_image = '_static/preview.png'",
    )
    assert meta(parse(site), "og:image") == ["https://x.example/_static/preview.png"]


def test_a_title_in_front_matter_is_text(tmp_path: Path) -> None:
    title = "<img src=x onerror=alert(1)> *a* & $b$"
    source = make(
        tmp_path / "site",
        index="# Home\n\n```{posts}\n```\n",
        conf="extensions = ['sphinx_folio']\nfolio_publisher = 'E'\n",
        blog__one=f"---\ntitle: '{title}'\ndate: 2026-01-01\n---\n\nBody.\n",
    )
    site = build(source, tmp_path / "work")
    for page in ("", "blog/one"):
        tree = parse(site, page)
        assert not [one for one in tree.iter() if "onerror" in one.attrib]
        article = tree.find(".//article")
        assert article is not None
        assert title in "".join(article.itertext())
    assert data(parse(site, "blog/one"))["headline"] == title
