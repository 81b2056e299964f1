"""From nothing to a site: what Read the Docs runs, and the wheel in an empty environment."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import html5lib
import pytest
import yaml
from selenium.webdriver.chrome.webdriver import WebDriver

pytestmark = [pytest.mark.slow, pytest.mark.network]

CANONICAL = "https://example.org/en/latest/"
# How this machine reaches a package index; everything else of the environment is left behind.
KEPT = re.compile(r"HOME|LANG|PIP_\w+|\w*CERT\w*|\w*CA_BUNDLE|\w+_proxy", re.IGNORECASE)


@dataclass(frozen=True)
class Environment:
    """An environment made for one test, and the variables to run something in it with."""

    folder: Path
    variables: dict[str, str]

    @property
    def python(self) -> str:
        return str(self.folder / "bin" / "python")

    def run(self, command: str | list[str], cwd: Path, **variables: str) -> str:
        """Run an argument list, or a shell line; give its output, or fail with it."""
        done = subprocess.run(
            command,
            check=False,
            shell=isinstance(command, str),
            cwd=cwd,
            env=self.variables | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            pytest.fail(f"{command} gave {done.returncode}:\n{done.stdout}", pytrace=False)
        return done.stdout


def _environment(folder: Path) -> Environment:
    """Make an empty environment with pip."""
    if importlib.util.find_spec("ensurepip"):
        command = [sys.executable, "-m", "venv", str(folder)]
    else:  # Debian without python3-venv: uv made the one that we run in
        command = ["uv", "venv", "--quiet", "--seed", "--python", sys.executable, str(folder)]
    subprocess.run(command, check=True)
    variables = {name: value for name, value in os.environ.items() if KEPT.fullmatch(name)}
    path = os.pathsep.join([str(folder / "bin"), "/usr/local/bin", "/usr/bin", "/bin"])
    return Environment(folder, variables | {"PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})


@pytest.fixture(scope="module")
def new_environment(
    tmp_path_factory: pytest.TempPathFactory,
    repository: Path,
    unavailable: Callable[[str], NoReturn],
) -> Callable[[], Environment]:
    """Return a function that makes an empty environment which can install from a package index."""

    def make() -> Environment:
        return _environment(tmp_path_factory.mktemp("environment") / "venv")

    pins = (repository / "constraints.txt").read_text(encoding="utf-8")
    smallest = re.search(r"(?m)^iniconfig==\S+", pins)
    assert smallest
    probe = make()
    asked = subprocess.run(
        [probe.python, "-m", "pip", "download", "--quiet", "--no-cache-dir", "--no-deps",
         "--retries", "1", "--timeout", "20", smallest[0]],
        check=False,
        cwd=tmp_path_factory.mktemp("probe"),
        env=probe.variables,
        capture_output=True,
        text=True,
    )  # fmt: skip
    if asked.returncode:
        unavailable(f"no package index can be reached: {asked.stderr.strip().splitlines()[-1]}")
    return make


@pytest.fixture(scope="module")
def checkout(
    tmp_path_factory: pytest.TempPathFactory, repository: Path, repository_files: tuple[Path, ...]
) -> Path:
    """Return a copy of the repository's files: no environment, no earlier build."""
    folder = tmp_path_factory.mktemp("checkout")
    for path in repository_files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(repository / path, folder / path)
    return folder


# --- Read the Docs -----------------------------------------------------------------------------


