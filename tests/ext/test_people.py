"""People: the profile comes from front matter, and everything in it is text."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from building import Site, build, make, parse, texts

NASTY = '<script>alert(1)</script> " onload="x \' & ]]> </title>'
QUOTED = NASTY.replace("'", "''")
PROFILE = """\
---
name: Ada Lovelace
aliases: [Lovelace, A.]
headline: Analyst
affiliation: The Engine
links:
  email: ada@engine.example
  github: ada
  mastodon: "@ada@social.example"
  orcid: 0000-0001
  website: https://ada.example/~ada
skills: {Mathematics: [series, tables], Trades: weaving}
languages: {English: native}
interests: [flight, music]
---

# Ada Lovelace

Body.

```{profile} skills
```

```{profile} languages
```

```{profile} interests
```
"""


def plain(tree: Element) -> str:
    """Return the text of a page with the quotes as they were typed."""
    return "".join(tree.itertext()).translate(str.maketrans("“”‘’", "\"\"''"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of two people, the second of whom is hostile."""
    folder = tmp_path_factory.mktemp("people")
    keys = ("name", "headline", "affiliation", "summary")
    lines = "\n".join(f"{key}: '{key} {QUOTED}'" for key in keys)
    make(
        folder / "site",
        conf="extensions = ['sphinx_folio']\nhtml_baseurl = 'https://x.example/'\n",
        index="# Home\n\n```{people}\n:limit: 2\n```\n\n"
        "```{toctree}\n:hidden:\npeople/mallory\npeople/ada\n```\n",
        people__ada=PROFILE,
        people__mallory=(
            f"---\n{lines}\nlinks: {{github: '{QUOTED}'}}\nskills: {{'{QUOTED}': ['{QUOTED}']}}\n"
            f"languages: {{'{QUOTED}': '{QUOTED}'}}\ninterests: ['{QUOTED}']\n---\n\n# Mallory\n\n"
            "```{profile} skills\n```\n\n```{profile} languages\n```\n\n"
            "```{profile} interests\n```\n"
        ),
    )
    return build(folder / "site", folder / "work")


def test_a_profile_has_no_warning(site: Site) -> None:
    assert site.warnings == ()


def test_the_header_stands_right_below_the_title(site: Site) -> None:
    page = parse(site, "people/ada")
    (header,) = [
        one for one in page.iter("div") if "folio-person-header" in one.get("class", "").split()
    ]
    section = page.find(".//article//section")
    assert section is not None
    assert [child.tag for child in list(section)[:1]] == ["h1"]
    assert list(section)[1] is header
    assert texts(page, "folio-person-headline") == ["Analyst"]
    assert texts(page, "folio-person-affiliation") == ["The Engine"]


def test_handles_become_addresses(site: Site) -> None:
    page = parse(site, "people/ada")
    (line,) = [one for one in page.iter("p") if "folio-links" in one.get("class", "").split()]
    found = {"".join(link.itertext()): link.get("href") for link in line.iter("a")}
    assert found == {
        "Email": "mailto:ada@engine.example",
        "GitHub": "https://github.com/ada",
        "Mastodon": "https://social.example/@ada",
        "ORCID": "https://orcid.org/0000-0001",
        "Website": "https://ada.example/~ada",
    }


def test_the_body_shows_the_parts_that_it_asks_for(site: Site) -> None:
    page = parse(site, "people/ada")
    pairs = [
        ("".join(term.itertext()), " ".join("".join(value.itertext()).split()))
        for term, value in zip(page.iter("dt"), page.iter("dd"), strict=True)
    ]
    assert pairs == [
        ("Mathematics", "series, tables"),
        ("Trades", "weaving"),
        ("English", "native"),
    ]
    assert texts(page, "folio-interests") == ["flight, music"]


def test_people_are_listed_in_the_order_of_the_toctree_or_of_their_names(site: Site) -> None:
    home = parse(site)
    names = texts(home, "folio-person-name")
    assert names[0] == "Ada Lovelace"
    assert len(names) == 2


def test_the_limit_bounds_the_links_of_each_person(site: Site) -> None:
    first = texts(parse(site), "folio-links")[0]
    assert first == "Email GitHub"


@pytest.mark.parametrize("page", ["", "people/mallory"])
def test_no_string_of_a_profile_is_markup(site: Site, page: str) -> None:
    tree = parse(site, page)
    assert not [one for one in tree.iter("script") if (one.text or "").startswith("alert")]
    assert not [one for one in tree.iter() if "onload" in one.attrib]
    for field in ("headline", "summary"):
        shown = texts(tree, f"folio-person-{field}")
        assert all(f"{field} <script>" in text for text in shown if field in text)
    text = plain(tree)
    assert f"headline {NASTY}" in text
    if page:
        assert f"affiliation {NASTY}" in text
        assert text.count(NASTY) >= 7


def test_every_fault_of_a_profile_is_told_at_its_line(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        index="# Home\n\n```{profile} skills\n```\n\n```{toctree}\npeople/ada\n```\n",
        people__ada=(
            "---\nheadlin: x\nlinks: {gitub: ada}\nskills: [a]\n---\n\n# Ada\n\n"
            "```{profile} skill\n```\n"
        ),
    )
    found = sorted(build(source, tmp_path / "work").warnings)
    wanted = [
        "index.md:3: WARNING: {profile} stands outside people/<id>.md [folio.people]",
        "people/ada.md:1: WARNING: the profile has no 'name' [folio.people]",
        "people/ada.md:2: WARNING: unknown key 'headlin'. Did you mean 'headline' or 'links'?"
        " [folio.front-matter]",
        "people/ada.md:3: WARNING: links: unknown kind of link 'gitub'."
        " Did you mean 'github' or 'gitlab' or 'youtube'? [folio.front-matter]",
        "people/ada.md:4: WARNING: skills: must be a mapping of 'key: value' lines"
        " [folio.front-matter]",
        "people/ada.md:9: WARNING: the profile has no part 'skill'. Did you mean 'skills'?"
        " [folio.people]",
    ]
    assert len(found) == len(wanted)
    assert all(line.endswith(end) for line, end in zip(found, wanted, strict=True)), found


@pytest.mark.parametrize(
    "link",
    ["website: 'javascript://x/%0aalert(1)'", "github: 'data://x'", "website: 'http://[bad'"],
)
def test_only_http_addresses_become_links(tmp_path: Path, link: str) -> None:
    source = make(
        tmp_path / "site",
        index="# Home\n\n```{toctree}\npeople/ada\n```\n",
        people__ada=f"---\nname: Ada\nlinks:\n  {link}\n---\n\n# Ada\n",
    )
    site = build(source, tmp_path / "work")
    (found,) = site.warnings
    assert "people/ada.md:3: WARNING: links: " in found
    schemes = {link.get("href", "").partition(":")[0] for link in parse(site).iter("a")}
    assert not schemes & {"javascript", "data"}


def test_a_profile_in_two_languages_is_one_person(tmp_path: Path) -> None:
    pages = {
        "index": "# Home\n\n```{people}\n```\n",
        "people__ada": "---\nname: Ada\n---\n\n# Ada\n",
        "people__ada.zh": "---\nname: 爱达\nheadline: 数学家\n---\n\n# 爱达\n",
    }
    source = make(tmp_path / "site", **pages)
    site = build(source, tmp_path / "work")
    assert [one for one in site.warnings if "translation-hash" not in one] == []
    assert texts(parse(site), "folio-person-name") == ["Ada"]
    assert texts(parse(site, "people/ada.zh"), "folio-person-headline") == ["数学家"]
