"""What machines are told of a person is what their page shows, and no other form of their name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from building import Site, build, differences, make, parse

PROFILE = """\
---
name: Ada Lovelace
aliases: [Canary Alias]
headline: Analyst of engines
affiliation: Home University
links: {github: ada}
languages: {English: native, French: fluent}
---

# Ada Lovelace
"""

TIMELINE = "\n```{timeline}\n:person: ada\n```\n"

EXPERIENCE = """\
# Experience

:::{position} Analyst
:organization: The Engine
:unit: Numbers
:start: 1842-01
:end: present
:as: Canary Form
:id: one
:::

:::{position} Reader
:organization: Old Engine
:start: 1840-01
:end: 1841-01
:id: two
:::

:::{position} Reviewer
:organization: Society
:start: 1842-01
:end: present
:kind: service
:id: three
:::

:::{position} Writer
:organization: Undated
:start: 1842-01
:id: four
:::

:::{education} PhD
:organization: Home University
:start: 1842-01
:end: present
:id: five
:::

:::{education} BSc
:organization: First School
:start: 1830-01
:end: 1834-01
:id: six
:::

:::{education} MSc
:organization: First School
:start: 1834-01
:end: 1836-01
:id: seven
:::

:::{position} Another's
:organization: Not Hers
:person: grace
:start: 1842-01
:end: present
:id: eight
:::
"""


def site(folder: Path, more: str = TIMELINE, profile: str = PROFILE, **pages: str) -> Path:
    """Write a site with a person whose page goes on with *more*."""
    return make(
        folder / "site",
        index="# Home\n",
        people__ada=profile + more,
        people__grace="---\nname: Grace\n---\n\n# Grace\n",
        experience__ada=EXPERIENCE,
        **pages,
    )


def person(built: Site, page: str = "people/ada") -> dict[str, Any]:
    """Return the structured data of a person's page."""
    scripts = [s for s in parse(built, page).iter("script") if s.get("type") == _TYPE]
    found = [json.loads(script.text or "") for script in scripts]
    (one,) = (one for one in found if one["@type"] == "Person")
    return dict(one)


_TYPE = "application/ld+json"


def names(found: Any) -> list[str]:
    """Return the names of one organisation, or of a list of them."""
    many = found if isinstance(found, list) else [found] if found else []
    return [one["name"] for one in many]


def test_a_profile_with_a_timeline_tells_schools_and_employers(tmp_path: Path) -> None:
    built = build(site(tmp_path), tmp_path / "work")
    assert person(built) == {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": "Ada Lovelace",
        "jobTitle": "Analyst of engines",
        "affiliation": {"@type": "EducationalOrganization", "name": "Home University"},
        "worksFor": {
            "@type": "Organization",
            "name": "The Engine",
            "department": {"@type": "Organization", "name": "Numbers"},
        },
        "alumniOf": {"@type": "EducationalOrganization", "name": "First School"},
        "sameAs": ["https://github.com/ada"],
    }


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", set()),
        ("\n```{timeline}\n:person: ada\n:types: education\n```\n", {"First School"}),
        ("\n```{timeline}\n:person: ada\n:types: position\n```\n", {"The Engine"}),
        ("\n```{timeline}\n:person: grace\n```\n", set()),
        ("\n```{timeline}\n:kind: service\n```\n", set()),
        ("\nFirst School and The Engine are words here.\n", set()),
        ("\n```{timeline}\n```\n", {"First School", "The Engine"}),
        (
            "\n:::{education} BA\n:person: ada\n:organization: Own Page\n:end: 1830-01\n:::\n",
            {"Own Page"},
        ),
    ],
)
def test_only_what_the_page_shows_is_told(tmp_path: Path, more: str, told: set[str]) -> None:
    found = person(build(site(tmp_path, more), tmp_path / "work"))
    assert {*names(found.get("alumniOf")), *names(found.get("worksFor"))} == told


def test_languages_are_told_where_they_are_shown(tmp_path: Path) -> None:
    assert "knowsLanguage" not in person(build(site(tmp_path / "a"), tmp_path / "a"))
    more = "\n```{profile} languages\n```\n"
    assert person(build(site(tmp_path / "b", more), tmp_path / "b"))["knowsLanguage"] == [
        {"@type": "Language", "name": "English"},
        {"@type": "Language", "name": "French"},
    ]


def test_no_other_form_of_the_name_is_told(tmp_path: Path) -> None:
    built = build(site(tmp_path), tmp_path / "work")
    assert "Canary" not in json.dumps(person(built))
    # Not even that of the front matter, where the page goes by another.
    other = PROFILE.replace("name: Ada Lovelace", "name: Canary Name")
    built = build(site(tmp_path / "b", profile=other), tmp_path / "b")
    assert person(built)["name"] == "Ada Lovelace"
    assert "Canary" not in json.dumps(person(built))


@pytest.mark.parametrize(
    "change",
    [
        ("First School", "Second School"),
        (":end: 1841-01", ":end: present"),
        (":unit: Numbers\n", ""),
        (":id: five\n", ":id: five\n:person: grace\n"),
    ],
)
def test_an_edit_of_the_experience_rewrites_the_profile_as_a_clean_build_would(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    source = site(tmp_path)
    first = person(build(source, tmp_path / "work"))
    path = source / "experience/ada.md"
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    again = build(source, tmp_path / "work")
    clean = build(source, tmp_path / "clean")
    assert differences(again.out, clean.out) == []
    assert person(again) != first


def test_one_process_and_four_tell_the_same(tmp_path: Path) -> None:
    more = {f"notes__{number}": f"# N{number}\n" for number in range(12)}
    source = site(tmp_path, **more)
    one = build(source, tmp_path / "one")
    four = build(source, tmp_path / "four", jobs=4)
    assert differences(one.out, four.out) == []
    assert person(four)["worksFor"]["name"] == "The Engine"
