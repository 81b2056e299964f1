"""Series: parts in order, written ones linked and planned ones not, and who stands before whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Site, build, make, of_class, parse, texts

CONF = (
    "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\nfolio_publisher = 'Editors'\n"
)
REFS = "@online{orig, title = {The <Original>}, url = {https://orig.example/2}}\n"
INDEX = "# Home\n\n```{series-index}\n```\n\n```{series} kernels\n```\n"


def part(number: int, title: str, *lines: str, series: str = "kernels") -> str:
    """Return the text of a post that is a part of a series."""
    head = ["---", "date: 2026-01-02", f"series: {series}", f"part: {number}", *lines, "---"]
    return "\n".join([*head, "", f"# {title}", ""])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with one series of five parts, three of them written."""
    folder = tmp_path_factory.mktemp("series")
    make(
        folder / "site",
        conf=CONF,
        refs=REFS,
        index=INDEX,
        blog__kernels__index=(
            "---\nsummary: All <of> it.\nparts:\n"
            "  - {title: First, summary: What <b>it</b> is}\n"
            "  - {title: <i>Second</i>, summary: Later, original: orig}\n"
            "  - Third\n  - {title: Fourth, original: orig}\n---\n\n# Kernels & more\n\n"
            "```{series}\n```\n"
        ),
        blog__kernels__z_first=part(1, "First & foremost"),
        blog__kernels__third=part(3, "Third, written", "summary: Its own words"),
        blog__kernels__a_fifth=part(5, "Not announced"),
        blog__other__index="# Other\n",
    )
    return build(folder / "site", folder / "work")


def test_the_site_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_parts_are_in_order_and_only_written_ones_are_linked(site: Site) -> None:
    page = parse(site, "blog/kernels")
    assert texts(page, "folio-part-head") == [
        "First & foremost",
        "<i>Second</i> planned",
        "Third, written",
        "Fourth planned",
        "Not announced",
    ]
    heads = of_class(page, "folio-part-head")
    assert [[link.get("href") for link in head.iter("a")] for head in heads] == [
        ["z_first/"], [], ["third/"], [], ["a_fifth/"],
    ]  # fmt: skip


def test_a_part_tells_what_it_is_about_and_its_original(site: Site) -> None:
    rows = of_class(parse(site, "blog/kernels"), "folio-part")
    assert [texts(row, "folio-part-summary") for row in rows] == [
        ["What <b>it</b> is"],
        ["Later"],
        ["Its own words"],
        [],
        [],
    ]
    assert [texts(row, "folio-part-detail") for row in rows] == [
        ["2 Jan 2026"],
        ["original: The <Original>"],
        ["2 Jan 2026"],
        ["original: The <Original>"],
        ["2 Jan 2026"],
    ]


def test_a_series_may_be_shown_on_another_page(site: Site) -> None:
    home = parse(site)
    assert len(of_class(home, "folio-parts")) == 3
    hrefs = [link.get("href") for link in of_class(home, "folio-parts")[-1].iter("a")]
    assert "blog/kernels/z_first/" in hrefs


def test_the_index_lists_every_series_with_its_summary(site: Site) -> None:
    home = parse(site)
    assert texts(home, "folio-series-title") == ["Kernels & more", "Other"]
    assert texts(home, "folio-series-summary") == ["All <of> it."]


def test_a_part_names_its_series_and_number(site: Site) -> None:
    assert texts(parse(site, "blog/kernels/third"), "folio-kicker") == ["Kernels & more · Part 3"]


def neighbours(site: Site, page: str) -> dict[str, tuple[str | None, str | None]]:
    """Return title and address of what a page's head calls previous and next."""
    return {
        link.get("rel", ""): (link.get("title"), link.get("href"))
        for link in parse(site, page).iter("link")
        if link.get("rel") in {"prev", "next"}
    }


def test_previous_and_next_follow_the_order_of_the_parts(site: Site) -> None:
    assert neighbours(site, "blog/kernels/z_first") == {
        "next": ("3. Third, written", "../third/"),
    }
    assert neighbours(site, "blog/kernels/third") == {
        "prev": ("1. First & foremost", "../z_first/"),
        "next": ("5. Not announced", "../a_fifth/"),
    }
    assert neighbours(site, "blog/kernels/a_fifth") == {
        "prev": ("3. Third, written", "../third/"),
    }
    assert neighbours(site, "blog/kernels") == {}


def test_every_fault_of_a_series_is_one_located_warning(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n\n```{series}\n```\n\n```{series} kernel\n```\n",
        blog__kernels__index="---\nparts: [{title: One, original: org}]\n---\n\n# Kernels\n",
        blog__broken__index="---\nsummary: s\nparts: [{titel: One}]\n---\n\n# Broken\n",
        blog__kernels__one=part(1, "One"),
        blog__kernels__twin=part(1, "Twin"),
        blog__lost=part(1, "Lost", series="kernells"),
        blog__nopart="---\ndate: 2026-01-01\nseries: kernels\n---\n\n# No part\n",
    )
    found = [line.replace(f"{source}/", "") for line in build(source, tmp_path / "work").warnings]
    assert sorted(found) == [
        "blog/broken/index.md:3: WARNING: parts: item 1: unknown key 'titel'. Did you mean 'title'?"
        " [folio.front-matter]",
        "blog/kernels/index.md:1: WARNING: part 'One': no entry 'org' in the bibliography."
        " Did you mean 'orig'? [folio.series]",
        "blog/kernels/twin.md:1: WARNING: part 1 of 'kernels' is blog/kernels/one.md too"
        " [folio.series]",
        "blog/lost.md:1: WARNING: no series 'kernells': no blog/kernells/index.md."
        " Did you mean 'kernels'? [folio.series]",
        "blog/nopart.md:1: WARNING: the post is in series 'kernels' but says no 'part:'"
        " [folio.series]",
        "index.md:3: WARNING: {series} stands outside a series' page; name the series:"
        " {series} cute [folio.series]",
        "index.md:6: WARNING: no series 'kernel'. Did you mean 'kernels' or 'broken'?"
        " [folio.series]",
    ]
