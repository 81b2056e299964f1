"""The Domain: every object can be linked to, from here and from elsewhere, under its own title."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from sphinx.testing.util import SphinxTestApp
from sphinx.util.inventory import InventoryFile

from building import Site, build, make
from sphinx_folio.ext.domain import PER_DOCUMENT, FolioDomain, Record, domain_of

CONF = "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n"
REFS = "@misc{one2020paper, title = {In the File}, author = {Lovelace, Ada}, people = {ada}}\n"
EXPERIENCE = """\
# What Ada did

:::{position} Analyst
:organization: The Engine
:id: ada-engine
:::

:::{education} Mathematics
:id: ada-maths
:::

:::{project} Notes
:id: ada-notes
:::

:::{talk} On Notes
:id: ada-talk
:::

:::{award} A Medal
:id: ada-medal
:::
"""
OBJECTS = {
    ("person", "ada"): ("Ada Lovelace", "people/ada/"),
    ("position", "ada-engine"): ("Analyst, The Engine", "experience/ada/#ada-engine"),
    ("education", "ada-maths"): ("Mathematics", "experience/ada/#ada-maths"),
    ("project", "ada-notes"): ("Notes", "experience/ada/#ada-notes"),
    ("talk", "ada-talk"): ("On Notes", "experience/ada/#ada-talk"),
    ("award", "ada-medal"): ("A Medal", "experience/ada/#ada-medal"),
    ("pub", "one2020paper"): ("The Paper", "publications/paper/"),
    ("post", "kernels/one"): ("One & <Two>", "blog/kernels/one/"),
    ("series", "kernels"): ("Kernels", "blog/kernels/"),
    ("tag", "gpu-code"): ("GPU code", "blog/tags/gpu-code/"),
    ("year", "2026"): ("2026", "blog/2026/"),
}
ROLES = "\n\n".join(f"{{folio:{role}}}`{name}`" for role, name in OBJECTS)
TITLED = "\n\n".join(f"{{folio:{role}}}`My *words* <{name}>`" for role, name in OBJECTS)
PLAIN = "\n\n".join(f"[](#{name}) [words](#{name})" for _, name in OBJECTS)
MISSING = "A {folio:pub}`one2020papre`.\n\nA {folio:post}`kernels/on`.\n\nA {folio:person}`adda`.\n"


def links(site: Site, page: str) -> list[tuple[str, str]]:
    """Return text and address of each link in the body of a page."""
    tree: Element = html5lib.parse(site.text(page), namespaceHTMLElements=False)
    body = tree.find(".//article")
    assert body is not None
    return [
        ("".join(link.itertext()), link.get("href", ""))
        for link in body.iterfind(".//a")
        if "headerlink" not in link.get("class", "")
    ]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with an object of each type."""
    return make(
        tmp_path_factory.mktemp("domain") / "site",
        conf=CONF,
        refs=REFS,
        index="# Home\n\n```{toctree}\npeople/ada\nexperience/ada\nroles\ntitled\nplain\n```\n",
        roles=f"# Roles\n\n{ROLES}\n",
        titled=f"# Titled\n\n{TITLED}\n",
        plain=f"# Plain\n\n{PLAIN}\n",
        people__ada="---\nname: Ada Lovelace\n---\n\n# Ada\n",
        experience__ada=EXPERIENCE,
        publications__paper="# The Paper\n\n```{publication} one2020paper\n```\n",
        blog__kernels__index="# Kernels\n",
        blog__kernels__one=(
            "---\ndate: 2026-01-01\nseries: kernels\npart: 1\ntags: [GPU code]\nauthors: [ada]\n"
            "---\n\n# One & \\<Two\\>\n"
        ),
    )


@pytest.fixture(scope="module")
def site(source: Path) -> Site:
    """Return that site, built."""
    return build(source, source.parent / "work")


def test_a_site_with_every_object_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_a_role_takes_the_title_of_its_object(site: Site) -> None:
    assert links(site, "roles") == [(text, f"../{uri}") for text, uri in OBJECTS.values()]


def test_an_explicit_title_wins(site: Site) -> None:
    wanted = [("My *words*", f"../{uri}") for _, uri in OBJECTS.values()]
    assert links(site, "titled") == wanted


def test_plain_links_lead_to_objects(site: Site) -> None:
    wanted = []
    for text, uri in OBJECTS.values():
        wanted += [(text, f"../{uri}"), ("words", f"../{uri}")]
    assert links(site, "plain") == wanted


def test_every_object_is_in_the_inventory(site: Site) -> None:
    inventory = InventoryFile.loads((site.out / "objects.inv").read_bytes(), uri="")
    found = {
        # A hyphen says that the object is called what its name is.
        (kind.removeprefix("folio:"), name): (item.display_name.replace("-", name), item.uri)
        for kind, items in inventory.data.items()
        if kind.startswith("folio:")
        for name, item in items.items()
    }
    wanted = {("publication" if k == "pub" else k, n): v for (k, n), v in OBJECTS.items()}
    assert found == wanted


