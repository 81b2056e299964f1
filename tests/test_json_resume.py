"""JSON Resume: what is written is valid, what is found in the wild is read, nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

from building import make
from sphinx_folio import bibtex, json_resume, names
from sphinx_folio.bibtex.writer import emit
from sphinx_folio.ext.cv.lives import life_of
from sphinx_folio.ext.domain import domain_of
from sphinx_folio.front_matter.profiles import LINKS
from sphinx_folio.json_resume import Outcome
from sphinx_folio.lives import Code, Life, Paragraph, Points, Stage, Table, Writing
from sphinx_folio.models import Engagement, Link, Month, Person, Run

DATA = Path(__file__).parent / "data" / "json_resume"
SCHEMA = json.loads((DATA / "schema.json").read_text(encoding="utf-8"))

#: Everything that means something to Markdown, MyST, YAML, HTML or TeX.
NASTY = (
    r"*a* _b_ **c** `d` [e](f) [g][h] ![i](j) <b>k</b> &amp; $x_1$ {l} {{m}} {n}`o` \p \\q "
    "~~r~~ |s| ^t^ #u % v @w 'y' \"z\" a--b --- ... <!-- c --> https://x.example/?a=b&c_d_e "
    "共享内存 · é 𝒳 5 > 4 < 6 \\"
)
STARTS = (
    "# a", "## b", "- c", "+ d", "* e", "1. f", "12) g", "> h", "::: i", ":::{note} j", "``` k",
    "| l | m |", "% n", "+++", "---", "===", "(o)=", ": p", ":q: r", "[^s]: t", "[u]: v", "~~~ w",
    "{x}", "$$ y", "\\begin{align}", "<div>", "    z", "\ta", "=", "...", "***", "2021. Was",
    "- [ ] b", "@c", "&#35;", "1986\\. d",
)  # fmt: skip

BIB = r"""
@article{lu2024muxserve,
  title = {{MuxServe} \& more: 100\% of $x_1$ \emph{now}},
  author = {Lovelace, Ada and van Beethoven, Ludwig and {The Team, Inc.} and 王, 小明 and others},
  journal = {J. of \{Things\}_},
  year = {2024}, month = may, doi = {10.1/a_b}, people = {ada},
  equal = {Lovelace, Ada and Ludwig van Beethoven},
  abstract = {Words -- and more words.},
}
@patent{us1, title = {A patent}, author = {Ada King}, number = {US 1 B2},
  date = {2021-03-09}, people = {ada}}
