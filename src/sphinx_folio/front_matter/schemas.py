"""What the front matter of each sort of page can say: one table a sort, for engine and editors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..curricula import NAMED, SECTIONS
from .correspondence import LETTER
from .kinds import (
    Schema,
    date,
    flag,
    language,
    local_addresses,
    number,
    object_schema,
    one_of,
    pairs,
    records,
    some_of,
    tags,
    text,
    texts,
    web_address,
)
from .profiles import links
from .reading import FOREIGN

#: What any page can say of itself.
COMMON: Schema = {
    "summary": text.that("One sentence for lists, search engines and the line below the title"),
    "language": language.that("The page's language, such as zh; else by its name, else the site's"),
    "translation-of": text.that("The post this one translates, such as cute/layout"),
    "translation-hash": text.that("The original as it was then; `folio translated` writes it"),
    "draft": flag.that("true keeps the page out of the public site"),
    "redirect-from": local_addresses.that("Former addresses of the page, such as /blog/old-name/"),
}

ERRATUM: Schema = {
    "date": date.that("The day of the correction, YYYY-MM-DD"),
    "text": text.that("What was wrong, in one line of Markdown"),
}

POST: Schema = {
    "title": text.that("The title, unless the page begins with a heading"),
    "date": date.that("The day of publication, YYYY-MM-DD; a day ahead schedules the post"),
    "updated": date.that("The day of the last change worth telling, YYYY-MM-DD"),
    "authors": texts.that("Ids of people of this site: the names of their files in people/"),
    "series": text.that("The series: the name of its folder in blog/"),
    "part": number.that("The place in the series, from 1"),
    "tags": tags.that("What the post is about"),
    "summary": COMMON["summary"],
    "image": text.that("A picture for cards and feeds: a file of the site"),
    "original": text.that("The entry of the published article whose title the post has"),
    "external": web_address.that("Where the post is published, when that is elsewhere"),
    "canonical": web_address.that("The address that search engines shall name"),
    "errata": records(ERRATUM, "text", "date").that("Corrections, each with its day"),
    "draft": COMMON["draft"],
}

PART: Schema = {
    "title": text.that("The part's title"),
    "summary": text.that("What the part is about, in one sentence"),
    "original": text.that("The entry of the published article whose title the part has"),
    "needs": texts.that("What its reader must know"),
    "gives": texts.that("What its reader knows afterwards"),
}

SERIES: Schema = {
    "summary": COMMON["summary"],
    "parts": records(PART, "title").that("The parts in order, planned ones too"),
}

PERSON: Schema = {
    "name": text.that("The full name"),
    "aliases": texts.that("Other forms of the name, as publications have them"),
    "headline": text.that("What they do, in one line"),
    "affiliation": text.that("Where they do it"),
    "links": links.that("Kind of link: handle or address"),
    "skills": pairs(texts).that("Group: what they know"),
    "languages": pairs(text).that("Language: how well"),
    "interests": texts.that("What they care about"),
    "summary": COMMON["summary"],
}

CV: Schema = {
    "person": text.that("Whose CV it is: the name of their file in people/; else this file's name"),
    "sections": some_of(*SECTIONS, *NAMED).that("The sections that it has, in order"),
    "one-page": some_of(*SECTIONS, *NAMED).that("The sections of the one page, if not the same"),
    "publications": one_of("all", "selected").that("Which publications it shows"),
    "leave-out": texts.that("Ids of engagements and keys of entries that it does not show"),
    "paper": one_of("a4", "us-letter").that("The paper of its PDF"),
    "date": date.that("The day that it is of, YYYY-MM-DD; else the newest date in it"),
    "summary": COMMON["summary"],
}


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of page: its keys, those it cannot do without, and whether others are faults.

    ``foreign`` are the keys of Sphinx and MyST that it can have.
    """

    title: str
    schema: Schema
    needed: tuple[str, ...] = ()
    strict: bool = True
    foreign: frozenset[str] = FOREIGN


#: Every sort of page, by the name that ``folio schema`` knows it by.
SORTS: Mapping[str, Sort] = {
    "post": Sort("A post: blog/<series>/<slug>.md", {**COMMON, **POST}, ("date",)),
    "series": Sort("A series: blog/<series>/index.md", {**COMMON, **SERIES}),
    "person": Sort("A profile: people/<id>.md", {**COMMON, **PERSON}, ("name",)),
    "cv": Sort("A CV: cv/<person>.md", {**COMMON, **CV}),
    "page": Sort("Any other page", COMMON, strict=False),
    "letter": Sort(
        "A template for letters: letters/<name>.md", LETTER, ("subject",), foreign=frozenset()
    ),
}


def is_index(docname: str) -> bool:
    """Tell whether a page is the first of its folder, in whatever language: ``index.zh`` is."""
    return docname.rpartition("/")[2].partition(".")[0] == "index"


_OF_FOLDER = {"people": "person", "cv": "cv"}


def sort_of(docname: str) -> str:
    """Return the sort of the page *docname*, its path without ``.md``."""
    folder, _, rest = docname.partition("/")
    index = is_index(docname)
    if folder == "blog" and rest.endswith("/index"):
        return "series"
    if folder == "blog" and rest and not index:
        return "post"
    return _OF_FOLDER.get(folder, "page") if rest and not index else "page"


def for_editors(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of the front matter of a sort of page."""
    sort = SORTS[name]
    found = object_schema(sort.schema, sort.needed)
    foreign = {key: {"description": "A key of Sphinx or MyST"} for key in sorted(sort.foreign)}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": sort.title,
        **found,
        "properties": {**found["properties"], **foreign},
        "additionalProperties": not sort.strict,
    }
