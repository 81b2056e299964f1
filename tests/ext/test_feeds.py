"""Feeds of a site: which there are, what is in them, and that they change only with their posts."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import html5lib
import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from sphinx.errors import ConfigError

from building import Site, build, copy_root, differences, make, parse
from sphinx_folio.digests import content_digest
from sphinx_folio.ext.feeds.channels import LIMIT
from sphinx_folio.feeds import clean
from validating import Unavailable, check_json, relax

BASE = "https://x.example/site"
CONF = f"""\
extensions = ['sphinx_folio']
project = 'A Site'
copyright = '2026, Ada'
html_baseurl = '{BASE}/'
folio_publisher = 'The Editors'
"""
MATHML = "{http://www.w3.org/1998/Math/MathML}"
ATOM = {"a": "http://www.w3.org/2005/Atom"}

PAGES = {
    "index": (
        "---\nsummary: What it is.\n---\n\n# Home\n\n```{news}\n2026-01-05: News of *us*.\n```\n"
    ),
    "blog__index": "# Blog\n",
    "people__ada": "---\nname: Ada\n---\n\n# Ada\n",
    "blog__s__index": "---\nsummary: A series.\n---\n\n# Series S\n",
    "blog__planned__index": "---\nparts: [{title: To come}]\n---\n\n# Planned\n",
    "blog__s__one": (
        "---\ndate: 2026-01-02\nupdated: 2026-01-03\nseries: s\npart: 1\ntags: [C++, 中文]\n"
        "authors: [ada]\nsummary: In short & well.\n---\n\n# One\n\nText, see [](two.md).\n\n"
        "## Sum\n\n$x_0^2$ and [sum](#sum)\n\n```{code-block} c\nif (a < b) {}\n```\n"
    ),
    "blog__s__two": "---\ndate: 2026-01-01\nseries: s\npart: 2\n---\n\n# Two\n\nUnsigned.\n",
    "blog__draft": "---\ndate: 2026-01-01\ndraft: true\ntags: [canary]\n---\n\n# Canary\n",
    "blog__ahead": "---\ndate: 9999-01-01\ntags: [canary]\n---\n\n# Canary\n",
}
PAGES["blog__s__one.zh"] = (
    f"---\ndate: 2026-01-04\nseries: s\npart: 1\ntags: [译文]\ntranslation-of: s/one\n"
    f"translation-hash: {content_digest(PAGES['blog__s__one'])}\n---\n\n# 一\n\n正文。\n"
)


def site_at(folder: Path, *, conf: str = CONF, **pages: str) -> Path:
    """Write the site with the given pages changed; an empty one is left out."""
    said = {name: text for name, text in {**PAGES, **pages}.items() if text}
    return make(folder, conf=conf, **said)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the site, built."""
    folder = tmp_path_factory.mktemp("feeds")
    return build(site_at(folder / "site"), folder / "work")


def read(site: Site, path: str) -> ET.Element:
    """Return a feed as an XML parser reads it."""
    return ET.fromstring((site.out / path).read_bytes())


def titles(site: Site, path: str) -> list[str]:
    """Return the titles of the entries of an Atom feed."""
    return [one.findtext("a:title", "", ATOM) for one in read(site, path).findall("a:entry", ATOM)]


def entry(site: Site, title: str, path: str = "blog/atom.xml") -> ET.Element:
    """Return one entry of an Atom feed."""
    entries = read(site, path).findall("a:entry", ATOM)
    return next(one for one in entries if one.findtext("a:title", "", ATOM) == title)


def ids(site: Site, path: str = "blog/atom.xml") -> dict[str, str]:
    """Return the ids of the entries by title."""
    entries = read(site, path).findall("a:entry", ATOM)
    return {one.findtext("a:title", "", ATOM): one.findtext("a:id", "", ATOM) for one in entries}


def feeds(site: Site) -> list[str]:
    """Return the files of a site that are feeds."""
    found = [*site.out.rglob("atom*.xml"), *site.out.rglob("rss*.xml")]
    found += site.out.rglob("feed*.json")
    return sorted(path.relative_to(site.out).as_posix() for path in found)


# --- which feeds there are ------------------------------------------------------------------------


