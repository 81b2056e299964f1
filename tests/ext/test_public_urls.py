"""Public addresses: one that is gone is named with what to write; new ones are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx.errors import ConfigError
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

from building import build, make

CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\n"
POST = "---\ndate: 2026-01-01\n---\n\n# Post\n"


def site(tmp_path: Path, listed: str, conf: str = "", **pages: str) -> Path:
    """Return the folder of a site with a list of public addresses."""
    source = make(tmp_path / "site", conf=CONF + conf, index="# Home\n\n```{posts}\n```\n", **pages)
    (source / "public_urls.txt").write_text(listed, encoding="utf-8")
    return source


def test_all_is_well_while_every_address_is_answered(tmp_path: Path) -> None:
    moved = POST.replace("date:", "redirect-from: /blog/old/\ndate:")
    source = site(tmp_path, "# Ours\n/\n/blog/new/\n/blog/old/\n/manifest.webmanifest\n",
                  blog__new=moved)  # fmt: skip
    assert build(source, tmp_path / "work").warnings == ()


def test_a_page_that_went_is_named_also_when_nothing_else_changed(tmp_path: Path) -> None:
    source = site(tmp_path, "/\n/blog/one/\n/blog/two/\n", blog__one=POST, blog__two=POST)
    assert build(source, tmp_path / "work").warnings == ()
    (source / "blog" / "two.md").unlink()
    (line,) = build(source, tmp_path / "work").warnings
    assert f"{source}/public_urls.txt:3: WARNING: the public address /blog/two/ is gone" in line
    assert "Did you mean '/blog/one/'" in line
    assert "redirect-from: /blog/two/" in line
    assert line.endswith("[folio.redirect]")


def test_a_post_that_became_a_draft_is_gone_too(tmp_path: Path) -> None:
    source = site(tmp_path, "/\n/blog/one/\n", blog__one=POST)
    assert build(source, tmp_path / "work").warnings == ()
    path = source / "blog" / "one.md"
    path.write_text(POST.replace("date:", "draft: true\ndate:"))
    (line,) = build(source, tmp_path / "work").warnings
    assert "/blog/one/ is gone" in line


def test_a_preview_with_drafts_checks_nothing(tmp_path: Path) -> None:
    source = site(tmp_path, "/\n/gone/\n", "folio_drafts = True\n")
    assert build(source, tmp_path / "work").warnings == ()


def test_a_line_that_is_no_address_is_told(tmp_path: Path) -> None:
    (line,) = build(site(tmp_path, "/\nblog/one\n"), tmp_path / "work").warnings
    assert "public_urls.txt:2: WARNING: 'blog/one' is no address of this site" in line


def test_a_list_that_is_not_utf_8_is_told_at_its_line(tmp_path: Path) -> None:
    source = site(tmp_path, "")
    (source / "public_urls.txt").write_bytes(b"/\n/\xff\xfe/\n")
    (line,) = build(source, tmp_path / "work").warnings
    assert "public_urls.txt:2: WARNING: public_urls.txt is not UTF-8 here" in line


def test_a_name_with_signs_is_found_as_it_is_written_and_encoded(tmp_path: Path) -> None:
    pages = {f"blog__{name}": POST for name in ("100%", "50%20x", "h#x", "布")}
    listed = (
        "/\n/blog/100%/\n/blog/100%25/\n/blog/50%20x/\n/blog/50%2520x/\n/blog/h%23x/\n/blog/布/\n"
    )
    assert build(site(tmp_path, listed, **pages), tmp_path / "work").warnings == ()


def test_an_address_that_no_file_can_have_is_gone(tmp_path: Path) -> None:
    (line,) = build(site(tmp_path, f"/\n/{'x' * 300}/\n"), tmp_path / "work").warnings
    assert "public_urls.txt:2: WARNING: the public address /xxx" in line


def test_a_setting_that_is_no_name_stops_the_build(tmp_path: Path) -> None:
    source = site(tmp_path, "", "folio_public_urls = None\n")
    with pytest.raises(ConfigError, match="folio_public_urls: None is NoneType; write str"):
        build(source, tmp_path / "work")


def test_the_other_builder_is_one_warning(tmp_path: Path) -> None:
    source = site(tmp_path, "/\n/blog/one/\n", blog__one=POST)
    (line,) = build(source, tmp_path / "work", builder="html").warnings
    assert "holds no address that the builder 'html' writes" in line


def test_a_list_of_another_name_must_exist(tmp_path: Path) -> None:
    source = site(tmp_path, "/\n", "folio_public_urls = 'urls.txt'\n")
    (line,) = build(source, tmp_path / "work").warnings
    assert "folio_public_urls names 'urls.txt', which does not exist" in line
    (source / "public_urls.txt").unlink()
    (source / "conf.py").write_text(CONF)
    assert build(source, tmp_path / "other").warnings == ()


def test_new_pages_are_told_in_one_line_that_is_no_warning(tmp_path: Path) -> None:
    source = site(tmp_path, "/\n/blog/one/\n", blog__one=POST, blog__two=POST)
    app = SphinxTestApp("dirhtml", srcdir=source, builddir=tmp_path / "work")
    app.build()
    status, warnings = strip_colors(app.status.getvalue()), app.warning.getvalue()
    app.cleanup()
    (line,) = [line for line in status.splitlines() if "not yet in public_urls.txt" in line]
    assert "/blog/two/" in line
    assert "/blog/one/" not in line
    assert "`folio urls --record`" in line
    assert warnings == ""
