"""The boxes of a drawn layout, read from the paths of its SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

_STEP = re.compile(r"([Mm])(-?\d+) (-?\d+)h(\d+)v(\d+)h-(\d+)z")


def boxes(svg: ET.Element) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, width and height of each box."""
    for path in svg.iter("{http://www.w3.org/2000/svg}path"):
        data = path.get("d", "")
        if not data.endswith("z"):
            continue  # the line around what is marked
        assert _STEP.sub("", data) == ""
        x = y = 0
        for kind, across, down, width, height, back in _STEP.findall(data):
            x, y = (x * (kind == "m") + int(across), y * (kind == "m") + int(down))
            assert width == back
            yield x, y, int(width), int(height)