def test_there_are_feeds_of_all_of_each_language_of_each_series_and_of_each_tag(
    site: Site,
) -> None:
    assert site.warnings == ()
    assert feeds(site) == [
        "blog/atom.en.xml",
        "blog/atom.xml",
        "blog/atom.zh.xml",
        "blog/feed.en.json",
        "blog/feed.json",
        "blog/feed.zh.json",
        "blog/planned/atom.xml",
        "blog/rss.en.xml",
        "blog/rss.xml",
        "blog/rss.zh.xml",
        "blog/s/atom.xml",
        "blog/tags/c++/atom.xml",
        "blog/tags/中文/atom.xml",
        "blog/tags/译文/atom.xml",
    ]


def test_what_is_in_them(site: Site) -> None:
    assert titles(site, "blog/atom.xml") == ["News of us.", "One", "Two"]
    assert titles(site, "blog/atom.en.xml") == titles(site, "blog/s/atom.xml") == ["One", "Two"]
    assert titles(site, "blog/atom.zh.xml") == ["一"]
    assert titles(site, "blog/tags/c++/atom.xml") == ["One"]
    assert titles(site, "blog/tags/译文/atom.xml") == ["一"]
    assert titles(site, "blog/planned/atom.xml") == []


def test_the_three_formats_hold_the_same(site: Site) -> None:
    atom = feedparser.parse((site.out / "blog/atom.xml").read_bytes())
    rss = feedparser.parse((site.out / "blog/rss.xml").read_bytes())
    items = json.loads((site.out / "blog/feed.json").read_text(encoding="utf-8"))["items"]
    assert not atom.bozo
    assert not rss.bozo
    for key in ("id", "title"):
        got = [one[key] for one in items]
        assert [one[key] for one in atom.entries] == [one[key] for one in rss.entries] == got
    contents = [one.content[0].value for one in atom.entries]
    assert contents == [one.content[0].value for one in rss.entries]


def test_a_feed_of_a_language_says_what_it_is_in_that_language(site: Site) -> None:
    assert read(site, "blog/rss.xml").findtext("channel/description") == "What it is."
    assert read(site, "blog/rss.zh.xml").findtext("channel/description") == (
        "A Site 的新文章（中文）。"
    )


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "element", "day"),
    [("blog/atom.xml", "published", "2026-01-05"), ("blog/rss.xml", "pubDate", "Mon, 05 Jan 2026")],
)
def test_a_feed_in_a_browser_fits_a_phone_and_shows_days(
    browser: WebDriver, serve: Callable[[Path], str], site: Site, path: str, element: str, day: str
) -> None:
    phone = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    try:
        browser.get(serve(site.out) + path)
        assert browser.execute_script(
            "return [innerWidth, document.documentElement.scrollWidth]"
        ) == [390, 390]
        shown = browser.execute_script(
            "const one = document.getElementsByTagName(arguments[0])[0], range = new Range();"
            "const text = one.firstChild, edge = one.getBoundingClientRect().right + 0.5;"
            "const right = n => (range.setStart(text, n), range.setEnd(text, n + 1),"
            " range.getBoundingClientRect().right);"
            "return [...text.data].filter((letter, n) => right(n) <= edge).join('');",
            element,
        )
        assert shown == day
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_site_in_one_language_has_no_feeds_of_languages(tmp_path: Path) -> None:
    source = site_at(tmp_path / "site", **{"blog__s__one.zh": ""})
    assert "blog/atom.en.xml" not in feeds(build(source, tmp_path / "work"))


@pytest.mark.parametrize(
    "conf",
    [
        CONF.replace(f"html_baseurl = '{BASE}/'", ""),
        f"{CONF}folio_public = False\n",
        f"{CONF}folio_drafts = True\n",
    ],
)
def test_only_a_public_site_has_feeds(tmp_path: Path, conf: str) -> None:
    built = build(site_at(tmp_path / "site", conf=conf), tmp_path / "work")
    assert feeds(built) == []
    assert "application/atom+xml" not in built.text("")


def test_a_site_without_posts_and_news_has_none(tmp_path: Path) -> None:
    source = make(tmp_path / "site", conf=CONF, index="# Home\n", blog__index="# Blog\n")
    assert feeds(build(source, tmp_path / "work")) == []


