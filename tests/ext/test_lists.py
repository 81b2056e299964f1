"""Lists of posts: what a row says, which posts are chosen, and how long lists are folded."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, differences, make, of_class, parse, texts
from sphinx_folio.digests import content_digest

CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\n"
PUBLIC = CONF + "html_baseurl = 'https://example.org/site/'\n"


def post(date: str, title: str, *lines: str, body: str = "") -> str:
    """Return the text of a post."""
    return "\n".join(["---", f"date: {date}", *lines, "---", "", f"# {title}", "", body, ""])


def of(original: str) -> str:
    """Return the line by which a translation says what it translates."""
    return f"translation-hash: '{content_digest(original)}'"


ONE = post("2026-01-05", "One <i>", "tags: [gpu]", "summary: Said & <b>done</b>")
MIXED = {
    "blog__k__index": "# Kernels\n",
    "blog__k__one": ONE,
    "blog__k__one.zh": post("2026-01-08", "一", "tags: [gpu, 中文]", of(ONE)),
    "blog__k__two": post("2026-01-04", "Two", "series: k", "part: 1", body="First words. More."),
    "blog__bare": post("2025-12-31", "Bare", "tags: [gpu]"),
    "blog__away": post("2026-01-03", "Away", "external: https://else.example/a?b=1&c=2"),
    "blog__nur": post("2026-01-02", "仅中文", "language: zh", "summary: 只有中文"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of posts of every sort, with lists in two languages."""
    folder = tmp_path_factory.mktemp("lists")
    make(
        folder / "site",
        conf=PUBLIC,
        index="# Home\n\n```{posts}\n```\n",
        zh="---\nlanguage: zh\norphan: true\n---\n\n# 首页\n\n```{posts}\n```\n",
        blog__index="# Writing\n\n```{posts}\n```\n",
        **MIXED,
    )
    return build(folder / "site", folder / "work")


def rows(site: Site, page: str = "") -> list[Element]:
    """Return the rows of the lists on a page."""
    return of_class(parse(site, page), "folio-post")


def titles(site: Site, page: str = "") -> list[str]:
    """Return the titles in the lists on a page."""
    return texts(parse(site, page), "folio-post-title")


def test_the_site_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_each_post_has_one_row_in_the_language_of_the_page(site: Site) -> None:
    assert titles(site) == ["One <i>", "Two", "Away", "仅中文", "Bare"]
    assert titles(site, "zh") == ["一", "Two", "Away", "仅中文", "Bare"]


def test_a_row_says_date_and_summary_or_else_its_first_words(site: Site) -> None:
    found = rows(site)
    assert [texts(row, "folio-entry-date") for row in found[:2]] == [
        ["5 Jan 2026"],
        ["4 Jan 2026"],
    ]
    assert texts(found[0], "folio-post-summary") == ["Said & <b>done</b>"]
    assert texts(found[1], "folio-post-summary") == ["First words. More."]
    assert texts(found[4], "folio-post-summary") == []


def test_a_row_says_series_part_and_reading_time(site: Site) -> None:
    assert texts(rows(site)[1], "folio-post-facts") == ["Kernels · Part 1 · 1 min read"]


def test_other_languages_are_linked_by_their_own_names(site: Site) -> None:
    (link,) = of_class(rows(site)[0], "folio-version")
    assert (link.text, link.get("lang"), link.get("hreflang"), link.get("href")) == (
        "中文", "zh", "zh", "blog/k/one.zh/",
    )  # fmt: skip
    (link,) = of_class(rows(site, "zh")[0], "folio-version")
    assert (link.text, link.get("lang"), link.get("href")) == ("English", "en", "../blog/k/one/")
    assert of_class(rows(site)[1], "folio-version") == []


def test_words_in_another_language_than_the_page_say_so(site: Site) -> None:
    row = rows(site)[3]
    (title,) = of_class(row, "folio-post-title")
    assert [link.get("lang") for link in title.iter("a")] == ["zh"]
    assert [one.get("lang") for one in of_class(row, "folio-post-summary")] == ["zh"]


def test_a_post_that_is_published_elsewhere_leads_there_and_says_where(site: Site) -> None:
    row = rows(site)[2]
    (title,) = of_class(row, "folio-post-title")
    assert [link.get("href") for link in title.iter("a")] == ["https://else.example/a?b=1&c=2"]
    assert texts(row, "folio-post-facts") == ["published at else.example"]


