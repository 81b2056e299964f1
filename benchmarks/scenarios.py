"""The four builds that are measured, and a look at whether each did what it should."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from environments import variables
from measuring import BuildError, Usage, measure
from peers.peer import Peer
from workload import Workload, post

COLD = "cold"  # nothing but the sources
UNCHANGED = "unchanged"  # again
EDITED = "edited"  # again, after a sentence more in one post
#: As in continuous integration: all sources are written anew, with new times, one post is edited;
#: what the last build made, its caches and its output, is as that build left it.
RESTORED = "restored"
SCENARIOS = (COLD, UNCHANGED, EDITED, RESTORED)


@dataclass(frozen=True, slots=True)
class Bench:
    """A tool and the site that it builds, in *folder*, with what *environment* holds."""

    peer: Peer
    workload: Workload
    environment: Path
    folder: Path
    jobs: int
    limit: float

    def scenarios(self, *, cold_only: bool = False) -> Iterator[tuple[str, Usage]]:
        """Write the site, yield the figures of each build; raise ``BuildError`` at a wrong one."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.peer.write(self.workload, self.folder)
        number = self.workload.posts // 2
        yield COLD, self._build(number, post(self.workload, number).title)
        if cold_only:
            return
        yield UNCHANGED, self._build(number, "")
        yield EDITED, self._build(number, self._edit(number))
        self._write_anew()
        number += 1
        yield RESTORED, self._build(number, self._edit(number))

    def _edit(self, number: int) -> str:
        """Add a sentence to a post, and return it."""
        sentence = f"Sentence {number} was not there before."
        path = self.folder / self.peer.source(number)
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{sentence}\n", encoding="utf-8")
        return sentence

    def _write_anew(self) -> None:
        """Give all sources new times, as a fresh checkout does."""
        for top in sorted(self.folder.iterdir()):
            if top.name not in self.peer.made:
                for path in [top, *top.rglob("*")] if top.is_dir() else [top]:
                    if path.is_file():
                        path.write_bytes(path.read_bytes())

    def _build(self, number: int, text: str) -> Usage:
        """Build; the page of a post must then hold *text*."""
        command = self.peer.command(self.environment, self.jobs)
        log = self.folder.with_suffix(".log")
        own = variables(ours=self.peer.is_ours)
        usage = measure(command, self.folder, own, log, self.limit)
        page = self.folder / self.peer.page(number)
        if not page.is_file():
            raise BuildError(f"wrote no {self.peer.page(number)}")
        if text not in page.read_text(encoding="utf-8"):
            raise BuildError(f"{self.peer.page(number)} does not say {text!r}")
        return usage
