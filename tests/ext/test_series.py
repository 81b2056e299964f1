"""Series: parts in order, written ones linked and planned ones not, and who stands before whom."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, make, of_class, parse, texts
from sphinx_folio.digests import content_digest

CONF = (
    "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\nfolio_publisher = 'Editors'\n"
)
REFS = "@online{orig, title = {The <Original>}, url = {https://orig.example/2}}\n"
INDEX = "# Home\n\n```{series-index}\n```\n\n```{series} kernels\n```\n"


def part(number: int, title: str, *lines: str, series: str = "kernels") -> str:
    """Return the text of a post that is a part of a series."""
    head = ["---", "date: 2026-01-02", f"series: {series}", f"part: {number}", *lines, "---"]
    return "\n".join([*head, "", f"# {title}", ""])


def of(original: str) -> str:
    """Return the line by which a translation says what it translates."""
    return f"translation-hash: '{content_digest(original)}'"


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
        ["2 Jan 2026 · 1 min read"],
        ["Original: The <Original>"],
        ["2 Jan 2026 · 1 min read"],
        ["Original: The <Original>"],
        ["2 Jan 2026 · 1 min read"],
    ]


def test_a_series_tells_how_much_of_it_there_is(site: Site) -> None:
    page = parse(site, "blog/kernels")
    assert texts(page, "folio-series-state") == ["3 of 5 parts written · 3 min so far"]
    assert texts(parse(site), "folio-series-state") == ["3 of 5 parts written · 3 min so far"]


def test_a_part_tells_what_it_needs_and_gives(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n",
        blog__kernels__index=(
            "---\nparts:\n  - title: One\n    needs: [C++, the <warp>]\n    gives: Layouts\n"
            "  - {title: Two, gives: [Tensors]}\n---\n\n# Kernels\n\n```{series}\n```\n"
        ),
        blog__kernels__one=part(1, "One"),
    )
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    rows = of_class(parse(site, "blog/kernels"), "folio-part")
    assert [texts(row, "folio-part-terms") for row in rows] == [
        ["Needs: C++; the <warp>", "Gives: Layouts"],
        ["Gives: Tensors"],
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


@pytest.fixture(scope="module")
def two_languages(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with one series whose parts are in English, in Chinese, or in both."""
    folder = tmp_path_factory.mktemp("languages")
    make(
        folder / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n",
        zh="---\nlanguage: zh\norphan: true\n---\n\n# 首页\n\n```{series} kernels\n```\n",
        blog__index="# Writing\n\n```{toctree}\nkernels/index\n```\n",
        blog__kernels__index=(
            "---\nparts: [{title: One, summary: It begins}, {title: Two, summary: It ends},"
            " {title: Three, summary: After}]\n---\n\n# Kernels\n\n```{series}\n```\n"
        ),
        blog__kernels__one=part(1, "One"),
        blog__kernels__two=part(2, "Two"),
        blog__kernels__three=part(3, "三", "language: zh"),
        **{
            "blog__kernels__one.zh": part(1, "一", "summary: 开始", of(part(1, "One"))),
            "blog__kernels__uno": part(
                1, "Uno", "language: es", "translation-of: kernels/one", of(part(1, "One"))
            ),
        },
    )
    return build(folder / "site", folder / "work")


def test_a_series_in_two_languages_is_one_series(two_languages: Site) -> None:
    assert two_languages.warnings == ()
    page = parse(two_languages, "blog/kernels")
    assert texts(page, "folio-part-title") == ["One", "Two", "三"]
    assert texts(page, "folio-series-state") == ["3 of 3 parts written · 3 min in all"]


def test_a_part_is_in_the_language_of_the_page_if_there_is_one(two_languages: Site) -> None:
    page = parse(two_languages, "zh")
    assert texts(page, "folio-part-title") == ["一", "Two", "三"]
    # What the series' page says is in its language; a part in the page's own says it itself.
    assert texts(page, "folio-part-summary")[:2] == ["开始", "It ends"]
    summaries = of_class(page, "folio-part-summary")
    assert [one.get("lang") for one in summaries[:2]] == [None, "en"]


