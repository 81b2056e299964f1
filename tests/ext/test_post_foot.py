"""The foot of a post: its series, how to cite it, where its source is, in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Site, build, make, of_class, parse, texts

CONF = (
    "project = 'Kernel notes'\nextensions = ['sphinx_folio']\nfolio_publisher = 'The editors'\n"
    "html_theme_options = {{'source_repository': {!r}, 'source_branch': 'main',"
    " 'source_directory': '/site/'}}\n"
)


def series(count: int) -> str:
    """Return the page of a series of so many parts."""
    parts = "".join(f"  - Part called {number}\n" for number in range(1, count + 1))
    return f"---\nparts:\n{parts}---\n\n# Series of {count}\n\n```{{series}}\n```\n"


def post(name: str, *lines: str) -> str:
    """Return the text of a post."""
    return "\n".join(["---", "date: 2026-01-01", *lines, "---", "", f"# {name}", "", "Body.", ""])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with a short series, a long one, and a post of neither."""
    folder = tmp_path_factory.mktemp("foot")
    make(
        folder / "site",
        conf=CONF.format("https://github.com/o/r/"),
        index="# Home\n",
        blog__short__index=series(3),
        blog__short__a=post("First", "series: short", "part: 1"),
        blog__short__c=post("Third", "series: short", "part: 3"),
        blog__long__index=series(7),
        blog__long__b=post("Second of many", "series: long", "part: 2"),
        **{"blog__a b": post("Alone & <odd>", "errata: [{date: 2026-01-02, text: Wrong.}]")},
    )
    return build(folder / "site", folder / "work")


def test_the_site_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_a_post_shows_all_parts_of_its_series_and_where_one_is(site: Site) -> None:
    page = parse(site, "blog/short/c")
    (contents,) = of_class(page, "folio-contents")
    rows = ["".join(row.itertext()).strip() for row in contents.iter("li")]
    assert rows == ["First", "Part called 2 planned", "Third"]
    assert [link.get("href") for link in contents.iter("a")] == ["../a/"]
    current = [one for one in contents.iter() if one.get("aria-current") == "page"]
    assert ["".join(one.itertext()) for one in current] == ["Third"]
    assert texts(page, "folio-series-place") == ["Series of 3 · Part 3 of 3"]


def test_a_long_series_is_folded_and_a_short_one_is_not(site: Site) -> None:
    (folded,) = of_class(parse(site, "blog/long/b"), "folio-contents-details")
    assert folded.tag == "details"
    assert folded.get("open") is None
    assert "".join(folded[0].itertext()) == "All 7 parts"
    assert len(list(folded.iter("li"))) == 7
    assert of_class(parse(site, "blog/short/a"), "folio-contents-details") == []


def test_a_post_outside_any_series_shows_none(site: Site) -> None:
    page = parse(site, "blog/a b")
    assert of_class(page, "folio-contents") == []
    assert texts(page, "folio-foot-title") == ["Corrections"]


def test_the_foot_is_in_order_and_outside_the_article(site: Site) -> None:
    page = parse(site, "blog/short/a")
    (foot,) = of_class(page, "folio-post-foot")
    order = ("title", "place", "contents", "bibtex", "source")
    names = [one.get("class", "") for one in foot]
    assert [kind for name in names for kind in order if kind in name] == list(order)
    classes = [one.get("class", "").split() for one in parse(site, "blog/a b").iter()]
    first = [
        next(n for n, names in enumerate(classes) if name in names)
        for name in ("folio-errata", "folio-post-foot")
    ]
    assert first == sorted(first)
    (section,) = [one for one in page.iter("section") if one.get("id") == "first"]
    assert foot not in list(section.iter())


def test_the_source_of_a_page_is_linked_where_furo_knows_the_repository(site: Site) -> None:
    (line,) = of_class(parse(site, "blog/a b"), "folio-source")
    (link,) = line.iter("a")
    assert link.get("href") == "https://github.com/o/r/blob/main/site/blog/a%20b.md"
    assert link.text == "Source of this page"


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("https://gitlab.com/o/r", "https://gitlab.com/o/r/-/blob/main/site/blog/x.md"),
        ("https://bitbucket.org/o/r", "https://bitbucket.org/o/r/src/main/site/blog/x.md"),
        ("https://codeberg.org/o/r", "https://codeberg.org/o/r/src/branch/main/site/blog/x.md"),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_each_forge_has_its_own_form_of_address(
    tmp_path: Path, repository: str, address: str
) -> None:
    source = make(
        tmp_path / "site", conf=CONF.format(repository), index="# Home\n", blog__x=post("X")
    )
    site = build(source, tmp_path / "work")
    lines = of_class(parse(site, "blog/x"), "folio-source")
    assert [link.get("href") for line in lines for link in line.iter("a")] == [address][
        : len(lines)
    ]
    assert len(lines) == bool(address)
