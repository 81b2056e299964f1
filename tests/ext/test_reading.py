"""What a page gives to read: its excerpt as plain text, and what counts as reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sphinx.testing.util import SphinxTestApp

from building import build, make, parse, texts
from sphinx_folio.ext.blog.reading import COLUMNS, cut

HEAD = "---\ndate: 2026-01-01\n---\n\n# Title\n\n"
CONF = (
    "extensions = ['sphinx_folio']\nfolio_publisher = 'P'\nbibtex_bibfiles = ['refs.bib']\n"
    "suppress_warnings = ['toc.not_included']\n"
)


def read(folder: Path, **bodies: str) -> dict[str, dict[str, Any]]:
    """Read posts of these bodies; return the excerpts and the minutes."""
    posts = {f"blog__{name}": HEAD + body for name, body in bodies.items()}
    source = make(
        folder / "site", conf=CONF, refs="@misc{one, title={T}}\n", index="# Home\n", **posts
    )
    app = SphinxTestApp("dummy", srcdir=source, builddir=folder / "work")
    try:
        app.build()
        data = app.env.domaindata["folio"]
        return {part: dict(data[part]) for part in ("excerpts", "minutes")}
    finally:
        app.cleanup()


EXCERPTS = {
    "plain": (
        "A *first* paragraph with `code`.\n\nThe second one.",
        "A first paragraph with code.",
    ),
    "lines": ("Broken\nover lines.", "Broken over lines."),
    "behind": ("```{note}\nA note.\n```\n\n- A list\n\nThe text.", "The text."),
    "below": ("## A heading\n\nBelow it.", "Below it."),
    "citation": (
        "A claim {cite:p}`one`, and another one[^a] {cite:p}`one`.\n\n[^a]: A note.",
        "A claim, and another one.",
    ),
    "formula": (r"Let $0 \le i < n^2$ and $d_0$ be.", "Let 0 ≤ i < n² and d₀ be."),
    "soup": (
        "Enough is said before the formula stands here. Then $\\begin{aligned}a\\end{aligned}$ is.",
        "Enough is said before the formula stands here.",
    ),
    "unknown": (
        "Enough is said before the figure's number stands here. As {numref}`x` shows.",
        "Enough is said before the figure’s number stands here.",
    ),
    "passed": (
        "As {folio:post}`plain` has it.\n\nThe second paragraph has enough to say of itself.",
        "The second paragraph has enough to say of itself.",
    ),
    "named": ("After [the plain one](plain.md) comes more.", "After the plain one comes more."),
    "textual": (
        "This sentence stands before what is cited here. And {cite:t}`one` says more.",
        "This sentence stands before what is cited here.",
    ),
    "picture": ("A ![picture](x.png) in a line.", "A in a line."),
    "chinese": ("用 `cp.async` 拷贝 {cite:p}`one`，再相乘。", "用 cp.async 拷贝，再相乘。"),
    "nothing": ("```\ncode\n```", None),
}


@pytest.fixture(scope="module")
def excerpts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the excerpts of all posts."""
    bodies = {name: body for name, (body, _wanted) in EXCERPTS.items()}
    return read(tmp_path_factory.mktemp("excerpts"), **bodies)["excerpts"]


@pytest.mark.parametrize("name", EXCERPTS)
def test_an_excerpt_is_the_first_paragraph_as_plain_text(
    excerpts: dict[str, str], name: str
) -> None:
    assert excerpts.get(f"blog/{name}") == EXCERPTS[name][1]


SENTENCE = "This is a sentence of some length, which ends here. "


@pytest.mark.parametrize(
    ("text", "columns", "wanted"),
    [
        ("Short.", 10, "Short."),
        ("One two three four five", 12, "One two…"),
        ("One two, three four five", 10, "One two…"),
        ("A whole sentence. And a part of one", 24, "A whole sentence."),
        ("No. A long second sentence follows", 20, "No. A long second…"),
        ("Use e.g. this one. Then comes another", 30, "Use e.g. this one."),
        ("It costs 3.5 units of it. Then more words", 30, "It costs 3.5 units of it."),
        ("一二三四五六七八九十", 11, "一二三四五…"),
        ("一二三四。五六七八九十", 14, "一二三四。"),
        ("共享内存，寄存器堆", 11, "共享内存…"),
        ("用wgmma_async相乘的结果", 13, "用…"),
        ("unbreakablelongword", 8, "unbreak…"),
        (SENTENCE * 20, COLUMNS, (SENTENCE * 5).strip()),
    ],
)
def test_a_text_is_cut_after_a_sentence_or_else_a_word(
    text: str, columns: int, wanted: str
) -> None:
    assert cut(text, columns) == wanted


def test_what_is_read_is_counted_and_nothing_else(tmp_path: Path) -> None:
    words = "word " * 460  # two minutes
    silent = (
        "<div data-x='" + "attribute " * 900 + "'></div>\n\n% " + "comment " * 900 + "\n\n"
        "![" + "alt " * 900 + "](x.png){width=1}\n\n"
    )
    found = read(
        tmp_path,
        prose=words,
        silent=words + "\n\n" + silent,
        cited=words + "{cite:p}`one` " * 200,
        code=words + "\n\n```python\n" + "x = 1\n" * 60 + "```\n",
        formulas=words + "\n\n" + "$$ x $$\n\n" * 10,
        inline=words + "$x$ " * 60,
        figures=words + "\n\n" + "```{figure} x.png\n:alt: x\n```\n\n" * 10,
        table=words + "\n\n| a | b |\n|---|---|\n" + "| word word | word |\n" * 230,
        chinese="字" * 800,
        mixed="字" * 400 + "，" * 400 + " " + "word " * 230,
        empty="",
    )["minutes"]
    minutes = {name.removeprefix("blog/"): count for name, count in found.items()}
    assert minutes == {
        "prose": 2, "silent": 2, "cited": 2, "code": 6, "formulas": 4, "inline": 4,
        "figures": 4, "table": 5, "chinese": 2, "mixed": 2, "empty": 1,
    }  # fmt: skip


def test_the_page_says_the_minutes(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site", conf=CONF, refs="", index="# H\n", blog__x=HEAD + "word " * 2300
    )
    site = build(source, tmp_path / "work")
    assert texts(parse(site, "blog/x"), "folio-byline")[0].endswith(" · 10 min read")
