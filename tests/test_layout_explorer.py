"""The layout explorer as a reader meets it: typed, pointed at, by keyboard and touch, shared."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from building import build, make
from sphinx_folio.layout_algebra import parse_expression, parse_shape
from sphinx_folio.layout_svg import Color, Drawing, View, picture

pytestmark = pytest.mark.browser

PAGE = """\
# Page

```{layout-explorer} (4,8):(8,1)
:presets: Padded: (4,8):(9,1); <Divided>: zipped_divide((4,8):(8,1), <2,4>)

One.
```

```{layout-explorer} (8,64):(64,1)
:view: banks
:access: (_,0)

Two.
```
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explorer")
    none = "---\norphan: true\n---\n# None\n\n```{layout} (4,8):(8,1)\n```\n"
    site = build(make(folder / "source", index=PAGE, none=none), folder / "work")
    assert site.warnings == ()
    return site.out


class Page:
    """A page with explorers in a browser."""

    def __init__(self, browser: webdriver.Chrome, address: str) -> None:
        self.browser, self.address = browser, address
        self.first = 'document.querySelectorAll(".folio-explorer")[0]'

    def open(self, query: str = "", *, act: bool = True) -> Page:
        """Open the page and, unless told otherwise, act on it, with which the explorers come."""
        self.browser.get("about:blank")
        self.browser.get(f"{self.address}{query}")
        return self.act() if act else self

    def act(self) -> Page:
        """Move the pointer, and wait for the explorers of the page."""
        self.browser.execute_script("dispatchEvent(new Event('pointermove'))")
        self.wait(
            "return [...document.querySelectorAll('.folio-explorer')]"
            ".every((each) => each.classList.contains('folio-explorer-on'))"
        )
        return self

    def ask(self, script: str, *values: Any) -> Any:
        return self.browser.execute_script(f"const one = {self.first}; {script}", *values)

    def set(self, **fields: str) -> Page:
        """Set fields of the first explorer, as typing does."""
        for name, value in fields.items():
            self.ask(
                "const field = one.querySelector('form').elements[arguments[0]];"
                "field.value = arguments[1];"
                "(field.dispatchEvent ? field : one.querySelector('form'))"
                ".dispatchEvent(new Event('input', {bubbles: true}));",
                name,
                value,
            )
        return self

    def part(self, name: str) -> str:
        text: str = self.ask(
            "return one.querySelector(arguments[0]).textContent", f".folio-explorer-{name}"
        )
        return text

    @property
    def table(self) -> dict[str, Any]:
        """The table as it stands: heads, and the lines of each cell."""
        found: dict[str, Any] = self.ask(
            "const lines = (cell) => [...cell.children].map((part) => part.textContent);"
            "const rows = [...one.querySelectorAll('tbody tr')];"
            "return {columns: [...one.querySelectorAll('thead th')].map(lines),"
            " rows: rows.map((row) => row.querySelector('th').textContent),"
            " cells: rows.map((row) => [...row.querySelectorAll('td')].map(lines)),"
            " marked: rows.map((row) => [...row.querySelectorAll('td')]"
            ".map((cell) => cell.classList.contains('folio-explorer-marked'))),"
            " shades: rows.map((row) => [...row.querySelectorAll('td')].map((cell) =>"
            " cell.className.match(/shade-(\\d)/)?.[1] ?? null)),"
            " title: one.querySelector('.folio-explorer-title code').textContent,"
            " caption: one.querySelector('.folio-explorer-title span').textContent}"
        )
        return found

    def wait(self, script: str) -> Any:
        return WebDriverWait(self.browser, 10, 0.05).until(lambda _: self.ask(script))

    def arrive(self, address: str) -> None:
        """Stand at an address as Back and Forward do it: the address first, then the event.

        Entries of a real history are not asked for: a browser is free to merge those that no
        reader made, and under load it does.
        """
        self.ask(
            "history.replaceState(null, '', arguments[0]);"
            "dispatchEvent(new PopStateEvent('popstate'))",
            address,
        )

    def press(self, *keys: str) -> None:
        webdriver.ActionChains(self.browser).send_keys(*keys).perform()


@pytest.fixture
def page(browser: webdriver.Chrome, serve: Callable[[Path], str], out: Path) -> Page:
    return Page(browser, serve(out))


