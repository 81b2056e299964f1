"""Builds the same site with each tool, in turn, and measures it: `make bench`.

`python benchmarks/run.py --sizes 100,1000,3000 --repeat 3 --save FILE` prints a line a build, then
the tables, and writes the figures as JSON after each build; of these `report.py` makes what the
README shows. Tools and sites are kept below `_build/bench/`. A tool that cannot be installed, or
fails, is told and left out from there on.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from environments import UnavailableError, commit, machine, prepare, versions
from measuring import BuildError
from peers import PEERS, VARIANTS
from peers.peer import Peer
from report import report
from scenarios import COLD, Bench
from workload import Workload

ROOT = Path(__file__).resolve().parent.parent
_SLOW = 120.0  # seconds of a cold build that is not repeated
_LARGE = 1000  # with more posts than these, the cold build alone is measured, once


def main(arguments: list[str]) -> int:
    """Run the benchmark; return 0 whatever the tools do."""
    options = _options().parse_args(arguments)
    chosen = _chosen(options.tools)
    work = Path(options.work).resolve()
    known: dict[str, str] = {}  # tool → why it is not there
    for peer in chosen:
        try:
            prepare(peer, work / "tools" / _folder(peer))
        except UnavailableError as reason:
            known[peer.name] = str(reason)
            print(f"{peer.name}: not here: {reason}", flush=True)
    load = os.getloadavg()[0]
    record: dict[str, Any] = {
        "date": options.date,
        "commit": commit(ROOT),
        "machine": machine(),
        "load_before": round(load, 2),
        "jobs": options.jobs,
        "repeat": options.repeat,
        "tools": [
            {"name": peer.name, "versions": versions(peer), "missing": known.get(peer.name, "")}
            for peer in chosen
        ],
        "runs": [],
        "failures": [],
    }
    if load > 0.5:
        print(f"The machine is busy ({load:.1f} processes wait): look at ratios only.", flush=True)
    runner = _Runner(options, work, record)
    runner.run([peer for peer in chosen if peer.name not in known])
    if record["runs"]:
        print("", report(record), sep="\n")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--sizes", default="100,1000,3000", help="numbers of posts")
    add("--tools", default="", help="parts of names, parted by commas; all if not given")
    add("--repeat", type=int, default=3, help="how often each is measured")
    add("--jobs", type=int, default=2, help="for tools that can be told")
    add("--limit", type=float, default=3600, help="seconds after which a build is ended")
    add("--entries", type=int, default=0, help="in the bibliography; as many as posts if not given")
    add("--growth", action="store_true", help="also ours with more entries and more citations")
    add("--cold-only", action="store_true", help="measure no builds that follow a first one")
    add("--no-warm-up", action="store_true", help="do not build a small site first, unmeasured")
    add("--save", default="", help="write the figures to this file, as JSON")
    add("--date", default="", help="the day of the run, for the report")
    add("--work", default=str(ROOT / "_build" / "bench"), help="where tools and sites are kept")
    return parser


def _chosen(names: str) -> list[Peer]:
    """Return the tools that are named, each in full or by a part of it, or all but variants."""
    everything = [*PEERS, *VARIANTS]
    wanted: list[Peer] = []
    for name in filter(None, (name.strip().lower() for name in names.split(","))):
        found = [peer for peer in everything if name == peer.name.lower()]
        found = found or [peer for peer in everything if name in peer.name.lower()]
        if not found:
            sys.exit(f"no tool is called {name}; there are {'; '.join(p.name for p in everything)}")
        wanted += found
    return [peer for peer in everything if peer in wanted] or list(PEERS)


def _folder(peer: Peer) -> str:
    return "".join(char if char.isalnum() else "-" for char in peer.name.lower())


class _Runner:
    """Goes through tools, sizes and repetitions, and keeps the figures in a record."""

    def __init__(self, options: argparse.Namespace, work: Path, record: dict[str, Any]) -> None:
        self.options = options
        self.work = work
        self.record = record
        self._ended: dict[str, int] = {}  # tool → the posts that it failed with, and so with more
        self._slow: set[tuple[str, Workload]] = set()

    def run(self, peers: list[Peer]) -> None:
        """Measure, smallest sites first, so that a tool that fails costs least."""
        self._save()  # what is not here is known already
        if not self.options.no_warm_up:
            for peer in peers:
                self._warm_up(peer)
        for repetition in range(self.options.repeat):
            for workload in self._workloads():
                # Another order each time, so that no tool always follows the same one.
                first = repetition % max(len(peers), 1)
                for peer in [*peers[first:], *peers[:first]]:
                    self._measure(peer, workload, repetition)
            if self.options.growth and repetition == 0:
                self._measure_growth(peers)

    def _measure_growth(self, peers: list[Peer]) -> None:
        for workload in self._growing():
            for peer in peers:
                if peer is PEERS[0]:
                    self._measure(peer, workload, 0)

    def _workloads(self) -> Iterator[Workload]:
        for size in sorted(int(text) for text in self.options.sizes.split(",")):
            yield Workload(size, self.options.entries or size)

    def _growing(self) -> Iterator[Workload]:
        """Yield sites that grow in entries alone, then in citations alone."""
        posts = min(int(text) for text in self.options.sizes.split(","))
        for factor in (3, 10, 30):
            yield Workload(posts, posts * factor)
        for citations in (9, 30):
            yield Workload(posts, posts, citations)

    def _warm_up(self, peer: Peer) -> None:
        """Build once, so that no first figure is one of a disk that reads a program."""
        try:
            list(self._bench(peer, Workload(10, 10)).scenarios(cold_only=True))
        except BuildError as reason:
            self._note_failure(peer, Workload(10, 10), "warm-up", reason)

    def _bench(self, peer: Peer, workload: Workload) -> Bench:
        folder = _folder(peer)
        return Bench(
            peer=peer,
            workload=workload,
            environment=self.work / "tools" / folder,
            folder=self.work / "sites" / folder,
            jobs=self.options.jobs,
            limit=self.options.limit,
        )

    def _note_failure(self, peer: Peer, workload: Workload, at: str, reason: BuildError) -> None:
        self._ended[peer.name] = min(workload.posts, self._ended.get(peer.name, workload.posts))
        row = {"tool": peer.name, **asdict(workload), "scenario": at, "reason": str(reason)}
        self.record["failures"].append(row)
        print(f"{peer.name}: {workload.posts} posts, {at}: {reason}", flush=True)
        self._save()

    def _save(self) -> None:
        if self.options.save:
            text = json.dumps(self.record, indent=1) + "\n"
            Path(self.options.save).write_text(text, encoding="utf-8")

    def _measure(self, peer: Peer, workload: Workload, repetition: int) -> None:
        most = self._ended.get(peer.name)
        if most is not None and workload.posts >= most:
            return
        large = workload.posts > _LARGE
        if (peer.name, workload) in self._slow or (large and repetition):
            return
        common = {"tool": peer.name, **asdict(workload)}
        scenario = "nothing"
        try:
            for scenario, usage in self._bench(peer, workload).scenarios(
                cold_only=self.options.cold_only or large
            ):
                figures = {name: round(value, 3) for name, value in asdict(usage).items()}
                row = {**common, "scenario": scenario, "repetition": repetition, **figures}
                self.record["runs"].append(row)
                _say(row)
                self._save()
                if scenario == COLD and usage.wall > _SLOW:
                    self._slow.add((peer.name, workload))
        except BuildError as reason:
            self._note_failure(peer, workload, f"after {scenario}", reason)


def _say(row: dict[str, Any]) -> None:
    size = f"{row['posts']} posts, {row['entries']} entries, {row['citations']} each"
    times = f"{row['wall']:8.2f} s {row['cpu']:8.2f} s cpu {row['peak']:6.0f} MB"
    print(f"{row['tool']:28} {size:40} {row['scenario']:10} {times}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
