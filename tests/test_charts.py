"""Charts: where bars, lines, ranges and ticks stand, what is said in words, the same bytes."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sphinx_folio.charts import (
    MAX_LINES,
    Chart,
    ChartError,
    Point,
    Series,
    View,
    draw,
    linear_scale,
    log_scale,
)
from sphinx_folio.charts.canvas import COLORS, SURFACE
from sphinx_folio.charts.lines import DASHES, MARKERS, apart
from sphinx_folio.charts.scales import spaced

TOKENS = Path("src/sphinx_folio/theme/folio/styles/folio-tokens.css")
SVG = "{http://www.w3.org/2000/svg}"


def _point(x: str, y: float, spread: float = 0.1) -> Point:
    low, high = y * (1 - spread), y * (1 + spread)
    return Point(x, y, low, high, f"{y:g}", f"{low:g}–{high:g}" if spread else "")


SIZES = ("512", "1024", "2048", "4096")
NAIVE = Series("naive", tuple(_point(x, y) for x, y in zip(SIZES, (1, 8, 64, 512), strict=True)))
TILED = Series("tiled", tuple(_point(x, y) for x, y in zip(SIZES, (1, 4, 16, 64), strict=True)))
LINES = Chart(View.LINES, "size", "time (µs)", (NAIVE, TILED))
BARS = replace(LINES, view=View.BARS)


def _svg(chart: Chart) -> ET.Element:
    return ET.fromstring(draw(chart, "chart"))


def _group(svg: ET.Element, name: str) -> list[ET.Element]:
    """Return the elements in all groups of a class."""
    groups = [one for one in svg.iter(f"{SVG}g") if one.get("class") == f"folio-chart-{name}"]
    return [child for one in groups for child in one]


def _numbers(d: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", d)]


# --- scales ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0.2, 0.9, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (3, 47, ["0", "10", "20", "30", "40", "50"]),
        (0, 0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-3, 5, ["−4", "−2", "0", "2", "4", "6"]),
        (5, 30_000, ["0", "10\u202f000", "20\u202f000", "30\u202f000"]),
        (1, 4e8, ["0", "10⁸", "2×10⁸", "3×10⁸", "4×10⁸"]),
        (1e-6, 4e-6, ["0", "10⁻⁶", "2×10⁻⁶", "3×10⁻⁶", "4×10⁻⁶"]),
    ],
)
def test_ticks_have_nice_steps_and_hold_all_numbers(
    low: float, high: float, texts: list[str]
) -> None:
    scale = linear_scale(low, high)
    assert [text for _, text in scale.ticks] == texts
    assert scale.low <= min(low, 0)
    assert scale.high >= high
    assert scale.place(scale.low) == 0
    assert scale.place(scale.high) == 1


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (251, 330_802, ["100", "1000", "10\u202f000", "100\u202f000", "1\u202f000\u202f000"]),
        (3, 47, ["2", "5", "10", "20", "50"]),
        (5, 5, ["5", "10"]),
        (10, 10, ["10", "20"]),
        (0.02, 0.04, ["0.02", "0.05"]),
        (1e-9, 1e9, None),
    ],
)
def test_a_log_axis_has_powers_of_ten_and_of_few_also_between(
    low: float, high: float, texts: list[str] | None
) -> None:
    scale = log_scale(low, high)
    if texts:
        assert [text for _, text in scale.ticks] == texts
    assert scale.low <= low <= high <= scale.high
    assert scale.low < scale.high
    middle = math.sqrt(scale.low * scale.high)
    assert scale.place(middle) == pytest.approx(0.5)


def test_texts_that_would_touch_are_left_out_but_not_the_last() -> None:
    assert spaced([(0, 20), (15, 20), (40, 20), (55, 20)], 4) == [0, 3]
    assert spaced([(0, 20), (30, 20), (60, 20)], 4) == [0, 1, 2]


def test_names_are_moved_apart_and_stay_inside() -> None:
    moved = apart([95, 96, 97], 18, 0, 100)
    assert moved == [64, 82, 100]
    assert apart([10, 50], 18, 0, 100) == [10, 50]
    assert apart([0, 1], 18, 5, 100) == [5, 23]


# --- bars --------------------------------------------------------------------------------------


def test_bars_are_as_long_as_their_numbers_and_each_has_its_name_and_number() -> None:
    svg = _svg(BARS)
    bars = _group(svg, "bars")
    widths = [float(bar.get("width", "")) for bar in bars]
    unit = widths[-2] / 512
    expected = [
        y * unit for pair in zip((1, 8, 64, 512), (1, 4, 16, 64), strict=True) for y in pair
    ]
    assert widths == pytest.approx(expected, abs=0.11)
    assert len({bar.get("x") for bar in bars}) == 1
    tops = [float(bar.get("y", "")) for bar in bars]
    assert tops == sorted(tops)
    assert [text.text for text in _group(svg, "names")] == ["naive", "tiled"] * 4
    assert [text.text for text in _group(svg, "heads")] == list(SIZES)
    assert [text.text for text in _group(svg, "values")] == [
        "1",
        "1",
        "8",
        "4",
        "64",
        "16",
        "512",
        "64",
    ]
    assert [text.text for text in _group(svg, "titles")] == ["size", "time (µs)"]


def test_a_bar_has_its_range_drawn_around_its_end() -> None:
    svg = _svg(BARS)
    bar, error = _group(svg, "bars")[-2], _group(svg, "errors")[-2]
    x, y, high, *_ = _numbers(error.get("d", ""))
    end = float(bar.get("x", "")) + float(bar.get("width", ""))
    assert x < end < high
    assert (end - x) == pytest.approx(high - end, abs=0.2)
    assert y == float(bar.get("y", "")) + 9
    value = _group(svg, "values")[-2]
    assert float(value.get("x", "")) > high


def test_bars_of_one_series_have_the_places_as_names() -> None:
    svg = _svg(replace(BARS, series=(replace(NAIVE, name=""),)))
    assert [text.text for text in _group(svg, "names")] == list(SIZES)
    assert _group(svg, "heads") == []


def test_bars_below_zero_go_to_the_left() -> None:
    points = (Point("a", -2, -2, -2, "−2"), Point("b", 3, 3, 3, "3"))
    svg = _svg(Chart(View.BARS, "x", "gain (1)", (Series("", points),)))
    left, right = _group(svg, "bars")
    zero = float(left.get("x", "")) + float(left.get("width", ""))
    assert zero == pytest.approx(float(right.get("x", "")))
    assert _group(svg, "errors") == []


def test_long_names_widen_the_drawing_and_are_not_cut() -> None:
    name = "a kernel with a name that is as long as those of templates are, and longer still"
    svg = _svg(replace(BARS, series=(replace(NAIVE, name=name), TILED)))
    width = float(svg.get("width", ""))
    left = min(float(bar.get("x", "")) for bar in _group(svg, "bars"))
    assert left > 7 * len(name)
    assert width >= left + 260


# --- lines -------------------------------------------------------------------------------------


def test_points_stand_where_their_numbers_are() -> None:
    svg = _svg(LINES)
    line, _marks, other, _ = _group(svg, "series")
    spots = _numbers(line.get("d", ""))
    xs, ys = spots[::2], spots[1::2]
    assert xs == sorted(xs)
    assert ys == sorted(ys, reverse=True)
    # 512 to 1024 is a seventh of 512 to 4096.
    assert (xs[1] - xs[0]) / (xs[3] - xs[0]) == pytest.approx(1 / 7, abs=0.002)
    assert (ys[0] - ys[2]) / (ys[0] - ys[3]) == pytest.approx(63 / 511, abs=0.002)
    assert line.get("stroke-dasharray") != other.get("stroke-dasharray")


def test_on_log_axes_doubling_is_one_distance() -> None:
    svg = _svg(replace(LINES, log_x=True, log_y=True))
    spots = _numbers(_group(svg, "series")[0].get("d", ""))
    xs, ys = spots[::2], spots[1::2]
    for places in (xs, ys):
        steps = [b - a for a, b in itertools.pairwise(places)]
        assert steps == pytest.approx([steps[0]] * 3, abs=0.2)
    assert [text.text for text in _group(svg, "places")] == list(SIZES)


def test_numbers_are_ordered_and_names_stay_in_order() -> None:
    mixed = tuple(_point(x, 1) for x in ("100", "20", "3"))
    assert replace(LINES, series=(Series("", mixed),)).places == ("3", "20", "100")
    named = tuple(_point(x, 1) for x in ("wgmma", "naive"))
    chart = replace(LINES, series=(Series("", named),))
    assert chart.places == ("wgmma", "naive")
    assert [text.text for text in _group(_svg(chart), "places")] == ["wgmma", "naive"]


def test_a_range_is_drawn_from_least_to_greatest() -> None:
    svg = _svg(LINES)
    _x, low, high, *_ = _numbers(_group(svg, "errors")[3].get("d", ""))
    middle = _numbers(_group(svg, "series")[0].get("d", ""))[-1]
    assert high < middle < low
    assert (low - middle) == pytest.approx(middle - high, abs=0.2)
    bare = tuple(_point(x, 1, 0) for x in SIZES)
    assert _group(_svg(replace(LINES, series=(Series("", bare),))), "errors") == []


def test_each_line_has_its_name_at_its_end_and_none_touches_another() -> None:
    close = tuple(
        Series(f"kernel {n}", (_point("1", 10 + n / 10), _point("2", 10 + n / 10)))
        for n in range(6)
    )
    names = _group(_svg(replace(LINES, series=close)), "names")
    assert {name.text for name in names} == {one.name for one in close}
    heights = [float(name.get("y", "")) for name in names]
    assert all(b - a >= 17.9 for a, b in itertools.pairwise(heights))


def _drawn_numbers(chart: Chart) -> list[float]:
    """Return all numbers in the attributes of a drawing; check that they are some."""
    found = [
        float(number)
        for one in _svg(chart).iter()
        for name in ("d", "x", "y", "width", "viewBox")
        for number in re.findall(r"[^\sA-Za-z]+|nan|inf", one.get(name, ""))
    ]
    assert all(map(math.isfinite, found))
    return found


WIDE = Series("", (Point("1", 1e-100, -1e100, 1e100, "a"), Point("2", 0, 0, 0, "b")))
ABOVE = Series("", (Point("1", 1e-100, 1e-100, 1e100, "a"), Point("2", 1, 1, 1, "b")))


@pytest.mark.parametrize(
    ("series", "log"), [(WIDE, False), (ABOVE, False), (ABOVE, True)], ids=["wide", "above", "log"]
)
def test_all_numbers_of_records_can_be_drawn(series: Series, log: bool) -> None:
    for view in View:
        chart = Chart(view, "x", "y", (series,), log_y=log)
        assert _drawn_numbers(chart)
        assert len(_group(_svg(chart), "ticks")) <= 14


@pytest.mark.parametrize("number", [5e-324, 1e300, math.inf, math.nan])
def test_a_number_that_no_axis_holds_is_told(number: float) -> None:
    with pytest.raises(ChartError, match="only 0 and numbers from 1e-100 to 1e\\+100"):
        Chart(View.BARS, "x", "y", (Series("", (Point("1", 1, 1, number, ""),)),))


@pytest.mark.parametrize(
    "labels",
    [("1", "1.0"), ("1", "1.0", "2"), ("9" * 400, "1"), ("1e99999", "1"), ("1e-400", "0")],
)
def test_labels_that_no_axis_tells_apart_stand_side_by_side(labels: tuple[str, ...]) -> None:
    chart = replace(LINES, series=(Series("", tuple(_point(x, 1) for x in labels)),))
    assert not chart.is_numeric
    assert chart.places == labels
    assert _drawn_numbers(chart)
    spots = _numbers(_group(_svg(chart), "series")[0].get("d", ""))[::2]
    assert len(set(spots)) == len(labels)


def test_labels_one_of_which_is_hardly_above_the_other_are_drawn() -> None:
    labels = ("1e50", "1.0000000000000002e50")
    chart = replace(LINES, series=(Series("", tuple(_point(x, 1) for x in labels)),), log_x=True)
    assert chart.is_numeric
    assert _drawn_numbers(chart)


def test_one_point_alone_is_a_chart() -> None:
    for view in View:
        _svg(Chart(view, "x", "y", (Series("", (_point("7", 3),)),)))
        _svg(Chart(view, "x", "y", (Series("", (_point("7", 0),)),)))


# --- both --------------------------------------------------------------------------------------


@pytest.mark.parametrize("chart", [LINES, BARS])
def test_the_drawing_has_a_role_a_name_and_all_numbers_in_words(chart: Chart) -> None:
    svg = _svg(chart)
    assert svg.get("role") == "img"
    title, desc = svg[0], svg[1]
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == "time (µs) by size"
    kind = "Line" if chart.view is View.LINES else "Bar"
    assert (desc.text or "").startswith(
        f"{kind} chart of time (µs) by size. For naive: 1 (0.9–1.1)"
    )
    assert "512 (460.8–563.2) at 4096. For tiled: " in (desc.text or "")
    given = ET.fromstring(draw(chart, "chart", "In other words."))
    assert given[1].text == "In other words."


@pytest.mark.parametrize("chart", [LINES, BARS])
def test_nothing_is_drawn_outside_and_nothing_is_no_number(chart: Chart) -> None:
    text = draw(chart, "chart")
    assert "nan" not in text
    svg = ET.fromstring(text)
    width, height = (float(svg.get(name, "")) for name in ("width", "height"))
    for one in svg.iter(f"{SVG}text"):
        assert 0 <= float(one.get("x", "")) <= width
        assert 0 <= float(one.get("y", "")) <= height


def test_every_colour_can_be_set_from_outside() -> None:
    for chart in (LINES, BARS):
        colors = re.findall(r'(?:fill|stroke)="([^"]+)"', draw(chart, "chart"))
        assert {one for one in colors if not one.startswith("var(--folio-chart-")} <= {"none"}


def test_the_same_chart_is_the_same_bytes() -> None:
    assert draw(LINES, "chart") == draw(replace(LINES), "chart")
    with pytest.raises(ValueError, match="cannot begin an id"):
        draw(LINES, "1 chart")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"series": ()}, "nothing to draw"),
        (
            {"series": (replace(NAIVE, points=NAIVE.points * 2),)},
            "2 values of naive stand at size 512",
        ),
        (
            {"series": tuple(replace(NAIVE, name=str(n)) for n in range(MAX_LINES + 1))},
            "7 lines cannot be told apart; 6 are the most",
        ),
        ({"series": (Series("", (_point("1", 0),)),), "log_y": True}, "no place for 0"),
        ({"series": (Series("", (_point("a", 1),)),), "log_x": True}, "needs numbers above 0"),
        ({"view": View.BARS, "log_x": True}, "only the axis of their values can be log"),
        (
            {
                "view": View.BARS,
                "series": (Series("", tuple(_point(str(n), 1) for n in range(61))),),
            },
            "61 bars are too many",
        ),
    ],
)
def test_what_cannot_be_drawn_is_told(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ChartError, match=reason):
        replace(LINES, **changes)  # type: ignore[arg-type]


# --- colours -----------------------------------------------------------------------------------


def _luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_lines_and_bars_stand_out_in_both_schemes_and_on_both_surfaces(repository: Path) -> None:
    css = (repository / TOKENS).read_text(encoding="utf-8")
    schemes = [
        dict(re.findall(r"--folio-([\w-]+): (#\w+);", part)) for part in re.split(r"@media", css)
    ]
    assert [schemes[0][f"chart-{n}"] for n in range(6)] == list(COLORS)
    assert schemes[0]["surface"] == SURFACE
    for scheme in schemes:
        for n in range(6):
            for surface in ("surface", "raised"):
                assert _contrast(scheme[f"chart-{n}"], scheme[surface]) >= 3, (n, surface)
    assert len(COLORS) == len(set(COLORS)) == len(DASHES) == len(set(MARKERS)) == MAX_LINES
