"""CVs: what the Domain knows of a person, in the sections that the page asks for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from building import Site, build, copy_root, differences, make, of_class, parse, texts

PEOPLE = """\
---
name: Ada Lovelace
aliases: [Lovelace, A.]
headline: Analyst
affiliation: The Engine
links: {github: ada, scholar: abc}
skills: {Mathematics: [series, tables], Trades: weaving}
languages: {English: native}
interests: [flight]
---

# Ada Lovelace

Ada {folio:position}`computes <ada-first>`, says {cite:t}`one` {cite:p}`two`.

## Later

Not in the CV.
"""
EXPERIENCE = """\
# Experience

Nor this.

:::{position} First
:organization: Firm
:place: London
:start: 2020-01
:end: 2021-02
:kind: research
:as: A. L.
:mentors: Babbage
:publications: one
:id: ada-first

What it was, see [the other](../people/ada.md) and {folio:position}`ada-second`.

- **Speed.** By `cp.async`, $n^2$ times.
  - A point below.
- Two

| Head | Row |
|---|---|
| a | b |
:::

:::{position} Second
:organization: Other
:start: 2022-03
:end: present
:kind: industry
:id: ada-second
:::

:::{education} PhD, Numbers
:organization: School
:start: 2015-10
:end: 2019-06
:grade: 4.0
:::

:::{project} Engine
:role: Author
:url: https://engine.example
:start: 2021-01
:kind: open-source
:id: ada-engine
:::

:::{project} Loom
:start: 2019-01
:id: ada-loom
:::

:::{talk} On numbers
:event: Meeting
:date: 2021-05
:::

