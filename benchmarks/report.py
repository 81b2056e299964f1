"""Makes tables and a chart of what `run.py` saved: `python benchmarks/report.py FILE`.

The tables go between the marks in `benchmarks/README.md`, the chart beside it. With no file only
the table of what each tool does is written, which needs no figures.
"""

from __future__ import annotations

import itertools
import json
import math
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from typing import Any

from peers import PEERS
from peers.peer import Abilities
from scenarios import COLD, SCENARIOS
from sphinx_folio.charts import Chart, Point, Series, View, draw
from workload import Workload

README = Path(__file__).resolve().parent / "README.md"
CHART = "cold.svg"
_REFERENCE = 1000  # posts: the size that tools are compared at, if it was measured
_DAILY = SCENARIOS[1:]


@dataclass(frozen=True, slots=True)
class Medians:
    """The medians of the repetitions of one build: seconds, and MB; the walls' range."""

    wall: float
    cpu: float
    peak: float
    low: float
    high: float


Key = tuple[str, Workload, str]  # tool, size, scenario


class Figures:
    """What a run measured, ready to be asked."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = record
        rows: dict[Key, list[dict[str, Any]]] = {}
        for row in record["runs"]:
            workload = Workload(row["posts"], row["entries"], row["citations"])
            rows.setdefault((row["tool"], workload, row["scenario"]), []).append(row)
        self.medians = {key: _medians(found) for key, found in rows.items()}
        self.tools = [tool["name"] for tool in record["tools"] if not tool["missing"]]
        # The sizes that more than one tool was given, or all where there is one tool.
        self.workloads = sorted(
            {
                workload
                for _, workload, _ in self.medians
                if workload.citations == 3 and self._is_size(workload)
            },
            key=lambda workload: workload.posts,
        )

    def _is_size(self, workload: Workload) -> bool:
        """Tell whether a workload is one of the sizes, not one of those that grow in entries."""
        entries = [one.entries for _, one, _ in self.medians if one.posts == workload.posts]
        return workload.entries == min(entries)

    @property
    def reference(self) -> Workload:
        """The size that tools are compared at."""
        known = [workload for workload in self.workloads if workload.posts == _REFERENCE]
        return known[0] if known else self.workloads[-1]

    def of(self, tool: str, workload: Workload, scenario: str) -> Medians | None:
        return self.medians.get((tool, workload, scenario))

    def exponent(self, tool: str, smaller: Workload, larger: Workload, by: str) -> float | None:
        """Return the exponent of the growth in processor time of a cold build."""
        first, last = self.of(tool, smaller, COLD), self.of(tool, larger, COLD)
        if first is None or last is None:
            return None
        return math.log(last.cpu / first.cpu) / math.log(getattr(larger, by) / getattr(smaller, by))


def _medians(rows: list[dict[str, Any]]) -> Medians:
    walls = [row["wall"] for row in rows]
    cpu, peak = (median(row[name] for row in rows) for name in ("cpu", "peak"))
    return Medians(median(walls), cpu, peak, min(walls), max(walls))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown; the first column is text, the others are numbers."""
    names = list(head)
    lines = [names, ["---", *["---:"] * (len(names) - 1)], *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def abilities() -> str:
    """Return the table of what each tool does with the workload."""
    names = [field.name for field in fields(Abilities)]
    rows = [[peer.name, *(getattr(peer.abilities, name) for name in names)] for peer in PEERS]
    return _table(["tool", *names], rows).replace("---:", "---")


def cold(figures: Figures) -> str:
    """Return the table of cold builds: times and memory, the ratio to ours, the growth."""
    head, sizes = ["tool"], figures.workloads
    for workload in sizes:
        head += [f"{workload.posts:,} posts: s", "cpu s", "MB"]
    head.append(f"× ours at {figures.reference.posts:,}")
    pairs = list(itertools.pairwise(sizes))
    head += [f"exponent {one.posts:,} → {other.posts:,}" for one, other in pairs]
    rows = []
    for tool in figures.tools:
        row = [tool]
        for workload in sizes:
            found = figures.of(tool, workload, COLD)
            row += (
                [_seconds(found.wall), _seconds(found.cpu), f"{found.peak:.0f}"]
                if found
                else ["–"] * 3
            )
        row.append(_ratio(figures, tool, COLD))
        exponents = [figures.exponent(tool, *pair, "posts") for pair in pairs]
        rows.append([*row, *("–" if one is None else f"{one:.2f}" for one in exponents)])
    return _table(head, rows)


def daily(figures: Figures) -> str:
    """Return the table of the builds that follow a first one."""
    head = ["tool"]
    for scenario in _DAILY:
        head += [f"{scenario}: s", "× ours"]
    rows = []
    for tool in figures.tools:
        row = [tool]
        for scenario in _DAILY:
            found = figures.of(tool, figures.reference, scenario)
            row += [_seconds(found.wall) if found else "–", _ratio(figures, tool, scenario)]
        rows.append(row)
    return _table(head, rows)


def _ratio(figures: Figures, tool: str, scenario: str) -> str:
    """Return how many times our time of the wall a tool takes."""
    ours = figures.of(PEERS[0].name, figures.reference, scenario)
    theirs = figures.of(tool, figures.reference, scenario)
    return f"{theirs.wall / ours.wall:.2f}" if ours and theirs else "–"


def growth(figures: Figures) -> str:
    """Return the table of how ours grows in entries and in citations, or nothing."""
    ours = PEERS[0].name
    rows = []
    for base in figures.workloads:
        others = {workload for tool, workload, _ in figures.medians if tool == ours} - {base}
        for by, other in (("entries", "citations"), ("citations", "entries")):
            line = sorted(
                (w for w in others if w.posts == base.posts and _same(w, base, other)),
                key=lambda workload: (workload.entries, workload.citations),
            )
            for smaller, larger in itertools.pairwise([base, *line]):
                first, last = figures.of(ours, smaller, COLD), figures.of(ours, larger, COLD)
                power = figures.exponent(ours, smaller, larger, by)
                if first and last and power is not None:
                    step = f"{getattr(smaller, by):,} → {getattr(larger, by):,} {by}"
                    times = f"{_seconds(first.cpu)} → {_seconds(last.cpu)}"
                    rows.append([step, f"{base.posts:,}", times, f"{power:.2f}"])
    return _table(["ours, cold", "posts", "cpu s", "exponent"], rows) if rows else ""


def _same(one: Workload, other: Workload, by: str) -> bool:
    return bool(getattr(one, by) == getattr(other, by))


def setting(record: dict[str, Any]) -> str:
    """Return where and how the figures were got."""
    of = record["machine"]
    day = f"Run of {record['date']}" if record["date"] else "Run"
    at = f" at commit {record['commit']}" if record["commit"] else ""
    return (
        f"{day}{at} on {of['cores']} cores ({of['processor']}), {of['memory_gb']} GB, "
        f"{of['system']}, Python {of['python']}, Node {of['node']}; {record['jobs']} jobs where a "
        f"tool can be told, as many entries as posts, medians of {record['repeat']}. "
        f"Load before the run: {record['load_before']}.\n"
    )


def remarks(record: dict[str, Any]) -> str:
    """Return the versions, and what there are no figures of."""
    lines = []
    for tool in record["tools"]:
        missing = f" not installed: {tool['missing']};" if tool["missing"] else ""
        lines.append(f"- {tool['name']}:{missing} {', '.join(tool['versions'])}")
    for failure in record["failures"]:
        at = f"{failure['posts']:,} posts, {failure['scenario']}"
        lines.append(f"- {failure['tool']} stopped at {at}: {failure['reason']}")
    return "\n".join(lines) + "\n"


def chart(figures: Figures) -> str:
    """Return the cold builds at the size of reference, as a picture that stands by itself."""
    points = []
    for tool in figures.tools:
        found = figures.of(tool, figures.reference, COLD)
        if found:
            text = f"{_seconds(found.wall)} s"
            points.append(Point(tool, found.wall, found.low, found.high, text))
    points.sort(key=lambda point: point.y)
    title = f"cold build of {figures.reference.posts:,} posts (s)"
    bars = Chart(View.BARS, "tool", title, (Series("", tuple(points)),), log_y=True)
    # A picture in a page has no style sheet: dark letters need a light ground of their own.
    return draw(bars, "cold").replace("<svg ", '<svg style="background: #fff" ', 1)


def between(text: str, mark: str, content: str) -> str:
    """Put *content* between the two comments of a mark; raise ``ValueError`` if there are none."""
    pattern = rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)"
    content = content.strip("\n") + "\n"
    found, count = re.subn(pattern, lambda m: m[1] + content + m[2], text, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"{README.name} has no place marked {mark}")
    return found


def report(record: dict[str, Any]) -> str:
    """Return all tables of a run, in Markdown."""
    figures = Figures(record)
    size = f"{figures.reference.posts:,} posts"
    parts = [
        setting(record),
        f"![The cold builds of the table as bars]({CHART})\n",
        "### Cold\n",
        cold(figures),
        f"### Again, with {size}\n",
        daily(figures),
    ]
    grown = growth(figures)
    if grown:
        parts += ["### Growth\n", grown]
    return "\n".join([*parts, "### Versions\n", remarks(record)])


def main(arguments: list[str]) -> int:
    """Write the README anew."""
    text = between(README.read_text(encoding="utf-8"), "abilities", abilities())
    for name in arguments[:1]:
        record = json.loads(Path(name).read_text(encoding="utf-8"))
        text = between(text, "figures", report(record))
        picture = README.with_name(CHART)
        picture.write_text(chart(Figures(record)) + "\n", encoding="utf-8")
    README.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
