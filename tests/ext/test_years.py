"""Years: a page for each year of posts, linked from everywhere, and none once it has no post."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, make, of_class, parse, texts
from sphinx_folio.digests import content_digest

CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\n"
INDEX = "# Writing\n\n```{years}\n```\n\n```{posts}\n```\n"


def post(date: str, title: str, *lines: str) -> str:
    """Return the text of a post."""
    return "\n".join(["---", f"date: {date}", *lines, "---", "", f"# {title}", ""])


OLD = post("2024-02-29", "Old")
POSTS = {
    "blog__old": OLD,
    "blog__new": post("2026-01-01", "New"),
    "blog__newer": post("2026-01-02", "Newer"),
    "blog__k__index": "# K\n",
    "blog__old.zh": post("2025-06-01", "旧", f"translation-hash: '{content_digest(OLD)}'"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with posts of two years, and a translation made in a third."""
    folder = tmp_path_factory.mktemp("years")
    make(
        folder / "site",
        conf=CONF,
        index="# Home\n\nSee {folio:year}`2024` and {folio:year}`last year <2026>`.\n",
        zh="---\nlanguage: zh\norphan: true\n---\n\n# 首页\n\n```{years}\n```\n",
        blog__index=INDEX,
        **POSTS,
    )
    return build(folder / "site", folder / "work")


def years(site: Site, page: str) -> list[tuple[str, str | None]]:
    """Return the years that a page lists, with their counts and where they lead."""
    (listed,) = of_class(parse(site, page), "folio-year-list")
    found = []
    for item in listed.iter("li"):
        link = next(item.iter("a"), None)
        words = " ".join("".join(item.itertext()).split())
        found.append((words, None if link is None else link.get("href")))
    return found


def heading(page: Element) -> str:
    """Return the words of a page's first heading, without the link to it."""
    found = page.find(".//article//h1")
    assert found is not None
    return found.text or ""


def test_the_site_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_a_year_has_a_page_with_its_posts(site: Site) -> None:
    page = parse(site, "blog/2026")
    assert heading(page) == "Posts of 2026"
    assert texts(page, "folio-post-title") == ["Newer", "New"]
    assert texts(parse(site, "blog/2024"), "folio-post-title") == ["Old"]


def test_a_translation_makes_no_year(site: Site) -> None:
    assert not (site.out / "blog" / "2025").exists()


def test_years_are_linked_from_the_index_and_between_each_other(site: Site) -> None:
    assert years(site, "blog") == [("2026 2", "2026/"), ("2024 1", "2024/")]
    assert years(site, "blog/2024") == [("2026 2", "../2026/"), ("2024 1", None)]
    (line,) = of_class(parse(site, "blog/2024"), "folio-more")
    assert [(link.text, link.get("href")) for link in line.iter("a")] == [("All posts", "../")]


def test_a_year_in_another_language_lists_what_that_language_has(site: Site) -> None:
    assert [text for text, _href in years(site, "zh")] == ["2026 2"]


def test_a_role_links_a_year(site: Site) -> None:
    links = {
        "".join(link.itertext()): link.get("href")
        for link in parse(site).iter("a")
        if "blog/20" in link.get("href", "")
    }
    assert links == {"2024": "blog/2024/", "last year": "blog/2026/"}


@pytest.mark.parametrize("taken", ["blog__2026", "blog__2026__index"])
def test_a_page_that_has_the_address_of_a_year_keeps_it(tmp_path: Path, taken: str) -> None:
    page = post("2026-03-03", "My own") if taken == "blog__2026" else "# My own\n"
    source = make(
        tmp_path / "site", conf=CONF, index="# H\n", blog__index=INDEX, **POSTS, **{taken: page}
    )
    site = build(source, tmp_path / "work")
    name = taken.replace("__", "/") + ".md"
    assert [line.replace(f"{source}/", "") for line in site.warnings] == [
        f"{name}:1: WARNING: the year 2026 has no page of its own, because this one has its"
        " address; rename it [folio.reference]"
    ]
    assert heading(parse(site, "blog/2026")) == "My own"
    assert [text for text, _href in years(site, "blog")] == ["2024 1"]


def test_a_year_without_posts_has_no_page_any_more(tmp_path: Path) -> None:
    source = make(tmp_path / "site", conf=CONF, index="# H\n", blog__index=INDEX, **POSTS)
    assert (build(source, tmp_path / "work").out / "blog" / "2024").exists()
    (source / "blog" / "old.md").unlink()
    (source / "blog" / "old.zh.md").unlink()
    again = build(source, tmp_path / "work")
    assert not (again.out / "blog" / "2024").exists()
    assert years(again, "blog") == [("2026 2", "2026/")]


def test_a_blog_without_posts_has_no_years(tmp_path: Path) -> None:
    source = make(tmp_path / "site", conf=CONF, index="# H\n", blog__index=INDEX)
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    assert of_class(parse(site, "blog"), "folio-year-list") == []
