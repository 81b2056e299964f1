"""The documents for authors: what they name exists, and the way that they show leads there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from building import Site, build
from sphinx_folio.cli import main
from sphinx_folio.curricula import NAMED, SECTIONS
from sphinx_folio.front_matter import FOREIGN
from sphinx_folio.front_matter.schemas import COMMON, CV, PERSON, POST, SERIES

CONTENT = ("_static", "blog", "cv", "experience", "listings", "people", "publications")


@pytest.fixture(scope="module")
def writing(repository: Path) -> str:
    return (repository / "docs" / "writing.md").read_text(encoding="utf-8")


def keys(writing: str, heading: str) -> list[str]:
    """Return the keys in the first column of the table below a heading."""
    section = writing.partition(f"\n### {heading}")[2].partition("\n#")[0]
    rows = re.findall(r"(?m)^\| (`.*?) \|", section)
    return [key for row in rows for key in re.findall(r"`([\w-]+)`", row)]


def blocks(text: str) -> list[str]:
    """Return the fenced blocks that are in no language: commands."""
    found = re.findall(r"(?ms)^(`{3,})(\w*)\n(.*?)^\1$", text)
    return [body for _, language, body in found if not language]


def test_every_key_of_front_matter_is_told_and_no_other(writing: str) -> None:
    """A key that several sorts of pages have is told once."""
    assert keys(writing, "Of any page") == list(COMMON)
    assert sorted(keys(writing, "Of a post")) == sorted(POST.keys() - COMMON)
    assert sorted(keys(writing, "Of a series")) == sorted(SERIES.keys() - COMMON)
    assert sorted(keys(writing, "Of a person")) == sorted(PERSON.keys() - COMMON)
    told = writing.partition("Keys of Sphinx and MyST (")[2].partition(")")[0]
    assert set(re.findall(r"`([\w-]+)`", told)) | {"nosearch"} == FOREIGN


def test_every_setting_that_is_named_exists(repository: Path, writing: str) -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in (repository / "src").rglob("ext/**/*.py")
    )
    known = set(re.findall(r'add_config_value\(\s*"(folio_\w+)"', source))
    technical = (repository / "docs" / "technical.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bfolio_\w+", writing + technical))
    assert named >= {"folio_drafts", "folio_giscus", "folio_listings", "folio_math_macros"}
    assert named <= known


@pytest.mark.parametrize(
    "document", ["README.md", "docs/writing.md", "docs/technical.md", "docs/cv.md"]
)
def test_every_command_and_option_that_is_named_exists(repository: Path, document: str) -> None:
    text = (repository / document).read_text(encoding="utf-8")
    spans = re.findall(r"`(folio \w[^`\n]*)`", text)
    lines = [line for block in blocks(text) for line in block.splitlines()]
    named = [line.partition(" ")[2] for line in [*spans, *lines] if line.startswith("folio ")]
    assert len(named) >= 4
    for line in named:
        command: click.Command = main
        words = shlex.split(line, comments=True)
        words = words[: words.index("--")] if "--" in words else words  # a command of its own
        while words and isinstance(command, click.Group) and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        assert words != [line] or line.startswith("--"), line
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options | {"--help"}, line


def test_the_files_that_are_linked_exist(repository: Path, writing: str) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", writing):
        assert "://" in target or target == "figure.png" or (repository / "docs" / target).exists()


def _way(repository: Path) -> list[str]:
    """Return the commands of the README's section on writing a post."""
    text = (repository / "README.md").read_text(encoding="utf-8")
    section = text.partition("\n## Write a post\n")[2].partition("\n## ")[0]
    return [
        line.partition("#")[0].strip() for block in blocks(section) for line in block.splitlines()
    ]


def _run(root: Path, line: str) -> str:
    """Run a command as in an environment where ``folio`` is installed."""
    arguments = [sys.executable, "-m", "sphinx_folio", *shlex.split(line)[1:]]
    run = subprocess.run(
        arguments, cwd=root, check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.slow
def test_a_newcomer_gets_from_the_first_line_to_the_public(
    repository: Path, tmp_path: Path
) -> None:
    """The README's own commands, in a copy of this site: new post, preview, publish."""
    root = tmp_path / "site"
    for folder in CONTENT:
        shutil.copytree(repository / folder, root / folder)
    for path in (*repository.glob("*.md"), repository / "conf.py", repository / "refs.bib",
                 repository / "Makefile", *repository.glob("public_urls.txt")):  # fmt: skip
        shutil.copy(path, root)
    activate, new, live, listed, html, urls = _way(repository)
    assert (activate, live, html) == (". .venv/bin/activate", "make live", "make html")

    post = root / _run(root, new).strip()
    text = post.read_text(encoding="utf-8")
    body = re.search(r"(?s)```markdown\n(.*?)```", (repository / "README.md").read_text("utf-8"))
    assert body
    text += f"\n{body[1]}"
    post.write_text(text, encoding="utf-8")
    address = post.relative_to(root).with_suffix("").as_posix()

    assert _has(_built(root, tmp_path / "public"), address) is False
    recipe = subprocess.run(
        ["make", "-n", "live"], cwd=repository, check=True, capture_output=True, text=True
    ).stdout
    assert "sphinx_folio live" in recipe
    conf = (root / "conf.py").read_text(encoding="utf-8")
    (root / "conf.py").write_text(f"{conf}folio_drafts = True\n", encoding="utf-8")
    assert _has(_built(root, tmp_path / "preview"), address) is True
    (root / "conf.py").write_text(conf, encoding="utf-8")

    assert "draft" in _run(root, listed)
    post.write_text(text.replace("draft: true\n", ""), encoding="utf-8")
    assert "draft" not in _run(root, listed)
    public = _built(root, tmp_path / "public")
    assert _has(public, address) is True
    assert "Hopper: Introduction" in public.text("blog/hopper")
    shutil.copytree(public.out, root / "_build" / "html")
    assert f"/{address}/" in _run(root, urls)
    assert f"/{address}/\n" in (root / "public_urls.txt").read_text(encoding="utf-8")


def _built(root: Path, work: Path) -> Site:
    site = build(root, work)
    assert [one for one in site.warnings if "public address" not in one] == []
    return site


def _has(site: Site, address: str) -> bool:
    return (site.out / address / "index.html").is_file()


def test_every_key_and_section_of_a_cv_is_told(repository: Path) -> None:
    text = (repository / "docs" / "cv.md").read_text(encoding="utf-8")
    table = text.partition("## Front matter")[2].partition("\n## ")[0]
    told = re.findall(r"(?m)^\| `([\w-]+)` \|", table)
    assert sorted(told) == sorted(CV.keys() - COMMON)
    named = set(re.findall(r"`([\w-]+)`", table))
    assert {*SECTIONS, *NAMED} <= named
