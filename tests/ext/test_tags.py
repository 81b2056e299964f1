"""Tags: a page for each, whatever its name, and none once nothing carries it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

from building import Site, build, make, of_class, parse, texts
from sphinx_folio.digests import content_digest
from sphinx_folio.ext.queries import tag_slug

CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\n"
NAMES = ("C#", "C++", "Index", "..", "a/b", "GPU code", "<b>", "50%", "why?", "矩阵")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of two posts with tags of awkward names."""
    folder = tmp_path_factory.mktemp("tags")
    tags = ", ".join(f"'{name}'" for name in NAMES)
    make(
        folder / "site",
        conf=CONF,
        index="# Home\n",
        blog__index="# Writing\n",
        blog__one=f"---\ndate: 2026-01-01\ntags: [{tags}]\n---\n\n# One\n",
        blog__two="---\ndate: 2026-01-02\ntags: [gpu Code, c++, c++]\n---\n\n# Two\n",
    )
    return build(folder / "site", folder / "work")


def tag_links(site: Site, page: str) -> list[str]:
    """Return the addresses of the tags that a post shows, from the top of the site."""
    (line,) = [p for p in parse(site, page).iter("p") if "folio-tags" in p.get("class", "")]
    base = f"http://x/{page}/"
    return [
        urljoin(base, link.get("href", "")).removeprefix("http://x/") for link in line.iter("a")
    ]


def test_every_tag_has_a_page_of_its_own_that_its_link_leads_to(site: Site) -> None:
    links = tag_links(site, "blog/one")
    assert len(set(links)) == len(NAMES)
    for name, link in zip(NAMES, links, strict=True):
        assert link.startswith("blog/tags/"), link
        assert link != "blog/tags/"
        page = parse(site, unquote(link))
        assert texts(page, "folio-post-title")[-1] == "One"
        heading = page.find(".//article//h1")
        assert heading is not None
        assert "".join(heading.itertext()).lower() == name.lower()


def test_a_tag_written_in_other_cases_is_one_tag(site: Site) -> None:
    assert texts(parse(site, "blog/tags/gpu-code"), "folio-post-title") == ["Two", "One"]
    assert texts(parse(site, "blog/tags/c++"), "folio-post-title") == ["Two", "One"]


def test_the_page_of_a_tag_says_that_it_is_one_and_leads_on(site: Site) -> None:
    page = parse(site, "blog/tags/gpu-code")
    (kicker,) = of_class(page, "folio-kicker")
    assert [(link.text, link.get("href")) for link in kicker.iter("a")] == [("Tags", "../")]
    (more,) = of_class(page, "folio-more")
    assert ("All posts", "../../") in [(link.text, link.get("href")) for link in more.iter("a")]
    (more,) = of_class(parse(site, "blog/tags"), "folio-more")
    assert [(link.text, link.get("href")) for link in more.iter("a")] == [("All posts", "../")]


def test_the_page_of_all_tags_counts_their_posts(site: Site) -> None:
    page = parse(site, "blog/tags")
    items = [
        " ".join("".join(item.itertext()).split())
        for one in page.iter()
        if "folio-tag-list" in one.get("class", "").split()
        for item in one.iter("li")
    ]
    assert len(items) == len(NAMES)
    assert "gpu Code 2" in items
    assert "C# 1" in items
    assert "<b> 1" in items


def test_no_page_of_the_site_is_overwritten(site: Site) -> None:
    for page, title in (("blog", "Writing"), ("", "Home"), ("blog/tags", "Tags")):
        heading = parse(site, page).find(".//article//h1")
        assert heading is not None
        assert "".join(heading.itertext()).startswith(title)


@pytest.mark.parametrize("name", [*NAMES, "#", "-", ".", "/", "index", "a  b", "a\\b"])
def test_an_address_is_one_plain_part_of_a_path(name: str) -> None:
    slug = tag_slug(name)
    assert slug
    assert slug not in {"index", ".", ".."}
    assert not set(slug) & set("/\\#?%<>\"' ")


def test_a_tag_that_nothing_carries_any_more_has_no_page(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        index="# Home\n",
        blog__one="---\ndate: 2026-01-01\ntags: [old]\n---\n\n# One\n",
    )
    assert (build(source, tmp_path / "work").out / "blog" / "tags" / "old").exists()
    post = source / "blog" / "one.md"
    post.write_text(post.read_text().replace("tags: [old]\n", ""))
    assert not (build(source, tmp_path / "work").out / "blog" / "tags").exists()


def test_a_post_and_its_translation_are_one_post_of_a_tag(tmp_path: Path) -> None:
    original = "---\ndate: 2026-01-01\ntags: [GPU]\n---\n\n# One\n"
    digest = content_digest(original)
    head = f"---\ndate: 2026-01-02\ntags: [gpu, 内存]\ntranslation-hash: '{digest}'\n---\n"
    lists = "\n\n```{tags}\n```\n"
    source = make(
        tmp_path / "site",
        conf=CONF,
        index=f"# Home{lists}",
        zh=f"---\nlanguage: zh\norphan: true\n---\n\n# 首页{lists}",
        blog__one=original,
        **{"blog__one.zh": f"{head}\n# 一\n"},
    )
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    assert texts(parse(site, "blog/tags/gpu"), "folio-post-title") == ["One"]
    assert texts(parse(site, "blog/tags/内存"), "folio-post-title") == ["一"]
    for page in ("", "zh", "blog/tags"):
        assert texts(parse(site, page), "folio-tag-list") == ["GPU 1 内存 1"]


@pytest.mark.parametrize(
    ("taken", "what"),
    [
        ("blog__tags__cute", "the tag 'CuTe'"),
        ("blog__tags__cute__index", "the tag 'CuTe'"),
        ("blog__tags__index", "the list of all tags"),
        ("blog__tags", "the list of all tags"),
    ],
)
def test_a_page_that_has_the_address_of_a_tag_keeps_it(
    tmp_path: Path, taken: str, what: str
) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        index="# Home\n",
        blog__one="---\ndate: 2026-01-01\ntags: [CuTe, Index]\n---\n\n# One\n",
        **{taken: "---\ndate: 2026-01-01\n---\n\n# Mine\n"},
    )
    if taken.endswith("__index"):
        make(source, **{taken: "# Mine\n"})
    site = build(source, tmp_path / "work")
    name = taken.replace("__", "/")
    assert [line.replace(f"{source}/", "") for line in site.warnings] == [
        f"{name}.md:1: WARNING: {what} has no page of its own, because this one has its address;"
        " rename it [folio.reference]"
    ]
    assert "Mine" in site.text(name.removesuffix("/index"))
    assert texts(parse(site, "blog/tags/tag-index"), "folio-post-title") == ["One"]


def test_a_page_of_a_tag_leads_to_its_feed(tmp_path: Path) -> None:
    post = "---\ndate: 2026-01-01\ntags: [共享 内存]\n---\n\n# One\n"
    conf = f"{CONF}html_baseurl = 'https://example.org/'\n"
    source = make(tmp_path / "site", conf=conf, index="# Home\n", blog__one=post)
    page = parse(build(source, tmp_path / "work"), "blog/tags/共享-内存")
    links = [a.get("href") for p in of_class(page, "folio-more") for a in p.iter("a")]
    assert links == ["../", "atom.xml"]
