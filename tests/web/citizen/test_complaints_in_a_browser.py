"""Maps in a real browser: one's own position, the keyboard, 320 pixels, and no JavaScript at all."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from app.database import session
from app.demo import PASSWORD
from tests.browser import DESK, PHONE, PageAt, assert_accessible, assert_no_overflow
from tests.hall import Hall
from tests.journey.test_complaint import TO_THE_TEAM, complain
from tests.served import over_http
from tests.web.citizen.people import Enter

pytestmark = pytest.mark.ui


@pytest.fixture
def address(hall: Hall, enter: Enter) -> Iterator[str]:
    """A hall with a public complaint, over real HTTP."""
    assert enter
    hall.does("Daria", complain(hall), "triage", **TO_THE_TEAM)
    session().rollback()
    with over_http(hall.app) as address:
        yield address


def to_the_place(page: Page, address: str) -> None:
    """Signed in, with a draft that asks where it is."""
    page.goto(f"{address}/intrare")
    page.get_by_label("Adresa de e-mail").fill("ioana@exemplu.ro")
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Intrați").click()
    page.goto(f"{address}/servicii/complaint")
    page.get_by_role("button", name="Începeți cererea").click()
    page.get_by_label("Despre ce este vorba?").select_option("waste")
    onward(page)
    page.get_by_label("Gunoi aruncat la întâmplare").press("Space")
    page.get_by_label("Încurcă oamenii").press("Space")
    onward(page)


def onward(page: Page) -> None:
    page.get_by_role("button", name="Mai departe").click()


@pytest.mark.parametrize("width", [PHONE, pytest.param(DESK, marks=pytest.mark.nightly)])
def test_the_public_list_has_a_map_that_keys_can_use(address: str, page_at: PageAt, width: int) -> None:
    page = page_at(width)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}/sesizari")
    page.locator(".map-mark").wait_for()
    assert_accessible(page)
    assert_no_overflow(page)
    page.locator(".map-mark").press("Enter")
    page.locator(".leaflet-popup a").first.wait_for()
    page.locator(".complaints a").click()
    page.locator(".map-mark").wait_for()
    assert_accessible(page)
    assert said == []


def test_a_point_from_the_keyboard_and_from_ones_own_position(address: str, page_at: PageAt) -> None:
    page = page_at(PHONE)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 44.4321, "longitude": 26.0351})
    to_the_place(page, address)
    assert_accessible(page)
    assert_no_overflow(page)
    page.get_by_role("button", name="Puneți punctul în mijlocul hărții").press("Enter")
    page.get_by_text("Punctul este pus.").wait_for()
    page.get_by_role("button", name="Folosiți poziția mea").press("Enter")
    page.wait_for_function("document.getElementById('point-lat').value === '44,432100'")
    onward(page)
    page.get_by_label("Ce ați văzut").wait_for()


def test_without_javascript_the_street_or_two_numbers_are_enough(address: str, page_at: PageAt) -> None:
    page = page_at(PHONE, javascript=False)
    to_the_place(page, address)
    assert not page.locator(".map").is_visible()
    page.get_by_text("Coordonatele, în grade").click()
    page.get_by_label("Latitudine").fill("44.4321")
    page.get_by_label("Longitudine").fill("26.0351")
    onward(page)
    page.get_by_label("Ce ați văzut").wait_for()
