"""Text proof of this site's CVs: what a program reads out of each PDF is all that pages say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from docutils import nodes
from sphinx.testing.util import SphinxTestApp

from sphinx_folio.curricula import Curriculum
from sphinx_folio.ext.cv.pdf import Wish, curriculum_of
from sphinx_folio.ext.cv.printing import Order, print_cvs
from sphinx_folio.ext.domain import domain_of
from sphinx_folio.lives import lines, said

PEOPLE = ("reed", "runyu-lu")
Reader = Callable[[Path], str]


@pytest.fixture(scope="module")
def app(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SphinxTestApp]:
    """Return this site, read and not written."""
    work = tmp_path_factory.mktemp("read")
    reading = SphinxTestApp("folio-read", srcdir=repository, builddir=work)
    reading.build()
    yield reading
    reading.cleanup()


@pytest.fixture(scope="module")
def printed(app: SphinxTestApp, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return every PDF of this site's people, in both languages."""
    folder = tmp_path_factory.mktemp("pdf")
    for language in ("en", "zh"):
        for one in print_cvs(app, Order(PEOPLE, ("full", "one-page"), language)):
            (folder / one.name).write_bytes(one.data)
    return {path.stem: path for path in folder.iterdir()}


@pytest.fixture(scope="session")
def read(unavailable: Callable[[str], NoReturn]) -> Reader:
    """Return what reads the text of a PDF in its order, without blanks and hyphens."""
    if shutil.which("pdftotext") is None:
        unavailable("needs pdftotext: Debian's package poppler-utils")

    def text_of(path: Path) -> str:
        run = subprocess.run(
            ["pdftotext", str(path), "-"], check=True, capture_output=True, text=True
        )
        # The line that runs on from the second page on stands in the midst of sentences.
        pages = run.stdout.split("\f")
        return bare(
            "".join(re.sub(r"\A(Reed|Runyu Lu)\s+\d+\s*/\s*\d+\s", "", one) for one in pages)
        )

    return text_of


def bare(text: str) -> str:
    """Return *text* without blanks and hyphens, which change with the lines."""
    return re.sub(r"[\s\u00ad\u2010\u200b-]+", "", text)


def curriculum(app: SphinxTestApp, person: str, language: str, **more: bool) -> Curriculum:
    """Return what a CV of a person says."""
    record = domain_of(app.env).get("cv", person)
    assert record is not None
    wish = Wish(record.value, record.docname, language, **more)  # type: ignore[arg-type]
    found = curriculum_of(app, wish)
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("person", PEOPLE)
def test_sections_entries_and_lines_stand_in_reading_order(
    app: SphinxTestApp, printed: dict[str, Path], read: Reader, person: str, language: str
) -> None:
    suffix = "" if language == "en" else ".zh"
    text = read(printed[f"{person}{suffix}"])
    whole = curriculum(app, person, language)
    at = 0
    wanted: list[str] = [whole.name, whole.headline]
    for section in whole.sections:
        wanted.append(section.title)
        wanted += lines(section.text)
        for entry in section.entries:
            wanted += [entry.when, said(entry.title)]
            wanted += [said(line.text) for line in entry.lines]
            wanted += [cell for line in lines(entry.body) for cell in line.split("\t")]
    for one in filter(None, wanted):
        found = text.find(bare(one), at)
        assert found >= 0, f"{one!r} is not there, or not in its place"
        at = found


@pytest.mark.parametrize("person", PEOPLE)
def test_every_fact_of_the_experience_page_is_in_the_full_cv(
    app: SphinxTestApp, printed: dict[str, Path], read: Reader, person: str
) -> None:
    text = read(printed[person])
    page = app.env.get_and_resolve_doctree(f"experience/{person}", app.builder, tags=app.tags)
    facts = [
        fact
        for entry in page.findall(nodes.container)
        if "folio-entry" in entry["classes"]
        for paragraph in entry.findall(nodes.paragraph)
        if not _has(paragraph, "site-only")
        for fact in _facts(paragraph)
    ]
    assert len(facts) > 60
    assert [fact for fact in facts if bare(fact) not in text] == []


def _has(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Element) and name in node.get("classes", ())


def _facts(paragraph: nodes.paragraph) -> list[str]:
    """Return the sentences of a paragraph, or the parts of a line that is set in another way."""
    own = paragraph.deepcopy()
    for remark in list(own.findall(lambda node: _has(node, "site-only"))):
        remark.parent.remove(remark)
    said = re.sub(r"\s*\[\s*\d+\s*\]", "", own.astext())
    if any(name.startswith("folio-entry") for name in paragraph["classes"]):
        return [part for part in re.split(r" · |, |; |: ", said) if part]
    return [said]


@pytest.mark.parametrize("person", PEOPLE)
def test_the_bibliography_s_own_works_are_all_in_the_full_cv(
    app: SphinxTestApp, printed: dict[str, Path], read: Reader, person: str
) -> None:
    text = read(printed[person])
    own = [one for one in domain_of(app.env).bibliography.values() if person in one.people]
    papers = [one for one in own if one.genre in {"paper", "patent"}]
    assert len(papers) >= 6
    for entry in papers:
        for fact in (entry.title, entry.venue, entry.year, *(one.full for one in entry.authors)):
            assert bare(fact) in text, fact
    for entry in own:
        if entry.genre == "post":
            assert bare(entry.title) in text, entry.title


@pytest.mark.parametrize("name", [f"{one}-one-page{end}" for one in PEOPLE for end in ("", ".zh")])
def test_one_page_is_one_page(
    printed: dict[str, Path], unavailable: Callable[[str], NoReturn], name: str
) -> None:
    if shutil.which("pdfinfo") is None:
        unavailable("needs pdfinfo: Debian's package poppler-utils")
    run = subprocess.run(["pdfinfo", printed[name]], check=True, capture_output=True, text=True)
    told = dict(line.split(":", 1) for line in run.stdout.splitlines() if ":" in line)
    assert told["Pages"].strip() == "1"
    assert told["Tagged"].strip() == "yes"


def test_no_cv_is_by_the_wrong_people(printed: dict[str, Path], read: Reader) -> None:
    """What the editors write on Reed's titles is not his writing."""
    text = read(printed["reed"])
    assert bare("partition.cpp") not in text
    assert bare("cute/layout/") not in text


def test_the_same_bytes_wherever_and_whenever(repository: Path, tmp_path: Path) -> None:
    made = []
    for seed, zone in [("1", "UTC"), ("4242", "Asia/Shanghai")]:
        folder = tmp_path / seed
        subprocess.run(
            [sys.executable, "-m", "sphinx_folio", "cv", "runyu-lu", "-o", str(folder)],
            check=True,
            cwd=repository,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
        )
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(made[0]) == 2
    assert made[0] == made[1]
