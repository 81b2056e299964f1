"""The answers to the exercises of GEMM Pipeline."""

# A tile of 128 x 256 x 64 halves: how many stages fit?
stage = (128 + 256) * 64 * 2
for name, most in ("8.0", 163), ("9.0", 227):
    print(f"{name}: {most * 1024 // stage} stages of {stage // 1024} KB in {most} KB")

# Tiles of 32 along K: which number of stages gives the lead of three stages of 64?
# A tile keeps shared memory busy with its writes and its reads.
busy = {k: (128 + 128) * k * 2 // 128 + 512 * k // 64 for k in (64, 32)}


def lead(stages: int, k: int) -> int:
    """Return the clocks between the request of a tile and the wait for it."""
    blocks = k // 16
    return (stages - 2) * busy[k] + busy[k] * (blocks - 1) // blocks


needed = next(s for s in range(2, 20) if lead(s, 32) >= lead(3, 64))
print(f"lead of 3 stages of 64: {lead(3, 64)} clocks;", end=" ")
print(f"of {needed} stages of 32: {lead(needed, 32)}")
print(f"shared memory: {3 * 32} KB, {needed * 16} KB;", end=" ")
print(f"barriers for K = 4096: {4096 // 64 + 1}, {4096 // 32 + 1}")

# What has a thread committed, and what is complete, after the wait of tile i = 5?
# There are four stages.
i, stages = 5, 4
committed = (stages - 1) + (i + 1)
complete = committed - (stages - 2)
print(f"committed {committed}, pending at most {stages - 2},", end=" ")
print(f"complete at least {complete}: tiles 0 to {complete - 1}")

# Up to which latency does the loop with S stages stay at 768 clocks a tile?
# And what is a tile at 2000 clocks with two?
for stages in (2, 3, 4):
    print(f"{stages} stages: up to {(stages - 1) * 768 - 768 // 4} clocks")
clocks = (2000 + 768 // 4) // 1
print(f"two stages, 2000 clocks: {clocks} clocks a tile, busy for {768 / clocks:.0%}")