DRAWN: list[tuple[str, dict[str, str]]] = [
    ("((2,2),(2,4)):((1,4),(2,8))", {"color": "tile", "coordinate": "(1,_)"}),
    ("8:2", {"color": "column", "coordinate": "3"}),
    ("(4,4):(0,1)", {"view": "memory", "color": "row"}),
    ("(4,2):(2,8)", {"view": "memory"}),
    ("((4,8),(2,2)):((32,1),(16,8))", {"view": "threads", "tile": "(16,8)", "color": "warp"}),
    ("(3,2):(1,4)", {"view": "threads", "tile": "(4,2)", "color": "value"}),
    ("(4,2):(1,0)", {"view": "threads", "tile": "(4,1)", "color": "value", "coordinate": "(_,1)"}),
    ("(2,(2,3)):(0,(1,0))", {"view": "threads", "tile": "((2,2),2)", "color": "thread"}),
    ("Sw<3,4,3> o 0 o (8,64):(64,1)", {"view": "banks", "element": "2", "coordinate": "(_,0)"}),
    ("(4,8):(8,1)", {"view": "banks", "element": "16"}),
    ("(2,3):(1,0)", {"view": "banks", "element": "4", "coordinate": "(_,0)"}),
    ("((2,2),4):((0,1),2)", {"view": "banks", "element": "2", "coordinate": "(1,_)"}),
    ("Sw<2,1,3> o (8,8):(8,1)", {"color": "chunk", "element": "4"}),
    ("Sw<2,1,3> o (8,8):(8,1)", {"view": "memory", "color": "chunk", "element": "4"}),
    ("zipped_divide((4,8):(8,1), <2,4>)", {"color": "row"}),
    ("tiled_divide((4,8):(8,1), <2,4>)", {}),
    ("(4,8):(8,1) o (8,4):(4,1)", {}),
]


def test_it_draws_what_the_figure_of_the_same_options_shows(page: Page) -> None:
    page.open()
    for expression, options in DRAWN:
        initial = {"view": "grid", "color": "none", "element": "2", "coordinate": ""}
        page.set(layout=expression, **{**initial, **options})
        _compare(page, expression, options)


def _compare(page: Page, expression: str, options: dict[str, str]) -> None:
    tile, view = options.get("tile"), View(options.get("view", "grid"))
    asked = options.get("coordinate", "")
    drawn = Drawing(
        parse_expression(expression),
        view,
        Color(options.get("color", "none")),
        "" if view is View.BANKS else asked,
        parse_shape(tile) if tile else None,
        expression=expression,
        element=int(options.get("element", 2)),
        access=asked if view is View.BANKS else "",
    )
    expected, found = picture(drawn), page.table
    assert found["title"] == drawn.head
    assert found["caption"] == expected.caption
    assert found["columns"] == [list(head) for head in expected.columns]
    assert found["rows"] == list(expected.rows)
    cells = [[cell for cell in row if cell] for row in expected.cells]
    assert found["cells"] == [[list(cell.lines) for cell in row] for row in cells]
    assert found["marked"] == [[cell.marked for cell in row] for row in cells]
    if not expected.banks:
        shades = [[None if c.shade is None else str(c.shade % 8) for c in row] for row in cells]
        assert found["shades"] == shades


def test_typing_shows_what_a_layout_is(page: Page) -> None:
    field = page.open().browser.find_element(By.NAME, "layout")
    field.clear()
    field.send_keys("(4,2):(1,2)")
    assert page.part("result") == "size 8 · cosize 6 · not injective"
    page.set(layout="(4,2):(1,8)")
    assert page.part("result") == "size 8 · cosize 12 · injective, not compact"
    page.set(layout="(4,2)", coordinate="(_,1)")
    assert page.part("result") == "size 8 · cosize 8 · injective, compact"
    assert page.part("slice") == "(_,1): (4):(1) from offset 4"
    page.set(coordinate="(3,1)")
    assert page.part("slice") == "(3,1): offset 7"
    page.set(coordinate="")
    page.set(layout="(8,8):(8,1) o (2,2,2)")  # of rank 3: computed, not drawn
    assert page.part("result").startswith(
        "(2,2,2):(8,16,32) · size 8 · cosize 57 · injective, not compact · only layouts of one or"
    )
    page.set(layout="(2,2,2):(1,2,2)")
    assert page.part("result").startswith("size 8 · cosize 6 · not injective · only layouts of")
    page.set(layout="(64,64)")
    assert page.part("result").startswith("size 4096 · cosize 4096 · injective, compact · 4096")


