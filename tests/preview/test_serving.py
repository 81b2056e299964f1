"""The server is for this machine's author alone, and serves the site and nothing beside it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Scope

from building import copy_root, make
from previewing import Live, free_port, until, wait
from sphinx_folio.preview import pages
from sphinx_folio.preview.children import Child
from sphinx_folio.preview.guard import Guard
from sphinx_folio.preview.lock import TakenError, alone
from sphinx_folio.preview.places import Places
from sphinx_folio.preview.server import _Site
from sphinx_folio.preview.session import Rendered, Session

SELF, OTHER = "localhost:8000", "localhost:9000"


def refused(kind: str, *headers: tuple[str, str]) -> bool:
    """Tell whether a request with headers is refused by the guard of port 8000."""
    passed, sent = [], []

    async def app(scope: Scope, receive: Any, send: Any) -> None:
        passed.append(scope)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": kind,
        "method": "GET",
        "path": "/",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "extensions": {"websocket.http.response": {}},
    }
    asyncio.run(Guard(app, 8000)(scope, receive, send))
    assert bool(passed) != bool(sent)
    if sent:
        assert sent[0]["status"] == 403
    return not passed


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_the_names_of_this_machine_are_let_in(name: str) -> None:
    host = ("host", f"{name}:8000")
    assert not refused("http", host)
    assert not refused("http", host, ("origin", f"http://{SELF}"))
    assert not refused("websocket", host, ("origin", f"http://{name}:8000"))


@pytest.mark.parametrize(
    "host", ["evil.example:8000", "localhost", OTHER, "localhost.evil.example:8000", ""]
)
def test_other_names_are_refused_whatever_leads_here(host: str) -> None:
    origin = ("origin", f"http://{SELF}")
    assert refused("http", ("host", host))
    assert refused("websocket", ("host", host), origin)


def test_a_request_without_a_name_or_with_two_is_refused() -> None:
    assert refused("http")
    assert refused("http", ("host", SELF), ("host", "evil.example"))


@pytest.mark.parametrize(
    "origin", ["http://evil.example", f"https://{SELF}", f"http://{OTHER}", "null"]
)
def test_pages_of_other_sites_are_refused(origin: str) -> None:
    host = ("host", SELF)
    assert refused("http", host, ("origin", origin))
    assert refused("websocket", host, ("origin", origin))


def test_a_connection_that_does_not_say_which_page_asks_is_refused() -> None:
    assert refused("websocket", ("host", SELF))


@pytest.mark.parametrize(
    "path",
    [
        "/../conf.py", "/%2e%2e/conf.py", "/a/../../conf.py", "/.folio-files", "/.doctrees/x",
        "/_static/../../secret", "/..\\conf.py", "/a\0b", "//etc/passwd", "/out",
        f"/{'a' * 300}/",
    ],
)  # fmt: skip
def test_nothing_outside_or_hidden_is_found(tmp_path: Path, path: str) -> None:
    root = tmp_path / "html"
    (root / "_static").mkdir(parents=True)
    (root / ".doctrees").mkdir()
    for hidden in (tmp_path / "conf.py", tmp_path / "secret", root / ".folio-files"):
        hidden.write_text("hidden")
    (root / ".doctrees" / "x").write_text("hidden")
    (root / "out").symlink_to(tmp_path / "secret")
    assert pages.find([root], path) is None


def test_pages_and_files_are_found_by_their_addresses(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    page = tmp_path / "a b" / "index.html"
    page.write_text("<html></html>\n")
    assert pages.find([tmp_path / "none", tmp_path], "/a b/") == page
    assert pages.find([tmp_path], "/a b/index.html") == page
    assert pages.find([tmp_path], "/a b") is None


def test_the_script_comes_before_all_others_and_says_which_state_the_page_has() -> None:
    page = b'<!doctype html><html><head lang="en"><script src="x.js"></script></head></html>'
    got = pages.with_script(page)
    assert got.index(b"/.folio/page.js") < got.index(b"x.js")
    assert pages.digest(page).encode() in got


@pytest.mark.parametrize(
    "page",
    [b"<!DOCTYPE html>\n<html><body><header>Words</header></body></html>", b"\n<!doctype html><p>"],
)
def test_the_script_comes_after_the_doctype_where_a_page_has_no_head(page: bytes) -> None:
    before, tag, _after = pages.with_script(page).partition(b"<script")
    assert before.strip().lower() == b"<!doctype html>"
    assert tag


def answered(session: Session, path: str) -> Response:
    """Return what is answered to a request for a path."""
    request = Request({
        "type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [],
        "scheme": "http", "server": ("127.0.0.1", 8000),
    })  # fmt: skip
    return asyncio.run(_Site(session).answer(request))


def test_a_page_is_the_same_by_the_name_of_its_file(tmp_path: Path) -> None:
    session = Session(tmp_path, lambda _line: None)
    session.state.rendered["/notes/"] = Rendered(b"<html>As rendered</html>", 1)
    assert b"As rendered" in answered(session, "/notes/index.html").body


def test_an_address_with_odd_characters_leads_to_its_page(tmp_path: Path) -> None:
    session = Session(tmp_path, lambda _line: None)
    session.state.rendered["/c#/"] = Rendered(b"<html></html>", 1)
    answer = answered(session, "/c#")
    assert answer.headers["location"].endswith(":8000/c%23/")


def test_the_command_serves_pages_to_this_machine(
    tmp_path: Path, live: Callable[[Path], Live]
) -> None:
    source = copy_root("site", tmp_path / "site")
    preview = live(source)
    status, text, headers = preview.ask("/blog/loose/")
    assert status == 200
    assert "Outside any series" in text
    assert headers["Cache-Control"] == "no-store"
    wait(lambda: preview.ask("/search/")[0] == 200, "the build")
    assert preview.ask("/", {"Host": "evil.example"})[0] == 403
    assert preview.ask("/", {"Origin": "http://evil.example"})[0] == 403
    assert preview.ask("/.folio-files")[0] == 404
    assert preview.ask("/../doctrees/environment.pickle")[0] == 404
    assert preview.ask("/%2e%2e/doctrees/environment.pickle")[0] == 404
    status, _, headers = preview.ask("/blog/loose")
    assert (status, headers["Location"].endswith("/blog/loose/")) == (307, True)
    status, text, _ = preview.ask("/no/such/")
    assert (status, "page.js" in text) == (404, True)
    status, _, headers = preview.ask("/_static/styles/folio.css")
    assert (status, headers.get_content_type()) == (200, "text/css")
    # Nothing of the preview is in the files.
    page = source / "_build" / "live" / "html" / "blog" / "loose" / "index.html"
    assert "page.js" not in page.read_text(encoding="utf-8")


def _children(pid: int) -> set[int]:
    """Return the processes below one, on Linux."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = stat.read_text().split(" ", 1)
        except OSError:
            continue
        parents[int(number)] = int(rest.rpartition(")")[2].split()[1])
    found = {pid}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def _runs(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="needs Linux's /proc")
