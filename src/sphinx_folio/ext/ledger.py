"""The ledger of an output folder: what the last build wrote there, and from what."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.builders import Builder

#: The list of the files of an output folder, in that folder.
FILES = ".folio-files"


class Ledger:
    """What was written into an output folder: its files there, their digests beside the doctrees.

    ``complete`` is false from the start of a build until its end: a build that was killed leaves
    pages read but not written, which no comparison of times finds. The list of files is in the
    output itself, so that what is withdrawn goes even if the doctrees are gone. ``converted`` are
    the images that only the writers of their pages know of.
    """

    def __init__(self, builder: Builder) -> None:
        self.outdir = Path(builder.outdir)
        place = hashlib.sha256(str(self.outdir.resolve()).encode()).hexdigest()[:12]
        self.path = Path(builder.doctreedir) / f"folio-{builder.name}-{place}.json"
        self.before: dict[str, Any] = {
            "complete": False,
            "digests": {},
            "look": "",
            "converted": [],
        }
        with contextlib.suppress(OSError, ValueError):
            self.before |= json.loads(self.path.read_text(encoding="utf-8"))
        self.files: set[str] = set()
        with contextlib.suppress(OSError, ValueError):
            self.files.update((self.outdir / FILES).read_text(encoding="utf-8").splitlines())

    def write(self, **state: Any) -> None:
        """Write the state, whole or not at all."""
        _replace(self.path, json.dumps(state, sort_keys=True))

    def note_files(self, files: Iterable[str]) -> None:
        """Write the list of files, whole or not at all."""
        _replace(self.outdir / FILES, "".join(f"{name}\n" for name in sorted(set(files))))


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