def test_a_fault_is_said_and_its_place_marked_and_the_drawing_stays(page: Page) -> None:
    page.open().set(layout="(4,2")
    assert page.part("result") == "Character 5: expected ',' or ')'"
    assert page.part("caret") == "    ▲"
    field, view = "one.querySelector('[name=layout]')", "one.querySelector('.folio-explorer-live')"
    assert page.ask(f"return {field}.getAttribute('aria-invalid')") == "true"
    assert page.ask(f"return {view}.classList.contains('folio-explorer-stale')")
    assert len(page.table["cells"]) == 4
    place = page.ask(
        "const range = document.createRange(), caret = one.querySelector('.folio-explorer-caret');"
        "range.setStart(caret.firstChild, 4); range.setEnd(caret.firstChild, 5);"
        f"const box = {field}.getBoundingClientRect(), style = getComputedStyle({field});"
        "return range.getBoundingClientRect().left - box.left - parseFloat(style.paddingLeft)"
    )
    character = page.ask(
        "const probe = document.createElement('span'); probe.textContent = '0000000000';"
        f"probe.style.font = getComputedStyle({field}).font; one.append(probe);"
        "const width = probe.getBoundingClientRect().width / 10; probe.remove(); return width"
    )
    assert abs(place - 4 * character) < 3
    page.set(layout="(4,2)")
    assert page.part("caret") == ""
    assert page.ask(f"return {field}.getAttribute('aria-invalid')") is None
    page.set(coordinate="(9,_)")
    assert page.part("slice") == "coordinate 9 is outside an extent of 4"
    assert page.ask("return one.querySelectorAll('tbody td').length") == 8


TILES = (
    ("(4,8", "Character 5: expected ',' or ')'"),
    ("(0,0)", "an extent of (0,0) is below 1"),
    ("(33,32)", "1056 cells are too many to draw; 1024 are the most"),
    ("(4,8):(8,1)", "Character 6: expected the end"),
    ("8", "threads need the tile that is held, such as (16,8)"),
    ("", "threads need the tile that is held, such as (16,8)"),
    ("(2,2)", "(4,8):(1,4) reaches offset 31, outside (2,2)"),
)


def test_a_fault_of_the_tile_is_said_at_the_tile(page: Page) -> None:
    page.open().set(layout="(4,8)", view="threads", tile="(4,8)")
    for tile, said in TILES:
        page.set(tile=tile)
        assert page.part("slice") == said
        assert page.part("result") == "size 32 · cosize 32 · injective, compact"
        invalid = "return [...one.querySelectorAll('[aria-invalid]')].map((field) => field.name)"
        assert page.ask(invalid) == ["tile"]
    page.set(tile="(4,8")
    carets = "return [...one.querySelectorAll('.folio-explorer-caret')].map((e) => e.textContent)"
    assert page.ask(carets) == ["", "    ▲", ""]
    described = (
        "const field = one.querySelector('[name=tile]');"
        "return document.getElementById(field.getAttribute('aria-describedby')).className"
    )
    assert page.ask(described) == "folio-explorer-slice"
    assert page.set(tile="(4,8)").ask(invalid) == []
    assert page.ask(carets) == [""] * 3


def test_a_link_that_cannot_be_drawn_shows_no_other_drawing(page: Page) -> None:
    for layout in ("(2,2,2):(1,2,4)", "x"):
        page.open(f"?layout={layout}")
        assert not page.browser.find_element(By.CSS_SELECTOR, ".folio-explorer-view").is_displayed()
        assert page.part("result")
    assert len(page.set(layout="(2,2)").table["cells"]) == 2


