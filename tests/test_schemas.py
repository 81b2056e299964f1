"""The JSON Schemas for editors and the reader of the engine: made of one table, of one mind."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from sphinx_folio import front_matter
from sphinx_folio.ext import people
from sphinx_folio.ext.blog import posts, series
from sphinx_folio.front_matter import schemas
from sphinx_folio.front_matter.schemas import SORTS, for_editors, sort_of


class Loader(yaml.SafeLoader):
    """Reads YAML 1.2, as editors do: only true and false are flags, and days are text."""


Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), list(_first)
    )


def accepted(sort: str, head: str) -> bool:
    """Tell whether an editor that has the schema accepts a front matter."""
    validator = Draft7Validator(for_editors(sort), format_checker=Draft7Validator.FORMAT_CHECKER)
    found: bool = validator.is_valid(yaml.load(head, Loader=Loader) or {})
    return found


def readable(sort: str, head: str) -> bool:
    """Tell whether the engine reads a front matter without a fault."""
    wanted = SORTS[sort]
    text = f"---\n{head}\n---\n"
    return not front_matter.read(
        text, wanted.schema, strict=wanted.strict, foreign=wanted.foreign
    ).faults


def test_every_page_of_this_site_is_valid(repository: Path) -> None:
    checked = set()
    for path in sorted(repository.glob("*/**/*.md")):
        name = path.relative_to(repository).as_posix().removesuffix(".md")
        if name.split("/")[0] not in {"blog", "cv", "people", "publications", "experience"}:
            continue
        text = path.read_text(encoding="utf-8")
        if text.startswith("---\n"):
            head = text.partition("---\n")[2].partition("\n---\n")[0]
            assert accepted(sort_of(name), head), name
            checked.add(sort_of(name))
    assert checked == {"cv", "post", "series", "person", "page"}


RIGHT = {
    "post": [
        "date: 2026-01-01",
        "date: 2026-01-01\ntitle: 1.10\nsummary: no\nseries: 12:30\npart: 3\ntags: [a, 1, no]",
        "date: 2026-01-01\ntags: one\nauthors: [ada]\ndraft: false\nupdated: 2028-02-29",
        "date: 2026-01-01\nexternal: https://example.org/a?b#c\ncanonical: http://x.example",
        "date: 2026-01-01\nerrata:\n- date: 2026-02-02\n  text: A *sign*.\n",
        "date: 2026-01-01\nredirect-from: /old/\nlanguage: pt-BR",
        "date: 2026-01-01\nredirect-from: [/old/, /blog/../x]" .replace("/blog/../x", "/b..c/"),
        "date: 2026-01-01\norphan: true\nhtml_meta:\n  robots: none",
        "date: 2026-01-01\ntags: []\nsummary: ''\nimage:",
    ],
    "series": [
        "summary: x\nparts:\n- Layout\n- title: Tensor\n  needs: [a, b]\n  gives: c",
        "parts: []",
    ],
    "person": [
        "name: Ada\nlinks:\n  github: ada\n  email: a@b.example\n  website: https://x.example",
        "name: 1815\nskills:\n  math: [a, b]\nlanguages:\n  en: native",
        "name: Ada\nlinks:\n  dblp: 12/34\n  mastodon: '@ada@x.example'\n  orcid: 0000",
    ],
    "page": ["author: anyone\nsummary: x", "language: zh\nanything: {a: b}"],
    "letter": [
        "subject: About {{ topic }}\ndate: 2026-11-29\nperson: ada",
        "subject: 12\ndate: '{{ day }}'\npaper: us-letter\nto: [a, 1]\nlanguage: zh",
        "subject: x\nfrom:\n  name: Ada\n  links: {email: a@b.example}\nto: |\n  a\n  b",
    ],
}  # fmt: skip

WRONG = {
    "post": [
        "unknown: x",
        "tag: [a]",
        "date: 2026-13-45",
        "date: 2026-02-30",
        "date: 2026-2-3",
        "date: 2026",
        "date: [2026-01-01]",
        "date: 2026-01-01T00:00:00",
        "updated: soon",
        "draft: yes",
        "draft: no",
        "draft: 1",
        "draft: [true]",
        "part: 0",
        "part: -1",
        "part: 1.5",
        "part: two",
        "part: [1]",
        "tags: {a: b}",
        "tags: [[a]]",
        "tags: [a, {b: c}]",
        "title: [a]",
        "summary: {a: b}",
        "series:\n- cute",
        "language: chinese!",
        "language: [zh]",
        "language: 12",
        "external: example.org",
        "external: ftp://example.org",
        "external: javascript:alert(1)",
        "canonical: https:///x",
        "redirect-from: old/",
        "redirect-from: https://example.org/",
        "redirect-from: //example.org/",
        "redirect-from: /a/../b/",
        "redirect-from: [/a/, b]",
        "errata: x",
        "errata:\n- text: no day",
        "errata:\n- date: 2026-01-01",
        "errata:\n- date: 2026-01-01\n  text: ''",
        "errata:\n- date: soon\n  text: x",
        "errata:\n- date: 2026-01-01\n  text: x\n  by: y",
    ],
    "series": [
        "parts: Layout",
        "parts:\n- summary: no title",
        "parts:\n- titel: x",
        "parts:\n- [x]",
        "parts:\n- title: ''",
        "part: 3",
    ],
    "person": [
        "links: [github]",
        "links:\n  gihub: ada",
        "links:\n  email: nobody",
        "links:\n  github: ftp://x.example",
        "links:\n  github: [ada]",
        "skills: [a]",
        "skills:\n  a: {b: c}",
        "languages:\n  en: [a]",
        "nmae: Ada",
    ],
    "page": ["language: [zh]", "redirect-from: x", "summary: [a]"],
    "letter": [
        "subjct: x",
        "orphan: true",
        "subject: [a]",
        "date: soon",
        "date: 2026-02-30",
        "paper: a5",
        "paper: [a4]",
        "from: Ada",
        "from:\n  headline: x",
        "from:\n  name: x\n  nam: y",
        "from:\n  name: x\n  links: {gihub: y}",
    ],
}

NEEDED = {
    "post": "date: 2026-01-01\n",
    "series": "",
    "person": "name: Ada\n",
    "page": "",
    "letter": "subject: x\n",
}


@pytest.mark.parametrize(("sort", "head"), [(s, head) for s in RIGHT for head in RIGHT[s]])
def test_what_the_engine_reads_the_editor_accepts(sort: str, head: str) -> None:
    assert readable(sort, head)
    assert accepted(sort, head)


@pytest.mark.parametrize(("sort", "head"), [(s, head) for s in WRONG for head in WRONG[s]])
def test_what_the_engine_refuses_the_editor_marks(sort: str, head: str) -> None:
    assert not readable(sort, head)
    key = NEEDED[sort].partition(":")[0] or "?"
    whole = head if head.startswith(key) else NEEDED[sort] + head
    assert not accepted(sort, whole)
    if not head.startswith(key):
        assert accepted(sort, NEEDED[sort])


def test_what_a_page_cannot_do_without_is_marked() -> None:
    assert not accepted("post", "title: x")
    assert not accepted("person", "headline: x")
    assert not accepted("letter", "person: ada")


@pytest.mark.parametrize("sort", SORTS)
def test_each_schema_is_one_and_says_what_every_key_means(sort: str) -> None:
    schema = for_editors(sort)
    Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert set(schema["properties"]) == set(SORTS[sort].schema) | SORTS[sort].foreign
    for key in SORTS[sort].schema:
        assert schema["properties"][key]["description"], key


def test_the_engine_reads_with_the_tables_that_editors_are_given() -> None:
    for module, table in (
        (posts, schemas.POST),
        (series, schemas.SERIES),
        (people, schemas.PERSON),
    ):
        assert set(vars(module)["SCHEMA"]) == set(table)


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("blog/index", "page"),
        ("blog/cute/index", "series"),
        ("blog/cute/layout", "post"),
        ("blog/loose", "post"),
        ("people/ada", "person"),
        ("people/index", "page"),
        ("index", "page"),
        ("publications/x", "page"),
    ],
)
def test_the_sort_of_a_page_is_told_by_its_place(name: str, sort: str) -> None:
    assert sort_of(name) == sort
