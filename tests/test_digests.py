"""The digest of a page changes with what readers read, and with nothing else."""

from __future__ import annotations

import re

import pytest

from sphinx_folio.digests import content_digest

PAGE = """---
title: Layout
date: 2026-11-20
tags: [CuTe]
summary: "One function
  from coordinates to offsets"
---

# Layout

Words.
"""


def test_it_is_twelve_hexadecimal_digits() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", content_digest(PAGE))
    assert re.fullmatch(r"[0-9a-f]{12}", content_digest(""))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Layout", "title: Layouts"),
        ("from coordinates", "from shapes"),
        ("Words.", "Other words."),
        ("# Layout", "# Layouts"),
        ("Words.", "Words.\n\nMore."),
        ("Words.", "  Words."),
    ],
)
def test_what_readers_read_changes_it(old: str, new: str) -> None:
    assert content_digest(PAGE) != content_digest(PAGE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("date: 2026-11-20", "date: 2026-11-21"),
        ("tags: [CuTe]\n", ""),
        ("tags: [CuTe]", "draft: true\ntags:\n  - CuTe\n  - layouts"),
        ("Words.\n", "Words.  \n\n\n"),
        ("\n", "\r\n"),
        ("title: Layout\ndate: 2026-11-20", "date: 2026-11-20\ntitle:   Layout"),
        ("---\ntitle", "\ufeff---\ntitle"),
    ],
)
def test_other_keys_and_blanks_at_the_ends_of_lines_do_not(old: str, new: str) -> None:
    assert content_digest(PAGE) == content_digest(PAGE.replace(old, new))


def test_a_page_without_front_matter_has_one_too() -> None:
    assert content_digest("# Layout\n\nWords.") == content_digest("\n# Layout\n\nWords.\n")
    assert content_digest("---\n\nno front matter") != content_digest("no front matter")
