"""Which element of the tile does a thread hold? The rule of the PTX manual against one layout.

Runs anywhere with Python 3.11 and nothing else: python fragment.py
"""

from __future__ import annotations


# begin rule
def ptx_rule(lane: int, i: int) -> tuple[int, int]:
    """Row and column of accumulator i of a lane (mma.m16n8k16)."""
    group, thread_in_group = lane >> 2, lane % 4  # <1>
    row = group if i < 2 else group + 8  # <2>
    column = thread_in_group * 2 + (i & 1)  # <3>
    return row, column
    # end of rule


def layout_rule(lane: int, i: int) -> tuple[int, int]:
    """Row and column of the same accumulator, from ((4,8),(2,2)):((32,1),(16,8))."""
    t0, t1 = lane % 4, lane // 4
    v0, v1 = i % 2, i // 2
    column, row = divmod(32 * t0 + t1 + 16 * v0 + 8 * v1, 16)
    return row, column


def warpgroup_rule(thread: int, value: int) -> tuple[int, int]:
    """Row and column in a 64xN wgmma accumulator, ((4,8,4),(2,2,N/8)):((128,1,16),(64,8,512))."""
    t0, t1, t2 = thread % 4, thread // 4 % 8, thread // 32
    v0, v1, v2 = value % 2, value // 2 % 2, value // 4
    column, row = divmod(128 * t0 + t1 + 16 * t2 + 64 * v0 + 8 * v1 + 512 * v2, 64)
    return row, column


def operand_a_rule(thread: int, value: int) -> tuple[int, int]:
    """Row and column in a 64x32 wgmma operand A of 8-bit elements held in registers."""
    t0, t1, t2 = thread % 4, thread // 4 % 8, thread // 32
    v0, v1, v2 = value % 4, value // 4 % 2, value // 8
    column, row = divmod(256 * t0 + t1 + 16 * t2 + 64 * v0 + 8 * v1 + 1024 * v2, 64)
    return row, column


def main() -> None:
    """Compare the rules and print what the article says of them."""
    pairs = [(lane, i) for lane in range(32) for i in range(4)]
    same = sum(ptx_rule(*pair) == layout_rule(*pair) for pair in pairs)
    print(f"mma.m16n8k16: {same} of {len(pairs)} elements agree")
    print(f"lane 5 holds {', '.join(str(layout_rule(5, i)) for i in range(4))}")

    # A 64x16 accumulator is 4 warps down and 2 blocks of 8 columns across, each an mma fragment.
    agree = 0
    for thread in range(128):
        for value in range(8):
            row, column = layout_rule(thread % 32, value % 4)
            expected = (row + 16 * (thread // 32), column + 8 * (value // 4))
            agree += warpgroup_rule(thread, value) == expected
    print(f"wgmma 64x16: {agree} of 1024 elements agree")

    print("columns of row 0 that thread 0 holds, in register order, for 64x32:")
    for name, rule in (("accumulator", warpgroup_rule), ("operand A, 8 bit", operand_a_rule)):
        held = [rule(0, value) for value in range(16)]
        print(f"  {name:17}{[column for row, column in held if row == 0]}")
    stay = sum(warpgroup_rule(t, v) == operand_a_rule(t, v) for t in range(128) for v in range(16))
    print(f"  {stay} of 2048 elements have the same place in the same thread")


if __name__ == "__main__":
    main()
