"""Posts: who they are by, what they say of their origin, and what is not published."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, make, of_class, parse, texts

CONF = "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n"
REFS = """\
@online{orig, author = {reed}, title = {On <Tensors>}, url = {https://orig.example/1},
  howpublished = {Zhihu}}
@online{nolink, title = {No Link}}
"""
TOC = "```{toctree}\n:hidden:\npeople/ada\npeople/grace\nlists\nabout\n```\n"
ADA = "---\nname: Ada Lovelace\n---\n\n# Ada\n"
GRACE = "---\nname: Grace Hopper\n---\n\n# Grace\n"
CANARY = "canary-in-a-draft"


def author_tag(tree: Element) -> str | None:
    """Return what the head of a page says of its author."""
    return next((m.get("content") for m in tree.iter("meta") if m.get("name") == "author"), None)


def author_data(tree: Element) -> object:
    """Return what the structured data of a page says of its author."""
    (data,) = [s.text for s in tree.iter("script") if s.get("type") == "application/ld+json"]
    assert data is not None
    return json.loads(data)["author"]


def post(date: str = "2026-01-01", *lines: str, title: str = "T") -> str:
    """Return the text of a post."""
    return "\n".join(["---", f"date: {date}", *lines, "---", "", f"# {title}", "", "Body.", ""])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with a publisher and posts of all kinds."""
    folder = tmp_path_factory.mktemp("posts")
    make(
        folder / "site",
        conf=CONF + "folio_publisher = 'The <Editors> & Co'\n",
        refs=REFS,
        index=f"# Home\n\n{TOC}",
        about="# About\n",
        people__ada=ADA,
        people__grace=GRACE,
        blog__plain=post("2026-01-01", "original: orig", "tags: [a b]", "summary: A <b>lede</b>."),
        blog__signed=post("2026-01-03", "authors: [ada, grace]", "updated: 2026-02-03"),
        blog__nolink=post("2026-01-02", "original: nolink", "tags: [A B, c]", title="No & Link"),
        lists="# Lists\n\n```{posts}\n```\n\n## One\n\n```{posts}\n:limit: 1\n```\n\n"
        "## Tag\n\n```{posts}\n:tag: A b\n```\n",
    )
    return build(folder / "site", folder / "work")


def test_the_site_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_an_unsigned_post_is_by_the_publisher_everywhere(site: Site) -> None:
    page = parse(site, "blog/plain")
    assert texts(page, "folio-byline") == ["The <Editors> & Co · 1 Jan 2026"]
    (line,) = of_class(page, "folio-byline")
    assert [link.get("href") for link in line.iter("a")] == ["../../about/"]
    assert author_tag(page) == "The <Editors> & Co"
    assert author_data(page) == {"@type": "Organization", "name": "The <Editors> & Co"}


def test_a_signed_post_is_by_its_authors_everywhere(site: Site) -> None:
    page = parse(site, "blog/signed")
    assert texts(page, "folio-byline") == [
        "Ada Lovelace, Grace Hopper · 3 Jan 2026 · updated 3 Feb 2026"
    ]
    (line,) = of_class(page, "folio-byline")
    assert [link.get("href") for link in line.iter("a")] == [
        "../../people/ada/",
        "../../people/grace/",
    ]
    assert author_tag(page) == "Ada Lovelace, Grace Hopper"
    assert author_data(page) == [
        {"@type": "Person", "name": "Ada Lovelace"},
        {"@type": "Person", "name": "Grace Hopper"},
    ]


def test_the_author_of_an_original_is_not_the_author_of_the_post(site: Site) -> None:
    page = parse(site, "blog/plain")
    assert "reed" not in "".join(texts(page, "folio-byline")).lower()
    assert "reed" not in str(author_data(page)).lower()


def test_a_post_on_a_published_title_says_so_and_links_the_original(site: Site) -> None:
    page = parse(site, "blog/plain")
    (note,) = of_class(page, "folio-origin")
    assert "".join(note.itertext()) == (
        "Written for this site, on the title of a published article; neither a translation nor a "
        "summary of it. The original: Reed, On <Tensors> (Zhihu)."
    )
    assert [link.get("href") for link in note.iter("a")] == ["https://orig.example/1"]
    assert texts(parse(site, "blog/nolink"), "folio-origin")[0].endswith("The original: No Link.")
    assert of_class(parse(site, "blog/signed"), "folio-origin") == []


def test_the_summary_is_text(site: Site) -> None:
    assert texts(parse(site, "blog/plain"), "folio-lede") == ["A <b>lede</b>."]
    assert "A <b>lede</b>." in texts(parse(site, "lists"), "folio-post-summary")


def test_lists_hold_the_newest_first_filtered_and_bounded(site: Site) -> None:
    everything, one, tag = (
        texts(found, "folio-post-title") for found in of_class(parse(site, "lists"), "folio-posts")
    )
    assert everything == ["T", "No & Link", "T"]
    assert one == ["T"]
    assert tag == ["No & Link", "T"]


def test_without_a_publisher_a_post_is_by_the_only_person(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        index="# Home\n\n```{toctree}\npeople/ada\n```\n",
        people__ada=ADA,
        blog__plain=post(),
    )
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    page = parse(site, "blog/plain")
    assert texts(page, "folio-byline") == ["Ada Lovelace · 1 Jan 2026"]
    assert author_data(page) == {"@type": "Person", "name": "Ada Lovelace"}


def test_every_fault_of_a_post_is_one_located_warning(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n\n```{posts}\n:tag: nothing\n```\n\n```{posts}\n:series: nowhere\n```\n\n"
        "```{toctree}\npeople/ada\npeople/grace\n```\n",
        people__ada=ADA,
        people__grace=GRACE,
        blog__baddate=post("2026-02-30", "authors: [ada]"),
        blog__nodate="---\nauthors: [ada]\n---\n\n# No date\n",
        blog__orig=post("2026-01-01", "authors: [ada]", "original: org"),
        blog__typo=post("2026-01-01", "authors: [adda]", "sumary: x"),
        blog__unsigned=post("2026-01-01"),
        blog__ok=post("2026-01-01", "authors: [ada]", "tags: [some]", "series: s", "part: 1"),
        blog__s__index="# S\n",
    )
    found = [line.replace(f"{source}/", "") for line in build(source, tmp_path / "work").warnings]
    wanted = [
        "blog/baddate.md:2: WARNING: date: '2026-02-30' is no date; write YYYY-MM-DD"
        " [folio.front-matter]",
        "blog/nodate.md:1: WARNING: the post has no date; write 'date: YYYY-MM-DD'"
        " [folio.front-matter]",
        "blog/orig.md:1: WARNING: original: no entry 'org' in the bibliography."
        " Did you mean 'orig'? [folio.publication]",
        "blog/typo.md:1: WARNING: no person 'adda'. Did you mean 'ada'? [folio.people]",
        "blog/typo.md:4: WARNING: unknown key 'sumary'. Did you mean 'summary'?"
        " [folio.front-matter]",
        "blog/unsigned.md:1: WARNING: the post names no authors; write 'authors:', or set"
        " folio_publisher in conf.py [folio.people]",
        "index.md:3: WARNING: no tag 'nothing'. Known: some. [folio.series]",
        "index.md:7: WARNING: no series 'nowhere'. Known: s. [folio.series]",
    ]
    assert sorted(found) == wanted


def holds(site: Site, word: str) -> list[str]:
    """Return the output files in whose name or bytes a word occurs."""
    return [
        path.relative_to(site.out).as_posix()
        for path in site.out.rglob("*")
        if word in path.as_posix() or (path.is_file() and word.encode() in path.read_bytes())
    ]


WITHHELD = {
    "draft": ("2026-01-01", "draft: true"),
    "future": ("2026-01-03", ""),
    "broken": ("2026-01-01", "draft: yes"),
    "listed": ("2026-01-01", "draft: [true]"),
    "no day": ("2026-02-30", ""),
}


@pytest.mark.parametrize("kind", WITHHELD)
def test_no_byte_of_a_withheld_post_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    date, line = WITHHELD[kind]
    # 2026-01-02, one second before midnight.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767398399")
    source = make(
        tmp_path / "site",
        index="# Home\n\n```{posts}\n```\n\n```{toctree}\npeople/ada\n```\n",
        people__ada=ADA,
        blog__open=post(title="Open"),
        **{f"blog__{CANARY}": post(date, line, f"tags: [{CANARY}]", f"summary: {CANARY}")},
    )
    site = build(source, tmp_path / "work")
    assert holds(site, CANARY) == []
    assert holds(site, "Open")
    # A flag or a day that cannot be read withholds the post, and is told.
    assert len(site.warnings) == (kind in {"broken", "listed", "no day"})
    told = ("draft: must be true or false", "date: '2026-02-30' is no date")
    assert all(any(words in one for words in told) for one in site.warnings)


def test_a_post_appears_on_its_day_in_utc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767398400")
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    source = make(
        tmp_path / "site",
        index="# Home\n\n```{toctree}\npeople/ada\n```\n",
        people__ada=ADA,
        blog__today=post("2026-01-03"),
    )
    assert (build(source, tmp_path / "work").out / "blog" / "today" / "index.html").exists()


@pytest.mark.parametrize("closing", ["---", "...", "-----"])
def test_a_draft_is_withheld_whatever_ends_its_front_matter(tmp_path: Path, closing: str) -> None:
    text = f"---\ndate: 2026-01-01\ndraft: true\n{closing}\n\n# {CANARY}\n"
    source = make(tmp_path / "site", index="# Home\n", blog__x=text)
    site = build(source, tmp_path / "work")
    assert (site.warnings, holds(site, CANARY)) == ((), [])
