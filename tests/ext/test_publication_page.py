"""The page of a publication: what the entry says, who cites it, and what it came out of."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, differences, make, of_class, parse
from sphinx_folio.bibtex import parse as parse_bibtex

CONF = "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\nproject = 'Ada'\n"
REFS = r"""
@article{ada, author = {Lovelace, Ada and Babbage, Charles}, title = {Notes on the {Engine}},
  journal = {Memoirs}, volume = {3}, pages = {666--731}, year = {1843}, doi = {10.1/ada},
  people = {ada}, keywords = {engines, numbers}, abstract = {What it \emph{computes}.}}
@misc{draft, author = {Lovelace, Ada}, title = {Sketch}, year = {1842}, eprint = {2404.02015},
  status = {preprint}}
@article{other, author = {Hopper, Grace}, title = {Other}, journal = {J}, year = {1952}}
@patent{us1, author = {Lovelace, Ada and Babbage, Charles}, title = {A mill}, people = {ada},
  number = {US 1,234 B2}, holder = {Engines, Inc.}, type = {patentus}, filed = {2019-02-14},
  date = {2021-03-09}, note = {Application US 16/1}, url = {https://patents.google.com/patent/US1}}
@phdthesis{thesis, author = {Lovelace, Ada}, title = {On mills}, school = {Home}, year = {1840}}
@software{program, author = {Lovelace, Ada}, title = {mill}, version = {1.2}, year = {2026}}
@dataset{data, author = {Lovelace, Ada}, title = {Cards}, publisher = {Zenodo}, year = {2020}}
@presentation{talk, author = {Lovelace, Ada}, title = {Aloud}, eventtitle = {Salon},
  location = {London}, date = {1841-05-06}}
@unpublished{sheet, author = {Lovelace, Ada}, title = {Sheet}, note = {Manuscript},
  status = {manuscript}}
"""


def page_of(key: str, *options: str) -> str:
    """Return the source of a page that is a publication's own."""
    return "\n".join([f"# Page of {key}", "", f"```{{publication}} {key}", *options, "```", ""])


PAGES = {
    "conf": CONF,
    "refs": REFS,
    "index": "# Home\n\n```{toctree}\nessay\nletter\n```\n",
    "people__ada": "---\nname: Ada Lovelace\n---\n\n# Ada\n",
    "experience__ada": (
        "# Work\n\n## At home\n\n:::{position} Analyst\n:organization: The Engine\n"
        ":start: 1842-01\n:publications: ada\n:id: ada-engine\nMade of {cite:p}`ada`.\n:::\n"
    ),
    "essay": (
        "# An *essay*\n\nFirst {cite:p}`ada`.\n\n## Middle\n\nThen {cite:t}`other,draft`,"
        " {cite:p}`ada`.\n\n### Deep\n\n{cite:p}`ada` and {cite:p}`ada`.\n\n"
        "```{code-block} c\n:caption: After {cite:p}`ada`\n:name: code\nint x;\n```\n"
    ),
    "letter": "# A letter\n\nNothing.\n",
    "publications__notes": page_of("ada", ":versions: draft") + "\nAs {cite:p}`ada` says.\n",
    **{
        f"publications__{key}": page_of(key)
        for key in ("us1", "thesis", "program", "data", "talk", "sheet")
    },
}


def text(element: Element) -> str:
    """Return the words of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())


def facts(tree: Element) -> dict[str, str]:
    """Return the labels and texts below a title."""
    (found,) = of_class(tree, "folio-facts")
    terms = [text(one) for one in found.iter("dt")]
    return dict(zip(terms, (text(one) for one in found.iter("dd")), strict=True))


def cited_in(site: Site, page: str = "publications/notes") -> list[tuple[str, str]]:
    """Return words and address of each place that a page says it is cited in."""
    return [
        (text(link), link.get("href", ""))
        for part in of_class(parse(site, page), "folio-cited-in")
        for link in part.iter("a")
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with a publication of each kind."""
    folder = tmp_path_factory.mktemp("page")
    return build(make(folder / "site", **PAGES), folder / "work")


def test_the_site_builds_without_a_warning(site: Site) -> None:
    assert site.warnings == ()


def test_the_head_says_what_the_entry_says(site: Site) -> None:
    (head,) = of_class(parse(site, "publications/notes"), "folio-publication-header")
    words = text(head)
    for part in (
        "Ada Lovelace, Charles Babbage", "Memoirs, vol. 3, pp. 666–731, 1843",
        "engines · numbers", "DOI", "Also: Sketch (arXiv preprint, 1842) arXiv",
        "From: Analyst, The Engine", "Abstract What it computes.",
    ):  # fmt: skip
        assert part in words
    assert [text(one) for one in of_class(head, "folio-own-name")] == ["Ada Lovelace"]


def test_a_manuscript_says_so_once(site: Site) -> None:
    (line,) = of_class(parse(site, "publications/sheet"), "folio-publication-venue")
    assert text(line) == "Manuscript"


def test_the_entry_can_be_copied_and_downloaded(site: Site) -> None:
    tree = parse(site, "publications/notes")
    (block,) = of_class(tree, "folio-bibtex")
    (pre,) = block.iter("pre")
    (link,) = [a for a in block.iter("a") if a.get("download") is not None]
    assert link.get("href") == "../notes.bib"
    saved = (site.out / "publications" / "notes.bib").read_text(encoding="utf-8")
    assert "".join(pre.itertext()).strip() == saved.strip()
    read = parse_bibtex(saved, "notes.bib")
    assert [one.key for one in read.publications] == ["ada"]
    assert not read.faults
    assert "people" not in saved


def test_a_patent_is_no_paper(site: Site) -> None:
    tree = parse(site, "publications/us1")
    assert facts(tree) == {
        "Inventors": "Ada Lovelace, Charles Babbage",
        "Number": "US 1,234 B2",
        "Jurisdiction": "United States",
        "Assignee": "Engines, Inc.",
        "Status": "Granted",
        "Filed": "14 Feb 2019",
        "Granted": "9 Mar 2021",
        "Application": "Application US 16/1",
    }
    links = {text(a): a.get("href") for a in of_class(tree, "folio-links")[0].iter("a")}
    assert links == {"Register": "https://patents.google.com/patent/US1"}


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("thesis", {"Author": "Ada Lovelace", "Type": "Doctoral thesis", "School": "Home"}),
        ("program", {"Author": "Ada Lovelace", "Type": "Software", "Version": "1.2"}),
        ("data", {"Creator": "Ada Lovelace", "Type": "Data set", "Where": "Zenodo"}),
        ("talk", {"Speaker": "Ada Lovelace", "Event": "Salon", "Place": "London"}),
        ("talk", {"Date": "6 May 1841"}),
    ],
)
def test_each_kind_of_work_has_its_labels(site: Site, page: str, said: dict[str, str]) -> None:
    found = facts(parse(site, f"publications/{page}"))
    assert {label: found.get(label) for label in said} == said


