"""The repository holds what it promises, and nothing that does not belong in it."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP_LEVEL = {
    ".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore", ".readthedocs.yaml",
    "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md",
    "_static", "_templates", "about.md", "benchmarks", "blog", "conf.py", "constraints.txt", "cv",
    "docs", "experience", "index.md", "letters", "listings", "people", "public_urls.txt",
    "publications",
    "pyproject.toml", "refs.bib", "src", "tests", "tools",
}  # fmt: skip
LARGEST = 1_000_000  # bytes
BINARY = {".ico", ".jpg", ".mo", ".pdf", ".png", ".webp", ".woff2"}

# What would tie a file to one machine. No pattern matches itself.
STRAY = {
    "a folder of somebody's machine": r"(?<![\w./])/(?:home|root|work|Users)/\w",
    "the host of a package registry": r"py(?:pi|thonhosted)\.org|registry\.npm|deb\.debian\b",
    "an option that names a package index": r"--(?:\w+-)?index(?:-url)?[ =]|--find-links[ =]",
    "the address of a server under test": r"https?://(?:localhost|127\.0\.0\.1|\[::1\]):\d",
}


@pytest.fixture(scope="session")
def pyproject(repository: Path) -> dict[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def pins(repository: Path) -> dict[str, Requirement]:
    """Return what constraints.txt installs here: name → pinned requirement."""
    text = (repository / "constraints.txt").read_text(encoding="utf-8")
    heads = re.findall(r"(?m)^([a-z0-9].*?)(?: \\)?$", text)
    requirements = [Requirement(head) for head in heads]
    return {
        canonicalize_name(requirement.name): requirement
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate()
    }


# --- files -------------------------------------------------------------------------------------


def test_the_top_level_is_as_agreed(repository_files: tuple[Path, ...]) -> None:
    assert {path.parts[0] for path in repository_files} <= TOP_LEVEL


def test_no_file_is_large(repository: Path, repository_files: tuple[Path, ...]) -> None:
    sizes = {str(path): (repository / path).stat().st_size for path in repository_files}
    assert {path: size for path, size in sizes.items() if size > LARGEST} == {}


def test_nothing_ties_a_file_to_one_machine(
    repository: Path, repository_files: tuple[Path, ...]
) -> None:
    found = []
    for path in repository_files:
        if path.suffix in BINARY:
            continue
        text = (repository / path).read_text(encoding="utf-8")
        for what, pattern in STRAY.items():
            found += [f"{path}: {what}: {match[0]}" for match in re.finditer(pattern, text)]
    assert found == []


# --- commands ----------------------------------------------------------------------------------


def _phony(repository: Path) -> set[str]:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    listed = re.search(r"(?m)^\.PHONY: (.*)$", makefile)
    assert listed
    return set(listed[1].split())


def test_make_alone_lists_every_target(repository: Path) -> None:
    shown = subprocess.run(
        ["make", "--silent"], cwd=repository, check=True, capture_output=True, text=True
    ).stdout
    assert set(re.findall(r"(?m)^  make (\w+)", shown)) == _phony(repository)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_commands_that_a_document_gives_exist(repository: Path, document: str) -> None:
    text = (repository / document).read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"(?ms)^```.*?^```|`[^`\n]+`", text))
    named = set(re.findall(r"(?<!\w)make ([a-z]\w*)", code))
    assert len(named) >= 2
    assert named <= _phony(repository)


# --- versions ----------------------------------------------------------------------------------


def test_every_pin_has_hashes_and_nothing_else(repository: Path) -> None:
    text = (repository / "constraints.txt").read_text(encoding="utf-8")
    body = re.sub(r"(?m)^ *#.*\n", "", text)
    entry = r"[a-z0-9.-]+==[\w.]+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
    assert re.sub(entry, "", body) == ""


def test_the_pins_are_what_pyproject_asks_for(
    pyproject: dict[str, Any], pins: dict[str, Requirement]
) -> None:
    asked = [*pyproject["project"]["dependencies"], *pyproject["build-system"]["requires"]]
    for group in pyproject["dependency-groups"].values():
        asked += [entry for entry in group if isinstance(entry, str)]
    wrong = []
    for requirement in map(Requirement, asked):
        pin = pins.get(canonicalize_name(requirement.name))
        version = str(pin.specifier).removeprefix("==") if pin else "none"
        if not pin or not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement}: {version}")
    assert wrong == [], "run tools/lock.sh"


def test_the_engine_declares_what_it_imports(repository: Path, pyproject: dict[str, Any]) -> None:
    packages = importlib.metadata.packages_distributions()
    project = pyproject["project"]
    extras = [text for texts in project["optional-dependencies"].values() for text in texts]
    declared = {
        canonicalize_name(Requirement(text).name) for text in [*project["dependencies"], *extras]
    }
    missing = set()
    for module in (repository / "src").rglob("*.py"):
        for name in _imports(module):
            top = name.split(".")[0]
            if top in sys.stdlib_module_names or top == "sphinx_folio":
                continue
            homes = {canonicalize_name(home) for home in packages.get(top, [top])}
            if top == "sphinxcontrib":
                homes = {canonicalize_name("-".join(name.split(".")[:2]))}
            if not homes & declared:
                missing.add(f"{module.relative_to(repository)} imports {name}")
    assert missing == set()


# --- floors ------------------------------------------------------------------------------------

VALUES = {"curricula", "errors", "layout_algebra", "lives", "models"}  # floor 0
ABOVE = {"__init__", "__main__", "cli", "ext", "importers", "preview"}  # floors 2 and 3


def _imports(module: Path) -> Iterator[str]:
    """Yield the full name of everything that a module of the engine imports, wherever it does."""
    inside = module.parts[module.parts.index("sphinx_folio") :]
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(inside[: len(inside) - node.level]) if node.level else ""
            source = ".".join(filter(None, [base, node.module]))
            yield from (f"{source}.{alias.name}" for alias in node.names)


def test_ruff_keeps_sphinx_out_of_the_lower_floors(repository: Path) -> None:
    source = '"""A module."""\n\nimport {name}\n\n__all__ = ["{name}"]\n'

    def refused(path: str, name: str) -> bool:
        run = subprocess.run(
            [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename", path, "-"],
            check=False,
            cwd=repository,
            input=source.format(name=name),
            capture_output=True,
            text=True,
        )
        return "TID251" in run.stdout

    for name in ("sphinx", "sphinx.application", "docutils.nodes", "sphinx_folio.ext.people"):
        assert refused("src/sphinx_folio/names.py", name), name
        assert refused("src/sphinx_folio/bibtex/tex.py", name), name
        assert not refused("src/sphinx_folio/ext/people.py", name), name


def test_readers_and_writers_import_only_values(repository: Path) -> None:
    """Floor 1 stands on floor 0; its modules do not know each other, nor what is above them."""
    engine = repository / "src" / "sphinx_folio"
    wrong = []
    for module in engine.rglob("*.py"):
        inside = module.relative_to(engine)
        own = inside.parts[0].removesuffix(".py")
        if own in ABOVE:
            continue
        allowed = VALUES if own in VALUES else VALUES | {own}
        for name in _imports(module):
            parts = name.split(".")
            if parts[0] == "sphinx_folio" and parts[1] not in allowed:
                wrong.append(f"{inside} imports {name}")
    assert wrong == []


# --- workflow ----------------------------------------------------------------------------------


def test_workflows_are_pinned_and_may_only_read(repository: Path) -> None:
    for path in (repository / ".github" / "workflows").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {}
        assert "pull_request_target" not in text
        for job in workflow["jobs"].values():
            assert job["permissions"] == {"contents": "read"}
        uses = re.findall(r"uses: (\S+)", text)
        assert [use for use in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", use)] == []