def test_other_versions_of_a_part_are_linked_by_their_languages_own_names(
    two_languages: Site,
) -> None:
    def links(page: str) -> list[list[tuple[str | None, ...]]]:
        rows = of_class(parse(two_languages, page), "folio-part")
        return [
            [
                (link.text, link.get("lang"), link.get("hreflang"), link.get("href"))
                for link in of_class(row, "folio-version")
            ]
            for row in rows
        ]

    spanish = ("Español", "es", "es")
    assert links("blog/kernels") == [
        [(*spanish, "uno/"), ("中文", "zh", "zh", "one.zh/")],
        [],
        [],
    ]
    assert links("zh")[0] == [
        ("English", "en", "en", "../blog/kernels/one/"),
        (*spanish, "../blog/kernels/uno/"),
    ]


def test_previous_and_next_are_in_the_language_of_the_page(two_languages: Site) -> None:
    assert neighbours(two_languages, "blog/kernels/two") == {
        "prev": ("1. One", "../one/"),
        "next": ("3. 三", "../three/"),
    }
    chinese = neighbours(two_languages, "blog/kernels/three")
    assert [href for _title, href in chinese.values()] == ["../two/"]
    assert neighbours(two_languages, "blog/kernels/one.zh")["next"][1] == "../two/"


def test_every_fault_of_a_series_is_one_located_warning(tmp_path: Path) -> None:
    nopart = "---\ndate: 2026-01-01\nseries: kernels\n---\n\n# No part\n"
    source = make(
        tmp_path / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n\n```{series}\n```\n\n```{series} kernel\n```\n",
        blog__kernels__index="---\nparts: [{title: One, original: org}]\n---\n\n# Kernels\n",
        blog__broken__index="---\nsummary: s\nparts: [{titel: One}]\n---\n\n# Broken\n",
        blog__kernels__one=part(1, "One"),
        blog__kernels__twin=part(1, "Twin"),
        blog__kernels__guest=part(1, "Guest", series="broken"),
        blog__kernels__alone="---\ndate: 2026-01-01\npart: 3\n---\n\n# Alone\n",
        blog__lost=part(1, "Lost", series="kernells"),
        blog__nopart=nopart,
        blog__kernels__far=part(5, "Far"),
        **{
            "blog__kernels__one.zh": part(2, "一", of(part(1, "One"))),
            "blog__kernels__twin.zh": part(1, "双", of(part(1, "Twin")), series="broken"),
            "blog__nopart.zh": f"---\ndate: 2026-01-01\n{of(nopart)}\n---\n\n# 无\n",
        },
    )
    found = [line.replace(f"{source}/", "") for line in build(source, tmp_path / "work").warnings]
    assert sorted(found) == [
        "blog/broken/index.md:3: WARNING: parts: item 1: unknown key 'titel'. Did you mean 'title'?"
        " [folio.front-matter]",
        "blog/kernels/alone.md:3: WARNING: part 3, but of no series; write 'series: kernels'"
        " [folio.series]",
        "blog/kernels/far.md:4: WARNING: part 5 of 'kernels', but no parts 2 to 4: neither a post"
        " nor announced in blog/kernels/index.md [folio.series]",
        "blog/kernels/guest.md:3: WARNING: the post is in two series: it lies in the folder of"
        " 'kernels' and says 'broken'; move it or mend 'series:' [folio.series]",
        "blog/kernels/index.md:2: WARNING: part 'One': no entry 'org' in the bibliography."
        " Did you mean 'orig'? [folio.series]",
        "blog/kernels/one.zh.md:4: WARNING: the translation is part 2 of 'kernels', but its"
        " original blog/kernels/one.md is part 1 of 'kernels' [folio.series]",
        "blog/kernels/twin.md:4: WARNING: part 1 of 'kernels' is blog/kernels/one.md too"
        " [folio.series]",
        "blog/kernels/twin.zh.md:3: WARNING: the translation is part 1 of 'broken', but its"
        " original blog/kernels/twin.md is part 1 of 'kernels' [folio.series]",
        "blog/lost.md:3: WARNING: no series 'kernells': no blog/kernells/index.md."
        " Did you mean 'kernels'? [folio.series]",
        "blog/nopart.md:3: WARNING: the post is in series 'kernels' but says no 'part:'"
        " [folio.series]",
        "blog/nopart.zh.md:1: WARNING: the translation is in no series, but its original"
        " blog/nopart.md is in series 'kernels' [folio.series]",
        "index.md:3: WARNING: {series} stands outside a series' page; name the series:"
        " {series} cute [folio.series]",
        "index.md:6: WARNING: no series 'kernel'. Did you mean 'kernels' or 'broken'?"
        " [folio.series]",
    ]


