"""Publications: whose they are is declared, names are marked by it, and lists say what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import Site, build, make, of_class, parse, texts

CONF = "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n"
REFS = """\
@inproceedings{one,
  author = {Lovelace, Ada and Babbage, Charles and Lovelace, Adam}, title = {One},
  booktitle = {Proc. of Engines}, year = {2024}, month = mar, people = {ada}, selected = {true},
  equal = {Babbage, Charles and Ada Lovelace}, abbr = {PE 2024}, doi = {10.1/one},
  code = {https://github.com/a/b}, keywords = {engines, notes}, award = {Best paper},
}
@article{two, author = {A. Lovelace}, title = {Two}, journal = {J}, year = {2024}, month = nov,
  people = {ada, grace}}
@misc{hand, author = {Ada Lovelace}, title = {In Hand}, status = {manuscript}, people = {ada}}
@patent{pat, author = {Ada Lovelace}, title = {Device}, number = {US 1}, holder = {Engines, Inc.},
  year = {2021}, month = {3}, people = {ada}, url = {https://patents.google.com/patent/US1}}
@software{soft, author = {{The Engine Team}}, title = {Soft}, year = {2020}, people = {ada}}
@article{stranger, author = {Ada Lovelace}, title = {Of Another Ada}, year = {2024}}
@misc{evil, author = {<img src=x onerror=alert(1)> and Hopper, Grace},
  title = {<script>alert(1)</script> "]]>}, howpublished = {<b>V</b>}, year = {2019},
  people = {grace}, url = {javascript:alert(1)}, pdf = {data://x}, website = {http://[bad},
  award = {<i>A</i>}, keywords = {<u>k</u>}, abbr = {<s>}}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with a list of each kind on a page of its own."""
    folder = tmp_path_factory.mktemp("publications")
    lists = {
        "all": "",
        "own": ":own:",
        "ada": ":person: ada",
        "grace": ":person: grace",
        "patents": ":type: patent, software",
        "selected": ":selected:\n:compact:",
        "two": ":limit: 2",
    }
    make(
        folder / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n\n```{toctree}\npeople/ada\npeople/grace\n" + "\n".join(lists) + "\n```\n",
        people__ada="---\nname: Ada Lovelace\n---\n\n# Ada\n",
        people__grace="---\nname: Grace Hopper\naliases: [A. Lovelace]\n---\n\n# Grace\n",
        publications__one="# One, in Full\n\n```{publication} one\n:versions: two\n```\n",
        publications__evil="# Evil\n\n```{publication} evil\n```\n",
        **{
            name: f"# L\n\n```{{publications}}\n{options}\n```\n" for name, options in lists.items()
        },
    )
    return build(folder / "site", folder / "work")


def test_the_site_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_entries_stand_under_their_years_newest_first(site: Site) -> None:
    page = parse(site, "ada")
    assert texts(page, "folio-year") == ["Manuscripts", "2024", "2021", "2020"]
    titles = texts(page, "folio-publication-title")
    assert titles == ["In Hand", "Two", "One", "Device", "Soft"]


@pytest.mark.parametrize(
    ("page", "titles"),
    [
        ("grace", ["Two", '<script>alert(1)</script> "]]>']),
        ("patents", ["Device", "Soft"]),
        ("selected", ["One"]),
        ("two", ["In Hand", "Two"]),
    ],
)
def test_a_list_is_filtered_by_what_entries_declare(
    site: Site, page: str, titles: list[str]
) -> None:
    assert texts(parse(site, page), "folio-publication-title") == titles


def test_without_an_option_a_list_shows_every_entry_of_every_file(site: Site) -> None:
    assert len(texts(parse(site, "all"), "folio-publication-title")) == 7


def test_an_entry_that_declares_nobody_is_nobodys(site: Site) -> None:
    assert "Of Another Ada" not in texts(parse(site, "own"), "folio-publication-title")
    (row,) = [
        one
        for one in of_class(parse(site, "all"), "folio-publication")
        if one.get("data-key") == "stranger"
    ]
    assert texts(row, "folio-publication-authors") == ["Ada Lovelace"]
    assert texts(row, "folio-own-name") == []


def test_own_names_are_marked_and_nobody_elses(site: Site) -> None:
    assert texts(parse(site, "selected"), "folio-own-name") == ["Ada Lovelace*"]
    assert texts(parse(site, "selected"), "folio-publication-authors") == [
        "Ada Lovelace*, Charles Babbage*, Adam Lovelace"
    ]


def test_an_own_name_is_found_wherever_it_stands_and_by_any_alias(site: Site) -> None:
    assert texts(parse(site, "grace"), "folio-own-name") == ["A. Lovelace", "Grace Hopper"]


def test_the_legend_stands_once_and_only_where_a_mark_does(site: Site) -> None:
    assert texts(parse(site, "all"), "folio-legend") == ["* equal contribution"]
    assert texts(parse(site, "patents"), "folio-legend") == []


def test_a_row_tells_venue_award_and_links(site: Site) -> None:
    page = parse(site, "ada")
    (row,) = [r for r in of_class(page, "folio-publication") if "One" in "".join(r.itertext())]
    assert texts(row, "folio-publication-venue") == ["Proc. of Engines, 2024, Best paper"]
    assert texts(row, "folio-badge") == ["PE 2024"]
    assert [(link.text, link.get("href")) for link in row.iter("a")] == [
        ("One", "../publications/one/"),
        ("DOI", "https://doi.org/10.1/one"),
        ("Code", "https://github.com/a/b"),
    ]


def test_a_patent_tells_its_holder_and_the_month_of_its_grant(site: Site) -> None:
    found = texts(parse(site, "patents"), "folio-publication-venue")
    assert "US 1, Engines, Inc., granted Mar 2021" in found


def test_a_publications_page_shows_the_record_and_its_other_versions(site: Site) -> None:
    page = parse(site, "publications/one")
    (head,) = of_class(page, "folio-publication-header")
    assert texts(head, "folio-own-name") == ["Ada Lovelace*"]
    assert texts(head, "folio-keywords") == ["engines · notes"]
    assert texts(head, "folio-publication-version") == ["Also: Two (J, 2024)"]
    assert texts(head, "folio-legend") == ["* equal contribution"]


@pytest.mark.parametrize("page", ["all", "grace", "publications/evil"])
def test_no_field_of_an_entry_is_markup(site: Site, page: str) -> None:
    tree = parse(site, page)
    article = tree.find(".//article")
    assert article is not None
    assert not [one for one in tree.iter("script") if (one.text or "").startswith("alert")]
    assert not [one for one in tree.iter() if "onerror" in one.attrib]
    assert not {"img", "b", "i", "u", "s", "script"} & {one.tag for one in article.iter()}
    assert "<img src=x onerror=alert(1)>" in "".join(article.itertext())


def test_only_http_addresses_become_links(site: Site) -> None:
    for page in ("all", "grace", "publications/evil"):
        for link in parse(site, page).iter("a"):
            assert link.get("href", "").lower().partition(":")[0] not in {"javascript", "data"}
            assert "[bad" not in link.get("href", "")


def warnings_of(folder: Path, refs: str = REFS, **pages: str) -> list[str]:
    """Return the warnings of a site of Ada's, without the folder's name."""
    source = make(
        folder / "site",
        **{
            "conf": CONF,
            "refs": refs,
            "index": "# Home\n\n```{toctree}\npeople/ada\npeople/grace\n```\n",
            "people__ada": "---\nname: Ada Lovelace\n---\n\n# Ada\n",
            "people__grace": "---\nname: Grace Hopper\naliases: [A. Lovelace]\n---\n\n# Grace\n",
            **pages,
        },
    )
    return [line.replace(f"{source}/", "") for line in build(source, folder / "work").warnings]


@pytest.mark.parametrize(
    ("directive", "message"),
    [
        (
            "```{publications}\n:person: adda\n```",
            "no person 'adda'. Did you mean 'ada'? [folio.people]",
        ),
        (
            "```{publications}\n:type: papper\n```",
            "{publications}: unknown type 'papper'. Did you mean 'paper' or 'patent'?"
            " [folio.publication]",
        ),
        (
            "```{publication} on\n```",
            "no entry 'on' in the bibliography. Did you mean 'one'? [folio.publication]",
        ),
        (
            "```{publication} one\n:versions: tow\n```",
            "no entry 'tow' in the bibliography. Did you mean 'two'? [folio.publication]",
        ),
    ],
)
def test_a_name_that_nothing_has_is_one_located_warning(
    tmp_path: Path, directive: str, message: str
) -> None:
    toctree = "```{toctree}\npeople/ada\npeople/grace\n```"
    assert warnings_of(tmp_path, index=f"# Home\n\n{directive}\n\n{toctree}\n") == [
        f"index.md:3: WARNING: {message}"
    ]


def test_a_page_in_the_folder_that_is_no_publication_is_told(tmp_path: Path) -> None:
    page = "---\norphan: true\n---\n\n# P\n"
    assert warnings_of(tmp_path, publications__p=page) == [
        "publications/p.md:1: WARNING: a page in publications/ needs a {publication} directive"
        " that names its entry [folio.publication]"
    ]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "@misc{k, title = {T}, author = {Ada Lovelace}, people = {adda}}",
            "entry 'k': no person 'adda'. Did you mean 'ada'?",
        ),
        (
            "@misc{k, title = {T}, author = {Adam Lovelace and B C}, people = {ada}}",
            "entry 'k': none of Ada Lovelace's names is among Adam Lovelace, B C",
        ),
    ],
)
def test_an_entry_of_nobody_known_is_told_at_its_line(
    tmp_path: Path, entry: str, message: str
) -> None:
    line = REFS.count("\n") + 1
    assert warnings_of(tmp_path, refs=REFS + entry) == [
        f"refs.bib:{line}: WARNING: {message} [folio.publication]"
    ]


def test_a_fault_in_the_file_is_told_at_its_line_and_loses_nothing_else(tmp_path: Path) -> None:
    refs = "@misc{one, title = {First}}\n" + REFS
    page = "# One\n\n```{publication} two\n```\n"
    assert warnings_of(tmp_path, refs=refs, publications__two=page) == [
        "refs.bib:2: WARNING: key 'one' stands twice; line 1 has it too [folio.bibtex]"
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    conf = CONF.replace("refs.bib'", "refs.bib', 'more.bib'")
    assert warnings_of(tmp_path, conf=conf) == [
        "WARNING: bibtex_bibfiles names 'more.bib', which does not exist [folio.bibtex]"
    ]


def test_a_key_in_two_files_is_told_and_the_first_one_counts(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "more.bib").write_text(
        "@misc{new, title = {N}}\n@misc{one, title = {O}}\n"
    )
    conf = CONF.replace("refs.bib'", "refs.bib', 'more.bib'")
    assert warnings_of(tmp_path, conf=conf) == [
        "more.bib:2: WARNING: key 'one' stands in refs.bib too [folio.bibtex]"
    ]


def test_a_file_in_another_encoding_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "more.bib").write_bytes(b"@misc{n, title = {caf\x81\xe9}}\n")
    conf = CONF.replace("refs.bib'", "refs.bib', 'more.bib'")
    (found,) = warnings_of(tmp_path, conf=conf)
    assert "more.bib" in found
    assert ":1: " in found
    assert "UTF-8" in found
