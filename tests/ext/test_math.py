"""The renderer ``folio``: a site's formulas, from the page to the HTML, one helper a build."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from selenium import webdriver
from sphinx.errors import ConfigError, ExtensionError
from sphinx.util.parallel import ParallelTasks

from building import Site, build, copy_root, differences, make
from sphinx_folio import tex_math
from sphinx_folio.tex_math import MathEngineError, TexSource

Batches = list[list[TexSource]]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a copy of the tiny site, to change."""
    return copy_root("math", tmp_path / "site")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the tiny site, built as it is."""
    folder = tmp_path_factory.mktemp("math")
    return build(copy_root("math", folder / "site"), folder / "work")


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> Batches:
    """Return the batches that the helper gets, one for each start of it."""
    started: Batches = []
    run = tex_math._run_helper

    def note(formulas: list[TexSource], macros: dict[str, str]) -> list[dict[str, object]]:
        started.append(formulas)
        return run(formulas, macros)

    monkeypatch.setattr(tex_math, "_run_helper", note)
    return started


def soup(site: Site, page: str) -> BeautifulSoup:
    return BeautifulSoup(site.text(page), "html.parser")


def displays(site: Site, page: str) -> list[Tag]:
    return list(soup(site, page).select("div.folio-math-display"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


# --- what a page shows ---------------------------------------------------------------------------


def test_a_formula_is_mathml_and_the_page_needs_no_script_for_it(site: Site) -> None:
    assert site.warnings == ()
    page = soup(site, "")
    inline = page.select("p > span.math > math")
    assert [math.get_text() for math in inline] == ["L=(S,D)", "c∈ℝ"]
    assert not [script for script in page("script") if "mathjax" in str(script).lower()]
    assert "\\(" not in page.get_text()


def test_a_formula_in_a_title_is_mathml_there_and_in_the_table_of_contents(site: Site) -> None:
    assert soup(site, "labels").select("h1 math msup")
    assert soup(site, "").select(".toctree-wrapper math msup")


def test_labelled_formulas_are_numbered_and_can_be_referred_to(site: Site) -> None:
    numbers = {
        str(display["id"]): display.select_one(".eqno").get_text()  # type: ignore[union-attr]
        for page in ("", "labels")
        for display in displays(site, page)
        if display.select_one(".eqno")
    }
    assert [number.rstrip("¶") for number in numbers.values()] == ["(1)", "(1)", "(2)"]
    references = {
        str(link["href"]): link.get_text() for link in soup(site, "labels").select("p a.reference")
    }
    assert references == {
        "../#equation-offset": "(1)",
        "#equation-other": "(1)",
        "#equation-third": "(2)",
    }
    assert set(numbers) == {"equation-offset", "equation-other", "equation-third"}


def test_the_id_of_a_formula_stands_once_and_its_permalink_leads_there(site: Site) -> None:
    text = site.text("labels")
    for name in ("equation-other", "equation-third"):
        assert text.count(f'id="{name}"') == 1
        assert f'<a class="headerlink" href="#{name}"' in text
    unnumbered = displays(site, "labels")[2]
    assert "id" not in unnumbered.attrs
    assert unnumbered.select_one(".eqno") is None


def test_blank_lines_part_a_block_and_lines_in_it_are_aligned(site: Site) -> None:
    parted, unwrapped = displays(site, "parts")
    assert len(parted("math")) == 2
    assert len(parted.select("math:first-child mtr")) == 2
    assert len(unwrapped("mtr")) == 2
    assert all(math["display"] == "block" for math in parted("math"))


def test_only_a_formula_that_may_scroll_is_a_stop_of_the_tab_key(site: Site) -> None:
    wide, narrow = displays(site, "wide")
    stop = wide.select_one(".folio-math-scroll[tabindex]")
    assert stop is not None
    assert (stop["tabindex"], stop["role"], stop["aria-label"]) == ("0", "group", "Formula")
    assert narrow.select_one("[tabindex]") is None


def test_signs_of_html_in_a_formula_are_text(site: Site) -> None:
    text = site.text("escapes")
    assert "<mo>&lt;</mo>" in text
    assert '<mtext>"e"\u00a0&amp;\u00a0&lt;f&gt;</mtext>' in text.replace(" ", "\u00a0").replace(
        "&nbsp;", "\u00a0"
    )


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [0, 4])
def test_an_unknown_macro_is_one_warning_with_file_and_line(source: Path, jobs: int) -> None:
    (source / "wrong.md").write_text("---\norphan: true\n---\n\n# Wrong\n\nIs $a < \\foo$ b?\n")
    site = build(source, source.parent / "work", jobs=jobs)
    (warning,) = site.warnings
    assert warning.startswith(f"{source / 'wrong.md'}:7: WARNING: ")
    assert r"Unsupported function name: \foo (character 5 of 'a < \\foo')" in warning
    assert warning.endswith("[folio.math]")
    assert '<code class="folio-math-error">a &lt; \\foo</code>' in site.text("wrong")


def test_a_faulty_display_keeps_its_number_and_its_good_parts(source: Path) -> None:
    edit(source / "index.md", "L(c) =", "L\n\n\\foo")
    site = build(source, source.parent / "work")
    assert len(site.warnings) == 1
    (display,) = displays(site, "")
    assert display["id"] == "equation-offset"
    assert len(display("math")) == 1
    assert len(display.select("code.folio-math-error")) == 1
    assert "(1)" in display.select_one(".eqno").get_text()  # type: ignore[union-attr]


def test_a_fault_is_told_again_as_long_as_it_is_there(source: Path) -> None:
    edit(source / "escapes.md", "a < b", "\\foo")
    first = build(source, source.parent / "work")
    second = build(source, source.parent / "work")
    assert len(first.warnings) == 1
    assert second.warnings == first.warnings


def test_a_fault_in_each_of_two_places_is_two_warnings(source: Path) -> None:
    for page in ("shared-a.md", "shared-b.md"):
        edit(source / page, "\\frac{1}{2}", "\\foo")
    warnings = build(source, source.parent / "work").warnings
    assert [re.sub(r".*/(.*?):\d+: .*", r"\1", line) for line in warnings] == [
        "shared-a.md",
        "shared-b.md",
    ]


@pytest.mark.parametrize(
    "macros", ["{'R': 'x'}", "{r'\\R2': 'x'}", "{r'\\R': 1}"], ids=["bare", "digit", "number"]
)
def test_a_macro_that_is_none_is_an_error(source: Path, macros: str) -> None:
    with (source / "conf.py").open("a") as conf:
        conf.write(f"folio_math_macros = {macros}\n")
    with pytest.raises(ConfigError, match="folio_math_macros: "):
        build(source, source.parent / "work")


def test_a_missing_engine_is_an_error_that_says_what_to_install(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source.parent / "py_mini_racer.py").write_text("raise ImportError('gone')\n")
    monkeypatch.setenv("PYTHONPATH", str(source.parent))
    with pytest.raises(ExtensionError, match=r"(?s)ImportError: gone.*pip install mini-racer"):
        build(source, source.parent / "work")


# --- macros, environments, titles ----------------------------------------------------------------


def test_macros_come_from_a_file_and_a_wrong_line_is_told_there(source: Path) -> None:
    edit(source / "conf.py", '{r"\\R": r"\\mathbb{R}"}', '"macros.tex"')
    macros = source / "macros.tex"
    macros.write_text("\\newcommand{\\R}{\\mathbb{R}}\n", "utf-8")
    work = source.parent / "work"
    site = build(source, work)
    assert site.warnings == ()
    assert "ℝ" in site.text("")
    macros.write_text("\\newcommand{\\R}{\\mathbf{R}}\n\\newcomand{\\S}{s}\n", "utf-8")
    site = build(source, work)
    (warning,) = site.warnings
    assert warning.startswith(f"{macros}:2: WARNING: expected \\newcommand or its kin")
    assert "𝐑" in site.text("")


@pytest.mark.parametrize("path", ["none.tex", "../macros.tex"])
def test_a_file_of_macros_that_is_not_in_the_site_is_an_error(source: Path, path: str) -> None:
    (source.parent / "macros.tex").write_text("", "utf-8")
    edit(source / "conf.py", '{r"\\R": r"\\mathbb{R}"}', repr(path))
    with pytest.raises(ConfigError, match="folio_math_macros: "):
        build(source, source.parent / "work")


ENVIRONMENTS = """---
orphan: true
---

