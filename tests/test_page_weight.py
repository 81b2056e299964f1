"""What a page costs its reader: requests and bytes of the first view, by what its HTML names."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from building import Site, build, make, parse
from page_loads import MOST_BYTES, MOST_REQUESTS, loads

PROSE = "A kernel moves tiles from memory to memory, and the order of the moves is a layout. "
CODE = "```python\nfor tile in range(9):\n    print(tile)\n```\n\n"
POST = "---\ndate: 2026-01-01\ntags: [cuda]\nseries: kernels\npart: {part}\n---\n\n# {title}\n\n"
#: A site with each kind of page.
PAGES = {
    "index": "# Home\n\n```{posts}\n```\n",
    "people__ada": "---\nname: Ada Author\n---\n\n# Ada Author\n\nText.\n",
    "cv__ada": "---\nname: Ada\n---\n\n# CV\n\nText.\n",
    "publications__index": "# Publications\n\n```{publications}\n```\n",
    "refs": "@article{one, author = {Author, Ada}, title = {One}, journal = {J}, year = {2020}}\n",
    "blog__index": "# Blog\n\n```{posts}\n```\n",
    "blog__kernels__index": "# Kernels\n\n```{series}\n```\n",
    "blog__kernels__one": POST.format(part=1, title="One")
    + "".join(
        f"## Part {n}\n\n{PROSE * 9}{{cite:p}}`one`\n\n{CODE}"
        "$$ y = \\sum_{i=0}^{n} \\frac{x_i^2}{\\alpha_i} $$\n\n"
        for n in range(5)
    )
    + "| size | time |\n|---|---|\n| 1 | 2 |\n\nSee [the second](two.md).\n",
    "blog__kernels__two": POST.format(part=2, title="Two") + f"{PROSE}\n\n{CODE}",
    "blog__panels": (
        "---\ndate: 2026-01-03\n---\n\n# Panels\n\n:::{dropdown} More\nText.\n:::\n\n"
        "::::{tab-set}\n:::{tab-item} A\nText.\n:::\n::::\n"
    ),
}
CONF = """
extensions = ['sphinx_folio']
bibtex_bibfiles = ['refs.bib']
project = 'Site'
folio_publisher = 'Us'
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("weight")
    return build(make(folder / "src", conf=CONF, **PAGES), folder / "work")


def names(site: Site, page: str) -> list[str]:
    return [load.name.removeprefix("_static/") for load in loads(site.out, site.out / page)][1:]


def test_every_kind_of_page_is_light(small: Site) -> None:
    pages = sorted(small.out.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        found = list(loads(small.out, page))
        assert len(found) <= MOST_REQUESTS, (page, found)
        assert sum(load.size for load in found) <= MOST_BYTES, (page, found)


def test_pages_load_what_they_have_something_for(small: Site) -> None:
    plain = names(small, "index.html")
    assert plain == [
        "styles/furo.css", "styles/folio.css",
        "scripts/furo.js", "scripts/folio-search.js", "scripts/folio-later.js",
    ]  # fmt: skip
    code = names(small, "blog/kernels/two/index.html")
    assert "pygments.css" in code
    assert {"sphinx-design.min.css", "styles/furo-extensions.css"}.isdisjoint(code)
    panels = names(small, "blog/panels/index.html")
    assert {"sphinx-design.min.css", "styles/furo-extensions.css", "design-tabs.js"} <= set(panels)
    formulas = [name for name in names(small, "blog/kernels/one/index.html") if "fonts" in name]
    assert formulas == ["fonts/folio-math.woff2", "fonts/folio-math-greek.woff2"]


@pytest.mark.browser
def test_a_browser_asks_for_that_and_nothing_else_until_the_reader_acts(
    small: Site, browser: WebDriver, serve: Callable[[Path], str]
) -> None:
    base = serve(small.out)
    for page in ("blog/kernels/one", "blog/panels", "publications", "search", "cv/ada"):
        browser.get("about:blank")
        browser.get(f"{base}{page}/")
        time.sleep(0.5)
        asked = browser.execute_script(
            "return performance.getEntriesByType('resource').map((one) => one.name)"
        )
        found = [url.removeprefix(base).partition("?")[0] for url in asked]
        expected = [load.name for load in loads(small.out, small.out / page / "index.html")][1:]
        assert sorted(one for one in found if one != "favicon.ico") == sorted(expected), page


def test_what_a_page_loads_of_ours_says_its_content_in_its_address(small: Site) -> None:
    for sheet in parse(small, "blog/kernels/one").iter("link"):
        if sheet.get("rel") in {"stylesheet", "preload"}:
            assert re.search(r"\?v=[0-9a-f]{8}$", sheet.get("href", ""))


@pytest.mark.parametrize(
    ("conf", "stock"),
    [
        ("", False),
        ("html_js_files = ['mine.js']\n", True),
        ("html_js_files = ['https://example.org/theirs.js']\n", True),
        ("language = 'de'\n", False),
    ],
)
def test_scripts_of_sphinx_stay_for_scripts_that_may_count_on_them(
    tmp_path: Path, conf: str, stock: bool
) -> None:
    files = {"conf": f"extensions = ['sphinx_folio']\n{conf}", "index": "# Home\n\nText.\n"}
    site = build(make(tmp_path / "src", **files), tmp_path / "work")
    text = site.text("")
    assert ("doctools.js" in text) is stock
    assert ("translations.js" in text) is (stock and "language" in conf)


@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_other_builders_find_the_sheet_where_their_pages_say(tmp_path: Path, builder: str) -> None:
    source = make(tmp_path / "src", index=f"# Home\n\n{CODE}", sub__page="# Page\n\nText.\n")
    site = build(source, tmp_path / "work", builder=builder)
    pages = sorted(site.out.rglob("*.html"))
    assert pages
    for page in pages:
        found = {load.name for load in loads(site.out, page)}
        assert "_static/styles/folio.css" in found
    assert "pygments.css" in (site.out / "index.html").read_text(encoding="utf-8")
