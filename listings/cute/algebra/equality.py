"""When two layouts are the same function of the integer coordinate: exactly when they coalesce alike."""

import itertools
import math


# begin coalesce
def offset(modes, i):
    """The offset at the integer coordinate i; modes is a list of (extent, stride)."""
    total = 0
    for extent, stride in modes:
        i, digit = divmod(i, extent)
        total += digit * stride
    return total


def coalesce(modes):
    result = []
    for extent, stride in modes:
        if extent == 1:
            continue
        if result and stride == result[-1][0] * result[-1][1]:
            result[-1] = (result[-1][0] * extent, result[-1][1])
        else:
            result.append((extent, stride))
    return tuple(result)


# end coalesce


# begin count
def main():
    function_of, form_of = {}, {}  # coalesced form -> table of offsets, and back
    layouts = 0
    for rank in (1, 2, 3):
        for extents in itertools.product((1, 2, 3, 4, 6), repeat=rank):
            for strides in itertools.product(range(7), repeat=rank):
                modes = list(zip(extents, strides))
                table = tuple(offset(modes, i) for i in range(math.prod(extents)))
                form = coalesce(modes)
                # One form has one function, and one function has one form.
                assert function_of.setdefault(form, table) == table
                assert form_of.setdefault(table, form) == form
                layouts += 1
    print(f"{layouts:,} layouts, {len(form_of):,} functions,", end=" ")
    print(f"{len(function_of):,} coalesced forms")


# end count


main()
