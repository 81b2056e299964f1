"""The head of a page: what it tells machines is true, valid, and never markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from sphinx.testing.util import SphinxTestApp

from building import Site, build, make, parse
from sphinx_folio.ext.metadata import locale

NASTY = "</script> <!--<script> \" ' & ]]> \\u2028"
QUOTED = NASTY.replace("'", "''")


def meta(tree: Element, name: str) -> list[str | None]:
    """Return the contents of the meta elements of a name or property."""
    return [
        m.get("content") for m in tree.iter("meta") if name in {m.get("name"), m.get("property")}
    ]


def graph(tree: Element) -> dict[str, dict[str, Any]]:
    """Return the structured data of a page by type."""
    scripts = [s.text for s in tree.iter("script") if s.get("type") == "application/ld+json"]
    read = [json.loads(text or "") for text in scripts]
    assert all(one["@context"] == "https://schema.org" for one in read)
    found = {one["@type"]: one for one in read}
    assert len(found) == len(read)
    return found


def data(tree: Element) -> dict[str, Any]:
    """Return the structured data of what a page is about."""
    found = graph(tree)
    found.pop("BreadcrumbList", None)
    (one,) = found.values()
    return one


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
            "summary: Who she is.\n---\n\n# Ada Lovelace\n"
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
    # Once for when the reader acts, and once for where no script runs.
    links = [o for o in parse(nowhere, "blog/one").iter("link") if o.get("rel") == "manifest"]
    assert [link.get("href") for link in links] == 2 * ["../../manifest.webmanifest"]


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with a series in two languages, and posts that are known elsewhere."""
    folder = tmp_path_factory.mktemp("blog")
    source = make(
        folder / "site",
        conf="extensions = ['sphinx_folio']\nproject = 'A site'\nfolio_publisher = 'Editors'\n"
        "language = 'en'\nhtml_baseurl = 'https://x.example/s/'\nfolio_cards = False\n"
        "suppress_warnings = ['folio.translation']\n",
        index="---\nsummary: All of it.\n---\n\n# Home\n\n```{posts}\n```\n",
        people__ada="---\nname: Ada Lovelace\n---\n\n# Ada\n",
        blog__index="# Writing\n",
        blog__s__index="# Kernels & more\n",
        blog__s__one=post("One", "series: s\npart: 1\ntags: [a b, c]\nupdated: 2026-02-03\n"
                          "errata: [{date: 2026-03-04, text: Wrong.}]\nauthors: [ada]\n"),
        **{"blog__s__one.zh": post("一", "series: s\npart: 1\n")},
        blog__布局=post("布局", "language: zh-Hans\nsummary: 说明\n"),
        blog__away=post("Away", "external: https://away.example/post\n"),
        blog__kept=post("Kept", "canonical: https://away.example/kept?a=1&b=2\n"),
    )  # fmt: skip
    site = build(source, folder / "work")
    assert site.warnings == ()
    return site


def post(title: str, more: str = "") -> str:
    """Return a post."""
    return f"---\ndate: 2026-01-02\n{more}---\n\n# {title}\n\nThe first words of {title}.\n"


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("blog/布局", "https://x.example/s/blog/%E5%B8%83%E5%B1%80/"),
        ("blog/away", "https://away.example/post"),
        ("blog/kept", "https://away.example/kept?a=1&b=2"),
        ("blog/s", "https://x.example/s/blog/s/"),
        ("blog/tags/c", "https://x.example/s/blog/tags/c/"),
        ("", "https://x.example/s/"),
    ],
)
def test_a_page_has_one_canonical_address(blog: Site, page: str, address: str) -> None:
    tree = parse(blog, page)
    assert canonical(tree) == meta(tree, "og:url") == [address]


def test_a_post_says_when_where_and_about_what(blog: Site) -> None:
    tree = parse(blog, "blog/s/one")
    assert meta(tree, "article:published_time") == ["2026-01-02"]
    assert meta(tree, "article:modified_time") == ["2026-03-04"]
    assert meta(tree, "article:section") == ["Kernels & more"]
    assert meta(tree, "article:tag") == ["a b", "c"]
    assert meta(tree, "author") == ["Ada Lovelace"]
    assert meta(parse(blog, "blog/s"), "article:published_time") == []


