"""Runs compilers and programs: with little around them, not for ever, and none left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

#: Whoever prints more has gone astray.
LONGEST_OUTPUT = 4_000_000  # bytes
_POLL = 0.1  # seconds
# Without these no program starts on Windows.
_SYSTEM = ("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT")


@dataclass(frozen=True, slots=True)
class Run:
    """How a program ended; ``stopped`` says why it was ended by us, ``""`` where it was not."""

    code: int
    output: str
    errors: str
    stopped: str = ""


class Interrupted(Exception):  # noqa: N818 (nothing is wrong)
    """The programs have been stopped; no other is started."""


class Programs:
    """Starts programs, from any thread, and can end all that are running."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def run(
        self,
        command: Sequence[str | Path],
        folder: Path,
        timeout: float,
        environment: Mapping[str, str] | None = None,
    ) -> Run:
        """Run a command in a folder, with nothing of our environment, for *timeout* seconds.

        *environment* is added to what it cannot do without: a language, a zone, and the folder as
        home and for temporary files. What is printed is read as UTF-8, U+FFFD for what is none.
        Who prints too much is stopped, or has been.
        """
        variables = {
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "PATH": os.defpath,
            "TEMP": str(folder),
            "TMPDIR": str(folder),
            "TZ": "UTC",
            **{name: os.environ[name] for name in _SYSTEM if name in os.environ},
            **(environment or {}),
        }
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            with self._lock:
                if self._stopped:
                    raise Interrupted
                process = subprocess.Popen(
                    [str(part) for part in command],
                    cwd=folder,
                    env=variables,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=errors,
                    start_new_session=True,  # what it starts is ended with it
                )
                self._running.add(process)
            try:
                stopped = _wait(process, timeout, (output, errors))
            finally:
                _end(process)
                with self._lock:
                    self._running.discard(process)
            if self._stopped:
                raise Interrupted
            stopped = stopped or _flood(output, errors)
            return Run(process.returncode, _text(output), _text(errors), stopped)

    def stop(self) -> None:
        """End all that runs; whoever waits for one gets ``Interrupted``."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                _end(process)


def _wait(process: subprocess.Popen[bytes], timeout: float, files: tuple[IO[bytes], ...]) -> str:
    """Wait for a program, and return why it has to be ended, else ``""``."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(min(_POLL, max(0.0, end - time.monotonic())))
            return ""
        if said := _flood(*files):
            return said
    return f"did not end within {timeout:g} s"


def _flood(*files: IO[bytes]) -> str:
    """Say so where more was printed than anybody reads."""
    if any(os.fstat(file.fileno()).st_size > LONGEST_OUTPUT for file in files):
        return f"printed more than {LONGEST_OUTPUT // 1_000_000} MB"
    return ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started and left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    content = file.read(LONGEST_OUTPUT)
    return content.decode("utf-8", errors="replace").replace("\r\n", "\n")
