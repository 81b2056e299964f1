"""Runs previews of small sites for tests, and waits for what they do."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx_folio.preview.session import Session

#: No test waits for that long; one that does has failed.
PATIENCE = 60.0


class Browser:
    """Stands for a browser that shows a page: it keeps what it is told."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.digest = ""
        self.told: list[dict[str, Any]] = []

    def send(self, message: dict[str, Any]) -> None:
        self.told.append(message)

    @property
    def pages(self) -> list[str]:
        """The states of the page that it was shown."""
        return [one["html"] for one in self.told if one["kind"] == "page"]

    @property
    def problems(self) -> list[dict[str, Any]]:
        """What it last heard to be wrong."""
        told = [one["problems"] for one in self.told if one["kind"] == "problems"]
        return told[-1] if told else []


async def until(condition: Callable[[], object], what: str = "") -> None:
    """Wait for a condition."""
    clock = asyncio.get_running_loop().time
    end = clock() + PATIENCE
    while not condition():
        assert clock() < end, f"waited in vain {what}"
        await asyncio.sleep(0.005)


async def at_rest(session: Session) -> None:
    """Wait until everything that was saved has been followed."""
    await until(lambda: session.is_at_rest, "for the preview to come to rest")


async def after(session: Session, change: Callable[[], object]) -> None:
    """Change something, and wait until that is seen and has been followed."""
    turn = session.state.turn
    change()
    await until(lambda: session.state.turn > turn, "for a change to be seen")
    await at_rest(session)


@contextlib.asynccontextmanager
async def previewing(site: Path) -> AsyncIterator[Session]:
    """Run a preview, from when it is at rest first."""
    session = Session(site, lambda _line: None)
    running = asyncio.create_task(session.run())
    try:
        await at_rest(session)
        yield session
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


@dataclass
class Live:
    """A preview that runs: its process, and where it is."""

    process: subprocess.Popen[str]
    port: int

    @property
    def address(self) -> str:
        """The address of the first page."""
        return f"http://localhost:{self.port}/"

    def ask(
        self, path: str, headers: dict[str, str] | None = None
    ) -> tuple[int, str, http.client.HTTPMessage]:
        """Return the status, the text and the headers of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest("GET", path, skip_host=True)
        for name, value in {"Host": f"localhost:{self.port}", **(headers or {})}.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, text, answer.headers

    def stop(self) -> float:
        """Press Ctrl-C, and return how long it took to end, in seconds."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        return time.monotonic() - began


def wait(condition: Callable[[], object], what: str) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