def _read_the_docs(config: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the shell lines that install, and the arguments of `python -m sphinx`.

    Read the Docs clones, makes an environment, runs ``build.jobs.install`` in place of its own
    installation, and then Sphinx, as in ``readthedocs/doc_builder`` (director.py,
    python_environments.py, backends/sphinx.py) of its repository. What else a configuration may say
    is not known here, and refused.
    """
    assert config.keys() == {"version", "build", "sphinx"}
    assert config["version"] == 2
    assert config["build"].keys() == {"os", "tools", "jobs"}
    assert config["build"]["tools"].keys() == {"python"}
    assert config["build"]["jobs"].keys() == {"install"}
    assert all(isinstance(line, str) for line in config["build"]["jobs"]["install"])
    assert config["sphinx"].keys() == {"configuration", "builder", "fail_on_warning"}
    assert config["sphinx"]["configuration"] == "conf.py"
    strict = ["-W", "--keep-going"] if config["sphinx"]["fail_on_warning"] else []
    arguments = ["-T", *strict, "-b", config["sphinx"]["builder"], "-d", "_build/doctrees"]
    return config["build"]["jobs"]["install"], [*arguments, "-D", "language=en", "."]


@pytest.fixture(scope="module")
def published(checkout: Path, new_environment: Callable[[], Environment]) -> Path:
    """Return the site as Read the Docs would build it."""
    config = yaml.safe_load((checkout / ".readthedocs.yaml").read_text(encoding="utf-8"))
    install, sphinx = _read_the_docs(config)
    environment = new_environment()
    output = checkout / "_readthedocs"
    given = {
        "NO_COLOR": "1",
        "READTHEDOCS": "True",
        "READTHEDOCS_CANONICAL_URL": CANONICAL,
        "READTHEDOCS_LANGUAGE": "en",
        "READTHEDOCS_OUTPUT": f"{output}/",
        "READTHEDOCS_PROJECT": "sphinx-folio",
        "READTHEDOCS_REPOSITORY_PATH": str(checkout),
        "READTHEDOCS_VERSION": "latest",
        "READTHEDOCS_VERSION_NAME": "latest",
        "READTHEDOCS_VERSION_TYPE": "branch",
        "READTHEDOCS_VIRTUALENV_PATH": str(environment.folder),
    }
    for line in install:
        environment.run(line, checkout, **given)
    build = [environment.python, "-m", "sphinx", *sphinx, f"{output}/html"]
    environment.run(build, checkout, **given)
    assert not (checkout / "_build" / "html").exists(), "with one, Read the Docs fails the build"
    return output / "html"


def _canonical(page: Path) -> list[str | None]:
    tree = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    return [link.get("href") for link in tree.iterfind("head/link[@rel='canonical']")]


def test_read_the_docs_builds_the_site(published: Path) -> None:
    assert _canonical(published / "index.html") == [CANONICAL]
    for page in published.glob("*/index.html"):
        if _canonical(page):  # search and the like have none
            assert _canonical(page) == [f"{CANONICAL}{page.parent.name}/"]


@pytest.mark.browser
def test_the_home_page_asks_no_other_server(
    published: Path, browser: WebDriver, serve: Callable[[Path], str]
) -> None:
    address = serve(published)
    browser.get(address)
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
    hosts = {urlsplit(each["request"]["url"]).netloc for each in sent} - {""}
    assert hosts == {urlsplit(address).netloc}
    assert [entry["message"] for entry in browser.get_log("browser")] == []


# --- the wheel ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of the engine, built with the build backend that is installed here."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_engine_and_nothing_else(
    wheel: Path, repository_files: tuple[Path, ...]
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [Path(name) for name in archive.namelist()]
    source = {path.relative_to("src") for path in repository_files if path.parts[0] == "src"}
    assert {name for name in names if not name.parts[0].endswith(".dist-info")} == source
    assert Path("sphinx_folio/py.typed") in source
    assert {"theme.toml", "theme.conf"} & {path.name for path in source}


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        told = {
            Path(name).name: archive.read(name).decode()
            for name in archive.namelist()
            if ".dist-info/" in name
        }
    assert "License-Expression: MIT AND OFL-1.1" in told["METADATA"]
    assert "Requires-Python: >=3.11" in told["METADATA"]
    assert told["entry_points.txt"].split() == [
        *("[console_scripts]", "folio", "=", "sphinx_folio.cli:main"),
        *("[sphinx.html_themes]", "folio", "=", "sphinx_folio"),
    ]
    assert {"LICENSE", "OFL.txt"} <= told.keys()


def test_one_line_of_configuration_gives_a_site(
    wheel: Path,
    repository: Path,
    new_environment: Callable[[], Environment],
    tmp_path: Path,
) -> None:
    """The wheel brings with it all that the engine needs; no test tool is there to help out."""
    pins = (repository / "constraints.txt").read_text(encoding="utf-8")
    versions = re.findall(r"(?m)^([a-z0-9].*?)(?: \\)?$", pins)
    (tmp_path / "versions.txt").write_text("\n".join(versions), encoding="utf-8")
    environment = new_environment()
    pip = [environment.python, "-m", "pip", "install", "--quiet", "-c", "versions.txt", str(wheel)]
    environment.run(pip, tmp_path)

    site = tmp_path / "site"
    site.mkdir()
    (site / "conf.py").write_text('extensions = ["sphinx_folio"]\n', encoding="utf-8")
    (site / "index.md").write_text("# A page\n\nWith *Markdown*.\n", encoding="utf-8")
    sphinx = [environment.python, "-m", "sphinx", "-b", "dirhtml", "-W", "-n", ".", "built"]
    environment.run(sphinx, site)

    page = (site / "built" / "index.html").read_text(encoding="utf-8")
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert "A page" in tree.findtext(".//article//h1", default="")
    assert tree.findtext(".//article//em") == "Markdown"
    sheets = [link.get("href", "") for link in tree.iterfind("head/link[@rel='stylesheet']")]
    assert any("folio" in sheet for sheet in sheets), sheets
