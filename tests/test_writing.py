"""A post that uses every feature of technical writing: whole, numbered, and right in a browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from selenium import webdriver

from building import Site, build, copy_root, differences, of_class, parse, texts

EVERYTHING, ELSEWHERE = "blog/kernels/everything", "blog/kernels/elsewhere"
#: What a directive or role of technical writing leaves in the page, and how often.
FEATURES = {
    "folio-listing": 8,
    "folio-callout": 3,
    "folio-fold": 1,
    "folio-proved-by": 9,
    "folio-math-display": 3,
    "folio-statement": 4,
    "folio-layout-figure": 4,
    "folio-explorer": 1,
    "folio-measurement": 2,
    "folio-sidenote": 2,
    "folio-steps": 1,
    "sd-tab-content": 2,
    "footnote": 1,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("writing")
    return build(copy_root("writing", folder / "site"), folder / "work")


def test_the_site_is_built_without_a_warning_and_everything_is_there(site: Site) -> None:
    assert site.warnings == ()
    tree = parse(site, EVERYTHING)
    found = {name: len(of_class(tree, name)) for name in FEATURES}
    assert {name: count for name, count in FEATURES.items() if found[name] < count} == {}


def test_everything_is_numbered_from_one_in_reading_order(site: Site) -> None:
    said = texts(parse(site, EVERYTHING), "caption-number")
    kinds = Counter(word.partition(" ")[0] for word in said)
    assert kinds == {"Listing": 8, "Figure": 5, "Table": 1}
    for kind, count in kinds.items():
        numbers = [word.split()[1] for word in said if word.startswith(kind)]
        assert numbers == [str(number) for number in range(1, count + 1)]
    assert texts(parse(site, EVERYTHING), "eqno") == ["(1)¶", "(2)¶", "(3)¶"]


def test_a_reference_from_another_post_names_it(site: Site) -> None:
    paragraphs = (" ".join("".join(p.itertext()).split()) for p in parse(site, ELSEWHERE).iter("p"))
    (said,) = (text for text in paragraphs if "Exercise 1" in text)
    title = "Everything in ℤ2"  # a superscript, whose text is 2
    assert said.split("; ") == [
        "Figure 1",
        f"Figure 1 of {title}",
        f"Listing 1 of {title}",
        f"Table 1 of {title}",
        f"Figure 5 of {title}",
        f"Equation (1) of {title}",
        f"Theorem 1 of {title}",
        f"Exercise 1 of {title}",
        "the banks.",
    ]
    chinese = "".join(parse(site, f"{ELSEWHERE}.zh").itertext())
    assert "《Everything in ℤ2》的图 1" in chinese
    assert "《Everything in ℤ2》的式 (1)" in chinese


def test_ids_are_unique_and_links_of_the_page_lead_somewhere(site: Site) -> None:
    tree = parse(site, EVERYTHING)
    ids = Counter(one.get("id") for one in tree.iter() if one.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    targets = {str(one.get("href"))[1:] for one in tree.iter("a") if _is_here(one)}
    assert targets - set(ids) == set()


def _is_here(link: Element) -> bool:
    return len(link.get("href") or "") > 1 and str(link.get("href")).startswith("#")


def test_any_number_of_jobs_and_any_history_give_the_same_bytes(tmp_path: Path) -> None:
    source = copy_root("writing", tmp_path / "site")
    one = build(source, tmp_path / "one", jobs=1)
    four = build(source, tmp_path / "four", jobs=4)
    assert differences(one.out, four.out) == []
    page = source / f"{EVERYTHING}.md"
    figure = "```{layout} 4:1\n\nA figure before all others.\n```\n\n## Listings"
    page.write_text(page.read_text("utf-8").replace("## Listings", figure, 1), "utf-8")
    (source / "listings" / "checks.toml").write_text(
        (source / "listings" / "checks.toml").read_text("utf-8").replace("sm_80", "sm_86"), "utf-8"
    )
    again = build(source, tmp_path / "one", jobs=1)
    clean = build(source, tmp_path / "clean", jobs=1)
    assert differences(again.out, clean.out) == []
    assert again.warnings == clean.warnings
    assert "Figure 2 of" in again.text(ELSEWHERE)
    (warning,) = again.warnings
    assert "copy.cu was changed since it was proved" in warning


LOOK = """
const article = document.querySelector('article');
const past = [...article.querySelectorAll('*')].filter((one) => {
  const box = one.getBoundingClientRect();
  if (!box.width || box.right <= innerWidth + 1) return false;
  for (let up = one; up !== article; up = up.parentElement) {
    if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return false;
    if (getComputedStyle(up).position === 'absolute') return false;
  }
  return true;
});
return {
  width: document.scrollingElement.scrollWidth,
  past: past.map((one) => `${one.tagName}.${one.className}`),
  ink: getComputedStyle(article).color,
  height: article.getBoundingClientRect().height,
};
"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1350])
def test_the_page_fits_any_window_in_both_schemes(
    width: int,
    scheme: str,
    site: Site,
    browser: webdriver.Chrome,
    serve: Callable[[Path], str],
) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    try:
        browser.get(f"{serve(site.out)}{EVERYTHING}/")
        found = browser.execute_script(LOOK)
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert found["width"] <= width
    assert found["past"] == []
    red = int(re.findall(r"\d+", found["ink"])[0])
    assert (red > 128) == (scheme == "dark")
    said = [entry["message"] for entry in browser.get_log("browser")]
    assert [message for message in said if "favicon" not in message] == []


#: Whether each element that holds words is shown, or can be unfolded or chosen without a script.
REACH = """
// What is no part of the text, or stands in for what is shown now.
const TOOLS = 'script, style, svg, .headerlink, .sd-tab-content, .folio-callout, '
  + '.folio-fold summary, .folio-sidenote-bracket, .folio-explorer-form, .folio-explorer-foot';
const hidden = [];
for (const details of document.querySelectorAll('article details')) details.open = true;
for (const input of document.querySelectorAll('article .sd-tab-set > input')) {
  input.checked = true;
  const content = input.nextElementSibling.nextElementSibling;
  if (!content.checkVisibility()) hidden.push(content.textContent.trim());
}
const walker = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const parent = walker.currentNode.parentElement;
  const text = walker.currentNode.data.trim();
  if (!text || parent.closest(TOOLS)) continue;
  if (!parent.checkVisibility({visibilityProperty: true})) hidden.push(text);
}
return hidden;
"""


@pytest.mark.browser
def test_without_javascript_nothing_is_lost(
    site: Site, browser: webdriver.Chrome, serve: Callable[[Path], str]
) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{serve(site.out)}{EVERYTHING}/")
        hidden = browser.execute_script(REACH)
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert set(hidden) == set()