def test_another_project_links_here_through_intersphinx(site: Site, tmp_path: Path) -> None:
    inventory = str(site.out / "objects.inv")
    conf = (
        "extensions = ['sphinx_folio', 'sphinx.ext.intersphinx']\nnitpicky = True\n"
        f"intersphinx_mapping = {{'ada': ('https://ada.example', {inventory!r})}}\n"
    )
    external = "\n\n".join(f"{{external+ada:folio:{role}}}`{name}`" for role, name in OBJECTS)
    source = make(tmp_path / "other", conf=conf, index=f"# Home\n\n{ROLES}\n\n{external}\n")
    other = build(source, tmp_path / "work")
    assert other.warnings == ()
    wanted = [(text, f"https://ada.example/{uri}") for text, uri in OBJECTS.values()]
    assert links(other, "") == wanted * 2


@pytest.mark.parametrize("nitpicky", [False, True])
def test_a_missing_object_is_one_located_warning_that_names_the_nearest(
    tmp_path: Path, nitpicky: bool
) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF + f"nitpicky = {nitpicky}\n",
        refs=REFS,
        index=f"# Home\n\n{MISSING}\n```{{toctree}}\npeople/ada\n```\n",
        people__ada="---\nname: Ada Lovelace\n---\n\n# Ada\n",
        publications__paper="# The Paper\n\n```{publication} one2020paper\n```\n",
        blog__kernels__one="---\ndate: 2026-01-01\n---\n\n# One\n",
    )
    found = build(source, tmp_path / "work").warnings
    assert [line.partition("index.md:")[2] for line in found] == [
        "3: WARNING: no publication 'one2020papre'. Did you mean 'one2020paper'? [folio.reference]",
        "5: WARNING: no post 'kernels/on'. Did you mean 'kernels/one'? [folio.reference]",
        "7: WARNING: no person 'adda'. Did you mean 'ada'? [folio.reference]",
    ]


def test_an_object_declared_twice_is_one_located_warning(tmp_path: Path) -> None:
    page = "# P\n\n:::{position} Analyst\n:id: ada-engine\n:person: ada\n:::\n"
    source = make(
        tmp_path / "site",
        index="# Home\n\n```{toctree}\none\ntwo\n```\n",
        one=page,
        two=page,
    )
    (found,) = build(source, tmp_path / "work").warnings
    assert "two.md" in found
    assert "position 'ada-engine' is declared twice; one.md has it too" in found


def test_an_object_declared_twice_on_one_page_is_told(tmp_path: Path) -> None:
    entry = ":::{position} Analyst\n:id: ada-engine\n:person: ada\n:::\n"
    source = make(tmp_path / "site", index=f"# Home\n\n{entry}\n{entry}")
    found = build(source, tmp_path / "work").warnings
    assert found
    assert all("index.md" in line for line in found)


def empty(app: SphinxTestApp) -> FolioDomain:
    """Return the Domain of an application, without any object."""
    domain = domain_of(app.env)
    for part in PER_DOCUMENT:
        domain.data[part] = {}
    return domain


@pytest.fixture
def domain(tmp_path: Path) -> FolioDomain:
    """Return an empty Domain."""
    app = SphinxTestApp("dummy", srcdir=make(tmp_path / "site", index="# Home\n"))
    found = empty(app)
    app.cleanup()
    return found


@pytest.mark.parametrize("part", PER_DOCUMENT)
def test_clearing_a_document_forgets_all_that_it_said(domain: FolioDomain, part: str) -> None:
    domain.data[part] = {"one": "a", "two": "b"}
    domain.clear_doc("one")
    domain.clear_doc("never-read")
    assert domain.data[part] == {"two": "b"}


@pytest.mark.parametrize("part", PER_DOCUMENT)
def test_merging_takes_only_what_the_other_process_read(domain: FolioDomain, part: str) -> None:
    others: dict[str, dict[str, str]] = {name: {} for name in PER_DOCUMENT} | {
        part: {"one": "new", "two": "stale"}
    }
    domain.data[part] = {"two": "kept"}
    domain.merge_domaindata({"one", "without"}, others)
    assert domain.data[part] == {"one": "new", "two": "kept"}


def test_what_was_computed_is_forgotten_with_the_data(domain: FolioDomain) -> None:
    record = Record("series", "s", "S", "blog/s/index")
    assert domain.get("series", "s") is None
    domain.note(record)
    assert domain.get("series", "s") == record
    domain.clear_doc(record.docname)
    assert domain.get("series", "s") is None
    domain.merge_domaindata(
        {record.docname}, {**domain.data, "records": {record.docname: [record]}}
    )
    assert domain.get("series", "s") == record
    domain.generate("tag", [Record("tag", "t", "T", "blog/tags/t")])
    assert domain.get("tag", "t") is not None
    domain.generate("tag", [])
    assert domain.get("tag", "t") is None


def test_objects_are_in_the_order_of_their_documents(domain: FolioDomain) -> None:
    for docname in ("b", "a", "c"):
        domain.note(Record("talk", docname, docname, docname))
    assert [record.name for record in domain.records("talk")] == ["a", "b", "c"]
    assert [record.name for record in domain.records("talk", "award")] == ["a", "b", "c"]
