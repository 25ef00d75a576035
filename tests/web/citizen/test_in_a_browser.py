"""The citizen's pages in a real browser: accessible, 320 pixels wide, by keyboard, without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from app.cityhall.lockers import queries as lockers
from app.demo import PASSWORD
from app.journey import secrets
from tests.browser import DESK, PageAt, assert_sound
from tests.hall import Hall
from tests.served import over_http
from tests.web.citizen.people import Enter

pytestmark = pytest.mark.ui
NARROW = 320


@pytest.fixture
def address(hall: Hall, enter: Enter) -> Iterator[str]:
    """The hall, over real HTTP."""
    with over_http(hall.app) as address:
        yield address


def sign_in(page: Page, address: str, email: str = "ioana@exemplu.ro") -> None:
    page.goto(f"{address}/intrare")
    page.get_by_label("Adresa de e-mail").fill(email)
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Intrați").click()


@pytest.mark.parametrize("width", [NARROW, pytest.param(DESK, marks=pytest.mark.nightly)])
def test_everybodys_pages(address: str, page_at: PageAt, width: int) -> None:
    page = page_at(width)
    for path in ("/", "/servicii", "/servicii/petition", "/cont/nou", "/intrare", "/accesibilitate"):
        page.goto(f"{address}{path}")
        assert_sound(page)


def test_a_petition_is_filed_with_the_keyboard_and_without_javascript(address: str, page_at: PageAt) -> None:
    page = page_at(NARROW, javascript=False)
    sign_in(page, address)
    page.goto(f"{address}/servicii/petition")
    page.get_by_role("button", name="Începeți cererea").press("Enter")
    page.get_by_label("În nume propriu").press("Space")
    page.get_by_role("button", name="Mai departe").press("Enter")
    for label, text in {"Strada": "Str. Fabricii", "Număr": "12", "Localitate": "București"}.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Localitate", exact=True).press("Enter")
    page.get_by_label("Domeniul").select_option("sanitation")
    page.get_by_label("Subiectul, pe scurt").fill("Gunoi neridicat")
    page.get_by_label("Ce ne cereți sau ce ne semnalați").fill("De o săptămână.")
    page.get_by_role("button", name="Mai departe").press("Enter")
    page.get_by_role("button", name="Mai departe").press("Enter")
    page.get_by_role("button", name="Mai departe").press("Enter")
    assert "Alegeți cum doriți să primiți răspunsul" in page.locator("#error-summary").inner_text()
    page.get_by_label("Din caseta primăriei").press("Space")
    page.get_by_role("button", name="Mai departe").press("Enter")
    page.get_by_role("button", name="Mai departe").press("Enter")
    page.get_by_role("button", name="Mai departe, la verificare").press("Enter")
    page.get_by_role("button", name="Trimiteți cererea").press("Enter")
    assert "/23.11.2026" in page.locator("h1").inner_text()


def test_the_pages_of_a_form(address: str, page_at: PageAt) -> None:
    page = page_at(NARROW)
    sign_in(page, address)
    page.goto(f"{address}/servicii/urbanism_information")
    page.get_by_role("button", name="Începeți cererea").click()
    assert_sound(page)
    page.get_by_role("button", name="Mai departe").click()
    assert page.evaluate("document.activeElement.id") == "error-summary"
    assert_sound(page)
    for last in ("acte", "verificare"):
        page.goto(page.url.rsplit("/", 1)[0] + f"/{last}")
        assert_sound(page)


@pytest.mark.parametrize("width", [NARROW, pytest.param(DESK, marks=pytest.mark.nightly)])
def test_a_case_its_completion_and_its_pick_up(hall: Hall, address: str, page_at: PageAt, width: int) -> None:
    case, page = hall.petition(), page_at(width)
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "unclear"}])
    sign_in(page, address)
    for path in ("", f"/{case.id}", f"/sarcini/{hall.task(case, 'completion').id}", f"/{case.id}/confirmare"):
        page.goto(f"{address}/cereri{path}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert_sound(page)
    page.goto(f"{address}/verifica/{case.entry.verify_token}")
    assert_sound(page)


def test_the_pick_up_page_on_a_phone(hall: Hall, address: str, page_at: PageAt) -> None:
    case, page = hall.petition(), page_at(NARROW)
    hall.answered(case)
    hall.door("closed", "deposit")
    hall.does("Elena", case, "deposit", confirmed=True)
    parcel = lockers.latest(case.id)
    assert parcel is not None
    page.goto(address + secrets.grant_address(hall.house, hall.grant(parcel)).removeprefix(hall.house.url))
    assert_sound(page)
    assert page.locator(".collect-qr svg").bounding_box()["width"] > 200  # type: ignore[index]
