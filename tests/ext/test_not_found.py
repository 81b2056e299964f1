"""The page for addresses that lead nowhere: it works from any depth, and helps without a search."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

from building import Site, build, differences, make
from sphinx_folio.ext.not_found import rooted

CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\nlanguage = 'en'\n"
CONF += "suppress_warnings = ['folio.translation']\n"
LOADING = ("href", "src", "data-content_root", "action")


def site_at(tmp_path: Path, conf: str = "", builder: str = "dirhtml") -> Site:
    """Build a site with some posts."""
    posts = {
        f"blog__p{n}": f"---\ndate: 2026-01-0{n}\n---\n\n# Post {n} & <more>\n" for n in range(1, 8)
    }
    posts["blog__p7.zh"] = "---\ndate: 2026-01-07\n---\n\n# 第七篇\n"
    source = make(
        tmp_path / "site",
        conf=CONF + conf,
        index="# Home\n\n```{toctree}\n:hidden:\nblog/index\nabout\n```\n",
        about="# About us\n",
        blog__index="# Writing\n\n```{posts}\n```\n",
        **posts,
    )
    return build(source, tmp_path / "work", builder=builder)


def page_of(site: Site) -> Element:
    """Return the page."""
    text = (site.out / "404.html").read_text(encoding="utf-8")
    tree: Element = html5lib.parse(text, namespaceHTMLElements=False)
    return tree


@pytest.mark.parametrize("builder", ["dirhtml", "html"])
@pytest.mark.parametrize(
    ("base", "root"),
    [("", "/"), ("https://x.example", "/"), ("https://x.example/a/b/", "/a/b/")],
)
def test_every_address_begins_at_the_root_and_leads_to_a_file(
    tmp_path: Path, builder: str, base: str, root: str
) -> None:
    site = site_at(tmp_path, f"html_baseurl = {base!r}\n", builder)
    assert site.warnings == ()
    checked = 0
    for element in page_of(site).iter():
        for name in LOADING:
            value = element.get(name)
            if value is None or value.startswith("#") or urlsplit(value).scheme:
                continue
            assert value.startswith(root), f"{element.tag} {name}={value}"
            path = site.out / urlsplit(value).path.removeprefix(root)
            assert path.is_file() or (path / "index.html").is_file(), value
            checked += 1
    assert checked > 20


def test_it_lists_the_parts_and_the_newest_posts(tmp_path: Path) -> None:
    tree = page_of(site_at(tmp_path))
    article = tree.find(".//article")
    assert article is not None
    links = ["".join(link.itertext()) for link in article.iter("a") if link.get("href") != "#"]
    shown = [text for text in links if text not in {"", "#"}]
    for title in ("Writing", "About us", "Post 7 & <more>", "Post 3 & <more>"):
        assert title in shown
    assert "Post 2 & <more>" not in shown
    assert "第七篇" not in shown
    assert len(list(tree.iter("h1"))) == 1


def test_it_is_not_for_machines(tmp_path: Path) -> None:
    site = site_at(tmp_path, "html_baseurl = 'https://x.example/'\n")
    tree = page_of(site)
    assert [m.get("content") for m in tree.iter("meta") if m.get("name") == "robots"] == ["noindex"]
    assert not [one for one in tree.iter("link") if one.get("rel") == "canonical"]
    assert not [m for m in tree.iter("meta") if m.get("property") == "og:url"]
    assert "404" not in (site.out / "sitemap.xml").read_text(encoding="utf-8")
    assert not (site.out / "404").exists()


def test_it_follows_the_site(tmp_path: Path) -> None:
    site_at(tmp_path)
    (tmp_path / "site" / "blog" / "p7.md").write_text("---\ndate: 2026-01-07\n---\n\n# Retitled\n")
    kept = build(tmp_path / "site", tmp_path / "work")
    clean = build(tmp_path / "site", tmp_path / "clean", jobs=4)
    assert differences(kept.out, clean.out) == []
    assert "Retitled" in (kept.out / "404.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ('<a href="../x/?a=1&amp;b#c">', '<a href="/r/x/?a=1&amp;b#c">'),
        ("<a href='x.html'>", "<a href='/r/404/x.html'>"),
        ('<i data-any="../pagefind/">', '<i data-any="/r/pagefind/">'),
        ('<meta content="a/b">', '<meta content="a/b">'),
    ],
)
def test_relative_addresses_alone_are_changed(markup: str, wanted: str) -> None:
    assert rooted(markup, "/r/404/") == wanted


@pytest.mark.parametrize("value", ["/x/", "#top", "https://x.example/", "mailto:a", "data:,x"])
def test_what_needs_no_root_stays(value: str) -> None:
    assert rooted(f'<a href="{value}">', "/r/404/") == f'<a href="{value}">'
    assert urljoin("/r/404/", value).startswith(("/", "https:", "mailto:", "data:"))
