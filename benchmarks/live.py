"""Measures previews: from the save of a post to its new text in a browser.

`python benchmarks/live.py --posts 1000 --saves 20` starts each tool's own server for the same site,
opens a post in headless Chromium, and adds a sentence to it again and again. A script in the page
notes when the sentence is there and has been painted, by the clock that the save was noted by; a
page that is loaded anew is followed. Of ours it is also measured when a list and the search say
what was saved, by asking the server. Load of the machine is printed with the figures.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver

from environments import UnavailableError, prepare, variables
from peers.folio import FOLIO
from peers.hugo import HUGO, program_of
from peers.peer import Peer
from workload import Workload, slug

ROOT = Path(__file__).resolve().parent.parent
#: How long anything is waited for, in seconds.
PATIENCE = 300.0

#: Notes, in milliseconds since 1970, when each numbered sentence was first painted.
_OBSERVER = """
window.painted = {};
const look = () => {
  const text = document.body ? document.body.textContent : "";
  for (const [, number] of text.matchAll(/Save number (\\d+)\\./g)) {
    if (number in window.painted) continue;
    window.painted[number] = 0;
    requestAnimationFrame(() => setTimeout(() => {
      window.painted[number] = performance.timeOrigin + performance.now();
    }));
  }
};
new MutationObserver(look).observe(document, {subtree: true, childList: true, characterData: true});
addEventListener("DOMContentLoaded", look);
"""
_SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preview:
    """A tool's preview: what starts it at a port, and where it has a post."""

    name: str
    peer: Peer
    command: Callable[[Path, int], list[str]]
    path: Callable[[int], str]


def _folio_path(number: int) -> str:
    return f"/{FOLIO.source(number).removesuffix('.md')}/"


PREVIEWS = (
    Preview(
        "folio live",
        FOLIO,
        lambda _, port: [sys.executable, "-m", "sphinx_folio", "live", "--port", str(port)],
        _folio_path,
    ),
    Preview(
        "hugo server",
        HUGO,
        lambda environment, port: [program_of(environment), "server", "--port", str(port)],
        lambda number: f"/posts/{slug(number)}/",
    ),
    Preview(
        "sphinx-autobuild",
        FOLIO,
        lambda _, port: [
            *(sys.executable, "-m", "sphinx_autobuild", "-b", "dirhtml", "-j", "auto"),
            *("-D", "folio_drafts=1", "--port", str(port), ".", "_build/html"),
        ],
        _folio_path,
    ),
)


def main(arguments: list[str]) -> int:
    """Measure, and print a line for each tool."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--posts", type=int, default=1000)
    add("--saves", type=int, default=20)
    add("--pause", type=float, default=3.0, help="seconds between two saves")
    add("--tools", default="folio live,hugo server", help="names, parted by commas")
    add("--work", default=str(ROOT / "_build" / "bench"), help="where tools and sites are kept")
    options = parser.parse_args(arguments)
    for preview in PREVIEWS:
        if preview.name in options.tools.split(","):
            try:
                _measure(preview, options, Path(options.work).resolve())
            except UnavailableError as reason:
                print(f"{preview.name}: not here: {reason}", flush=True)
    return 0


def _measure(preview: Preview, options: argparse.Namespace, work: Path) -> None:
    if preview.name == "sphinx-autobuild" and not importlib.util.find_spec("sphinx_autobuild"):
        raise UnavailableError("it is not installed")
    environment = work / "tools" / preview.peer.name.lower()
    prepare(preview.peer, environment)
    site = work / "live" / preview.name.replace(" ", "-")
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    preview.peer.write(Workload(options.posts, options.posts), site)
    number = options.posts // 2
    source = site / preview.peer.source(number)
    with _running(preview, environment, site) as address:
        url = f"{address}{preview.path(number)}"
        began = time.monotonic()
        _until(lambda: _text(url))
        first = time.monotonic() - began
        _until(lambda: _is_quiet(site))
        with _browser(url) as browser:
            taken = list(_saves(browser, source, options.saves, options.pause))
        print(
            f"{preview.name}: {options.posts} posts: first page {first:.2f} s, "
            f"save to seen, median of {len(taken)}: {statistics.median(taken):.3f} s "
            f"({min(taken):.3f} to {max(taken):.3f}); load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        if preview.name == "folio live":
            _measure_rest(address, site, source)


def _saves(browser: webdriver.Chrome, source: Path, count: int, pause: float) -> Iterator[float]:
    """Save a post so often, and yield how many seconds each took to be painted."""
    text = source.read_text(encoding="utf-8")
    for number in range(count):
        time.sleep(pause)
        began = time.time()
        source.write_text(f"{text}\nSave number {number}.\n", encoding="utf-8")
        asked = "return (window.painted || {})[arguments[0]] || 0"
        seen = 0.0
        while not seen:
            time.sleep(0.1)  # asking often would slow the page down
            seen = float(browser.execute_script(asked, str(number)))
        yield seen / 1000 - began


def _measure_rest(address: str, site: Path, source: Path) -> None:
    """Tell when the search knows of a new sentence, and a list of a new summary."""
    text = source.read_text(encoding="utf-8")
    entry = site / "_build" / "live" / "html" / "pagefind" / "pagefind-entry.json"
    _until(lambda: _is_quiet(site))
    if entry.is_file():
        before = entry.read_bytes()
        began = time.monotonic()
        source.write_text(f"{text}\nA sentence that is to be found.\n", encoding="utf-8")
        _until(lambda: entry.is_file() and entry.read_bytes() != before)
        print(f"    the search knows a sentence after {time.monotonic() - began:.2f} s", flush=True)
        _until(lambda: _is_quiet(site))
    began = time.monotonic()
    source.write_text(text.replace("---\n", "---\nsummary: Told anew.\n", 1), encoding="utf-8")
    _until(lambda: "Told anew." in _text(f"{address}/blog/"))
    print(f"    a list knows a summary after {time.monotonic() - began:.2f} s", flush=True)


@contextlib.contextmanager
def _running(preview: Preview, environment: Path, site: Path) -> Iterator[str]:
    """Run a server, and give its address."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with (site.parent / f"{site.name}.log").open("wb") as log:
        process = subprocess.Popen(
            preview.command(environment, port),
            cwd=site,
            env=variables(ours=preview.peer.is_ours),
            stdout=log,
            stderr=log,
        )
        try:
            address = f"http://localhost:{port}"
            _until(lambda: process.poll() is not None or _answers(port))
            if process.poll() is not None:
                raise UnavailableError(f"it ended; see {log.name}")
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


@contextlib.contextmanager
def _browser(url: str) -> Iterator[webdriver.Chrome]:
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if program is None or driver is None:
        raise UnavailableError("needs chromium and chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for switch in _SWITCHES:
        options.add_argument(switch)
    browser = webdriver.Chrome(options, webdriver.ChromeService(driver))
    try:
        observer = {"source": _OBSERVER}
        browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", observer)
        browser.get(url)
        yield browser
    finally:
        browser.quit()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _text(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return str(answer.read().decode("utf-8"))
    except (OSError, urllib.error.URLError):
        return ""


def _is_quiet(folder: Path) -> bool:
    """Tell whether nothing below a folder was written for three seconds."""
    newest = 0.0
    for place, _folders, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # it was removed meanwhile
                newest = max(newest, Path(place, name).stat().st_mtime)
    time.sleep(0.5)
    return time.time() - newest > 3


def _until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise UnavailableError("it did not answer")
        time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
