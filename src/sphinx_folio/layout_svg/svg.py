"""Draw a picture of a layout as SVG that has its own text and takes its colours from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from sphinx_folio.layout_svg.pictures import Cell, Drawing, Picture, picture

WIDE = 620  # units of width from which the drawing scrolls on a phone and is not scaled down

# Lightness (CIE L*) 96, 80, 88, 72, 92, 76, 84, 68: see folio-layouts.css for the dark scheme.
FILLS = ("#eff4fb", "#d8c3a7", "#ccdff5", "#c2ae92", "#f6e6d2", "#a5beda", "#e4cfb2", "#8fa8c4")
INK, MUTED, LINE = "#1b1f24", "#57606a", "#8b949e"

CELL_WIDTH, CELL_HEIGHT, LINE_HEIGHT = 44, 32, 16
CHARACTER = 7.8  # the widest that a character of the small text gets, unless it is a wide one
WIDE_CHARACTER = 13


def _color(name: str, fallback: str) -> str:
    return f"var(--folio-layout-{name}, {fallback})"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _look(cell: Cell) -> tuple[str, dict[str, str]]:
    """Return the name of a cell's look and its attributes."""
    if not cell.lines:
        return "unused", {"fill": "none", "stroke-width": ".5"}
    if cell.shade is None:
        return "plain", {"fill": "none"}
    shade = cell.shade % len(FILLS)
    return f"shade-{shade}", {"fill": _color(f"fill-{shade}", FILLS[shade])}


class _Canvas:
    """The places of the cells of a picture, and the elements drawn so far."""

    def __init__(self, drawn: Picture) -> None:
        self.drawn = drawn
        lines = max((len(c.lines) for row in drawn.cells for c in row if c), default=1)
        widest = max((len(t) for row in drawn.cells for c in row if c for t in c.lines), default=1)
        self.cell_height = CELL_HEIGHT + 10 * (lines - 1)
        self.cell_width = max(CELL_WIDTH, 9 * widest + 10)
        self.head_lines = max(len(head) for head in drawn.columns)
        heads = [text for head in drawn.columns for text in head]
        self.cell_width = max(self.cell_width, round(CHARACTER * max(map(len, heads)) + 8))
        self.left = round(CHARACTER * max(map(len, drawn.rows)) + 12) if any(drawn.rows) else 2
        self.top = 44 + LINE_HEIGHT * self.head_lines

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the whole drawing."""
        width = self.left + self.cell_width * len(self.drawn.columns) + 2
        wide = sum(east_asian_width(letter) in "WF" for letter in self.drawn.caption)
        narrow = len(self.drawn.caption) - wide
        words = round(CHARACTER * narrow + WIDE_CHARACTER * wide) + 4
        return max(width, words), self.top + self.cell_height * len(self.drawn.rows) + 2

    def corner(self, row: int, column: int) -> tuple[int, int]:
        """Return the upper left corner of a cell."""
        return self.left + self.cell_width * column, self.top + self.cell_height * row

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Yield row, column and cell of every cell."""
        for i, row in enumerate(self.drawn.cells):
            for j, cell in enumerate(row):
                if cell is not None:
                    yield i, j, cell

    def text(self, parent: ET.Element, x: float, y: float, text: str, **attributes: str) -> None:
        """Write *text* around the height y."""
        at = {"x": _number(x), "y": _number(y + 5), **attributes}
        ET.SubElement(parent, "text", at).text = text

    def draw_boxes(self, svg: ET.Element) -> None:
        """Draw the cells, those of one look in one group."""
        groups: dict[str, ET.Element] = {}
        for i, j, cell in self.cells():
            name, look = _look(cell)
            if name not in groups:
                look = {"class": f"folio-layout-{name}", "stroke": _color("line", LINE), **look}
                groups[name] = ET.SubElement(svg, "g", look)
            x, y = self.corner(i, j)
            box = {"x": x, "y": y, "width": self.cell_width, "height": self.cell_height}
            ET.SubElement(groups[name], "rect", {key: str(value) for key, value in box.items()})

    def draw_texts(self, svg: ET.Element) -> None:
        """Write the texts of the cells."""
        look = {"class": "folio-layout-cells", "fill": _color("ink", INK), "font-size": "15"}
        group = ET.SubElement(svg, "g", {**look, "text-anchor": "middle"})
        for i, j, cell in self.cells():
            x, y = self.corner(i, j)
            look = {"font-weight": "700"} if cell.marked else {}
            first = y + self.cell_height / 2 - LINE_HEIGHT / 2 * (len(cell.lines) - 1)
            for n, line in enumerate(cell.lines):
                middle = first + LINE_HEIGHT * n
                self.text(group, x + self.cell_width / 2, middle, line, **look)
                look["font-size"] = "13"

    def draw_heads(self, svg: ET.Element, title: str) -> None:
        """Write the expression, what is shown, and the heads of rows and columns."""
        ink = {"fill": _color("ink", INK), "font-size": "15", "font-weight": "600"}
        self.text(svg, 2, 10, title, **{"class": "folio-layout-expression", **ink})
        look = {"class": "folio-layout-heads", "fill": _color("muted", MUTED), "font-size": "13"}
        group = ET.SubElement(svg, "g", look)
        self.text(group, 2, 30, self.drawn.caption)
        for i, head in enumerate(self.drawn.rows):
            if head:
                y = self.corner(i, 0)[1] + self.cell_height / 2
                end = {"text-anchor": "end"}
                self.text(group, self.left - 7, y, head, **end)
        for j, lines in enumerate(self.drawn.columns):
            x = self.corner(0, j)[0] + self.cell_width / 2
            for n, line in enumerate(reversed(lines)):
                y = self.top - 10 - LINE_HEIGHT * n
                self.text(group, x, y, line, **{"text-anchor": "middle"})

    def draw_outline(self, svg: ET.Element) -> None:
        """Draw the line around the outlined cells."""
        marked = {(i, j) for i, j, cell in self.cells() if cell.marked}
        edges = []
        for i, j in sorted(marked):
            (x, y), (right, low) = self.corner(i, j), self.corner(i + 1, j + 1)
            for neighbour, edge in (
                ((i - 1, j), f"M{x} {y}H{right}"),
                ((i + 1, j), f"M{x} {low}H{right}"),
                ((i, j - 1), f"M{x} {y}V{low}"),
                ((i, j + 1), f"M{right} {y}V{low}"),
            ):
                if neighbour not in marked:
                    edges.append(edge)
        if edges:
            look = {"fill": "none", "stroke": _color("mark", INK), "stroke-width": "3"}
            path = {"class": "folio-layout-mark", "d": "".join(edges), "stroke-linecap": "square"}
            ET.SubElement(svg, "path", {**path, **look})