def test_only_the_index_of_the_blog_leads_to_the_feed_of_all_posts(site: Site) -> None:
    (line,) = of_class(parse(site, "blog"), "folio-feed")
    assert [(link.text, link.get("href")) for link in line.iter("a")] == [("Feed", "atom.xml")]
    assert of_class(parse(site), "folio-feed") == []


def test_a_build_that_is_not_for_the_public_names_no_feed(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        index="# Home\n",
        blog__index="# Writing\n\n```{posts}\n```\n",
        **MIXED,
    )
    site = build(source, tmp_path / "work")
    for page in ("blog", "blog/tags/gpu"):
        assert "atom.xml" not in site.text(page)


CHOICES = [
    (":series: k", ["Two"]),
    (":tag: GPU", ["One <i>", "Bare"]),
    (":tag: 中文", ["一"]),
    (":year: 2025", ["Bare"]),
    (":year: 2026\n:limit: 2", ["One <i>", "Two"]),
    (":language: zh", ["一", "仅中文"]),
    (":language: en\n:tag: gpu", ["One <i>", "Bare"]),
    (":series: empty", []),
]


def test_options_choose_posts(tmp_path: Path) -> None:
    lists = {
        f"list{number}": f"# List\n\n```{{posts}}\n{options}\n```\n"
        for number, (options, _wanted) in enumerate(CHOICES)
    }
    index = "# Home\n\n```{toctree}\n" + "\n".join(lists) + "\n```\n"
    empty = "# Empty\n"
    source = make(
        tmp_path / "site", conf=CONF, index=index, blog__empty__index=empty, **lists, **MIXED
    )
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    for name, (options, wanted) in zip(lists, CHOICES, strict=True):
        assert titles(site, name) == wanted, options
        assert texts(parse(site, name), "folio-empty") == ([] if wanted else ["No posts yet."])


def test_every_bad_option_is_one_located_warning(tmp_path: Path) -> None:
    lists = (
        "```{posts}\n:series: kernels\n```\n\n```{posts}\n:tag: gpus\n```\n\n"
        "```{posts}\n:year: 2024\n```\n\n```{posts}\n:language: de\n```\n\n"
        "```{posts}\n:limit: few\n```\n\n```{posts}\n:yaer: 2025\n```\n"
    )
    source = make(tmp_path / "site", conf=CONF, index=f"# Home\n\n{lists}", **MIXED)
    site = build(source, tmp_path / "work")
    said = [line.replace(f"{source}/", "") for line in site.warnings]
    assert [line for line in sorted(said) if "folio." in line] == [
        "index.md:11: WARNING: no year '2024'. Did you mean '2026' or '2025'? [folio.series]",
        "index.md:15: WARNING: no language 'de'. Did you mean 'en'? [folio.series]",
        "index.md:3: WARNING: no series 'kernels'. Known: k. [folio.series]",
        "index.md:7: WARNING: no tag 'gpus'. Did you mean 'gpu'? [folio.series]",
    ]
    others = [line for line in said if "folio." not in line]
    assert len(others) == 2
    assert others[0].startswith("index.md:20: WARNING: 'posts': Invalid option value for 'limit'")
    assert others[1].startswith("index.md:24: WARNING: 'posts': Unknown option key: 'yaer'")
    assert len(of_class(parse(site), "folio-post")) == 2 * 5


def many(*counts: int) -> dict[str, str]:
    """Return posts: so many of 2026, of 2025 and so on."""
    return {
        f"blog__p{year}-{number}": post(f"{year}-01-{number + 1:02d}", f"P{year}-{number}")
        for year, count in zip(range(2026, 2020, -1), counts, strict=False)
        for number in range(count)
    }


def test_a_long_list_is_folded_by_year_and_holds_every_post(tmp_path: Path) -> None:
    posts = many(12, 8, 1, 3)
    source = make(tmp_path / "site", conf=CONF, index="# Home\n\n```{posts}\n```\n", **posts)
    page = parse(build(source, tmp_path / "work"))
    years = of_class(page, "folio-posts-year")
    assert [(year.tag, "".join(year[0].itertext()), year.get("open")) for year in years] == [
        ("details", "2026 · 12 posts", "open"),
        ("details", "2025 · 8 posts", "open"),
        ("details", "2024 · 1 post", None),
        ("details", "2023 · 3 posts", None),
    ]
    assert len(of_class(page, "folio-post")) == len(posts)
    assert sum(len(of_class(year, "folio-post")) for year in years) == len(posts)


