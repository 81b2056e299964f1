"""Citations: numbers from 1 on each page, and references that follow what the page cites."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sphinxcontrib.bibtex.domain import BibtexDomain

from building import Site, build, differences, make, of_class, parse, texts

CONF = "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\nnitpicky = True\n"
REFS = """\
@article{ada, author = {Lovelace, Ada and Babbage, Charles}, title = {Notes}, journal = {J},
  year = {1843}, doi = {10.1/ada}}
@article{grace, author = {Hopper, Grace}, title = {Why?}, year = {1952}}
@misc{many, author = {A, One and B, Two and C, Three and others}, title = {Many}, year = {2000}}
@misc{evil, author = {<b>X</b>}, title = {<script>alert(1)</script> & "]]>}, year = {2001},
  url = {javascript:alert(1)}}
"""
TOC = "```{toctree}\none\ntwo\nplain\nplaced\n```\n"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of pages that cite the same papers in other orders."""
    return make(
        tmp_path_factory.mktemp("citations") / "site",
        conf=CONF,
        refs=REFS,
        index=f"# Home\n\n{TOC}",
        one="# One\n\n{cite:p}`grace`, {cite:p}`ada,grace`, {cite:t}`ada`, {cite}`many`.\n",
        two="# Two\n\n{cite:t}`ada`\n\n## Last section\n\n{cite:p}`evil`\n",
        plain="# Plain\n\nNothing is cited.\n",
        placed="# Placed\n\n{cite:p}`ada`\n\n```{bibliography}\n```\n\n## After\n\nText.\n",
    )


@pytest.fixture(scope="module")
def site(source: Path) -> Site:
    """Return that site, built."""
    return build(source, source.parent / "work")


def test_the_same_paper_on_many_pages_is_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_numbers_start_from_one_on_each_page_in_order_of_citation(site: Site) -> None:
    assert texts(parse(site, "one"), "folio-citation") == [
        "[1]", "[2, 1]", "Lovelace and Babbage [2]", "[3]",
    ]  # fmt: skip
    assert texts(parse(site, "two"), "folio-citation") == ["Lovelace and Babbage [1]", "[2]"]


def test_references_stand_at_the_end_in_the_order_of_their_numbers(site: Site) -> None:
    assert texts(parse(site, "one"), "folio-reference") == [
        "Grace Hopper. Why? 1952. ↩1 ↩2",
        "Ada Lovelace, Charles Babbage. Notes. J, 1843. DOI ↩1 ↩2",
        "One A, Two B, Three C, et al. Many. 2000. ↩",
    ]
    article = parse(site, "two").find(".//article")
    assert article is not None
    lists = of_class(article, "folio-references")
    assert len(lists) == 1
    assert [one for one in article.iter() if one.tag in {"p", "ol", "ul"}][-1] in list(
        lists[0].iter()
    )


def test_a_page_without_citations_has_no_references(site: Site) -> None:
    assert of_class(parse(site, "plain"), "folio-references") == []
    assert of_class(parse(site, "plain"), "folio-references-title") == []


def test_references_stand_where_the_author_wants_them(site: Site) -> None:
    page = parse(site, "placed")
    assert len(of_class(page, "folio-references")) == 1
    article = page.find(".//article")
    assert article is not None
    order = ["".join(one.itertext()) for one in article.iter() if one.tag in {"h2", "li", "p"}]
    after = next(n for n, text in enumerate(order) if text.startswith("After"))
    assert any("Notes" in text for text in order[:after])
    assert not any("Notes" in text for text in order[after:])


@pytest.mark.parametrize("page", ["one", "two", "placed"])
def test_citations_and_references_link_to_each_other(site: Site, page: str) -> None:
    tree = parse(site, page)
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    links = [
        link.get("href", "")
        for name in ("folio-citation", "folio-reference")
        for place in of_class(tree, name)
        for link in place.iter("a")
    ]
    inner = [link.removeprefix("#") for link in links if link.startswith("#")]
    assert inner
    assert set(inner) <= set(ids)


def test_no_field_of_an_entry_is_markup(site: Site) -> None:
    tree = parse(site, "two")
    assert not [one for one in tree.iter("script") if (one.text or "").startswith("alert")]
    assert texts(tree, "folio-reference")[1].startswith(
        '<b>X</b>. <script>alert(1)</script> & "]]>. 2001.'
    )
    assert not [link for link in tree.iter("a") if "javascript" in link.get("href", "")]


def test_an_unknown_key_is_one_located_warning_that_names_the_nearest(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n\nText.\n\n{cite:p}`gracie` and {cite:p}`ada,mny`.\n",
    )
    site = build(source, tmp_path / "work")
    assert [line.partition("index.md:")[2] for line in site.warnings] == [
        "5: WARNING: no entry 'gracie' in the bibliography. Did you mean 'grace'? [folio.citation]",
        "5: WARNING: no entry 'mny' in the bibliography. Did you mean 'many'? [folio.citation]",
    ]
    assert len(texts(parse(site, ""), "folio-reference")) == 1


ROLES = {
    "p": "[see 1, p. 3, 2]",
    "ps": "[see 1, p. 3, 2]",
    "alp": "see 1, p. 3, 2",
    "alps": "see 1, p. 3, 2",
    "t": "Lovelace and Babbage [see 1, p. 3], Hopper [2]",
    "ts": "Lovelace and Babbage [see 1, p. 3], Hopper [2]",
    "ct": "Lovelace and Babbage [see 1, p. 3], Hopper [2]",
    "cts": "Lovelace and Babbage [see 1, p. 3], Hopper [2]",
    "label": "1, 2",
    "labelpar": "[1, 2]",
    "year": "1843, 1952",
    "yearpar": "[1843, 1952]",
    "author": "Lovelace and Babbage, Hopper",
    "authors": "Lovelace and Babbage, Hopper",
    "authorpar": "[Lovelace and Babbage, Hopper]",
    "authorpars": "[Lovelace and Babbage, Hopper]",
    "cauthor": "Lovelace and Babbage, Hopper",
    "cauthors": "Lovelace and Babbage, Hopper",
    "empty": "",
}


def test_every_role_works_with_several_keys_and_words_around_them(tmp_path: Path) -> None:
    assert set(BibtexDomain.roles) == set(ROLES)
    text = "\n\n".join(f"{{cite:{role}}}`{{see}}ada{{p. 3}},grace`" for role in ROLES)
    source = make(tmp_path / "site", conf=CONF, refs=REFS, index=f"# Home\n\n{text}\n")
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    assert texts(parse(site, ""), "folio-citation") == list(ROLES.values())


def test_authors_who_are_not_named_are_others(tmp_path: Path) -> None:
    refs = REFS + (
        "@misc{team, author = {{The Team} and others}, title = {G}}\n"
        "@misc{anon, title = {Anonymous}}\n"
        "@book{edited, editor = {Hopper, Grace}, title = {E}}\n"
    )
    text = "{cite:t}`many`, {cite:ts}`many`, {cite:t}`team`, {cite:t}`anon`, {cite:t}`edited`"
    source = make(tmp_path / "site", conf=CONF, refs=refs, index=f"# Home\n\n{text}\n")
    assert texts(parse(build(source, tmp_path / "work"), ""), "folio-citation") == [
        "A et al. [1]",
        "A, B, and C et al. [1]",
        "The Team et al. [2]",
        "Anonymous [3]",
        "Hopper [4]",
    ]


def test_what_is_no_list_of_keys_is_one_located_warning(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n\n{cite:p}`ada,,grace` and {cite:p}`ada,ada`.\n",
    )
    site = build(source, tmp_path / "work")
    (found,) = site.warnings
    assert found.partition("index.md:")[2].startswith("3: WARNING: 'ada,,grace' is no list of keys")
    tree = parse(site, "")
    assert texts(tree, "folio-reference") == [
        "Ada Lovelace, Charles Babbage. Notes. J, 1843. DOI ↩",
    ]


def changed(source: Path, work: Path, before: Path) -> list[str]:
    """Build again; return which pages differ from *before*; check it equals a clean build.

    The search index differs whenever a page does.
    """
    kept = build(source, work / "kept")
    clean = build(source, work / "clean")
    assert differences(kept.out, clean.out) == []
    return [name for name in differences(kept.out, before) if not name.startswith("pagefind/")]


@pytest.fixture
def editable(tmp_path: Path) -> tuple[Path, Path]:
    """Return a site to edit, built, and a second copy of its first output."""
    source = make(
        tmp_path / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n\n```{toctree}\none\ntwo\nplain\n```\n",
        one="# One\n\n{cite:p}`grace` and {cite:p}`ada`.\n",
        two="# Two\n\n{cite:p}`ada`.\n",
        plain="# Plain\n",
    )
    build(source, tmp_path / "kept")
    return source, build(source, tmp_path / "before").out


def test_a_paper_that_is_no_longer_cited_leaves_the_references(
    editable: tuple[Path, Path],
) -> None:
    source, before = editable
    page = source / "one.md"
    page.write_text(page.read_text().replace("{cite:p}`grace` and ", ""))
    assert changed(source, source.parent, before) == ["one/index.html"]
    site = Site(source.parent / "kept" / "dirhtml", ())
    assert texts(parse(site, "one"), "folio-citation") == ["[1]"]
    assert len(texts(parse(site, "one"), "folio-reference")) == 1


def test_an_edited_entry_rewrites_the_pages_that_cite_it_and_no_other(
    editable: tuple[Path, Path],
) -> None:
    source, before = editable
    refs = source / "refs.bib"
    times = refs.stat()
    refs.write_text(refs.read_text().replace("{Why?}", "{How}"))
    os.utime(refs, ns=(times.st_atime_ns, times.st_mtime_ns))
    written = source.parent / "kept" / "dirhtml"
    stamps = {path: path.stat().st_mtime_ns for path in written.rglob("index.html")}
    assert changed(source, source.parent, before) == ["one/index.html"]
    again = {path for path, stamp in stamps.items() if path.stat().st_mtime_ns != stamp}
    # Sphinx itself writes the page anew whose toctree names one that is.
    assert again - {written / "search" / "index.html"} == {
        written / "one" / "index.html",
        written / "index.html",
    }


def test_an_entry_that_was_missing_is_shown_once_it_is_there(editable: tuple[Path, Path]) -> None:
    source, before = editable
    page, refs = source / "two.md", source / "refs.bib"
    page.write_text(page.read_text() + "\n{cite:p}`late`\n")
    assert len(build(source, source.parent / "kept").warnings) == 1
    refs.write_text(refs.read_text() + "@misc{late, author = {L}, title = {Late}}\n")
    assert changed(source, source.parent, before) == ["two/index.html"]
