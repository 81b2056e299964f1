"""Lists of publications: each option, marks and legend, data files, al-folio's fields."""

from __future__ import annotations

import base64
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, differences, make, of_class, parse, texts

MANY = " and ".join(f"Author{n}, A." for n in range(1, 20))
REFS = f"""\
@inproceedings{{new, author = {{Wu, Hao and Byron, Anne and Gauss, Carl}}, title = {{New}},
  booktitle = {{Proc. of Engines}}, year = {{2024}}, month = mar, people = {{hao}},
  abbr = {{PE 2024}},
  equal = {{Hao Wu and Byron, Anne}}, corresponding = {{Hao Wu}}, advisors = {{Carl Gauss}},
  keywords = {{engines, notes}}, award = {{\\emph{{Best}} paper}}, selected = {{true}},
  abstract = {{An abstract & <more>.}}, url = {{https://x.org/new}}}}
@article{{mid, author = {{Wu, Hao and Other, A.}}, title = {{A Middle One}}, journal = {{Journal}},
  year = {{2022}}, keywords = {{notes}}, pubstate = {{inpress}}, people = {{hao}},
  student = {{Hao Wu}}}}
@phdthesis{{old, author = {{Byron, Anne}}, title = {{Old}}, school = {{A School}}, year = {{2020}},
  people = {{anne}}}}
@inproceedings{{stranger, author = {{Wu, Hao and Byron, Anne}}, title = {{Of Another}},
  booktitle = {{Proc. of Engines}}, abbr = {{PE 2023}}, year = {{2023}}, equal = {{Anne Byron}}}}
@misc{{hand, author = {{{MANY} and Wu, Hao and Zed, Z.}}, title = {{In Hand}}, people = {{hao}},
  status = {{manuscript}}}}
"""
LISTS = {
    "own": ":own:",
    "thesis": ":type: thesis",
    "years": ":years: 2022-2023",
    "since": ":years: 2023-",
    "until": ":years: -2020",
    "year": ":years: 2022",
    "venue": ":venue: pe",
    "venuename": ":venue: Journal",
    "keyword": ":keyword: notes",
    "status": ":status: in press, manuscript",
    "published": ":status: published",
    "oldest": ":sort: oldest",
    "title": ":sort: title\n:group-by: none",
    "asis": ":sort: as-is\n:group-by: none",
    "bytype": ":group-by: type",
    "byvenue": ":group-by: venue",
    "bytopic": ":group-by: topic\n:own:",
    "numbered": ":numbered:\n:limit: 3",
    "compact": ":layout: compact",
    "cards": ":layout: cards",
}
FULL = ["In Hand", "New", "Of Another", "A Middle One", "Old"]


def row(tree: Element, key: str) -> Element:
    """Return the row of an entry."""
    (found,) = [one for one in of_class(tree, "folio-publication") if one.get("data-key") == key]
    return found


