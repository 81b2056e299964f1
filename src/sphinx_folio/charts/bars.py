"""Bars lie: names stand before them in full, however long, and numbers after them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from sphinx_folio.charts.canvas import (
    INK,
    MUTED,
    RULE,
    SMALL,
    WIDTH,
    Canvas,
    color,
    coordinate,
    series_color,
    text_width,
)
from sphinx_folio.charts.scales import Scale, linear_scale, log_scale
from sphinx_folio.charts.values import Chart, Point

BAR, PITCH = 18, 26
HEAD, GAP = 26, 12  # the height of a group's name, and what parts groups
TOP, CAP = 30, 4


class _Bars(Canvas):
    """Bars from the left edge of the plot, a line for each."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.chart = chart
        self.grouped = len(chart.series) > 1
        names = [one.name for one in chart.series] if self.grouped else list(chart.places)
        self.left = max(text_width(name, SMALL) for name in names) + 10
        points = [point for one in chart.series for point in one.points]
        right = max(text_width(point.text, SMALL) for point in points) + 12
        self.width = max(WIDTH, self.left + 260 + right)
        self.span = self.width - self.left - right
        low, high = chart.bounds
        self.scale: Scale = log_scale(low, high) if chart.log_y else linear_scale(low, high)
        # Before the texts, which lie above these lines.
        self.grid = self.group("grid", stroke=color("rule", RULE))
        self.axis = self.group("axis", stroke=color("muted", MUTED))
        self.zero = self.x(self.scale.low if self.scale.is_log else 0.0)

    def x(self, value: float) -> float:
        return self.left + self.span * self.scale.place(value)

    def lay_out(self) -> list[tuple[float, int, Point]]:
        """Write the names, and return the bars: the middle of each, its series, its point."""
        found: list[tuple[float, int, Point]] = []
        heads = self.texts("heads", anchor="start", muted=False, above=True)
        names = self.texts("names", anchor="end", muted=False)
        y: float = TOP
        for n, x in enumerate(self.chart.places):
            if self.grouped:
                y += GAP * (n > 0)
                self.text(heads, 0, y + HEAD / 2, x, font_weight="600")
                y += HEAD
            for series, point in self.chart.at(x):
                middle = y + PITCH / 2
                name = self.chart.series[series].name if self.grouped else x
                self.text(names, self.left - 8, middle, name)
                found.append((middle, series, point))
                y += PITCH
        self.height = y
        return found

    def draw_axis(self) -> None:
        """Draw the lines below all bars, the ticks and the titles below them."""
        bottom = self.height + 4
        ticks = self.texts("ticks", anchor="middle")
        for value, text in self.scale.ticks:
            x = self.x(value)
            self.path(self.grid, f"M{coordinate(x)} {TOP}V{coordinate(bottom)}")
            self.text(ticks, x, bottom + 14, text)
        self.path(self.axis, f"M{coordinate(self.zero)} {TOP}V{coordinate(bottom)}")
        titles = self.texts("titles", anchor="start")
        self.text(titles, 0, 10, self.chart.x_title)
        middle = self.left + self.span / 2
        self.text(titles, middle, bottom + 36, self.chart.y_title, text_anchor="middle")
        self.height = bottom + 46

    def draw_bars(self, bars: list[tuple[float, int, Point]]) -> None:
        """Draw the bars, the ranges above them, and the number after each."""
        group = self.group("bars")
        values = self.texts("values", anchor="start", muted=False, above=True)
        errors = []
        for y, series, point in bars:
            end, low, high = map(self.x, (point.y, point.low, point.high))
            box = {
                "x": coordinate(min(end, self.zero)),
                "y": coordinate(y - BAR / 2),
                "width": coordinate(abs(end - self.zero)),
                "height": str(BAR),
            }
            ET.SubElement(group, "rect", {**box, "fill": series_color(series)})
            if point.low < point.high:
                a, b, top = (coordinate(one) for one in (low, high, y - CAP))
                cap = f"V{coordinate(y + CAP)}"
                errors.append(f"M{a} {coordinate(y)}H{b}M{a} {top}{cap}M{b} {top}{cap}")
            after = max(end, high, self.zero) + 8
            self.text(values, after, y, point.text)
        self.error_bars(errors, [color("ink", INK)] * len(errors))


def draw_bars(chart: Chart) -> Canvas:
    """Return the drawing of a bar chart."""
    canvas = _Bars(chart)
    bars = canvas.lay_out()
    canvas.draw_axis()
    canvas.draw_bars(bars)
    return canvas
