"""The package as Sphinx meets it."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import sphinx_folio
from building import build, make


def test_each_version_has_a_greater_environment() -> None:
    versions = ["0.1.0", "0.1.1", "0.2.0", "1.0.0"]
    numbers = [sphinx_folio.env_version(version) for version in versions]
    assert numbers == sorted(set(numbers))
    assert sphinx_folio.env_version(sphinx_folio.__version__) > 0


def test_after_an_upgrade_every_page_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make(tmp_path / "site", index="# Home", other="---\norphan: true\n---\n\n# Other")
    build(source, tmp_path / "work")
    pickled = tmp_path / "work" / "doctrees" / "environment.pickle"
    before = pickle.loads(pickled.read_bytes()).all_docs
    build(source, tmp_path / "work")
    assert pickle.loads(pickled.read_bytes()).all_docs == before
    monkeypatch.setattr(sphinx_folio, "__version__", "99.0.0")
    build(source, tmp_path / "work")
    after = pickle.loads(pickled.read_bytes()).all_docs
    assert all(after[name] > before[name] for name in before)
