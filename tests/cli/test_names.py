"""Names of files from titles, and headings from titles."""

from __future__ import annotations

import pytest

from sphinx_folio.cli import names, tables


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Swizzle", "swizzle"),
        ("High-Performance GEMM", "high-performance-gemm"),
        ("What's new in C++ & C#?", "whats-new-in-cpp-and-csharp"),
        ("Übergröße, déjà vu", "ubergrosse-deja-vu"),
        ("../../etc/passwd", "etc-passwd"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full-width"),
        ("🚀 rocket", "rocket"),
        ("共享内存", ""),
        ("CuTe 之 Tensor", ""),
        ("Привет", ""),
        ("...", ""),
        ("word " * 60, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 300, "x" * 60),
    ],
)
def test_a_title_gives_a_name_that_any_system_and_any_mail_keeps(title: str, slug: str) -> None:
    assert names.slug(title) == slug
    assert slug == "" or names.fault_of(slug) == ""


@pytest.mark.parametrize("name", ["a", "a-b", "1", "共享内存", "under_score", "a1-2"])
def test_a_name_can_be_chosen_in_any_script(name: str) -> None:
    assert names.fault_of(name) == ""


@pytest.mark.parametrize(
    "name",
    ["", "A", "a--b", "-a", "a-", "a.b", "a/b", "a\\b", "..", "a b", "nul", "com1", "index",
     "e\u0301", "共" * 100, "a\n"],
)  # fmt: skip
def test_what_would_not_be_one_address_everywhere_is_refused(name: str) -> None:
    assert names.fault_of(name)


def test_a_heading_escapes_only_what_would_be_markup() -> None:
    assert names.heading("High-Performance GEMM: Part (2)!") == "# High-Performance GEMM: Part (2)!"
    assert names.heading("C# *x* `y` #") == "# C# \\*x\\* \\`y\\` \\#"


def test_wide_characters_take_two_columns() -> None:
    assert tables.width("共享 ab") == 7
    assert tables.width("e\u0301\u200b") == 1
    assert tables.pad("共", 4) == "共  "
