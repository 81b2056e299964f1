"""The sitemap and robots.txt: all public pages and nothing else, valid, and never from a clock."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree as ET

import pytest
from sphinx.errors import ConfigError

from building import Site, build, differences, make, parse

SCHEMA = Path(__file__).parents[1] / "data" / "sitemap.xsd"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
ROOT = "https://x.example/a%20b"
CONF = (
    "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\nlanguage = 'en'\n"
    "html_baseurl = 'https://x.example/a%20b/'\nfolio_cards = False\n"
    "suppress_warnings = ['folio.translation']\n"
)


def post(title: str, more: str = "") -> str:
    """Return a post."""
    return f"---\ndate: 2026-01-02\n{more}---\n\n# {title}\n"


PAGES = {
    "index": "# Home\n\n```{posts}\n```\n",
    "blog__one": post(
        "One", "updated: 2026-02-03\ntags: [t]\nerrata: [{date: 2026-03-04, text: Wrong.}]\n"
    ),
    "blog__one.zh": post("一", "tags: [t]\n"),
    "blog__布局": post("布局 & <x>", "language: zh\n"),
    "blog__away": post("Away", "external: https://away.example/post\n"),
    "blog__kept": post("Kept", "canonical: https://away.example/kept\nredirect-from: /old/\n"),
    "blog__draft": post("Draft", "draft: true\n"),
}


def site_at(tmp_path: Path, conf: str = "") -> Site:
    """Build the site."""
    return build(make(tmp_path / "site", conf=CONF + conf, **PAGES), tmp_path / "work")


def entries(site: Site) -> dict[str, ET.Element]:
    """Return the entries by the path of their page."""
    root = ET.parse(site.out / "sitemap.xml").getroot()
    assert root.tag == f"{SPACE}urlset"
    return {str(one.findtext(f"{SPACE}loc")).removeprefix(ROOT): one for one in root}


def test_it_has_every_public_page_once_in_order(tmp_path: Path) -> None:
    site = site_at(tmp_path)
    assert site.warnings == ()
    found = entries(site)
    wanted = {"/", "/blog/one/", "/blog/one.zh/", "/blog/%E5%B8%83%E5%B1%80/", "/blog/tags/t/"}
    assert wanted <= set(found)
    assert list(found) == sorted(found)
    for path in ("/blog/away/", "/blog/kept/", "/blog/draft/", "/old/", "/404/", "/search/"):
        assert path not in found
    assert not [path for path in found if "404" in path]


def test_a_page_says_when_it_changed_only_where_its_content_does(tmp_path: Path) -> None:
    found = entries(site_at(tmp_path))
    changed = {path: one.findtext(f"{SPACE}lastmod") for path, one in found.items()}
    assert changed["/blog/one/"] == changed["/blog/tags/t/"] == "2026-03-04"
    assert changed["/blog/one.zh/"] == "2026-01-02"
    assert changed["/"] is None


def test_versions_name_each_other_and_the_original_is_the_default(tmp_path: Path) -> None:
    found = entries(site_at(tmp_path))
    links = [
        (link.get("hreflang"), str(link.get("href")).removeprefix(ROOT))
        for link in found["/blog/one/"].iter(LINK)
    ]
    assert links == [("en", "/blog/one/"), ("zh", "/blog/one.zh/"), ("x-default", "/blog/one/")]
    assert [link.attrib for link in found["/blog/one/"].iter(LINK)] == [
        link.attrib for link in found["/blog/one.zh/"].iter(LINK)
    ]
    assert not list(found["/"].iter(LINK))


def test_a_version_whose_own_address_is_elsewhere_is_no_alternate(tmp_path: Path) -> None:
    pages = {"index": PAGES["index"]}
    for name in ("a", "b", "c"):
        pages |= {f"blog__{name}.zh": post("甲"), f"blog__{name}.fr": post("Un")}
    pages["blog__a"] = post("A", "external: https://away.example/a\n")
    pages["blog__b"] = post("B")
    pages["blog__b.zh"] = post("乙", "canonical: https://away.example/b\n")
    pages["blog__c"] = post("C", "external: https://away.example/c\n")
    del pages["blog__c.fr"]
    site = build(make(tmp_path / "site", conf=CONF, **pages), tmp_path / "work")
    expected = {
        "a": {}, "a.zh": {"zh": "a.zh", "fr": "a.fr"}, "a.fr": {"zh": "a.zh", "fr": "a.fr"},
        "b": {"en": "b", "fr": "b.fr", "x-default": "b"}, "b.zh": {}, "c": {}, "c.zh": {},
    }  # fmt: skip
    found = entries(site)
    for name, wanted in expected.items():
        addresses = {tag: f"{ROOT}/blog/{page}/" for tag, page in wanted.items()}
        told = {
            one.get("hreflang"): one.get("href")
            for one in parse(site, f"blog/{name}").iter("link")
            if one.get("rel") == "alternate" and one.get("hreflang")
        }
        assert told == addresses, name
        entry = found.get(f"/blog/{name}/")
        links = entry.iter(LINK) if entry is not None else ()
        assert {one.get("hreflang"): one.get("href") for one in links} == addresses, name


@pytest.mark.parametrize(
    "url",
    ["ex.org", "/sub/", "ftp://ex.org/", "https://", "https://a..b/", "https://[x/",
     "https://x.example/?a", "https://x.example/#a", "https://x.example/a b", "https://x:y/"],
)  # fmt: skip
def test_an_address_that_no_site_can_have_stops_the_build(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match=r"html_baseurl: .*https://example\.org/"):
        site_at(tmp_path, f"html_baseurl = {url!r}\n")


@pytest.mark.parametrize(
    "url", ["http://x.example:8000", "https://布局.example/x", "https://[::1]/"]
)
def test_an_address_that_a_site_can_have_does_not(tmp_path: Path, url: str) -> None:
    site = site_at(tmp_path, f"html_baseurl = {url!r}\n")
    assert site.warnings == ()
    assert f"{url.rstrip('/')}/blog/one/" in (site.out / "sitemap.xml").read_text("utf-8")


def valid(path: Path, unavailable: Callable[[str], NoReturn]) -> bool:
    """Tell whether a sitemap is as the schema has it."""
    if shutil.which("xmllint") is None:
        unavailable("needs xmllint: Debian's package libxml2-utils")
    run = subprocess.run(
        ["xmllint", "--nonet", "--noout", "--schema", str(SCHEMA), str(path)],
        check=False,
        capture_output=True,
    )
    return run.returncode == 0


def test_it_is_valid(tmp_path: Path, unavailable: Callable[[str], NoReturn]) -> None:
    assert valid(site_at(tmp_path).out / "sitemap.xml", unavailable)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<loc>https://x.example", "<loc>"),
        ("%E5", "布"),
        ("2026-03-04", "2026-13-04"),
        ('hreflang="zh"', 'hreflang="中文"'),
        ("<lastmod>", "<lastmod/><lastmod>"),
    ],
)
def test_the_schema_refuses_what_is_wrong(
    tmp_path: Path, unavailable: Callable[[str], NoReturn], old: str, new: str
) -> None:
    path = site_at(tmp_path).out / "sitemap.xml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert not valid(path, unavailable)


def test_robots_are_let_in_and_shown_the_sitemap(tmp_path: Path) -> None:
    text = (site_at(tmp_path).out / "robots.txt").read_text(encoding="utf-8")
    assert text == f"User-agent: *\nAllow: /\n\nSitemap: {ROOT}/sitemap.xml\n"


@pytest.mark.parametrize(
    "conf", ["html_baseurl = ''\n", "folio_drafts = True\n", "folio_public = False\n"]
)
def test_a_build_that_is_not_public_has_neither(tmp_path: Path, conf: str) -> None:
    site_at(tmp_path)
    source = tmp_path / "site"
    (source / "conf.py").write_text(CONF + conf, encoding="utf-8")
    for work in ("work", "other"):  # on top of a public build, and alone
        site = build(source, tmp_path / work)
        assert not (site.out / "sitemap.xml").exists()
        assert not (site.out / "robots.txt").exists()
        assert not (site.out / "llms.txt").exists()


def test_it_follows_the_site(tmp_path: Path) -> None:
    source = make(tmp_path / "site", conf=CONF, **PAGES)
    blog = source / "blog"
    changes: list[Callable[[], object]] = [
        lambda: None,
        lambda: (blog / "new.md").write_text(post("New")),
        lambda: (blog / "one.md").write_text(post("One", "updated: 2026-05-06\n")),
        lambda: (blog / "new.md").rename(blog / "newer.md"),
        (blog / "one.zh.md").unlink,
    ]
    for number, change in enumerate(changes):
        change()
        kept = build(source, tmp_path / "work")
        clean = build(source, tmp_path / f"clean{number}", jobs=4)
        assert differences(kept.out, clean.out) == [], number
    assert "/blog/newer/" in entries(kept)
    assert "/blog/new/" not in entries(kept)
