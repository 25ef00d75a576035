"""A real Chromium, pages as wide as a phone or a desk, and what every page must pass."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import patience

PHONE, TABLET, DESK = 320, 768, 1280
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The kiosk's camera: a test picture, allowed without asking.
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
AXE = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}
TOO_WIDE = """() => {
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= edge) return [];
    const cut = e => /auto|scroll|hidden/.test(getComputedStyle(e).overflowX);
    const scrolls = e => e && (cut(e) || scrolls(e.parentElement));
    return [...document.body.querySelectorAll('*')]
        .filter(e => e.getBoundingClientRect().right > edge + 1 && !scrolls(e.parentElement))
        .map(e => e.outerHTML.slice(0, 120)).concat('the page itself');
}"""

PageAt = Callable[..., Page]
expect.set_options(timeout=patience.SECONDS * 1000)


def chromium() -> str:
    """The installed Chromium; CHROMIUM names another."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name) if name else None
        if found:
            return found
    pytest.fail(
        "Chromium was not found. Run tools/setup.sh test, or set CHROMIUM to its path.", pytrace=False
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for each worker."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def page_at(browser: Browser) -> Iterator[PageAt]:
    """`page_at(PHONE)`: a fresh person's page of that width; `javascript=False` for one without it."""
    contexts = []

    def open_page(width: int = DESK, *, javascript: bool = True, locale: str = "ro-RO") -> Page:
        height = 640 if width <= TABLET else 900
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript, locale=locale
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def assert_accessible(page: Page) -> None:
    """No finding of axe, by WCAG 2.2 AA and its best practices."""
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def assert_no_overflow(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    page.wait_for_load_state()
    assert page.evaluate(TOO_WIDE) == [], page.url


def assert_sound(page: Page) -> None:
    """As wide as it is: axe finds nothing and nothing sticks out."""
    assert_accessible(page)
    assert_no_overflow(page)


def look(page: Page, name: str, *, unfold: bool = False) -> None:
    """Wide and narrow, with what is folded up shown if asked for; a picture where PICTURES names a folder."""
    page.wait_for_load_state()
    if unfold:
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_overflow(page)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
    assert_accessible(page)
