"""An operator's round, wide and narrow; axe finds nothing on any of the pages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from app.demo import PASSWORD
from app.journey.lockers import cabinets
from app.outside.lockers import Door
from tests.browser import DESK, PageAt, look
from tests.hall import STAFF, Hall
from tests.served import over_http
from tests.web.citizen.people import Enter
from tests.web.lockers.test_pages import ONE, ready

pytestmark = pytest.mark.ui


@pytest.fixture
def address(hall: Hall, enter: Enter) -> Iterator[str]:
    """The hall, over real HTTP."""
    with over_http(hall.app) as address:
        yield address


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/intrare?next={ONE}")
    page.get_by_label("Adresa de e-mail").fill(STAFF["Elena"])
    page.get_by_label("Parola").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Harta").wait_for()


def test_an_operator_finds_a_jammed_door_and_moves_the_papers(
    hall: Hall, address: str, page_at: PageAt
) -> None:
    ready(hall)
    told = [Door(1, "S", False, "occupied", "jammed", 150), Door(2, "M", True, "free", "closed", 120)]
    told += [Door(n, "SML"[n % 3], False, "free", "closed", 150 - 30 * ((n - 1) % 4)) for n in range(3, 25)]
    told[6] = told[6]._replace(state="blocked")
    hall.bank.compartments = lambda: told  # type: ignore[method-assign]
    cabinets.round_(hall.house, hall.now)
    page = page_at(DESK)
    sign_in(page, address)
    look(page, "lockers-map")
    for name in ("planificare", "intretinere", "inventar", "cifre", "ecrane"):
        page.goto(f"{address}{ONE}/{name}")
        look(page, f"lockers-{name}")
    page.goto(f"{address}{ONE}?vedere=tabel")
    look(page, "lockers-table")
    page.goto(f"{address}/casete/alarme")
    look(page, "lockers-alarms")
    page.get_by_role("link", name="Vedeți ușa 1").click()
    page.get_by_role("button", name="Deschideți ușa").click()
    page.get_by_text("Mai este ceva de corectat").wait_for()
    look(page, "lockers-door")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Mutați hârtiile").click()
    if page.locator("dialog[open]").count():
        page.locator("dialog[open] button").first.click()
    page.get_by_text("S-a deschis ușa 2").wait_for()
