"""What a reader sees, in a browser: nothing overflows, or asks others, or needs a script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from building import build

PAGES = (
    "", "about/", "people/runyu-lu/", "people/reed/", "experience/reed/", "publications/",
    "publications/muxserve/", "blog/", "blog/cute/", "blog/cute/layout/", "blog/tags/",
)  # fmt: skip
STYLES = Path("src/sphinx_folio/theme/folio/styles")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    return build(repository, tmp_path_factory.mktemp("looks")).out


def _view(browser: WebDriver, width: int, scheme: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 768, 1024, 1315, 1350])
def test_no_page_is_wider_than_the_screen(
    browser: WebDriver, serve: Callable[[Path], str], out: Path, width: int
) -> None:
    base = serve(out)
    _view(browser, width, "light")
    for page in PAGES:
        browser.get(base + page)
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, page


@pytest.mark.browser
def test_pages_ask_nothing_of_others_and_log_nothing(
    browser: WebDriver, serve: Callable[[Path], str], out: Path
) -> None:
    base = serve(out)
    for page in PAGES:
        browser.get(base + page)
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    }
    assert len(asked) > len(PAGES)
    assert {url for url in asked if not url.startswith((base, "data:", "about:"))} == set()
    assert browser.get_log("browser") == []


@pytest.mark.browser
def test_without_scripts_a_reader_loses_no_word(
    browser: WebDriver, serve: Callable[[Path], str], out: Path
) -> None:
    base = serve(out)

    def words(page: str, *, scripts: bool) -> list[str]:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        browser.get(base + page)
        # What only scripts put there; an explorer draws a table in the place of its figure.
        browser.execute_script(
            "for (const one of document.querySelectorAll('.folio-copy, .folio-explorer'))"
            " one.remove()"
        )
        text = browser.find_element("css selector", "article[role=main]").text
        # Controls that do nothing without scripts are no words to lose.
        for controls in browser.find_elements("css selector", "form.folio-facets"):
            text = text.replace(controls.text, "")
        return text.split()

    try:
        for page in PAGES:
            assert words(page, scripts=False) == words(page, scripts=True), page
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_schemes_are_ours_from_the_first_paint(
    browser: WebDriver, serve: Callable[[Path], str], out: Path, scheme: str, repository: Path
) -> None:
    _view(browser, 1350, scheme)
    browser.get(serve(out))
    shown = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    tokens = _tokens(repository)[0 if scheme == "light" else 1]
    red, green, blue = (int(tokens["surface"][n : n + 2], 16) for n in (0, 2, 4))
    assert shown == f"rgb({red}, {green}, {blue})"


@pytest.mark.browser
def test_a_list_of_ten_keeps_its_numbers_on_the_page_and_paper_shows_what_is_folded(
    browser: WebDriver, serve: Callable[[Path], str], out: Path
) -> None:
    browser.get(f"{serve(out)}blog/cute/layout/")
    lists = (
        "return [...document.querySelectorAll('article ol')].filter(one => one.children.length > 9)"
        ".map(one => parseFloat(getComputedStyle(one).paddingLeft)"
        " / parseFloat(getComputedStyle(one).fontSize))"
    )
    assert browser.execute_script(lists)
    assert min(browser.execute_script(lists)) >= 2
    heights = (
        "return [...document.querySelectorAll('.sd-summary-content')]"
        ".map(one => one.checkVisibility() ? one.offsetHeight : 0)"
    )
    assert not any(browser.execute_script(heights))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert all(browser.execute_script(heights))
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def _tokens(repository: Path) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the colours of the light scheme, the dark one, and the dark one chosen by hand."""
    text = (repository / STYLES / "folio-tokens.css").read_text(encoding="utf-8")
    found: list[dict[str, str]] = []
    for block in re.findall(r"\{([^{}]*--folio-ink:[^{}]*)\}", text):
        colours = re.findall(r"--folio-([a-z-]+): #([0-9a-f]{3,6});", block)
        found.append({name: code if len(code) == 6 else code * 2 for name, code in colours})
    light, chosen, dark = found
    return light, dark, chosen


def _luminance(code: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(code[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_has_contrast_on_every_surface_in_both_schemes(repository: Path) -> None:
    schemes = _tokens(repository)
    assert schemes[1] == schemes[2]
    for colours in schemes:
        for surface in ("surface", "raised", "accent-soft"):
            for text in ("ink", "muted", "accent", "proved", "measured", "stale", "planned"):
                ratio = _contrast(colours[text], colours[surface])
                assert ratio >= 4.5, f"{text} on {surface}: {ratio:.2f}"
        assert _contrast(colours["rule-strong"], colours["surface"]) >= 3


def test_every_component_has_one_style_sheet_and_the_prefix(repository: Path) -> None:
    for sheet in (repository / STYLES).glob("*.css"):
        assert sheet.name.startswith("folio-")
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        outside = text if sheet.name != "folio-tokens.css" else ""
        assert not re.search(r"(?<!&)#[0-9a-fA-F]{3,6}\b", outside), f"a colour in {sheet.name}"
