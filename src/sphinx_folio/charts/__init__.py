"""Draw bars or lines as accessible SVG, with the range of each number.

Colours are custom properties with fallbacks (``--folio-chart-0`` to ``-5``, ``-ink``, ``-muted``,
``-rule``, ``-surface``), so a style sheet can give both schemes. Every bar and line has its name
beside it, lines have dashes and markers of their own, and the numbers are in the description too:
nothing is said by colour alone.
"""

from sphinx_folio.charts.bars import draw_bars
from sphinx_folio.charts.canvas import finished
from sphinx_folio.charts.lines import draw_lines
from sphinx_folio.charts.scales import Scale, linear_scale, log_scale
from sphinx_folio.charts.values import MAX_BARS, MAX_LINES, Chart, ChartError, Point, Series, View

__all__ = [
    "MAX_BARS",
    "MAX_LINES",
    "Chart",
    "ChartError",
    "Point",
    "Scale",
    "Series",
    "View",
    "draw",
    "linear_scale",
    "log_scale",
]


def draw(chart: Chart, prefix: str, description: str = "") -> str:
    """Return the SVG element as text; *prefix* begins its ids, *description* replaces the computed.

    The same arguments give the same bytes. Raises ``ChartError`` when it cannot be drawn, and
    ``ValueError`` when *prefix* cannot begin an id.
    """
    canvas = draw_bars(chart) if chart.view is View.BARS else draw_lines(chart)
    return finished(canvas, chart, prefix, description)
