"""The list of public addresses: read with its lines, and written so that nothing is lost."""

from __future__ import annotations

import pytest

from sphinx_folio import addresses

LIST = "# Ours.\n\n/\n# the oldest\n/blog/b/\n/blog/a/\n"


def test_every_address_has_its_line() -> None:
    assert addresses.read(LIST) == ({"/": 3, "/blog/b/": 5, "/blog/a/": 6}, ())


@pytest.mark.parametrize("entry", ["blog/a/", "https://x.example/", "//x.example/", "/a/../b/"])
def test_what_is_no_address_is_a_fault_in_its_line(entry: str) -> None:
    found, faults = addresses.read(f"/\n{entry}\n/last/\n")
    assert set(found) == {"/", "/last/"}
    assert [fault.line for fault in faults] == [2]
    assert repr(entry) in faults[0].message


def test_a_merge_adds_sorts_and_loses_nothing() -> None:
    merged = addresses.merge(LIST, ["/blog/c/", "/about/", "/"])
    assert merged == "# Ours.\n\n/\n/about/\n/blog/a/\n# the oldest\n/blog/b/\n/blog/c/\n"
    assert addresses.merge(merged, []) == merged


def test_a_list_that_begins_says_what_it_is() -> None:
    assert addresses.merge("", ["/b/", "/"]) == f"{addresses.HEADER}/\n/b/\n"
    assert addresses.read(addresses.merge("", ["/b/", "/"])) == ({"/": 2, "/b/": 3}, ())


def test_comments_alone_stay() -> None:
    assert addresses.merge("# None yet.\n", ["/"]) == "# None yet.\n/\n"
    assert addresses.merge("/\n# The end.\n", ["/a/"]) == "/\n/a/\n# The end.\n"
