"""A reader's first act on a page in a browser, with which its other scripts come."""

from __future__ import annotations

from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait


def act(browser: WebDriver, made: str) -> None:
    """Move the pointer, and wait for what a script makes then, named by a selector."""
    browser.execute_script("dispatchEvent(new Event('pointermove'))")
    WebDriverWait(browser, 10, 0.05).until(
        lambda driver: driver.find_elements("css selector", made)
    )