@pytest.mark.parametrize("at", ["work", "rest"])
def test_ctrl_c_ends_everything_at_once(
    tmp_path: Path, live: Callable[[Path], Live], at: str
) -> None:
    preview = live(copy_root("site", tmp_path / "site"))
    wait(lambda: len(_children(preview.process.pid)) >= 2, "both processes")
    if at == "rest":
        wait(lambda: preview.ask("/search/")[0] == 200, "the build")
    children = _children(preview.process.pid)
    preview.stop()
    assert preview.process.returncode == 0
    wait(lambda: not any(map(_runs, children)), "all processes to end")


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="needs Linux's /proc")
def test_no_process_outlives_a_server_that_was_killed(
    tmp_path: Path, live: Callable[[Path], Live]
) -> None:
    preview = live(copy_root("site", tmp_path / "site"))
    # At rest: a process that works ends at the latest when it has nobody to tell of it.
    wait(lambda: preview.ask("/search/")[0] == 200, "the build")
    children = _children(preview.process.pid)
    assert len(children) >= 2
    preview.process.send_signal(signal.SIGKILL)
    preview.process.wait()
    wait(lambda: not any(map(_runs, children)), "all processes to end")


@pytest.mark.parametrize(
    ("module", "message", "last"),
    [
        ("renderer", {"number": 1, "do": "load"}, None),
        ("site_builder", {"turn": 0, "jobs": 1}, "search"),
    ],
)
def test_a_process_at_rest_ends_when_nobody_is_there_to_ask_it(
    tmp_path: Path, module: str, message: dict[str, Any], last: str | None
) -> None:
    site = copy_root("site", tmp_path / "site")
    with subprocess.Popen(
        [sys.executable, "-m", f"sphinx_folio.preview.{module}", str(site)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
        while json.loads(process.stdout.readline()).get("done") != last:
            pass
        assert process.poll() is None
        process.stdin.close()
        try:
            process.wait(20)
        finally:
            process.kill()


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="needs Linux's /proc")
def test_what_a_killed_process_has_started_ends_with_it(tmp_path: Path) -> None:
    # A process that was forked has its parent's output open, as those that build in parallel do.
    conf = """\
import os, pathlib, time
if os.fork() == 0:
    pathlib.Path("worker").write_text(str(os.getpid()))
time.sleep(300)
"""
    site = make(tmp_path / "site", conf=conf)
    worker = site / "worker"
    died: list[dict[str, Any]] = []

    async def scenario() -> None:
        child = Child("site_builder", site, died.append)
        await child.start()
        child.tell(turn=0, jobs=1)
        await until(worker.is_file, "for the worker")
        await until(worker.read_text, "for its number")
        assert child._process is not None
        os.kill(child._process.pid, signal.SIGKILL)
        async with asyncio.timeout(5):
            while not died:
                await asyncio.sleep(0.01)
        assert died == [{"died": -signal.SIGKILL}]
        async with asyncio.timeout(5):
            await child.stop()

    try:
        asyncio.run(scenario())
        wait(lambda: not _runs(int(worker.read_text())), "the worker to end")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(worker.read_text()), signal.SIGKILL)


