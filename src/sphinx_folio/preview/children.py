"""The processes of the preview as the server sees them: started, asked, and ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .wire import Message

#: The longest line that is read, in bytes: a page, or the faults of a whole site.
LONGEST = 1 << 28
#: How often it is looked whether a process has ended, and how long it is waited for what it still
#: has to say, in seconds.
LOOK = 0.1
LAST_WORDS = 1.0


class ChildDiedError(Exception):
    """The process ended while an answer was awaited."""


class Child:
    """A process that runs a module of the preview; *hear* gets what it tells unasked.

    When it ends by itself, *hear* gets its status as ``died``.
    """

    def __init__(self, module: str, site: Path, hear: Callable[[Message], None]) -> None:
        self._module = module
        self._site = site
        self._hear = hear
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._awaited: dict[int, asyncio.Future[Message]] = {}
        self._number = 0
        self._ended = False
        self._opened = asyncio.Event()

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start the process, in a group of its own: what it starts can be ended with it."""
        self._ended = False
        # As `sphinx-build`: the folder where it runs is no place to import from.
        command = [sys.executable, "-P", "-m", f"sphinx_folio.preview.{self._module}"]
        self._process = await asyncio.create_subprocess_exec(
            *command,
            str(self._site),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # Docutils names included files as seen from where it runs.
            cwd=self._site,
            start_new_session=True,
            limit=LONGEST,
        )
        self._listening = asyncio.create_task(self._listen(self._process))

    def tell(self, **message: Any) -> None:
        """Send a message that has no answer; to a process that has ended, nothing."""
        stdin = self._process.stdin if self._process else None
        if stdin is not None and self.is_alive:
            stdin.write(json.dumps(message, ensure_ascii=False).encode("utf-8") + b"\n")

    def post(self, **message: Any) -> asyncio.Future[Message]:
        """Send a message; its answer comes, or a `ChildDiedError`."""
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        if self.is_alive:
            self._number += 1
            self._awaited[self._number] = answer
            self.tell(number=self._number, **message)
        else:
            answer.set_exception(ChildDiedError(self._module))
        return answer

    def open(self) -> None:
        """Let in questions, after what had to be posted before them."""
        self._opened.set()

    async def ask(self, **message: Any) -> Message:
        """Send a message, once the process is open, and return its answer.

        Raises `ChildDiedError`.
        """
        await self._opened.wait()
        return await self.post(**message)

    def kill(self) -> None:
        """End the process, and all that it has started, at once."""
        self._ended = True
        self._opened.clear()
        # Where it has ended, listening ends what it left; its number may be another's later.
        if self._process is not None and self.is_alive:
            _kill_group(self._process)

    async def stop(self) -> None:
        """End the process and wait until it is gone."""
        self.kill()
        if self._listening is not None:
            await self._listening

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        reading = asyncio.create_task(self._read(process.stdout))
        ending = asyncio.create_task(_end_of(process))
        await asyncio.wait({reading, ending}, return_when=asyncio.FIRST_COMPLETED)
        # What the process has started has its output open and would be listened to for ever.
        _kill_group(process)
        await asyncio.wait({reading}, timeout=LAST_WORDS)
        reading.cancel()
        ending.cancel()
        await _end_of(process, LOOK / 20)
        waiting, self._awaited = self._awaited, {}
        for answer in waiting.values():
            if not answer.done():
                answer.set_exception(ChildDiedError(self._module))
        if not self._ended:
            self._hear({"died": process.returncode})

    async def _read(self, output: asyncio.StreamReader) -> None:
        while line := await output.readline():
            message = json.loads(line)
            number = message.pop("number", None)
            if number is None:
                try:
                    self._hear(message)
                except Exception as error:  # noqa: BLE001 (a fault of ours must not end listening)
                    told = {"message": "an answer could not be taken", "exception": error}
                    asyncio.get_running_loop().call_exception_handler(told)
            elif not (answer := self._awaited.pop(number)).done():
                answer.set_result(message)


async def _end_of(process: asyncio.subprocess.Process, look: float = LOOK) -> None:
    """Return when a process has ended; its own ``wait`` returns only when nobody has its pipes."""
    while process.returncode is None:
        await asyncio.sleep(look)


def _kill_group(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
