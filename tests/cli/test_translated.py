"""``folio translated``: one line of the front matter changes, and no other byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from sphinx_folio.digests import content_digest

Folio = Callable[..., Result]
ZH = "blog/cute/layout.zh.md"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("translation-hash: 0123", "translation-hash: {}"),
        ("translation-hash:   'old'  # kept", "translation-hash: {}  # kept"),
        ("translation-hash:", "translation-hash: {}"),
    ],
)
def test_the_digest_is_replaced_in_its_line(
    site: Path, folio: Folio, before: str, after: str, mark: str, end: str
) -> None:
    digest = content_digest((site / "blog/cute/layout.md").read_text(encoding="utf-8"))
    head = [
        "---",
        "date: 2026-02-01",
        "# a comment",
        "{}",
        "tags: [x]  ",
        "---",
        "",
        "# 布局",
        "x\x00",
    ]
    path = site / ZH
    path.write_bytes((mark + end.join(head)).format(before).encode())
    assert digest in folio("translated", ZH).stdout
    assert path.read_bytes() == (mark + end.join(head)).format(after.format(digest)).encode()
    assert "up to date" in folio("translated", ZH).stdout
    assert folio("posts").stdout.count("!") == 0


def test_a_translation_without_one_gets_it_below_what_it_translates(
    site: Path, folio: Folio
) -> None:
    path = site / "blog/elsewhere.md"
    path.write_bytes(b"---\ndate: 2026-02-01\ntranslation-of: cute/layout\ndraft: true\n---\n# X")
    folio("translated", "blog/elsewhere.md")
    digest = content_digest((site / "blog/cute/layout.md").read_text(encoding="utf-8"))
    assert path.read_bytes().decode() == (
        f"---\ndate: 2026-02-01\ntranslation-of: cute/layout\ntranslation-hash: {digest}\n"
        "draft: true\n---\n# X"
    )


def test_what_is_no_translation_is_refused_and_nothing_is_written(site: Path, folio: Folio) -> None:
    path = site / ZH
    path.write_text("---\ndate: 2026-02-01\n---\n# X\n", encoding="utf-8")
    before = path.read_bytes()
    result = folio("translated", ZH, "blog/cute/layout.md", code=1)
    assert "blog/cute/layout.md is no translation" in result.stderr
    assert path.read_bytes() == before
    assert "no translation" in folio("translated", "index.md", code=1).stderr
    assert "no page" in folio("translated", "conf.py", code=1).stderr
    assert "does not exist" in folio("translated", "blog/none.md", code=2).stderr
    assert "Missing argument" in folio("translated", code=2).stderr
    path.write_text("# No front matter\n", encoding="utf-8")
    assert "no front matter" in folio("translated", ZH, code=1).stderr


def test_a_page_that_is_no_post_can_be_a_translation(site: Path, folio: Folio) -> None:
    (site / "about.md").write_text("# About\n", encoding="utf-8")
    page = site / "about.zh.md"
    page.write_text("---\nlanguage: zh\n---\n\n# 关于\n", encoding="utf-8")
    done = folio("translated", str(page))
    assert done.exit_code == 0
    assert f"translation-hash: {content_digest('# About' + chr(10))}" in page.read_text("utf-8")
