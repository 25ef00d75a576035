"""The archive in a real browser: a list is made, reviewed by another, confirmed by its name, destroyed."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from app.demo import PASSWORD
from tests.archived import archived, destroys, inventory_of
from tests.browser import DESK, PHONE, PageAt, assert_sound
from tests.hall import Hall
from tests.served import over_http
from tests.web.citizen.people import Enter

pytestmark = pytest.mark.ui
LONG_AGO = date(2024, 5, 6)
NAME = "Selecționare 2026"


@pytest.fixture
def address(hall: Hall, enter: Enter) -> Iterator[str]:
    """The hall, over real HTTP; two files have run out, one is kept for ever, one waits for an inventory."""
    for years in (1, 1, 0):
        archived(hall, LONG_AGO, years)
    inventory_of(hall, LONG_AGO)
    archived(hall, date(2025, 5, 6), 10)
    with over_http(hall.app) as address:
        yield address


def enters(page: Page, address: str, mail: str) -> Page:
    page.goto(f"{address}/intrare")
    page.get_by_label("Adresa de e-mail").fill(f"{mail}@ps6.example")
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Intrați").click()
    page.goto(f"{address}/arhiva/selectii")
    return page


def test_a_list_on_its_way_from_archivist_to_reviewer_and_back(
    hall: Hall, address: str, page_at: PageAt
) -> None:
    sanda, silvia = enters(page_at(DESK), address, "arhiva"), page_at(PHONE)
    assert_sound(sanda)
    sanda.get_by_label("Numele listei").fill(NAME)
    sanda.get_by_role("button", name="Faceți lista").click()
    sanda.get_by_role("button", name="Trimiteți la verificare").click()
    assert_sound(sanda)

    enters(silvia, address, "secretar").get_by_role("link", name=NAME).click()
    assert_sound(silvia)
    silvia.get_by_label("Se păstrează, pentru că").first.fill("Se cere des la judecătorie")
    silvia.get_by_role("button", name="Notați").first.click()
    silvia.get_by_role("button", name="Încheiați verificarea").click()
    expect(silvia.get_by_text("Verificată", exact=True)).to_be_visible()
    assert_sound(silvia)

    sanda.reload()
    sanda.get_by_label("Actul de confirmare").fill("Confirmare ANR nr. 12/2026")
    sanda.get_by_label("Scrieți numele listei").fill("alt nume")
    sanda.get_by_role("button", name="Confirmați").click()
    expect(sanda.get_by_role("alert")).to_contain_text("Numele scris nu este al listei")
    assert_sound(sanda)
    sanda.get_by_label("Scrieți numele listei").fill(NAME)
    sanda.get_by_role("button", name="Confirmați").click()
    expect(sanda.get_by_text("Confirmată, se așteaptă")).to_be_visible()
    assert_sound(sanda)
    assert destroys(hall, days=8) == 1
    # Back to the day on which she signed in.
    hall.now -= timedelta(days=8)
    sanda.reload()
    expect(sanda.get_by_text("Distrus", exact=True)).to_be_visible()
    assert_sound(sanda)

    sanda.goto(f"{address}/arhiva/")
    sanda.get_by_role("row", name="Distrus").get_by_role("link").click()
    assert_sound(sanda)
    for path in ("/", "/nomenclator", "/inventare", "/selectii"):
        for width in (DESK, PHONE):
            sanda.set_viewport_size({"width": width, "height": 800})
            sanda.goto(f"{address}/arhiva{path}")
            assert_sound(sanda)
    sanda.get_by_role("link", name="Inventare").click()
    sanda.get_by_role("link", name="Nr. 1, anul 2024").click()
    assert_sound(sanda)