def test_machines_are_told_on_the_own_page_alone(site: Site) -> None:
    names = [m.get("name") for m in parse(site, "publications/notes").iter("meta")]
    assert names.count("citation_title") == 1
    assert names.count("citation_author") == 2
    assert "citation_abstract_html_url" not in names
    for page in ("", "essay", "people/ada"):
        metas = parse(site, page).iter("meta")
        assert not [m for m in metas if (m.get("name") or "").startswith("citation_")]


def test_with_an_address_the_page_says_its_own(tmp_path: Path) -> None:
    conf = CONF + "html_baseurl = 'https://ada.example'\n"
    site = build(make(tmp_path / "site", **{**PAGES, "conf": conf}), tmp_path / "work")
    tree = parse(site, "publications/notes")
    own = "https://ada.example/publications/notes/"
    metas = {m.get("name"): m.get("content") for m in tree.iter("meta")}
    assert metas["citation_abstract_html_url"] == own
    told = [s.text for s in tree.iter("script") if s.get("type") == "application/ld+json"]
    data = {one["@type"]: one for one in map(json.loads, filter(None, told))}
    assert data["ScholarlyArticle"]["url"] == own


def test_every_place_that_cites_it_is_listed_and_leads_there(site: Site) -> None:
    assert cited_in(site) == [
        ("at the beginning", "../../essay/#cite-ada-1"),
        ("Middle", "../../essay/#cite-other-1"),
        ("Middle (2)", "../../essay/#cite-ada-2"),
        ("Deep", "../../essay/#cite-ada-3"),
        ("Deep (2)", "../../essay/#cite-ada-4"),
        ("Deep, Listing 1", "../../essay/#cite-ada-5"),
        ("Analyst, The Engine", "../../experience/ada/#cite-ada-1"),
    ]
    for _, address in cited_in(site):
        page, _, id_ = address.removeprefix("../../").partition("/#")
        assert [one for one in parse(site, page).iter() if one.get("id") == id_]
    pages = [
        text(one) for one in of_class(parse(site, "publications/notes"), "folio-cited-in-page")
    ]
    assert pages == ["An essay", "Work"]


