"""The collector is as it was after a build, however that ended."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from building import build, make
from sphinx_folio.ext import garbage


def test_a_build_changes_the_thresholds_and_gives_them_back(tmp_path: Path) -> None:
    conf = """
import gc
extensions = ["sphinx_folio"]
def look(app, doctree):
    app.config.html_context["threshold"] = gc.get_threshold()[0]
    app.config.html_context["frozen"] = gc.get_freeze_count()
def tell(app, exception):
    (app.outdir / "seen").write_text("{threshold} {frozen}".format(**app.config.html_context))
def setup(app):
    app.connect("doctree-read", look)
    app.connect("build-finished", tell)
"""
    before = gc.get_threshold()
    site = build(make(tmp_path / "source", conf=conf, index="# One"), tmp_path / "work")
    threshold, frozen = map(int, (site.out / "seen").read_text().split())
    assert threshold == garbage.THRESHOLD
    assert frozen > 0
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_a_build_that_fails_gives_them_back(tmp_path: Path) -> None:
    conf = """
extensions = ["sphinx_folio"]
def fail(app, doctree):
    raise RuntimeError("no more")
def setup(app):
    app.connect("doctree-read", fail)
"""
    before = gc.get_threshold()
    with pytest.raises(Exception, match="no more"):
        build(make(tmp_path / "source", conf=conf, index="# One"), tmp_path / "work")
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_a_build_whose_end_fails_is_forgotten_by_the_next(tmp_path: Path) -> None:
    conf = """
extensions = ["sphinx_folio"]
def fail(app, exception):
    if exception is None:
        raise RuntimeError("no end")
def setup(app):
    app.connect("build-finished", fail, priority=998)
"""
    before = gc.get_threshold()
    source = make(tmp_path / "source", conf=conf, index="# One")
    with pytest.raises(Exception, match="no end"):
        build(source, tmp_path / "work")
    make(source, index="# One")
    build(source, tmp_path / "work")
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
