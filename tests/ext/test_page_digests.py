"""Digests of pages: an edit has the pages written again that show it, and no others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from building import build, differences, make, written

CONF = """\
project = "A site"
extensions = ["sphinx_folio"]
html_baseurl = "https://site.example/"
bibtex_bibfiles = ["refs.bib"]
folio_cv_pdf = False
"""
ALPHA = """\
---
date: 2026-01-01
authors: [ada]
tags: [shared, old]
series: more
part: 1
---

(alpha-start)=
# Alpha

Cites {cite:p}`shared`.

(alpha-details)=
## Details

$$ a = b $$ (alpha-sum)

```{figure} one.svg
:name: alpha-figure
:alt: A wheel

A wheel
```

```{theorem} A law
:label: alpha-law

It holds.
```
"""
PAGES = {
    "refs": "@misc{shared, author = {A B}, title = {Shared work}}\n"
    "@misc{own, author = {A B}, title = {Own work}, people = {ada}}\n",
    "index": "# Home\n\n```{posts}\n```\n\n"
    "```{toctree}\n:hidden:\n\nblog/index\npublications/index\nabout\n```\n",
    "about": "# About\n\nNothing.\n",
    "lone": "---\norphan: true\n---\n\n# Lone\n\nNothing.\n",
    "by-number": "---\norphan: true\n---\n\n# By number\n\n{numref}`alpha-figure`\n",
    "by-link": "---\norphan: true\n---\n\n# By link\n\n[](#alpha-figure), [](#alpha-law)\n",
    "by-equation": "---\norphan: true\n---\n\n# By equation\n\n{eq}`alpha-sum`\n",
    "by-label": "---\norphan: true\n---\n\n# By label\n\n{ref}`alpha-details`\n",
    "by-heading": "---\norphan: true\n---\n\n# By heading\n\n[](blog/more/alpha.md#details)\n",
    "by-document": "---\norphan: true\n---\n\n# By document\n\n[](blog/more/alpha.md)\n",
    "by-role": "---\norphan: true\n---\n\n# By role\n\n{folio:post}`more/alpha`\n",
    "by-series": "---\norphan: true\n---\n\n# By series\n\n{folio:series}`more`\n",
    "by-tag": "---\norphan: true\n---\n\n# By tag\n\n{folio:tag}`old`\n",
    "by-term": "---\norphan: true\n---\n\n# By term\n\n{term}`wheel`\n",
    "terms": "---\norphan: true\n---\n\n# Terms\n\n```{glossary}\nwheel\n  Turns.\n```\n",
    "by-toctree": "---\norphan: true\n---\n\n# By toctree\n\n"
    "```{toctree}\n:maxdepth: 3\n\nupper\n```\n",
    "upper": "# Upper\n\n```{toctree}\nlower\n```\n",
    "lower": "# Lower\n\n## Below\n",
    "time": "---\norphan: true\n---\n\n# Time\n\n```{timeline}\n:person: ada\n```\n",
    "blog__index": "# Writing\n\n```{series-index}\n```\n",
    "blog__more__index": "---\nparts: [One, Two, Three]\n---\n\n# More\n\n```{series}\n```\n",
    "blog__more__alpha": ALPHA,
    "blog__more__beta": "---\ndate: 2026-01-02\nauthors: [ada]\n"
    "series: more\npart: 2\n---\n\n# Beta\n",
    "blog__citing": "---\ndate: 2026-01-03\nauthors: [ada]\n---\n\n# Citing\n\n{cite:p}`shared`\n",
    "blog__tagged": "---\ndate: 2026-01-04\nauthors: [ada]\ntags: [shared]\n---\n\n# Tagged\n",
    "blog__alone": "---\ndate: 2025-12-05\nauthors: [ada]\n---\n\n# Alone\n\nNothing.\n",
    "blog__alone.zh": "---\ndate: 2025-12-05\nauthors: [ada]\n---\n\n# 独\n\n没有。\n",
    "people__ada": "---\nname: Ada\n---\n\n# Ada\n",
    "people__bob": "---\nname: Bob\n---\n\n# Bob\n",
    "people__index": "# People\n\n```{toctree}\n:hidden:\nada\nbob\n```\n",
    "all-people": "---\norphan: true\n---\n\n# All people\n\n```{people}\n```\n",
    "deep__index": "---\norphan: true\n---\n\n# Deep\n",
    "deep__page": "---\norphan: true\n---\n\n# Deeper\n",
    "cv__ada": "# CV\n\n```{cv}\n```\n",
    "numbered": "---\norphan: true\n---\n\n# Numbered\n\n"
    "```{toctree}\n:numbered:\nfirst\nsecond\n```\n",
    "first": "# First\n",
    "second": "(second-start)=\n# Second\n",
    "by-section": "---\norphan: true\n---\n\n# By section\n\n{numref}`second-start`\n",
    "blog__plans__index": "---\nparts: [{title: One, original: own}]\n---\n\n# Plans\n",
    "experience__ada": "# Experience\n\n:::{position} Analyst\n:start: 1842\n:id: job\n\n"
    "{ref}`alpha-details`\n:::\n",
    "publications__index": "# Publications\n\n```{publications}\n```\n",
    "publications__own": "# Own work\n\n```{publication} own\n```\n",
    "publications__shared": "# Shared work\n\n```{publication} shared\n```\n",
}  # fmt: skip
#: Pages that have no source: they are made again with any object, and some in each build. A CV has
#: something of everything.
MADE = {
    "cv/ada",
    "blog/2025",
    "blog/2026",
    "blog/tags",
    "blog/tags/old",
    "blog/tags/shared",
    "blog/tags/new",
    "search",
}
#: The pages that list posts, and the first one, which Sphinx writes again with what it names.
LISTS = {".", "blog"}
SERIES = {"blog/more", "blog/more/alpha", "blog/more/beta"}
REFERRING = {
    f"by-{name}"
    for name in (
        "number", "link", "equation", "label", "heading", "document", "role", "series", "tag",
        "term", "toctree",
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site that one test after the other edits and builds."""
    folder = tmp_path_factory.mktemp("digests")
    made = make(folder / "site", conf=CONF, **PAGES)
    (made / "blog" / "more" / "one.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    build(made, folder / "kept")
    return made


def after(source: Path, name: str, old: str, new: str) -> set[str]:
    """Edit a page and build; check the bytes, and return which pages were written."""
    path = source / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return rebuilt(source)


def rebuilt(source: Path) -> set[str]:
    found = written(source, source.parent / "kept") - MADE
    clean = build(source, source.parent / "clean")
    wrong = differences(source.parent / "kept" / "dirhtml", clean.out)
    shutil.rmtree(source.parent / "clean")
    assert wrong == []
    return found


def test_the_title_of_a_post_is_shown_by_its_lists_its_series_and_what_refers_to_it(
    source: Path,
) -> None:
    assert after(source, "blog/more/alpha.md", "# Alpha", "# Alef") == {
        *LISTS,
        *SERIES,
        "blog/citing",  # a related post
        "publications/shared",  # which tells where it is cited
        "by-number", "by-link", "by-equation", "by-document", "by-role",
    }  # fmt: skip


def test_the_title_of_a_post_without_a_series_leaves_that_alone(source: Path) -> None:
    found = after(source, "blog/alone.md", "# Alone", "# Alone again")
    assert found == {*LISTS, "blog/alone", "blog/alone.zh"}


def test_markup_in_a_title_counts(source: Path) -> None:
    found = after(source, "blog/more/alpha.md", "# Alef", "# *Alef*")
    assert found >= {"by-number", "by-link", "by-equation"}


def test_a_summary_is_shown_by_lists(source: Path) -> None:
    found = after(source, "blog/more/alpha.md", "part: 1", "part: 1\nsummary: Of wheels")
    assert found == {*LISTS, "blog/more", "blog/more/alpha"}


def test_a_new_post_is_shown_by_lists(source: Path) -> None:
    (source / "blog" / "new.md").write_text("---\ndate: 2026-02-01\nauthors: [ada]\n---\n\n# New\n")
    assert rebuilt(source) == {*LISTS, "blog/new"}
    (source / "blog" / "new.md").unlink()
    assert rebuilt(source) == LISTS


def test_a_new_part_is_shown_by_its_series(source: Path) -> None:
    part = source / "blog" / "more" / "gamma.md"
    head = "---\ndate: 2026-02-01\nauthors: [ada]\nseries: more\npart: 3\n---\n\n"
    part.write_text(f"{head}# Gamma\n")
    assert rebuilt(source) == {*LISTS, *SERIES, "blog/more/gamma"}


def test_a_part_that_is_moved_is_shown_by_the_others(source: Path) -> None:
    found = after(source, "blog/more/gamma.md", "part: 3", "part: 4")
    assert found >= {*SERIES, "blog/more/gamma"}
    assert not found & {"blog/alone", "lone"}


def test_the_title_of_a_planned_part_is_shown_by_the_others(source: Path) -> None:
    found = after(source, "blog/more/index.md", "[One, Two, Three]", "[One, Two, Drei]")
    assert found == {*LISTS, *SERIES, "blog/more/gamma"}


def test_the_title_of_a_series_is_in_the_frame_of_each_page(source: Path) -> None:
    found = after(source, "blog/more/index.md", "# More", "# Yet more")
    assert found >= {"lone", "by-series", "blog/alone", *SERIES}


def test_a_caption_is_shown_by_references_that_have_its_place(source: Path) -> None:
    assert not after(source, "blog/more/alpha.md", "A wheel\n```", "A gear\n```") & {
        "lone",
        "by-label",
    }


def test_a_heading_is_shown_by_references_to_it(source: Path) -> None:
    found = after(source, "blog/more/alpha.md", "## Details", "## Details, all")
    assert found >= {"by-label", "by-heading"}
    assert not found & {"by-number", "by-document", "by-role", "lone", "blog/alone", "about"}


def test_numbers_of_figures_and_equations_are_shown_by_references(source: Path) -> None:
    more = "$$ c = d $$ (alpha-first)\n\n$$ a = b $$ (alpha-sum)"
    found = after(source, "blog/more/alpha.md", "$$ a = b $$ (alpha-sum)", more)
    assert found & REFERRING == {"by-equation"}
    more = "```{figure} one.svg\nFirst\n```\n\n```{figure} one.svg\n:name: alpha-figure"
    found = after(source, "blog/more/alpha.md", "```{figure} one.svg\n:name: alpha-figure", more)
    assert found & REFERRING == {"by-number", "by-link"}


def test_what_comes_under_a_name_that_nothing_had_is_shown_where_it_was_looked_for(
    source: Path,
) -> None:
    lone = "Nothing. [](#later) {numref}`later` {folio:tag}`new`\n"
    after(source, "lone.md", "Nothing.\n", lone)
    more = "```{figure} more/one.svg\n:name: later\n\nLater\n```\n"
    assert "lone" in after(source, "blog/alone.md", "Nothing.\n", more)
    assert "lone" in after(source, "blog/tagged.md", "[shared]", "[shared, new]")


def test_the_spelling_of_a_tag_is_shown_by_posts_that_have_it(source: Path) -> None:
    # The newest post decides.
    found = after(source, "blog/tagged.md", "[shared, new]", "[Shared, new]")
    assert found >= {"blog/more/alpha", "blog/tagged"}
    assert not found & {"blog/alone", "blog/citing", "about", "by-tag"}


def test_the_name_of_a_person_is_shown_by_their_posts(source: Path) -> None:
    found = after(source, "people/ada.md", "name: Ada", "name: Ada Lovelace")
    assert found >= {"blog/alone", "blog/alone.zh", "blog/tagged", "people/ada"}


def test_the_title_of_a_translation_is_told_by_its_original(source: Path) -> None:
    found = after(source, "blog/alone.zh.md", "# 独", "# 独自")
    assert found == {*LISTS, "blog/alone", "blog/alone.zh"}


def test_an_address_elsewhere_is_told_by_other_versions(source: Path) -> None:
    found = after(source, "blog/alone.md", "authors", "canonical: https://else.example/\nauthors")
    assert found >= {"blog/alone.zh"}


def test_what_a_translation_takes_from_its_original_is_shown_by_it(source: Path) -> None:
    after(source, "blog/alone.md", "authors", "tags: [old]\nauthors")
    # Of the spellings of a tag, that of a newer post is its name.
    assert "blog/alone.zh" in after(source, "blog/alone.md", "[old]", "[OLD]")


def test_an_entry_is_shown_by_what_cites_and_lists_it(source: Path) -> None:
    found = after(source, "refs.bib", "{Shared work}", "{The shared work}")
    assert found >= {"blog/citing", "blog/more/alpha", "publications", "publications/shared"}
    assert not found & {"blog/alone", "blog/tagged", "lone", "publications/own"}


def test_the_page_of_an_entry_is_linked_where_that_is_cited(source: Path) -> None:
    page = source / "publications" / "shared.md"
    page.rename(source / "publications" / "moved.md")
    assert rebuilt(source) >= {"blog/citing", "blog/more/alpha", "publications/moved"}


def test_an_engagement_is_shown_by_timelines(source: Path) -> None:
    found = after(source, "experience/ada.md", "Analyst", "First analyst")
    assert found >= {"time", "experience/ada"}
    assert not found & {"blog/alone", "lone", "blog"}


def test_a_heading_far_below_is_shown_by_toctrees(source: Path) -> None:
    found = after(source, "lower.md", "## Below", "## Far below")
    assert found >= {"by-toctree", "upper", "lower"}
    assert "lone" not in found


def test_a_term_that_moves_is_followed(source: Path) -> None:
    text = (source / "terms.md").read_text()
    (source / "terms.md").unlink()
    (source / "words.md").write_text(text)
    assert "by-term" in rebuilt(source)


def test_the_page_about_the_site_is_in_the_head_of_each_page(source: Path) -> None:
    (source / "copyright.md").write_text("---\norphan: true\n---\n\n# Copyright\n")
    assert rebuilt(source) >= {"lone", "blog/alone"}


def test_the_pages_above_a_page_are_told_to_machines(source: Path) -> None:
    found = after(source, "deep/index.md", "# Deep", "# Depth")
    assert found == {"deep", "deep/page"}


def test_the_order_of_people_is_shown_where_they_are_listed(source: Path) -> None:
    found = after(source, "people/index.md", "ada\nbob", "bob\nada")
    assert "all-people" in found


def test_the_title_of_an_entry_is_found_with_the_series_that_is_after_it(source: Path) -> None:
    found = after(source, "refs.bib", "{Own work}", "{My own work}")
    assert found >= {"blog/plans", "publications/own"}
    assert not found & {"blog/tagged", "lone", "publications/shared"}


def test_a_feed_that_is_no_more_is_named_by_no_page(source: Path) -> None:
    assert "atom.en.xml" in (source.parent / "kept" / "dirhtml" / "lone" / "index.html").read_text()
    (source / "blog" / "alone.zh.md").unlink()
    assert rebuilt(source) >= {"lone", "about"}


def test_a_site_without_a_name_is_called_what_its_first_page_is(tmp_path: Path) -> None:
    source = make(tmp_path / "site", index="# Home\n", about="---\norphan: true\n---\n\n# About\n")
    build(source, tmp_path / "kept")
    assert after(source, "index.md", "# Home", "# My home") == {".", "about"}


def test_the_summary_of_a_person_is_shown_where_people_are_listed(source: Path) -> None:
    found = after(source, "people/ada.md", "name:", "summary: She counts\nname:")
    assert found >= {"people/ada", "all-people"}
    assert not found & {"lone", "blog"}


def test_first_words_are_shown_by_lists(source: Path) -> None:
    found = after(source, "blog/citing.md", "# Citing\n", "# Citing\n\nFirst words.\n")
    assert found == {".", "blog/citing"}


def test_the_language_of_a_page_is_told_where_its_title_is_said(source: Path) -> None:
    found = after(source, "blog/more/alpha.md", "authors", "language: de\nauthors")
    assert found >= {"by-number", "by-equation"}


def test_the_number_of_a_section_is_shown_by_references(source: Path) -> None:
    found = after(source, "numbered.md", "first\nsecond", "second\nfirst")
    assert found >= {"by-section", "first", "second"}


def test_what_a_cv_refers_to_is_shown_by_it(source: Path) -> None:
    found = after(source, "blog/more/alpha.md", "## Details", "## In detail")
    assert found >= {"experience/ada", "by-label"}
