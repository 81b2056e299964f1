"""Measures what a built site costs its reader, page type by page type, in Chromium.

`python benchmarks/reader.py SITE [--query WORD] [--page KIND=PATH ...] [--json FILE]`: SITE is the
output of a build. It is served from loopback, text compressed (gzip -9), nothing kept by the
browser, on a processor that is slowed down four times. Columns: requests and kB until two seconds
after the load, kB of each kind, requests after the load (but for the icon, for which Chromium asks
then), layout shift, the longest task in ms (the shift is the greatest, the task the median of five
loads). Then the search: ms from the first key to
the first result on an empty cache, the median of five, and the kB that it asked for. Last, for the
pages named with `--lighthouse KIND ...`, Lighthouse's scores out of 100 (performance,
accessibility, best practices, search engines), medians of five runs as on a slow phone.

Needs selenium, chromium and chromedriver; Lighthouse is not a part of this repository, and is left
out where it is not:

    npm install --prefix _build/bench/lighthouse lighthouse@12.8.2

Sizes and counts are the same on each run; times are of one machine, and of what else runs there.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.keys import Keys

SLOWER = 4
RUNS = 5
LIGHTHOUSE = Path("_build/bench/lighthouse/node_modules/lighthouse/cli/index.js")
SCORES = ("performance", "accessibility", "best-practices", "seo")
QUIET = 2.0  # seconds in which nothing may be asked for after the load
KINDS = {
    ".html": "html", ".css": "css", ".js": "js", ".woff2": "font", ".svg": "image",
    ".png": "image", ".jpg": "image", ".webp": "image",
}  # fmt: skip
SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
)  # fmt: skip
#: Kind of page, and where its like is found; of several the heaviest counts.
PAGES = {
    "home": ("index.html",),
    "person": ("people/*/index.html",),
    "CV": ("cv/*/index.html",),
    "publications": ("publications/index.html",),
    "publication": ("publications/*/index.html",),
    "post": ("blog/**/index.html", "posts/**/index.html"),
    "post in Chinese": ("blog/**/*.zh/index.html", "posts/**/*.zh/index.html"),
    "series": ("blog/*/index.html", "blog/series/*/index.html"),
    "tag": ("blog/tags/*/index.html",),
    "search": ("search/index.html",),
    "404": ("404.html",),
}

WATCH = """
window.seen = { shift: 0, task: 0 };
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) seen.shift += one.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) seen.task = Math.max(seen.task, one.duration);
}).observe({ type: "longtask", buffered: true });
addEventListener("input", () => { seen.key ??= performance.now(); }, true);
new MutationObserver(() => {
  if (document.querySelector(".folio-finder-result")) seen.result ??= performance.now();
}).observe(document, { childList: true, subtree: true });
"""


@dataclass(frozen=True)
class Answer:
    """A file that was asked for: when, and its bytes as they were sent."""

    time: float
    path: str
    size: int


@dataclass
class Row:
    """What one page costs."""

    kind: str
    path: str
    requests: int = 0
    size: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    later: int = 0
    shift: float = 0.0
    task: float = 0.0


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files as a good host does: text compressed."""

    answers: list[Answer]

    def do_GET(self) -> None:
        """Answer, and note what was asked for."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.answers.append(Answer(time.monotonic(), self.path, 0))
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in {".html", ".css", ".js", ".json", ".svg", ".xml"}:
            data = gzip.compress(data, 9, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.answers.append(Answer(time.monotonic(), self.path, len(data)))
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's)
        """Say nothing."""


def serve(folder: Path) -> tuple[str, list[Answer]]:
    """Serve a folder until the process ends; return the address, and the list of what is asked."""
    answers: list[Answer] = []
    noting = type("Noting", (Handler,), {"answers": answers})
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(noting, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/", answers


def _chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), "")


def start() -> webdriver.Chrome:
    """Return a slow browser that notes what readers notice."""
    options = webdriver.ChromeOptions()
    options.binary_location = _chromium()
    for switch in SWITCHES:
        options.add_argument(switch)
    browser = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
    browser.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return browser


def pages(site: Path, given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the kinds of pages that a site has, and the address of one of each."""
    for kind, patterns in PAGES.items():
        found = [path for pattern in patterns for path in site.glob(pattern)]
        if kind == "post":
            found = [path for path in found if "<math" in path.read_text(encoding="utf-8")]
            found = [path for path in found if not path.parent.name.endswith(".zh")]
        if kind == "series":
            found = [path for path in found if not _is_post(path)]
        if kind in given:
            yield kind, given[kind]
        elif found:
            path = max(found, key=lambda path: (path.stat().st_size, path))
            yield kind, path.relative_to(site).as_posix().removesuffix("index.html")


def _is_post(path: Path) -> bool:
    return '"@type": "BlogPosting"' in path.read_text(encoding="utf-8")


