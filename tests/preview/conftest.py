"""A preview as authors start it: the command, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from previewing import Live, answers, free_port, wait


@pytest.fixture
def live() -> Iterator[Callable[[Path], Live]]:
    """Return a function that starts ``folio live`` for a site; it ends with the test."""
    started: list[Live] = []

    def start(site: Path) -> Live:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "sphinx_folio", "live", "--port", str(port)],
            cwd=site,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(Live(process, port))
        wait(lambda: answers(port) or process.poll() is not None, "the server")
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.stop()
        one.process.stdout.close()  # type: ignore[union-attr]
