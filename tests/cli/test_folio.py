"""``folio`` as a whole: help, exit codes, completion, plain output, and no Sphinx."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from sphinx_folio import __version__
from sphinx_folio.cli import main

Folio = Callable[..., Result]
GOLDEN = Path(__file__).with_name("help.txt")


def commands(group: click.Group, *path: str) -> dict[tuple[str, ...], click.Command]:
    """Return all commands by the words that call them."""
    found: dict[tuple[str, ...], click.Command] = {path: group}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, *path, name)
        else:
            found[(*path, name)] = command
    return found


def all_help() -> str:
    """Return what every command says of itself, one after the other."""
    runner = CliRunner()
    said = []
    for words in sorted(commands(main)):
        result = runner.invoke(main, [*words, "--help"], prog_name="folio", terminal_width=80)
        said.append(f"$ {' '.join(['folio', *words, '--help'])}\n{result.output}")
    return "\n".join(said)


def test_help_is_the_one_that_was_read_by_a_person() -> None:
    """After a change on purpose: python tests/cli/test_folio.py writes the file anew."""
    assert all_help() == GOLDEN.read_text(encoding="utf-8")


def test_every_option_and_command_says_what_it_does() -> None:
    for words, command in commands(main).items():
        assert command.help, words
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (words, parameter.name)


def test_every_command_shows_an_example() -> None:
    for words, command in commands(main).items():
        if not isinstance(command, click.Group):
            called = " ".join(["folio", *words])
            assert called in (command.help or "").partition("\b")[2], words


def test_exit_codes_tell_a_wrong_site_from_a_wrong_command(site: Path, folio: Folio) -> None:
    folio("posts")
    folio("urls", code=1)
    folio("pots", code=2)
    folio("posts", "--state", "lost", code=2)
    folio("posts", "--site", "/nowhere", code=2)
    assert folio("--version").stdout == f"folio, version {__version__}\n"


def test_outside_a_site_the_way_to_one_is_told(
    tmp_path: Path, folio: Folio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = folio("posts", code=2)
    assert "no conf.py" in result.stderr
    assert "--site" in result.stderr
    folio("schema", "post")


def test_the_site_is_found_from_any_folder_in_it(
    site: Path, folio: Folio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(site / "blog" / "cute")
    assert folio("new", "post", "Tensor", "--series", "cute").stdout == "tensor.md\n"
    monkeypatch.chdir(tmp_path)
    shown = folio("new", "post", "Swizzle", "--series", "cute", "--site", "site/blog").stdout
    assert shown == "site/blog/cute/swizzle.md\n"


def test_a_fault_of_the_file_system_is_told_in_a_line(site: Path, folio: Folio) -> None:
    (site / "publications").write_text("in the way", encoding="utf-8")
    result = folio("new", "publication", "lu2024muxserve", code=1)
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_the_shell(folio: Folio, shell: str) -> None:
    script = folio("completion", shell).stdout
    assert "_FOLIO_COMPLETE" in script
    assert f"{shell}_complete" in script
    assert "folio" in script


@pytest.mark.parametrize(
    ("typed", "incomplete", "offered"),
    [
        ([], "po", {"posts"}),
        (["new", "post", "--series"], "", {"cute"}),
        (["new", "post", "--translation-of"], "cute/", {"cute/layout"}),
        (["new", "post", "--author"], "", {"ada"}),
        (["new", "publication"], "lu", {"lu2024muxserve"}),
        (["translated"], "", {"blog/cute/layout.zh.md"}),
        (["posts", "--state"], "s", {"scheduled"}),
        (["schema"], "pe", {"person"}),
    ],
)
def test_completion_offers_what_the_site_has(
    site: Path, typed: list[str], incomplete: str, offered: set[str]
) -> None:
    (site / "blog/cute/layout.zh.md").write_text("---\ndate: 2026-01-01\n---\n", "utf-8")
    shell = ShellComplete(main, {}, "folio", "_FOLIO_COMPLETE")
    assert {item.value for item in shell.get_completions(typed, incomplete)} == offered


def test_completion_runs_nothing_of_the_site(site: Path) -> None:
    (site / "conf.py").write_text("open('ran', 'w')\n", encoding="utf-8")
    shell = ShellComplete(main, {}, "folio", "_FOLIO_COMPLETE")
    for typed in (["new", "post", "--series"], ["new", "publication"], ["translated"]):
        shell.get_completions(typed, "")
    assert not (site / "ran").exists()


def test_posts_are_read_without_sphinx(site: Path) -> None:
    """Importing it takes longer than all the rest."""
    program = (
        "import sys; from sphinx_folio.cli import main\n"
        "try: main(['posts'])\n"
        "finally: assert 'sphinx' not in sys.modules and 'docutils' not in sys.modules"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "Layout" in run.stdout


def test_python_m_is_the_same_command(site: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "sphinx_folio", "posts", "--json"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"},
    )
    assert '"title": "Layout"' in run.stdout


if __name__ == "__main__":
    GOLDEN.write_text(all_help(), encoding="utf-8")
