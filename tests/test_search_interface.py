"""The search as a reader meets it: by keyboard, in two languages, under a strict policy."""

from __future__ import annotations

import base64
import hashlib
import http.server
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from building import build, make
from sphinx_folio import pagefind

pytestmark = pytest.mark.browser

PAGES = {
    "index": "# Home\n\nWelcome to everything.\n",
    "blog__index": "# Writing\n",
    "blog__one": (
        "---\ndate: 2026-01-02\ntags: [GPU]\n---\n\n# Moving data\n\nCopies with `cp.async` "
        "and then `ldmatrix.x4` into `__shared__` memory.\n\n## Banks\n\nWithout conflicts: "
        "`Swizzle<3,4,3>{}`.\n\n```cpp\nauto it = composition(Swizzle<2,3,3>{}, layout);\n```\n"
    ),
    "blog__one.zh": (
        "---\ndate: 2026-01-02\ntags: [GPU]\ntranslation-of: one\n---\n\n# 搬运数据\n\n"
        "用 `cp.async` 把稀疏张量搬到共享内存，`ldmatrix.x4` 从那里读。\n\n## 存储体\n\n"
        "wgmma 流水线要避免冲突：`Swizzle<3,4,3>{}`。\n"
    ),
    "blog__other": "---\ndate: 2026-01-03\ntags: [CPU]\n---\n\n# Sorting\n\nSorted tensors.\n",
    "blog__long__index": "# A haystack\n",
    "blog__long__hay": (
        f"---\ndate: 2026-01-01\nseries: long\npart: 1\n---\n\n# Hay\n\n{'straw ' * 60}needle"
        f"{' straw' * 60}.\n"
    ),
    "about": "---\norphan: true\n---\n\n# About\n\nThe word tensor stands here, too.\n",
}
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {hashes}; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
#: Where the site is served: a project page, or a version on Read the Docs.
BELOW = "/en/latest/"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of a site in two languages."""
    folder = tmp_path_factory.mktemp("interface")
    return build(make(folder / "source", **PAGES), folder / "work").out


@pytest.fixture(autouse=True)
def _needs_pagefind(unavailable: Callable[[str], NoReturn]) -> None:
    if pagefind.program() is None:
        unavailable("needs the extra `search`")


@pytest.fixture
def address(out: Path) -> Iterator[str]:
    """Serve the site below a path, with a strict Content-Security-Policy, and give its address."""
    inline = re.compile(r"<script>(.*?)</script>", re.DOTALL)
    found = {
        text for path in out.rglob("*.html") for text in inline.findall(path.read_text("utf-8"))
    }
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in found]
    policy = POLICY.format(hashes=" ".join(f"'sha256-{digest}'" for digest in sorted(digests)))

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(out))

        def translate_path(self, path: str) -> str:
            inside = path.startswith(BELOW)
            return super().translate_path(path.removeprefix(BELOW) if inside else "/nowhere")

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{BELOW}"
    server.shutdown()
    server.server_close()


def press(browser: webdriver.Chrome, *keys: str) -> None:
    """Press keys where the focus is."""
    webdriver.ActionChains(browser).send_keys(*keys).perform()


def wait(browser: webdriver.Chrome, script: str) -> Any:
    """Wait until a script gives something, and return it."""
    return WebDriverWait(browser, 10, 0.05).until(lambda _: browser.execute_script(script))


def focus(browser: webdriver.Chrome) -> str:
    """Return what has the focus: the name of a field, the words of a link, or a tag."""
    told: str = browser.execute_script(
        "const one = document.activeElement;"
        "return one.name || one.textContent.trim() || one.tagName;"
    )
    return told


def ask(browser: webdriver.Chrome, query: str) -> list[str]:
    """Ask in the open dialog, and return the paths of the results, below the site."""
    browser.execute_script(
        "const root = document.querySelector('dialog .folio-finder'); delete root.dataset.query;"
        "const field = root.querySelector('input'); field.value = arguments[0];"
        "field.dispatchEvent(new Event('input'));",
        query,
    )
    wait(browser, "return document.querySelector('dialog .folio-finder').dataset.query")
    found = browser.execute_script(
        "return [...document.querySelectorAll('dialog .folio-finder-title a')].map(a => a.pathname)"
    )
    return [path.removeprefix(BELOW) for path in found]


def requests(browser: webdriver.Chrome) -> list[str]:
    """Return the addresses asked for since the last call."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]


