"""Experience: every option of the directives, their located warnings, and timelines of them."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, make, of_class, parse, texts

CONF = "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n"
REFS = (
    "@misc{paper, title = {The Paper}, author = {Lovelace, Ada}, people = {ada}}\n"
    "@misc{other, title = {No Page}, author = {Lovelace, Ada}, people = {ada}}\n"
)
ADA = """\
# Experience

:::{position} Research *intern* <b>
:organization: The & Engine
:unit: Lab <i>
:place: London
:start: 2023-08
:end: 2024-07
:kind: research
:role: Lead
:as: Augusta "A" King
:mentors: Charles Babbage; Mary Somerville
:advisors: Augustus De Morgan
:publications: paper, other
:url: https://engine.example/?a=1&b="2"
:id: ada-engine

A paragraph with {cite:p}`paper`, and {folio:pub}`paper`.

- One point
- Another
:::

:::{education} Mathematics
:grade: 4.0/4.0
:start: 2020-09
:end: present
:id: ada-maths
:::

:::{project} Notes
:kind: open-source
:start: 2021-01
:id: ada-notes
:::

:::{talk} On Notes
:event: The Meeting
:date: 2022-02
:id: ada-talk
:::

:::{award} A Medal
:date: 2019
:id: ada-medal
:::

:::{position} Clerk
:organization: Post Office
:kind: industry
:start: 2018-01
:end: 2018-01
:::
"""


def text(one: Element) -> str:
    """Return the text of an element, with single spaces."""
    return " ".join("".join(one.itertext()).split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with every kind of engagement, and timelines of them on a page each."""
    folder = tmp_path_factory.mktemp("experience")
    timelines = {
        "all": ":types: position, education, project, talk, award",
        "plain": "",
        "oldest": ":order: oldest\n:limit: 2",
        "industry": ":kind: industry\n:person: ada",
        "grace": ":person: grace",
    }
    make(
        folder / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n\n```{toctree}\npeople/ada\npeople/grace\nexperience/ada\nexperience/grace\n"
        + "\n".join(timelines)
        + "\n```\n",
        people__ada="---\nname: Ada Lovelace\n---\n\n# Ada\n",
        people__grace="---\nname: Grace Hopper\n---\n\n# Grace\n",
        experience__ada=ADA,
        experience__grace="# Grace\n\n:::{position} Admiral\n:start: 1985-11\n:id: navy\n:::\n",
        publications__paper="# The Paper\n\n```{publication} paper\n```\n",
        **{
            name: f"# T\n\n```{{timeline}}\n{options}\n```\n" for name, options in timelines.items()
        },
    )
    return build(folder / "site", folder / "work")


def entry(site: Site, name: str) -> Element:
    """Return an engagement as Ada's page shows it."""
    (found,) = [one for one in parse(site, "experience/ada").iter() if one.get("id") == name]
    return found


def test_a_correct_page_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_every_option_is_shown_as_text(site: Site) -> None:
    found = entry(site, "ada-engine")
    assert texts(found, "folio-entry-date") == ["Aug 2023 – Jul 2024"]
    assert texts(found, "folio-entry-title") == ["Research *intern* <b>"]
    assert texts(found, "folio-entry-organization") == ["The & Engine"]
    assert texts(found, "folio-entry-place") == ["Lab <i> · Lead · London · as Augusta “A” King"]
    assert texts(found, "folio-entry-people") == [
        "Mentors: Charles Babbage, Mary Somerville · Advisor: Augustus De Morgan"
    ]
    assert texts(found, "folio-entry-work") == ["Work: The Paper; No Page"]
    (title,) = of_class(found, "folio-entry-title")
    link = title.find(".//a")
    assert link is not None
    assert link.get("href") == 'https://engine.example/?a=1&b="2"'


def test_work_links_to_its_page_where_there_is_one(site: Site) -> None:
    (work,) = of_class(entry(site, "ada-engine"), "folio-entry-work")
    assert [link.get("href") for link in work.iter("a")] == ["../../publications/paper/"]


def test_the_body_is_markdown_with_citations_and_references(site: Site) -> None:
    (body,) = of_class(entry(site, "ada-engine"), "folio-entry-body")
    assert [text(item) for item in body.iter("li")] == ["One point", "Another"]
    links = [(text(link), link.get("href")) for link in body.iter("a")]
    assert links == [("1", "#ref-paper"), ("The Paper", "../../publications/paper/")]


def test_other_types_are_shown_by_the_same_rules(site: Site) -> None:
    assert texts(entry(site, "ada-maths"), "folio-entry-date") == ["Sep 2020 – present"]
    assert texts(entry(site, "ada-maths"), "folio-entry-place") == ["GPA 4.0/4.0"]
    assert texts(entry(site, "ada-notes"), "folio-entry-date") == ["from Jan 2021"]
    assert texts(entry(site, "ada-talk"), "folio-entry-date") == ["Feb 2022"]
    assert texts(entry(site, "ada-talk"), "folio-entry-organization") == ["The Meeting"]
    assert texts(entry(site, "ada-medal"), "folio-entry-date") == ["2019"]


