"""The list in a browser: narrowed by search and facets, sent as an address, whole without them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.ui import WebDriverWait

from building import Site, build, make

pytestmark = pytest.mark.browser

REFS = """\
@inproceedings{one, author = {Gómez, Ana and Wu, Hao}, title = {Fast Kernels}, people = {ana},
  booktitle = {Proc. of Engines}, abbr = {PE 2024}, year = {2024}, keywords = {kernels, GPU}}
@inproceedings{two, author = {Wu, Hao}, title = {Slow Kernels}, people = {hao},
  booktitle = {Proc. of Engines}, abbr = {PE 2023}, year = {2023}, keywords = {kernels}}
@patent{three, author = {Wu, Hao}, title = {Device}, number = {US 1}, year = {2021},
  people = {hao}, abbr = {US patent}}
@software{four, author = {Gómez, Ana}, title = {Tool}, year = {2021}, people = {ana},
  url = {https://x.org/tool}}
"""
ALL = ["Fast Kernels", "Slow Kernels", "Device", "Tool"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("list")
    source = make(
        folder / "site",
        conf="extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n",
        refs=REFS,
        index="# Home\n\n```{toctree}\npeople/ana\npeople/hao\nlist\nplain\n```\n",
        people__ana="---\nname: Ana Gómez\n---\n\n# Ana\n",
        people__hao="---\nname: Hao Wu\n---\n\n# Hao\n",
        list="# List\n\n```{publications}\n:facets:\n```\n\nAfter the list.\n",
        plain="# Plain\n\n```{publications}\n:compact:\n```\n",
    )
    return build(source, folder / "work")


@pytest.fixture
def page(browser: WebDriver, serve: Callable[[Path], str], site: Site) -> Iterator[str]:
    """Return the address of the page with the list, open in the browser."""
    address = serve(site.out) + "list/"
    browser.get(address)
    yield address
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def titles(browser: WebDriver) -> list[str]:
    """Return the titles that one sees."""
    found = browser.find_elements(By.CLASS_NAME, "folio-publication-title")
    return [one.text for one in found if one.is_displayed()]


def headings(browser: WebDriver) -> list[str]:
    """Return the headings of groups that one sees."""
    found = browser.find_elements(By.CLASS_NAME, "folio-year")
    return [one.text for one in found if one.is_displayed()]


def field(browser: WebDriver, name: str) -> WebElement:
    """Return a control by its name."""
    return browser.find_element(By.CSS_SELECTOR, f"form.folio-facets [name={name}]")


def told(browser: WebDriver, words: str) -> bool:
    """Tell whether the count comes to be *words*, in a place that screen readers read out."""
    count = browser.find_element(By.CSS_SELECTOR, ".folio-count[role=status]")
    return bool(WebDriverWait(browser, 3).until(lambda _: count.text == words))


def test_typing_narrows_the_list_and_tells_the_count(browser: WebDriver, page: str) -> None:
    assert titles(browser) == ALL
    assert told(browser, "4 entries")
    field(browser, "q").send_keys("kern")
    assert titles(browser) == ["Fast Kernels", "Slow Kernels"]
    assert headings(browser) == ["2024", "2023"]
    assert told(browser, "2 of 4 entries")
    field(browser, "q").send_keys(" wu 2023")
    assert titles(browser) == ["Slow Kernels"]


def test_search_knows_no_diacritics_and_nothing_hidden(browser: WebDriver, page: str) -> None:
    field(browser, "q").send_keys("gomez")
    assert titles(browser) == ["Fast Kernels", "Tool"]
    field(browser, "q").clear()
    field(browser, "q").send_keys("inproceedings")
    assert titles(browser) == []
    assert headings(browser) == []
    assert told(browser, "0 of 4 entries")


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("year", "2021", ["Device", "Tool"]),
        ("type", "Patents", ["Device"]),
        ("venue", "PE", ["Fast Kernels", "Slow Kernels"]),
        ("topic", "GPU", ["Fast Kernels"]),
        ("person", "Hao Wu", ["Slow Kernels", "Device"]),
    ],
)
def test_each_facet_narrows(
    browser: WebDriver, page: str, name: str, words: str, expected: list[str]
) -> None:
    Select(field(browser, name)).select_by_visible_text(words)
    assert titles(browser) == expected
    browser.find_element(By.CSS_SELECTOR, "form.folio-facets button[type=reset]").click()
    WebDriverWait(browser, 3).until(lambda _: titles(browser) == ALL)
    assert browser.current_url == page


def test_a_narrowed_list_has_an_address_of_its_own(browser: WebDriver, page: str) -> None:
    field(browser, "q").send_keys("wu")
    Select(field(browser, "year")).select_by_visible_text("2021")
    assert browser.current_url == f"{page}?q=wu&year=2021"
    address = browser.current_url
    browser.get("about:blank")
    browser.get(address)
    assert titles(browser) == ["Device"]
    assert field(browser, "q").get_attribute("value") == "wu"
    assert told(browser, "1 of 4 entries")


def test_back_undoes_a_choice_and_a_search_not_a_letter(browser: WebDriver, page: str) -> None:
    Select(field(browser, "type")).select_by_visible_text("Papers")
    field(browser, "q").send_keys("fast")
    assert titles(browser) == ["Fast Kernels"]
    browser.back()
    WebDriverWait(browser, 3).until(lambda _: titles(browser) == ["Fast Kernels", "Slow Kernels"])
    assert field(browser, "q").get_attribute("value") == ""
    browser.back()
    WebDriverWait(browser, 3).until(lambda _: titles(browser) == ALL)
    browser.forward()
    WebDriverWait(browser, 3).until(lambda _: len(titles(browser)) == 2)


def test_an_address_that_asks_for_what_is_not_there_shows_all(
    browser: WebDriver, page: str
) -> None:
    browser.get(page + "?year=1066&other=1")
    assert titles(browser) == ALL


def test_the_keyboard_is_enough(browser: WebDriver, page: str) -> None:
    field(browser, "q").send_keys("kernels")
    names = []
    for _ in range(6):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        active = browser.switch_to.active_element
        names.append(active.get_attribute("name") or active.text)
    assert names == ["year", "type", "venue", "topic", "person", "Show all"]
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    WebDriverWait(browser, 3).until(lambda _: titles(browser) == ALL)
    field(browser, "type").send_keys("Pat")
    assert titles(browser) == ["Device"]


def test_every_control_has_a_name_and_room_for_a_finger(browser: WebDriver, page: str) -> None:
    controls = browser.find_elements(By.CSS_SELECTOR, ".folio-facets :is(input, select, button)")
    assert [one.accessible_name for one in controls] == [
        "Search", "Year", "Type", "Venue", "Topic", "Person", "Show all",
    ]  # fmt: skip
    assert all(one.size["height"] >= 24 for one in controls)


@pytest.mark.parametrize("width", [390, 1350])
def test_nothing_moves_when_the_page_loads(browser: WebDriver, page: str, width: int) -> None:
    browser.set_window_size(width, 900)
    browser.get("about:blank")
    browser.get(page)
    shift = browser.execute_async_script(
        "const done = arguments[0]; const moved = [];"
        "const ours = (one) => one.node?.parentElement?.closest('article');"
        "new PerformanceObserver((list) => {"
        "  for (const one of list.getEntries()) moved.push(...one.sources.filter(ours));"
        "}).observe({type: 'layout-shift', buffered: true});"
        "setTimeout(() => done(moved.length), 500);"
    )
    assert shift == 0
    assert browser.execute_script("return document.documentElement.scrollWidth") <= max(width, 500)


def test_without_scripts_the_list_is_whole_and_has_no_dead_control(
    browser: WebDriver, page: str
) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(page + "?q=device")
    assert titles(browser) == ALL
    assert headings(browser) == ["2024", "2023", "2021"]
    assert not browser.find_element(By.CSS_SELECTOR, "form.folio-facets").is_displayed()
    summary = browser.find_element(By.CSS_SELECTOR, "[data-key=one] .folio-bibtex summary")
    summary.click()
    assert "@inproceedings{one," in browser.find_element(By.CSS_SELECTOR, "[data-key=one] pre").text


def test_bibtex_is_copied_and_saved(browser: WebDriver, page: str) -> None:
    origin = page.removesuffix("/list/")
    for permission in ("clipboardReadWrite", "clipboardSanitizedWrite"):
        browser.execute_cdp_cmd(
            "Browser.grantPermissions", {"origin": origin, "permissions": [permission]}
        )
    details = browser.find_element(By.CSS_SELECTOR, "[data-key=two] .folio-bibtex")
    details.find_element(By.TAG_NAME, "summary").send_keys(Keys.ENTER)
    WebDriverWait(browser, 3).until(lambda _: details.find_elements(By.TAG_NAME, "button"))
    copy, save = details.find_elements(By.TAG_NAME, "button")
    assert (copy.text, save.text) == ("Copy", "Download")
    copy.click()
    said = details.find_element(By.CSS_SELECTOR, "[role=status]")
    WebDriverWait(browser, 3).until(lambda _: said.text)
    assert said.text in {"Copied", "Selected; copy it with the keyboard"}


def test_only_a_page_with_something_to_do_loads_the_script(site: Site) -> None:
    assert "folio-publications.js" in site.text("list")
    assert "folio-publications.js" not in site.text("plain")
    assert "folio-publications.js" not in site.text("")


def test_a_thousand_entries_are_narrowed_without_a_pause(
    browser: WebDriver, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    entries = "\n".join(
        f"@article{{k{n}, author = {{Author{n % 97}, A. and Other, B.}}, title = {{Title {n}}},"
        f" journal = {{Journal {n % 31}}}, year = {{{1980 + n % 45}}}, keywords = {{w{n % 13}}}}}"
        for n in range(1000)
    )
    source = make(
        tmp_path / "site",
        conf="extensions = ['sphinx_folio']\nbibtex_bibfiles = ['refs.bib']\n",
        refs=entries,
        index="# Home\n\n```{publications}\n:facets:\n```\n",
    )
    browser.get(serve(build(source, tmp_path / "work").out))
    took = browser.execute_script(
        "const form = document.querySelector('form.folio-facets');"
        "return ['author1', 'author1 journal', 'title 7', '', 'zzz', ''].map((text) => {"
        "  form.elements.q.value = text;"
        "  const start = performance.now();"
        "  form.elements.q.dispatchEvent(new Event('input', {bubbles: true}));"
        "  document.body.offsetHeight;"  # has the browser lay the page out
        "  return performance.now() - start;"
        "});"
    )
    shown = "return document.querySelectorAll('.folio-publication:not([hidden])').length"
    assert browser.execute_script(shown) == 1000
    # About 30 on an idle machine with two cores; a tenth of a second is a pause to a reader.
    assert sorted(took)[3] < 100, took
