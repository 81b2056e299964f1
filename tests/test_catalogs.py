"""The catalogs hold every word of the engine, and the compiled ones are what the texts say."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

PLACE = re.compile(r"\{\w*\}|%\(\w+\)s|<[^>]+>")


@pytest.fixture(scope="module")
def tool(repository: Path) -> ModuleType:
    """Return the tool that makes the catalogs."""
    spec = importlib.util.spec_from_file_location("catalogs", repository / "tools" / "catalogs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def catalog(repository: Path) -> Path:
    """Return the catalog of Chinese."""
    folder = repository / "src" / "sphinx_folio" / "locale" / "zh_CN" / "LC_MESSAGES"
    return folder / "sphinx_folio.po"


def _ids(message: str | tuple[str, str]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else message


def test_every_word_of_the_engine_and_the_theme_has_a_translation(
    tool: ModuleType, catalog: Path
) -> None:
    translations = tool.read(catalog)
    known = tool.messages()
    assert {"On this page", "Back to top", "Abstract", "Nov", "{day} {month} {year}"} <= set(known)
    assert ("{count} entry", "{count} entries") in known
    assert [message for message in known if not translations.get(message)] == []
    assert sorted(map(_ids, translations)) == sorted(map(_ids, known))


def test_a_translation_has_the_places_of_its_original(tool: ModuleType, catalog: Path) -> None:
    for message, said in tool.read(catalog).items():
        places = sorted(PLACE.findall(_ids(message)[-1]))
        assert sorted(PLACE.findall(said)) == places, message


def test_the_files_are_what_the_tool_writes(tool: ModuleType, catalog: Path) -> None:
    translations = tool.read(catalog)
    ordered = {message: translations[message] for message in tool.messages()}
    assert catalog.read_text(encoding="utf-8") == tool.written("zh_CN", ordered)
    assert catalog.with_suffix(".mo").read_bytes() == tool.compiled("zh_CN", ordered)


def test_a_catalog_tells_no_date(tool: ModuleType) -> None:
    assert "Date" not in tool.written("zh_CN", {"one": "一"})
    assert b"Date" not in tool.compiled("zh_CN", {"one": "一"})
