"""``folio urls``: no public address is lost unseen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from building import make
from sphinx_folio import addresses

Folio = Callable[..., Result]
MOVED = '<!DOCTYPE html><meta http-equiv="refresh" content="0; url=/">'


@pytest.fixture
def built(site: Path) -> Path:
    """Return the output of a site, with pages of every kind."""
    out = site / "_build" / "html"
    for name, text in {
        "index.html": "home",
        "blog/cute/layout/index.html": "layout",
        "blog/中文/index.html": "zh",
        "loose.html": "loose",
        "404.html": "lost",
        "search/index.html": "search",
        "genindex-A.html": "index",
        "_modules/x.html": "code",
        "old/index.html": MOVED,
    }.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return out


PAGES = ["/", "/blog/cute/layout/", "/blog/中文/", "/loose.html"]


def test_new_addresses_are_shown_and_recorded_when_asked(
    site: Path, built: Path, folio: Folio
) -> None:
    result = folio("urls")
    assert result.stdout.split() == [word for page in PAGES for word in ("new", page)]
    assert "folio urls --record" in result.stderr
    assert not (site / "public_urls.txt").exists()
    folio("urls", "--record")
    listed, faults = addresses.read((site / "public_urls.txt").read_text(encoding="utf-8"))
    assert (list(listed), faults) == (PAGES, ())
    assert folio("urls").output == ""


def test_recording_takes_nothing_out_and_keeps_comments(
    site: Path, built: Path, folio: Folio
) -> None:
    path = site / "public_urls.txt"
    path.write_text("# Frozen.\n/\n# moved in May\n/old/\n", encoding="utf-8")
    folio("urls", "--record")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["# Frozen.", "/"]
    assert lines[lines.index("/old/") - 1] == "# moved in May"
    assert [line for line in lines if line.startswith("/")] == sorted([*PAGES, "/old/"])


@pytest.mark.parametrize("listed", ["/blog/50%20x/", "/blog/50%2520x/"])
def test_a_name_with_signs_is_known_as_it_is_written_and_encoded(
    site: Path, built: Path, folio: Folio, listed: str
) -> None:
    page = built / "blog" / "50%20x" / "index.html"
    page.parent.mkdir()
    page.write_text("x")
    (site / "public_urls.txt").write_text("\n".join([*PAGES, listed]), "utf-8")
    assert folio("urls").output == ""


def test_a_list_that_is_not_utf_8_is_told_at_its_line(
    site: Path, built: Path, folio: Folio
) -> None:
    (site / "public_urls.txt").write_bytes(b"/\n\xff\n")
    assert "public_urls.txt:2: not UTF-8" in folio("urls", "--record", code=1).stderr
    assert (site / "public_urls.txt").read_bytes() == b"/\n\xff\n"


def test_an_address_without_a_page_or_a_redirect_is_an_error(
    site: Path, built: Path, folio: Folio
) -> None:
    (site / "public_urls.txt").write_text("/gone/\n/old/\n/blog/%E4%B8%AD%E6%96%87/\n", "utf-8")
    result = folio("urls", "--record", code=1)
    assert "lost  /gone/" in result.stdout.splitlines()
    assert "lost  /old/" not in result.stdout
    assert "/blog/中文/" not in result.stdout
    assert "redirect-from" in result.stderr
    assert "/gone/" in (site / "public_urls.txt").read_text(encoding="utf-8")


def test_what_is_no_address_is_told_with_its_line(site: Path, built: Path, folio: Folio) -> None:
    (site / "public_urls.txt").write_text("/\nhttps://elsewhere.example/\n", encoding="utf-8")
    assert "public_urls.txt:2:" in folio("urls", code=1).stdout


def test_another_output_and_another_list_can_be_named(
    site: Path, built: Path, folio: Folio
) -> None:
    built.rename(site / "public")
    make(site, conf="folio_public_urls = 'addresses.txt'\n")
    folio("urls", "public", "--record")
    assert (site / "addresses.txt").is_file()


def test_without_a_built_site_there_is_nothing_to_compare(site: Path, folio: Folio) -> None:
    assert "make html" in folio("urls", code=1).stderr
    (site / "_build" / "html").mkdir(parents=True)
    assert "no pages" in folio("urls", code=1).stderr
    assert "does not exist" in folio("urls", "nowhere", code=2).stderr
