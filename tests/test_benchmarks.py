"""The benchmark builds what it says with every tool; how long that takes is no test's business."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import report
import run
from building import tree
from measuring import BuildError, measure, shared_once
from peers import PEERS, VARIANTS
from peers.peer import Peer
from scenarios import Bench
from workload import Citation, Formula, Link, Paragraph, Workload, post, posts_of

TEN = Workload(10, 10)
EVERYTHING = [*PEERS, *VARIANTS]


def test_a_post_holds_what_the_readme_says() -> None:
    posts = list(posts_of(Workload(100, 50)))
    for one in posts:
        kinds = Counter(type(block).__name__ for block in one.blocks)
        parts = [p for b in one.blocks if isinstance(b, Paragraph) for p in b.parts]
        kinds += Counter(type(part).__name__ for part in parts)
        assert (kinds["Code"], kinds["Table"], kinds["Heading"]) == (3, 1, 5)
        assert (kinds["Formula"], kinds["Display"], kinds["Link"], kinds["Citation"]) == (
            3,
            2,
            2,
            3,
        )
        assert len(set(one.tags)) == 3
    words = [len(_prose(one.blocks).split()) for one in posts if one.language == "en"]
    assert min(words) >= 680
    assert max(words) <= 730
    assert sum(one.language == "zh" for one in posts) == 20
    assert Counter(one.series for one in posts if one.series is not None) == dict.fromkeys(
        range(4), 10
    )


def _prose(blocks: tuple[Any, ...]) -> str:
    parts = [part for block in blocks if isinstance(block, Paragraph) for part in block.parts]
    return "".join(part for part in parts if isinstance(part, str))


def test_citations_and_links_lead_to_what_is_there() -> None:
    for one in posts_of(Workload(7, 5, citations=6)):
        parts = [p for b in one.blocks if isinstance(b, Paragraph) for p in b.parts]
        keys = [part.entry.key for part in parts if isinstance(part, Citation)]
        assert len(keys) == 6
        assert {int(key.removeprefix("work")) for key in keys} <= set(range(5))
        assert {part.post for part in parts if isinstance(part, Link)} <= set(range(7))
        assert any(isinstance(part, Formula) for part in parts)


@pytest.mark.parametrize("peer", EVERYTHING, ids=lambda peer: peer.name)
def test_a_site_is_the_same_each_time_and_has_every_post(peer: Peer, tmp_path: Path) -> None:
    for name in ("one", "other"):
        peer.write(TEN, tmp_path / name)
    assert tree(tmp_path / "one") == tree(tmp_path / "other")
    sources = [tmp_path / "one" / peer.source(number) for number in range(TEN.posts)]
    assert all(source.is_file() for source in sources)
    assert len({peer.page(number) for number in range(TEN.posts)}) == TEN.posts


@pytest.mark.slow
def test_ours_and_stock_build_and_are_measured(repository: Path, tmp_path: Path) -> None:
    saved = tmp_path / "figures.json"
    ran = subprocess.run(
        [
            *(
                sys.executable,
                str(repository / "benchmarks" / "run.py"),
                "--tools",
                "sphinx-folio,furo",
            ),
            *("--sizes", "10", "--repeat", "1", "--no-warm-up", "--cold-only"),
            *("--work", str(tmp_path / "work"), "--save", str(saved), "--date", "2026-01-01"),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    record = json.loads(saved.read_text(encoding="utf-8"))
    assert record["failures"] == [], ran.stdout
    measured = [row["tool"] for row in record["runs"]]
    assert measured == ["sphinx-folio", "Sphinx + furo + bibtex"]
    assert all(row["wall"] > 0 and row["cpu"] > 0 for row in record["runs"])
    assert "| sphinx-folio |" in ran.stdout
    assert "stopped" not in ran.stdout


def _tool(program: str) -> Peer:
    """Return a tool that is a line of Python: from `in.md` it makes `out.html`."""

    def write(_: Workload, folder: Path) -> None:
        (folder / "in.md").write_text(post(TEN, 5).title, encoding="utf-8")

    return Peer(
        name="a tool",
        abilities=PEERS[0].abilities,
        write=write,
        command=lambda _, jobs: [sys.executable, "-c", program, str(jobs)],
        source=lambda _: "in.md",
        page=lambda _: "out.html",
        made=("out.html",),
    )


def test_each_build_is_looked_at_and_sources_get_new_times(tmp_path: Path) -> None:
    site = tmp_path / "site"
    tool = _tool("open('out.html', 'a').write(open('in.md').read() + '\\n--\\n')")
    builds = Bench(tool, TEN, tmp_path, site, jobs=2, limit=60).scenarios()
    times = []
    names = []
    for name, usage in builds:
        names.append(name)
        times.append((site / "in.md").stat().st_mtime_ns)
        assert usage.wall > 0
        assert usage.cpu > 0
    assert names == ["cold", "unchanged", "edited", "restored"]
    assert times[0] == times[1] < times[2] < times[3]
    title = post(TEN, 5).title
    first, second = (f"Sentence {number} was not there before." for number in (5, 6))
    said = [" ".join(text.split()) for text in (site / "out.html").read_text().split("\n--\n")]
    assert said[:4] == [title, title, f"{title} {first}", f"{title} {first} {second}"]


def test_a_build_that_says_the_wrong_thing_or_nothing_is_a_failure(tmp_path: Path) -> None:
    """As ABlog's, whose pages were notices of an error, with exit status 0."""

    def fault(program: str, limit: float = 60) -> str:
        bench = Bench(_tool(program), TEN, tmp_path, tmp_path / "site", jobs=2, limit=limit)
        with pytest.raises(BuildError) as caught:
            next(iter(bench.scenarios()))
        return str(caught.value)

    assert fault("open('out.html', 'w').write('sorry')").startswith("out.html does not say")
    assert fault("pass") == "wrote no out.html"
    assert fault("raise SystemExit('no such thing')") == "exit 1: no such thing"
    assert fault("import time; time.sleep(30)", limit=0.3) == "over 0.3 s"