def test_an_answer_that_cannot_be_taken_is_told_and_the_next_is_heard() -> None:
    heard: list[dict[str, Any]] = []
    faults: list[dict[str, Any]] = []

    def hear(message: dict[str, Any]) -> None:
        heard.append(message)
        assert message["turn"] != 1, "a fault"

    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, told: faults.append(told))
        output = asyncio.StreamReader()
        output.feed_data(b'{"turn": 1}\n{"turn": 2}\n')
        output.feed_eof()
        await Child("site_builder", Path(), hear)._read(output)

    asyncio.run(scenario())
    assert heard == [{"turn": 1}, {"turn": 2}]
    assert [str(told["exception"]).splitlines()[0] for told in faults] == ["a fault"]


def test_a_port_or_a_site_that_is_taken_is_told(
    tmp_path: Path, live: Callable[[Path], Live]
) -> None:
    site = make(tmp_path / "site", index="# Home\n")
    taken = live(site).port
    by_port, by_site = (
        subprocess.run(
            [sys.executable, "-m", "sphinx_folio", "live", "--port", str(port)],
            cwd=site,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        for port in (taken, free_port())
    )
    assert by_port.returncode == by_site.returncode == 1
    assert by_port.stderr.startswith(f"Error: port {taken} is taken")
    assert "--port" in by_port.stderr
    assert f"is previewed already, at http://127.0.0.1:{taken}/" in by_site.stderr


def test_what_a_preview_has_left_does_not_keep_out_the_next(tmp_path: Path) -> None:
    places = Places(tmp_path)
    for number in (1, 2):
        with alone(places, f"address {number}"), pytest.raises(TakenError) as caught:  # noqa: SIM117
            with alone(places, "another"):
                pass
        assert str(caught.value) == f"address {number}"


def test_what_is_not_installed_is_told(tmp_path: Path) -> None:
    site = make(tmp_path / "site", index="# Home\n")
    hide = "import sys; sys.modules['watchfiles'] = None; from sphinx_folio.cli import main; main()"
    command = [sys.executable, "-c", hide, "live", "--port", str(free_port())]
    ran = subprocess.run(
        command, cwd=site, capture_output=True, text=True, check=False, env={**os.environ}
    )
    assert ran.returncode == 1
    assert "pip install 'sphinx-folio[live]'" in ran.stderr