def pages(folder: Path, refs: str, conf: str = "", **lists: str) -> Path:
    """Write a site of Hao and Anne with a list on each page."""
    names = ["people/hao", "people/anne", *lists]
    return make(
        folder / "site",
        conf=f"extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n{conf}",
        refs=refs,
        index="# Home\n\n```{toctree}\n" + "\n".join(names) + "\n```\n",
        people__hao="---\nname: Hao Wu\n---\n\n# Hao\n",
        people__anne="---\nname: Anne Byron\n---\n\n# Anne\n",
        **{name: f"# L\n\n```{{publications}}\n{text}\n```\n" for name, text in lists.items()},
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("options")
    return build(pages(folder, REFS, **LISTS, all=""), folder / "work")


def test_no_option_is_told_without_reason(site: Site) -> None:
    assert site.warnings == ()


@pytest.mark.parametrize(
    ("page", "titles"),
    [
        ("all", FULL),
        ("own", ["In Hand", "New", "A Middle One", "Old"]),
        ("thesis", ["Old"]),
        ("years", ["Of Another", "A Middle One"]),
        ("since", ["New", "Of Another"]),
        ("until", ["Old"]),
        ("year", ["A Middle One"]),
        ("venue", ["New", "Of Another"]),
        ("venuename", ["A Middle One"]),
        ("keyword", ["New", "A Middle One"]),
        ("status", ["In Hand", "A Middle One"]),
        ("published", ["New", "Of Another", "Old"]),
        ("oldest", ["Old", "A Middle One", "Of Another", "New", "In Hand"]),
        ("title", ["A Middle One", "In Hand", "New", "Of Another", "Old"]),
        ("asis", ["New", "A Middle One", "Old", "Of Another", "In Hand"]),
        ("bytype", ["In Hand", "New", "Of Another", "A Middle One", "Old"]),
        ("bytopic", ["New", "New", "A Middle One", "In Hand", "Old"]),
        ("numbered", ["[3] In Hand", "[2] New", "[1] Of Another"]),
        ("cards", FULL),
        ("compact", FULL),
    ],
)
def test_each_option_chooses_and_orders(site: Site, page: str, titles: list[str]) -> None:
    assert texts(parse(site, page), "folio-publication-title") == titles


@pytest.mark.parametrize(
    ("page", "headings"),
    [
        ("all", ["Manuscripts", "2024", "2023", "2022", "2020"]),
        ("oldest", ["2020", "2022", "2023", "2024", "Manuscripts"]),
        ("bytype", ["Papers", "Theses"]),
        ("byvenue", ["A School", "Journal", "PE", "Other"]),
        ("bytopic", ["engines", "notes", "Other"]),
        ("title", []),
        ("cards", []),
        ("compact", []),
    ],
)
def test_groups_have_headings_below_the_section_they_stand_in(
    site: Site, page: str, headings: list[str]
) -> None:
    tree = parse(site, page)
    assert texts(tree, "folio-year") == headings
    assert {one.tag for one in of_class(tree, "folio-year")} <= {"h2"}


def test_marks_are_those_the_entry_declares_and_the_legend_tells_only_these(site: Site) -> None:
    page = parse(site, "all")
    assert texts(row(page, "new"), "folio-publication-authors") == [
        "Hao Wu*†, Anne Byron*, Carl Gauss‡"
    ]
    assert texts(page, "folio-legend") == [
        "* equal contribution, † corresponding author, ‡ advisor, § student"
    ]
    assert texts(parse(site, "year"), "folio-legend") == ["§ student"]
    assert texts(parse(site, "thesis"), "folio-legend") == []


def test_a_stranger_of_the_same_name_is_not_marked(site: Site) -> None:
    page = parse(site, "all")
    assert texts(row(page, "new"), "folio-own-name") == ["Hao Wu*†"]
    assert texts(row(page, "stranger"), "folio-own-name") == []


def test_many_authors_fold_with_ones_own_in_sight(site: Site) -> None:
    found = row(parse(site, "own"), "hand")
    (shown,) = texts(found, "folio-authors-shown")
    assert shown.startswith("A. Author1, A. Author2, ")
    assert shown.endswith("A. Author8, …, Hao Wu, …")
    (details,) = of_class(found, "folio-authors-all")
    assert details[0].tag == "summary"
    assert details[0].text == "All 21 authors"
    (everyone,) = texts(details, "folio-authors")
    assert everyone.count(",") == 20
    assert everyone.endswith("A. Author19, Hao Wu, Z. Zed")
    assert texts(details, "folio-own-name") == ["Hao Wu"]


def test_a_row_tells_state_award_keywords_and_unfolds_the_abstract(site: Site) -> None:
    page = parse(site, "all")
    assert texts(row(page, "mid"), "folio-publication-venue") == ["Journal, 2022, in press"]
    new = row(page, "new")
    assert texts(new, "folio-publication-venue") == ["Proc. of Engines, 2024, Best paper"]
    assert [one.text for one in new.iter("em")] == ["Best"]
    assert texts(new, "folio-keywords") == ["engines · notes"]
    assert texts(new, "folio-abstract-details") == ["Abstract An abstract & <more>."]
    assert texts(parse(site, "compact"), "folio-abstract-details") == []


def test_a_row_unfolds_the_entry_as_bibtex_unless_it_declines(tmp_path: Path, site: Site) -> None:
    (source,) = texts(row(parse(site, "all"), "new"), "folio-bibtex")
    assert source.startswith("BibTeX @inproceedings{new, author = {Wu, Hao and Byron, Anne")
    assert "people" not in source
    refs = "@misc{k, title = {T}, bibtex_show = {false}}\n"
    declined = build(pages(tmp_path, refs, all=""), tmp_path / "work")
    assert texts(parse(declined, "all"), "folio-bibtex") == []


def test_without_a_page_a_title_leads_to_the_work(site: Site) -> None:
    (title,) = of_class(row(parse(site, "all"), "new"), "folio-publication-title")
    assert [one.get("href") for one in title.iter("a")] == ["https://x.org/new"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (":sort: newst", "unknown sort 'newst'. Did you mean 'newest' or 'oldest'?"),
        (":group-by: years", "unknown group-by 'years'. Did you mean 'year'?"),
        (":layout: card", "unknown layout 'card'. Did you mean 'cards'?"),
        (
            ":years: 2020-19",
            "'2020-19' are no years; write 2024, 2020-2024, 2020- or -2024",
        ),
        (":years: 1900-1910", "no entry is of the years 1900 to 1910"),
        (":venue: PEE", "no entry has the venue 'PEE'. Did you mean 'PE'?"),
        (":keyword: engine", "no entry has the keyword 'engine'. Did you mean 'engines'?"),
        (":status: in pres", "no entry has the status 'in pres'. Did you mean 'in press'?"),
    ],
)
def test_a_value_that_nothing_has_is_one_located_warning(
    tmp_path: Path, options: str, message: str
) -> None:
    (found,) = build(pages(tmp_path, REFS, page=options), tmp_path / "work").warnings
    assert found.endswith(
        f"site/page.md:3: WARNING: {{publications}}: {message} [folio.publication]"
    )