def test_a_drawing_that_is_out_of_date_can_be_read_but_not_used(page: Page) -> None:
    page.open().set(layout="((2,2),8):((1,2),4)", color="row").set(layout="(4,2")
    contrast = (
        "const ink = (element) => { const canvas = new OffscreenCanvas(1, 1).getContext('2d');"
        " canvas.fillStyle = getComputedStyle(element).color; canvas.fillRect(0, 0, 1, 1);"
        " return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((v) => v / 255)"
        ".map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)"
        ".reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0); };"
        "const live = one.querySelector('.folio-explorer-stale');"
        "return [...live.querySelectorAll('td span, th span, code')].map((text) => {"
        " for (let at = text; at !== one; at = at.parentElement) {"
        "  if (getComputedStyle(at).opacity !== '1') return 0;"
        "  const back = getComputedStyle(at).backgroundColor;"
        "  if (at.matches('td') && back !== 'rgba(0, 0, 0, 0)') return 0; }"
        " return 1.05 / (ink(text) + 0.05); })"
    )
    assert min(page.ask(contrast)) >= 4.5
    cell = "const cell = one.querySelector('tbody td'); cell.focus();"
    assert not page.ask(f"{cell} return document.activeElement === cell")
    page.set(layout="(4,2)")
    assert page.ask(f"{cell} return document.activeElement === cell")


