"""The register in a real browser: searched, walked and opened by keys, annulled, closed; on a phone too."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.demo import PASSWORD
from app.journey import register_days
from tests.browser import DESK, PHONE, PageAt, assert_sound
from tests.cityhall.registry.papers import enter as written
from tests.hall import Hall
from tests.served import over_http
from tests.web.citizen.people import Enter

pytestmark = pytest.mark.ui


@pytest.fixture
def address(hall: Hall, enter: Enter) -> Iterator[str]:
    """The hall, over real HTTP; two papers came yesterday, one today, and yesterday is closed."""
    yesterday = hall.now - timedelta(days=1)
    written(yesterday, issuer="Școala Gimnazială nr. 5", summary="Adresă despre trotuarul din fața școlii")
    written(yesterday, issuer="Vlad Cetățean", summary="Cerere de audiență")
    register_days.close_due(hall.now)
    hall.works()
    written(hall.now, issuer="ADP Sector 6", summary="Răspuns despre gropi")
    with over_http(hall.app) as address:
        yield address


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_a_registrar_lives_in_the_register_without_a_mouse(hall: Hall, address: str, page_at: PageAt) -> None:
    page = page_at(DESK)
    page.goto(f"{address}/intrare")
    page.get_by_label("Adresa de e-mail").fill("ghiseu@ps6.example")
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Intrați").click()

    page.goto(f"{address}/registratura")
    assert_sound(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focused(page).startswith("3/")
    page.keyboard.press("/")
    page.keyboard.type("scoala trot")
    page.keyboard.press("Enter")
    expect(page.locator("[data-entry]")).to_have_count(1)
    assert page.get_by_label("Căutați orice").input_value() == "scoala trot"
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Nr. 1/")
    assert_sound(page)
    page.get_by_label("Conexați cu numărul").fill("2")
    page.get_by_role("button", name="Conexați").click()
    expect(page.locator(".notice-ok")).to_contain_text("conexat cu nr. 2/")
    page.get_by_label("Motivul").fill("Înregistrat de două ori")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Anulați numărul").click()
    expect(page.get_by_text("Număr anulat").first).to_be_visible()
    assert_sound(page)

    page.goto(f"{address}/registratura/inchideri")
    assert_sound(page)
    page.goto(f"{address}/registratura/an")
    assert_sound(page)
    page.get_by_role("button", name="Verificați acum").click()
    expect(page.get_by_text("Se verifică", exact=True)).to_be_visible()
    hall.works()
    expect(page.get_by_text("Întreg", exact=True)).to_be_visible(timeout=10_000)

    page.goto(f"{address}/registratura/rezerve")
    page.get_by_label("Câte numere").fill("4")
    page.get_by_label("De ce").fill("Întrerupere anunțată a rețelei")
    page.get_by_role("button", name="Rezervați").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rezerva")
    assert_sound(page)

    page.set_viewport_size({"width": PHONE, "height": 640})
    for path in ("", "/inchideri", "/an", "/rezerve"):
        page.goto(f"{address}/registratura{path}")
        assert_sound(page)
