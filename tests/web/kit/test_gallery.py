"""Every piece of the kit, in every state, as a browser shows it."""

import gzip
from pathlib import Path

import pytest

from tests.browser import DESK, PHONE, assert_accessible, assert_no_overflow
from tests.web.kit.conftest import WEB, Visit

pytestmark = pytest.mark.ui

PAGES = [
    "gallery",
    "form",
    "home",
    "case",
    "inbox",
    "file",
    "collect",
    "receipt",
    "scan",
    "scan_error",
    "opened",
    "refused",
]
FOCUS_RING = """() => {
    const seen = document.activeElement;
    const framed = seen.closest('.choice, .service-card') ?? seen;
    return {what: seen.outerHTML.slice(0, 90), outline: getComputedStyle(framed).outlineStyle};
}"""
TOO_SMALL = """() => {
    const inText = 'p, dd, td, th, li, h3';
    const controls = 'a, button, input:not([type=hidden]), select, textarea, summary';
    const small = box => box.width < 24 || box.height < 24;
    return [...document.querySelectorAll(controls)]
        .filter(e => !e.closest(inText) && e.checkVisibility() && !e.matches('.skip-link, .choice-input'))
        .filter(e => small(e.getBoundingClientRect()))
        .map(e => e.outerHTML.slice(0, 90));
}"""


# The others are seen by axe as real pages, in tests/web/story.
STATES = ["gallery", "form", "scan_error", "opened", "refused"]


@pytest.mark.parametrize("name", STATES)
def test_page_passes_axe_and_its_own_security_policy(visit: Visit, name: str) -> None:
    said: list[str] = []
    page = visit("gallery")
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(page.url.replace("gallery", name))
    assert_accessible(page)
    assert said == []


@pytest.mark.parametrize("name", ["gallery", "form", "case"])
def test_dark_passes_axe(visit: Visit, name: str) -> None:
    page = visit(name, PHONE)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert_accessible(page)


@pytest.mark.parametrize("name", PAGES)
def test_phone_of_320_pixels_scrolls_only_down(visit: Visit, name: str) -> None:
    page = visit(name, PHONE)
    assert_no_overflow(page)
    assert page.evaluate(TOO_SMALL) == []


@pytest.mark.parametrize("name", ["gallery", "home", "inbox"])
def test_focus_is_seen_on_everything_that_takes_it(visit: Visit, name: str) -> None:
    page = visit(name)
    for _ in range(45):
        page.keyboard.press("Tab")
        seen = page.evaluate(FOCUS_RING)
        if seen["what"].startswith("<body"):
            break
        assert seen["outline"] == "solid", seen


def test_links_of_the_error_summary_lead_into_the_fields(visit: Visit) -> None:
    page = visit("form")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    for link, field in [
        ("Codul numeric", "cnp"),
        ("la ce vă trebuie", "purpose"),
        ("Scrieți data", "bought-day"),
        ("Fișierul", "plan"),
    ]:
        page.locator(".error-summary a", has_text=link).click()
        assert page.evaluate("document.activeElement.id") == field


def test_title_says_first_that_something_is_wrong(visit: Visit) -> None:
    assert visit("form").title().startswith("Eroare: Imobilul")


def test_everything_is_there_without_javascript(visit: Visit) -> None:
    page = visit("form", javascript=False)
    page.locator(".error-summary a", has_text="Codul numeric").click()
    page.keyboard.type("7")
    assert "7" in page.evaluate("document.getElementById('cnp').value")
    assert visit("scan", javascript=False).locator("[data-pin-pad]").is_hidden()


def test_double_click_sends_once(visit: Visit) -> None:
    page = visit("form")
    sent: list[str] = []
    page.route("**/form", lambda route: sent.append(route.request.method))
    page.evaluate("document.querySelector('main form').action = '/form'")
    page.get_by_role("button", name="Mai departe").dblclick(no_wait_after=True)
    for _ in range(50):
        page.wait_for_timeout(200)
        if sent:
            break
    page.wait_for_timeout(200)  # a second one would come at once
    assert sent == ["POST"]


def test_refresh_shows_the_news_unless_somebody_is_reading_there(visit: Visit) -> None:
    page = visit("gallery")
    page.clock.install()
    page.goto(page.url.replace("gallery", "case"))
    page.route(
        "**/case", lambda route: route.fulfill(body='<section id="status"><a href="#">Nou</a></section>')
    )
    page.locator("#status a").focus()
    page.clock.run_for(31_000)
    assert "Avem nevoie" in page.locator("#status").inner_text()
    page.locator("main").focus()
    page.clock.run_for(31_000)
    page.get_by_role("link", name="Nou", exact=True).wait_for()


# What some pages load besides the kit; the administrator's modeler has a page of its own.
ON_THEIR_PAGES = {
    "the kiosk": (
        "js/kiosk.js",
        "js/kiosk/pad.js",
        "js/kiosk/camera.js",
        "css/kiosk.css",
        "vendor/qr-*/decode.min.js",
    ),
    "a page with a map": (
        "css/map.css",
        "js/map.js",
        "vendor/leaflet-*/leaflet.js",
        "vendor/leaflet-*/leaflet.css",
    ),
}


@pytest.mark.parametrize("page", ON_THEIR_PAGES)
def test_transfer_stays_small(page: str) -> None:
    """A page may weigh 100 kB; the kit stays under 55, and no page adds more than 50 to it."""
    static = WEB / "static"
    fonts = list((static / "fonts").glob("*.woff2"))
    kit = [static / "css" / "hall.css", static / "js" / "enhance.js"]
    more = [found for pattern in ON_THEIR_PAGES[page] for found in static.glob(pattern)]
    assert len(fonts) <= 2
    assert sum(f.stat().st_size for f in fonts) + packed(kit) < 55_000
    assert len(more) == len(ON_THEIR_PAGES[page])
    assert packed(more) < 50_000


def packed(texts: list[Path]) -> int:
    return sum(len(gzip.compress(text.read_bytes())) for text in texts)


def test_every_script_is_of_the_kit_or_of_a_page_that_says_so() -> None:
    """A script that nobody counts would be the heaviest one day."""
    static = WEB / "static"
    counted = {
        found for patterns in ON_THEIR_PAGES.values() for one in patterns for found in static.glob(one)
    }
    modeler = set((static / "vendor").glob("studio-*/*.js"))
    scripts = {*(static / "js").glob("*.js"), *(static / "vendor").rglob("*.js")}
    assert scripts - counted - modeler == {static / "js" / "enhance.js"}


def test_desk_shows_the_task_beside_the_file(visit: Visit) -> None:
    page = visit("file", DESK)
    task, body = (page.locator(part).bounding_box() for part in (".case-task", ".case-body"))
    assert task
    assert body
    assert task["x"] >= body["x"] + body["width"]
