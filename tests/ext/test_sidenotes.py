"""Sidenotes: part of their line, numbered, linked from their marks, and beside a wide page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from building import Site, build, make, of_class, parse, texts

LONG = "A long line of text that is there to be as long as a line of text may well become. " * 3
PAGE = f"""# Home

First.{{sidenote}}`A *short* note, with $x$.` More words. {LONG}

Second paragraph.

```{{sidenote}}
A note in **Markdown**. {LONG}

Its second paragraph.
```

```{{marginnote}}
Without a number. {LONG}
```

Third.

```{{sidenote}}
Beside code:

- one
- two
```

```python
{"x" * 200}
```

- In a list.{{sidenote}}`In a list as well.`

```{{figure}} wheel.svg
:alt: A

Caption
```

## Heading

{LONG}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90"><rect width="9"/></svg>'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("sidenotes")
    source = make(folder / "site", index=PAGE)
    (source / "wheel.svg").write_text(SVG, encoding="utf-8")
    return build(source, folder / "work")


def test_nothing_is_told(built: Site) -> None:
    assert built.warnings == ()


def test_notes_are_numbered_in_reading_order_and_linked_from_their_marks(built: Site) -> None:
    tree = parse(built)
    marks = of_class(tree, "folio-sidenote-mark")
    assert ["".join(one.itertext()) for one in marks] == ["1", "2", "3", "4"]
    assert [one.strip() for one in texts(tree, "folio-sidenote-number")] == ["1", "2", "3", "4"]
    targets = [link.get("href", "")[1:] for mark in marks for link in mark.iter("a")]
    ids = [one.get("id", "") for one in tree.iter() if one.get("role") == "note"]
    assert targets[0] == "sidenote-a-short-note-with-x"
    assert [one for one in ids if one in targets] == targets
    assert len(set(ids)) == len(ids) == 5


def test_a_note_of_text_is_part_of_the_paragraph_before_it(built: Site) -> None:
    second = next(
        one for one in parse(built).iter("p") if (one.text or "").startswith("Second paragraph.")
    )
    notes = of_class(second, "folio-sidenote")
    assert len(notes) == 2
    assert ["".join(one.itertext()) for one in notes[0].iter("strong")] == ["Markdown"]


def test_without_styles_a_note_is_in_brackets(built: Site) -> None:
    first = next(one for one in parse(built).iter("p") if (one.text or "").startswith("First."))
    words = "".join(first.itertext())
    assert words.startswith("First.1 (1 A short note, with x.) More words.")


def test_the_excerpt_of_a_page_has_no_notes(tmp_path: Path) -> None:
    first = "The first words of this page are these.{sidenote}`No.` And no others follow them."
    page = f"# Home\n\n{first}\n"
    site = build(make(tmp_path / "site", index=page), tmp_path / "work")
    assert 'content="The first words of this page are these. And no others' in site.text("")


def test_a_note_that_belongs_to_nothing_is_told_and_stays(tmp_path: Path) -> None:
    page = "# Home\n\n## One\n\n```{sidenote}\nLost.\n```\n\n## Two\n"
    site = build(make(tmp_path / "site", index=page), tmp_path / "work")
    (warning,) = site.warnings
    assert "index.md:5: WARNING: a note belongs to a paragraph" in warning
    assert texts(parse(site), "folio-sidenote-block") == ["Lost."]


BOXES = """
const box = one => { const b = one.getBoundingClientRect();
  return [b.left, b.top, b.right, b.bottom].map(Math.round) };
const all = (names) => [...document.querySelectorAll(names)].map(box);
return {
  notes: all('[role=note]'),
  others: all('article pre, article figure img, .toc-drawer, article h2'),
  text: all('section > p')[0],
  width: document.documentElement.scrollWidth,
};
"""


def _boxes(browser: WebDriver, url: str, width: int) -> dict[str, Any]:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    browser.get(url)
    found: dict[str, Any] = browser.execute_script(BOXES)
    return found


def _overlap(one: list[int], other: list[int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 1315, 1350, 1700])
def test_on_a_wide_page_notes_stand_in_the_margin_and_touch_nothing(
    browser: WebDriver, serve: Callable[[Path], str], built: Site, width: int
) -> None:
    found = _boxes(browser, serve(built.out), width)
    notes = found["notes"]
    assert len(notes) == 5
    assert all(note[0] >= found["text"][2] for note in notes)
    for place, note in enumerate(notes):
        assert note[2] <= width
        for other in [*notes[place + 1 :], *found["others"]]:
            assert not _overlap(note, other), (note, other)
    assert notes[0][1] - found["text"][1] < 30


@pytest.mark.browser
def test_on_a_narrow_page_notes_are_seen_in_place(
    browser: WebDriver, serve: Callable[[Path], str], built: Site
) -> None:
    found = _boxes(browser, serve(built.out), 390)
    assert all(note[2] <= 390 and note[3] > note[1] for note in found["notes"])
    assert found["width"] <= 390


def test_a_note_in_a_heading_is_told_and_stands_below(tmp_path: Path) -> None:
    page = "# Home{sidenote}`At the top.`\n\nWords.\n\n## Part{marginnote}`Beside.`\n\nMore.\n"
    built = build(make(tmp_path / "site", index=page), tmp_path / "work")
    told = [one.partition(": WARNING")[0].rpartition("/")[2] for one in built.warnings]
    assert told == ["index.md:1", "index.md:5"]
    assert "cannot be in a heading" in built.warnings[0]
    tree = parse(built)
    assert texts(tree, "folio-sidenote-block") == ["At the top.", "Beside."]
    assert next("".join(one.itertext()) for one in tree.iter("title")).startswith("Home")
    heading = next("".join(one.itertext()) for one in tree.iter("h1"))
    assert "At the top" not in heading


@pytest.mark.parametrize(
    "link", ["[words{sidenote}`A note.`](https://a.example/)", "[*w{sidenote}`A note.`*](#part)"]
)
def test_a_note_in_a_link_is_told_and_stands_behind_it(tmp_path: Path, link: str) -> None:
    page = f"# Home\n\nSee {link} there.\n\n## Part\n\nMore.\n"
    built = build(make(tmp_path / "site", index=page), tmp_path / "work")
    assert ["index.md:3" in one and "inside a link" in one for one in built.warnings] == [True]
    tree = parse(built)
    (note,) = of_class(tree, "folio-sidenote")
    assert note.get("role") == "note"
    paragraph = next(one for one in tree.iter("p") if note in list(one))
    assert [one.tag for one in paragraph] == ["a", "sup", "span"]


def test_a_note_that_opens_its_paragraph_keeps_its_distance_without_styles(tmp_path: Path) -> None:
    page = "# Home\n\n```{marginnote}\nA note.\n```\n\nThe paragraph.\n\n"
    page += "{marginnote}`Another.` The next.\n"
    source = make(tmp_path / "site", index=page)
    text = (build(source, tmp_path / "work", builder="text").out / "index.txt").read_text()
    assert "(A note.) The paragraph." in text
    assert "(Another.) The next." in text
