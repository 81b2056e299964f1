"""The walk through the build in docs/architecture.md names only what exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest


def _definitions(engine: Path) -> dict[str, set[str]]:
    """Return, for each module of the engine by its dotted name, the names that it defines."""
    found: dict[str, set[str]] = {}
    for path in engine.rglob("*.py"):
        inside = path.relative_to(engine).with_suffix("").parts
        parts = [part for part in inside if part not in {"ext", "__init__"}]
        names = {
            node.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }
        found.setdefault(".".join(parts), set()).update(names)
        if len(parts) > 1:
            found.setdefault(parts[0], set()).update(names)
    return found


def test_every_function_that_the_walk_names_exists(repository: Path) -> None:
    text = (repository / "docs" / "architecture.md").read_text(encoding="utf-8")
    known = _definitions(repository / "src" / "sphinx_folio")
    everything = set[str]().union(*known.values())
    checked, wrong = 0, []
    for name in re.findall(r"`((?:\w+\.)+\w+)`", text):
        module, _, last = name.rpartition(".")
        if module in known:
            checked += 1
            if last not in known[module] and f"{module}.{last}" not in known:
                wrong.append(name)
        elif module in everything:
            checked += 1
            if last not in everything:
                wrong.append(name)
    assert wrong == []
    assert checked >= 25


@pytest.mark.parametrize("document", ["README.md", "docs/architecture.md", "CONTRIBUTING.md"])
def test_the_files_that_a_document_links_exist(repository: Path, document: str) -> None:
    path = repository / document
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target
