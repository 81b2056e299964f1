"""llms.txt: people, writing, publications and experience in one page of Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from building import build, copy_root, differences
from sphinx_folio.ext.llms import escaped

BASE = "html_baseurl = 'https://x.example/site'\nsuppress_warnings = ['folio.translation']\n"
NASTY = "a_b_ *c* [d](javascript:x) `e` <script> # & &amp; ~~f~~ | !\\"


def overview(tmp_path: Path) -> str:
    """Build the tiny site with an address, and return the text."""
    source = copy_root("site", tmp_path / "site")
    conf = source / "conf.py"
    conf.write_text(conf.read_text() + BASE)
    post = source / "blog" / "loose.md"
    post.write_text(post.read_text().replace("date:", f"summary: '{NASTY}'\ndate:"))
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    return (site.out / "llms.txt").read_text(encoding="utf-8")


def inline(tokens: list[Token]) -> list[Token]:
    """Return the pieces of the text."""
    return [piece for token in tokens for piece in token.children or ()]


def test_it_has_the_form_of_the_proposal(tmp_path: Path) -> None:
    text = overview(tmp_path)
    assert re.match(r"# A tiny site\n\n> Where the tiny site begins\\?\.\n\n## ", text)
    headings = re.findall(r"(?m)^## (.*)$", text)
    assert headings == [
        "People", "Series: Kernels", "Other articles", "Publications", "Experience",
    ]  # fmt: skip
    tokens = MarkdownIt().parse(text)
    links = [str(piece.attrGet("href")) for piece in inline(tokens) if piece.type == "link_open"]
    assert len(links) >= 7
    assert all(link.startswith("https://x.example/site/") for link in links)
    assert "https://x.example/site/blog/kernels/one/" in links
    assert not [link for link in links if "secret" in link]


def test_no_text_is_markup(tmp_path: Path) -> None:
    tokens = MarkdownIt().parse(overview(tmp_path))
    kinds = {piece.type for piece in inline(tokens)}
    assert kinds <= {"text", "text_special", "link_open", "link_close"}
    said = "".join(piece.content for piece in inline(tokens))
    assert NASTY in said


def test_no_address_of_a_person_is_told() -> None:
    assert "@" not in escaped("Write to ada@engine.example now.")


def test_it_is_that_of_a_clean_build(tmp_path: Path) -> None:
    overview(tmp_path)
    (tmp_path / "site" / "blog" / "loose.md").unlink()
    kept = build(tmp_path / "site", tmp_path / "work")
    clean = build(tmp_path / "site", tmp_path / "clean", jobs=4)
    assert differences(kept.out, clean.out) == []
    assert "loose" not in (kept.out / "llms.txt").read_text(encoding="utf-8")
