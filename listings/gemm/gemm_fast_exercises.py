"""Computes the answers to the exercises of Part 9."""

from roofline import SMS, rate, waves

print("\n--- answers ---")
print("1: stage of 128 x 128 x 64:", (128 + 128) * 64 * 2, "bytes;", 227 * 1024 // ((128 + 128) * 64 * 2), "stages")
print("1: stage of 128 x 256 x 64:", (128 + 256) * 64 * 2, "bytes;", 227 * 1024 // ((128 + 256) * 64 * 2), "stages")
print("2: 4 x 128 x", 64 * 256 // 128, "accumulators; 8 consumers of 232:", 3 * 128 * 168, 128 * 40 + 256 * 232, 65536)
a, b = 128 * 64 * 2, 256 * 64 * 2
clocks = 128 * 256 * 64 / (rate / 2)
for name, fetched in ("alone", a + b), ("pair shares B", a + b / 2), ("pair shares A", a / 2 + b), ("2 x 2", (a + b) / 2):
    print(f"3: {name}: {fetched / clocks:.0f} bytes a clock and SM")
for split in 1, 2, 4, 8:
    tiles = 32 * split
    full = -(-tiles // SMS)
    print(f"4: split {split}: {tiles} blocks, {full} waves of {16384 // split}, {tiles / (full * SMS):.1%}")
print("4: partial sums, split 4:", 4 * 1024 * 1024 * 4 // 2**20, "MiB written and read")
print("5:", *(f"{n}: {waves(2048, n, 128, 256)[2]:.1%}" for n in (2048, 2112, 2304, 4096)))
