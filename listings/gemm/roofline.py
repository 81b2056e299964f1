"""What each level must deliver, how tiles fill the machine, what an order of blocks reads.

The figures of an H100 SXM5 are those of NVIDIA's whitepaper; the rest is computed.
"""

from math import ceil, sqrt

# begin machine
FLOPS = 989.4e12  # a second, half precision with float accumulation, dense
SMS = 132
CLOCK = 1.83e9  # at which the first figure holds
DRAM = 3.35e12  # bytes a second
SHARED = 128  # bytes a clock and SM: 32 banks of 4 bytes
# end machine

# begin levels
rate = FLOPS / (SMS * CLOCK)  # flops a clock and SM
print(f"an SM: {rate:.0f} flops a clock, {rate / 2:.0f} multiply-adds")
print(f"DRAM: ridge at {FLOPS / DRAM:.0f} flops a byte")
print(f"shared memory: ridge at {rate / SHARED:.0f} flops a byte")
print("\ntile of a block, from L2: flops a byte, bytes a clock and SM at full rate")
for m, n in (64, 64), (128, 128), (128, 256), (256, 256):
    print(f"  {m:3} x {n:3}: {m * n / (m + n):6.1f} {rate * (m + n) / (m * n):6.1f}")
# end levels

# begin shared
print("\nclocks for 16 steps of k: reads of shared memory, tensor cores")
for n in 32, 64, 128, 256:
    memory, arithmetic = (64 + n) * 32 / SHARED, 64 * n * 16 / (rate / 2)
    print(f"  wgmma 64 x {n:3} x 16: {memory:5.1f} {arithmetic:6.1f}")
for m, n in (32, 32), (32, 64), (64, 64):
    memory, arithmetic = 4 * (m + n) * 32 / SHARED, 4 * m * n * 16 / (rate / 2)
    loads, products = m // 16 + n // 16, (m // 16) * (n // 8)
    issued = f"{loads} ldmatrix for {products} mma"
    print(f"  4 warps of {m} x {n}: {memory:5.1f} {arithmetic:6.1f}; {issued}")
print("\nwhole blocks: reads and the writes of the next tile, tensor cores")
for name, m, n, parts, rows, columns in (
    ("4 warps of 64 x 64", 128, 128, 4, 64, 64),
    ("2 warpgroups of 64 x 256", 128, 256, 2, 64, 256),
):
    reads, writes = parts * (rows + columns) * 32 / SHARED, (m + n) * 32 / SHARED
    arithmetic = m * n * 16 / (rate / 2)
    print(f"  {m} x {n}, {name}: {reads:.0f} + {writes:.0f}, {arithmetic:.0f}")
# end shared


# begin waves
def waves(m: int, n: int, tile_m: int, tile_n: int) -> tuple[int, int, float]:
    """How many tiles there are, how many waves, and how full these are on average."""
    tiles = ceil(m / tile_m) * ceil(n / tile_n)
    full = ceil(tiles / SMS)
    return tiles, full, tiles / (full * SMS)


print("\nwaves")
for m, n, tm, tn in (
    (4096, 4096, 128, 256),
    (2048, 2048, 128, 256),
    (2048, 2304, 128, 256),
    (2048, 2304, 128, 128),
    (1024, 1024, 128, 256),
    (8192, 8192, 128, 256),
):
    tiles, full, share = waves(m, n, tm, tn)
    print(f"  {m} x {n} in {tm} x {tn}: {tiles:4} tiles, {full:2} waves, {share:6.1%} full")
# end waves


# begin order
def read(m: int, n: int, k: int, band: int, tile_m: int = 128, tile_n: int = 256) -> int:
    """Bytes read by blocks in bands of rows, if a wave fetches once what it shares."""
    down, across = m // tile_m, n // tile_n
    bytes_read = 0
    for first in range(0, down * across, SMS):
        rows, columns = set(), set()
        for block in range(first, min(first + SMS, down * across)):
            inside = block % (band * across)
            rows.add(block // (band * across) * band + inside % band)
            columns.add(inside // band)
        bytes_read += (len(rows) * tile_m + len(columns) * tile_n) * k * 2
    return bytes_read


print("\n8192 x 8192 x 8192, reads from DRAM by the width of a band")
for band in 64, 32, 16, 8, 4, 1:
    total = read(8192, 8192, 8192, band)
    print(f"  {band:2}: {total / 1e9:.2f} GB, {total / DRAM * 1e3:.2f} ms")
print(f"arithmetic: {2 * 8192**3 / FLOPS * 1e3:.2f} ms")
print(f"least for a wave of 132 tiles: {2 * sqrt(SMS * 128 * 256) * 8192 * 2 / 1e6:.0f} MB")
# end order
