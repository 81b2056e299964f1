"""News: dated lines, newest first, withheld until their day, and known to the feeds."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from sphinx.testing.util import SphinxTestApp

from building import Site, build, differences, make, of_class, parse, texts
from sphinx_folio.ext.domain import domain_of
from sphinx_folio.ext.queries import news, news_of

CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\n"
POST = "---\ndate: 2026-01-01\n---\n\n# A post & more\n"


def page(*lines: str, options: str = "") -> str:
    """Return a page with news."""
    return "\n".join(
        ["# Home", "", "```{news}", *([options] if options else []), *lines, "```", ""]
    )


def rows(site: Site, name: str = "") -> list[Element]:
    """Return the items of news on a page."""
    return of_class(parse(site, name), "folio-news-item")


def items(site: Site, name: str = "") -> list[tuple[str | None, ...]]:
    """Return id, date and words of each item."""
    return [
        (row.get("id"), *texts(row, "folio-entry-date"), *texts(row, "folio-news-text"))
        for row in rows(site, name)
    ]


LINES = (
    "2025-12-31: The year **ends**: see [there](https://else.example/), `a:b` and $x$.",
    "2026-01-02: {folio:post}`p` and [](blog/p.md)",
    "  go on in a second line.",
    "2026-01-02: Earlier that day.",
    "",
    "2024-02-29: <b>Leap</b> & day",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with news on two pages."""
    folder = tmp_path_factory.mktemp("news")
    chinese = page("2026-01-03：新闻。").replace("# Home", "---\nlanguage: zh\n---\n\n# 首页")
    make(
        folder / "site",
        conf=CONF,
        index=page(*LINES) + "\n{folio:news}`index/2025-12-31`\n\n```{toctree}\nzh\n```\n",
        blog__p=POST,
        zh=chinese,
    )
    return build(folder / "site", folder / "work")


def test_the_site_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_news_are_newest_first_whatever_the_order_written(site: Site) -> None:
    assert items(site) == [
        ("news-2026-01-02-2", "2 Jan 2026",
         "A post & more and A post & more go on in a second line."),
        ("news-2026-01-02", "2 Jan 2026", "Earlier that day."),
        ("news-2025-12-31", "31 Dec 2025", "The year ends: see there, a:b and x."),
        ("news-2024-02-29", "29 Feb 2024", "Leap & day"),
    ]  # fmt: skip


def test_a_day_is_in_the_language_of_the_page_and_its_colon_may_be_wide(site: Site) -> None:
    ((anchor, day, words),) = items(site, "zh")
    assert (anchor, words) == ("news-2026-01-03", "新闻。")
    assert day == "2026年1月3日"


def test_an_item_is_markdown(site: Site) -> None:
    first, _second, third, _fourth = rows(site)
    assert [link.get("href") for link in first.iter("a")] == ["blog/p/", "blog/p/"]
    assert [one.text for one in third.iter("strong")] == ["ends"]
    assert [link.get("href") for link in third.iter("a")] == ["https://else.example/"]


def test_a_role_links_an_item(site: Site) -> None:
    (link,) = [a for a in parse(site).iter("a") if a.get("href") == "#news-2025-12-31"]
    assert "The year ends" in "".join(link.itertext())


def test_an_item_added_above_leaves_the_ids_of_its_day(tmp_path: Path) -> None:
    line = "2026-01-02: First."
    source = make(tmp_path / "site", conf=CONF, index=page(line))
    assert items(build(source, tmp_path / "work"))[0][0] == "news-2026-01-02"
    make(source, index=page("2026-01-02: Second.", line))
    assert [(anchor, text) for anchor, _day, text in items(build(source, tmp_path / "work"))] == [
        ("news-2026-01-02-2", "Second."),
        ("news-2026-01-02", "First."),
    ]


def test_two_lists_on_a_page_share_no_id(tmp_path: Path) -> None:
    line = "2026-01-02: Words."
    source = make(tmp_path / "site", conf=CONF, index=page(line) + page(line).replace("# Home", ""))
    assert [item[0] for item in items(build(source, tmp_path / "work"))] == [
        "news-2026-01-02",
        "news-2026-01-02-2",
    ]


def test_what_is_beyond_the_limit_is_folded_and_not_lost(tmp_path: Path) -> None:
    lines = [f"2026-01-0{day}: Day {day}." for day in range(1, 6)]
    source = make(tmp_path / "site", conf=CONF, index=page(*lines, options=":limit: 2"))
    site = build(source, tmp_path / "work")
    assert [text for _id, _day, text in items(site)] == [f"Day {day}." for day in range(5, 0, -1)]
    (older,) = of_class(parse(site), "folio-older")
    assert "".join(older[0].itertext()) == "Older news"
    assert texts(older, "folio-news-text") == ["Day 3.", "Day 2.", "Day 1."]


