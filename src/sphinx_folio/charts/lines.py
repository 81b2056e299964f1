"""Lines with markers; each has its name at its end."""

from __future__ import annotations

from sphinx_folio.charts.canvas import (
    MUTED,
    RULE,
    SMALL,
    SURFACE,
    WIDTH,
    Canvas,
    color,
    coordinate,
    series_color,
    text_width,
)
from sphinx_folio.charts.scales import Scale, linear_scale, log_scale, spaced
from sphinx_folio.charts.values import Chart, Point

TOP, HEIGHT, BOTTOM = 34, 270, 52
CAP = 4
LINE = 18  # the least distance of two names

DASHES = ("", "7 4", "2 4", "12 4", "9 3 2 3", "4 2")
#: Outlines around (0, 0): circle, square, triangle, diamond, cross, triangle upside down.
MARKERS = (
    "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
    "m-4.5 -4.5h9v9h-9z",
    "m0 -6l5.5 9.5h-11z",
    "m0 -6l6 6l-6 6l-6 -6z",
    "m-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    "m0 6l5.5 -9.5h-11z",
)


class _Lines(Canvas):
    """Lines in a plot with ticks at its left and its bottom."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.chart = chart
        low, high = chart.bounds
        self.y_scale: Scale = log_scale(low, high) if chart.log_y else linear_scale(low, high)
        self.left = max(text_width(text, SMALL) for _, text in self.y_scale.ticks) + 10
        names = [one.name for one in chart.series]
        self.right = max(text_width(name, SMALL) for name in names) + 34 if any(names) else 30
        self.width = max(WIDTH, self.left + 280 + self.right)
        self.span = self.width - self.left - self.right
        self.height = TOP + HEIGHT + BOTTOM
        self.places = chart.places
        self.order = {place: n for n, place in enumerate(self.places)}
        self.numbers = [float(x) for x in self.places] if chart.is_numeric else []

    def x(self, place: str) -> float:
        """Return where a place of the x axis is; the first and last are a little inside."""
        if len(self.places) == 1:
            return self.left + self.span / 2
        if self.numbers:
            first, last = self.numbers[0], self.numbers[-1]
            part = Scale(first, last, (), is_log=self.chart.log_x).place(float(place))
        else:
            part = self.order[place] / (len(self.places) - 1)
        return self.left + 16 + (self.span - 24) * part

    def y(self, value: float) -> float:
        return TOP + HEIGHT * (1 - self.y_scale.place(value))

    def draw_axes(self) -> None:
        """Draw the lines behind, the ticks and the titles."""
        right, bottom = self.width - self.right, TOP + HEIGHT
        grid = self.group("grid", stroke=color("rule", RULE))
        ticks = self.texts("ticks", anchor="end")
        for value, text in self.y_scale.ticks:
            y = self.y(value)
            self.path(grid, f"M{coordinate(self.left)} {coordinate(y)}H{coordinate(right)}")
            self.text(ticks, self.left - 8, y, text)
        axis = self.group("axis", stroke=color("muted", MUTED))
        self.path(axis, f"M{coordinate(self.left)} {bottom}H{coordinate(right)}")
        below = self.texts("places", anchor="middle")
        places = [(self.x(place), text_width(place, SMALL)) for place in self.places]
        for n in spaced(places, 8):
            self.path(axis, f"M{coordinate(places[n][0])} {bottom}v5")
            self.text(below, places[n][0], bottom + 18, self.places[n])
        titles = self.texts("titles", anchor="start")
        self.text(titles, 0, 10, self.chart.y_title)
        middle = self.left + self.span / 2
        self.text(titles, middle, bottom + 42, self.chart.x_title, text_anchor="middle")

    def draw_errors(self) -> None:
        """Draw the range of each point that has one."""
        paths, colors = [], []
        for series, one in enumerate(self.chart.series):
            for point in one.points:
                if point.low < point.high:
                    paths.append(self._error(point))
                    colors.append(series_color(series))
        self.error_bars(paths, colors)

    def _error(self, point: Point) -> str:
        x = self.x(point.x)
        left, right = coordinate(x - CAP), coordinate(x + CAP)
        low, high = coordinate(self.y(point.low)), coordinate(self.y(point.high))
        return f"M{coordinate(x)} {low}V{high}M{left} {low}H{right}M{left} {high}H{right}"

    def draw_series(self) -> None:
        """Draw each line with its markers."""
        for series, one in enumerate(self.chart.series):
            points = sorted(one.points, key=lambda point: self.order[point.x])
            spots = [(coordinate(self.x(p.x)), coordinate(self.y(p.y))) for p in points]
            group = self.group("series", stroke_linejoin="round")
            dash = {"stroke_dasharray": DASHES[series]} if DASHES[series] else {}
            d = "M" + "L".join(f"{x} {y}" for x, y in spots)
            self.path(
                group, d, fill="none", stroke=series_color(series), stroke_width="2.5", **dash
            )
            marks = "".join(f"M{x} {y}{MARKERS[series]}" for x, y in spots)
            surface = color("surface", SURFACE)
            self.path(group, marks, fill=series_color(series), stroke=surface)

    def draw_names(self) -> None:
        """Write the name of each line at its end; those that would touch are moved apart."""
        ends = []
        for series, one in enumerate(self.chart.series):
            last = max(one.points, key=lambda point: self.order[point.x])
            ends.append((self.y(last.y), series, self.x(last.x)))
        ends.sort()
        heights = apart([y for y, _, _ in ends], LINE, TOP, TOP + HEIGHT)
        leaders = self.group("leaders", fill="none")
        names = self.texts("names", anchor="start", muted=False)
        edge = self.width - self.right + 14
        for (y, series, x), height in zip(ends, heights, strict=True):
            name = self.chart.series[series].name
            if name:
                start, end = coordinate(x + 8), coordinate(edge)
                d = f"M{start} {coordinate(y)}L{end} {coordinate(height)}"
                self.path(leaders, d, stroke=series_color(series))
                self.text(names, edge + 4, height, name)


def apart(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Return sorted places moved so that each is *gap* or more from the next, inside the bounds."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + gap if moved else low))
    limit = high
    for n in reversed(range(len(moved))):
        moved[n] = min(moved[n], limit)
        limit = moved[n] - gap
    return moved


def draw_lines(chart: Chart) -> Canvas:
    """Return the drawing of a line chart."""
    canvas = _Lines(chart)
    canvas.draw_axes()
    canvas.draw_errors()
    canvas.draw_series()
    canvas.draw_names()
    return canvas
