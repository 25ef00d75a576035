"""What anybody may see."""

import pytest

from app.cityhall.lockers import queries as lockers
from app.journey import secrets
from tests.hall import Hall
from tests.web.citizen.people import Enter


@pytest.mark.parametrize(
    "address", ["/", "/servicii", "/servicii/petition", "/servicii/urbanism_information", "/accesibilitate"]
)
@pytest.mark.parametrize("language", ["ro", "en"])
def test_public_pages_answer_in_both_languages(enter: Enter, address: str, language: str) -> None:
    anybody = enter("")
    anybody.post(f"/limba/{language}")
    assert anybody.get(address).status_code == 200
    assert anybody.page.get("lang") == language


def test_a_service_tells_who_what_cost_term_papers_and_steps(enter: Enter) -> None:
    page = enter("").get("/servicii/petition").text
    for told in ("Orice persoană", "Gratuit", "30 de zile", "Fotografii", "Analizăm petiția", "<svg"):
        assert told in page


def test_anybody_may_check_a_number_and_learns_no_name(hall: Hall, enter: Enter) -> None:
    case = hall.petition()
    anybody = enter("")
    page = anybody.get(f"/verifica/{case.entry.verify_token}").text
    assert case.entry.legal_number in page
    assert "10:30:00" in page
    assert "Ioana" not in page
    assert "Gunoi" not in page
    assert anybody.get("/verifica/altceva").status_code == 404


def test_the_pick_up_page_shows_qr_pin_and_door_until_it_is_over(hall: Hall, enter: Enter) -> None:
    case = hall.petition()
    hall.answered(case)
    parcel = lockers.latest(case.id)
    assert parcel is not None
    address = secrets.grant_address(hall.house, hall.grant(parcel)).removeprefix(hall.house.url)
    anybody = enter("")
    assert "încă nu este" in anybody.get(address).text
    hall.door("closed", "deposit")
    hall.does("Elena", case, "deposit", confirmed=True)
    answer = anybody.get(address)
    parcel = lockers.latest(case.id)
    assert parcel is not None
    assert secrets.grant_pin(hall.house, hall.grant(parcel))[:4] in anybody.text("//p[@class='collect-pin']")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "style=" not in answer.text
    assert anybody.get("/ridicare/altceva").status_code == 404
    hall.door("closed", "collect")
    assert "a fost ridicat" in anybody.get(address).text