def test_a_feed_is_bounded_and_holds_the_newest(tmp_path: Path) -> None:
    posts = {
        f"blog__p{day}": f"---\ndate: 2026-01-{day:02d}\nauthors: [ada]\n---\n\n# P{day}\n\nx\n"
        for day in range(1, LIMIT + 6)
    }
    built = build(make(tmp_path / "site", conf=CONF, index="# Home\n", **posts), tmp_path / "work")
    assert titles(built, "blog/atom.xml") == [f"P{day}" for day in range(LIMIT + 5, 5, -1)]


def test_a_page_in_the_place_of_a_feed_is_told_and_kept(tmp_path: Path) -> None:
    there = "---\ndate: 2026-01-01\n---\n\n# In the place\n"
    built = build(site_at(tmp_path / "site", **{"blog__atom.xml": there}), tmp_path / "work")
    (warning,) = built.warnings
    assert "blog/atom.xml.md" in warning
    assert "the feed blog/atom.xml is not written: this page lies there" in warning
    assert "In the place" in built.text("blog/atom.xml")
    assert (built.out / "blog/rss.xml").is_file()
    assert "blog/atom.xml" not in {urlsplit(one).path for one in linked(built, "")}


# --- what an entry says ---------------------------------------------------------------------------


def test_an_entry_says_who_when_and_what(site: Site) -> None:
    one = entry(site, "One")
    assert one.findtext("a:id", "", ATOM) == "tag:x.example,2026:site/blog/s/one"
    assert one.findtext("a:published", "", ATOM) == "2026-01-02T00:00:00Z"
    assert one.findtext("a:updated", "", ATOM) == "2026-01-03T00:00:00Z"
    assert one.findtext("a:summary", "", ATOM) == "In short & well."
    assert one.findtext("a:author/a:name", "", ATOM) == "Ada"
    assert one.findtext("a:author/a:uri", "", ATOM) == f"{BASE}/people/ada/"
    assert [tag.get("term") for tag in one.findall("a:category", ATOM)] == ["C++", "中文"]
    link = one.find("a:link", ATOM)
    assert link is not None
    assert link.get("href") == f"{BASE}/blog/s/one/"


def test_what_nobody_signed_is_by_the_publisher(site: Site) -> None:
    for title in ("Two", "News of us."):
        assert entry(site, title).findtext("a:author/a:name", "", ATOM) == "The Editors"


def test_each_entry_says_its_language(site: Site) -> None:
    name = "{http://www.w3.org/XML/1998/namespace}lang"
    assert entry(site, "一", "blog/tags/译文/atom.xml").get(name) == "zh"
    assert entry(site, "One").get(name) == "en"
    content = entry(site, "一", "blog/atom.zh.xml").findtext("a:content", "", ATOM)
    assert content.startswith('<div lang="zh">')


def test_the_text_is_whole_and_plain(site: Site) -> None:
    content = entry(site, "One").findtext("a:content", "", ATOM)
    assert f'Text, see <a href="{BASE}/blog/s/two/">Two</a>.' in content
    assert "<h2>Sum</h2>" in content or '<section id="sum">' in content
    assert "<pre><code>if (a &lt; b) {}\n</code></pre>" in content
    assert "<math" in content
    for nothing in ("class=", "$", "<h1", "¶", "folio-", "<script", "tabindex", "<span"):
        assert nothing not in content


def test_news_lead_to_their_line(site: Site) -> None:
    news = entry(site, "News of us.")
    link = news.find("a:link", ATOM)
    assert link is not None
    url = urldefrag(link.get("href", ""))
    assert url.url == f"{BASE}/"
    assert url.fragment in {one.get("id") for one in parse(site, "").iter()}
    assert news.findtext("a:content", "", ATOM) == "<p>News of us.</p>"


def test_hostile_text_breaks_nothing(tmp_path: Path) -> None:
    nasty = "]]> <script>x()</script> & \u202egnp\u202c \u0007"
    page = (
        f"---\ndate: 2026-01-01\nauthors: [ada]\ntags: ['a <b> & c']\nsummary: '{nasty}'\n---\n\n"
        "# T ]]> `<script>x()</script>` & \u202egnp\u202c\n\n"
        "<p onclick='x()'>raw <script>alert(1)</script><a href='javascript:x()'>a</a></p>\n"
    )
    built = build(
        make(
            tmp_path / "site",
            conf=CONF,
            index="# Home\n",
            people__ada=PAGES["people__ada"],
            blog__one=page,
        ),
        tmp_path / "work",
    )
    title = "T ]]> <script>x()</script> & \u202egnp\u202c"
    assert titles(built, "blog/atom.xml") == [title]
    assert not feedparser.parse((built.out / "blog/rss.xml").read_bytes()).bozo
    content = entry(built, title).findtext("a:content", "", ATOM)
    assert "raw <a>" not in content
    for nothing in ("<script", "onclick", "javascript"):
        assert nothing not in content
    read_json = json.loads((built.out / "blog/feed.json").read_text(encoding="utf-8"))
    assert read_json["items"][0]["title"] == title


