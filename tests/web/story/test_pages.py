"""Every page: readable by everybody, as wide as a phone or a desk, light, and without a mouse."""

from collections.abc import Collection
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser import DESK, PHONE, PageAt, assert_accessible, assert_no_overflow
from tests.web.story.conftest import Look, address, enter
from tests.web.story.hands import FOCUS, tab_to
from tools import walk
from tools.scenes import Town
from tools.sights import Sight
from tools.visitor import Visitor

pytestmark = pytest.mark.ui

# fmt: off
NAMES = [
    "home", "services", "service", "sign-up", "sign-in", "confirm", "accessibility", "error-404", "verify",
    "form-page", "papers", "check", "confirmation", "cases", "case", "case-asked", "case-ready", "completion",
    "claim", "pickup", "kiosk", "counter", "counter-confirmation", "inbox", "inbox-mine", "inbox-empty",
    "search", "task", "approval", "deposit", "case-file",
]
# fmt: on
HEAVIEST_BYTES = 100_000
# A letter shown in a frame is a document of its own, not a part of the page.
WEIGHT = """() => performance.getEntries()
    .filter(e => e.encodedBodySize && e.initiatorType !== 'iframe')
    .reduce((sum, e) => sum + e.encodedBodySize, 0)"""
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


def assert_for_everybody(page: Page, *, axe_at: Collection[int] = (PHONE,)) -> None:
    """Nothing sticks out, on a desk and on the narrowest phone, and axe finds nothing."""
    page.evaluate(OPEN_ALL)
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        assert_no_overflow(page)
        if width in axe_at:
            assert_accessible(page)


def test_no_page_is_forgotten(seen: dict[str, Sight]) -> None:
    assert set(seen) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_page(name: str, seen: dict[str, Sight], look: Look) -> None:
    page = look(seen[name])
    weight = page.evaluate(WEIGHT)
    print(f"{name}: {weight / 1000:.0f} kB")
    assert 0 < weight < HEAVIEST_BYTES
    assert_for_everybody(page)


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
def test_page_on_a_desk(name: str, seen: dict[str, Sight], look: Look) -> None:
    assert_for_everybody(look(seen[name]), axe_at=(DESK,))


def test_kiosk_of_a_jammed_door(seen: dict[str, Sight], look: Look, town: Town) -> None:
    pickup = Visitor(town.hall).open(seen["pickup"].address)
    (door,) = pickup.tree.xpath("//*[contains(@class, 'collect-door')]/text()")
    requests.post(f"{town.locker}/sim/doors/{door}/jam", timeout=10)
    page = look(seen["kiosk"])
    door, pin = walk.pickup_pin(seen["pickup"].address).split()
    page.fill("#compartment", door)
    page.fill("#credential", pin)
    page.get_by_role("button", name="Deschideți ușa").click()
    page.locator(".kiosk-outcome-bad").wait_for()
    requests.post(f"{town.locker}/sim/doors/{door}/unjam", timeout=10)
    assert_for_everybody(page)


def test_fonts_are_counted(look: Look, seen: dict[str, Sight]) -> None:
    fonts = look(seen["home"]).evaluate("performance.getEntries().map(e => e.name)")
    assert {"hall.css", "enhance.js", "hall-sans-latin.woff2"} <= {Path(n.split("?")[0]).name for n in fonts}


def window(page_at: PageAt, town: Town, sight: Sight, width: int = 1280, *, javascript: bool = True) -> Page:
    page = page_at(width, javascript=javascript)
    enter(page.context, sight.who)
    page.goto(address(town, sight))
    return page


def test_keyboard_fills_a_page_of_the_form(page_at: PageAt, town: Town, seen: dict[str, Sight]) -> None:
    page = window(page_at, town, seen["form-page"])
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["text"] == "Sari la conținut"
    page.keyboard.press("Enter")
    tab_to(page, "land_area")
    page.keyboard.press("Control+a")
    page.keyboard.type("351")
    tab_to(page, "Mai departe")
    page.keyboard.press("Enter")
    page.wait_for_url("**/property_address*")
    page.go_back()
    expect(page.locator("#land_area")).to_have_value("351")


def test_keyboard_takes_a_task(page_at: PageAt, town: Town, seen: dict[str, Sight]) -> None:
    page = window(page_at, town, seen["inbox"])
    tab_to(page, "Preiau")
    page.keyboard.press("Enter")
    page.wait_for_url("**/birou/sarcini/*")
    expect(page.get_by_role("heading", name="Sarcina dumneavoastră")).to_be_visible()


def test_form_without_javascript(page_at: PageAt, town: Town, seen: dict[str, Sight]) -> None:
    page = window(page_at, town, seen["form-page"], PHONE, javascript=False)
    page.fill("#land_area", "mult")
    page.get_by_role("button", name="Mai departe").click()
    expect(page.locator("#error-summary")).to_be_visible()
    page.fill("#land_area", "352")
    page.get_by_role("button", name="Mai departe").click()
    page.wait_for_url("**/property_address*")


def test_inbox_without_javascript(page_at: PageAt, town: Town, seen: dict[str, Sight]) -> None:
    page = window(page_at, town, seen["inbox"], PHONE, javascript=False)
    page.get_by_role("button", name="Preiau").first.click()
    page.wait_for_url("**/birou/sarcini/*")
    page.get_by_role("button", name="Dau înapoi").click()
    page.wait_for_url("**/birou*")