# Environments

As {eq}`of-align` says, and {eq}`of-gather`.

\\begin{align}
a &= b \\\\
c &= d \\label{of-align}
\\end{align}

\\begin{equation}
x = y
\\end{equation}

\\begin{gather}\\label{of-gather}
p \\\\ q
\\end{gather}

\\begin{multline*}
m \\\\ n
\\end{multline*}
"""


def test_an_environment_of_latex_has_one_number_and_an_id_that_stays(tmp_path: Path) -> None:
    source = make(tmp_path / "site", index="# Home\n", ams=ENVIRONMENTS)
    site = build(source, tmp_path / "work")
    assert site.warnings == ()
    ids = [display.get("id") for display in displays(site, "ams")]
    assert ids == ["equation-of-align", "equation-afd97547", "equation-of-gather", None]
    numbers = [one.get_text().rstrip("¶") for one in soup(site, "ams").select(".eqno")]
    assert numbers == ["(1)", "(2)", "(3)"]
    links = soup(site, "ams").select("p a.reference")
    assert [link["href"] for link in links] == ["#equation-of-align", "#equation-of-gather"]
    again = build(source, tmp_path / "again", jobs=4)
    assert differences(site.out, again.out) == []


def test_a_label_that_cannot_be_is_told(tmp_path: Path) -> None:
    page = ENVIRONMENTS.replace("x = y", "x = y \\label{one} \\label{two}")
    page = page.replace("m \\", "\\label{m} m \\")
    source = make(tmp_path / "site", index="# Home\n", ams=page)
    first, second = build(source, tmp_path / "work").warnings
    assert "one label; two is left out [folio.math]" in first
    assert "a label, m, but no number" in second


SHARED = """---
orphan: true
---