# --- ids ------------------------------------------------------------------------------------------


def test_an_id_outlives_edits_and_a_move_that_says_where_from(tmp_path: Path) -> None:
    source = site_at(tmp_path / "site")
    before = ids(build(source, tmp_path / "work"))
    one = source / "blog/s/one.md"
    text = one.read_text().replace("# One", "# One again").replace("Text,", "More text,")
    (source / "blog/s/moved.md").write_text(
        text.replace("---\n", "---\nredirect-from: [/blog/s/one/, /blog/other/]\n", 1)
    )
    one.unlink()
    (source / "blog/s/one.zh.md").unlink()
    after = ids(build(source, tmp_path / "work"))
    assert after["One again"] == before["One"]


def test_a_new_post_at_an_old_address_gets_the_id_of_that(tmp_path: Path) -> None:
    moved = "---\ndate: 2026-01-02\nredirect-from: /blog/s/two/\nauthors: [ada]\n---\n\n# Moved\n"
    built = build(site_at(tmp_path / "site", blog__moved=moved), tmp_path / "work")
    found = ids(built)
    assert len(set(found.values())) == len(found)
    assert found["Moved"].endswith("blog/moved")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_no_two_posts_have_one_id(tmp_path: Path, builder: str) -> None:
    def post(title: str, more: str = "", day: int = 2) -> str:
        return f"---\ndate: 2026-01-0{day}\nauthors: [ada]\n{more}---\n\n# {title}\n"

    pages = {
        "blog__b": post("B", "redirect-from: /blog/old.html\n", 3),
        "blog__c": post("C", "redirect-from: /blog/old/\n"),
        "blog__d": post("D", "redirect-from: [/blog/older/, /blog/b.html/]\n"),
        "blog__f": post("F"),
        "blog__f.html": post("F.html"),
    }
    built = build(site_at(tmp_path / "site", **pages), tmp_path / "work", builder=builder)
    found = ids(built)
    assert len(set(found.values())) == len(found)
    names = {title: one.rpartition("blog/")[2] for title, one in found.items()}
    assert (names["B"], names["C"], names["D"]) == ("b", "old", "older")
    assert {names["F"], names["F.html"]} == {"f", "f.html"}
    said = [line for line in built.warnings if "[folio.feed]" in line]
    assert len(said) == 1
    assert "blog/b.md:4: WARNING: redirect-from: '/blog/old.html' is in feeds what" in said[0]
    assert "'/blog/old/' of blog/c.md is" in said[0]


def test_one_old_address_of_two_posts_is_told_once(tmp_path: Path) -> None:
    text = "---\ndate: 2026-01-02\nauthors: [ada]\nredirect-from: /old/\n---\n\n# "
    pages = {"blog__b": f"{text}B\n", "blog__c": f"{text}C\n"}
    built = build(site_at(tmp_path / "site", **pages), tmp_path / "work")
    (line,) = built.warnings
    assert line.endswith("[folio.redirect]")
    assert len(set(ids(built).values())) == len(ids(built))