:::{award} Prize
:organization: Society
:date: 2021
:publications: one
:::
"""
BIB = """\
@article{one, title = {First {Paper}}, author = {Lovelace, A. and Menabrea, L.},
  journal = {Memoirs}, year = {2020}, people = {ada}, selected = {true},
  equal = {Lovelace, A. and Menabrea, L.}, url = {https://one.example}}
@inproceedings{two, title = {Second}, author = {Menabrea, L. and Lovelace, Ada}, year = {2021},
  booktitle = {Proceedings}, people = {ada}}
@misc{other, title = {Not hers}, author = {Lovelace, Ada}, year = {2021}}
@patent{pat, title = {Cards}, author = {Lovelace, Ada}, number = {GB 1}, year = {2021},
  people = {ada}}
@online{art, series = {Letters to All}, title = {文章}, author = {Lovelace, Ada},
  year = {2022}, month = mar, people = {ada}, howpublished = {A paper}, url = {https://art.example}}
@online{alone, title = {Alone}, author = {Lovelace, Ada}, year = {2023}, people = {ada},
  url = {https://alone.example}}
"""
SERIES = """\
---
parts:
  - {title: An Article, original: art}
---
# Letters
"""
POST = """\
---
date: 2024-01-02
authors: [ada]
---
# A post of hers

Words.
"""
FOREIGN_POST = """\
---
date: 2024-01-03
series: letters
part: 1
original: art
---
# An Article

Written by the editors on her title.
"""
CONF = """\
extensions = ["sphinx_folio"]
bibtex_bibfiles = ["refs.bib"]
folio_publisher = "The editors"
"""


def site(target: Path, cv: str = "# CV\n\n```{cv}\n```\n", **pages: str) -> Path:
    """Write a site of one rich life."""
    given = {
        "conf": CONF,
        "index": "# Home\n",
        "people__ada": PEOPLE,
        "experience__ada": EXPERIENCE,
        "blog__letters__index": SERIES,
        "blog__letters__article": FOREIGN_POST,
        "blog__post": POST,
        "refs": BIB,
        "cv__ada": cv,
    }
    return make(target, **(given | pages))


def headings(built: Site, page: str = "cv/ada") -> list[str]:
    """Return the headings of the sections of a CV."""
    return [
        "".join(heading.itertext()).removesuffix("¶").removesuffix("#")
        for section in of_class(parse(built, page), "folio-cv-section")
        for heading in section.findall("h2")
    ]


def section(built: Site, name: str, part: str, page: str = "cv/ada") -> list[str]:
    """Return the words of the parts of a class in a section."""
    tree = parse(built, page)
    found = next(one for one in of_class(tree, "folio-cv-section") if one.get("id") == name)
    return texts(found, part)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("cv")
    made = build(site(folder / "site"), folder / "build")
    assert made.warnings == ()
    return made


# --- what it says ------------------------------------------------------------------------------


def test_all_sections_that_have_something_stand_in_order(built: Site) -> None:
    assert headings(built) == [
        "Profile", "Education", "Experience", "Publications", "Patents", "Open source", "Projects",
        "Talks", "Awards", "Writing", "Skills", "Languages",
    ]  # fmt: skip


def test_the_profile_is_what_the_page_of_the_person_begins_with(built: Site) -> None:
    text = " ".join(of_class(parse(built, "cv/ada"), "folio-cv-section")[0].itertext())
    assert "Ada computes , says Lovelace et al. (2020)." in " ".join(text.split())
    assert "Not in the CV" not in text


def test_engagements_have_all_that_their_page_says(built: Site) -> None:
    assert section(built, "positions", "folio-entry-date") == [
        "Mar 2022 – present", "Jan 2020 – Feb 2021",
    ]  # fmt: skip
    assert section(built, "positions", "folio-entry-head") == ["Second", "First"]
    assert section(built, "positions", "folio-entry-place") == ["Other", "Firm, London, as A. L."]
    assert section(built, "positions", "folio-entry-people") == ["Mentor: Babbage"]
    assert section(built, "positions", "folio-entry-work") == ["Work: First Paper"]
    (body,) = section(built, "positions", "folio-entry-body")
    assert body.startswith("What it was, see the other and Second, Other. Speed. By cp.async,")
    assert body.endswith("A point below. Two Head Row a b")
    assert section(built, "education", "folio-entry-place") == ["School, GPA 4.0"]


def test_publications_mark_the_own_name_and_an_equal_share(built: Site) -> None:
    assert section(built, "publications", "folio-entry-head") == ["Second", "First Paper"]
    assert section(built, "publications", "folio-entry-authors") == [
        "L. Menabrea, Ada Lovelace", "A. Lovelace*, L. Menabrea*",
    ]  # fmt: skip
    assert section(built, "publications", "folio-entry-venue") == ["Proceedings", "Memoirs"]
    assert section(built, "publications", "folio-legend") == ["* equal contribution"]
    works = of_class(parse(built, "cv/ada"), "folio-cv-works")[0]
    own = ["".join(one.itertext()) for one in works.iter("strong")]
    assert own == ["Ada Lovelace", "A. Lovelace"]


def test_writing_is_the_persons_own_and_never_what_others_wrote_on_its_titles(built: Site) -> None:
    assert section(built, "writing", "folio-entry-head") == [
        "Letters to All", "Alone", "A post of hers",
    ]  # fmt: skip
    assert section(built, "writing", "folio-entry-body") == ["An Article · 文章 · Mar 2022"]
    tree = parse(built, "cv/ada")
    (writing,) = (one for one in of_class(tree, "folio-cv-section") if one.get("id") == "writing")
    links = [link.get("href") for link in writing.iter("a")]
    assert "https://art.example" in links
    assert not any("letters/article" in str(link) for link in links)


def test_a_cv_has_contents_and_the_profile_leads_to_it(built: Site) -> None:
    tree = parse(built, "cv/ada")
    toc = of_class(tree, "toc-tree")[0]
    assert [link.get("href") for link in toc.iter("a")][:3] == ["#", "#summary", "#education"]
    links = of_class(parse(built, "people/ada"), "folio-links")[0].iter("a")
    assert [("".join(one.itertext()), one.get("href")) for one in links][-1] == (
        "CV",
        "../../cv/ada/",
    )


def test_front_matter_chooses_sections_order_and_what_is_left_out(tmp_path: Path) -> None:
    front = """\
---
sections: [interests, publications, research, positions]
publications: selected
leave-out: [ada-second]
date: 2026-03-16
---

# CV of A. L.

```{cv}
Nothing is *said* twice.
```
"""
    made = build(site(tmp_path / "site", cv=front), tmp_path / "build")
    assert made.warnings == ()
    assert headings(made) == ["Interests", "Selected publications", "Research"]
    assert section(made, "publications", "folio-entry-head") == ["First Paper"]
    assert texts(parse(made, "cv/ada"), "folio-cv-date") == ["As of 16 Mar 2026"]
    assert texts(parse(made, "cv/ada"), "folio-cv-closing") == ["Nothing is said twice."]


def test_a_translated_page_has_its_own_words_and_files(tmp_path: Path) -> None:
    pages = {"cv__ada.zh": "# 简历\n\n```{cv}\n```\n"}
    made = build(site(tmp_path / "site", **pages), tmp_path / "build")
    assert all("[folio.translation]" in one for one in made.warnings)
    assert headings(made, "cv/ada.zh")[:3] == ["简介", "教育经历", "经历"]
    assert (made.out / "cv" / "ada.zh.pdf").is_file()
    assert not (made.out / "cv" / "ada.zh.json").exists()


# --- faults ------------------------------------------------------------------------------------


PLACE = "# CV\n\n```{cv}\n```\n"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("person: adda", "no person 'adda', whose CV this is. Did you mean 'ada'?"),
        ("sections: [educaton]", "unknown 'educaton'. Did you mean 'education'"),
        ("publications: some", "'some' is none of all, selected"),
        ("leave-out: [ada-frist]", "nothing has the id 'ada-frist'. Did you mean 'ada-first'"),
        ("papr: a4", "unknown key 'papr'. Did you mean 'paper'"),
    ],
)
def test_a_fault_is_told_once_where_it_is(tmp_path: Path, head: str, told: str) -> None:
    cv = f"---\n{head}\n---\n\n{PLACE}"
    (warning,) = build(site(tmp_path / "site", cv=cv), tmp_path / "build").warnings
    assert "cv/ada.md:2: WARNING: " in warning
    assert told in warning


def test_one_page_has_one_cv(tmp_path: Path) -> None:
    cv = f"{PLACE}\n```{{cv}}\n```\n"
    (warning,) = build(site(tmp_path / "site", cv=cv), tmp_path / "build").warnings
    assert "cv/ada.md:6: WARNING: {cv} stands twice on this page" in warning


def test_the_directive_belongs_on_a_page_of_its_own(tmp_path: Path) -> None:
    made = build(site(tmp_path / "site", index="# Home\n\n```{cv}\n```\n"), tmp_path / "build")
    (warning,) = made.warnings
    assert "index.md:3: WARNING: {cv} stands outside cv/<person>.md" in warning


def test_what_no_font_has_is_told_and_nothing_else_is_lost(tmp_path: Path) -> None:
    people = PEOPLE.replace("headline: Analyst", "headline: Analyst \U00013000")
    made = build(site(tmp_path / "site", people__ada=people), tmp_path / "build")
    assert [one.split("WARNING: ")[1] for one in made.warnings] == [
        f"cv/ada{form}.pdf could not be set: no font has '\U00013000' (U+13000) [folio.cv]"
        for form in ("", "-one-page")
    ]
    assert (made.out / "cv" / "ada.json").is_file()


# --- files -------------------------------------------------------------------------------------


def test_every_form_stands_beside_the_page_and_is_linked(built: Site) -> None:
    forms = of_class(parse(built, "cv/ada"), "folio-cv-forms")[0]
    linked = {"".join(one.itertext()): str(one.get("href")) for one in forms.iter("a")}
    assert linked == {
        "PDF": "../ada.pdf",
        "One page (PDF)": "../ada-one-page.pdf",
        "JSON Resume": "../ada.json",
        "BibTeX": "../ada.bib",
    }
    for name in linked.values():
        assert (built.out / "cv" / "ada" / name).resolve().is_file()
    source = (built.out / "cv" / "ada.bib").read_text(encoding="utf-8")
    assert [line for line in source.splitlines() if line.startswith("@")] == [
        "@inproceedings{two,",
        "@patent{pat,",
        "@article{one,",
    ]


def test_without_what_sets_pdfs_none_is_promised(tmp_path: Path) -> None:
    made = build(site(tmp_path / "site", conf=f"{CONF}folio_cv_pdf = False\n"), tmp_path / "build")
    assert texts(parse(made, "cv/ada"), "folio-cv-forms") == ["JSON Resume BibTeX"]
    assert list(made.out.rglob("*.pdf")) == []


def test_jobs_and_edits_give_the_bytes_of_a_clean_build(tmp_path: Path) -> None:
    source = site(tmp_path / "site")
    together = build(source, tmp_path / "four", jobs=4)
    kept = build(source, tmp_path / "kept", jobs=1)
    assert differences(kept.out, together.out) == []
    page = source / "experience" / "ada.md"
    page.write_text(page.read_text().replace("- Two", "- Three"))
    after = build(source, tmp_path / "kept")
    assert "Three" in after.text("cv/ada")
    assert differences(after.out, build(source, tmp_path / "clean").out) == []
    bib = source / "refs.bib"
    bib.write_text(bib.read_text().replace("Second", "Third"))
    after = build(source, tmp_path / "kept")
    shutil.rmtree(tmp_path / "clean")
    assert differences(after.out, build(source, tmp_path / "clean").out) == []
    (source / "cv" / "ada.md").unlink()
    after = build(source, tmp_path / "kept")
    assert not list((after.out / "cv").glob("*"))
    shutil.rmtree(tmp_path / "clean")
    assert differences(after.out, build(source, tmp_path / "clean").out) == []


def test_twenty_lines_and_three_entries_give_a_whole_cv(tmp_path: Path) -> None:
    source = copy_root("cv", tmp_path / "site")
    pages = [page for page in source.rglob("*.md") if page.name != "index.md"]
    lines = [line for page in pages for line in page.read_text().splitlines()]
    assert len([line for line in lines if line.strip("-:`")]) == 20
    assert (source / "refs.bib").read_text().count("\n@") == 2
    made = build(source, tmp_path / "build")
    assert made.warnings == ()
    assert headings(made, "cv/okonkwo") == [
        "Profile", "Education", "Experience", "Publications", "Patents", "Writing", "Skills",
        "Languages",
    ]  # fmt: skip
    names = sorted(path.name for path in (made.out / "cv").iterdir() if path.is_file())
    assert names == ["okonkwo-one-page.pdf", "okonkwo.bib", "okonkwo.json", "okonkwo.pdf"]


SINK = """\
:::{position} First
:organization: Firm
:start: 2020-01
:id: ada-first

See {ref}`there`, {doc}`/people/ada` and {doc}`ada`, noted {sidenote}`beside it`.

Term
: One meaning
: Another

```{image} plot.png
:alt: A plot of it
```

```{list-table} What it cost
:header-rows: 2

* - Head
* - Second head
* - - A point in a cell
```
:::
"""


def test_nothing_of_an_engagement_is_lost_and_no_label_is_shown(tmp_path: Path) -> None:
    pages = {"experience__ada": f"# Experience\n\n::::{SINK[3:-4]}::::\n"}
    pages["index"] = "# Home\n\n(there)=\n## A place\n"
    pages["conf"] = f'{CONF}myst_enable_extensions = ["colon_fence", "deflist"]\n'
    source = site(tmp_path / "site", **pages)
    (source / "experience" / "plot.png").write_bytes(b"")
    made = build(source, tmp_path / "build")
    (body,) = section(made, "positions", "folio-entry-body")
    assert body == (
        "See A place, Ada Lovelace and Experience, noted (beside it). Term One meaning Another "
        "A plot of it What it cost Head Second head A point in a cell"
    )


def test_ids_of_the_authors_own_sections_stay_single(tmp_path: Path) -> None:
    made = build(site(tmp_path / "site", cv=f"{PLACE}\n## Education\n"), tmp_path / "build")
    ids = [one.get("id") for one in parse(made, "cv/ada").iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert "cv-education" in ids


def test_a_pdf_that_can_no_longer_be_set_is_taken_away(tmp_path: Path) -> None:
    source = site(tmp_path / "site")
    build(source, tmp_path / "kept")
    page = source / "people" / "ada.md"
    page.write_text(page.read_text().replace("Analyst", "Analyst \U00013000"), encoding="utf-8")
    after = build(source, tmp_path / "kept")
    assert not list(after.out.rglob("*.pdf"))
    assert differences(after.out, build(source, tmp_path / "clean").out) == []


def test_articles_alone_are_no_bibliography(tmp_path: Path) -> None:
    bib = BIB[BIB.index("@online{art") :]
    made = build(site(tmp_path / "site", refs=bib), tmp_path / "build")
    assert not (made.out / "cv" / "ada.bib").exists()
    assert texts(parse(made, "cv/ada"), "folio-cv-forms") == ["PDF One page (PDF) JSON Resume"]


# --- what bodies hold --------------------------------------------------------------------------


def body_of(tmp_path: Path, text: str) -> str:
    """Return what the CV says of one position."""
    page = f"# Experience\n\n:::{{position}} Only\n:id: only\n\n{text}\n:::\n"
    page += "\n[^note]: A note.\n" if "[^note]" in text else ""
    source = site(tmp_path / "site", experience__ada=page, people__ada=PLAIN)
    made = build(source, tmp_path / "build")
    assert made.warnings == ()
    (body,) = section(made, "positions", "folio-entry-body")
    return body


PLAIN = "---\nname: Ada Lovelace\n---\n\n# Ada Lovelace\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A fact.[^note]", "A fact. (A note.)"),
        ("```{only} latex\nHidden.\n```\n\nShown.", "Shown."),
        ("```{only} html\nShown.\n```", "Shown."),
        ("{cite:author}`one`, {cite:alp}`one`", "Lovelace et al., Lovelace et al. 2020"),
        ("```{math}\n:label: law\na\n```\n\nBy {eq}`law`.", "a By (1)."),
        ("Kept. [A remark.]{.site-only}\n\n{.site-only}\nA remark.", "Kept."),
    ],
)  # fmt: skip
def test_a_body_says_what_its_page_says(tmp_path: Path, text: str, said: str) -> None:
    assert body_of(tmp_path, text) == said


def test_what_a_cv_leaves_out_is_in_none_of_its_forms(tmp_path: Path) -> None:
    cv = f"---\nleave-out: [ada-first, one, art]\n---\n\n{PLACE}"
    made = build(site(tmp_path / "site", cv=cv), tmp_path / "build")
    for name in ("ada.json", "ada.bib"):
        said = (made.out / "cv" / name).read_text(encoding="utf-8")
        for gone in ("First Paper", "ada-first", "art.example"):
            assert gone not in said, (name, gone)
        assert "Second" in said


def test_a_cv_in_another_language_takes_the_profile_in_that(tmp_path: Path) -> None:
    profile = "---\nname: 埃达\nheadline: 分析师\nlinks: {github: ada}\n---\n\n# 埃达\n\n开头。\n"
    pages = {"cv__ada.zh": f"# 简历\n\n{PLACE.partition(chr(10))[2]}", "people__ada.zh": profile}
    made = build(site(tmp_path / "site", **pages), tmp_path / "build")
    assert texts(parse(made, "cv/ada.zh"), "folio-person-headline") == ["分析师"]
    assert texts(parse(made, "cv/ada"), "folio-person-headline") == ["Analyst"]
    assert "开头。" in made.text("cv/ada.zh")
    links = of_class(parse(made, "people/ada.zh"), "folio-links")[0].iter("a")
    assert [one.get("href") for one in links][-1] == "../../cv/ada.zh/"


def test_a_date_that_its_content_outruns_is_told(tmp_path: Path) -> None:
    cv = f"---\ndate: 2021-12-31\n---\n\n{PLACE}"
    (warning,) = build(site(tmp_path / "site", cv=cv), tmp_path / "build").warnings
    assert (
        "cv/ada.md:2: WARNING: the CV is of 2021-12-31, but what it lists is of 2024-01" in warning
    )


def test_a_list_of_cvs_leads_to_each_and_to_its_forms(tmp_path: Path) -> None:
    made = build(
        site(tmp_path / "site", cv__index="# CVs\n\n```{cv-list}\n```\n"), tmp_path / "build"
    )
    assert made.warnings == ()
    (found,) = of_class(parse(made, "cv"), "folio-person")
    assert [link.get("href") for link in found.iter("a")] == [
        "ada/", "ada.pdf", "ada-one-page.pdf", "ada.json", "ada.bib",
    ]  # fmt: skip
