"""The schedule of multistage.cu: who is written, read and waited for, and whether that is safe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

Steps: TypeAlias = Iterator[tuple[str, int | None]]  # what is done, with which tile
States: TypeAlias = Iterator[tuple[str, int | None, dict[int, int], int]]


# begin schedule
def schedule(stages: int, tiles: int, ahead: int, wait: int) -> Iterator[tuple[int, ...]]:
    """Yield for each tile its stage, what is fetched, committed, and complete after the wait."""
    for tile in range(tiles):
        committed = ahead + tile + 1  # by the prologue, and one a tile since; empty ones count
        complete = committed - wait  # the oldest: groups complete in the order of their commits
        fetched = tile + ahead
        yield tile, tile % stages, fetched, fetched % stages, committed, complete


# end schedule


# begin table
def table(stages: int, tiles: int) -> None:
    """Print the schedule of a loop that fetches as far ahead as it may."""
    before = ", ".join(map(str, range(stages - 1)))
    print(f"{stages} stages, {tiles} tiles; fetched before the loop: {before}")
    print("tile  reads stage   fetches        committed  complete after the wait")
    turns = schedule(stages, tiles, stages - 1, stages - 2)
    for tile, stage, fetched, target, committed, complete in turns:
        what = f"tile {fetched} -> {target}" if fetched < tiles else "empty group"
        print(f"{tile:4}  {stage:6}        {what:12}  {committed:6}", end="      ")
        print(f"tiles 0 to {complete - 1}")


# end table


table(3, 5)


# begin check
def steps(tiles: int, ahead: int, behind: bool) -> Steps:
    """What a thread does in multistage.cu, or in a loop that fetches behind the barrier."""
    yield from (("fetch", tile) for tile in range(ahead))
    yield from (("wait", None), ("barrier", None))
    for tile in range(tiles):
        yield "read", tile  # k-blocks 0 and 1
        if not behind:
            yield "fetch", tile + ahead
        yield "read", tile  # the others
        yield from (("wait", None), ("barrier", None))
        if behind:
            yield "fetch", tile + ahead
    yield "end", None


def thread(stages: int, tiles: int, ahead: int, wait: int, behind: bool) -> States:
    """Each step, the tile last sent to each stage, and the number of complete groups."""
    sent: dict[int, int] = {}
    committed, complete = 0, 0
    for step, tile in steps(tiles, ahead, behind):
        yield step, tile, dict(sent), complete
        if step == "fetch":
            committed += 1  # group number t is tile t, or empty
            if tile < tiles:
                sent[tile % stages] = tile
        elif step == "wait":
            complete = max(complete, committed - wait)  # all but the `wait` youngest


def safe(stages: int, tiles: int, ahead: int, wait: int, behind: bool = False) -> bool:
    """Whether two threads in any order read only what is complete and not overwritten."""
    plan = list(thread(stages, tiles, ahead, wait, behind))
    todo, seen = [(0, 0)], set()
    while todo:
        pair = todo.pop()
        if pair in seen:
            continue
        seen.add(pair)
        for one, other in (pair, pair[::-1]):
            step, tile, *_ = plan[one]
            for *_, sent, complete in (plan[one], plan[other]):
                if step == "read" and (sent.get(tile % stages) != tile or complete <= tile):
                    return False
            if step not in ("barrier", "end"):
                todo.append((one + 1, other))
        if all(plan[place][0] == "barrier" for place in pair):
            todo.append((pair[0] + 1, pair[1] + 1))
    return True


# end check


def waits(stages: int, ahead: int, behind: bool) -> str:
    """Name each wait that is safe for 1 to 12 tiles."""
    safe_ones = [
        str(wait)
        for wait in range(stages + 2)
        if all(safe(stages, tiles, ahead, wait, behind) for tiles in range(1, 13))
    ]
    return "N = " + (", ".join(safe_ones) or "none")


for stages in range(2, 6):
    for ahead in range(1, stages + 2):
        print(f"{stages} stages, fetched {ahead} ahead:", waits(stages, ahead, False))
    behind = waits(stages, stages, True)
    print(f"{stages} stages, fetched {stages} ahead, behind the barrier:", behind)


# begin model
TILE = (128 + 128) * 64 * 2  # bytes of a tile of A and B
PRODUCTS = 2 * 128 * 128 * 64 // 4096  # clocks of the tensor cores, at 4096 flops a clock
WRITES = TILE // 128  # clocks of shared memory, at 128 bytes a clock
# Passes of ldmatrix in steps 3 and 4, counted by the emulation, for each tile
READS = {"3": 122880 // 30, "4": 15360 // 30}
BLOCKS_K = 4  # k-blocks of 16


def waiting(latency: int, reads: int, blocks: int) -> float:
    """Clocks a tile if each block on the SM loads, stores and multiplies in turn."""
    alone = latency + WRITES + max(PRODUCTS, reads)
    return max(WRITES + reads, alone / blocks)


def staged(latency: int, stages: int, blocks: int) -> float:
    """Clocks a tile of the multistage loop."""
    busy = max(PRODUCTS, WRITES + READS["4"])
    return max(busy, (latency + busy / BLOCKS_K) / (stages - 1) / blocks)


# end model


# begin lead
busy = max(PRODUCTS, WRITES + READS["4"])
print(f"\na tile: {TILE} bytes; clocks for products {PRODUCTS},", end=" ")
print(f"writes {WRITES}, reads {READS['4']}")
print(f"busy {busy} clocks, {TILE / busy:.1f} bytes a clock")
for stages in range(2, 8):
    tiles = stages - 2 + (BLOCKS_K - 1) / BLOCKS_K
    print(f"{stages} stages: {stages * TILE // 1024:3} KB, on the way {tiles} tiles,", end=" ")
    print(f"lead {int(tiles * busy):4} clocks")
print("\nclocks a tile          L =    500   1000   2000")
rows = {
    "step 3, 1 tile,   2 blocks": lambda latency: waiting(latency, READS["3"], 2),
    "step 4, 1 tile,   1 block ": lambda latency: waiting(latency, READS["4"], 1),
    "step 4, 1 tile,   2 blocks": lambda latency: waiting(latency, READS["4"], 2),
    "step 5, 2 stages, 1 block ": lambda latency: staged(latency, 2, 1),
    "step 5, 2 stages, 2 blocks": lambda latency: staged(latency, 2, 2),
    "step 5, 3 stages, 1 block ": lambda latency: staged(latency, 3, 1),
    "step 5, 3 stages, 2 blocks": lambda latency: staged(latency, 3, 2),
    "step 5, 4 stages, 1 block ": lambda latency: staged(latency, 4, 1),
}
for name, clocks in rows.items():
    print(name, "".join(f"{round(clocks(latency)):7}" for latency in (500, 1000, 2000)))
# end lead