@pytest.mark.parametrize("authority", ["", "folio_feed_authority = 'ada.example,2020'\n"])
def test_the_address_of_a_feed_is_encoded(tmp_path: Path, authority: str) -> None:
    part = "---\ndate: 2026-01-02\nauthors: [ada]\nseries: 's#1 100%'\n---\n\n# P\n"
    pages = {
        "blog__s#1 100%__index": "# Signs\n",
        "blog__s#1 100%__p": part,
    }
    built = build(site_at(tmp_path / "site", conf=CONF + authority, **pages), tmp_path / "work")
    feed = read(built, "blog/s#1 100%/atom.xml")
    links = {one.get("rel"): one.get("href", "") for one in feed.findall("a:link", ATOM)}
    assert links["self"].endswith("/blog/s%231%20100%25/atom.xml")
    assert feed.findtext("a:id", "", ATOM).endswith("blog/s%231%20100%25/atom.xml")
    named = linked(built, "blog/s#1 100%/p")
    assert [one for one in named if one.endswith("/blog/s%231%20100%25/atom.xml")]
    style = (built.out / "blog/s#1 100%/atom.xml").read_text(encoding="utf-8")
    assert 'href="../../_static/feeds/' in style


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_with_an_authority_ids_do_not_name_the_host_nor_the_form_of_addresses(
    tmp_path: Path, builder: str
) -> None:
    conf = f"{CONF}folio_feed_authority = 'ada.example,2020'\n"
    built = build(site_at(tmp_path / "site", conf=conf), tmp_path / "work", builder=builder)
    assert ids(built)["One"] == "tag:ada.example,2020:blog/s/one"
    own = read(built, "blog/s/atom.xml").findtext("a:id", "", ATOM)
    assert own == "tag:ada.example,2020:blog/s/atom.xml"


def test_an_authority_that_is_no_text_is_refused(tmp_path: Path) -> None:
    source = site_at(tmp_path / "site", conf=f"{CONF}folio_feed_authority = 5\n")
    with pytest.raises(ConfigError, match="folio_feed_authority: 5 is int; write str"):
        build(source, tmp_path / "work")


@pytest.mark.parametrize("wrong", ["example.org", "https://example.org,2026", "example.org,26"])
def test_an_authority_that_is_none_is_refused(tmp_path: Path, wrong: str) -> None:
    source = site_at(tmp_path / "site", conf=f"{CONF}folio_feed_authority = '{wrong}'\n")
    with pytest.raises(ConfigError, match="folio_feed_authority"):
        build(source, tmp_path / "work")


# --- what finds them ------------------------------------------------------------------------------


def linked(site: Site, page: str) -> list[str]:
    """Return the addresses of the feeds that the head of a page names."""
    return [
        link.get("href", "")
        for link in parse(site, page).iter("link")
        if link.get("rel") == "alternate" and "+" in link.get("type", "")
    ]


ALL = [f"{BASE}/blog/{name}" for name in ("atom.xml", "rss.xml", "feed.json")]


@pytest.mark.parametrize(
    ("page", "own"),
    [
        ("", ["blog/atom.en.xml"]),
        ("people/ada", ["blog/atom.en.xml"]),
        ("blog/s/one", ["blog/atom.en.xml", "blog/s/atom.xml"]),
        ("blog/s/one.zh", ["blog/atom.zh.xml", "blog/s/atom.xml"]),
        ("blog/s", ["blog/atom.en.xml", "blog/s/atom.xml"]),
        ("blog/tags/c++", ["blog/atom.en.xml", "blog/tags/c%2B%2B/atom.xml"]),
        ("blog/tags", ["blog/atom.en.xml"]),
    ],
)
def test_each_page_names_the_feeds_of_all_and_its_own(
    site: Site, page: str, own: list[str]
) -> None:
    found = linked(site, page)
    assert found == [*ALL, *(f"{BASE}/{path}" for path in own)]
    for url in found:
        assert (site.out / unquote(url.removeprefix(f"{BASE}/"))).is_file()


def test_the_names_of_feeds_are_in_the_language_of_the_page(site: Site) -> None:
    links = [one for one in parse(site, "blog/s/one").iter("link") if "title" in one.attrib]
    names = [one.get("title") for one in links]
    assert "All posts (Atom)" in names
    assert "Posts in English (Atom)" in names
    assert "Series: Series S (Atom)" in names


def test_a_person_who_opens_a_feed_gets_its_looks(site: Site) -> None:
    for path in ("blog/atom.xml", "blog/rss.xml", "blog/tags/c++/atom.xml"):
        text = (site.out / path).read_text(encoding="utf-8")
        (_, style, *_) = text.splitlines()
        href = style.partition('href="')[2].partition('"')[0]
        assert (site.out / path).parent.joinpath(href).resolve().is_file()


# --- the same each time ---------------------------------------------------------------------------


def test_every_address_in_the_text_is_absolute_and_leads_to_a_page(site: Site) -> None:
    check_addresses(site, BASE)