@pytest.mark.parametrize(
    ("announced", "written", "missing"),
    [
        ("", (1, 2, 3), ""),
        ("One, Two, Three", (3,), ""),
        ("One, Two", (1, 3), ""),
        ("", (1, 3), "3.md:4: part 3 of 'kernels', but no part 2"),
        ("", (2,), "2.md:4: part 2 of 'kernels', but no part 1"),
        ("One", (4,), "4.md:4: part 4 of 'kernels', but no parts 2 to 3"),
    ],
)
def test_a_gap_is_a_part_that_is_neither_written_nor_announced(
    tmp_path: Path, announced: str, written: tuple[int, ...], missing: str
) -> None:
    posts = {f"blog__kernels__{number}": part(number, f"P{number}") for number in written}
    head = f"---\nparts: [{announced}]\n---\n\n# Kernels\n"
    source = make(
        tmp_path / "site", conf=CONF, refs=REFS, index="# H\n", **posts, blog__kernels__index=head
    )
    said = [
        line.replace(f"{source}/blog/kernels/", "")
        .replace("WARNING: ", "")
        .partition(": neither")[0]
        for line in build(source, tmp_path / "work").warnings
    ]
    assert said == ([missing] if missing else [])


def test_the_page_of_a_series_in_another_language_is_no_post(tmp_path: Path) -> None:
    pages = {
        "index": "# Home\n",
        "blog__index": "# Blog\n",
        "blog__cute__index": "---\nsummary: All of it.\n---\n\n# CuTe\n\n```{series}\n```\n",
        "blog__cute__index.zh": "---\ntranslation-of: blog/cute/index\n---\n\n# 系列\n\n"
        "```{series} cute\n```\n",
        "blog__cute__one": part(1, "One", series="cute"),
    }
    site = build(make(tmp_path / "site", conf=CONF, refs="", **pages), tmp_path / "work")
    assert [one for one in site.warnings if "translation-hash" not in one] == []
    page = parse(site, "blog/cute/index.zh")
    assert texts(page, "folio-part-title") == ["One"]
    assert ("One", "../one/") in _sidebar(page)
    # A part in that language leads to the page in that language.
    text = part(1, "一", "language: zh", "translation-of: cute/one", series="cute")
    make(tmp_path / "site", conf=CONF, refs="", blog__cute__yi=text)
    site = build(tmp_path / "site", tmp_path / "work")
    chinese = parse(site, "blog/cute/yi")
    (kicker,) = of_class(chinese, "folio-kicker")
    assert [(link.text, link.get("href")) for link in kicker.iter("a")] == [
        ("系列", "../index.zh/")
    ]
    assert ("系列", "../index.zh/") in _sidebar(chinese)


def _sidebar(page: Element) -> list[tuple[str, str]]:
    (tree,) = of_class(page, "sidebar-tree")
    return [("".join(link.itertext()), link.get("href", "")) for link in tree.iter("a")]
