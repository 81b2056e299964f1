"""``folio import json-resume``: pages and entries of a resume, all of them or none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from building import build, parse, texts, tree
from sphinx_folio import bibtex
from sphinx_folio.cli import files, main

Folio = Callable[..., Result]

RESUME: dict[str, Any] = {
    "basics": {"name": "Grace Hopper", "label": "Rear *admiral*", "phone": "555-0100"},
    "work": [{"name": "Navy", "position": "Officer", "startDate": "1943-12-01"}],
    "publications": [
        {"name": "The Education of a Computer", "publisher": "ACM", "releaseDate": "1952-05-02"},
        {
            "name": "MuxServe: Flexible Serving",
            "x-folio": {
                "key": "lu2024muxserve",
                "bibtex": "@article{lu2024muxserve,\n  author = {Lu, Runyu},\n"
                "  title = {MuxServe: Flexible Serving},\n  year = {2024},\n}\n",
            },
        },
    ],
}
PAGES = ["people/grace-hopper.md", "experience/grace-hopper.md", "cv/grace-hopper.md"]


@pytest.fixture
def resume(site: Path) -> Path:
    """Return a file with a resume beside the site."""
    path = site.parent / "resume.json"
    path.write_text(json.dumps(RESUME, indent=1), encoding="utf-8")
    return path


def test_pages_and_entries_are_written_and_what_follows_is_said(
    site: Path, folio: Folio, resume: Path
) -> None:
    result = folio("import", "json-resume", str(resume))
    assert result.stdout.splitlines() == [*PAGES, "refs.bib"]
    assert "  basics.phone: 555-0100\n" in result.stderr
    assert "work[0].startDate 1943-12-01" in result.stderr
    assert "lu2024muxserve is there; declare it: people = {grace-hopper}" in result.stderr
    assert "Look at it: " in result.stderr
    entries = bibtex.parse((site / "refs.bib").read_text(encoding="utf-8"))
    assert entries.faults == ()
    assert [one.key for one in entries.publications] == [
        "lu2024muxserve", "reed_layout", "patent_us1", "gracehopper1952education",
    ]  # fmt: skip


def test_the_site_builds_and_shows_it(site: Path, folio: Folio, resume: Path) -> None:
    folio("import", "json-resume", str(resume))
    built = build(site, site.parent / "work")
    assert [line for line in built.warnings if "grace" in line] == []
    page = parse(built, "people/grace-hopper")
    assert texts(page, "folio-person-headline") == ["Rear *admiral*"]
    assert texts(page, "folio-entry-organization") == ["Navy"]
    assert "The Education of a Computer" in built.text("people/grace-hopper")
    assert "Officer" in built.text("cv/grace-hopper")


def test_publications_without_an_entry_are_left_out_and_told(
    site: Path, folio: Folio, resume: Path
) -> None:
    made = {**RESUME, "work": [dict(RESUME["work"][0])]}
    keys = ["nokey", "gracehopper1952education", "reed_layout"]
    made["work"][0]["x-folio"] = {"publications": keys}
    resume.write_text(json.dumps(made), encoding="utf-8")
    told = folio("import", "json-resume", str(resume)).stderr
    assert "  work[0].x-folio.publications: no entry has the key 'nokey'\n" in told
    page = (site / "experience/grace-hopper.md").read_text(encoding="utf-8")
    assert ":publications: gracehopper1952education, reed_layout\n" in page
    built = build(site, site.parent / "work")
    assert [line for line in built.warnings if "nokey" in line or "grace" in line] == []


def test_it_can_be_done_again_once_the_pages_are_gone(
    site: Path, folio: Folio, resume: Path
) -> None:
    folio("import", "json-resume", str(resume))
    before = tree(site)
    for name in PAGES:
        (site / name).unlink()
    assert folio("import", "json-resume", str(resume)).stdout.splitlines() == PAGES
    assert tree(site) == before


def test_no_page_is_written_over(site: Path, folio: Folio, resume: Path) -> None:
    (site / "cv").mkdir()
    (site / "cv/grace-hopper.md").write_text("mine", encoding="utf-8")
    before = tree(site)
    result = folio("import", "json-resume", str(resume), code=1)
    assert "cv/grace-hopper.md is there already; nothing was written" in result.stderr
    assert tree(site) == before
    folio("import", "json-resume", str(resume), "--id", "grace")


def test_it_is_read_from_the_standard_input_too(site: Path) -> None:
    arguments = ["import", "json-resume", "-", "--id", "grace", "--bib", "own/new.bib"]
    result = CliRunner().invoke(main, arguments, input=json.dumps(RESUME), prog_name="folio")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "people/grace.md", "experience/grace.md", "cv/grace.md", "own/new.bib",
    ]  # fmt: skip
    assert 'bibtex_bibfiles has to name "own/new.bib"' in result.stderr
    assert (
        (site / "own/new.bib").read_text(encoding="utf-8").startswith("@misc{grace1952education,")
    )


def test_a_fault_is_told_with_file_and_line_and_nothing_is_written(
    site: Path, folio: Folio, resume: Path
) -> None:
    broken = json.dumps(RESUME, indent=1).replace("1943-12-01", "1943-13-01")
    resume.write_text(broken, encoding="utf-8")
    before = tree(site)
    result = folio("import", "json-resume", str(resume), code=1)
    assert "nothing was written" in result.stderr
    line = broken.splitlines().index('   "startDate": "1943-13-01"') + 1
    assert f"{resume}:{line}: work[0].startDate: '1943-13-01' is no date" in result.stderr
    assert tree(site) == before


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{", "1: is no JSON"),
        (b"{}\n\xff", "2: is no UTF-8"),
        (b"[]", "1: a resume is one object"),
    ],
)
def test_what_is_no_resume_writes_nothing(
    site: Path, folio: Folio, resume: Path, data: bytes, told: str
) -> None:
    resume.write_bytes(data)
    before = tree(site)
    assert f"resume.json:{told}" in folio("import", "json-resume", str(resume), code=1).stderr
    assert tree(site) == before


def test_the_key_of_another_work_is_a_fault(site: Path, folio: Folio, resume: Path) -> None:
    resume.write_text(
        json.dumps(RESUME, indent=1).replace("title = {MuxServe:", "title = {Other:"), "utf-8"
    )
    before = tree(site)
    result = folio("import", "json-resume", str(resume), code=1)
    assert "the bibliography has another entry 'lu2024muxserve'" in result.stderr
    assert tree(site) == before


def test_a_broken_entry_is_a_fault(site: Path, folio: Folio, resume: Path) -> None:
    text = json.dumps(RESUME).replace("year = {2024},", "year = {2024")
    resume.write_text(text, encoding="utf-8")
    before = tree(site)
    assert "publication 'lu2024muxserve': " in folio(
        "import", "json-resume", str(resume), code=1
    ).stderr  # fmt: skip
    assert tree(site) == before


def test_a_name_that_gives_no_id_asks_for_one(site: Path, folio: Folio, resume: Path) -> None:
    resume.write_text('{"basics": {"name": "王小明"}}', encoding="utf-8")
    assert "--id" in folio("import", "json-resume", str(resume), code=2).stderr
    folio("import", "json-resume", str(resume), "--id", "../x", code=2)
    assert folio("import", "json-resume", str(resume), "--id", "xiaoming").stdout.splitlines() == [
        "people/xiaoming.md", "cv/xiaoming.md",
    ]  # fmt: skip


def test_an_accent_is_dropped_from_the_id(site: Path, folio: Folio, resume: Path) -> None:
    work = [{"name": "Uni", "position": "Reader"}]
    resume.write_text(json.dumps({"basics": {"name": "José Ñ"}, "work": work}), encoding="utf-8")
    folio("import", "json-resume", str(resume))
    assert ":id: jose-n-uni" in (site / "experience/jose-n.md").read_text(encoding="utf-8")


def test_what_conf_py_and_toctrees_leave_out_is_said(
    site: Path, folio: Folio, resume: Path
) -> None:
    conf = site / "conf.py"
    conf.write_text(
        conf.read_text(encoding="utf-8") + "include_patterns = ['people/**', 'index.md']\n", "utf-8"
    )
    (site / "people/index.md").write_text("# P\n\n```{toctree}\nada\n```\n", encoding="utf-8")
    told = folio("import", "json-resume", str(resume)).stderr
    assert 'include_patterns leaves cv/grace-hopper.md out; add "cv/**"' in told
    assert "people/grace-hopper.md out" not in told
    assert "people/index.md: add grace-hopper to its toctree" in told


def test_a_disk_that_fails_half_way_leaves_nothing(
    site: Path, folio: Folio, resume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = files.write_new

    def failing(site: Any, path: Path, text: str) -> None:
        if path.parent.name == "cv":
            raise OSError(28, "No space left on device", str(path))
        real(site, path, text)

    monkeypatch.setattr(files, "write_new", failing)
    before = tree(site)
    assert "No space left" in folio("import", "json-resume", str(resume), code=1).stderr
    assert tree(site) == before
    assert not (site / "experience").exists()


def test_a_bibliography_outside_the_site_or_in_another_encoding_stays(
    site: Path, folio: Folio, resume: Path
) -> None:
    folio("import", "json-resume", str(resume), "--bib", str(site.parent / "x.bib"), code=2)
    (site / "old.bib").write_bytes("@misc{x, title = {é}}".encode("latin-1"))
    before = tree(site)
    told = folio("import", "json-resume", str(resume), "--bib", "old.bib", code=1).stderr
    assert "not in UTF-8" in told
    assert tree(site) == before
