"""Measures how the cost of a build grows with the number of posts.

`python benchmarks/growth.py 100 400 800`: each size is a site of N posts and N bibliography
entries: text, code, a formula, a table, a link to another post, three citations, tags; the first
hundred posts form ten series. Figures are whole processes, cold, one job; quote the exponents and
ratios, not the seconds, which are of one machine.
"""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROSE = "A kernel moves tiles from memory to memory; the order of the moves is a layout. " * 14
POST = """---
date: 2026-{month:02d}-{day:02d}
{series}tags: [t{tag}, t{other}]
---

# Post {number}

{prose} {{cite:p}}`key{number}` {{cite:p}}`key{second}` {{cite:t}}`key{third}`

## Code

```python
for tile in range({number}):
    print(tile, tile * tile)
```

$$ y = \\sum_{{i=0}}^{{n}} x_i^{{2}} $$

| size | time |
|---|---|
| {number} | {second} |

## Links

{prose} See {{folio:post}}`{link}`.
"""


def write_site(folder: Path, count: int) -> None:
    """Write a site of *count* posts and as many bibliography entries."""
    folder.mkdir(parents=True)
    (folder / "conf.py").write_text(
        "extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\nfolio_publisher = 'Us'\n"
    )
    (folder / "index.md").write_text("# Home\n\n```{posts}\n:limit: 5\n```\n")
    (folder / "refs.bib").write_text(
        "".join(
            f"@article{{key{n}, author = {{Author, An}}, title = {{Work {n}}}, journal = {{J}},"
            f" year = {{2020}}}}\n"
            for n in range(count)
        )
    )
    for number in range(count):
        path = folder / "blog" / f"{_name(number)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        series, part = divmod(number, 10)
        if series < 10:
            (path.parent / "index.md").write_text(f"# Series {series}\n\n```{{series}}\n```\n")
        post = POST.format(
            month=number % 10 + 1,
            day=number % 27 + 1,
            number=number,
            prose=PROSE,
            series=f"series: s{series}\npart: {part + 1}\n" if series < 10 else "",
            tag=number % 40,
            other=(number + 13) % 40,
            link=_name((number * 7) % count),
            second=(number + 1) % count,
            third=(number + 2) % count,
        )
        path.write_text(post)


def _name(number: int) -> str:
    return f"s{number // 10}/p{number}" if number < 100 else f"p{number}"


def measure(count: int) -> tuple[float, float]:
    """Build a site of *count* posts; return seconds of processor time and of wall time."""
    with tempfile.TemporaryDirectory() as name:
        write_site(Path(name) / "site", count)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "sphinx", "-q", "-b", "dirhtml", f"{name}/site", f"{name}/out"],
            check=True,
        )
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def main(sizes: list[int]) -> None:
    """Print one row per size, and the exponent of the growth since the size before."""
    print(f"{'posts':>6} {'cpu s':>8} {'wall s':>8} {'ms/post':>8} {'exponent':>9}")
    last: tuple[int, float] | None = None
    for size in sizes:
        cpu, wall = measure(size)
        power = math.log(cpu / last[1]) / math.log(size / last[0]) if last else math.nan
        row = f"{size:>6} {cpu:>8.2f} {wall:>8.2f} {1000 * cpu / size:>8.1f} {power:>9.2f}"
        print(row, flush=True)
        last = (size, cpu)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [100, 200, 400])