def measure(browser: webdriver.Chrome, base: str, answers: list[Answer], row: Row) -> None:
    """Load a page with nothing in the cache, wait, and fill in what it cost; several times."""
    tasks = []
    for _ in range(RUNS):
        browser.get("about:blank")
        browser.execute_cdp_cmd("Network.clearBrowserCache", {})
        answers.clear()
        browser.get(base + row.path)
        loaded = time.monotonic()
        time.sleep(QUIET)
        seen = browser.execute_script("return window.seen")
        tasks.append(seen["task"])
        row.shift = max(row.shift, round(seen["shift"], 4))
        late = [one for one in answers if one.time > loaded and "favicon" not in one.path]
        row.later = max(row.later, len(late))
    row.task = statistics.median(tasks)
    for one in answers:
        path = one.path.partition("?")[0]
        kind = "html" if path.endswith("/") else KINDS.get(Path(path).suffix, "other")
        row.sizes[kind] = row.sizes.get(kind, 0) + one.size
    row.requests, row.size = len(answers), sum(row.sizes.values())


def search(browser: webdriver.Chrome, base: str, answers: list[Answer], word: str) -> Any:
    """Return the median of several searches: ms to the first result, bytes asked for."""
    found = [_search(browser, base, answers, word) for _ in range(RUNS)]
    return sorted(found, key=lambda one: one["ms"] or float("inf"))[RUNS // 2]


def _search(browser: webdriver.Chrome, base: str, answers: list[Answer], word: str) -> Any:
    """Return ms from the first key to the first result, and the bytes that the search asked for."""
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": 1})
    browser.get(base)
    time.sleep(1)
    answers.clear()
    browser.find_element("css selector", "body").send_keys("/")
    browser.switch_to.active_element.send_keys(word[0])
    browser.switch_to.active_element.send_keys(word[1:])
    end = time.monotonic() + 10
    while time.monotonic() < end:
        seen = browser.execute_script("return window.seen")
        if seen.get("result"):
            break
        time.sleep(0.02)
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    took = round(seen["result"] - seen["key"]) if seen.get("result") else None
    return {"word": word, "ms": took, "bytes": sum(one.size for one in answers)}


def lighthouse(address: str) -> dict[str, float]:
    """Return the median scores of a page."""
    command = [
        *("node", str(LIGHTHOUSE), address, "--output=json", "--quiet"),
        f"--only-categories={','.join(SCORES)}",
        f"--chrome-flags={' '.join(SWITCHES)}",
    ]
    environment = {**os.environ, "CHROME_PATH": _chromium()}
    found: dict[str, list[float]] = {name: [] for name in SCORES}
    for _ in range(RUNS):
        run = subprocess.run(command, env=environment, capture_output=True, check=True)
        for name, category in json.loads(run.stdout)["categories"].items():
            found[name].append(round(100 * (category["score"] or 0)))
    return {name: statistics.median(scores) for name, scores in found.items()}


def scores(kinds: list[str], rows: list[Row], base: str) -> dict[str, dict[str, float]]:
    """Return, and print, what Lighthouse says of some kinds of pages."""
    if not kinds:
        return {}
    if not (shutil.which("node") and LIGHTHOUSE.is_file()):
        print(f"\nLighthouse was left out: there is no node, or no {LIGHTHOUSE}")
        return {}
    found = {row.kind: lighthouse(base + row.path) for row in rows if row.kind in kinds}
    print("\n| page |", " | ".join(SCORES), "|")
    print("|---" * (len(SCORES) + 1) + "|")
    for kind, values in found.items():
        print(f"| {kind} |", " | ".join(f"{values[name]:.0f}" for name in SCORES), "|")
    return found


def main() -> int:
    """Measure every kind of page, and the search, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, help="the output of a build")
    parser.add_argument("--query", default="layout", help="a word that the search finds")
    parser.add_argument("--page", action="append", default=[], metavar="KIND=PATH")
    parser.add_argument("--lighthouse", nargs="*", default=[], metavar="KIND")
    parser.add_argument("--json", type=Path, help="write all figures there")
    arguments = parser.parse_args()
    given = dict(one.split("=", 1) for one in arguments.page)
    base, answers = serve(arguments.site)
    browser = start()
    try:
        rows = [Row(kind, path) for kind, path in pages(arguments.site, given)]
        for row in rows:
            measure(browser, base, answers, row)
        found = search(browser, base, answers, arguments.query)
    finally:
        browser.quit()
    kinds = ("html", "css", "js", "font", "image", "other")
    print("| page | requests | kB |", " | ".join(kinds), "| later | shift | longest task |")
    print("|---" * (len(kinds) + 6) + "|")
    for row in rows:
        sizes = " | ".join(f"{row.sizes.get(kind, 0) / 1000:.1f}" for kind in kinds)
        print(
            f"| {row.kind}: {row.path or '/'} | {row.requests} | {row.size / 1000:.1f} | {sizes}"
            f" | {row.later} | {row.shift:g} | {row.task:.0f} |"
        )
    print(f"\nsearch for {found['word']!r}: {found['ms']} ms, {found['bytes'] / 1000:.1f} kB")
    told = {"pages": [asdict(row) for row in rows], "search": found}
    told["lighthouse"] = scores(arguments.lighthouse, rows, base)
    if arguments.json:
        arguments.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
