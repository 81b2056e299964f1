"""What readers ask of this site, and the page that must come first, in a real browser."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from selenium import webdriver

from building import build
from sphinx_folio import pagefind

#: A page of each language, to ask from.
FROM = {"en": "about/", "zh": "blog/cute/layout.zh/"}

#: Opens the dialog, asks one query after the other, and gives the path of the first result of each.
ASK = """
const [queries, done] = arguments;
document.querySelector(".folio-finder-open").requestSubmit();
const root = document.querySelector("dialog .folio-finder");
const field = root.querySelector("input");
const pause = (ms) => new Promise((go) => setTimeout(go, ms));
(async () => {
  const found = [];
  for (const query of queries) {
    delete root.dataset.query;
    field.value = query;
    field.dispatchEvent(new Event("input"));
    for (let n = 0; n < 500 && root.dataset.query !== query; n += 1) await pause(10);
    const answered = root.dataset.query === query;
    const first = root.querySelector(".folio-finder-title a");
    found.push(answered && first ? decodeURIComponent(first.pathname) : root.innerText);
  }
  done(found);
})();
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """Build the site once."""
    return build(repository, tmp_path_factory.mktemp("golden")).out


@pytest.fixture(scope="module")
def queries(repository: Path) -> list[dict[str, str]]:
    """Return the table: query, language of the page where it is asked, path of the first result."""
    table = repository / "tests" / "data" / "golden_queries.tsv"
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_there_are_enough_queries_in_each_script(queries: list[dict[str, str]]) -> None:
    asked = {row["query"] for row in queries}
    chinese = {query for query in asked if any("\u4e00" <= letter <= "\u9fff" for letter in query)}
    assert len(asked) >= 30
    assert len(chinese) >= 10
    assert any(query for query in chinese if any(letter.isascii() for letter in query)), "mixed"


@pytest.mark.browser
@pytest.mark.parametrize("language", sorted(FROM))
def test_the_expected_page_comes_first(
    browser: webdriver.Chrome,
    serve: Callable[[Path], str],
    unavailable: Callable[[str], NoReturn],
    site: Path,
    queries: list[dict[str, str]],
    language: str,
) -> None:
    if pagefind.program() is None:
        unavailable("needs the extra `search`")
    asked = [row for row in queries if row["language"] == language]
    browser.set_script_timeout(60)
    browser.get(serve(site) + FROM[language])
    found = browser.execute_async_script(ASK, [row["query"] for row in asked])
    expected = {row["query"]: row["expected"] for row in asked}
    assert dict(zip(expected, found, strict=True)) == expected
