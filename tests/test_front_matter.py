"""Front matter: what is accepted, what is told and where, and that a bad key loses only itself."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from sphinx_folio import front_matter
from sphinx_folio.front_matter import schemas

SCHEMA: front_matter.Schema = {
    "title": front_matter.text,
    "date": front_matter.date,
    "tags": front_matter.texts,
    "part": front_matter.number,
    "draft": front_matter.flag,
    "links": front_matter.mapping,
    "parts": front_matter.records(
        {"title": front_matter.text, "summary": front_matter.text}, "title"
    ),
}


def read(*lines: str, strict: bool = True) -> front_matter.FrontMatter:
    """Read a page whose front matter is the given lines and whose body is one word."""
    return front_matter.read(
        "\n".join(["---", *lines, "---", "", "Body", ""]), SCHEMA, strict=strict
    )


def fault(*lines: str) -> tuple[int | None, str]:
    """Return line and message of the only fault in the given front matter."""
    (found,) = read(*lines).faults
    return found.line, found.message


def value(line: str) -> Any:
    """Return the value of the only key in a line without faults."""
    found = read(line)
    assert found.faults == ()
    (only,) = found.values.values()
    return only


def test_values_are_converted_and_their_lines_known() -> None:
    found = read("title: A title", "date: 2026-11-20", "tags:", "- one", "- two", "part: 3")
    assert found.faults == ()
    assert found.values == {
        "title": "A title",
        "date": datetime.date(2026, 11, 20),
        "tags": ("one", "two"),
        "part": 3,
    }
    assert found.lines == {"title": 2, "date": 3, "tags": 4, "part": 7}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.10", "1.10"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("2026-11-20", "2026-11-20"),
        ("'it''s'", "it's"),
        ('"a: b # c"', "a: b # c"),
        ("~", ""),
        ("", ""),
        ("two  spaces", "two spaces"),
        ("数据", "数据"),
    ],
)
def test_text_stays_as_it_was_written(written: str, meant: str) -> None:
    assert value(f"title: {written}") == meant


def test_folded_text_is_one_line() -> None:
    assert read("title: >", "  one", "  two").values == {"title": "one two"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tagz: [a]", "unknown key 'tagz'. Did you mean 'tags'?"),
        ("title: [a, b]", "title: must be text"),
        ("title: {a: b}", "title: must be text"),
        ("part: one", "part: must be a whole number from 1 to 999, not 'one'"),
        ("part: 0", "part: must be a whole number from 1 to 999, not '0'"),
        ("part: -1", "part: must be a whole number from 1 to 999, not '-1'"),
        ("part: 1.0", "part: must be a whole number from 1 to 999, not '1.0'"),
        ("part: [1]", "part: must be a whole number from 1 to 999, not ['1']"),
        ("draft: maybe", "draft: must be true or false, not 'maybe'"),
        ("draft: [true]", "draft: must be true or false, not ['true']"),
        ("draft: {true: true}", "draft: must be true or false, not {'true': 'true'}"),
        ("date: 2026-13-45", "date: '2026-13-45' is no date; write YYYY-MM-DD"),
        ("date: 2026-02-29", "date: '2026-02-29' is no date; write YYYY-MM-DD"),
        ("date: 20261120", "date: '20261120' is no date; write YYYY-MM-DD"),
        ("date: 2026-W47-5", "date: '2026-W47-5' is no date; write YYYY-MM-DD"),
        ("date: 2026-11-20T10:00", "date: '2026-11-20T10:00' is no date; write YYYY-MM-DD"),
        ("date: [2026-11-20]", "date: ['2026-11-20'] is no date; write YYYY-MM-DD"),
        ("links: [a]", "links: must be a mapping of 'key: value' lines"),
        ("parts: one", "parts: must be a list"),
        ("parts: [one, {titel: x}]", "parts: item 2: unknown key 'titel'. Did you mean 'title'?"),
        ("parts: [{title: [x]}]", "parts: must be text"),
        ("just words", "no key in front matter line 'just words'"),
    ],
)
def test_a_fault_says_what_and_where(line: str, message: str) -> None:
    assert fault("", "# a comment", line) == (4, message)


@pytest.mark.parametrize(
    "broken",
    [
        "tags: [a, b",
        "tags: {a, b",
        "tags: 'a",
        'tags: "a',
        "tags: a: b",
        "tags: @a",
        "tags: *nowhere",
        "tags: &loop [*loop]",
        "tags: \ta",
        "tags: bell \x07",
        "tags: !!binary",
        "date: never",
        "unheard: of",
    ],
)
def test_a_broken_key_loses_only_itself(broken: str) -> None:
    found = read("title: Before", broken, "part: 2")
    assert found.values.items() >= {"title": "Before", "part": 2}.items()
    if "!!" not in broken:
        assert [one.line for one in found.faults] == [3]
        assert found.values.keys() == {"title", "part"}


def test_the_fault_of_a_block_is_at_its_own_line() -> None:
    line, message = fault("title: x", "links:", "  github: ada", "  website: a: b")
    assert line == 5
    assert message.startswith("links: ")


def test_a_key_given_twice_is_told_and_the_first_one_counts() -> None:
    found = read("part: 1", "title: x", "part: 2")
    assert found.values["part"] == 1
    (twice,) = found.faults
    assert (twice.line, twice.message) == (4, "key 'part' stands twice; line 2 has it too")


def test_a_key_given_twice_inside_a_mapping_is_told() -> None:
    line, message = fault("links:", "  github: ada", "  github: grace")
    assert "twice" in message
    assert line in {2, 4}


def test_a_part_of_a_list_needs_a_title() -> None:
    assert fault("parts: [{summary: x}]") == (2, "parts: item 1: no title")


def test_keys_of_sphinx_and_myst_survive_in_the_page() -> None:
    found = read("orphan: true", "title: x", "html_meta:", "  robots: none", "part: 1")
    assert found.faults == ()
    lines = found.rest.split("\n")
    assert lines[:7] == ["---", "orphan: true", "", "html_meta:", "  robots: none", "", "---"]


def test_unknown_keys_stay_in_the_page_when_it_is_not_ours() -> None:
    found = read("title: x", "author: y", strict=False)
    assert found.faults == ()
    assert "author: y" in found.rest
    assert "title" not in found.rest.splitlines()[1]


def test_the_page_keeps_its_line_numbers() -> None:
    text = "---\ntitle: x\ntags: [a]\n---\n\n# Heading\n\nBody\n"
    rest = front_matter.read(text, SCHEMA).rest
    assert rest.split("\n")[4:] == text.split("\n")[4:]
    assert not any(rest.split("\n")[:4])


@pytest.mark.parametrize("kept", [(), ("orphan: true",)])
def test_a_title_becomes_the_heading_of_a_page_without_one(kept: tuple[str, ...]) -> None:
    found = read(*kept, "title: My title")
    assert [line for line in found.rest.split("\n") if line.startswith("# ")] == ["# My title"]
    assert found.rest.split("\n").index("Body") == 4 + len(kept)


@pytest.mark.parametrize(
    "body",
    ["# Own heading", "\n\n# Own heading", "(label)=\n# Own heading", "% a comment\n# Own heading"],
)
def test_a_page_with_a_heading_keeps_its_own(body: str) -> None:
    text = f"---\ntitle: Other\n---\n{body}\n"
    assert "Other" not in front_matter.read(text, SCHEMA).rest


@pytest.mark.parametrize("title", ["<script>x</script>", "a_b_c and *d*", "[x](y)", "$5 & `6`"])
def test_a_title_is_text_and_no_markup(title: str) -> None:
    found = front_matter.read(f"---\ntitle: '{title}'\n---\n\nBody\n", SCHEMA)
    heading = next(line for line in found.rest.split("\n") if line.startswith("# "))
    plain = heading.removeprefix("# ")
    assert plain != title
    assert plain.replace("\\", "") == title


def test_windows_line_ends_change_nothing() -> None:
    text = "---\ntitle: x\ntags: [a,\n  b]\npart: none\n---\n\nBody\n"
    unix, windows = (front_matter.read(form, SCHEMA) for form in (text, text.replace("\n", "\r\n")))
    assert windows.values == unix.values
    assert windows.faults == unix.faults
    assert windows.rest.splitlines() == unix.rest.splitlines()


def test_a_byte_order_mark_changes_nothing() -> None:
    found = front_matter.read("\ufeff---\npart: 2\n---\nBody\n", SCHEMA)
    assert found.values == {"part": 2}


@pytest.mark.parametrize("text", ["", "Body\n", "\n---\npart: 1\n---\n", "# Heading\n\n---\n"])
def test_a_page_without_front_matter_is_left_as_it_is(text: str) -> None:
    found = front_matter.read(text, SCHEMA)
    assert (found.values, found.faults, found.rest) == ({}, (), text)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("---", "---"),
        ("--- ", "---\t"),
        ("----", "----"),
        ("---", "-----"),
        ("---", "..."),
        ("---", " ---"),
    ],
)
def test_every_fence_that_myst_accepts_is_one(opening: str, closing: str) -> None:
    # A draft whose fence only MyST understood would be published.
    text = f"{opening}\ndraft: true\n{closing}\n\nBody\n"
    assert front_matter.read(text, SCHEMA).values == {"draft": True}


def test_what_is_nested_without_end_is_told_and_the_rest_is_read() -> None:
    found = read("part: 3", "tags: " + "[" * 3000 + "]" * 3000, "title: T")
    assert [(one.line, one.message) for one in found.faults] == [(3, "tags: nested too deeply")]
    assert found.values == {"part": 3, "title": "T"}


def test_front_matter_without_an_end_is_told() -> None:
    found = front_matter.read("---\ndraft: true\n\nBody\n", SCHEMA)
    assert [one.line for one in found.faults] == [1]


def test_text_holds_no_control_characters() -> None:
    read = front_matter.read('---\ntitle: "a\\x07b\\tc"\n---\n', schemas.POST)
    assert read.values == {"title": "a b c"}


def test_a_tag_that_no_folder_could_be_named_after_is_a_fault() -> None:
    long = "x" * 61
    (found,) = front_matter.read(f"---\ntags: [a, {long}]\n---\n", schemas.POST).faults
    assert (found.line, found.message) == (
        2,
        "tags: 'xxxxxxxxxxxxxxxxxxxx…' is no tag: more than 60 characters",
    )
