"""Comments: opt-in, refused by a page that wants none, and silent until a reader asks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from sphinx.errors import ConfigError

from building import Site, build, make, of_class, parse
from sphinx_folio.ext.comments import giscus_language

GISCUS = {"repo": "o/r", "repo-id": "R_<1>", "category": "Posts & more", "category-id": "C_1"}
CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'P'\n"


def post(*lines: str) -> str:
    """Return the text of a post."""
    return "\n".join(["---", "date: 2026-01-01", *lines, "---", "", "# T", "", "Body.", ""])


def site_with(folder: Path, giscus: object) -> Path:
    """Write a site with these settings."""
    return make(
        folder / "site",
        conf=f"{CONF}folio_giscus = {giscus!r}\n",
        index="# Home\n",
        blog__one=post(),
        blog__quiet=post("nocomments: true"),
        blog__loud=post("nocomments: false"),
        blog__chinese=post("language: zh"),
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with comments."""
    folder = tmp_path_factory.mktemp("comments")
    return build(site_with(folder, GISCUS), folder / "work")


def scripts(site: Site, page: str) -> list[str]:
    """Return the scripts of ours that a page loads."""
    found = [one.get("src", "") for one in parse(site, page).iter("script")]
    return [src for src in found if "folio-comments" in src]


def test_a_post_has_a_place_for_comments_that_works_without_a_script(site: Site) -> None:
    assert site.warnings == ()
    (place,) = of_class(parse(site, "blog/one"), "folio-comments")
    (link,) = place.iter("a")
    assert link.get("href") == "https://github.com/o/r/discussions"
    assert "giscus.app" in "".join(place.itertext())
    assert "GitHub account" in "".join(place.itertext())
    (button,) = place.iter("button")
    assert button.get("hidden") is not None
    given = {name: place.get(f"data-{name}") for name in GISCUS}
    assert given == GISCUS
    assert place.get("data-term") == "blog/one"
    assert place.get("data-lang") == "en"


def test_only_pages_with_the_button_load_the_script(site: Site) -> None:
    assert len(scripts(site, "blog/one")) == len(scripts(site, "blog/loud")) == 1
    assert scripts(site, "") == scripts(site, "blog/quiet") == []
    assert of_class(parse(site, ""), "folio-comments") == []


def test_a_page_that_says_nocomments_has_none(site: Site) -> None:
    assert of_class(parse(site, "blog/quiet"), "folio-comments") == []


def test_the_language_of_the_page_is_passed_on(site: Site) -> None:
    (place,) = of_class(parse(site, "blog/chinese"), "folio-comments")
    assert place.get("data-lang") == "zh-CN"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "en"), ("pt-BR", "pt"), ("zh", "zh-CN"), ("zh-Hans-CN", "zh-CN"), ("zh-Hant", "zh-TW"),
     ("zh-HK", "zh-TW")],
)  # fmt: skip
def test_giscus_is_told_the_script_of_chinese(language: str, said: str) -> None:
    assert giscus_language(language) == said


@pytest.mark.parametrize("giscus", [{}, None])
def test_a_site_that_does_not_ask_for_comments_has_none(tmp_path: Path, giscus: object) -> None:
    source = site_with(tmp_path, giscus or {})
    (source / "blog" / "wanting.md").write_text(post("comments: true"))
    site = build(source, tmp_path / "work")
    assert [one for one in site.warnings if "unknown key 'comments'" in one] == list(site.warnings)
    for page in ("blog/one", "blog/wanting"):
        assert "giscus" not in site.text(page)
        assert scripts(site, page) == []


@pytest.mark.parametrize(
    ("giscus", "message"),
    [
        ({**GISCUS, "repoid": "x"}, "unknown key 'repoid'. Did you mean 'repo-id'"),
        ({"repo": "o/r", "repo-id": "R", "category": "P"}, "no 'category-id'"),
        ({**GISCUS, "category": ""}, "no 'category'"),
        ({**GISCUS, "repo": "https://github.com/o/r"}, "'repo' is owner/name, not"),
        ({**GISCUS, "repo-id": 7}, "no 'repo-id'"),
    ],
)
def test_wrong_settings_are_refused_with_the_nearest(
    tmp_path: Path, giscus: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigError, match="folio_giscus") as told:
        build(site_with(tmp_path, giscus), tmp_path / "work")
    assert message in str(told.value)


@pytest.mark.browser
def test_nothing_is_asked_of_others_before_the_click(
    browser: WebDriver, serve: Callable[[Path], str], site: Site
) -> None:
    base = serve(site.out)
    # The rule maps the host to nowhere: what is asked is seen, and reaches nobody.
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*giscus.app*"]})
    try:
        browser.get(f"{base}blog/one/")
        button = browser.find_element("css selector", ".folio-comments button")
        assert button.is_displayed()
        assert foreign(browser, base) == []
        button.click()
        asked = foreign(browser, base)
        assert asked == ["https://giscus.app/client.js"]
        assert not button.is_displayed()
        script = browser.find_element("css selector", ".folio-comments script")
        given = browser.execute_script("return {...arguments[0].dataset}", script)
        assert given["repo"] == "o/r"
        assert given["repoId"] == "R_<1>"
        assert given["category"] == "Posts & more"
        assert given["lang"] == "en"
        assert given["term"] == "blog/one"
        assert given["theme"] in {"preferred_color_scheme", "light", "dark"}
    finally:
        browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
        browser.get_log("browser")


def foreign(browser: WebDriver, base: str) -> list[str]:
    """Return what the browser asked of others since this was asked last."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    return [url for url in asked if not url.startswith((base, "data:", "about:"))]