def test_without_an_id_an_anchor_is_made_of_person_organisation_and_title(site: Site) -> None:
    assert texts(entry(site, "ada-post-office-clerk"), "folio-entry-date") == ["Jan 2018"]


def test_no_id_stands_twice(site: Site) -> None:
    ids = [one.get("id") for one in parse(site, "experience/ada").iter() if one.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("page", "titles"),
    [
        (
            "all",
            ["Mathematics", "Research *intern* <b>", "On Notes", "Notes", "A Medal", "Clerk",
             "Admiral"],
        ),
        ("plain", ["Mathematics", "Research *intern* <b>", "Clerk", "Admiral"]),
        ("oldest", ["Admiral", "Clerk"]),
        ("industry", ["Clerk"]),
        ("grace", ["Admiral"]),
    ],
)  # fmt: skip
def test_a_timeline_is_filtered_and_ordered(site: Site, page: str, titles: list[str]) -> None:
    tree = parse(site, page)
    assert texts(tree, "folio-entry-title") == titles


def test_a_timeline_links_to_what_it_lists(site: Site) -> None:
    (title,) = of_class(parse(site, "industry"), "folio-entry-title")
    link = title.find(".//a")
    assert link is not None
    assert link.get("href") == "../experience/ada/#ada-post-office-clerk"


def warnings_of(folder: Path, page: str) -> list[str]:
    """Return the warnings of Ada's page, each from its line number on."""
    source = make(
        folder / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n\n```{toctree}\npeople/ada\nexperience/ada\n```\n",
        people__ada="---\nname: Ada Lovelace\n---\n\n# Ada\n",
        experience__ada=page,
    )
    found = build(source, folder / "work").warnings
    return [line.partition("experience/ada.md:")[2] for line in found]


def test_a_year_alone_will_do_where_no_more_is_known(tmp_path: Path) -> None:
    page = "# Ada\n\n:::{position} Analyst\n:start: 2024-06\n:end: 2024\n:id: x\n:::\n"
    assert warnings_of(tmp_path, page) == []


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (
            ":start: 2024-13",
            ":start: '2024-13' is no date; write YYYY-MM (for example 2024-09) or YYYY",
        ),
        (
            ":start: present",
            ":start: 'present' is no date; write YYYY-MM (for example 2024-09) or YYYY",
        ),
        (
            ":end: now",
            ":end: 'now' is no date; write YYYY-MM (for example 2024-09) or YYYY",
        ),
        (":date: 24", ":date: '24' is no date; write YYYY-MM (for example 2024-09) or YYYY"),
        (":kind: reserch", "unknown kind 'reserch'. Did you mean 'research' or 'service'?"),
        (":url: javascript:alert(1)", ":url: 'javascript:alert(1)' is no http address"),
        (":publications: papre", "no entry 'papre' in the bibliography. Did you mean 'paper'?"),
        (
            ":start: 2024-02\n:end: 2024-01",
            "'Analyst' ends (2024-01) before it starts (2024-02)",
        ),
        (
            ":person: adda",
            "position 'x' is of 'adda', who has no profile. Did you mean 'ada'?",
        ),
    ],
)
def test_a_wrong_option_is_one_located_warning(tmp_path: Path, option: str, message: str) -> None:
    page = f"# Ada\n\n:::{{position}} Analyst\n{option}\n:id: x\n\nBody.\n:::\n"
    (found,) = warnings_of(tmp_path, page)
    line, _, told = found.partition("WARNING: ")
    # Who has a profile is known only after reading: the page is the place.
    assert ":person:" in option or 3 <= int(line.rstrip(": ")) <= 7, found
    subtype = "publication" if "bibliography" in message else "experience"
    assert told == f"{message} [folio.{subtype}]"


def test_an_option_that_does_not_exist_is_told(tmp_path: Path) -> None:
    page = "# Ada\n\n:::{position} Analyst\n:organisation: x\n:id: x\n:::\n"
    (found,) = warnings_of(tmp_path, page)
    assert "organisation" in found


def test_an_award_may_have_a_year_alone_and_nothing_less(tmp_path: Path) -> None:
    page = "# Ada\n\n:::{award} Medal\n:date: 24\n:id: x\n:::\n"
    (found,) = warnings_of(tmp_path, page)
    assert "'24' is no date; write YYYY-MM (for example 2024-09) or YYYY" in found


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (":types: postion", "{timeline}: unknown 'postion'. Did you mean 'position' "),
        (":kind: reserch", "{timeline}: unknown 'reserch'. Did you mean 'research' "),
        (":person: adda", "no person 'adda'. Did you mean 'ada'?"),
    ],
)
def test_a_timeline_of_nothing_known_is_told(tmp_path: Path, options: str, message: str) -> None:
    page = f"# Ada\n\n:::{{position}} Analyst\n:id: x\n:::\n\n```{{timeline}}\n{options}\n```\n"
    (found,) = warnings_of(tmp_path, page)
    assert found.startswith("7: WARNING: " + message)