def is_wide(drawing: Drawing) -> bool:
    """Say whether the drawing keeps its size on a narrow screen, and so needs a frame to scroll."""
    return _Canvas(picture(drawing)).size[0] > WIDE


def draw(drawing: Drawing, prefix: str, description: str = "") -> str:
    """Return the SVG element as text; *prefix* begins its ids, *description* replaces the computed.

    The same arguments give the same bytes. Raises ``LayoutError`` when it cannot be drawn, and
    ``ValueError`` when *prefix* cannot begin an id.
    """
    if not re.fullmatch(r"[A-Za-z][\w-]*", prefix, re.ASCII):
        raise ValueError(f"{prefix!r} cannot begin an id")
    drawn = picture(drawing)
    canvas = _Canvas(drawn)
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
        "Layout {layout}", layout=drawing.layout
    )
    ET.SubElement(svg, "desc", {"id": f"{prefix}-desc"}).text = description or drawn.description
    canvas.draw_boxes(svg)
    canvas.draw_heads(svg, str(drawing.layout))
    canvas.draw_texts(svg)
    canvas.draw_outline(svg)
    return ET.tostring(svg, encoding="unicode")


def as_text(drawing: Drawing) -> str:
    """Return the same as a table in plain text, for output that cannot show SVG."""
    drawn = picture(drawing)
    table = [["", *(head[0] for head in drawn.columns)]]
    for head, row in zip(drawn.rows, drawn.cells, strict=True):
        texts = ("" if cell is None else " ".join(cell.lines) or "." for cell in row)
        table.append([head, *texts])
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(map(str.rjust, row, widths)).rstrip() for row in table]
    return "\n".join([f"{drawing.layout}  ({drawn.caption})", *lines])