@pytest.mark.parametrize(
    ("counts", "unfolded"), [((12, 9), 1), ((30, 1), 1), ((8, 8, 8, 6), 2), ((19, 5), 1)]
)
def test_the_first_year_is_open_and_others_that_end_within_twenty_posts(
    tmp_path: Path, counts: tuple[int, ...], unfolded: int
) -> None:
    index = "# Home\n\n```{posts}\n```\n"
    source = make(tmp_path / "site", conf=CONF, index=index, **many(*counts))
    years = of_class(parse(build(source, tmp_path / "work")), "folio-posts-year")
    assert ["open" in year.attrib for year in years] == [
        number < unfolded for number in range(len(counts))
    ]


@pytest.mark.parametrize("counts", [(15, 5), (28,), (2, 2, 2, 2)])
def test_a_list_of_few_posts_or_of_one_year_is_not_folded(
    tmp_path: Path, counts: tuple[int, ...]
) -> None:
    posts = many(*counts)
    source = make(tmp_path / "site", conf=CONF, index="# Home\n\n```{posts}\n```\n", **posts)
    page = parse(build(source, tmp_path / "work"))
    assert of_class(page, "folio-posts-year") == []
    assert len(of_class(page, "folio-post")) == len(posts)


def test_a_preview_marks_what_the_public_does_not_see(tmp_path: Path) -> None:
    posts = {
        "blog__a": post("9999-01-01", "Ahead"),
        "blog__b": post("2026-01-02", "Draft", "draft: true"),
        "blog__c": post("2026-01-01", "Public"),
    }
    index = "# Home\n\n```{posts}\n```\n"
    preview = make(tmp_path / "p", conf=CONF + "folio_drafts = True\n", index=index, **posts)
    assert titles(build(preview, tmp_path / "p-work")) == [
        "Ahead scheduled",
        "Draft draft",
        "Public",
    ]
    public = make(tmp_path / "s", conf=CONF, index=index, **posts)
    assert titles(build(public, tmp_path / "s-work")) == ["Public"]


def test_a_mark_goes_when_the_day_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conf = CONF + "folio_drafts = True\n"
    index = "# Home\n\n```{posts}\n```\n"
    source = make(tmp_path / "s", conf=conf, index=index, blog__a=post("2026-06-01", "Ahead"))
    for day, title in ((31, "Ahead scheduled"), (32, "Ahead")):
        noon = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
        epoch = (noon + datetime.timedelta(days=day - 1)).timestamp()
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(epoch)))
        assert titles(build(source, tmp_path / "work")) == [title]


def test_lists_are_the_same_in_parallel_and_after_edits(tmp_path: Path) -> None:
    index = "# Home\n\n```{posts}\n```\n\n```{years}\n```\n\n```{tags}\n```\n"
    source = make(tmp_path / "site", conf=CONF, index=index, **MIXED)
    alone = build(source, tmp_path / "alone", jobs=1)
    assert differences(alone.out, build(source, tmp_path / "many", jobs=4).out) == []
    blog = source / "blog"
    edits: list[Callable[[], object]] = [
        lambda: (blog / "new.md").write_text(post("2024-05-05", "New", "tags: [new]")),
        lambda: (blog / "bare.md").write_text(
            post("2025-12-31", "Bare", "tags: [gpu]", body="Now it speaks.")
        ),
        lambda: (blog / "bare.zh.md").write_text(
            post("2025-12-31", "空", of((blog / "bare.md").read_text()))
        ),
        lambda: (blog / "k" / "one.zh.md").rename(blog / "k" / "one.de.md"),
        (blog / "bare.md").unlink,
        lambda: (blog / "k" / "two.md").rename(blog / "k" / "deux.md"),
    ]
    for number, edit in enumerate(edits):
        edit()
        again = build(source, tmp_path / "alone")
        clean = build(source, tmp_path / f"clean {number}")
        assert differences(again.out, clean.out) == [], number