def test_nothing_is_asked_for_before_the_first_use_and_nothing_of_others(
    browser: webdriver.Chrome, address: str
) -> None:
    browser.get(f"{address}about/")
    before = requests(browser)
    assert before
    assert not [url for url in before if "/pagefind/" in url]
    press(browser, "/")
    assert ask(browser, "tensor") == ["blog/other/", "about/"]
    after = requests(browser)
    assert f"{address}pagefind/pagefind.js" in after
    here = (address.removesuffix(BELOW), "data:")
    assert not [url for url in before + after if not url.startswith(here)]
    said = [entry["message"] for entry in browser.get_log("browser")]
    assert not [text for text in said if "favicon" not in text]


def test_the_keyboard_reaches_everything(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}about/")
    button = browser.find_element(By.CSS_SELECTOR, ".folio-finder-open button")
    button.click()
    assert focus(browser) == "q"
    ask(browser, "tensor")
    press(browser, Keys.ARROW_DOWN)
    assert focus(browser) == "Sorting"
    press(browser, Keys.ARROW_DOWN)
    assert focus(browser) == "About"
    press(browser, Keys.ARROW_UP, Keys.ARROW_UP)
    assert focus(browser) == "q"
    press(browser, Keys.ARROW_DOWN, "s")
    assert focus(browser) == "q", "what is typed on a result goes on in the field"
    press(browser, Keys.ESCAPE)
    wait(browser, "return !document.querySelector('dialog').open")
    assert focus(browser).startswith("Search"), "the button that opened the dialog"
    webdriver.ActionChains(browser).key_down(Keys.CONTROL).send_keys("k").key_up(
        Keys.CONTROL
    ).perform()
    assert browser.execute_script("return document.querySelector('dialog').open")
    ask(browser, "sorted")
    press(browser, Keys.ENTER)
    wait(browser, "return location.pathname.endsWith('/blog/other/')")


@pytest.mark.parametrize("place", ["field", "result", "button"])
def test_escape_closes_the_dialog_wherever_the_focus_is_and_keeps_the_query(
    browser: webdriver.Chrome, address: str, place: str
) -> None:
    browser.get(f"{address}about/")
    browser.find_element(By.CSS_SELECTOR, ".folio-finder-open button").click()
    ask(browser, "tensor")
    press(browser, *{"field": "", "result": Keys.ARROW_DOWN, "button": Keys.TAB}[place])
    assert focus(browser) == {"field": "q", "result": "Sorting", "button": "Close"}[place]
    press(browser, Keys.ESCAPE)
    assert not browser.execute_script("return document.querySelector('dialog').open")
    assert focus(browser).startswith("Search"), "the button that opened the dialog"
    assert browser.execute_script("return document.querySelector('dialog input').value") == "tensor"


def test_escape_while_composing_belongs_to_the_input_method(
    browser: webdriver.Chrome, address: str
) -> None:
    browser.get(f"{address}about/")
    press(browser, "/")
    browser.execute_script(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
        "{key: 'Escape', bubbles: true, isComposing: true}))"
    )
    assert browser.execute_script("return document.querySelector('dialog').open")


def test_an_excerpt_shows_where_its_sentence_goes_on(
    browser: webdriver.Chrome, address: str
) -> None:
    browser.get(f"{address}about/")
    press(browser, "/")
    said = "return document.querySelector('dialog .folio-finder-excerpt').textContent"
    ask(browser, "tensors")
    assert browser.execute_script(said) == "Sorting. Sorted tensors."
    ask(browser, "needle")
    text = browser.execute_script(said)
    assert text.startswith("… straw ")
    assert text.endswith(" straw …")


def test_series_are_a_group_of_their_own(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}about/")
    press(browser, "/")
    assert ask(browser, "haystack") == ["blog/long/"]
    heading = browser.find_element(By.CSS_SELECTOR, "dialog .folio-finder-results h2")
    assert heading.text == "Series"


def test_a_slash_in_a_field_is_a_slash(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}about/")
    browser.execute_script(
        "const field = document.createElement('input'); field.name = 'mine';"
        "document.querySelector('article').append(field); field.focus();"
    )
    press(browser, "a/b")
    assert not browser.execute_script("return document.querySelector('dialog')")
    assert browser.execute_script("return document.activeElement.value") == "a/b"


def test_readers_hear_how_much_was_found_and_in_which_language(
    browser: webdriver.Chrome, address: str
) -> None:
    browser.get(f"{address}about/")
    press(browser, "/")
    ask(browser, "ldmatrix")
    status = browser.find_element(By.CSS_SELECTOR, "dialog [role=status]")
    assert status.text == "Results: 2"
    languages = browser.execute_script(
        "return [...document.querySelectorAll('dialog .folio-finder-result')].map(one => [one.lang,"
        "one.querySelector('.folio-finder-facts')?.textContent || ''])"
    )
    assert languages == [["en", ""], ["zh", "Chinese"]]
    ask(browser, "xyzzyqq")
    assert status.text == "Nothing found for “xyzzyqq”."


