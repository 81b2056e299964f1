"""Draw a picture of a layout as SVG that has its own text and takes its colours from outside."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from sphinx_folio.layout_svg.canvas import Canvas
from sphinx_folio.layout_svg.drawings import Drawing
from sphinx_folio.layout_svg.pictures import picture

#: Units of width from which the drawing keeps its size, and scrolls where there is no room.
WIDE = 480


def _canvas(drawing: Drawing) -> Canvas:
    return Canvas(picture(drawing), drawing.head)


def is_wide(drawing: Drawing) -> bool:
    """Say whether the drawing keeps its size on a narrow screen, and so needs a frame to scroll."""
    return _canvas(drawing).size[0] > WIDE


def draw(drawing: Drawing, prefix: str, description: str = "") -> str:
    """Return the SVG element as text; *prefix* begins its ids, *description* replaces the computed.

    The same arguments give the same bytes. Raises ``LayoutError`` when it cannot be drawn, and
    ``ValueError`` when *prefix* cannot begin an id.
    """
    if not re.fullmatch(r"[A-Za-z][\w-]*", prefix, re.ASCII):
        raise ValueError(f"{prefix!r} cannot begin an id")
    canvas = _canvas(drawing)
    drawn = canvas.drawn
    width, height = canvas.size
    wide = " folio-layout-wide" if width > WIDE else ""
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"folio-layout folio-layout-{drawing.view}{wide}",
            "role": "img",
            "aria-labelledby": f"{prefix}-title {prefix}-desc",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "font-family": "system-ui, sans-serif",
        },
    )
    ET.SubElement(svg, "title", {"id": f"{prefix}-title"}).text = drawing.say(
        "Layout {layout}", layout=drawing.head
    )
    ET.SubElement(svg, "desc", {"id": f"{prefix}-desc"}).text = description or drawn.description
    canvas.draw_boxes(svg)
    canvas.draw_heads(svg)
    canvas.draw_texts(svg)
    canvas.draw_outline(svg)
    return ET.tostring(svg, encoding="unicode")


def as_text(drawing: Drawing) -> str:
    """Return the same as a table in plain text, for output that cannot show SVG."""
    drawn = picture(drawing)
    table = [["", *(head[0] if head else "" for head in drawn.columns)]]
    for head, row in zip(drawn.rows, drawn.cells, strict=True):
        texts = ("" if cell is None else " ".join(cell.lines) or "." for cell in row)
        table.append([head, *texts])
    if not any(map(any, table[:1])):
        del table[0]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(map(str.rjust, row, widths)).rstrip() for row in table]
    return "\n".join([f"{drawing.head}  ({drawn.caption})", *lines, *drawn.notes])