@software{tool, title = {Tool}, author = {Ada Lovelace}, year = {2020}, people = {ada},
  url = {https://code.example/a_b#c}}
@unpublished{hand, title = {In hand}, author = {Ada Lovelace}, people = {ada}}
@online{essay, title = {布局 and layouts}, author = {Ada Lovelace}, year = {2019}, people = {ada},
  howpublished = {知乎}, url = {https://z.example/p/1}}
"""


def text(plain: str) -> Paragraph:
    """Return a paragraph of one run."""
    return Paragraph((Run(plain),))


def stage(type_: str, name: str, *body: Any, **more: Any) -> Stage:
    """Return an engagement of Ada's, called by its id in all nasty characters."""
    value = Engagement(type_, f"ada-{name}", "ada", f"{name} {NASTY}", **more)
    return Stage(value, tuple(body))


def rich_life() -> Life:
    """Return a life that says everything that a site can say."""
    works = bibtex.parse(BIB).publications
    person = Person(
        "ada", "Ada *Lovelace* 王", ("Ada Lovelace", "Ada King", "艾达: 王", "- A. #1"),
        f"Headline: {NASTY}", "The 'Engine' & Co: #1", "ada@x.example",
        (
            Link("website", "Website", "https://ada.example/?a=b#c"),
            Link("github", "GitHub", "https://github.com/ada"),
            Link("scholar", "Google Scholar", "https://scholar.google.com/citations?user=Ab_1"),
            Link("mastodon", "Mastodon", "https://m.example/@ada"),
        ),
        {"GPU: *kernels*": ("C++", "a, b", "no", "1.10", "[x]", NASTY), "yes": (), "12:30": ("~",)},
        {"中文": "native", "English": "", "null": "'q'"},
        ("Football (Messi, Barça)", "Plain: #1", "- list", "(odd)"),
    )  # fmt: skip
    table = Table(((Run("a|b"),), (Run("c"),)), (((Run("`d`"),), ()), ((Run("\\"),), (Run("*"),))))
    nested = ((text("Below:"), Points(((text("one."),), (text("*two*"),)))),)
    stages = (
        stage(
            "position", "one", text(NASTY), *map(text, STARTS), table, text("after"),
            Points(tuple((text(start),) for start in (*STARTS, NASTY))), Points(nested),
            Code("a\n\n  b # c"), organization=NASTY, unit="U: #1", place="'P' \"q\"",
            start=Month(2024, 9), ongoing=True, kind="industry", used_name="A. King: x",
            url="https://x.example/a_b", mentors=("M. 'One'", "N: #2"), advisors=("老师",),
            publications=("lu2024muxserve", "us1"), role="R # x", grade="4: #",
        ),
        stage("position", "two", organization="Two", start=Month(2020), end=Month(2021, 3)),
        stage("position", "three", organization="Three", start=Month(2020, 1)),
        stage("position", "four", text("Words."), kind="service", start=Month(2011, 2),
              ongoing=True),
        stage("position", "five", ongoing=True, kind="research"),
        stage("education", "six", text("x"), Points(((text("y"),),)), organization="大学",
              start=Month(2016, 9), end=Month(2020, 6), grade="3.9/4.0", place="武汉", unit="E"),
        Stage(Engagement("education", "ada-phd", "ada", "PhD, Computer Science, and more",
                         "U of M", start=Month(2020, 9), ongoing=True)),
        Stage(Engagement("education", "ada-msc", "ada", "硕士，计算机科学", "大学")),
        stage("project", "seven", text("d"), Points(((text("h"),),)), role="Lead; Writer",
              kind="open-source", url="https://p.example", start=Month(2019, 1), ongoing=True),
        stage("project", "eight", start=Month(2018, 1), organization="Org"),
        stage("talk", "nine", text("t"), organization="Event", start=Month(2017, 3), place="Here"),
        stage("award", "ten", text("p"), Points(((text("- q"),),)), organization="Givers",
              start=Month(2021), publications=("us1",), url="https://a.example"),
    )  # fmt: skip
    articles = [one for one in works if one.genre == "post"]
    return Life(
        person,
        (text(NASTY), *map(text, STARTS)),
        stages,
        tuple(sorted((one for one in works if one.genre != "post"),
                     key=lambda one: (one.year, one.month), reverse=True)),
        tuple(Writing(one.title, one.fields["url"], date=Month(2019), place="知乎", key=one.key)
              for one in articles),
    )  # fmt: skip


def written(life: Life, texts: dict[str, str] | None = None) -> dict[str, Any]:
    """Return a life as the site writes it."""
    texts = texts or {one.key: emit(one) for one in bibtex.parse(BIB).publications}
    return json_resume.write(life, bibtex=texts, own=names.find, same=names.same)


def read(value: Any, **options: Any) -> Outcome:
    """Read a value, or the text of a file."""
    said = value if isinstance(value, str) else json.dumps(value, indent=1)
    return json_resume.read(said, networks=LINKS, **options)


def rebuilt(found: Outcome, root: Path) -> tuple[Life, dict[str, str], list[str]]:
    """Build a site of what was read; return the life in it, its entries, and the warnings."""
    pages = json_resume.write_pages(found.life, works=True)
    make(root, index="# Home\n", conf=(
        "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\nfolio_cv_pdf = False\n"
        # Straight quotation marks stay so.
        "smartquotes = False\n"
    ), refs="\n".join(entry.text for entry in found.entries))  # fmt: skip
    for name, page in pages.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page, encoding="utf-8")
    app = SphinxTestApp("dirhtml", srcdir=root, builddir=root / "_build")
    try:
        app.build()
        life = life_of(domain_of(app.env), found.life.person.id)
        entries = domain_of(app.env).bibliography
        warnings = strip_colors(app.warning.getvalue()).strip().splitlines()
    finally:
        app.cleanup()
    assert life is not None
    return life, {key: emit(entry) for key, entry in entries.items()}, warnings


def test_what_is_written_is_valid_by_the_schema_and_by_our_rules() -> None:
    found = json.loads(json_resume.dumps(written(rich_life())))
    jsonschema.Draft7Validator(SCHEMA).validate(found)
    assert json_resume.check(found) == ()


def test_the_way_through_a_site_and_back_loses_nothing(tmp_path: Path) -> None:
    first = written(rich_life())
    found = read(json_resume.dumps(first))
    assert found.faults == ()
    assert found.left == ()
    life, texts, warnings = rebuilt(found, tmp_path)
    assert warnings == []
    assert written(life, texts) == first


def test_an_article_has_its_series_and_both_its_titles() -> None:
    article = Writing("Layout", "site:blog/x", "CuTe", Month(2023), "布局", "知乎", "reed_layout")
    life = Life(Person("reed", "Reed"), writing=(article,))
    first = json_resume.write(life, address=lambda url: url.replace("site:", "https://r.example/"))
    assert first["publications"] == [
        {
            "name": "Layout", "publisher": "知乎", "releaseDate": "2023",
            "url": "https://r.example/blog/x",
            "x-folio": {
                "key": "reed_layout", "type": "online", "series": "CuTe", "original": "布局"
            },
        }
    ]  # fmt: skip
    found = read(first)
    (entry,) = bibtex.parse(found.entries[0].text).publications
    assert (entry.key, entry.genre, entry.title, entry.venue, entry.people) == (
        "reed_layout", "post", "布局", "知乎", ("reed",),
    )  # fmt: skip
    assert found.left == (
        "publications[0]: in the series 'CuTe' as 'Layout' (the entry has the title as published)",
    )
    # An address of the site that cannot be made absolute is none.
    assert "url" not in json_resume.write(life, address=lambda url: "")["publications"][0]


def test_the_file_holds_no_literal_address_and_the_order_of_the_schema() -> None:
    told = json_resume.dumps(written(rich_life()))
    assert "@" not in told
    assert json.loads(told)["basics"]["email"] == "ada@x.example"
    assert told.endswith("}\n")
    known = list(SCHEMA["properties"])
    assert [key for key in json.loads(told) if key in known] == [
        key for key in known if key in json.loads(told)
    ]
    for section, shape in SCHEMA["properties"].items():
        fields = list(shape.get("items", shape).get("properties", {}))
        items = json.loads(told).get(section, [])
        for item in items if isinstance(items, list) else [items] if fields else []:
            mine = [key for key in item if key in fields]
            assert mine == [key for key in fields if key in item], section


def test_publications_name_their_authors_in_the_extension() -> None:
    first = written(rich_life())["publications"]
    paper = next(one for one in first if one["x-folio"]["key"] == "lu2024muxserve")
    assert paper["x-folio"]["authors"] == [
        {"name": "Ada Lovelace", "self": True, "equal": True},
        {"name": "Ludwig van Beethoven", "equal": True},
        {"name": "The Team, Inc."},
        {"name": "王小明"},
        {"name": "et al."},
    ]
    assert paper["releaseDate"] == "2024-05"
    assert paper["url"] == "https://doi.org/10.1/a_b"
    assert {one["x-folio"]["type"] for one in first} >= {"patent", "software", "online"}


# --- faults ------------------------------------------------------------------------------------


def basics(**sections: Any) -> dict[str, Any]:
    """Return a resume of someone with the given sections."""
    return {"basics": {"name": "Ada"}, **sections}


@pytest.mark.parametrize(
    ("resume", "told"),
    [
        ([], "a resume is one object: { … }"),
        ({}, "says of nobody: no 'basics' with a 'name'"),
        ({"basics": {"name": " "}}, "basics: has no name: 'name' is missing or empty"),
        (basics(wrok=[]), "wrok: JSON Resume has no such section. Did you mean 'work'?"),
        (basics(work={}), "work: must be a list"),
        (basics(work=["x"]), "work[0]: must be an object: { … }"),
        (basics(work=[{}]), "work[0]: has no name: 'position' or 'name' is missing or empty"),
        (
            basics(work=[{"name": "x", "company": "y"}]),
            "work[0].company: JSON Resume has no such field. Known: description,",
        ),
        (basics(work=[{"name": 1}]), "work[0].name: must be text"),
        (
            basics(work=[{"name": "x", "endDate": "2014-13"}]),
            "work[0].endDate: '2014-13' is no date; write YYYY-MM (for example 2024-09), YYYY",
        ),
        (basics(awards=[{"title": "x", "date": "2023-02-29"}]), "awards[0].date: '2023-02-29' is"),
        (
            basics(projects=[{"name": "x", "startDate": "2020-02", "endDate": "2020-01"}]),
            "projects[0].endDate: '2020-01' is before the start, '2020-02'",
        ),
        (
            basics(publications=[{"name": "x", "url": "javascript:alert(1)"}]),
            "publications[0].url: 'javascript:alert(1)' is no address of the web; write https://…",
        ),
        (basics(skills=[{"name": "x", "keywords": "y"}]), "skills[0].keywords: must be a list"),
        (basics(skills=[{"name": "x", "keywords": [""]}]), "skills[0].keywords[0]: must be text"),
        ({"basics": {"name": "x", "email": "nobody"}}, "basics.email: 'nobody' is no e-mail"),
        ({"basics": {"name": "x", "profiles": [{"url": "ftp://x"}]}}, "basics.profiles[0].url: "),
        (basics(**{"x-folio": 1, "meta": {"canonical": "x"}}), "meta.canonical: 'x' is no address"),
    ],
)  # fmt: skip
def test_a_resume_that_breaks_a_rule_is_told_with_its_path(resume: Any, told: str) -> None:
    messages = [fault.message for fault in json_resume.check(resume)]
    assert any(message.startswith(told) for message in messages), messages


def test_a_year_alone_may_be_any_of_its_months() -> None:
    period = {"name": "x", "startDate": "2020-06", "endDate": "2020"}
    assert json_resume.check(basics(work=[period])) == ()
    assert read(basics(work=[period])).faults == ()


BROKEN = """\
{
  "basics": {"name": "Ada", "email": "nobody",
    "url": "javascript:alert(1)"},
  "work": [
    {"name": "One", "startDate": "Summer 2014"},
    {"name": "Two",
     "startDate": "2014-05",
     "endDate": "2014-04"},
    {"startDate": "2014"},
    7
  ],
  "skills": {"name": "C"},
  "publications": [{"url": "data:text/html,x", "name": ["a"]}]
}
"""


def test_each_fault_of_a_file_is_told_with_its_line() -> None:
    found = read(BROKEN)
    assert [(fault.line, fault.message.partition(":")[0]) for fault in found.faults] == [
        (2, "basics.email"),
        (3, "basics.url"),
        (5, "work[0].startDate"),
        (8, "work[1].endDate"),
        (9, "work[2]"),
        (10, "work[3]"),
        (12, "skills"),
        (13, "publications[0].name"),
        (13, "publications[0].url"),
        (13, "publications[0]"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('{\n "basics": {\n', 3, "is no JSON: Expecting property name"),
        ('{"basics": {"name": "a"},\n "work": [],\n "work": []}', 3, "work: stands twice"),
        ('{"a": NaN}', None, "is no JSON Resume: NaN is no number"),
        ("[" * 100_000, None, "is nested too deeply"),
        ("[]", 1, "a resume is one object"),
        ('\ufeff{"basics": {"name": ""}}', 1, "basics.name: a resume is of someone"),
    ],
)
def test_what_is_no_resume_is_told_in_one_line(text: str, line: int | None, message: str) -> None:
    (fault,) = read(text).faults
    assert fault.line == line
    assert fault.message.startswith(message)


# --- in the wild -------------------------------------------------------------------------------


def everything(value: Any) -> Iterator[str]:
    """Yield each text and number of a file."""
    if isinstance(value, dict):
        for one in value.values():
            yield from everything(one)
    elif isinstance(value, list):
        for one in value:
            yield from everything(one)
    elif value not in (None, ""):
        yield str(value)


def said(found: Outcome) -> str:
    """Return all that came of a file: pages, entries, and what is listed."""
    pages = json_resume.write_pages(found.life, works=True).values()
    entries = (entry.text for entry in found.entries)
    return "\n".join([*pages, *entries, *found.left]).replace("\\", "")


def test_of_the_schemas_own_sample_nothing_is_lost_silently() -> None:
    source = (DATA / "sample.json").read_text(encoding="utf-8")
    found = read(source)
    assert found.faults == ()
    told = said(found)
    sample = json.loads(source)
    for section in ("$schema", "meta"):
        del sample[section]
    # Long texts are listed by their first words; Twitter has the name that it has today.
    assert [one for one in everything(sample) if one[:50] not in told] == ["Twitter"]
    assert "x: https://www.twitter.com" in told


OLD = basics(
    work=[
        {"company": "Initech", "position": "Coder", "website": "initech.example/jobs",
         "startDate": "2014-06-29", "endDate": "Present", "summary": None, "highlights": None,
         "location": {"city": "Austin", "region": "TX"}},
        {"company": "Globex", "position": "", "startDate": "06/2010", "endDate": "May 2012",
         "highlights": "One thing"},
        {"name": "", "position": None, "highlights": []},
    ],
    volunteer=None,
    education=[
        {"institution": "MIT", "area": "Physics", "studyType": "", "startDate": "2004",
         "endDate": "2008-06-01T00:00:00Z", "gpa": 3.9, "courses": ["A", None]},
    ],
    publications=[{"name": "A & B: 50% of {x}_1", "website": "http://x.example/{a}",
                   "releaseDate": "2012.3", "publisher": "", "summary": "S_1"}],
    skills=["Go", {"name": "", "keywords": ["C"]}, {"name": "Web", "keywords": "HTML, CSS"}],
    languages=["English", {"name": "中文", "level": "native"}],
    interests=[{"name": None, "keywords": ["x", "y"]}, "Chess"],
    references=[{"name": "Bob", "reference": "Fine."}],
    certificates=[{"name": "CKA", "date": "2020", "issuer": "CNCF", "url": "https://c.example"}],
    awards=None,
    projects=[{"name": "P", "type": "volunteering", "startDate": "2019", "keywords": ["k"]}],
)  # fmt: skip


def test_old_forms_nulls_and_loose_dates_are_read() -> None:
    found = read(OLD)
    assert found.faults == ()
    by_id = {one.engagement.id: one for one in found.life.stages}
    first = by_id["ada-initech"].engagement
    assert (first.title, first.organization, first.place) == ("Coder", "Initech", "Austin, TX")
    assert (first.start, first.end, first.ongoing) == (Month(2014, 6), None, True)
    assert first.url == "https://initech.example/jobs"
    second = by_id["ada-globex"].engagement
    assert (second.title, second.organization) == ("Globex", "")
    assert (second.start, second.end) == (Month(2010, 6), Month(2012, 5))
    school = by_id["ada-mit"].engagement
    assert (school.title, school.grade, school.end) == ("Physics", "3.9", Month(2008, 6))
    award = by_id["ada-cncf"].engagement
    assert (award.type, award.title, award.url) == ("award", "CKA", "https://c.example")
    project = by_id["ada-p"].engagement
    assert (project.kind, project.ongoing) == ("service", False)
    person = found.life.person
    assert person.skills == {"Go": (), "C": (), "Web": ("HTML, CSS",)}
    assert person.languages == {"English": "", "中文": "native"}
    assert person.interests == ("x, y", "Chess")
    assert len(by_id) == 5
    assert found.left == (
        "work[1].position: is missing; 'Globex' stands as the title",
        "education[0].courses: stand as points in the text",
        "certificates[0].name: stands among the awards",
        "projects[0].keywords: stand as a point in the text",
        "references[0].name: Bob",
        "references[0].reference: Fine.",
        "days of the month, where a month is kept: work[0].startDate 2014-06-29, "
        "education[0].endDate 2008-06-01",
    )


def test_a_publication_without_bibtex_becomes_an_entry_that_says_it() -> None:
    (entry,) = read(OLD).entries
    (work,) = bibtex.parse(entry.text).publications
    assert bibtex.parse(entry.text).faults == ()
    assert (work.title, work.year, work.month) == ("A & B: 50% of {x}_1", "2012", 3)
    assert work.people == ("ada",)
    again = written(Life(Person("ada", "Ada"), works=(work,)))["publications"][0]
    assert (again["summary"], again["url"]) == ("S_1", "http://x.example/%7Ba%7D")


THEMED: dict[str, Any] = {
    "basics": {
        "name": "José Ñandú", "label": "x", "picture": "https://p.example/a.png", "image": "",
        "email": "mailto:j@x.example", "website": "https://j.example",
        "profiles": [
            {"network": "Twitter", "username": "@jose"},
            {"network": "github", "username": "jose", "url": ""},
            {"network": "GitHub", "url": "https://github.com/other"},
            {"network": "Mars", "url": "https://mars.example/j"},
            {"network": "LinkedIn"},
            {},
        ],
    },
    "education": [{"institution": "Uni"}],
    "projects": [
        {"name": "Talk", "type": "presentation", "entity": "Conf", "startDate": "2020-01"},
        {"name": "Tool", "type": "open-source", "roles": ["Lead", "Writer"], "endDate": "now"},
    ],
    "meta": {"theme": "elegant"},
    "extra": {"a": [1, {"b": True}]},
}  # fmt: skip


def test_links_of_networks_are_made_and_others_listed() -> None:
    found = read(THEMED, id="jose")
    assert {link.kind: link.url for link in found.life.person.links} == {
        "website": "https://j.example",
        "x": "https://x.com/jose",
        "github": "https://github.com/jose",
    }
    assert found.life.person.email == "j@x.example"
    assert found.left == (
        "basics.profiles[2].url: a second link of the kind 'github' (https://github.com/other)",
        "basics.profiles[3].network: no kind of link for 'Mars' (https://mars.example/j)",
        "basics.profiles[4].url: no address for 'LinkedIn'",
        "education[0].studyType: is missing; 'Uni' stands as the title",
        "basics.picture: https://p.example/a.png",
        "extra.a[0]: 1",
        "extra.a[1].b: True",
    )
    talk, tool = (one.engagement for one in found.life.of("talk", "project")[::-1])
    assert (talk.type, talk.organization) == ("talk", "Conf")
    assert (tool.role, tool.kind, tool.ongoing) == ("Lead; Writer", "open-source", True)


def test_another_id_renames_what_is_called_by_the_former_one() -> None:
    found = read(written(rich_life()), id="grace")
    assert {one.engagement.person for one in found.life.stages} == {"grace"}
    assert all(one.engagement.id.startswith("grace-") for one in found.life.stages)
    assert all("people = {grace}" in entry.text for entry in found.entries)


def test_ids_are_valid_and_given_once(tmp_path: Path) -> None:
    jobs: list[dict[str, Any]] = [{"name": "X", "position": p} for p in "abc"]
    jobs += [{"name": "大学", "position": "a", "x-folio": {"id": 'a" b'}}]
    jobs += [{"name": "!!!", "position": "???"}]
    found = read(basics(work=jobs), id="ada")
    assert [one.engagement.id for one in found.life.stages] == [
        "ada-x", "ada-x-2", "ada-x-3", "ada-大学", "ada-entry",
    ]  # fmt: skip
    assert rebuilt(found, tmp_path)[2] == []


@pytest.mark.parametrize("junk", [1, "x", [], [1], {"authors": "x", "bibtex": 3, "id": []}])
def test_no_extension_of_others_breaks_the_reading(junk: Any) -> None:
    found = read(basics(work=[{"name": "X", "x-folio": junk}], publications=[
        {"name": "P", "x-folio": junk}]))  # fmt: skip
    assert all(fault.line for fault in found.faults)
    json_resume.write_pages(replace(found.life, person=Person("a", "A")))


@pytest.mark.parametrize("source", ["", "@article{", "@misc{k, title = {x}", "no entry"])
def test_broken_bibtex_is_kept_for_the_reader_of_bibtex_or_told(source: str) -> None:
    found = read(basics(publications=[{"name": "P", "x-folio": {"bibtex": source}}]))
    assert found.faults or bibtex.parse(found.entries[0].text).publications


def test_files_of_schema_versions_and_exporters_build_without_a_warning(tmp_path: Path) -> None:
    for number, value in enumerate((OLD, THEMED, json.loads((DATA / "sample.json").read_text()))):
        found = read(value, id=f"one{number}")
        life, texts, warnings = rebuilt(found, tmp_path / str(number))
        assert warnings == []
        assert json_resume.check(written(life, texts)) == ()


def test_the_site_writes_the_file_beside_the_page_of_a_cv(tmp_path: Path) -> None:
    life = rich_life()
    found = read(json_resume.dumps(written(life)))
    rebuilt(found, tmp_path)
    told = (tmp_path / "_build/dirhtml/cv/ada.json").read_text(encoding="utf-8")
    resume = json.loads(told)
    jsonschema.Draft7Validator(SCHEMA).validate(resume)
    assert resume.pop("meta") == {"lastModified": "2024-09"}
    first = json.loads(json_resume.dumps(written(life)))
    assert resume == first
    assert "@" not in told
