"""Publishing in a real browser: its pages are accessible, wide and narrow; a batch tells how far it is."""

import pytest
from playwright.sync_api import Page, expect

from app.cityhall import institutions
from app.database import transaction
from tests.browser import DESK, PHONE, PageAt, assert_accessible, assert_no_overflow
from tests.hall import STAFF, Hall
from tests.journey.editions import at_analysis, relabelled
from tests.journey.studio_desk import drafted, green, well_stamped

pytestmark = pytest.mark.ui
PASSWORD = "fara-hartie-2026"


def sign_in(page: Page, address: str, who: str) -> None:
    page.goto(f"{address}/intrare")
    page.get_by_label("E-mail").fill(STAFF[who])
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()


def look(page: Page) -> None:
    """As everybody must be able to read it."""
    fits(page)
    assert_accessible(page)


def fits(page: Page) -> None:
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert_no_overflow(page)


def test_a_version_is_published_by_two_and_cases_are_moved_to_it(
    hall: Hall, address: str, page_at: PageAt
) -> None:
    at_analysis(hall)
    hall.petition()
    with transaction():
        institution = institutions.by_code("PS6")
        assert institution is not None
        institution.publishing_approval = True
    draft = drafted(hall, relabelled, well_stamped)
    anca, bogdan = page_at(DESK), page_at(DESK)
    sign_in(anca, address, "Anca")
    anca.goto(f"{address}/studio/petition/ciorna/publicare")
    look(anca)
    green(hall, draft)
    anca.reload()
    anca.get_by_label("Motivul").fill("Ștampila cerută de audit.")
    anca.get_by_role("button", name="Cereți aprobarea").click()
    expect(anca.get_by_text("Publicarea așteaptă aprobarea unui al doilea analist.")).to_be_visible()
    look(anca)
    sign_in(bogdan, address, "Bogdan")
    bogdan.goto(f"{address}/studio/petition/versiuni")
    bogdan.get_by_role("link", name="Vedeți diferența înainte de a aproba").click()
    expect(bogdan.get_by_text("Sarcină cu formular „Ștampilare”")).to_be_visible()
    look(bogdan)
    bogdan.goto(f"{address}/studio/petition/versiuni")
    bogdan.get_by_role("button", name="Aprobați publicarea").click()
    expect(bogdan.get_by_text("aprobată de Bogdan Analist")).to_be_visible()
    look(bogdan)
    _moves(hall, bogdan)


def _moves(hall: Hall, page: Page) -> None:
    page.get_by_role("link", name="Mutați cererile de pe versiunile vechi").click()
    look(page)
    page.get_by_role("button", name="Mutați toate care se pot muta").click()
    expect(page.get_by_role("status")).to_contain_text("0 din 2")
    fits(page)
    hall.works()
    expect(page.get_by_text("2 din 2 cereri. Mutate: 2.")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Luați înapoi").first.click()
    expect(page.get_by_text("Cererea este din nou pe versiunea 1.")).to_be_visible()
    fits(page)