@pytest.fixture
def wide(browser: webdriver.Chrome) -> Iterator[None]:
    metrics = {"width": 1350, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    yield
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.usefixtures("wide")
def test_what_is_wrong_moves_nothing(page: Page) -> None:
    page.open()
    top = "return one.querySelector('table').offsetTop"
    before = page.set(layout="(4,8)").ask(top)
    assert page.set(layout="(8,8):(8,1) o (2,2,2)").ask(top) == before
    assert page.set(layout="(4,8", view="threads").ask(top) == before


@pytest.mark.usefixtures("wide")
def test_what_can_be_set_is_in_one_row(page: Page) -> None:
    page.open().ask("one.style.width = '700px'")  # as beside the contents of a page
    tops = (
        "return [...one.querySelectorAll('.folio-explorer-options > label:not([hidden])')]"
        ".map((label) => label.offsetTop)"
    )
    for view in ("threads", "banks", "memory"):
        assert len(set(page.set(view=view, color="row").ask(tops))) == 1, view


ANSWERS = (
    ("(2000,2000)", "4000000 cells are too many to draw; 1024 are the most"),
    ("(2,2):(1,1)", "size 4 · cosize 3 · not injective"),
    ("complement((2,2):(1,1), 8)", "complement: (2,2):(1,1) is not injective"),
    ("Sw<3,4,3>", "Sw<3,4,3> alone is no layout"),
    ("nonsense(8)", "Character 1: expected a function or a layout"),
    ("", "Character 1: expected a layout"),
    ("(" * 300, "at most 16 levels"),
    ("99999999999:1", "sizes up to 2147483647"),
)


def test_every_text_has_an_answer(page: Page) -> None:
    page.open()
    for expression, said in ANSWERS:
        assert said in page.set(layout=expression).part("result")


def test_a_preset_is_one_press_away_and_reset_leads_back(page: Page) -> None:
    page.open()
    buttons = page.browser.find_elements(By.CSS_SELECTOR, ".folio-explorer-presets button")
    assert [button.text for button in buttons] == ["Padded", "<Divided>"]
    buttons[0].click()
    assert page.table["cells"][1][0] == ["9"]
    page.wait("return location.search.includes('layout=')")
    page.browser.find_element(By.CSS_SELECTOR, "button[type=reset]").click()
    page.wait("return one.querySelectorAll('tbody td')[8].textContent === '8'")
    page.wait("return location.search === ''")


# --- pointing -----------------------------------------------------------------------------------


def test_the_keyboard_moves_in_the_grid(page: Page) -> None:
    page.open().browser.find_element(By.NAME, "coordinate").click()
    page.press(Keys.TAB)
    focus = "return [document.activeElement.row, document.activeElement.column]"
    assert page.ask(focus) == [0, 0]
    page.press(Keys.ARROW_DOWN, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert page.ask(focus) == [1, 2]
    assert page.part("readout") == "coordinate (1,2) = 9 · offset 10"
    assert page.ask("return document.activeElement.getAttribute('aria-describedby')").endswith(
        "readout"
    )
    page.press(Keys.END)
    assert page.ask(focus) == [1, 7]
    page.press(Keys.ARROW_RIGHT, Keys.PAGE_DOWN)
    assert page.ask(focus) == [3, 7]
    page.press(Keys.CONTROL, Keys.HOME)
    page.press(Keys.CONTROL)
    assert page.ask("return one.querySelectorAll('tbody td[tabindex=\"0\"]').length") == 1
    page.press(Keys.TAB)
    assert page.ask("return document.activeElement.textContent") == "Copy link"
    assert page.ask("return one.querySelectorAll('.folio-explorer-same').length") == 0


def test_pointing_marks_the_same_offset_bank_or_thread(page: Page) -> None:
    page.open().set(layout="((2,2),4):((0,1),2)")
    cell = page.browser.find_elements(By.CSS_SELECTOR, ".folio-explorer tbody td")[0]
    webdriver.ActionChains(page.browser).move_to_element(cell).perform()
    same = (
        "return [...one.querySelectorAll('.folio-explorer-same')].map((td) => [td.row, td.column])"
    )
    assert page.ask(same) == [[1, 0]]
    assert page.part("readout") == "coordinate (0,0) = ((0,0),0) = 0 · offset 0"
    page.set(layout="(32,2):(32,1)", view="banks", element="4")
    cell = page.browser.find_elements(By.CSS_SELECTOR, ".folio-explorer tbody td")[2]
    webdriver.ActionChains(page.browser).move_to_element(cell).perform()
    assert len(page.ask(same)) == 31
    assert page.part("readout") == (
        "coordinate (1,0) = 1 · offset 32 · bank 0 · reading its row: no conflict"
        " · reading its column: 32-way conflict"
    )
    page.set(layout="(32,2):(33,1)")
    assert page.set(coordinate="(_,0)").part("slice") == "(_,0): 32 reads, no conflict"
    page.set(coordinate="(_,_)")
    assert page.part("slice") == "(_,_) selects 64 reads; a warp has 32 threads"


def test_pointing_tells_of_every_thread_that_holds_an_element(page: Page) -> None:
    page.open().set(layout="((2,2),2):((0,1),2)", view="threads", tile="(2,2)")
    cell = page.browser.find_elements(By.CSS_SELECTOR, ".folio-explorer tbody td")[0]
    assert cell.text.split() == ["T0", "V0", "×2"]
    webdriver.ActionChains(page.browser).move_to_element(cell).perform()
    same = "return [...one.querySelectorAll('.folio-explorer-same')].map((td) => td.textContent)"
    assert page.ask(same) == ["T0V1×2"]
    assert page.part("readout") == (
        "coordinate (0,0) = ((0,0),0) = 0 · coordinate (1,0) = ((1,0),0) = 1 · offset 0"
    )


CONFLICTS = (
    ("(32,32):(32,1)", "4", 32),  # a column of floats
    ("(32,32):(33,1)", "4", 1),  # padded
    ("(8,64):(64,1)", "2", 8),  # rows of 128 bytes
    ("(32,32):(1,32)", "2", 1),  # two threads share a word
    ("(32,4):(4,1)", "8", 4),  # halves of a warp: 32 bytes from one to the next
    ("(32,4):(2,1)", "16", 2),  # quarters of a warp: 32 bytes from one to the next
    ("(32,4):(1,32)", "16", 1),
)


def test_conflicts_are_those_of_the_phases(page: Page) -> None:
    page.open().set(view="banks", coordinate="(_,0)")
    for layout, element, degree in CONFLICTS:
        said = f"{degree}-way conflict" if degree > 1 else "no conflict"
        assert page.set(layout=layout, element=element).part("slice").endswith(said), layout


def test_a_tap_tells_of_a_cell(page: Page) -> None:
    browser = page.browser
    browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        page.open()
        x, y, width = page.ask(
            "const cell = one.querySelectorAll('tbody td')[10]; "
            "cell.scrollIntoView({block: 'center', behavior: 'instant'});"
            "const box = cell.getBoundingClientRect(); return [box.x + 5, box.y + 5, box.width]"
        )
        assert width >= 24
        touch = {"touchPoints": [{"x": x, "y": y}]}
        browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchStart", **touch})
        browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait(
            "return one.querySelector('.folio-explorer-readout').textContent.includes('(1,2)')"
        )
        wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.ask(wide) == 0
        for view in ("memory", "banks", "grid"):
            assert page.set(view=view, layout="(8,64):(64,1)").ask(wide) == 0
    finally:
        browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


# --- the link -----------------------------------------------------------------------------------


def test_a_link_opens_the_same_state(page: Page) -> None:
    layout = "Sw<3,4,3> o 0 o (8,64):(64,1)"
    page.open("?other=a%20b#top").set(layout=layout, view="banks", element="4", coordinate="(_,3)")
    page.wait("return location.search.includes('banks')")
    link = page.browser.current_url
    assert "other=a+b&layout=Sw%3C3,4,3%3E" in link
    before, slice_ = page.table, page.part("slice")
    page.browser.get("about:blank")
    page.browser.get(link)
    assert page.table == before
    assert page.part("slice") == slice_
    assert page.ask("return one.querySelector('[name=view]:checked').value") == "banks"
    page.wait("return Math.abs(one.getBoundingClientRect().top) < 120")
    assert page.browser.current_url == link


def test_back_and_forward_bring_the_state_of_their_address(page: Page) -> None:
    page.open()
    page.arrive("?layout=(3,2);view=memory")
    page.wait("return one.querySelector('[name=layout]').value === '(3,2)'")
    assert page.table["caption"] == "(row, column) at each offset"
    page.arrive("?layout=(2,2)")
    page.wait("return one.querySelector('[name=layout]').value === '(2,2)'")
    assert len(page.table["cells"]) == 2
    page.arrive("?")
    page.wait("return one.querySelector('[name=layout]').value === '(4,8):(8,1)'")
    assert page.ask("return location.hash") == ""


def test_a_link_within_the_page_is_followed_while_one_types(page: Page) -> None:
    page.open().set(layout="(4,4)")
    page.ask("location.hash = '#page'")
    page.wait("return location.search.includes('(4,4)')")
    assert page.ask("return location.hash") == "#page"
    time.sleep(0.4)
    assert page.ask("return location.hash") == "#page"
    assert page.table["title"] == "(4,4):(1,4)"


def test_explorers_of_one_page_share_the_address_without_harm(page: Page) -> None:
    page.open().set(layout="(4,4):(4,1)")
    page.first = page.first.replace("[0]", "[1]")
    page.set(layout="(16,2):(2,1)")
    page.wait("return location.search.includes('layout-2=')")
    link = page.browser.current_url
    assert link.endswith("#explorer-index-1")
    page.browser.get("about:blank")
    page.browser.get(link)
    assert page.table["title"] == "(16,2):(2,1)"
    page.first = page.first.replace("[1]", "[0]")
    assert page.table["title"] == "(4,4):(4,1)"


def test_the_link_is_copied_and_the_reader_told(page: Page) -> None:
    page.open()
    page.browser.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    page.set(layout="(4,4):(4,1)")
    page.browser.find_element(By.CSS_SELECTOR, ".folio-explorer-copy").click()
    page.wait("return one.querySelector('.folio-explorer-copied').textContent === 'Copied'")
    assert "layout=(4,4):(4,1)" in page.browser.current_url
    assert page.ask("return one.querySelector('.folio-explorer-copied').tagName") == "OUTPUT"


HOSTILE = [
    '<img src=x onerror=alert(1)>;view=<script>;tile="><b>',
    "(8,8);view=javascript:alert(1);color=none);element=3;coordinate=<svg onload=alert(1)>",
    "(8,8);__proto__=x;constructor=y;layout=z;view",
    "(" * 15_000,
    "composition(" * 2000,
    ";".join(["(8,8)", *["view=grid"] * 2000]),
    "(1024,1024,1024):(1,1,1);coordinate=(_,_,0)",
    "%00%ff(8,8)",
    "{layout}{__proto__}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_link_is_harmless(page: Page, text: str) -> None:
    page.open(f"?layout={text if '%00' in text else quote(text)}")
    foreign = "article :is(img, script, b, svg:not(.folio-layout))"
    assert page.ask(f"return document.querySelectorAll('{foreign}').length") == 0
    assert page.ask("return one.querySelector('[name=view]:checked') !== null")
    assert page.ask("return one.querySelectorAll('td').length") <= 1100
    assert page.part("result")
    assert page.set(layout="(2,2)").table["cells"] == [[["0"], ["2"]], [["1"], ["3"]]]
    assert [
        entry for entry in page.browser.get_log("browser") if "favicon" not in entry["message"]
    ] == []


# --- the page -----------------------------------------------------------------------------------


def _requests(browser: webdriver.Chrome) -> list[str]:
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]


def test_only_pages_with_an_explorer_load_it_and_nothing_comes_from_elsewhere(page: Page) -> None:
    page.open("none/")
    assert not [url for url in _requests(page.browser) if "explorer" in url or "algebra" in url]
    page.open()
    found = _requests(page.browser)
    names = {url.rpartition("/")[2].partition("?")[0] for url in found}
    assert {
        "folio-layout-algebra.js", "folio-layout-explorer.js", "folio-layout-explorer.css",
    } <= names  # fmt: skip
    page.set(layout="(4,4)", view="memory")
    own = page.address, "about:", "data:"
    assert all(url.startswith(own) for url in [*found, *_requests(page.browser)])
    assert [e for e in page.browser.get_log("browser") if "favicon" not in e["message"]] == []


def test_the_table_takes_the_place_of_the_figure_without_a_shift(page: Page) -> None:
    heights = "return [...document.querySelectorAll('.folio-explorer')].map((e) => e.offsetHeight)"
    before = page.open(act=False).ask(heights)
    assert not page.ask("return one.classList.contains('folio-explorer-on')")
    after = page.act().ask(heights)
    assert all(abs(a - b) <= 2 for a, b in zip(after, before, strict=True)), (before, after)


def test_explorers_come_when_the_reader_acts_or_an_address_says_what_they_show(page: Page) -> None:
    page.open(act=False)
    time.sleep(0.3)
    assert not [url for url in _requests(page.browser) if url.endswith(".js") and "layout" in url]
    page.act()
    assert [url for url in _requests(page.browser) if "folio-layout-explorer.js" in url]
    page.open(f"?layout={quote('(2,2):(2,1)')}", act=False)
    page.wait("return one.classList.contains('folio-explorer-on')")
    assert page.table["cells"] == [[["0"], ["1"]], [["2"], ["3"]]]


def test_without_scripts_the_figure_stands_alone(page: Page) -> None:
    run = page.browser.execute_cdp_cmd
    run("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.open(act=False)
        assert page.browser.find_element(By.CSS_SELECTOR, ".folio-explorer svg").is_displayed()
        hidden = ".folio-explorer-form, .folio-explorer-foot"
        assert not any(
            part.is_displayed() for part in page.browser.find_elements(By.CSS_SELECTOR, hidden)
        )
    finally:
        run("Emulation.setScriptExecutionDisabled", {"value": False})
        page.browser.get_log("browser")


def test_paper_gets_the_figure(page: Page) -> None:
    page.open().set(layout="(2,2)")
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = "return ['view', 'live', 'form', 'foot'].map((name) =>"
        shown += (
            " getComputedStyle(one.querySelector(`.folio-explorer-${name}`)).display !== 'none')"
        )
        assert page.ask(shown) == [True, False, False, False]
    finally:
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_everything_has_a_name_and_ids_are_unique(page: Page) -> None:
    page.open()
    assert page.ask(
        "return [...one.querySelectorAll('input, select')].every((field) =>"
        " [...field.labels].some((label) => label.textContent.trim()))"
    )
    assert page.ask("return [...one.querySelectorAll('button')].every((b) => b.textContent.trim())")
    assert page.ask(
        "const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);"
        "return ids.length === new Set(ids).size"
    )
    assert page.ask(
        "return [...document.querySelectorAll('.folio-explorer [aria-describedby],"
        " .folio-explorer [aria-labelledby]')].every((element) =>"
        " ['aria-describedby', 'aria-labelledby'].map((name) => element.getAttribute(name))"
        ".filter(Boolean).flatMap((ids) => ids.split(' '))"
        ".every((id) => document.getElementById(id)))"
    )
    tree = page.browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = [
        (node["role"]["value"], node.get("name", {}).get("value"))
        for node in tree
        if not node["ignored"]
    ]
    assert any(role == "grid" and name and name.startswith("(4,8):(8,1)") for role, name in roles)
    assert ("columnheader", "0") in roles
    assert ("rowheader", "3") in roles
    assert ("gridcell", "31") in roles
    assert ("group", "View") in roles
