"""How a process of the preview hears from the server, and answers: one JSON value a line."""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

Message = dict[str, Any]


class Wire:
    """The lines from and to the server; when those from it end, so does this process, at once."""

    def __init__(self) -> None:
        # The server decides when to end, also where the terminal tells all processes to.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._lines = os.fdopen(os.dup(0), "rb")
        self._answers = os.fdopen(os.dup(1), "wb")
        # What a conf.py prints must not be taken for an answer, nor what we are told for its input.
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        self._heard: queue.SimpleQueue[Message] = queue.SimpleQueue()
        threading.Thread(target=self._hear, daemon=True).start()

    def __iter__(self) -> Iterator[Message]:
        """Yield messages as they come, for ever."""
        while True:
            yield self._heard.get()

    @property
    def is_waited_for(self) -> bool:
        """Whether there is a message that was not taken yet."""
        return not self._heard.empty()

    def tell(self, **message: Any) -> None:
        """Send a message to the server."""
        write(self._answers, message)

    def _hear(self) -> None:
        for line in self._lines:
            self._heard.put(json.loads(line))
        end_all()


def write(stream: BinaryIO, message: Message) -> None:
    """Write a message as a line."""
    stream.write(json.dumps(message, ensure_ascii=False).encode("utf-8") + b"\n")
    stream.flush()


def end_all() -> None:
    """End this process and all that it has started: they are in a group of their own."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    sys.stderr.flush()
    os._exit(0)
