"""Remembers, from one run to the next, what was worked out of a file's content.

A file whose times, size and number are those that were noted has the content that it had; where
they differ, as after a checkout, the content is compared. What was noted within moments of a
change is compared as well: times are coarse (https://git-scm.com/docs/racy-git).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: How long after its last change a file is looked at by content, in nanoseconds: two seconds.
MOMENTS = 2_000_000_000


class FileMemory:
    """What was worked out of files, kept in a JSON file; ``form`` is the form of what is kept.

    Each entry is the file's stamp, when that was taken, the digest of its content, and the value.
    """

    def __init__(self, path: Path, form: str) -> None:
        self.path = path
        self.form = form
        self._known: dict[str, list[Any]] = {}
        self._used: dict[str, list[Any]] = {}
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["form"] == form:
                self._known = dict(kept["files"])

    def of(self, file: Path, work_out: Callable[[bytes], Any]) -> Any:
        """Return what *work_out* makes of a file's content: plain values that JSON can hold.

        Raises ``OSError`` where there is no such file.
        """
        name = str(file)
        known = self._used.get(name) or self._known.get(name)
        status = file.stat()
        stamp = [status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino]
        now = time.time_ns()
        if known and known[0] == stamp and max(stamp[:2]) + MOMENTS < known[1]:
            self._used[name] = known
            return known[3]
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        value = known[3] if known and known[2] == digest else work_out(content)
        self._used[name] = [stamp, now, digest, value]
        return value

    def forget(self, file: Path) -> None:
        """Keep nothing of a file, not even its name."""
        self._used.pop(str(file), None)

    def keep(self) -> None:
        """Write what was asked for since the start; all else is forgotten."""
        if self._used == self._known:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_name(f"{self.path.name}.part")
        beside.write_text(json.dumps({"form": self.form, "files": self._used}), encoding="utf-8")
        beside.replace(self.path)
