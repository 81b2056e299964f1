"""What an author sees: a save in the open page, faults over it, new colours without a reload."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from building import copy_root, make
from previewing import Live, wait

pytestmark = pytest.mark.browser

LONG = "\n\n".join(
    f"Paragraph {number}, which is here to be scrolled past." for number in range(80)
)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="10"></svg>\n'
CONF = """\
extensions = ["sphinx_folio"]
html_static_path = ["_static"]
html_css_files = ["own.css"]
"""


def site(folder: Path) -> Path:
    make(
        folder,
        conf=CONF,
        index=f"# A long page\n\n{LONG}\n\nThe last words.\n",
        other="---\norphan: true\n---\n\n# Another\n",
    )
    (folder / "_static").mkdir()
    (folder / "_static" / "own.css").write_text("h1 { color: rgb(1, 2, 3) }\n")
    return folder


class Window:
    """A browser at a page of a preview."""

    def __init__(self, browser: webdriver.Chrome, address: str) -> None:
        self.browser = browser
        browser.get(address)
        # As long as this is there, the page was not loaded again.
        self.run("window.same = true")

    def run(self, script: str) -> Any:
        return self.browser.execute_script(script)

    def wait(self, script: str) -> Any:
        return WebDriverWait(self.browser, 60, 0.02).until(lambda _: self.run(f"return {script}"))

    @property
    def faults(self) -> str:
        """The text of what lies over the page."""
        return str(
            self.run("return document.querySelector('folio-preview')?.shadowRoot.textContent || ''")
        )

    def has_text(self, text: str) -> None:
        self.wait(f"document.body.textContent.includes({text!r})")


@pytest.fixture
def window(browser: webdriver.Chrome) -> Callable[[str], Window]:
    return lambda address: Window(browser, address)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def built(live: Live) -> None:
    """Wait until all pages are built: until then some are only promised."""
    wait(lambda: live.ask("/search/")[0] == 200, "the first build")


def test_a_save_takes_its_place_and_the_page_stays_where_it_was(
    tmp_path: Path, live: Callable[[Path], Live], window: Callable[[str], Window]
) -> None:
    source = site(tmp_path / "site")
    preview = live(source)
    page = window(preview.address)
    built(preview)
    page.run("window.scrollTo({top: 900, behavior: 'instant'})")
    place = page.run(
        "return document.querySelector('p:nth-of-type(40)').getBoundingClientRect().top"
    )
    edit(source / "index.md", "Paragraph 3,", "An edited paragraph,")
    page.has_text("An edited paragraph,")
    assert page.run("return window.same") is True
    assert page.run("return window.scrollY") > 800
    now = page.run("return document.querySelector('p:nth-of-type(40)').getBoundingClientRect().top")
    assert abs(now - place) < 2
    edit(source / "index.md", "# A long page", "# A renamed page")
    page.wait("document.title.startsWith('A renamed page')")
    # A save by which the page gets code, and with it a sheet and a script that it did not have.
    edit(source / "index.md", "The last words.", "```python\nprint()\n```\n\nThe very last words.")
    page.has_text("The very last words.")
    page.wait("document.querySelector('.highlight-python') && window.same === undefined")
    page.wait("window.scrollY > 800")
    # The next save finds the same scripts, those that wait for the reader among them.
    page.run("window.same = true")
    edit(source / "index.md", "The very last words.", "The last words of all.")
    page.has_text("The last words of all.")
    assert page.run("return window.same") is True


def test_what_a_reader_has_unfolded_and_typed_stays(
    tmp_path: Path, live: Callable[[Path], Live], window: Callable[[str], Window]
) -> None:
    source = site(tmp_path / "site")
    note = "::::{dropdown} More\nInside.\n::::\n\n"
    edit(source / "index.md", "Paragraph 3,", f"{note}Paragraph 3,")
    preview = live(source)
    page = window(preview.address)
    built(preview)
    page.run("document.querySelector('article details').open = true")
    edit(source / "index.md", "Paragraph 2,", "An edited paragraph,")
    page.has_text("An edited paragraph,")
    assert page.run("return document.querySelector('article details').open") is True


def test_a_fault_lies_over_the_last_good_page_until_it_is_mended(
    tmp_path: Path, live: Callable[[Path], Live], window: Callable[[str], Window]
) -> None:
    source = site(tmp_path / "site")
    preview = live(source)
    page = window(preview.address)
    built(preview)
    edit(source / "index.md", "Paragraph 3,", "See {folio:post}`nowhere`,")
    page.wait("document.querySelector('folio-preview')")
    assert "index.md:9 " in page.faults
    assert "no post 'nowhere'" in page.faults
    page.run("dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))")
    folded = "document.querySelector('folio-preview').shadowRoot.querySelector('.folded') !== null"
    assert page.run(f"return {folded}") is True
    edit(source / "index.md", "See {folio:post}`nowhere`,", "Paragraph 3,")
    page.wait("!document.querySelector('folio-preview')")
    # A settings file that cannot be run: the pages stay.
    edit(source / "conf.py", "html_css_files", "html_css_files = = ")
    page.wait("document.querySelector('folio-preview')")
    assert "conf.py:3 SyntaxError" in page.faults
    page.browser.refresh()
    page.has_text("The last words.")
    page.wait("document.querySelector('folio-preview')")
    edit(source / "conf.py", "html_css_files = = ", "html_css_files")
    page.wait("!document.querySelector('folio-preview')")
    edit(source / "index.md", "The last words.", "The new last words.")
    page.has_text("The new last words.")


def test_a_style_sheet_and_a_picture_are_swapped_without_a_reload(
    tmp_path: Path, live: Callable[[Path], Live], window: Callable[[str], Window]
) -> None:
    source = site(tmp_path / "site")
    (source / "picture.svg").write_text(PICTURE.format(10))
    edit(source / "index.md", "Paragraph 3,", "![A picture](picture.svg)\n\nParagraph 3,")
    preview = live(source)
    page = window(preview.address)
    built(preview)
    colour = "getComputedStyle(document.querySelector('h1')).color"
    page.wait(f"{colour} === 'rgb(1, 2, 3)'")
    (source / "_static" / "own.css").write_text("h1 { color: rgb(4, 5, 6) }\n")
    page.wait(f"{colour} === 'rgb(4, 5, 6)'")
    page.wait("document.querySelectorAll('link[href*=own]').length === 1")
    assert page.run("return window.same") is True
    # So is a picture, of which the page says nothing new.
    (source / "picture.svg").write_text(PICTURE.format(20))
    page.wait("document.querySelector('article img').naturalWidth === 20")
    assert page.run("return window.same") is True
    # The build that follows knows the sheet by another address: it is the same sheet.
    edit(source / "index.md", "The last words.", "The new last words.")
    page.has_text("The new last words.")
    assert page.run(f"return {colour}") == "rgb(4, 5, 6)"


def test_lists_follow_a_save_of_another_page_and_a_page_that_goes_is_told(
    tmp_path: Path, live: Callable[[Path], Live], window: Callable[[str], Window]
) -> None:
    source = copy_root("site", tmp_path / "site")
    preview = live(source)
    page = window(f"{preview.address}blog/")
    built(preview)
    page.has_text("A loose post")
    edit(source / "blog" / "loose.md", "# A loose post", "# A post that is tied")
    page.has_text("A post that is tied")
    # Drafts are shown, and marked.
    page.has_text("Canary Heading")
    page.has_text("draft")
    (source / "blog" / "loose.md").rename(source / "blog" / "tied.md")
    page.wait("document.querySelector('a[href=\"tied/\"]')")
    page = window(f"{preview.address}blog/tied/")
    (source / "blog" / "tied.md").unlink()
    page.wait("document.title.includes('not found') || document.title.includes('Not found')")