def check_addresses(site: Site, base: str) -> None:
    """Assert that each address in a text is absolute and, on the site, leads to what is there."""
    seen = set()
    for markup in contents(site):
        for element in html5lib.parse(markup, namespaceHTMLElements=False).iter():
            seen |= {element.attrib[name] for name in ("href", "src") if name in element.attrib}
    assert seen
    for url in seen:
        assert urlsplit(url).scheme in {"http", "https", "mailto"}
        page, fragment = urldefrag(url)
        if page.startswith(f"{base}/"):
            file = site.out / unquote(page.removeprefix(f"{base}/"))
            file = file / "index.html" if page.endswith("/") else file
            assert file.is_file(), url
            there = f'id="{html.escape(unquote(fragment))}"'
            assert not fragment or there in file.read_text(encoding="utf-8"), url


def contents(site: Site) -> list[str]:
    """Return the texts of all entries of all Atom feeds, each once."""
    found = {
        one.findtext("a:content", "", ATOM)
        for path in feeds(site)
        if path.rpartition("/")[2].startswith("atom")
        for one in read(site, path).findall("a:entry", ATOM)
    }
    return sorted(found)


def test_one_job_and_four_give_the_same_bytes(tmp_path: Path) -> None:
    source = site_at(tmp_path / "site")
    alone = build(source, tmp_path / "one", jobs=1)
    together = build(source, tmp_path / "four", jobs=4)
    assert differences(alone.out, together.out) == []
    assert feeds(alone)


def test_another_day_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = site_at(tmp_path / "site")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    first = build(source, tmp_path / "one")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1890000000")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    second = build(source, tmp_path / "two")
    for path in feeds(first):
        assert (first.out / path).read_bytes() == (second.out / path).read_bytes()


def test_what_is_withheld_is_in_no_feed(site: Site) -> None:
    assert all(b"anary" not in (site.out / path).read_bytes() for path in feeds(site))


def test_after_each_edit_the_feeds_equal_a_clean_build(tmp_path: Path) -> None:
    source = site_at(tmp_path / "site")
    work = tmp_path / "work"
    build(source, work)
    blog = source / "blog"
    two = blog / "s/two.md"

    def add() -> None:
        two.with_name("three.md").write_text(two.read_text().replace("part: 2", "part: 3"))

    def edit() -> None:
        two.write_text(two.read_text().replace("Unsigned.", "Unsigned, and edited."))

    def rename() -> None:
        two.rename(two.with_name("renamed.md"))

    def withdraw() -> None:
        path = blog / "s/one.md"
        path.write_text(path.read_text().replace("---\n", "---\ndraft: true\n", 1))

    def delete() -> None:
        (blog / "s/one.zh.md").unlink()
        (blog / "s/one.md").unlink()

    def lose_the_texts() -> None:
        (folder,) = work.rglob("folio-feeds-*")
        shutil.rmtree(folder)

    def lose_the_news() -> None:
        (source / "index.md").write_text("# Home\n")

    def move_the_site() -> None:
        (source / "conf.py").write_text(CONF.replace(BASE, "https://y.example"))

    changes = (
        *(add, edit, rename, withdraw, delete),
        *(lose_the_texts, lose_the_news, move_the_site),
    )
    for number, change in enumerate(changes):
        change()
        kept = build(source, work)
        fresh = build(source, tmp_path / f"clean-{number}")
        unlike = [one for one in differences(kept.out, fresh.out) if one != ".buildinfo.bak"]
        assert unlike == [], change.__name__


def test_an_older_post_that_rises_into_a_feed_has_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaned = watch(monkeypatch)
    posts = {
        f"blog__p{day}": f"---\ndate: 2026-01-{day:02d}\n---\n\n# P{day}\n\nText {day}\n"
        for day in range(1, LIMIT + 2)
    }
    source = make(tmp_path / "site", conf=CONF, index="# Home\n", **posts)
    work = tmp_path / "work"
    first = build(source, work)
    assert "P1" not in titles(first, "blog/atom.xml")
    assert len(cleaned) == LIMIT
    assert not list(work.rglob("folio-feeds-*/blog/p1.html"))
    (source / "blog/p5.md").unlink()
    second = build(source, work)
    assert "Text 1" in entry(second, "P1").findtext("a:content", "", ATOM)
    # Of what is withdrawn nothing stays, not even beside the doctrees.
    assert not list(work.rglob("folio-feeds-*/blog/p5.html"))


def watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses of the pages that are cleaned from now on."""
    cleaned: list[str] = []

    def note(markup: str, address: str) -> str:
        cleaned.append(address)
        return clean(markup, address)

    monkeypatch.setattr("sphinx_folio.ext.feeds.texts.clean", note)
    return cleaned


def test_a_page_that_did_not_change_is_not_cleaned_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = site_at(tmp_path / "site")
    first = build(source, tmp_path / "work")
    before = (first.out / "blog/atom.xml").read_bytes()
    cleaned = watch(monkeypatch)
    second = build(source, tmp_path / "work")
    assert cleaned == []
    assert (second.out / "blog/atom.xml").read_bytes() == before


def test_each_post_is_cleaned_once_however_many_feeds_it_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaned = watch(monkeypatch)
    build(site_at(tmp_path / "site"), tmp_path / "work")
    assert sorted(cleaned) == [f"{BASE}/blog/s/{name}/" for name in ("one.zh", "one", "two")]


def test_a_feed_that_has_gone_leaves_no_file(tmp_path: Path) -> None:
    source = site_at(tmp_path / "site")
    build(source, tmp_path / "work")
    conf = source / "conf.py"
    conf.write_text(f"{CONF}folio_public = False\n")
    later = build(source, tmp_path / "work")
    assert feeds(later) == []
    assert not list((tmp_path / "work").rglob("folio-feeds-*"))


def test_two_sites_in_one_process_do_not_mix(tmp_path: Path) -> None:
    one = site_at(tmp_path / "one")
    other = copy_root("site", tmp_path / "other")
    conf = other / "conf.py"
    conf.write_text(f"{conf.read_text()}\nhtml_baseurl = 'https://y.example'\n")
    before = build(one, tmp_path / "before")
    between = build(other, tmp_path / "between")
    after = build(one, tmp_path / "after")
    assert differences(before.out, after.out) == []
    assert b"x.example" not in (between.out / "blog/atom.xml").read_bytes()
    assert os.fspath(tmp_path).encode() not in (after.out / "blog/atom.xml").read_bytes()


# --- this site ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Site:
    """Return this site as its host builds it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READTHEDOCS_CANONICAL_URL", f"{BASE}/")
        patch.delenv("READTHEDOCS_VERSION_TYPE", raising=False)
        return build(repository, tmp_path_factory.mktemp("ours"))


def test_all_feeds_of_this_site_are_valid(ours: Site, unavailable: Unavailable) -> None:
    found = feeds(ours)
    assert {"blog/atom.xml", "blog/rss.xml", "blog/feed.json", "blog/cute/atom.xml"} <= set(found)
    for path in found:
        data = (ours.out / path).read_bytes()
        if path.endswith(".json"):
            check_json(data)
            continue
        assert not feedparser.parse(data).bozo, path
        schema = "rss.rng" if path.rpartition("/")[2].startswith("rss") else "atom.rng"
        assert relax(schema, data, unavailable) == "", path


def test_all_that_the_feeds_of_this_site_link_to_is_there(ours: Site) -> None:
    check_addresses(ours, BASE)


def test_formulas_code_and_figures_of_this_site_are_readable_in_a_reader(ours: Site) -> None:
    layout = entry(ours, "Layout").findtext("a:content", "", ATOM)
    tree = html5lib.parse(layout, namespaceHTMLElements=False)
    formulas = ["".join(one.itertext()).strip() for one in tree.iter(f"{MATHML}math")]
    assert "i = i_0 + 2 i_1" in [" ".join(one.split()) for one in formulas]
    assert all(formulas)
    assert "".join(tree.itertext()).count("$") == 0
    assert not re.search(r"\\(frac|sum|text|mathrm|begin)\b", layout)
    figures = ["".join(one.itertext()) for one in tree.iter("figure")]
    assert all("Row 0:" in one or "From offset 0:" in one for one in figures)
    assert [one for one in tree.iter("pre") if len(one) != 1 or len(one[0])] == []
    for nothing in ("class=", " style=", "<svg", "<script", "<details", "<section>", "¶", "↩"):
        assert nothing not in layout