@pytest.mark.parametrize(
    ("page", "own", "others"),
    [
        ("blog/s/one", "en_US", ["zh_CN"]),
        ("blog/s/one.zh", "zh_CN", ["en_US"]),
        ("blog/布局", "zh_CN", []),
        ("blog/tags", "en_US", []),
    ],
)
def test_a_page_says_its_language_and_the_others(
    blog: Site, page: str, own: str, others: list[str]
) -> None:
    tree = parse(blog, page)
    assert meta(tree, "og:locale") == [own]
    assert meta(tree, "og:locale:alternate") == others


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", "en_US"), ("en-GB", "en_GB"), ("pt_BR", "pt_BR"), ("zh-Hant", "zh_TW"),
     ("zh-Hant-HK", "zh_HK"), ("zh-Hans", "zh_CN"), ("eo", "eo")],
)  # fmt: skip
def test_a_language_is_written_as_open_graph_does(language: str, wanted: str) -> None:
    assert locale(language) == wanted


def test_structured_data_knows_series_and_translations(blog: Site) -> None:
    one = graph(parse(blog, "blog/s/one"))["BlogPosting"]
    assert one["isPartOf"] == {
        "@type": "CreativeWorkSeries",
        "name": "Kernels & more",
        "url": "https://x.example/s/blog/s/",
    }
    assert one["position"] == 1
    assert one["dateModified"] == "2026-03-04"
    assert one["author"] == {
        "@type": "Person", "name": "Ada Lovelace", "url": "https://x.example/s/people/ada/"
    }  # fmt: skip
    assert one["publisher"] == {"@type": "Organization", "name": "Editors"}
    assert one["workTranslation"] == [
        {"@type": "BlogPosting", "headline": "一", "inLanguage": "zh",
         "url": "https://x.example/s/blog/s/one.zh/"}
    ]  # fmt: skip
    other = graph(parse(blog, "blog/s/one.zh"))["BlogPosting"]
    assert other["translationOfWork"]["url"] == one["url"]
    # It states no authors, so it has those of its original.
    assert other["author"] == one["author"]


def test_a_page_says_the_way_to_it(blog: Site) -> None:
    way = graph(parse(blog, "blog/s/one"))["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in way] == [
        (1, "A site", "https://x.example/s/"),
        (2, "Writing", "https://x.example/s/blog/"),
        (3, "Kernels & more", "https://x.example/s/blog/s/"),
        (4, "One", "https://x.example/s/blog/s/one/"),
    ]
    tag = graph(parse(blog, "blog/tags/c"))["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in tag] == ["A site", "Writing", "Tags", "c"]
    section = graph(parse(blog, "blog"))["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in section] == ["A site", "Writing"]


def test_the_first_page_is_the_site(blog: Site) -> None:
    found = graph(parse(blog))
    assert set(found) == {"WebSite"}
    assert found["WebSite"] == {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "A site",
        "url": "https://x.example/s/",
        "inLanguage": "en",
        "description": "All of it.",
        "publisher": {"@type": "Organization", "name": "Editors"},
    }


@pytest.mark.parametrize(
    "conf",
    [("html_baseurl = ''",), ("folio_drafts = True",), ("folio_public = False",)],
)
def test_what_is_not_public_asks_not_to_be_indexed(tmp_path: Path, conf: tuple[str]) -> None:
    site = site_at(tmp_path, "html_baseurl = 'https://x.example/'", *conf)
    for page in PAGES:
        assert meta(parse(site, page), "robots") == ["noindex"], page
        assert meta(parse(site, page), "og:image") == [], page


def test_a_pull_request_on_read_the_docs_is_not_public(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READTHEDOCS_VERSION_TYPE", "external")
    site = site_at(tmp_path, "html_baseurl = 'https://x.example/'")
    assert meta(parse(site, "blog/one"), "robots") == ["noindex"]
    left = {"sitemap.xml", "robots.txt", "llms.txt", "_cards", "_images"}
    assert not left & {path.name for path in site.out.iterdir()}
    assert not [path for path in site.out.rglob("*") if path.suffix in {".atom", ".rss", ".xml"}]


def test_what_was_left_out_is_told_once_and_is_no_warning(tmp_path: Path) -> None:
    site_at(tmp_path)
    app = SphinxTestApp("dirhtml", srcdir=tmp_path / "site", builddir=tmp_path / "work")
    app.build()
    status, warnings = app.status.getvalue(), app.warning.getvalue()
    app.cleanup()
    told = [line for line in status.splitlines() if "sitemap.xml" in line]
    assert len(told) == 1
    assert told[0].startswith("conf.py gives no html_baseurl: no feeds")
    assert warnings == ""


def test_the_preview_image_has_a_full_address(tmp_path: Path) -> None:
    site = site_at(
        tmp_path,
        "html_baseurl = 'https://x.example'",
        "folio_preview_image = '_static/preview.png'",
        "folio_cards = False",
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