# {name}

\\begin{{equation}}
{name} = x \\label{{shared}}
\\end{{equation}}
"""


def test_a_label_means_its_first_page_whatever_was_read_last(tmp_path: Path) -> None:
    pages = {name: SHARED.format(name=name) for name in ("a", "b", "c")}
    source = make(tmp_path / "site", index="# Home\n\nSee {eq}`shared`.\n", **pages)
    build(source, tmp_path / "work", jobs=4)
    edit(source / "a.md", "# a", "# A")
    again = build(source, tmp_path / "work")
    clean = build(source, tmp_path / "clean")
    assert differences(again.out, clean.out) == []
    assert 'href="a/#equation-shared"' in again.text("")


@pytest.mark.parametrize("alone", [(), ("a",), ("b",), ("a", "b"), ("c",), ("a", "b", "c")])
def test_a_label_given_twice_is_told_once_whichever_process_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: tuple[str, ...]
) -> None:
    """*alone* are pages whose process has ended before the next one begins."""
    add = ParallelTasks.add_task

    def add_task(self: ParallelTasks, task: Any, arg: Any = None, result: Any = None) -> None:
        add(self, task, arg, result)
        if arg and arg[0] in alone:
            self.join()

    monkeypatch.setattr(ParallelTasks, "add_task", add_task)
    same = "\n\\begin{equation}\nx = 1\n\\end{equation}\n"
    pages = {name: SHARED.format(name=name) + same for name in ("a", "b", "c")}
    source = make(tmp_path / "site", index="# Home\n", **pages)
    for jobs in (0, 4):
        site = build(source, tmp_path / f"work{jobs}", jobs=jobs)
        told = {re.sub(r".*/(\w\.md:\d+): .*", r"\1", one) for one in site.warnings}
        assert len(told) == len(site.warnings) == 2, site.warnings
        assert all("'shared' is also the name of" in one for one in site.warnings)


def test_a_label_that_makes_no_address_is_told(tmp_path: Path) -> None:
    source = make(tmp_path / "site", index="# Home\n\n$$ x $$ (公式)\n")
    (warning,) = build(source, tmp_path / "work").warnings
    assert "index.md:3: WARNING: the label '公式' makes no address" in warning


def test_a_formula_in_a_title_is_told_in_characters_where_there_is_no_markup(
    tmp_path: Path,
) -> None:
    head = "---\norphan: true\nsummary: At most $n^2$ steps, for $5.\n---\n"
    title = f"{head}\n# Costs $O(n^2)$ in $\\R^k$\n"
    conf = "extensions = ['sphinx_folio']\nfolio_math_macros = {r'\\R': r'\\mathbb{R}'}\n"
    site = build(make(tmp_path / "site", conf=conf, index="# Home\n", title=title), tmp_path)
    page = soup(site, "title")
    said = "Costs O(n²) in ℝᵏ"
    assert str(page.title.string).startswith(said)  # type: ignore[union-attr]
    metas = {one.get("property", one.get("name")): one["content"] for one in page("meta")[2:]}
    assert metas["og:title"] == said
    assert metas["description"] == "At most n² steps, for $5."
    assert page.select("h1 math msup")


# --- batches and jobs ----------------------------------------------------------------------------


def test_one_job_and_four_give_the_same_bytes(source: Path) -> None:
    one = build(source, source.parent / "one")
    four = build(source, source.parent / "four", jobs=4)
    assert one.warnings == four.warnings == ()
    assert differences(one.out, four.out) == []


@pytest.mark.parametrize("jobs", [0, 4])
def test_a_build_converts_each_formula_once_in_one_batch(
    source: Path, batches: Batches, jobs: int
) -> None:
    build(source, source.parent / "work", jobs=jobs)
    (batch,) = batches
    assert len(batch) == len(set(batch)) == 19
    assert TexSource(r"\frac{1}{2}", display=False) in batch


def test_a_build_without_a_new_formula_starts_no_helper(source: Path, batches: Batches) -> None:
    work = source.parent / "work"
    build(source, work)
    batches.clear()
    build(source, work)
    edit(source / "shared-a.md", "everywhere", "all over")
    build(source, work)
    assert batches == []


def test_a_new_formula_is_converted_alone(source: Path, batches: Batches) -> None:
    work = source.parent / "work"
    build(source, work)
    batches.clear()
    edit(source / "shared-a.md", "\\frac{1}{2}", "\\frac{1}{3}")
    site = build(source, work)
    assert batches == [[TexSource(r"\frac{1}{3}", display=False)]]
    assert "<mn>3</mn>" in site.text("shared-a")


@pytest.mark.parametrize("jobs", [0, 4])
def test_a_build_after_edits_equals_a_clean_one(source: Path, jobs: int) -> None:
    work = source.parent / "work"
    build(source, work, jobs=jobs)
    edit(source / "shared-a.md", "\\frac{1}{2}", "\\frac{1}{3}")
    edit(source / "labels.md", "c = d", "c = e")
    edit(source / "escapes.md", "$c > d$ and ", "")
    edit(source / "shared-b.md", "The same", "No new formula, but the same")
    again = build(source, work, jobs=jobs)
    clean = build(source, source.parent / "clean")
    assert again.warnings == ()
    assert differences(again.out, clean.out) == []


def test_other_macros_convert_every_formula_anew(source: Path, batches: Batches) -> None:
    work = source.parent / "work"
    build(source, work)
    edit(source / "conf.py", "mathbb", "mathbf")
    site = build(source, work)
    assert len(batches) == 2
    assert len(batches[0]) == len(batches[1])
    assert "𝐑" in site.text("")


def test_another_engine_converts_every_formula_anew(
    source: Path, batches: Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = source.parent / "work"
    build(source, work)
    monkeypatch.setattr("sphinx_folio.ext.math.domain.fingerprint", lambda: "another")
    before = (work / "dirhtml" / "index.html").stat().st_mtime_ns
    build(source, work)
    assert [len(batch) for batch in batches] == [len(batches[0])] * 2
    assert (work / "dirhtml" / "index.html").stat().st_mtime_ns > before


def test_two_sites_in_one_process_do_not_mix(tmp_path: Path) -> None:
    first, second = copy_root("math", tmp_path / "a"), copy_root("math", tmp_path / "b")
    edit(second / "conf.py", "mathbb", "mathbf")
    texts = []
    for source in (first, second, first, second):
        edit(source / "index.md", "# Formulas", "# Formulas again")
        texts.append(build(source, tmp_path / f"work-{source.name}").text(""))
    assert ["ℝ" in text for text in texts] == [True, False] * 2
    assert ["𝐑" in text for text in texts] == [False, True] * 2


@pytest.mark.parametrize("builder", ["text", "gettext", "dummy", "latex"])
def test_a_builder_without_html_starts_no_helper(
    source: Path, builder: str, batches: Batches
) -> None:
    build(source, source.parent / "work", builder=builder)
    assert batches == []


def test_another_renderer_starts_no_helper(source: Path, batches: Batches) -> None:
    edit(source / "conf.py", '"folio"', '"mathjax"')
    assert r"\(L = (S, D)\)" in build(source, source.parent / "work").text("")
    assert batches == []


def test_pages_that_were_read_for_another_builder_get_their_formulas(
    source: Path, batches: Batches
) -> None:
    work = source.parent / "work"
    build(source, work, builder="text")
    assert batches == []
    assert "<mi>L</mi>" in build(source, work).text("")
    assert len(batches) == 1


def test_a_formula_that_an_extension_makes_while_writing_is_converted_too(source: Path) -> None:
    with (source / "conf.py").open("a") as conf:
        conf.write(
            "def late(app, doctree, docname):\n"
            "    from docutils import nodes\n"
            "    for target in list(doctree.findall(nodes.title)):\n"
            "        target += nodes.math('', r'\\lambda')\n"
            "def setup(app):\n"
            "    app.connect('doctree-resolved', late)\n"
        )
    site = build(source, source.parent / "work")
    assert [math.get_text() for math in soup(site, "wide").select("h1 math")] == ["λ"]


def test_the_engine_error_is_no_fault_of_a_formula() -> None:
    assert not issubclass(MathEngineError, ExtensionError)


# --- in a browser --------------------------------------------------------------------------------


@pytest.mark.browser
def test_a_browser_draws_with_our_font_and_a_narrow_page_stays_narrow(
    site: Site, browser: webdriver.Chrome, serve: Callable[[Path], str]
) -> None:
    url = serve(site.out) + "wide/"
    phone = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    try:
        browser.get(url)
        browser.execute_async_script(_LOAD)
        found = browser.execute_script(_LOOK)
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert found["arrow"] == pytest.approx(
        0.948, abs=0.002
    )  # the font's own, before it is stretched
    assert found["page"] <= 390
    assert found["scrollers"] == [0]
    assert found["lines"] > 1


# A page may do without the font that comes too late (font-display: optional): have it come.
_LOAD = """
const face = new FontFace('Folio Math', 'url(../_static/fonts/folio-math.woff2)');
document.fonts.add(face);
face.load().then(() => requestAnimationFrame(arguments[0]));
"""

# Width of the arrow under "ldmatrix" in em; width of the page; tab index of what scrolls;
# lines over which the long formula in the text is broken.
_LOOK = """
const em = 16, all = (selector) => [...document.querySelectorAll(selector)];
const tops = all('math.folio-math-breaks > mrow').map((row) => row.getBoundingClientRect().top);
return {
  arrow: all('mover > mo')[0].getBoundingClientRect().width / em,
  page: document.scrollingElement.scrollWidth,
  scrollers: all('.folio-math-scroll').filter((box) => box.scrollWidth > box.clientWidth + 1)
    .map((box) => box.tabIndex),
  lines: new Set(tops.map((top) => Math.round(top / 10))).size,
};
"""
