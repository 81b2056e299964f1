"""The directive ``{measurement}`` and the role ``{measured}``: no number without its record."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By

from building import build, differences, make, of_class, parse, texts, tree

DATA = Path(__file__).parents[1] / "data" / "measurements" / "walk.json"
CONF = "extensions = ['sphinx_folio']\nexclude_patterns = ['listings']\n"
PAGE = """\
# Page

See {{numref}}`it`.

```{{measurement}} matrix/walk
:name: it
{options}

A *caption*.

The legend.
```

The end.
"""
BARS = ":view: bars\n:x: size"
LINES = ":view: lines\n:x: size\n:scale: log"


def record_of(source: Path) -> Path:
    return source / "listings" / "matrix" / "measurements" / "walk.json"


def site_of(source: Path, index: str = "# Home\n", **pages: str) -> Path:
    """Write a site with the recorded walk; its numbers are those of the file in tests/data."""
    make(source, conf=CONF, index=index, **pages)
    record_of(source).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(DATA, record_of(source))
    return source


def page_of(options: str = "") -> str:
    return PAGE.format(options=options)


def orphan(page: str, n: int) -> str:
    """Return a page outside all toctrees, whose figure has a name of its own."""
    page = page.replace("`it`", f"`it{n}`").replace(":name: it", f":name: it{n}")
    return f"---\norphan: true\n---\n{page}"


def edit(source: Path, change: Callable[[str], str]) -> None:
    path = record_of(source)
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")


# --- tables ------------------------------------------------------------------------------------


def test_a_table_is_numbered_and_shows_each_median_with_its_range(tmp_path: Path) -> None:
    site = build(site_of(tmp_path / "src", page_of()), tmp_path / "out")
    assert site.warnings == ()
    page = parse(site)
    assert texts(page, "std-numref") == ["Table 1"]
    (whole,) = of_class(page, "folio-measurement")
    (table,) = whole.iter("table")
    assert table.get("id") == "it"
    caption = next(table.iter("caption"))
    assert " ".join("".join(caption.itertext()).split()) == "Table 1 A caption.¶"
    assert [one.text for head in table.iter("thead") for one in head.iter("p")] == [
        "order", "size", "time (µs)", "min–max", "bandwidth (GB/s)", "min–max",
    ]  # fmt: skip
    rows = [["".join(c.itertext()) for c in row] for row in table.iter("tr")][1:]
    recorded = json.loads(DATA.read_text(encoding="utf-8"))["rows"]
    assert len(rows) == len(recorded) == 8
    for shown, row in zip(rows, recorded, strict=True):
        assert shown[:2] == [row["order"], row["size"]]
        number = float(shown[2].replace("\u202f", ""))
        assert number == pytest.approx(row["time"]["median"], rel=0.005)
        low, high = shown[3].replace("\u202f", "").split("–")
        assert float(low) == pytest.approx(row["time"]["min"], rel=0.005)
        assert float(high) == pytest.approx(row["time"]["max"], rel=0.005)
    assert "The legend." in "".join(whole.itertext())


def test_a_table_shows_the_columns_and_digits_that_are_asked_for(tmp_path: Path) -> None:
    options = ":y: bandwidth, time\n:digits: 5"
    site = build(site_of(tmp_path / "src", page_of(options)), tmp_path / "out")
    (table,) = parse(site).iter("table")
    heads = [one.text for one in table.iter("p")][:6]
    assert heads == ["order", "size", "bandwidth (GB/s)", "min–max", "time (µs)", "min–max"]
    value = json.loads(DATA.read_text(encoding="utf-8"))["rows"][0]["bandwidth"]["median"]
    assert f"{value:.4f}" in "".join(table.itertext())


# --- the line below ----------------------------------------------------------------------------


@pytest.mark.parametrize("options", ["", BARS, LINES])
def test_below_each_stands_where_it_was_measured_and_a_link_to_the_data(
    options: str, tmp_path: Path
) -> None:
    source = site_of(tmp_path / "src", blog__walk="---\ndate: 2026-01-01\n---\n" + page_of(options))
    recorded = json.loads(DATA.read_text(encoding="utf-8"))
    origin = recorded["provenance"]
    site = build(source, tmp_path / "out")
    page = parse(site, "blog/walk")
    (line,) = texts(page, "folio-measured")
    assert line.startswith(
        f"Measured on {origin['cpu']}, 2 cores, {origin['system']} · {origin['command']} · "
        f"{origin['compiler']} · commit {origin['commit']} · "
    )
    assert re.search(r" · \d+ \w+ 2026 · median of 7, spread up to \d+ % · Data \(CSV\)$", line)
    (data,) = of_class(page, "folio-data")
    link = next(data.iter("a")).get("href", "")
    file = (site.out / "blog" / "walk" / link).resolve()
    assert file == site.out.resolve() / "_measurements" / "matrix" / "walk.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert [row["size"] for row in rows] == [row["size"] for row in recorded["rows"]]
    assert float(rows[0]["time median (us)"]) == recorded["rows"][0]["time"]["median"]


def test_a_gpu_is_named_with_driver_and_clock(tmp_path: Path) -> None:
    source = site_of(tmp_path / "src", page_of())
    card = '"gpu": "NVIDIA H200",\n    "driver": "580.65",\n    "clock": 1980,\n    "command"'
    edit(
        source, lambda text: text.replace('"command"', card).replace('"clean": true', '"note": "n"')
    )
    (line,) = texts(parse(build(source, tmp_path / "out")), "folio-measured")
    assert line.startswith(
        "Measured on NVIDIA H200, driver 580.65, SM clock 1980 MHz · _build/walk"
    )
    assert "with changes" in line
    assert "spread up to" in line
    assert line.endswith(" · n · Data (CSV)")


def test_of_a_median_of_0_no_percentage_is_told(tmp_path: Path) -> None:
    source = site_of(tmp_path / "src", page_of())
    zero = '"median": 0, "min": -5, "max": 5, "runs": [-5, -1, -1, 0, 1, 1, 5]'
    edit(source, lambda text: re.sub(r'"median": \S+, "min": .*\]', zero, text))
    site = build(source, tmp_path / "out")
    assert site.warnings == ()
    (line,) = texts(parse(site), "folio-measured")
    assert "2026 · median of 7 · Data" in line
    assert "−5.00 … 5.00" in site.text("")


def test_of_one_run_there_is_no_range(tmp_path: Path) -> None:
    source = site_of(tmp_path / "src", page_of())

    def once(text: str) -> str:
        text = re.sub(
            r'"median": \S+, "min": \S+, "max": \S+, "runs": \[(\S+?),[^]]*\]',
            r'"median": \1, "min": \1, "max": \1, "runs": [\1]',
            text,
        )
        return text.replace('"repeats": 7', '"repeats": 1')

    edit(source, once)
    site = build(source, tmp_path / "out")
    assert site.warnings == ()
    (line,) = texts(parse(site), "folio-measured")
    assert "2026 · one run · Data" in line
    assert "min–max" not in site.text("")


# --- charts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("options", "kind"), [(BARS, "bars"), (LINES, "lines")])
def test_a_chart_is_a_figure_with_its_numbers_folded_below(
    options: str, kind: str, tmp_path: Path
) -> None:
    site = build(site_of(tmp_path / "src", page_of(options)), tmp_path / "out")
    assert site.warnings == ()
    page = parse(site)
    assert texts(page, "std-numref") == ["Figure 1"]
    (whole,) = of_class(page, "folio-measurement")
    (figure,) = whole.iter("figure")
    assert figure.get("id") == "it"
    (svg,) = of_class(page, "folio-chart")
    assert f"folio-chart-of-{kind}" in svg.get("class", "")
    assert svg.get("role") == "img"
    (frame,) = of_class(page, "folio-chart-scroll")
    assert (frame.get("role"), frame.get("tabindex")) == ("region", "0")
    assert frame.get("aria-label") == "time (µs) by size, scrolls sideways"
    (folded,) = whole.iter("details")
    assert next(folded.iter("summary")).text == "The numbers"
    (table,) = folded.iter("table")
    assert len(list(table.iter("tr"))) == 9
    assert "bandwidth" not in "".join(table.itertext())
    described = svg.findtext("{*}desc") or ""
    for cell in of_class(table, "folio-measured-value")[1:]:
        assert f" {''.join(cell.itertext())} (" in described


def test_columns_of_one_unit_share_a_chart_and_those_of_two_do_not(tmp_path: Path) -> None:
    both = page_of(":view: lines\n:x: size\n:y: time, bandwidth")
    source = site_of(tmp_path / "src", both)
    site = build(source, tmp_path / "out")
    assert len(site.warnings) == 1
    assert "a chart has one unit, not those of time (us) and bandwidth (GB/s)" in site.warnings[0]
    edit(source, lambda text: text.replace('"GB/s"', '"us"'))
    site = build(source, tmp_path / "out")
    assert site.warnings == ()
    names = [one.text for one in of_class(parse(site), "folio-chart-names")[0]]
    assert sorted(map(str, names)) == [
        "by column, bandwidth", "by column, time", "by row, bandwidth", "by row, time",
    ]  # fmt: skip


def test_lines_can_be_parted_by_a_number_which_is_then_named(tmp_path: Path) -> None:
    options = ":view: bars\n:x: order\n:series: size"
    site = build(site_of(tmp_path / "src", page_of(options)), tmp_path / "out")
    assert site.warnings == ()
    names = [one.text for one in of_class(parse(site), "folio-chart-names")[0]]
    assert names == ["size 512", "size 1024", "size 2048", "size 4096"] * 2


def test_tables_and_figures_count_apart_and_ids_stay_unique(tmp_path: Path) -> None:
    blocks = [
        f"```{{measurement}} matrix/walk\n:name: n{n}\n{options}\n\nCaption.\n```\n"
        for n, options in enumerate((BARS, "", LINES, ""))
    ]
    refs = " ".join(f"{{numref}}`n{n}`" for n in range(4))
    site = build(site_of(tmp_path / "src", "\n".join(["# P", refs, *blocks])), tmp_path / "out")
    assert site.warnings == ()
    assert texts(parse(site), "std-numref") == ["Figure 1", "Table 1", "Figure 2", "Table 2"]
    ids = re.findall(r'\sid="([^"]+)"', site.text(""))
    assert len(ids) == len(set(ids))
    data = [next(one.iter("a")).get("href") for one in of_class(parse(site), "folio-data")]
    assert data == ["_measurements/matrix/walk.csv"] * 4
    assert [name for name in tree(site.out) if name.endswith(".csv")] == data[:1]


@pytest.mark.parametrize("options", ["", BARS])
def test_output_without_svg_has_the_table_once(options: str, tmp_path: Path) -> None:
    source = site_of(tmp_path / "src", page_of(options))
    site = build(source, tmp_path / "out", builder="text")
    assert site.warnings == ()
    text = (site.out / "index.txt").read_text(encoding="utf-8")
    assert text.count("| by row    | 512") == 1
    assert "A *caption*." in text
    assert "Measured on AMD EPYC" in text
    assert "The numbers" not in text
    assert "Data (CSV)" not in text
    latex = build(source, tmp_path / "latex", builder="latex")
    assert latex.warnings == ()


def test_a_chinese_page_and_one_without_it_build_the_same_table(tmp_path: Path) -> None:
    source = site_of(tmp_path / "src", page_of(BARS))
    (source / "conf.py").write_text(CONF + "language = 'zh_CN'\n", encoding="utf-8")
    site = build(source, tmp_path / "out")
    assert site.warnings == ()
    assert len(list(of_class(parse(site), "folio-measurement")[0].iter("tr"))) == 9


def test_the_folder_of_the_listings_is_a_setting_of_the_site(tmp_path: Path) -> None:
    source = site_of(tmp_path / "src", page_of())
    (source / "listings").rename(source / "code")
    conf = (
        "def setup(app):\n"
        "    if 'folio_listings' not in app.config:\n"
        "        app.add_config_value('folio_listings', 'listings', 'env', str)\n"
    )
    text = f"{CONF}folio_listings = 'code'\n{conf}".replace("['listings']", "['code']")
    (source / "conf.py").write_text(text, encoding="utf-8")
    assert build(source, tmp_path / "out").warnings == ()


# --- feeds -------------------------------------------------------------------------------------


def test_feeds_have_the_table_the_words_of_the_chart_and_where_it_was_measured(
    tmp_path: Path,
) -> None:
    post = "---\ndate: 2026-01-01\n---\n" + page_of(BARS)
    source = site_of(tmp_path / "src", "# Home\n", blog__walk=post)
    (source / "conf.py").write_text(
        CONF + "html_baseurl = 'https://example.org/'\nproject = 'P'\n", encoding="utf-8"
    )
    site = build(source, tmp_path / "out")
    feed = json.loads((site.out / "blog" / "feed.json").read_text(encoding="utf-8"))
    (item,) = feed["items"]
    said = item["content_html"]
    assert "<br>Bar chart of time (µs) by size.<br>For by row: " in said
    assert said.count("<tr>") == 9
    assert "Measured on AMD EPYC" in said
    assert '<a href="https://example.org/_measurements/matrix/walk.csv">Data (CSV)</a>' in said
    assert "<svg" not in said
    assert "<details" not in said


# --- numbers in the text -----------------------------------------------------------------------


def test_a_number_in_the_text_is_that_of_the_record(tmp_path: Path) -> None:
    page = '# P\n\nIt took {measured}`matrix/walk "order=by row" size=4096 time`, no more.\n'
    source = site_of(tmp_path / "src", page)
    site = build(source, tmp_path / "out")
    assert site.warnings == ()
    (number,) = texts(parse(site), "folio-measured-number")
    recorded = json.loads(DATA.read_text(encoding="utf-8"))["rows"][-2]
    assert (recorded["order"], recorded["size"]) == ("by row", "4096")
    assert "".join(number.split()) == f"{recorded['time']['median']:.0f}µs"


UNKNOWN = {
    "matrix/walk size=4096 time": "2 rows have these labels; say also which order",
    "matrix/walk size=4097 time": "no size '4097'. Did you mean '4096'",
    "matrix/walk siez=4096 time": "no label column 'siez'. Did you mean 'size'?",
    "matrix/walk size=4096 tiem": "no value column 'tiem'. Did you mean 'time'?",
    "matrix/walk size=4096": "name one column, once: time or bandwidth",
    "matrix/walk size=1 size=512 time": "name one column, once: time or bandwidth",
    "matrix/wlak time": "no record 'matrix/wlak'",
    'matrix/walk "order=by row time': "is not the name of a record, labels and a column",
}


def test_a_number_that_is_not_recorded_is_not_on_the_page(tmp_path: Path) -> None:
    pages = {
        f"page{n}": f"---\norphan: true\n---\n# P\n\nIt took {{measured}}`{words}`, no more.\n"
        for n, words in enumerate(UNKNOWN)
    }
    source = site_of(tmp_path / "src", **pages)
    site = build(source, tmp_path / "out")
    assert len(site.warnings) == len(pages), site.warnings
    for name, reason in zip(pages, UNKNOWN.values(), strict=True):
        (said,) = (one for one in site.warnings if f"{source}/{name}.md:6: " in one)
        assert "WARNING: measurement: " in said
        assert reason in said
        assert "[folio.measurement]" in said
        assert texts(parse(site, name), "folio-measured-number") == []
        assert "µs" not in site.text(name)
        assert "no more." in site.text(name)


# --- what is wrong -----------------------------------------------------------------------------

BROKEN = {
    ":y: tiem": "matrix/walk: no value column 'tiem'. Did you mean 'time'?",
    ":view: bar": "unknown view 'bar'. Did you mean 'bars'?",
    ":view: bars\n:x: siez": "no label column 'siez'. Did you mean 'size'?",
    ":view: bars\n:series: ordre": "no label column 'ordre'. Did you mean 'order'?",
    ":view: bars\n:x: size\n:series:": "2 values stand at size 512",
    ":view: lines\n:scale: lgo": "unknown scale 'lgo'. Did you mean 'log'",
    ":view: lines\n:x: order\n:series: size\n:scale: log": "a log axis needs numbers above 0",
    ":view: bars\n:scale: log-x": "only the axis of their values can be log",
    ":digits: many": "digits is a number from 1 to 9, not 'many'",
    ":scale: log": "scale is of charts; for one, say which: view bars, or view lines",
}


def test_a_wrong_option_is_one_warning_and_no_number(tmp_path: Path) -> None:
    pages = {f"page{n}": orphan(page_of(options), n) for n, options in enumerate(BROKEN)}
    source = site_of(tmp_path / "src", **pages)
    site = build(source, tmp_path / "out")
    assert len(site.warnings) == len(pages), site.warnings
    for name, reason in zip(pages, BROKEN.values(), strict=True):
        (said,) = (one for one in site.warnings if f"{source}/{name}.md:8: " in one)
        assert "WARNING: measurement: " in said
        assert reason in said
        _nothing_measured(site.text(name))
    assert not (site.out / "_measurements").exists()


def test_a_record_that_is_not_there_is_one_warning_with_the_nearest(tmp_path: Path) -> None:
    source = site_of(tmp_path / "src", page_of().replace("matrix/walk", "matrix/wlak"))
    site = build(source, tmp_path / "out")
    assert len(site.warnings) == 1, site.warnings
    assert f"{source}/index.md:5: WARNING: measurement: no record 'matrix/wlak'" in site.warnings[0]
    assert "Did you mean 'matrix/walk'? To write it: folio measure" in site.warnings[0]
    _nothing_measured(site.text(""))
    # It comes to be.
    shutil.copyfile(DATA, record_of(source).with_name("wlak.json"))
    assert build(source, tmp_path / "out").warnings == ()


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('"columns": [', '"columns": [,', "no JSON: Expecting value"),
        ('"median": ', '"median": 1', "time: median says"),
        ('"by row"', '"by \\u001b row"', "has U+001B, which nobody sees"),
        ('"runs": [266,', '"runs": [1e300,', "time: a number is too large"),
        ('"role": "value"', '"role": "vlaue"', "unknown role 'vlaue'. Did you mean 'value'"),
    ],
)
def test_a_broken_record_is_told_at_its_line_for_each_page_that_asks_for_it(
    before: str, after: str, reason: str, tmp_path: Path
) -> None:
    pages = {"one": orphan(page_of(), 1), "two": orphan(page_of(BARS), 2)}
    source = site_of(tmp_path / "src", **pages)
    edit(source, lambda text: text.replace(before, after, 1))
    line = record_of(source).read_text("utf-8").partition(after)[0].count("\n") + 1
    site = build(source, tmp_path / "out")
    assert len(site.warnings) == 2, site.warnings
    for name, said in zip(pages, sorted(site.warnings), strict=True):
        assert f"{record_of(source)}:{line}: WARNING: " in said
        assert f"measurement 'matrix/walk' (of {name}.md:8): " in said
        assert reason in said
        _nothing_measured(site.text(name))


def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    names = ("../secret", "/etc/x", "..", "a+b/…")
    pages = {
        f"page{n}": orphan(page_of().replace("matrix/walk", name), n)
        for n, name in enumerate(names)
    }
    site = build(site_of(tmp_path / "src", **pages), tmp_path / "out")
    assert len(site.warnings) == len(names), site.warnings
    assert all("is no name of a measurement" in said for said in site.warnings)


def test_a_record_outside_the_site_is_not_read(tmp_path: Path) -> None:
    source = site_of(tmp_path / "src", page_of())
    record_of(source).unlink()
    outside = tmp_path / "walk.json"
    shutil.copyfile(DATA, outside)
    record_of(source).symlink_to(outside)
    site = build(source, tmp_path / "out")
    assert len(site.warnings) == 1
    _nothing_measured(site.text(""))


def _nothing_measured(page: str) -> None:
    """Check that the page is whole, with caption, number of the figure and end, and no value."""
    assert "The end." in page
    assert "A <em>caption</em>." in page
    assert "The legend." in page
    assert re.search(r'<span class="std std-numref">(Figure|Table) 1</span>', page)
    assert "is missing." in page
    for word in ("µs", "GB/s", "Measured on", "<svg xmlns", "Data (CSV)"):
        assert word not in re.sub(r"(?s)<svg.*?</svg>", "", page), word


# --- the same bytes ----------------------------------------------------------------------------


def test_a_record_that_changes_rewrites_its_pages_and_only_what_is_shown_stays(
    tmp_path: Path,
) -> None:
    pages = {
        "table": orphan(page_of(), 1),
        "chart": orphan(page_of(LINES), 2),
        "text": "---\norphan: true\n---\n# T\n\n"
        "{measured}`matrix/walk order='by row' size=512 time`\n",
        "other": "---\norphan: true\n---\n# Other\n",
    }
    source = site_of(tmp_path / "src", **pages)
    first = build(source, tmp_path / "out")
    assert first.warnings == ()
    before = {name: first.text(name) for name in pages}

    recorded = json.loads(record_of(source).read_text(encoding="utf-8"))
    value = recorded["rows"][0]["time"]
    edit(
        source,
        lambda text: re.sub(r'"time": \{.*\}', _value_line(len(value["runs"])), text, count=1),
    )
    again = build(source, tmp_path / "out")
    clean = build(source, tmp_path / "clean")
    assert again.warnings == ()
    assert differences(again.out, clean.out) == []
    assert "12\u202f345" in again.text("table")
    assert "12\u202f345" in again.text("text")
    changed = {name for name in pages if again.text(name) != before[name]}
    assert changed == {"table", "chart", "text"}

    for name in ("table", "chart"):
        (source / f"{name}.md").unlink()
    last = build(source, tmp_path / "out")
    assert not (last.out / "_measurements").exists()
    assert differences(last.out, build(source, tmp_path / "clean").out) == []


def _value_line(count: int) -> str:
    runs = ", ".join(["12345"] * count)
    return f'"time": {{"median": 12345, "min": 12345, "max": 12345, "runs": [{runs}]}}'


def test_one_job_and_four_give_the_same_bytes(tmp_path: Path) -> None:
    pages = {f"page{n}": orphan(page_of((BARS, LINES, "")[n % 3]), n) for n in range(9)}
    source = site_of(tmp_path / "src", **pages)
    one = build(source, tmp_path / "one")
    four = build(source, tmp_path / "four", jobs=4)
    assert one.warnings == four.warnings == ()
    assert "_measurements/matrix/walk.csv" in tree(one.out)
    assert tree(one.out) == tree(four.out)


# --- in a browser ------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_text_stays_readable_and_the_page_does_not_scroll_sideways(
    browser: WebDriver, serve: Callable[[Path], str], tmp_path: Path, scheme: str
) -> None:
    page = page_of() + "".join(
        f"\n```{{measurement}} matrix/walk\n{options}\n\nCaption.\n```\n"
        for options in (BARS, LINES)
    )
    source = site_of(tmp_path / "src", page)
    # A word without an end, and many.
    command = f'"command": "walk --{"x" * 300}={"y/" * 200} {"--size 1 " * 50}"'
    edit(source, lambda text: text.replace('"command": "_build/walk"', command))
    site = build(source, tmp_path / "out")
    assert site.warnings == ()
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 900, "deviceScaleFactor": 1, "mobile": True},
    )
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        browser.get(serve(site.out))
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
        for line in browser.find_elements(By.CSS_SELECTOR, ".folio-measured code"):
            assert line.rect["x"] + line.rect["width"] <= 390
        charts = browser.find_elements(By.CSS_SELECTOR, "svg.folio-chart")
        assert len(charts) == 2
        for chart in charts:
            drawn = float(chart.get_attribute("width") or 0)
            shown = browser.execute_script(
                "return arguments[0].getBoundingClientRect().width", chart
            )
            assert 14 * shown / drawn >= 11.5
        caption = browser.find_element(By.CSS_SELECTOR, "table.folio-numbers caption")
        assert caption.rect["width"] <= 390
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
