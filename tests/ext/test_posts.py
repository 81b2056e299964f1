"""Posts: who they are by, what they say of their origin, and what is not published."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, differences, make, of_class, parse, texts
from sphinx_folio.digests import content_digest

CONF = "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n"
REFS = """\
@online{orig, author = {reed}, title = {On <Tensors>}, url = {https://orig.example/1},
  howpublished = {Zhihu}}
@online{nolink, title = {No Link}}
"""
TOC = "```{toctree}\n:hidden:\npeople/ada\npeople/grace\nlists\nabout\n```\n"
ADA = "---\nname: Ada Lovelace\n---\n\n# Ada\n"
GRACE = "---\nname: Grace Hopper\n---\n\n# Grace\n"


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
    assert texts(page, "folio-byline") == ["The <Editors> & Co · 1 Jan 2026 · 1 min read"]
    (line,) = of_class(page, "folio-byline")
    assert [link.get("href") for link in line.iter("a")] == ["../../about/"]
    assert author_tag(page) == "The <Editors> & Co"
    assert author_data(page) == {"@type": "Organization", "name": "The <Editors> & Co"}


def test_a_signed_post_is_by_its_authors_everywhere(site: Site) -> None:
    page = parse(site, "blog/signed")
    assert texts(page, "folio-byline") == [
        "Ada Lovelace, Grace Hopper · 3 Jan 2026 · updated 3 Feb 2026 · 1 min read"
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
        "Written for this site under the title of a published article; neither a translation nor a "
        "summary of it. Original: Reed, On <Tensors> (Zhihu)."
    )
    assert [link.get("href") for link in note.iter("a")] == ["https://orig.example/1"]
    assert texts(parse(site, "blog/nolink"), "folio-origin")[0].endswith("Original: No Link.")
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
    assert texts(page, "folio-byline") == ["Ada Lovelace · 1 Jan 2026 · 1 min read"]
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
        "blog/baddate.md:2: WARNING: date: '2026-02-30' is no date; write YYYY-MM-DD;"
        " the page is not published [folio.front-matter]",
        "blog/nodate.md:1: WARNING: the post has no date; write 'date: YYYY-MM-DD'"
        " [folio.front-matter]",
        "blog/orig.md:4: WARNING: original: no entry 'org' in the bibliography."
        " Did you mean 'orig'? [folio.publication]",
        "blog/typo.md:3: WARNING: no person 'adda'. Did you mean 'ada'? [folio.people]",
        "blog/typo.md:4: WARNING: unknown key 'sumary'. Did you mean 'summary'?"
        " [folio.front-matter]",
        "blog/unsigned.md:1: WARNING: the post names no authors; write 'authors:', or set"
        " folio_publisher in conf.py [folio.people]",
        "index.md:3: WARNING: no tag 'nothing'. Known: some. [folio.series]",
        "index.md:7: WARNING: no series 'nowhere'. Known: s. [folio.series]",
    ]
    assert sorted(found) == wanted


# --- front matter -------------------------------------------------------------------------------


TRAPS = {
    "date": ("12:30", "date: '12:30' is no date; write YYYY-MM-DD"),
    "updated": ("2026-02-30", "updated: '2026-02-30' is no date; write YYYY-MM-DD"),
    "part": ("1.10", "part: must be a whole number from 1 to 999, not '1.10'"),
    "draft": ("no", "draft: must be true or false, not 'no'"),
    "series": ("[a, b]", "series: a post is in one series; a, b are several"),
    "title": ("[a]", "title: must be text"),
    "summary": ("{a: b}", "summary: must be text"),
    "authors": ("{a: b}", "authors: must be text"),
    "tags": ("[[a]]", "tags: must be text"),
    "image": ("[a]", "image: must be text"),
    "original": ("[a]", "original: must be text"),
    "external": ("nowhere", "external: 'nowhere' is no address; write https://…"),
    "canonical": ("javascript:x", "canonical: 'javascript:x' is no address; write https://…"),
    "language": ("'12'", "language: '12' is no language tag; write for example en, zh or pt-BR"),
    "translation-of": ("[a]", "translation-of: must be text"),
    "redirect-from": ("old", "redirect-from: 'old' is no address of this site"),
    "errata": ("[{date: 2026-13-01, text: x}]", "errata: '2026-13-01' is no date"),
    "erata": ("[]", "unknown key 'erata'. Did you mean 'errata'"),
}


@pytest.mark.parametrize("key", TRAPS)
def test_a_key_that_cannot_be_read_is_told_with_its_line_and_loses_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    value, message = TRAPS[key]
    said = {"date": "2026-01-01", "summary": "Kept words.", "tags": "[kept]", key: value}
    head = "\n".join(f"{name}: {text}" for name, text in said.items())
    source = make(
        tmp_path / "site",
        # What has no day, or no readable flag, is withheld unless drafts are shown.
        conf=CONF + "folio_drafts = True\nfolio_publisher = 'P'\n",
        refs=REFS,
        index="# Home\n\n```{posts}\n```\n",
        blog__x=f"---\n{head}\n---\n\n# Heading\n\nBody.\n",
    )
    site = build(source, tmp_path / "work")
    line = 2 + list(said).index(key)
    found = [one.replace(f"{source}/", "") for one in site.warnings]
    if key == "date":
        assert "the post has no date" in found.pop()
    (told,) = found
    assert told.startswith(f"blog/x.md:{line}: WARNING: {message}")
    page = parse(site, "blog/x")
    assert texts(page, "folio-lede") == (["Kept words."] if key != "summary" else [])
    assert texts(page, "folio-tags") == (["kept"] if key != "tags" else [])
    assert "Body." in site.text("blog/x")


def test_what_yaml_makes_something_else_of_stays_what_was_written(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF + "folio_publisher = 'P'\n",
        refs=REFS,
        index="# Home\n",
        blog__x=post("2026-01-01", "tags: [1.10, no, 12:30, 2026-01-02]", "summary: on"),
    )
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    page = parse(site, "blog/x")
    assert texts(page, "folio-tags") == ["1.10 no 12:30 2026-01-02"]
    assert texts(page, "folio-lede") == ["on"]


def test_what_happened_to_a_post_before_there_was_one_is_told(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF + "folio_publisher = 'P'\n",
        refs=REFS,
        index="# Home\n",
        blog__x=post(
            "2026-01-02", "updated: 2026-01-01", "errata: [{date: 2025-12-31, text: Wrong.}]"
        ),
        blog__same=post("2026-01-02", "updated: 2026-01-02"),
    )
    found = [one.replace(f"{source}/", "") for one in build(source, tmp_path / "work").warnings]
    assert found == [
        "blog/x.md:3: WARNING: updated: 2026-01-01 lies before the post's own date, 2026-01-02"
        " [folio.front-matter]",
        "blog/x.md:4: WARNING: errata: 2025-12-31 lies before the post's own date, 2026-01-02"
        " [folio.front-matter]",
    ]


def test_dates_mean_the_same_in_every_zone(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF + "folio_publisher = 'P'\nhtml_baseurl = 'https://x.example/'\n",
        refs=REFS,
        index="# Home\n\n```{posts}\n```\n",
        blog__x=post("2026-01-01", "updated: 2026-01-31"),
        blog__y=post("2025-12-31", "errata: [{date: 2026-01-01, text: Wrong.}]"),
    )
    outputs = []
    for zone in ("UTC", "Asia/Shanghai", "America/Los_Angeles"):
        outputs.append(tmp_path / zone.replace("/", "-"))
        subprocess.run(
            [
                *(sys.executable, "-m", "sphinx", "-q", "-W", "-b", "dirhtml"),
                *("-d", f"{outputs[-1]}-doctrees", str(source), str(outputs[-1])),
            ],
            check=True,
            env=os.environ | {"TZ": zone},
        )
    assert differences(outputs[0], outputs[1]) == differences(outputs[0], outputs[2]) == []


# --- the head -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with a corrected post, one published elsewhere, and one in Chinese."""
    folder = tmp_path_factory.mktemp("corrected")
    one = post(
        "2026-01-01",
        "errata:",
        "  - date: 2026-02-01",
        "    text: '*First*, with $a_0$ and {cite:p}`orig`.'",
        "  - {date: 2026-03-01, text: 'Second: see [the other](two.md) <b>now</b>.'}",
    )
    digest = f"translation-hash: '{content_digest(one)}'"
    make(
        folder / "site",
        conf=CONF + "folio_publisher = 'P'\n",
        refs=REFS,
        index="# Home\n",
        blog__one=one,
        blog__two=post("2026-01-02", "external: https://else.example/where?x=1"),
        blog__alone=post("2026-01-03", "language: zh", "errata: [{date: 2026-04-05, text: 改。}]"),
        **{"blog__one.zh": post("2026-01-03", digest)},
    )
    return build(folder / "site", folder / "work")


def test_corrections_stand_at_the_end_the_newest_first(corrected: Site) -> None:
    assert corrected.warnings == ()
    page = parse(corrected, "blog/one")
    (box,) = of_class(page, "folio-errata")
    assert texts(box, "folio-entry-date") == ["1 Mar 2026", "1 Feb 2026"]
    first, second = texts(box, "folio-entry-main")
    assert first == "Second: see the other now."
    assert second.startswith("First, with ")
    assert second.endswith(" and [1].")
    assert [link.get("href") for link in box.iter("a")] == ["../two/", "#ref-orig"]
    assert len([one for one in box.iter() if one.tag.endswith("}math")]) == 1
    # After the article and its references, not inside.
    (section,) = [one for one in page.iter("section") if one.get("id") == "t"]
    assert box not in list(section.iter())


def test_the_head_announces_the_last_correction_and_leads_to_it(corrected: Site) -> None:
    page = parse(corrected, "blog/one")
    (line,) = of_class(page, "folio-byline")
    links = [(link.get("href"), link.text) for link in line.iter("a")]
    assert links == [("#folio-errata", "corrected 1 Mar 2026")]
    assert [box.get("id") for box in of_class(page, "folio-errata")] == ["folio-errata"]
    assert of_class(parse(corrected, "blog/two"), "folio-errata") == []


def test_a_post_that_is_published_elsewhere_says_where(corrected: Site) -> None:
    (note,) = of_class(parse(corrected, "blog/two"), "folio-origin")
    assert "".join(note.itertext()) == "Published at else.example."
    assert [link.get("href") for link in note.iter("a")] == ["https://else.example/where?x=1"]


def test_a_post_says_its_language_when_it_is_not_the_sites(corrected: Site) -> None:
    (line,) = texts(parse(corrected, "blog/alone"), "folio-byline")
    assert line.startswith("P · 2026年1月3日 · ")
    assert "2026年4月5日" in line
    assert line.endswith(" · 中文")
    assert "English" not in texts(parse(corrected, "blog/one"), "folio-byline")[0]
    # A translation is known by the links between the versions.
    assert "中文" not in texts(parse(corrected, "blog/one.zh"), "folio-byline")[0]
