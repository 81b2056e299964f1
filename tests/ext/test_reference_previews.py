"""Previews of references: what a reader sees at a link, by pointer and by keyboard."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.actions.wheel_input import ScrollOrigin
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from building import Site, build, copy_root, differences, make, parse

CONF = "extensions = ['sphinx_folio']\nproject = 'Site'\nbibtex_bibfiles = ['refs.bib']\n"
REFS = (
    "@article{ada, author = {Lovelace, Ada}, title = {Notes on the Engine}, year = {1843},"
    " doi = {10.1/ada}}\n"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><rect width="9"/></svg>'
ONE = """\
---
date: 2026-01-02
authors: [ada]
tags: [GPU]
---

# Moving data

See {numref}`one-fig` and {eq}`one-eq`, {numref}`one-lst`, {numref}`one-tab`,
[](#strides-of-x-2), {cite:p}`ada`, [anchor](#here), {term}`bank` and a note.[^n]

Elsewhere: {numref}`two-fig`, {numref}`two-lay`, [](two.md#banks), [](two.md), {folio:person}`ada`,
{numref}`two-lst`, {eq}`two-eq`, [unsafe](two.md#unsafe).

[^n]: A note with a [link](two.md).

:::{layout} (4,8):(8,1)
:name: one-fig

The first figure, which [links](two.md).
:::

```{math}
:label: one-eq
L(i, j) = \\frac{i}{2} + j
```

```{code-block} python
:name: one-lst
:caption: A program.

print("hello")
```

:::{table} Numbers.
:name: one-tab

| a | b |
|---|---|
| 1 | 2 |
:::

(here)=
A paragraph with an anchor.

## Strides of $x^2$

The first paragraph.

The second one.

A third that nobody sees.

```{glossary}
bank
  A slice of shared memory.
```
"""
TWO = """\
---
date: 2026-01-03
summary: Why shared memory has banks.
authors: [ada]
---

# Two banks

:::{figure} pic.svg
:name: two-fig
:alt: Stripes

The figure of the other page.
:::

:::{layout} (8,64):(64,1)
:name: two-lay

A wide layout.
:::

```{code-block} python
:name: two-lst
:caption: Its program.

print("other")
```

```{math}
:label: two-eq
b = 32
```

## Banks

There are thirty-two of them.

## Unsafe

<div><button id="hit">Press</button><a href="x/" onclick="window.hit = 1">Words.</a>
<script>window.hit = 1</script><img src="nowhere.png" onerror="window.hit = 1" alt="">
<img src="https://elsewhere.invalid/pixel.png" alt="" loading="eager"></div>
"""
PAGES = {
    "conf": CONF,
    "refs": REFS,
    "index": "# Home\n\nNothing refers to anything.\n",
    "about": "---\norphan: true\n---\n\n# About\n\nBy {folio:person}`ada`.\n",
    "people__ada": (
        "---\nname: Ada Lovelace\nheadline: Analyst\n---\n\n# Ada Lovelace\n\nWrites programs.\n"
    ),
    "blog__index": "# Writing\n",
    "blog__one": ONE,
    "blog__two": TWO,
}
BOX = "#folio-preview"
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src 'self'; "
    "style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'"
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of two posts that refer to each other and to themselves."""
    made = make(tmp_path_factory.mktemp("previews") / "site", **PAGES)
    (made / "blog" / "pic.svg").write_text(SVG, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def site(source: Path) -> Site:
    """Return that site, built."""
    return build(source, source.parent / "work")


@pytest.fixture
def page(browser: WebDriver, serve: Callable[[Path], str], site: Site) -> WebDriver:
    """Return a browser that shows the first post."""
    browser.get(serve(site.out) + "blog/one/")
    return browser


def link(browser: WebDriver, ends: str) -> WebElement:
    """Return the first link of the text whose address ends so."""
    return browser.find_element(By.CSS_SELECTOR, f"article section p a[href$='{ends}']")


def rest(browser: WebDriver, target: WebElement) -> None:
    """Rest with the pointer on an element."""
    browser.execute_script(
        "dispatchEvent(new Event('resize'));"  # which closes what was open
        "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})",
        target,
    )
    time.sleep(0.1)
    ActionChains(browser, duration=20).move_to_element(target).perform()


def box(browser: WebDriver) -> WebElement:
    """Wait for the box, and return it."""
    found: WebElement = WebDriverWait(browser, 5, 0.02).until(
        lambda _: browser.find_element(By.CSS_SELECTOR, BOX)
    )
    return found


def shown(browser: WebDriver, ends: str) -> str:
    """Return the words of the box at a link."""
    rest(browser, link(browser, ends))
    return said(browser)


def said(browser: WebDriver) -> str:
    """Return the words of the box, once it can be seen: it comes in slowly."""
    # While it fades in it has no text that one sees.
    found = WebDriverWait(browser, 5, 0.02).until(lambda _: box(browser).text)
    return " ".join(found.split())


def gone(browser: WebDriver) -> bool:
    """Tell whether the box goes away soon."""
    WebDriverWait(browser, 2, 0.02).until(lambda _: not browser.find_elements(By.CSS_SELECTOR, BOX))
    return True


def never(browser: WebDriver) -> bool:
    """Tell whether no box has come after more than the time that one takes."""
    time.sleep(0.6)
    return not browser.find_elements(By.CSS_SELECTOR, BOX)


def description(browser: WebDriver, target: WebElement) -> str:
    """Return what a screen reader is told of an element beside its name."""
    browser.execute_script("window.asked = arguments[0]", target)
    found = browser.execute_cdp_cmd("Runtime.evaluate", {"expression": "window.asked"})
    tree: dict[str, Any] = browser.execute_cdp_cmd(
        "Accessibility.getPartialAXTree",
        {"objectId": found["result"]["objectId"], "fetchRelatives": False},
    )
    return str(tree["nodes"][0].get("description", {}).get("value", ""))


def requests(browser: WebDriver) -> list[str]:
    """Return the addresses asked for since the last call, but for the browser's own icon."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    return [url for url in asked if not url.endswith("favicon.ico")]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("ends", "words", "spoken"),
    [
        ("#one-fig", "Figure 1 The first figure, which links.", "Figure 1 The first figure"),
        ("#equation-one-eq", "(1)", None),
        ("#one-lst", 'Listing 1 A program. print("hello")', "Listing 1 A program."),
        ("#one-tab", "Table 1 Numbers. a b 1 2", "Table 1 Numbers."),
        ("#strides-of-x-2", "Strides of x 2 The first paragraph. The second one.", "Strides of"),
        ("#ref-ada", "Ada Lovelace. Notes on the Engine. 1843.", "Ada Lovelace. Notes on"),
        ("#here", "A paragraph with an anchor.", "A paragraph with an anchor."),
        ("#term-bank", "bank A slice of shared memory.", "bank A slice of"),
        ("two/#two-fig", "Figure 1 The figure of the other page.", "Stripes Figure 1 The figure"),
        ("two/#two-lst", 'Listing 1 Its program. print("other")', "Listing 1 Its program."),
        ("two/#equation-two-eq", "= 32 (1)", None),
        ("two/#banks", "Banks There are thirty-two of them.", "Banks There are"),
        (
            "../two/",
            "Two banks Ada Lovelace · 3 Jan 2026 · 1 min read Why shared memory has banks.",
            "Two banks",
        ),
        ("people/ada/", "Ada Lovelace Analyst Writes programs.", "Ada Lovelace Analyst"),
    ],
)
def test_resting_on_a_reference_shows_what_it_leads_to(
    page: WebDriver, ends: str, words: str, spoken: str | None
) -> None:
    told = shown(page, ends).replace("𝑥", "x")
    assert told.endswith(words)
    assert "¶" not in told
    target = link(page, ends)
    assert box(page).get_attribute("lang") == "en"
    if spoken is None:  # a formula read as one string of signs would only be noise
        assert not target.get_attribute("aria-describedby")
        assert page.execute_script(f"return document.querySelector('{BOX} math') !== null")
    else:
        said = description(page, target)
        assert said.startswith(spoken)
        assert "hello" not in said


@pytest.mark.browser
def test_a_note_shows_without_its_number_and_links_back(page: WebDriver) -> None:
    rest(page, page.find_element(By.CSS_SELECTOR, "a.footnote-reference"))
    assert said(page) == "A note with a link."


@pytest.mark.browser
def test_a_reader_by_keyboard_sees_it_moves_on_and_closes_it(page: WebDriver) -> None:
    figure, equation = link(page, "#one-fig"), link(page, "#equation-one-eq")
    while page.switch_to.active_element != figure:
        page.switch_to.active_element.send_keys(Keys.TAB)
    assert "Figure 1" in said(page)
    figure.send_keys(Keys.ESCAPE)
    assert page.find_elements(By.CSS_SELECTOR, BOX) == []
    assert page.switch_to.active_element == figure
    assert never(page)
    figure.send_keys(Keys.TAB)
    assert page.switch_to.active_element == equation
    assert page.execute_script(f"return document.querySelector('{BOX} math')") is None
    box(page)
    visited = set()
    for _ in range(60):
        page.switch_to.active_element.send_keys(Keys.TAB)
        visited.add(page.execute_script("return document.activeElement.className"))
        assert page.execute_script(f"return !document.activeElement.closest('{BOX}')")
    assert len(visited) > 3
    page.execute_script("document.activeElement.blur()")
    assert gone(page)


@pytest.mark.browser
def test_escape_closes_one_thing_and_is_anyones_when_nothing_is_open(page: WebDriver) -> None:
    page.execute_script(
        "window.heard = 0; document.body.addEventListener("
        "'keydown', (event) => window.heard += event.key === 'Escape')"
    )
    body = page.find_element(By.TAG_NAME, "body")
    shown(page, "#one-fig")
    body.send_keys(Keys.ESCAPE)
    assert page.find_elements(By.CSS_SELECTOR, BOX) == []
    assert page.execute_script("return window.heard") == 0
    body.send_keys(Keys.ESCAPE)
    assert page.execute_script("return window.heard") == 1
    rest(page, page.find_element(By.TAG_NAME, "h1"))
    shown(page, "#one-fig")
    ActionChains(page).send_keys("/").perform()
    dialog = page.find_element(By.CSS_SELECTOR, "dialog")
    assert dialog.get_attribute("open")
    ActionChains(page).send_keys(Keys.ESCAPE).perform()
    assert not dialog.get_attribute("open")


@pytest.mark.browser
def test_the_box_can_be_entered_and_goes_when_both_are_left(page: WebDriver) -> None:
    shown(page, "#one-fig")
    ActionChains(page).move_to_element(box(page)).perform()
    time.sleep(0.6)
    assert page.find_elements(By.CSS_SELECTOR, BOX)
    rest(page, page.find_element(By.TAG_NAME, "h1"))
    assert gone(page)
    assert not link(page, "#one-fig").get_attribute("aria-describedby")


@pytest.mark.browser
def test_going_on_to_another_reference_changes_the_box_without_a_gap(page: WebDriver) -> None:
    shown(page, "#one-tab")
    page.execute_script(
        "window.removed = 0; new MutationObserver((all) => all.forEach((one) => window.removed += "
        "one.removedNodes.length)).observe(document.querySelector('article'), {childList: true})"
    )
    ActionChains(page, duration=10).move_to_element(link(page, "#one-lst")).perform()
    WebDriverWait(page, 3, 0.02).until(lambda _: "Listing 1" in box(page).text)
    assert page.execute_script("return window.removed") == 0
    assert link(page, "#one-lst").get_attribute("aria-describedby") == "folio-preview"
    assert not link(page, "#one-tab").get_attribute("aria-describedby")


@pytest.mark.browser
def test_passing_over_a_reference_shows_and_asks_nothing(page: WebDriver) -> None:
    requests(page)
    # In one go: a driver takes longer from one place to the next than a reader's hand.
    page.execute_script(
        "for (const type of ['pointerenter', 'pointerleave'])"
        " arguments[0].dispatchEvent(new PointerEvent(type, {pointerType: 'mouse'}))",
        link(page, "two/#banks"),
    )
    assert never(page)
    assert requests(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("how", ["scroll", "resize"])
def test_scrolling_and_resizing_close_it(page: WebDriver, how: str) -> None:
    shown(page, "#one-lst")
    if how == "scroll":
        page.execute_script("window.scrollBy({top: 300, behavior: 'instant'})")
    else:
        page.execute_script("dispatchEvent(new Event('resize'))")
    assert gone(page)


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1350])
@pytest.mark.parametrize("from_top", [100, 540])
def test_it_stays_in_the_window_and_off_the_reference(
    page: WebDriver, width: int, from_top: int
) -> None:
    size = {"width": width, "height": 600, "deviceScaleFactor": 1, "mobile": False}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        page.execute_script("document.querySelector('article').style.paddingBlock = '600px'")
        for ends in ("#one-fig", "two/#two-lay", "#strides-of-x-2"):
            target = link(page, ends)
            page.execute_script(
                "const top = arguments[0].getBoundingClientRect().top + scrollY - arguments[1];"
                "scrollTo({top, behavior: 'instant'})",
                target,
                from_top,
            )
            time.sleep(0.2)
            ActionChains(page, duration=20).move_to_element(target).perform()
            lies = page.execute_script(
                "const box = arguments[0].getBoundingClientRect();"
                "const link = arguments[1].getBoundingClientRect();"
                "return [box.left, innerWidth - box.right, box.top, innerHeight - box.bottom,"
                "Math.max(box.top - link.bottom, link.top - box.bottom), 0.4 * innerHeight"
                " - box.height, document.documentElement.clientWidth"
                " - document.documentElement.scrollWidth]",
                box(page),
                target,
            )
            assert min(lies) >= -0.5, (ends, lies)
            ActionChains(page).send_keys(Keys.ESCAPE).perform()
    finally:
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.browser
def test_touch_shows_nothing(page: WebDriver) -> None:
    page.execute_script("addEventListener('click', (event) => event.preventDefault())")
    target = link(page, "#one-fig")
    page.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    try:
        place = page.execute_script(
            "const {x, y} = arguments[0].getBoundingClientRect(); return [x + 5, y + 5]", target
        )
        point = {"x": place[0], "y": place[1]}
        for kind, points in (("touchStart", [point]), ("touchEnd", [])):
            page.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        assert never(page)
        target.send_keys(Keys.SHIFT)
        assert never(page)
    finally:
        page.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    # A finger on a screen that is used with a mouse as well.
    enter = "arguments[0].dispatchEvent(new PointerEvent('pointerenter', {pointerType: 'touch'}))"
    page.execute_script(enter, target)
    assert never(page)
    page.execute_script(enter.replace("touch", "pen"), target)
    box(page)


@pytest.mark.browser
def test_nothing_is_asked_before_the_reader_acts_and_a_page_once(
    page: WebDriver, site: Site
) -> None:
    time.sleep(0.3)
    base = page.execute_script("return location.origin")
    at_load = requests(page)
    assert f"{base}/blog/two/" not in at_load
    assert not [url for url in at_load if "folio-references" in url or "manifest" in url]
    shown(page, "#one-fig")
    later = {url.partition("?")[0].rpartition("/")[2] for url in requests(page)}
    scripts = {f"folio-{name}.js" for name in ("code", "publications", "references")}
    assert later == {*scripts, "manifest.webmanifest"}
    for ends in ("two/#banks", "../two/", "two/#unsafe", "two/#two-fig"):
        shown(page, ends)
    asked = requests(page)
    assert asked.count(f"{base}/blog/two/") == 1
    assert set(asked) <= {f"{base}/blog/two/", f"{base}/_images/pic.svg", f"{base}/nowhere.png",
                          f"{base}/blog/two/nowhere.png"}  # fmt: skip
    assert f"{base}/nowhere.png" not in asked


@pytest.mark.browser
def test_nothing_in_a_copy_runs_or_can_be_chosen(page: WebDriver) -> None:
    assert shown(page, "two/#unsafe") == "Unsafe Words."
    assert page.execute_script("return window.hit === undefined || window.hit.tagName")
    found = page.find_elements(
        By.CSS_SELECTOR, f"{BOX} :is(button, script, a, [onclick], [onerror])"
    )
    assert found == []
    shown(page, "two/#two-lay")
    tabbable = (
        f"return [...document.querySelectorAll('{BOX} *')].filter(n => n.tabIndex >= 0).length"
    )
    assert page.execute_script(tabbable) == 0


@pytest.mark.browser
@pytest.mark.parametrize("ends", ["#one-fig", "two/#two-lay", "#strides-of-x-2", "#one-lst"])
def test_ids_are_unique_with_the_box_open(page: WebDriver, ends: str) -> None:
    shown(page, ends)
    ids = page.execute_script("return [...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
    pointing = page.execute_script(
        f"return document.querySelector('{BOX} [aria-labelledby], {BOX} [aria-describedby]')"
    )
    assert pointing is None


@pytest.mark.browser
def test_the_title_of_a_citation_is_away_only_while_the_box_says_it(page: WebDriver) -> None:
    citation = link(page, "#ref-ada")
    title = citation.get_attribute("title")
    assert title
    shown(page, "#ref-ada")
    assert not citation.get_attribute("title")
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.ESCAPE)
    assert citation.get_attribute("title") == title


@pytest.mark.browser
def test_a_strict_policy_is_kept(
    browser: WebDriver, serve: Callable[[Path], str], source: Path, tmp_path: Path
) -> None:
    strict = build(source, tmp_path / "strict")
    meta = f'<head><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    for path in strict.out.rglob("*.html"):
        text = re.sub("<style>.*?</style>", "", path.read_text("utf-8"), flags=re.DOTALL)
        path.write_text(text.replace("<head>", meta, 1), encoding="utf-8")
    browser.get(serve(strict.out) + "blog/one/")
    browser.get_log("browser")
    for ends in ("#one-fig", "two/#two-lay", "../two/"):
        shown(browser, ends)
    assert [
        entry for entry in browser.get_log("browser") if "favicon" not in entry["message"]
    ] == []


@pytest.mark.browser
def test_a_page_that_cannot_be_fetched_is_no_box_and_no_error(
    browser: WebDriver, site: Site
) -> None:
    browser.get((site.out / "blog/one/index.html").as_uri())
    browser.execute_script("dispatchEvent(new Event('pointermove'))")
    time.sleep(0.3)
    browser.get_log("browser")  # which has the manifest, that browsers do not read from files
    rest(browser, link(browser, "two/#banks"))
    assert never(browser)
    assert "Figure 1" in shown(browser, "#one-fig")
    assert browser.get_log("browser") == []


@pytest.mark.browser
def test_without_scripts_links_are_links_and_citations_say_their_title(
    browser: WebDriver, serve: Callable[[Path], str], site: Site
) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(serve(site.out) + "blog/one/")
        citation = link(browser, "#ref-ada")
        ActionChains(browser, duration=20).move_to_element(citation).perform()
        assert never(browser)
        assert "Notes on the Engine" in (citation.get_attribute("title") or "")
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.browser
def test_on_paper_there_is_no_box(page: WebDriver) -> None:
    shown(page, "#one-fig")
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert page.execute_script(f"return !document.querySelector('{BOX}')?.checkVisibility()")
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.browser
def test_lists_that_say_what_they_lead_to_have_no_previews(
    browser: WebDriver, serve: Callable[[Path], str], site: Site
) -> None:
    browser.get(serve(site.out) + "blog/one/")
    for place in (".folio-related a", ".folio-backref"):
        rest(browser, browser.find_element(By.CSS_SELECTOR, place))
        assert never(browser), place


# --- a post that uses everything -----------------------------------------------------------------


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the site of a post that uses every feature of technical writing, built."""
    folder = tmp_path_factory.mktemp("writing")
    return build(copy_root("writing", folder / "site"), folder / "work")


@pytest.fixture
def post(browser: WebDriver, serve: Callable[[Path], str], writing: Site) -> Iterator[WebDriver]:
    """Return a browser, 1350 pixels wide, that shows the post which refers to that one."""
    size = {"width": 1350, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(serve(writing.out) + "blog/kernels/elsewhere/")
    yield browser
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


OVER = (
    "const box = document.querySelector('#folio-preview'), style = getComputedStyle(box);"
    "return [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight,"
    " box.scrollTop, style.overflowY]"
)


@pytest.mark.browser
def test_the_keys_of_a_reference_scroll_its_box_and_then_the_page(post: WebDriver) -> None:
    target = link(post, "#everything-table")
    post.execute_script("document.body.style.paddingBottom = '2000px'")
    while post.switch_to.active_element != target:
        post.switch_to.active_element.send_keys(Keys.TAB)
    box(post)
    # What Tab does not reach is no scroller of its own.
    _, over, at, overflow = post.execute_script(OVER)
    assert (over > 40, at, overflow) == (True, 0, "hidden")
    before = post.execute_script("return scrollY")
    target.send_keys(Keys.ARROW_DOWN)
    assert post.execute_script(OVER)[2] == 40
    target.send_keys(Keys.PAGE_DOWN)
    assert abs(post.execute_script(OVER)[2] - over) <= 1
    assert post.execute_script("return scrollY") == before
    target.send_keys(Keys.PAGE_UP)
    assert post.execute_script(OVER)[2] == 0
    target.send_keys(Keys.PAGE_DOWN, Keys.PAGE_DOWN)
    WebDriverWait(post, 3, 0.02).until(lambda _: post.execute_script("return scrollY") > before)
    assert post.switch_to.active_element == target


@pytest.mark.browser
def test_the_wheel_scrolls_the_box(post: WebDriver) -> None:
    shown(post, "#everything-table")
    before = post.execute_script("return scrollY")
    origin = ScrollOrigin.from_element(box(post))
    ActionChains(post).scroll_from_origin(origin, 0, 60).perform()
    WebDriverWait(post, 3, 0.02).until(lambda _: post.execute_script(OVER)[2] == 60)
    assert post.execute_script("return scrollY") == before


@pytest.mark.browser
@pytest.mark.parametrize("ends", ["region", "table", "chart", "theorem", "exercise", "figure"])
def test_a_box_holds_no_stray_space_and_is_wide_enough(post: WebDriver, ends: str) -> None:
    shown(post, f"#everything-{ends}")
    assert post.execute_script(OVER)[0] == 0
    around = post.execute_script(
        "const box = document.querySelector('#folio-preview');"
        "const [inner, outer] = [box.firstElementChild, box].map((e) => e.getBoundingClientRect());"
        "return [inner.top - outer.top, outer.bottom - inner.bottom]"
    )
    assert around[0] <= 20
    assert around[1] <= 20
    if ends == "chart":  # whole, with the title of its axis
        assert post.execute_script(OVER)[1] == 0


@pytest.mark.browser
def test_a_table_wider_than_the_window_is_reached_by_key_and_wheel(post: WebDriver) -> None:
    size = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    post.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    target = link(post, "#everything-table")
    while post.switch_to.active_element != target:
        post.switch_to.active_element.send_keys(Keys.TAB)
    box(post)
    wide = (
        f"const table = document.querySelector('{BOX} .table-wrapper');"
        "return [table.scrollLeft, table.scrollWidth > table.clientWidth,"
        " getComputedStyle(table).overflowX]"
    )
    assert post.execute_script(wide) == [0, True, "hidden"]
    target.send_keys(Keys.ARROW_RIGHT)
    at = post.execute_script(wide)[0]
    assert at > 0
    target.send_keys(Keys.ARROW_LEFT)
    assert post.execute_script(wide)[0] == 0
    ActionChains(post).scroll_from_origin(ScrollOrigin.from_element(box(post)), 30, 0).perform()
    WebDriverWait(post, 3, 0.02).until(lambda _: post.execute_script(wide)[0] > 0)


@pytest.mark.browser
def test_callouts_of_a_listing_keep_their_look(post: WebDriver) -> None:
    shown(post, "#everything-region")
    color = "return getComputedStyle(document.querySelector(arguments[0])).backgroundColor"
    found = post.execute_script(color, "#folio-preview span.folio-callout")
    assert post.find_elements(By.CSS_SELECTOR, f"{BOX} a") == []
    post.get(post.current_url.replace("elsewhere", "everything"))
    assert found == post.execute_script(color, ".folio-callout")
    rest(post, post.find_element(By.CSS_SELECTOR, ".folio-notes .folio-backref"))
    assert never(post)


@pytest.mark.browser
def test_the_page_of_a_series_is_shown_by_what_it_says(post: WebDriver) -> None:
    rest(post, post.find_element(By.CSS_SELECTOR, "article .folio-series-place a"))
    WebDriverWait(post, 5, 0.02).until(lambda _: box(post).text)
    assert box(post).text.split("\n") == ["Kernels", "2 of 2 parts written · 10 min in all"]


def test_only_pages_with_something_to_preview_load_the_script(site: Site) -> None:
    def loads(page: str) -> bool:
        scripts = [one.get("src", "") for one in parse(site, page).iter("script")]
        return any("folio-references" in src for src in scripts)

    # The list of posts and the tag's page hold links in rows alone.
    found = {page: loads(page) for page in ("", "about", "blog/one", "blog", "blog/tags/gpu")}
    assert found == {
        "": False, "about": True, "blog/one": True, "blog": False, "blog/tags/gpu": False,
    }  # fmt: skip


def test_the_number_of_jobs_changes_nothing(source: Path, site: Site, tmp_path: Path) -> None:
    assert differences(build(source, tmp_path / "jobs", jobs=4).out, site.out) == []
