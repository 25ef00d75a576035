"""Elena takes a paper in: pages put in order, labels, originals, measures; axe finds nothing on the way."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from app.cityhall import originals
from app.cityhall.arrivals import queries as arrivals
from app.cityhall.registry import baselines
from app.database import transaction
from app.demo import PASSWORD
from tests import scanned
from tests.browser import DESK, PageAt, look
from tests.cityhall.registry.test_measures import registered
from tests.hall import STAFF, Hall
from tests.served import over_http
from tests.web.citizen.people import Enter
from tests.web.registry.counter_papers import draft, promised

pytestmark = pytest.mark.ui


@pytest.fixture
def address(hall: Hall, enter: Enter) -> Iterator[str]:
    """The hall, over real HTTP."""
    with over_http(hall.app) as address:
        yield address


def test_a_registrar_takes_papers_in_and_sees_how_long_it_took(
    hall: Hall, address: str, page_at: PageAt
) -> None:
    begun = furnished(hall)
    page = page_at(DESK)
    page.goto(f"{address}/intrare?next=/registratura/hartii")
    page.get_by_label("Adresa de e-mail").fill(STAFF["Elena"])
    page.get_by_label("Parola").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Hârtii la ghișeu").wait_for()
    scans(page, hall)
    for path, name in (
        ("registratura/hartii/originale", "originals"),
        ("registratura/etichete", "labels"),
        ("registratura/masuratori", "measures"),
        ("registratura/masuratori/hartie", "baseline"),
        (f"ghiseu/ciorna/{begun}/acte", "checklist"),
    ):
        page.goto(f"{address}/{path}")
        look(page, name)
    page.goto(f"{address}/registratura/masuratori")
    expect(page.locator("tr[data-channel=email]").first).to_contain_text("mai puțin")


def scans(page: Page, hall: Hall) -> None:
    """Two photographs, put in the other order by keyboard."""
    photos: list[FilePayload] = [
        {"name": name, "mimeType": "image/jpeg", "buffer": scanned.picture(colour=name)}
        for name in ("red", "blue")
    ]
    for photo in photos:
        photo["name"] += ".jpg"
        page.set_input_files("#pages", photo)
    listed = page.locator("[data-page-list] li")
    expect(listed).to_have_count(2)
    page.get_by_role("button", name="Mai sus Pagina 2: blue.jpg").focus()
    page.keyboard.press("Enter")
    expect(listed.first).to_contain_text("blue.jpg")
    page.get_by_label("De la cine").fill("Gheorghe Bătrânu")
    page.get_by_label("Despre ce este vorba").fill("Adresă despre gunoi")
    look(page, "scan")
    page.get_by_role("button", name="Lipiți paginile").click()
    expect(page.locator("#asteapta")).to_contain_text("Adresă despre gunoi")
    [made] = arrivals.waiting(hall.actor("Elena").institutions())
    assert made.kept[0].filename == "blue.pdf"


def furnished(hall: Hall) -> object:
    """A day at the counter: an original promised, another noted, measured letters, a paper baseline."""
    elena = hall.actor("Elena")
    here = elena.posts[0].institution_id
    promised(hall)
    case = hall.petition()
    hall.files("drop_off", draft(hall).answers, "Elena", "counter")
    with transaction():
        originals.expect(case.entry, "Ioana Cetățean", "ioana@exemplu.ro", elena.person_id, hall.now)
        for seconds in range(20):
            registered(hall, "email", 600 + seconds, 4 + seconds / 4)
        made = baselines.begin(here, hall.now.date(), "Nota 5/2026", elena.person_id, hall.now)
        for seconds in range(240, 280, 2):
            baselines.note(made, "adresă", seconds, elena.person_id, hall.now)
        baselines.close(made, hall.now)
        later = hall.now + timedelta(seconds=1)
        second = baselines.begin(here, hall.now.date(), "Nota 6/2026", elena.person_id, later)
        baselines.note(second, "factură", 210, elena.person_id, later)
    return draft(hall).id