def test_a_mark_for_nobody_is_told_at_the_entry(tmp_path: Path) -> None:
    refs = "@misc{k, title = {T}, author = {Ada L.},\n  equal = {Ada L. and Bob}}\n"
    (found,) = build(pages(tmp_path, refs, page=""), tmp_path / "work").warnings
    assert found.endswith(
        "refs.bib:1: WARNING: entry 'k': equal names 'Bob', who is not among the authors"
        " [folio.publication]"
    )


# --- data files ----------------------------------------------------------------------------------

CONF = "folio_venues = 'venues.yml'\nfolio_coauthors = 'coauthors.yml'\nexclude_patterns = []\n"
VENUES = 'PE:\n  name: Proceedings of Engines\n  color: "#3b7fb6"\n  url: https://pe.org\n'


def with_data(folder: Path, venues: str = VENUES) -> Path:
    """Write the site with both data files."""
    source = pages(folder, REFS, CONF, all="")
    (source / "venues.yml").write_text(venues)
    (source / "coauthors.yml").write_text("Carl Gauss: https://g.org\nHao Wu: https://h.org\n")
    return source


def test_data_files_give_venues_a_name_and_a_colour_and_coauthors_a_link(tmp_path: Path) -> None:
    site = build(with_data(tmp_path), tmp_path / "work")
    assert site.warnings == ()
    new = row(parse(site, "all"), "new")
    assert new.get("style") == "--folio-venue-light: #3b7fb6; --folio-venue-dark: #3b7fb6"
    (badge,) = of_class(new, "folio-badge")
    assert [one.get("href") for one in badge.iter("a")] == ["https://pe.org"]
    assert [(one.text, one.get("title")) for one in badge.iter("abbr")] == [
        ("PE 2024", "Proceedings of Engines")
    ]
    (authors,) = of_class(new, "folio-publication-authors")
    assert [(one.text, one.get("href")) for one in authors.iter("a")] == [
        ("Carl Gauss‡", "https://g.org")
    ]
    assert row(parse(site, "all"), "mid").get("style") is None


def test_a_changed_data_file_is_shown_by_the_next_build(tmp_path: Path) -> None:
    source = with_data(tmp_path)
    build(source, tmp_path / "work")
    (source / "venues.yml").write_text(VENUES.replace("3b7fb6", "808080"))
    again = build(source, tmp_path / "work")
    style = row(parse(again, "all"), "new").get("style")
    assert style == "--folio-venue-light: #808080; --folio-venue-dark: #808080"
    assert differences(again.out, build(source, tmp_path / "clean").out) == []


def test_a_fault_in_a_data_file_is_told_at_its_line(tmp_path: Path) -> None:
    source = with_data(tmp_path, VENUES.replace("#3b7fb6", "yellow"))
    (source / "coauthors.yml").unlink()
    colour, missing = build(source, tmp_path / "work").warnings
    assert "venues.yml:1: WARNING: PE: 'yellow' is no colour of the form #1a2b3c" in colour
    assert missing == (
        "WARNING: folio_coauthors names 'coauthors.yml', which does not exist [folio.publication]"
    )


