"""Code, tabs, tables and notes as browsers are set: forced colours, less motion, touch, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from acting import act
from building import build, make

PAGE = """# Home

Words.{sidenote}`A note.` More.{sidenote}`Another.`

```{code-block} python
:linenos:
:emphasize-lines: 2
first = 1
second = 2
```

::::{tab-set}
:::{tab-item} One
First.
:::
:::{tab-item} Two
Second.
:::
::::

| a | b |
|---|---|
| 1 | 2 |
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prose")
    return build(make(folder / "site", index=PAGE), folder / "work").out


@pytest.fixture
def page(
    browser: WebDriver, serve: Callable[[Path], str], out: Path
) -> Iterator[Callable[..., Any]]:
    """Return what runs a script in the page under the given media features."""
    browser.get(serve(out))
    act(browser, ".folio-copy")

    def look(script: str, media: str = "", **features: str) -> Any:
        named = [{"name": name.replace("_", "-"), "value": said} for name, said in features.items()]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": named})
        return browser.execute_script(script)

    yield look
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


pytestmark = pytest.mark.browser


def test_with_forced_colours_one_tab_has_a_line_and_emphasis_is_seen(
    page: Callable[..., Any],
) -> None:
    lines = (
        "return [...document.querySelectorAll('.sd-tab-set > label')]"
        ".map(one => getComputedStyle(one).borderBottomWidth)"
    )
    assert page(lines, forced_colors="active") == ["2px", "0px"]
    edges = (
        "return [getComputedStyle(document.querySelector('.hll')).borderLeftWidth,"
        " getComputedStyle(document.querySelector('.linenos')).borderRightWidth]"
    )
    assert page(edges, forced_colors="active") == ["3px", "1px"]


def test_nothing_glides_for_those_who_ask_for_less_motion(page: Callable[..., Any]) -> None:
    script = (
        "return [getComputedStyle(document.documentElement).scrollBehavior,"
        " getComputedStyle(document.querySelector('.sidebar-drawer')).transitionDuration]"
    )
    assert page(script, prefers_reduced_motion="reduce") == ["auto", "0s"]


def test_code_stands_at_the_same_place_in_both_schemes(page: Callable[..., Any]) -> None:
    script = (
        "const number = document.querySelector('.hll .linenos');"
        "return [number.getBoundingClientRect().width, getComputedStyle(number).backgroundColor]"
    )
    light, dark = (page(script, prefers_color_scheme=one) for one in ("light", "dark"))
    assert light == dark
    assert light[1] == "rgba(0, 0, 0, 0)"


def test_a_button_that_copies_moves_nothing_and_covers_no_code(page: Callable[..., Any]) -> None:
    script = (
        "const block = document.querySelector('.highlight'), code = block.querySelector('pre');"
        "const button = block.querySelector('.folio-copy'), range = document.createRange();"
        "range.selectNodeContents(code);"
        "const text = range.getBoundingClientRect(), shown = button.getBoundingClientRect();"
        "const apart = shown.top >= text.bottom || shown.bottom <= text.top;"
        "const height = block.offsetHeight; button.remove();"
        "return [apart, block.offsetHeight - height]"
    )
    assert page(script) == [True, 0]


def test_a_table_begins_where_the_text_does(page: Callable[..., Any]) -> None:
    script = "return ['p', 'th'].map(one => document.querySelector('article ' + one)"
    left, table = page(script + ".getBoundingClientRect().left)")
    assert left == table


def test_paper_shows_no_focus(page: Callable[..., Any]) -> None:
    script = (
        "document.querySelector('.highlight pre').focus();"
        "return getComputedStyle(document.activeElement).outlineStyle"
    )
    assert page(script, media="print") == "none"
