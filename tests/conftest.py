"""What all tests share: the tiny sites, the repository's files, and a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from selenium import webdriver

pytest_plugins = ["sphinx.testing.fixtures"]

ROOT = Path(__file__).resolve().parent.parent
IN_CI = bool(os.environ.get("FOLIO_CI"))

_CHROMIUM_SWITCHES = (
    "--headless=new",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def rootdir() -> Path:
    """Return the folder of the tiny sites: `@pytest.mark.sphinx(testroot="x")` takes `test-x`."""
    return ROOT / "tests" / "roots"


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the folder that this project is developed in."""
    return ROOT


@pytest.fixture(scope="session")
def repository_files(repository: Path) -> tuple[Path, ...]:
    """Return what a commit of everything would hold, as paths relative to the repository.

    These are git's tracked files that still exist, and the new ones that it does not ignore.
    """
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=repository,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = {Path(name) for name in listing.split("\0") if name}
    return tuple(sorted(path for path in paths if (repository / path).is_file()))


def _unavailable(reason: str) -> NoReturn:
    """Skip the test that asks; in CI, where everything has been installed, fail it."""
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def unavailable() -> Callable[[str], NoReturn]:
    """Return the function to call, with a reason, where the machine lacks what a test needs."""
    return _unavailable


@pytest.fixture(scope="session")
def _chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        _unavailable("needs a browser: Debian's packages chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for switch in _CHROMIUM_SWITCHES:
        options.add_argument(switch)
    if IN_CI or os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # root gets none, nor does a container
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('chromium')}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chromium = webdriver.Chrome(options, webdriver.ChromeService(driver))
    yield chromium
    chromium.quit()


@pytest.fixture
def browser(_chromium: webdriver.Chrome) -> webdriver.Chrome:
    """Return a headless browser, 1350 by 900 pixels, on an empty page and with empty logs."""
    # What a former test has set of the screen would stay.
    _chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    _chromium.set_window_size(1350, 900)
    _chromium.get("about:blank")
    for log in ("browser", "performance"):
        _chromium.get_log(log)  # reading empties it
    return _chromium


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Return a function that serves a folder on loopback until the test ends and gives its URL."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = functools.partial(_Quiet, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
