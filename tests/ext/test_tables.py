"""Tables: what may have to scroll on a phone takes the focus and has a name, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from building import Site, build, make, of_class, parse

CODE = "a-very-long-name-in-code" * 4
PAGE = f"""# Home

| a | b |
|---|---|
| a few words that break as often as they have to, and then once more | {"字" * 60} |
| `{CODE}` | 2 |

```{{table}} All that we know
| {" | ".join(f"measured{n}" for n in range(8))} |
|{"---|" * 8}
| {" | ".join("1234" for n in range(8))} |
```

| {"unbreakable" * 5} |
|---|
| 1 |
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("tables")
    return build(make(folder / "site", index=PAGE), folder / "work")


def test_only_a_wide_table_takes_the_focus_and_has_a_name(built: Site) -> None:
    assert built.warnings == ()
    frames = of_class(parse(built), "table-wrapper")
    assert [(one.get("tabindex"), one.get("role"), one.get("aria-label")) for one in frames] == [
        (None, None, None),
        ("0", "region", "All that we know, scrolls sideways"),
        ("0", "region", "Table, scrolls sideways"),
    ]
    ids = [one.get("id") for one in parse(built).iter() if one.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.browser
def test_what_scrolls_on_a_phone_is_what_takes_the_focus(
    browser: WebDriver, serve: Callable[[Path], str], built: Site
) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 900, "deviceScaleFactor": 1, "mobile": True},
    )
    browser.get(serve(built.out))
    assert browser.execute_script(
        "return [...document.querySelectorAll('.table-wrapper')].map("
        "one => [one.scrollWidth > one.clientWidth, one.tabIndex === 0])"
    ) == [[False, False], [True, True], [True, True]]