def test_what_nobody_cites_has_no_list(site: Site) -> None:
    assert cited_in(site, "publications/us1") == []
    assert "Cited in" not in site.text("publications/us1")


def test_references_lead_to_the_own_page_of_what_they_name(site: Site) -> None:
    references = of_class(parse(site, "essay"), "folio-reference")
    links = {
        text(a): a.get("href") for one in references for em in one.iter("em") for a in em.iter("a")
    }
    page = "../publications/notes/"
    assert links == {"Notes on the Engine": page, "Sketch": page}
    own = of_class(parse(site, "publications/notes"), "folio-reference")
    assert not [a for one in own for em in one.iter("em") for a in em.iter("a")]


def test_the_position_and_the_work_lead_to_each_other(site: Site) -> None:
    (line,) = of_class(parse(site, "publications/notes"), "folio-publication-origin")
    (link,) = line.iter("a")
    assert link.get("href") == "../../experience/ada/#ada-engine"
    (work,) = of_class(parse(site, "experience/ada"), "folio-entry-work")
    assert [a.get("href") for a in work.iter("a")] == ["../../publications/notes/"]


def again(source: Path) -> tuple[Site, set[str]]:
    """Build on what is there; return the site and what was written; it equals a clean build."""
    out = source.parent / "kept" / "dirhtml"
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    kept = build(source, source.parent / "kept")
    clean = build(source, source.parent / f"clean-{len(list(source.parent.iterdir()))}")
    assert differences(kept.out, clean.out) == []
    written = {path for path in out.rglob("*.html") if before.get(path) != path.stat().st_mtime_ns}
    return kept, {path.parent.relative_to(out).as_posix() for path in written}


def test_a_citation_that_comes_and_goes_elsewhere_is_followed(tmp_path: Path) -> None:
    source = make(tmp_path / "site", **PAGES)
    site, _ = again(source)
    before = cited_in(site)
    letter = source / "letter.md"
    words = letter.read_text()
    letter.write_text(words + "\n## Praise\n\n{cite:p}`draft`\n")
    site, written = again(source)
    assert [one for one in cited_in(site) if one not in before] == [
        ("Praise", "../../letter/#cite-draft-1")
    ]
    assert cited_in(site)[0][0] == "Praise"
    assert "publications/notes" in written
    assert "publications/us1" not in written
    letter.write_text(words)
    site, _ = again(source)
    assert cited_in(site) == before


def test_a_new_heading_or_title_elsewhere_is_followed(tmp_path: Path) -> None:
    source = make(tmp_path / "site", **PAGES)
    again(source)
    essay = source / "essay.md"
    essay.write_text(essay.read_text().replace("Middle", "Centre").replace("An *essay*", "Zeal"))
    site, _ = again(source)
    assert [words for words, _ in cited_in(site)][:3] == [
        "Analyst, The Engine", "at the beginning", "Centre",
    ]  # fmt: skip


def test_an_edited_entry_rewrites_what_can_show_it_and_no_other(tmp_path: Path) -> None:
    source = make(tmp_path / "site", **PAGES)
    again(source)
    refs = source / "refs.bib"
    refs.write_text(refs.read_text().replace("Memoirs", "Annals"))
    _, written = again(source)
    # Sphinx itself writes the page anew whose toctree names one that is.
    assert written <= {"publications/notes", "essay", "experience/ada", ".", "search", "genindex"}
    assert "publications/notes" in written
    assert "Annals" in (source.parent / "kept" / "dirhtml" / "essay" / "index.html").read_text()


def test_a_page_that_goes_takes_its_file_with_it(tmp_path: Path) -> None:
    source = make(tmp_path / "site", **PAGES)
    site, _ = again(source)
    assert (site.out / "publications" / "thesis.bib").is_file()
    (source / "publications" / "thesis.md").unlink()
    site, _ = again(source)
    assert not (site.out / "publications" / "thesis.bib").exists()


def test_other_formats_have_the_page_too_and_jobs_change_nothing(
    tmp_path: Path, site: Site
) -> None:
    source = make(tmp_path / "site", **PAGES)
    plain = build(source, tmp_path / "plain", builder="text")
    assert plain.warnings == ()
    words = (plain.out / "publications" / "notes.txt").read_text(encoding="utf-8")
    assert "Cited in" in words
    assert differences(build(source, tmp_path / "jobs", jobs=4).out, site.out) == []
