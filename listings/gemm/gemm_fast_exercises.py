"""Computes the answers to the exercises of Part 9."""

from roofline import SMS, rate

print("\n--- answers ---")
for m, n in (128, 128), (128, 256):
    stage = (m + n) * 64 * 2
    print(f"1: a stage of {m} x {n} x 64: {stage} bytes, {227 * 1024 // stage} fit into 227 KiB")
print("2: registers of a block:", 3 * 128 * 168, 128 * 40 + 2 * 128 * 232, "of", 64 * 1024)
a, b = 128 * 64 * 2, 256 * 64 * 2
clocks = 128 * 256 * 64 / (rate / 2)
for name, fetched in (
    ("each block for itself", a + b),
    ("two blocks share B", a + b / 2),
    ("two blocks share A", a / 2 + b),
    ("four share in pairs", (a + b) / 2),
):
    print(f"3: {name}: {fetched / clocks:.0f} bytes a clock and SM")
print(f"3: written into shared memory: {(a + b) / clocks:.0f} bytes a clock and SM in each case")
for split in 1, 2, 4, 8:
    blocks = 32 * split
    full = -(-blocks // SMS)
    print(f"4: split {split}: {blocks} blocks, {full} waves, {blocks / (full * SMS):.1%} full")
print("4: partial sums of split 4:", 4 * 1024 * 1024 * 4 // 2**20, "MiB")
for name, block in (  # the number of the block that computes tile (m, n) of 16 x 8
    ("down the columns", lambda m, n: m + 16 * n),
    ("along the rows", lambda m, n: 8 * m + n),
    ("bands of 2", lambda m, n: m // 2 * 16 + m % 2 + 2 * n),
    ("bands of 4", lambda m, n: m // 4 * 32 + m % 4 + 4 * n),
    ("bands of 8", lambda m, n: m // 8 * 64 + m % 8 + 8 * n),
):
    wave = [(m, n) for m in range(16) for n in range(8) if block(m, n) < 32]
    rows, columns = len({m for m, n in wave}), len({n for m, n in wave})
    print(f"5: {name}: {rows} rows, {columns} columns: {rows * 128 + columns * 256} strips of K")
