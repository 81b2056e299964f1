"""Navigation: sections, series, the parts of the present series, and never every post."""

from __future__ import annotations

import html
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, make, parse
from sphinx_folio.digests import content_digest

CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\n"


def sidebar(site: Site, page: str) -> Element:
    """Return the navigation of a page."""
    (found,) = [
        one for one in parse(site, page).iter() if "sidebar-tree" in one.get("class", "").split()
    ]
    return found


def items(site: Site, page: str) -> list[str]:
    """Return the titles in the navigation of a page."""
    return ["".join(link.itertext()) for link in sidebar(site, page).iter("a")]


def post(series: str, number: int) -> str:
    """Return the text of a part of a series."""
    return (
        f"---\ndate: 2026-01-01\nseries: {series}\npart: {number}\n---\n\n# {series} & {number}\n"
    )


SECTIONS = ["Ada Lovelace", "Publications", "Writing", "About <us>"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with two series, posts outside them, and a section with pages below it."""
    folder = tmp_path_factory.mktemp("navigation")
    posts = {f"blog__{name}__p{n}": post(name, n) for name in ("one", "two") for n in (2, 1)}
    make(
        folder / "site",
        conf=CONF,
        index="# Home\n\n```{toctree}\npeople/ada\npublications/index\nblog/index\nabout\n```\n",
        people__ada="---\nname: Ada Lovelace\n---\n\n# Ada Lovelace\n",
        publications__index="# Publications\n",
        blog__index="# Writing\n\n```{toctree}\n:hidden:\ntwo/index\none/index\n```\n",
        blog__one__index="# Series <One>\n",
        blog__two__index="# Series Two\n",
        blog__loose="---\ndate: 2026-01-01\n---\n\n# Loose\n",
        about="# About \\<us\\>\n\n```{toctree}\nabout-more\n```\n",
        **{"about-more": "# More about us\n"},
        **posts,
    )
    return build(folder / "site", folder / "work")


def test_the_site_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_outside_a_series_only_sections_and_series_are_shown(site: Site) -> None:
    wanted = [*SECTIONS[:3], "Series Two", "Series <One>", SECTIONS[3], "More about us"]
    for page in ("", "about", "people/ada", "blog", "blog/loose", "genindex"):
        if (site.out / page / "index.html").exists():
            assert items(site, page) == wanted, page


@pytest.mark.parametrize("page", ["blog/one", "blog/one/p1", "blog/one/p2"])
def test_in_a_series_its_parts_are_shown_in_order_and_no_others(site: Site, page: str) -> None:
    assert items(site, page) == [
        *SECTIONS[:3], "Series Two", "Series <One>", "one & 1", "one & 2", SECTIONS[3],
        "More about us",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "title"),
    [("people/ada", "Ada Lovelace"), ("blog", "Writing"), ("blog/one/p2", "one & 2")],
)
def test_the_present_page_is_marked_once(site: Site, page: str, title: str) -> None:
    current = [link for link in sidebar(site, page).iter("a") if link.get("aria-current")]
    assert [("".join(link.itertext()), link.get("aria-current")) for link in current] == [
        (title, "page")
    ]


def test_what_holds_the_present_page_is_open(site: Site) -> None:
    opened = [
        "".join(next(one.iter("a")).itertext())
        for one in sidebar(site, "blog/one/p2").iter("li")
        if "current" in one.get("class", "").split()
    ]
    assert opened == ["Writing", "Series <One>", "one & 2"]


@pytest.mark.parametrize("page", ["", "blog/one/p1", "about"])
def test_every_link_of_the_navigation_leads_to_a_page(site: Site, page: str) -> None:
    for link in sidebar(site, page).iter("a"):
        href = link.get("href", "")
        assert href == "#" or (site.out / page / href / "index.html").resolve().exists(), href


def test_many_posts_do_not_make_the_navigation_longer(tmp_path: Path) -> None:
    posts = {f"blog__p{n}": f"---\ndate: 2026-01-01\n---\n\n# P{n}\n" for n in range(30)}
    source = make(tmp_path / "site", conf=CONF, index="# Home\n", blog__index="# W\n", **posts)
    assert items(build(source, tmp_path / "work"), "blog/p7") == ["W"]


@pytest.mark.parametrize("builder", ["dirhtml", "html", "singlehtml", "text"])
def test_a_site_that_asks_for_nothing_builds_without_a_warning(
    tmp_path: Path, builder: str
) -> None:
    source = make(tmp_path / "site", index="# My site\n\nWords & *words*.\n")
    site = build(source, tmp_path / "work", builder=builder)
    assert site.warnings == ()
    name = "index.txt" if builder == "text" else "index.html"
    assert "Words &" in (site.out / name).read_text().replace("&amp;", "&")


@pytest.mark.parametrize("builder", ["html", "singlehtml", "text"])
def test_every_builder_makes_a_site_that_uses_everything(tmp_path: Path, builder: str) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF + "bibtex_bibfiles = ['refs.bib']\n",
        refs="@misc{k, title = {The Work}, author = {Ada Lovelace}, people = {ada}}\n",
        index="# Home\n\n```{people}\n```\n\n```{publications}\n```\n\n```{timeline}\n```\n\n"
        "```{posts}\n```\n\n```{series-index}\n```\n\nOf {cite:p}`k`, {folio:pub}`k`, $a$.\n\n"
        "```{toctree}\npeople/ada\nexperience/ada\n```\n",
        people__ada="---\nname: Ada Lovelace\nlinks: {email: a@b.example}\n---\n\n# Ada\n",
        experience__ada="# Life\n\n:::{position} Analyst\n:publications: k\n:id: x\n:::\n",
        publications__k="# The Work, told\n\n```{publication} k\n```\n",
        blog__s__index="---\nparts: [One, Two]\n---\n\n# Series\n\n```{series}\n```\n",
        blog__s__p=post("s", 1),
    )
    site = build(source, tmp_path / "work", builder=builder)
    assert site.warnings == ()
    told = "".join(path.read_text() for path in site.out.rglob("index.*") if path.suffix != ".js")
    for words in ("The Work", "Analyst", "Ada Lovelace"):
        assert words in told


def test_a_site_is_called_what_conf_py_or_its_first_page_says(tmp_path: Path) -> None:
    index = "# Grace & Hopper"
    for conf, name in [("", "Grace & Hopper"), ("project = 'A name'\n", "A name")]:
        settings = f"extensions = ['sphinx_folio']\n{conf}"
        other = "---\norphan: true\n---\n\n# Other"
        source = make(tmp_path / name, conf=settings, index=index, other=other)
        text = html.unescape(build(source, tmp_path / f"{name} work").text("other"))
        assert f"<title>Other · {name}</title>" in text
        assert f'<span class="sidebar-brand-text">{name}</span>' in text
        assert "documentation</" not in text


def test_the_navigation_is_in_the_language_of_the_page_where_there_are_versions(
    tmp_path: Path,
) -> None:
    one, about = post("one", 1), "---\norphan: true\n---\n\n# About\n"

    def translated(original: str, title: str, *lines: str) -> str:
        return "\n".join(
            ["---", *lines, f"translation-hash: '{content_digest(original)}'", "---", "", title]
        )

    place = ("date: 2026-01-01", "series: one", "part: 1")
    source = make(
        tmp_path / "site",
        conf=CONF,
        index="# Home\n",
        about=about,
        blog__index="# Writing\n",
        blog__one__index="# Series One\n",
        blog__one__p1=one,
        blog__one__p2=post("one", 2),
        **{
            "blog__one__p1.zh": translated(one, "# 第一篇", *place),
            "about.zh": translated(about, "# 关于", "orphan: true"),
        },
    )
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    assert items(site, "blog/one/p2") == ["Writing", "Series One", "one & 1", "one & 2", "About"]
    assert items(site, "blog/one/p1.zh") == ["Writing", "Series One", "第一篇", "one & 2", "关于"]
    (current,) = [
        link for link in sidebar(site, "blog/one/p1.zh").iter("a") if link.get("aria-current")
    ]
    assert "".join(current.itertext()) == "第一篇"


@pytest.mark.parametrize("page", ["blog/2026", "blog/tags", "blog/tags/x"])
def test_a_page_made_from_posts_stands_below_the_blog(tmp_path: Path, page: str) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        index="# Home\n",
        blog__index="# Writing\n",
        blog__a="---\ndate: 2026-01-01\ntags: [x]\n---\n\n# A\n",
    )
    opened = [
        "".join(next(one.iter("a")).itertext())
        for one in sidebar(build(source, tmp_path / "work"), page).iter("li")
        if "current" in one.get("class", "").split()
    ]
    assert opened == ["Writing"]
