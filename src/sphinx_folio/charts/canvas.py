"""What both kinds of charts draw with: colours, texts, shapes, the frame of the SVG."""

from __future__ import annotations

import re
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from sphinx_folio.charts.values import Chart

# Lightness (CIE L*) 36, 53, 22, 57, 44, 14, at least 3:1 on white; dark: see folio-tokens.css.
COLORS = ("#005d7e", "#c4600f", "#39296c", "#4b986b", "#ae416a", "#2b2400")
INK, MUTED, RULE, SURFACE = "#1c2024", "#5b6268", "#d9dcdf", "#fff"

WIDTH = 600
SIZE, SMALL = 15, 14  # of texts


def color(name: str, fallback: str) -> str:
    """Return a colour that a style sheet may set."""
    return f"var(--folio-chart-{name}, {fallback})"


def series_color(number: int) -> str:
    """Return the colour of a series."""
    number %= len(COLORS)
    return color(str(number), COLORS[number])


def coordinate(value: float) -> str:
    """Return a number of the drawing, to a tenth."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def text_width(text: str, size: float = SIZE) -> float:
    """Return about how wide a text gets, rather too wide than too narrow."""
    return size * sum(1.0 if east_asian_width(char) in "WF" else 0.64 for char in text)


class Canvas:
    """The elements drawn so far, and the size of the whole."""

    def __init__(self) -> None:
        self.width: float = WIDTH
        self.height: float = 0
        self.root = ET.Element("g")

    def group(self, name: str, **attributes: str) -> ET.Element:
        """Begin a group of a class."""
        return ET.SubElement(
            self.root, "g", {"class": f"folio-chart-{name}", **_dashed(attributes)}
        )

    def text(self, parent: ET.Element, x: float, y: float, text: str, **attributes: str) -> None:
        """Write *text* around the height y."""
        at = {"x": coordinate(x), "y": coordinate(y + 5), **_dashed(attributes)}
        ET.SubElement(parent, "text", at).text = text

    def path(self, parent: ET.Element, d: str, **attributes: str) -> None:
        """Draw a path."""
        ET.SubElement(parent, "path", {"d": d, **_dashed(attributes)})

    def texts(
        self, name: str, *, anchor: str, muted: bool = True, above: bool = False
    ) -> ET.Element:
        """Begin a group of texts; those *above* lines hide these around their letters."""
        fill = color("muted", MUTED) if muted else color("ink", INK)
        group = self.group(name, fill=fill, font_size=str(SMALL), text_anchor=anchor)
        if above:
            look = {"stroke": color("surface", SURFACE), "stroke-width": "4"}
            group.attrib |= {**look, "stroke-linejoin": "round", "paint-order": "stroke"}
        return group

    def error_bars(self, paths: list[str], colors: list[str]) -> None:
        """Draw the ranges above all else, each with a halo that parts it from what is below."""
        if not paths:
            return
        halo = self.group("halo", fill="none", stroke=color("surface", SURFACE), stroke_width="4")
        self.path(halo, "".join(paths))
        group = self.group("errors", fill="none", stroke_width="1.5")
        for d, stroke in zip(paths, colors, strict=True):
            self.path(group, d, stroke=stroke)


def _dashed(attributes: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in attributes.items()}


def finished(canvas: Canvas, chart: Chart, prefix: str, description: str) -> str:
    """Return the whole SVG as text."""
    if not re.fullmatch(r"[A-Za-z][\w-]*", prefix, re.ASCII):
        raise ValueError(f"{prefix!r} cannot begin an id")
    width, height = round(canvas.width), round(canvas.height)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"folio-chart folio-chart-of-{chart.view}",
            "role": "img",
            "aria-labelledby": f"{prefix}-title {prefix}-desc",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "font-family": "system-ui, sans-serif",
            "font-size": str(SIZE),
        },
    )
    ET.SubElement(svg, "title", {"id": f"{prefix}-title"}).text = chart.title
    ET.SubElement(svg, "desc", {"id": f"{prefix}-desc"}).text = description or chart.description
    svg.extend(canvas.root)
    return ET.tostring(svg, encoding="unicode")