@pytest.mark.parametrize("page", ["about/", "blog/one.zh/"])
def test_both_languages_are_searched_from_any_page(
    browser: webdriver.Chrome, address: str, page: str
) -> None:
    one, chinese = "blog/one/", "blog/one.zh/"
    both = [chinese, one] if page == chinese else [one, chinese]
    browser.get(f"{address}{page}")
    press(browser, "/")
    expected = {
        "共享内存": [chinese],
        "张量": [chinese],
        "稀疏张量": [chinese],
        "搬": [chinese],
        "wgmma 流水线": [chinese],
        "cp.async": both,
        "CP.ASYNC": both,
        "ldmatrix.x4": both,
        "Swizzle<3,4,3>": both,
        "Swizzle<2,3,3>": [one],
        "__shared__": [one],
        '"ldmatrix.x4 into"': [one],
        "sorting": ["blog/other/"],
        "<b>x</b> tensors": ["about/", "blog/other/"],
    }
    found = {query: ask(browser, query) for query in expected}
    assert {query: sorted(paths) for query, paths in found.items()} == {
        query: sorted(paths) for query, paths in expected.items()
    }
    assert found["cp.async"] == both


def test_the_headings_of_a_result_lead_into_the_page(
    browser: webdriver.Chrome, address: str
) -> None:
    browser.get(f"{address}about/")
    press(browser, "/")
    ask(browser, "conflicts")
    place = browser.find_element(By.CSS_SELECTOR, "dialog .folio-finder-places a")
    assert place.text == "Banks"
    place.click()
    wait(browser, "return location.hash === '#banks' && document.getElementById('banks')")


def test_the_search_pages_address_holds_the_query_and_the_filters(
    browser: webdriver.Chrome, address: str
) -> None:
    browser.get(f"{address}search/?q=cp.async&language=zh")
    titles = (
        "return [...document.querySelectorAll('.folio-finder-title')].map(one => one.innerText)"
    )
    wait(browser, "return document.querySelectorAll('.folio-finder-title').length")
    assert browser.execute_script(titles) == ["搬运数据"]
    fields = {
        one.get_attribute("name"): one.get_attribute("value")
        for one in browser.find_elements(
            By.CSS_SELECTOR, ".folio-finder input, .folio-finder select"
        )
    }
    assert fields == {"q": "cp.async", "language": "zh", "series": "", "tag": ""}
    browser.execute_script(
        "const one = document.querySelector('select[name=language]'); one.value = '';"
        "one.dispatchEvent(new Event('change', {bubbles: true}));"
    )
    wait(browser, "return location.search === '?q=cp.async'")
    assert browser.execute_script(titles) == ["Moving data", "搬运数据"]
    browser.get(f"{address}search/?tag=CPU")
    wait(browser, "return document.querySelectorAll('.folio-finder-title').length")
    assert browser.execute_script(titles) == ["Sorting"]


def test_without_an_index_the_page_says_so_and_offers_the_lists(
    browser: webdriver.Chrome, out: Path, tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    bare = shutil.copytree(out, tmp_path / "bare", ignore=shutil.ignore_patterns("pagefind"))
    browser.get(f"{serve(bare)}search/?q=x")
    status = "return document.querySelector('[role=status]').textContent"
    assert wait(browser, status) == "This site was built without a search index."
    links = browser.find_elements(By.CSS_SELECTOR, ".folio-finder-instead a")
    assert "Writing" in [link.text for link in links]


@pytest.mark.parametrize("how", ["without scripts", "from a file"])
def test_where_no_script_runs_the_page_says_what_it_needs(
    browser: webdriver.Chrome, out: Path, address: str, how: str
) -> None:
    off = how == "without scripts"
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": off})
    try:
        browser.get(f"{address}search/" if off else (out / "search/index.html").as_uri())
        # Where scripts may run, the page first waits for one.
        shown = "return document.querySelector('.folio-finder-instead').offsetHeight > 0"
        wait(browser, shown)
        text = browser.find_element(By.CSS_SELECTOR, ".folio-finder-instead").text
        links = browser.find_elements(By.CSS_SELECTOR, ".folio-finder-instead a")
        assert "Search needs JavaScript, and pages that come from a web server." in text
        assert "Writing" in [link.text for link in links]
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
