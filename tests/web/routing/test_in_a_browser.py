"""From the letter to its answer, by keyboard, wide and narrow; axe finds nothing on any of the pages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from app.database import transaction
from app.demo import PASSWORD
from app.errands import runner
from tests.browser import DESK, PageAt, look
from tests.hall import STAFF, Hall
from tests.journey.papers import entry, item, received
from tests.served import over_http
from tests.web.citizen.people import Enter

pytestmark = pytest.mark.ui


@pytest.fixture
def address(hall: Hall, enter: Enter) -> Iterator[str]:
    """The hall, over real HTTP."""
    with over_http(hall.app) as address:
        yield address


def sign_in(page: Page, address: str, who: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/intrare?next=/repartizare")
    page.get_by_label("Adresa de e-mail").fill(STAFF[who])
    page.get_by_label("Parola").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Repartizare", exact=True).wait_for()


def test_letters_are_routed_together_worked_on_and_solved(hall: Hall, address: str, page_at: PageAt) -> None:
    letters = [received(hall, summary=f"Adresa {number} privind iluminatul") for number in range(3)]
    hall.petition()
    with transaction():
        entry(hall)  # in no queue
    page = page_at(DESK)
    sign_in(page, address, "Ion")
    look(page, "routing-home", unfold=True)
    for one in letters[:2]:
        page.locator(f"#pick-{one}").press("Space")
    page.get_by_label("Compartimentul care răspunde").select_option(
        label="Serviciul Salubrizare și Spații Verzi"
    )
    page.get_by_label("Ce este de făcut").fill("Verificați și răspundeți.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Repartizați cele alese").press("Enter")
    page.get_by_text("Făcute: 0 din 2.").wait_for()
    with hall.app.app_context():
        runner.drain(hall.house, hall.now)
    page.get_by_text("Făcute: 2 din 2.").wait_for()
    page.goto(f"{address}/repartizare/{letters[2]}")
    look(page, "routing-paper", unfold=True)
    page.get_by_label("Spre legală competență").press("Space")
    page.get_by_role("button", name="Scrieți rezoluția").click()
    page.get_by_role("alert").get_by_text("Alegeți compartimentul care răspunde").wait_for()
    page.goto(f"{address}/repartizare/alarma")
    look(page, "routing-alarm", unfold=True)
    sign_in(page, address, "Ana")
    page.get_by_role("button", name="Preiau").first.press("Enter")
    page.get_by_label("Cum s-a rezolvat").fill("S-a remediat.")
    look(page, "routing-work", unfold=True)
    page.get_by_role("button", name="Încheiați lucrarea").press("Enter")
    page.get_by_text("modul rezolvării este scris în registru").wait_for()
    page.goto(f"{address}/repartizare/concedii")
    page.get_by_label("Cine îi ține locul").select_option(label="Mihai Inspector, inspector")
    for part, value in {"day": "23", "month": "11", "year": "2026"}.items():
        page.locator(f"#since-{part}").fill(value)
        page.locator(f"#until-{part}").fill(value)
    page.get_by_role("button", name="Notați concediul").press("Enter")
    page.locator("[data-leave]").wait_for()
    look(page, "routing-leaves", unfold=True)
    assert {item(one).queue for one in letters[:2]} == {"done", "in_work"}
