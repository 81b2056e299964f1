"""Redirects: an old address leads on, whatever the site's folder, and no fault is silent."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, urljoin
from xml.etree.ElementTree import Element

import html5lib
import pytest
from sphinx.errors import ConfigError

from building import Site, build, differences, make, parse

CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\nlanguage = 'en'\n"
BASE = "html_baseurl = 'https://x.example/site/'\n"


def post(title: str, *former: str, more: str = "") -> str:
    """Return a post that had other addresses."""
    said = f"redirect-from: [{', '.join(repr(path) for path in former)}]\n" if former else ""
    return f"---\ndate: 2026-01-01\n{said}{more}---\n\n# {title}\n"


def site_of(tmp_path: Path, conf: str = "", builder: str = "dirhtml", **pages: str) -> Site:
    """Build a site of the given posts and what else is given."""
    pages = {"conf": CONF + conf, "index": "# Home\n\n```{posts}\n```\n", **pages}
    return build(make(tmp_path / "site", **pages), tmp_path / "work", builder=builder)


def refresh(tree: Element) -> str:
    """Return where a page sends its reader at once."""
    (content,) = [m.get("content") for m in tree.iter("meta") if m.get("http-equiv") == "refresh"]
    return (content or "").partition("; url=")[2]


def told(site: Site) -> list[str]:
    """Return the warnings without the folder that the site lies in."""
    return [re.sub(r"^.*/site/", "", line) for line in site.warnings]


@pytest.mark.parametrize("old", ["/blog/old/", "/blog/deep/er/", "/old", "/old.html", "/博客/旧/"])
def test_an_old_address_leads_to_the_page_from_any_folder(tmp_path: Path, old: str) -> None:
    site = site_of(tmp_path, BASE, blog__new=post("New & <better>", old))
    assert site.warnings == ()
    file = f"{old}.html" if old == "/old.html" else f"{old.rstrip('/')}/index.html"
    path = site.out / file.replace(".html.html", ".html").lstrip("/")
    page = "/sub/path" + (old if old.endswith((".html", "/")) else f"{old}/")
    text = path.read_text(encoding="utf-8")
    (site.out / "probe").mkdir()
    (site.out / "probe" / "index.html").write_text(text, encoding="utf-8")
    tree = parse(site, "probe")
    (link,) = list(tree.iter("a"))
    assert urljoin(page, refresh(tree)) == urljoin(page, link.get("href")) == "/sub/path/blog/new/"
    assert link.text == "New & <better>"
    assert tree.get("lang") == "en"
    (canonical,) = [one.get("href") for one in tree.iter("link")]
    assert canonical == "https://x.example/site/blog/new/"
    assert "noindex" in [m.get("content") for m in tree.iter("meta")]
    assert list(tree.iter("script")) == []


def test_without_an_address_of_the_site_there_is_no_canonical(tmp_path: Path) -> None:
    site = site_of(tmp_path, blog__new=post("New", "/old/"))
    assert list(parse(site, "old").iter("link")) == []


def test_the_settings_lead_to_documents_paths_and_elsewhere(tmp_path: Path) -> None:
    evil = "https://away.example/?a=\"><script>alert(1)</script>&b='"
    conf = (
        "folio_redirects = {'/a/': 'blog/new', '/b/': '/blog/new/#part', "
        f"'/c/': {evil!r}, '/d/': '/', '/e/': 'blog/new#part'}}\n"
    )
    site = site_of(tmp_path, conf, blog__new=post("New"))
    assert site.warnings == ()
    assert refresh(parse(site, "a")) == "../blog/new/"
    assert refresh(parse(site, "b")) == refresh(parse(site, "e")) == "../blog/new/#part"
    assert urljoin("/s/d/", refresh(parse(site, "d"))) == "/s/"
    away = parse(site, "c")
    assert refresh(away).startswith("https://away.example/?a=%22%3E%3Cscript%3Ealert(1)")
    assert list(away.iter("script")) == []
    assert [link.text for link in away.iter("a")] == [evil]


def test_a_redirect_speaks_the_language_of_its_page(tmp_path: Path) -> None:
    site = site_of(tmp_path, blog__new=post("新", "/old/", more="language: zh\n"))
    assert parse(site, "old").get("lang") == "zh"


def test_with_html_files_the_target_is_one(tmp_path: Path) -> None:
    site = site_of(tmp_path, builder="html", blog__new=post("New", "/old/", "/older.html"))
    assert site.warnings == ()
    assert refresh(parse(site, "old")) == "../blog/new.html"
    assert 'url=blog/new.html"' in (site.out / "older.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("{'/a/': 'javascript:alert(1)'}", "is no document, path"),
        ("{'/a/': 'ftp://x.example/'}", "is no document, path"),
        ("{'/a/': '//x.example/'}", "is no document, path"),
        ("{'/a/': ''}", "is no document, path"),
        ("{'/a/': '/b/../../c/'}", "leads out of the site"),
        ("{'/a/../../b/': '/'}", "leads out of the site"),
        ("{'/a/%2e%2e/%2e%2e/b/': '/'}", "leads out of the site"),
        ("{'a/': '/'}", "is no path from the site's root"),
        ("{'//a/': '/'}", "is no path from the site's root"),
        ("{'/a?b': '/'}", "holds a ? or #"),
        ("{'/_static/': '/'}", "a folder of the build's own"),
        ("{'/feed.xml': '/'}", "is no page's"),
        ("{'/a/': 3}", "are no texts"),
        ("{'/a/': 'http://[x'}", "is no document, path"),
        ("{'/" + "x" * 300 + "/': '/'}", "is too long for a file's name"),
        ("['/a/']", "folio_redirects: ['/a/'] is list; write dict"),
        ("None", "folio_redirects: None is NoneType; write dict"),
    ],
)
def test_a_setting_that_is_no_address_stops_the_build(
    tmp_path: Path, setting: str, words: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        site_of(tmp_path, f"folio_redirects = {setting}\n")


def test_a_page_stands_at_the_old_address(tmp_path: Path) -> None:
    site = site_of(tmp_path, blog__new=post("New", "/blog/other/"), blog__other=post("Other"))
    (line,) = told(site)
    assert line.startswith("blog/new.md:3: WARNING: redirect from '/blog/other/': a page stands")
    assert "Other" in site.text("blog/other")


@pytest.mark.parametrize(
    ("builder", "old"), [("html", "/search.html"), ("dirhtml", "/search/"), ("html", "/404.html")]
)
def test_a_page_that_helps_stands_at_the_old_address(
    tmp_path: Path, builder: str, old: str
) -> None:
    (line,) = told(site_of(tmp_path, builder=builder, blog__new=post("New", old)))
    assert line.startswith(f"blog/new.md:3: WARNING: redirect from {old!r}: a page stands there")


def test_two_pages_claim_one_old_address(tmp_path: Path) -> None:
    site = site_of(tmp_path, blog__a=post("A", "/old/"), blog__b=post("B", "/old/index.html"))
    (line,) = told(site)
    assert line.startswith("blog/b.md:3: WARNING: redirect from '/old/index.html': it leads to")
    assert "/blog/a/ already (said in blog/a.md:3)" in line
    assert refresh(parse(site, "old")) == "../blog/a/"


def test_a_chain_is_told_and_cut_short(tmp_path: Path) -> None:
    conf = "folio_redirects = {\n    '/a/': '/old/',\n}\n"
    site = site_of(tmp_path, conf, blog__new=post("New", "/old/"))
    (line,) = told(site)
    assert line.startswith("conf.py:5: WARNING: redirect from '/a/': '/old/' is a former address")
    assert "write /blog/new/" in line
    assert refresh(parse(site, "a")) == "../blog/new/"


def test_a_circle_is_told_and_not_written(tmp_path: Path) -> None:
    site = site_of(tmp_path, "folio_redirects = {'/a/': '/b/', '/b/': '/a/', '/c/': '/c/'}\n")
    assert [line.partition("WARNING: ")[2] for line in told(site)] == [
        "redirect from '/a/': it runs in a circle, /a/ → /b/ → /a/ [folio.redirect]",
        "redirect from '/b/': it runs in a circle, /b/ → /a/ → /b/ [folio.redirect]",
        "redirect from '/c/': it runs in a circle, /c/ → /c/ [folio.redirect]",
    ]
    assert not (site.out / "a").exists()


@pytest.mark.parametrize("target", ["blog/nev", "/blog/nev/"])
def test_a_target_that_is_nowhere_is_told_with_the_nearest(tmp_path: Path, target: str) -> None:
    site = site_of(tmp_path, f"folio_redirects = {{'/a/': '{target}'}}\n", blog__new=post("New"))
    (line,) = told(site)
    assert line.startswith("conf.py:4: WARNING: redirect from '/a/': no ")
    assert "Did you mean" in line
    assert "blog/new" in line


@pytest.mark.parametrize("old", ["/cv.pdf", "/_static/x/", "/a?b=c"])
def test_what_no_page_can_answer_is_told_in_its_line(tmp_path: Path, old: str) -> None:
    site = site_of(tmp_path, blog__new=post("New", "/fine/", old))
    (line,) = told(site)
    assert line.startswith(f"blog/new.md:3: WARNING: redirect from {old!r}: the address ")
    assert refresh(parse(site, "fine")) == "../blog/new/"


@pytest.mark.parametrize(
    "old",
    [
        "/blog/a.html/x/", "/blog/a.html/", "/robots.txt/", "/sitemap.xml/x/", "/blog/atom.xml/",
        "/blog/s/atom.xml/x.html", "/was.html/x/",
    ],
)  # fmt: skip
def test_an_address_below_a_file_is_told_in_its_line_and_nothing_else_is_lost(
    tmp_path: Path, old: str
) -> None:
    pages = {"blog__a": post("A"), "blog__new": post("New", "/was.html", old, "/fine/")}
    site = site_of(tmp_path, BASE, "html", **pages)
    (line,) = told(site)
    assert line.startswith(f"blog/new.md:3: WARNING: redirect from {old!r}: another file of the ")
    assert (site.out / "fine" / "index.html").is_file()
    assert (site.out / "blog" / "atom.xml").is_file()
    assert (site.out / "robots.txt").is_file()


def test_a_folder_of_pages_is_no_place_for_a_file(tmp_path: Path) -> None:
    pages = {"blog__new": post("New", "/a.html"), "a.html__b": "---\norphan: true\n---\n\n# B\n"}
    (line,) = told(site_of(tmp_path, **pages))
    assert "redirect from '/a.html': another file of the site stands in its way" in line


@pytest.mark.parametrize("old", [f"/{'x' * 300}/", "/" + "ab/" * 400, f"/{'布' * 80}/"])
def test_an_address_that_no_file_can_have_is_told(tmp_path: Path, old: str) -> None:
    (line,) = told(site_of(tmp_path, blog__new=post("New", old)))
    assert "the address is too long for a file's name" in line


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("name", ["h#x", "100%", "50%20x", "布局"])
def test_a_redirect_leads_to_a_page_whatever_that_is_called(
    tmp_path: Path, name: str, builder: str
) -> None:
    conf = f"{BASE}folio_redirects = {{'/a/': 'blog/{name}', '/b/': 'blog/{name}#p%20q'}}\n"
    site = site_of(tmp_path, conf, builder, **{f"blog__{name}": post("New", "/old/")})
    assert site.warnings == ()
    end = ".html" if builder == "html" else "/"
    leads = f"/s/blog/{quote(name)}{end}"
    for old, fragment in (("old", ""), ("a", ""), ("b", "#p%20q")):
        tree = html5lib.parse(
            (site.out / old / "index.html").read_bytes(), namespaceHTMLElements=False
        )
        assert urljoin(f"/s/{old}/", refresh(tree)) == leads + fragment
        (canonical,) = [one.get("href") for one in tree.iter("link")]
        assert canonical == f"https://x.example/site/blog/{quote(name)}{end}"


def test_after_any_change_the_redirects_are_those_of_a_clean_build(tmp_path: Path) -> None:
    site_of(tmp_path, blog__one=post("One", "/old/"), blog__two=post("Two"))
    source = tmp_path / "site"

    def again() -> Path:
        kept = build(source, tmp_path / "work")
        clean = build(source, tmp_path / f"clean-{len(list(tmp_path.iterdir()))}", jobs=4)
        assert differences(kept.out, clean.out) == []
        return kept.out

    out = again()
    (source / "blog" / "one.md").write_text(post("Retitled", "/old/", "/older/"))
    assert "Retitled" in (again() / "old" / "index.html").read_text()
    (source / "blog" / "one.md").rename(source / "blog" / "moved.md")
    (source / "blog" / "moved.md").write_text(post("One", "/blog/one/", "/old/"))
    assert "../moved/" in (again() / "blog" / "one" / "index.html").read_text()
    assert not (out / "older").exists()
    (source / "blog" / "moved.md").unlink()
    (source / "blog" / "one.md").write_text(post("One, back"))
    again()
    assert "One, back" in (out / "blog" / "one" / "index.html").read_text()
    assert not (out / "old").exists()