def test_a_tool_that_cannot_be_installed_is_told_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    saved = tmp_path / "figures.json"
    options = ["--tools", "eleventy", "--sizes", "10", "--work", str(tmp_path / "work")]
    assert run.main([*options, "--save", str(saved)]) == 0
    assert "Eleventy: not here: needs Node" in capsys.readouterr().out
    (tool,) = json.loads(saved.read_text(encoding="utf-8"))["tools"]
    assert tool["missing"] == "needs Node"


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").is_file(), reason="needs Linux's /proc")
def test_memory_that_two_processes_share_is_counted_once() -> None:
    program = """
import os, sys
block = b"x" * 80_000_000
child = os.fork()
if child:
    print(child, flush=True)
sys.stdin.read()  # both stay until the test has looked
"""
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", program], text=True, **pipes) as parent:
        assert parent.stdout
        child = parent.stdout.readline().strip()
        assert 80e6 < shared_once([str(parent.pid), child]) < 120e6
        assert shared_once([child]) < 60e6


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").is_file(), reason="needs Linux's /proc")
def test_a_command_is_measured_with_the_processes_that_it_starts(tmp_path: Path) -> None:
    program = """
import os, time
block = b"x" * 80_000_000
if os.fork() == 0:
    time.sleep(1)
    os._exit(0)
os.wait()
"""
    command = [sys.executable, "-c", program]
    peaks: list[float] = []
    # On a busy machine the second may pass between two looks.
    while len(peaks) < 5 and not any(80 < peak < 120 for peak in peaks):
        usage = measure(command, tmp_path, os.environ, tmp_path / "log", limit=60)
        peaks.append(usage.peak)
    assert any(80 < peak < 120 for peak in peaks), peaks


def _record(**more: Any) -> dict[str, Any]:
    machine = {"processor": "P", "cores": 2, "memory_gb": 8, "system": "L", "python": "3"}
    tools = [
        {"name": name, "versions": ["x==1"], "missing": ""} for name in ("sphinx-folio", "Hugo")
    ]
    same = {"citations": 3, "peak": 50.0}
    runs = [
        {"tool": tool, **same, "posts": posts, "entries": posts, "scenario": scenario}
        | {"wall": wall * posts / 100, "cpu": wall * posts / 100}
        for tool, walls in (("sphinx-folio", (2.0, 4.0, 3.0)), ("Hugo", (1.0, 1.5, 9.0)))
        for posts in (100, 1000)
        for scenario in ("cold", "edited")
        for wall in walls
    ]
    record = {
        "date": "2026-01-01",
        "commit": "abc",
        "machine": {**machine, "node": "none"},
        "load_before": 0.0,
    }
    return record | {"jobs": 2, "repeat": 3, "tools": tools, "runs": runs, "failures": []} | more


def test_the_report_shows_medians_ratios_and_exponents() -> None:
    cold = report.cold(report.Figures(_record()))
    rows = {line.split(" | ")[0]: line for line in cold.splitlines()}
    head = rows["| tool"]
    assert "× ours at 1,000" in head
    assert "exponent 100 → 1,000" in head
    line = "| sphinx-folio | 3.00 | 3.00 | 50 | 30.0 | 30.0 | 50 | 1.00 | 1.00 |"
    assert rows["| sphinx-folio"] == line
    assert rows["| Hugo"] == "| Hugo | 1.50 | 1.50 | 50 | 15.0 | 15.0 | 50 | 0.50 | 1.00 |"
    assert "| Hugo | – | – | 15.0 | 0.50 | – | – |" in report.daily(report.Figures(_record()))


def test_the_report_names_what_it_has_no_figures_of() -> None:
    missing = [{"name": "Pelican", "versions": ["pelican==1"], "missing": "pip: no such thing"}]
    failure = {"tool": "Hugo", "posts": 3000, "scenario": "after cold", "reason": "over 5 s"}
    record = _record(failures=[failure])
    record["tools"] += missing
    text = report.report(record)
    assert "- Pelican: not installed: pip: no such thing; pelican==1" in text
    assert "- Hugo stopped at 3,000 posts, after cold: over 5 s" in text


def test_growth_in_entries_and_citations_has_rows_of_its_own() -> None:
    record = _record()
    base = record["runs"][0]
    for change in ({"entries": 1000}, {"citations": 30}):
        record["runs"].append({**base, **change, "cpu": 30.0})
    grown = report.growth(report.Figures(record))
    assert "| 100 → 1,000 entries | 100 | 3.00 → 30.0 | 1.00 |" in grown
    assert "| 3 → 30 citations | 100 | 3.00 → 30.0 | 1.00 |" in grown
    assert "1,000 | 30" not in report.cold(report.Figures(record))


def test_the_chart_stands_by_itself() -> None:
    drawn = report.chart(report.Figures(_record()))
    assert drawn.startswith('<svg style="background: #fff" xmlns="http://www.w3.org/2000/svg"')
    assert "Hugo" in drawn


def test_the_readme_shows_what_each_tool_does(repository: Path) -> None:
    readme = (repository / "benchmarks" / "README.md").read_text(encoding="utf-8")
    assert report.between(readme, "abilities", report.abilities()) == readme
    with pytest.raises(ValueError, match="no place marked nowhere"):
        report.between(readme, "nowhere", "")
