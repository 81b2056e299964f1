"""``folio cv``: PDFs of the site's people, and what is for print only in none but these."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import Result

from building import build, copy_root

CANARY = "+1 555 010 0199"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the site of an invented person, and go into it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    monkeypatch.delenv("FOLIO_PRIVATE", raising=False)
    made = copy_root("cv", tmp_path / "site")
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def private(tmp_path: Path) -> Path:
    """Return a file of what is for print only."""
    path = tmp_path / "private.yml"
    path.write_text(f"phone: '{CANARY}'\naddress: 1 Canary Street\n", encoding="utf-8")
    return path


def text_of(path: Path, unavailable: Callable[[str], NoReturn]) -> str:
    """Return the text of a PDF."""
    if shutil.which("pdftotext") is None:
        unavailable("needs pdftotext: Debian's package poppler-utils")
    run = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True)
    return run.stdout


def test_everyone_in_both_variants_by_default(root: Path, folio: Callable[..., Result]) -> None:
    result = folio("cv")
    assert result.stdout.splitlines() == ["_build/cv/okonkwo.pdf", "_build/cv/okonkwo-one-page.pdf"]
    assert (root / "_build/cv/okonkwo.pdf").read_bytes().startswith(b"%PDF-")
    assert not list((root / "_build/cv").rglob("*.html"))


def test_the_same_bytes_as_in_the_site(root: Path, folio: Callable[..., Result]) -> None:
    site = build(root, root / "_build")
    folio("cv")
    for name in ("okonkwo.pdf", "okonkwo-one-page.pdf"):
        assert (root / "_build/cv" / name).read_bytes() == (site.out / "cv" / name).read_bytes()


def test_language_paper_and_folder_are_as_asked(
    root: Path, folio: Callable[..., Result], unavailable: Callable[[str], NoReturn]
) -> None:
    result = folio(
        *("cv", "okonkwo", "--variant", "full", "--language", "zh", "--paper", "us-letter"),
        *("-o", "out"),
    )
    assert result.stdout == "out/okonkwo.zh.pdf\n"
    path = root / "out" / "okonkwo.zh.pdf"
    assert "教育经历" in text_of(path, unavailable)
    assert re.search(rb"/MediaBox\s*\[\s*0 0 612 792\s*\]", path.read_bytes())


def test_a_language_without_words_is_told_once(root: Path, folio: Callable[..., Result]) -> None:
    result = folio("cv", "--language", "fr")
    told = "there are no words in 'fr' yet: headings and dates are in English"
    assert result.stderr.count(told) == 1
    assert (root / "_build/cv/okonkwo.fr.pdf").is_file()
    for language in ("zh", "en-GB"):
        result = folio("cv", "--variant", "full", "--language", language)
        assert "no words" not in result.stderr


def test_a_place_that_is_taken_keeps_all_back(root: Path, folio: Callable[..., Result]) -> None:
    (root / "out" / "okonkwo-one-page.pdf").mkdir(parents=True)
    assert "Is a directory" in folio("cv", "-o", "out", code=1).stderr
    assert [path.name for path in (root / "out").iterdir()] == ["okonkwo-one-page.pdf"]


def test_an_unknown_person_is_told_the_nearest(root: Path, folio: Callable[..., Result]) -> None:
    result = folio("cv", "okonkvo", code=2)
    assert "no people/okonkvo.md. Did you mean 'okonkwo'?" in result.stderr
    assert not (root / "_build").exists()


def test_without_a_page_the_usual_sections_are_taken(
    root: Path, folio: Callable[..., Result], unavailable: Callable[[str], NoReturn]
) -> None:
    (root / "cv" / "okonkwo.md").unlink()
    folio("cv", "--variant", "full")
    assert "Lowering without Losing" in text_of(root / "_build/cv/okonkwo.pdf", unavailable)


def test_what_is_for_print_only_stands_in_the_pdf_that_was_asked_for(
    root: Path,
    private: Path,
    folio: Callable[..., Result],
    unavailable: Callable[[str], NoReturn],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folio("cv", "--variant", "full", "--private", str(private))
    text = text_of(root / "_build/cv/okonkwo.pdf", unavailable)
    assert CANARY in text
    assert "1 Canary Street" in text
    monkeypatch.setenv("FOLIO_PRIVATE", str(private))
    folio("cv", "--variant", "one-page", "-o", "other")
    assert CANARY in text_of(root / "other/okonkwo-one-page.pdf", unavailable)


def test_no_build_of_the_site_reads_what_is_for_print_only(
    root: Path,
    private: Path,
    folio: Callable[..., Result],
    unavailable: Callable[[str], NoReturn],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FOLIO_PRIVATE", str(private))
    folio("cv", "-o", "mine")
    assert CANARY in text_of(root / "mine" / "okonkwo.pdf", unavailable)
    site = build(root, root / "_build" / "site")
    files = [path for path in (root / "_build").rglob("*") if path.is_file()]
    assert any(path.suffix == ".pdf" for path in files)
    for path in files:
        # A PDF names its letters by their places in a font.
        pdf = path.suffix == ".pdf"
        data = text_of(path, unavailable).encode() if pdf else path.read_bytes()
        assert b"Canary Street" not in data, path
        assert CANARY.encode() not in data, path
    assert site.warnings == ()


def test_what_is_for_print_only_is_not_put_into_a_site(
    root: Path, private: Path, folio: Callable[..., Result]
) -> None:
    site = build(root, root / "_build")
    before = (site.out / "cv" / "okonkwo.pdf").read_bytes()
    folder = str(site.out / "cv")
    result = folio("cv", "--private", str(private), "-o", folder, code=2)
    assert "is of the site" in result.stderr
    assert (site.out / "cv" / "okonkwo.pdf").read_bytes() == before


def test_a_fault_of_the_site_is_told_and_nothing_written(
    root: Path, folio: Callable[..., Result]
) -> None:
    (root / "conf.py").write_text("extensions = ['sphinx_folio']\nfolio_drafts = 'x'\n")
    result = folio("cv", code=1)
    assert "folio_drafts: 'x' is str; write bool" in result.stderr
    assert not list(root.rglob("*.pdf"))


def test_each_of_several_cvs_of_one_person_has_its_own_file(
    root: Path, folio: Callable[..., Result]
) -> None:
    head = "---\nperson: okonkwo\nsections: [education]\n---\n"
    (root / "cv" / "short.md").write_text(f"{head}# Short\n\n```{{cv}}\n```\n", encoding="utf-8")
    result = folio("cv", "okonkwo", "--variant", "full")
    assert result.stdout.splitlines() == ["_build/cv/okonkwo.pdf", "_build/cv/short.pdf"]


def test_a_private_email_stands_in_place_of_the_public_one(
    root: Path, tmp_path: Path, folio: Callable[..., Result], unavailable: Callable[[str], NoReturn]
) -> None:
    private = tmp_path / "private.yml"
    private.write_text("email: own@mail.example\naddress: |\n  1 Canary Street\n  Town\n")
    folio("cv", "okonkwo", "--variant", "full", "--private", str(private))
    said = text_of(root / "_build/cv/okonkwo.pdf", unavailable)
    assert "own@mail.example" in said
    assert "ines@okonkwo.example" not in said
    assert "1 Canary Street, Town" in said