# --- a file as al-folio's users have it ----------------------------------------------------------

ALFOLIO = """\
---
---

@string{pe = {Proc. of Engines}}

@inproceedings{ein, abbr={PE}, bibtex_show={true}, selected={true}, title={Of Engines},
  author={Byron*, Anne and Wu, Hao}, booktitle=pe, year={2024}, html={https://x.org/p},
  pdf={paper.pdf}, arxiv={2404.02015}, code={https://x.org/c}, website={https://x.org/w},
  slides={talk.pdf}, preview={fig.png}, award={Best paper}, annotation={* Equal contribution},
  additional_info={. *With a note*}, google_scholar_id={u-x6o8ySG0sC}, altmetric={1},
  dimensions={true}, people={anne}}
@article{lost, title={Lost}, author={Wu, Hao}, year={1999}, pdf={gone.pdf},
  preview={../../secret.png}}
"""
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def alfolio(folder: Path) -> Path:
    """Write a site whose files lie where al-folio keeps them."""
    source = pages(folder, ALFOLIO, all="")
    for name, data in {
        "assets/pdf/paper.pdf": b"%PDF-1.4\n",
        "assets/pdf/talk.pdf": b"%PDF-1.4\n",
        "assets/img/publication_preview/fig.png": PNG,
    }.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(data)
    (folder / "secret.png").write_bytes(PNG)
    return source


def test_alfolios_fields_are_understood_as_they_are(tmp_path: Path) -> None:
    site = build(alfolio(tmp_path), tmp_path / "work")
    tree = parse(site, "all")
    ein = row(tree, "ein")
    (links,) = of_class(ein, "folio-links")
    assert [one.text for one in links.iter("a")] == [
        "Paper", "arXiv", "Code", "Project", "PDF", "Slides",
    ]  # fmt: skip
    for link in list(links.iter("a"))[-2:]:
        assert (site.out / "all" / link.get("href", "")).read_bytes() == b"%PDF-1.4\n"
    (image,) = ein.iter("img")
    assert image.get("alt") == ""
    assert (site.out / "all" / image.get("src", "")).read_bytes() == PNG
    assert texts(ein, "folio-badge") == ["PE"]
    assert texts(ein, "folio-own-name") == ["Anne Byron*"]
    assert texts(ein, "folio-publication-note") == ["*With a note*", "* Equal contribution"]
    shown = "".join(ein.itertext())
    assert "u-x6o8ySG0sC" not in shown


def test_a_file_that_the_site_lacks_is_told_at_the_entry(tmp_path: Path) -> None:
    found = build(alfolio(tmp_path), tmp_path / "work").warnings
    line = ALFOLIO[: ALFOLIO.index("@article")].count("\n") + 1
    assert [one.rpartition("/")[2] for one in found] == [
        f"refs.bib:{line}: WARNING: entry 'lost': no file 'gone.pdf' of this site for 'pdf'"
        " [folio.publication]",
        "secret.png' of this site for 'preview' [folio.publication]",
    ]


def test_a_withdrawn_file_leaves_the_site(tmp_path: Path) -> None:
    source = alfolio(tmp_path)
    build(source, tmp_path / "work")
    (source / "refs.bib").write_text(ALFOLIO.replace("pdf={paper.pdf},", ""))
    again = build(source, tmp_path / "work")
    assert differences(again.out, build(source, tmp_path / "clean").out) == []


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml"])
def test_other_builders_show_all_that_unfolds(tmp_path: Path, builder: str) -> None:
    site = build(pages(tmp_path, REFS, all=":facets:"), tmp_path / "work", builder=builder)
    written = "".join(
        path.read_text(encoding="utf-8")
        for path in site.out.rglob("*")
        if path.suffix in {".txt", ".tex", ".html"}
    )
    assert "Author19" in written
    assert "An abstract" in written


def test_a_mark_written_behind_the_name_as_well_stands_once(tmp_path: Path) -> None:
    refs = "@misc{k, title = {T}, author = {Lee*, Ada and Kim, Bo}, equal = {Ada Lee and Bo Kim}}\n"
    conf = "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n"
    source = make(
        tmp_path / "site", conf=conf, refs=refs, index="# Home\n\n```{publications}\n```\n"
    )
    text = build(source, tmp_path / "work").text("")
    assert "Ada Lee*, Bo Kim*" in text