def test_every_bad_line_is_one_located_warning_and_costs_no_other(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        index=page(
            "2026-02-30: No such day.",
            "2026-01-02 No colon.",
            "2026-01-03: Good.",
            "yesterday: No date.",
            "2026-01-04:",
            "2026-01-05: {folio:post}`nowhere`",
            "  and on",
        ),
        more=page("2026-01 Also bad.", options=":limit: 1").replace(
            "# ", "---\norphan: 1\n---\n# "
        ),
    )
    site = build(source, tmp_path / "work")
    assert [line.replace(f"{source}/", "") for line in site.warnings] == [
        "index.md:4: WARNING: news: '2026-02-30' is no date; write YYYY-MM-DD [folio.news]",
        "index.md:5: WARNING: no item of news: '2026-01-02 No colon.'; write"
        " '2026-11-20: What is new' [folio.news]",
        "index.md:7: WARNING: news: 'yesterday' is no date; write YYYY-MM-DD [folio.news]",
        "index.md:8: WARNING: no item of news: '2026-01-04:'; write"
        " '2026-11-20: What is new' [folio.news]",
        "more.md:8: WARNING: no item of news: '2026-01 Also bad.'; write"
        " '2026-11-20: What is new' [folio.news]",
        "index.md:9: WARNING: no post 'nowhere'. [folio.reference]",
    ]
    assert [text for _id, _day, text in items(site)] == ["nowhere and on", "Good."]


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that makes it another day."""

    def turn(date: str) -> None:
        noon = datetime.datetime.fromisoformat(f"{date}T12:00:00+00:00")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))

    return turn


def holds(folder: Path, words: str) -> list[str]:
    """Return the files below a folder that hold some words."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and words.encode() in path.read_bytes()
    ]


def test_an_item_dated_ahead_is_in_no_byte_until_its_day(
    tmp_path: Path, day: Callable[[str], None]
) -> None:
    lines = ["2026-05-01: Public.", "2026-06-01: CANARYONE", "2026-07-01: CANARYTWO"]
    source = make(tmp_path / "site", conf=CONF, index=page(*lines), other=POST)
    work = tmp_path / "work"
    for now, shown in [
        ("2026-05-31", 0), ("2026-06-01", 1), ("2026-06-30", 1), ("2026-07-01", 2),
        ("2026-06-15", 1), ("2026-04-01", 0),
    ]:  # fmt: skip
        day(now)
        again = build(source, work)
        assert [bool(holds(work, word)) for word in ("CANARYONE", "CANARYTWO")] == [
            shown > 0,
            shown > 1,
        ], now
        clean = build(source, tmp_path / f"clean {now}")
        assert differences(again.out, clean.out) == [], now


def test_a_preview_shows_and_marks_what_is_dated_ahead(
    tmp_path: Path, day: Callable[[str], None]
) -> None:
    lines = ["2026-05-01: Public.", "2026-06-01: Ahead."]
    conf = CONF + "folio_drafts = True\n"
    source = make(tmp_path / "site", conf=conf, index=page(*lines))
    day("2026-05-31")
    assert [item[2] for item in items(build(source, tmp_path / "w"))] == [
        "Ahead. scheduled",
        "Public.",
    ]
    day("2026-06-01")
    assert [item[2] for item in items(build(source, tmp_path / "w"))] == ["Ahead.", "Public."]


def test_feeds_are_told_all_news_in_plain_text(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        index=page(*LINES) + "\n```{toctree}\nmore\n```\n",
        more=page("2026-01-01: Between."),
        blog__p=POST,
    )
    app = SphinxTestApp("dirhtml", srcdir=source, builddir=tmp_path / "work")
    try:
        app.build()
        found = news(domain_of(app.env))
    finally:
        app.cleanup()
    assert [(record.docname, record.anchor, news_of(record).text) for record in found] == [
        (
            "index",
            "news-2026-01-02-2",
            "A post & more and A post & more go on in a second line.",
        ),
        ("index", "news-2026-01-02", "Earlier that day."),
        ("more", "news-2026-01-01", "Between."),
        ("index", "news-2025-12-31", "The year ends: see there, a:b and x."),
        ("index", "news-2024-02-29", "<b>Leap</b> & day"),
    ]


def test_news_are_the_same_in_parallel_and_after_edits(tmp_path: Path) -> None:
    pages = {f"page{number}": page(f"2026-01-0{number}: Page.") for number in range(1, 9)}
    toctree = "\n```{toctree}\n" + "\n".join(pages) + "\n```\n"
    source = make(tmp_path / "site", conf=CONF, index=page(*LINES) + toctree, blog__p=POST, **pages)
    alone = build(source, tmp_path / "alone", jobs=1)
    assert differences(alone.out, build(source, tmp_path / "many", jobs=4).out) == []
    for number, (name, text) in enumerate(
        [
            ("index", page("2026-01-09: Added.", *LINES) + toctree),
            ("index", page(*LINES[:1], *LINES[3:]) + toctree),
            ("page1", "# No news\n"),
            ("blog__p", POST.replace("A post", "Another post")),
        ]
    ):
        make(source, **{name: text})
        again = build(source, tmp_path / "alone")
        clean = build(source, tmp_path / f"clean {number}")
        assert differences(again.out, clean.out) == [], number


def test_a_dated_line_is_an_item_of_its_own_however_it_stands(tmp_path: Path) -> None:
    lines = "2026-01-01: One,\n  which goes on.\n  2099-01-01: canary\n"
    source = make(tmp_path / "site", index=f"# Home\n\n```{{news}}\n{lines}```\n")
    site = build(source, tmp_path / "work")
    assert "canary" not in site.text("")
    assert "which goes on" in site.text("")
