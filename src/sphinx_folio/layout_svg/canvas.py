"""The places of the cells of a picture, and the elements that are drawn there."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from sphinx_folio.layout_svg.drawings import Cell, Picture
from sphinx_folio.layout_svg.lettering import CHARACTER, MONOSPACE, width_of, wrap

# Lightness (CIE L*) 96, 80, 88, 72, 92, 76, 84, 68: see folio-tokens.css for the dark scheme.
FILLS = ("#eff4fb", "#d8c3a7", "#ccdff5", "#c2ae92", "#f6e6d2", "#a5beda", "#e4cfb2", "#8fa8c4")
BANK = "#7f9cbf"  # of bank 31; the others are as much thinner as they come earlier
INK, MUTED, LINE = "#1b1f24", "#57606a", "#8b949e"

LINE_HEIGHT = 16
HEAD_LINE = 20
#: The width at which what stands above narrower cells is broken into lines: fits a phone, scaled.
HEAD_WIDTH = 470


def _color(name: str, fallback: str) -> str:
    return f"var(--folio-layout-{name}, {fallback})"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _look(cell: Cell, banks: bool) -> tuple[str, dict[str, str]]:
    """Return the name of a cell's look and its attributes."""
    if not cell.lines:
        return "unused", {"fill": "none", "stroke-width": ".5"}
    if cell.shade is None:
        return "plain", {"fill": "none"}
    if banks:
        # One colour that gets denser from bank to bank, so that grey print and colour-blind eyes
        # see the same order; the number stands in the cell.
        density = (cell.shade + 1) / 32
        look = {"fill": _color("bank", BANK), "fill-opacity": f"{density:.3f}"}
        return f"bank-{cell.shade}", look
    shade = cell.shade % len(FILLS)
    return f"shade-{shade}", {"fill": _color(f"fill-{shade}", FILLS[shade])}


class Canvas:
    """The places of the cells of a picture, and the elements drawn so far."""

    def __init__(self, drawn: Picture, title: str) -> None:
        self.drawn = drawn
        texts = [c.lines for row in drawn.cells for c in row if c]
        lines = max(map(len, texts), default=1)
        widest = max((len(line) for cell in texts for line in cell), default=1)
        if drawn.compact:
            self.font, self.small, self.line_height = 12, 11, 13
            self.cell_width, self.cell_height = max(22, 8 * widest + 3), 24 + 11 * (lines - 1)
        else:
            self.font, self.small, self.line_height = 15, 13, LINE_HEIGHT
            self.cell_width, self.cell_height = max(44, 9 * widest + 10), max(32, 10 + 16 * lines)
        self.head_lines = max(len(head) for head in drawn.columns)
        heads = [text for head in drawn.columns for text in head]
        letter = CHARACTER * self.small / 13
        widest_head = letter * max(map(len, heads), default=0)
        self.cell_width = max(self.cell_width, round(widest_head + 8 * self.small / 13))
        self.left = round(CHARACTER * max(map(len, drawn.rows)) + 12) if any(drawn.rows) else 2
        self.grid_width = self.left + self.cell_width * len(drawn.columns) + 2
        room = max(self.grid_width, HEAD_WIDTH)
        self.title = wrap(title, room, MONOSPACE)
        self.caption = wrap(drawn.caption, room)
        above = HEAD_LINE * (len(self.title) + len(self.caption))
        self.top = above + 4 + LINE_HEIGHT * self.head_lines

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the whole drawing."""
        titles = max(width_of(line, MONOSPACE) + 4 for line in self.title)
        captions = max(width_of(line) + 4 for line in self.caption)
        width = max(self.grid_width, titles, captions)
        return width, self.top + self.cell_height * len(self.drawn.rows) + 2

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
        """Draw the cells, those of one look in one path: a page has hundreds of them."""
        groups: dict[str, ET.Element] = {}
        last: dict[str, tuple[int, int]] = {}
        box = f"h{self.cell_width}v{self.cell_height}h-{self.cell_width}z"
        for i, j, cell in self.cells():
            if cell.head:
                continue
            name, look = _look(cell, self.drawn.banks)
            if name not in groups:
                look = {"class": f"folio-layout-{name}", "stroke": _color("line", LINE), **look}
                groups[name] = ET.SubElement(svg, "path", {**look, "d": ""})
            x, y = self.corner(i, j)
            # From corner to corner, so that the same steps stand there again and again.
            before = last.get(name)
            move = f"m{x - before[0]} {y - before[1]}" if before else f"M{x} {y}"
            last[name] = x, y
            groups[name].set("d", f"{groups[name].get('d')}{move}{box}")

    def draw_texts(self, svg: ET.Element) -> None:
        """Write the texts of the cells, and of heads that stand between them."""
        look = {"fill": _color("ink", INK), "font-size": str(self.font), "text-anchor": "middle"}
        group = ET.SubElement(svg, "g", {"class": "folio-layout-cells", **look})
        look = {**look, "fill": _color("muted", MUTED), "font-size": str(self.small)}
        heads = ET.Element("g", {"class": "folio-layout-heads", **look})
        for i, j, cell in self.cells():
            x, y = self.corner(i, j)
            look = {"font-weight": "700"} if cell.marked else {}
            first = y + self.cell_height / 2 - self.line_height / 2 * (len(cell.lines) - 1)
            for n, line in enumerate(cell.lines):
                middle = first + self.line_height * n
                parent = heads if cell.head else group
                self.text(parent, x + self.cell_width / 2, middle, line, **look)
                look["font-size"] = str(self.small)
        if len(heads):
            svg.append(heads)

    def draw_heads(self, svg: ET.Element) -> None:
        """Write the expression, what is shown, and the heads of rows and columns."""
        ink = {"fill": _color("ink", INK), "font-size": "15", "font-weight": "600"}
        for n, line in enumerate(self.title):
            look = {"class": "folio-layout-expression", **ink}
            self.text(svg, 2, 10 + HEAD_LINE * n, line, **look)
        look = {"class": "folio-layout-heads", "fill": _color("muted", MUTED)}
        group = ET.SubElement(svg, "g", {**look, "font-size": "13"})
        for n, line in enumerate(self.caption, len(self.title)):
            self.text(group, 2, 10 + HEAD_LINE * n, line)
        if self.drawn.compact:
            group = ET.SubElement(svg, "g", {**look, "font-size": str(self.small)})
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
