"""Runs a command and measures it with all processes that it starts.

Seconds are those of the wall and of the processor (user and system, of the command and of what it
waited for). Memory is in MB (10^6 bytes): ``peak`` is the greatest sum over all its processes at
one time, pages that several share counted once (from /proc, looked at ten times a second; 0 where
there is no such thing).
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PAUSE = 0.1  # seconds between two looks


class BuildError(Exception):
    """Why a command gave no figures, in a line."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took: seconds, and MB."""

    wall: float
    cpu: float
    peak: float


def measure(
    command: list[str], folder: Path, variables: Mapping[str, str], log: Path, limit: float
) -> Usage:
    """Run a command in a folder; its output goes to *log*.

    Raise ``BuildError`` if it fails or is not ready after *limit* seconds; then it is ended.
    """
    with log.open("wb") as output:
        start = time.perf_counter()
        # A session of its own: by that its processes are found, and ended.
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        with _Watch(process.pid) as watch:
            late = threading.Timer(limit, _end, [process.pid])
            late.start()
            try:
                _, status, used = os.wait4(process.pid, 0)
            except BaseException:  # Ctrl-C reaches this process only
                _end(process.pid)
                raise
            finally:
                late.cancel()
            wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for
    if wall >= limit:
        raise BuildError(f"over {limit:g} s")
    if process.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise BuildError(f"exit {process.returncode}: {lines[-1] if lines else 'said nothing'}")
    cpu = used.ru_utime + used.ru_stime
    return Usage(wall, cpu, watch.peak / 1e6)


def _end(session: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


class _Watch:
    """Looks at the memory of a session's processes until it is left; ``peak`` is in bytes.

    To ask how much of its memory a process shares costs milliseconds, which would be taken from
    what is measured. So the sizes alone are looked at, and the share is asked for when processes
    came or went or have grown by a tenth since; between, it is taken to be what it was.
    """

    def __init__(self, session: int) -> None:
        self.peak = 0.0
        self._session = session
        self._known: dict[str, bool] = {}  # process → whether it is of the session
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        if _PROC.is_dir():
            self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> None:
        before: list[str] = []
        size, share = 0, 1.0
        while not self._done.wait(_PAUSE):
            members = list(self._members())
            resident = sum(map(_resident, members))
            if members != before or resident > 1.1 * size:
                before, size = members, resident
                share = shared_once(members) / resident if resident else 1.0
            self.peak = max(self.peak, resident * min(share, 1.0))

    def _members(self) -> Iterator[str]:
        """Yield the processes of the session; those met before are not asked again."""
        found = [name for name in os.listdir(_PROC) if name.isdecimal()]  # noqa: PTH208 (names only)
        for name in found:
            if name not in self._known:
                self._known[name] = _session(name) == self._session
            if self._known[name]:
                yield name


def shared_once(processes: Iterable[str]) -> int:
    """Return the memory of processes in bytes, what several of them share counted once."""
    return sum(map(_proportional, processes))


def _session(process: str) -> int:
    """Return the session of a process, or 0 if it is gone."""
    try:
        stat = (_PROC / process / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    # pid (name, which may hold anything) state ppid pgrp session
    return int(stat.rpartition(")")[2].split()[3])


def _resident(process: str) -> int:
    """Return the memory of a process, shared or not, in bytes, or 0 if it is gone."""
    try:
        pages = (_PROC / process / "statm").read_text(encoding="utf-8").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _proportional(process: str) -> int:
    """Return a process's part of the memory that it uses with others, in bytes, or 0."""
    try:
        lines = (_PROC / process / "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    named = (int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return next(named, 0)
