"""The audience desk, the public programme and the applicant's block, told through their pages."""

import re

from app.cityhall.audiences import queries
from app.cityhall.registry.rules import romanian_day
from tests.hall import Hall
from tests.journey.test_audience import asks, booked, day_comes, planned
from tests.web.citizen.people import Enter


def test_everybody_reads_the_programme_with_its_act(enter: Enter) -> None:
    page = enter("").get("/audiente").text
    assert "Primarul Sectorului 6" in page
    assert "miercuri, 14:00–17:00" in page
    assert "Dispoziția primarului nr. 1/2026 (demonstrație)" in page
    assert "Legea 544/2001" in page


def test_only_the_audience_desk_opens_its_pages(enter: Enter) -> None:
    assert enter("Ana").get("/birou/audiente").status_code == 403
    assert enter("ioana@exemplu.ro").get("/birou/audiente").status_code == 403
    assert enter("Călin").get("/birou/audiente").status_code == 200
    assert enter("Călin").get("/birou/audiente/zi/maine").status_code == 422


def test_the_applicant_chooses_an_hour_on_a_page(hall: Hall, enter: Enter) -> None:
    case = asks(hall)
    planned(hall, case)
    ioana = enter("ioana@exemplu.ro")
    task = hall.task(case, "slot_choice")
    page = ioana.get(f"/cereri/sarcini/{task.id}").text
    assert page.count('type="radio"') == 4
    assert "Niciuna nu mi se potrivește" in page
    refused = ioana.post(
        f"/cereri/sarcini/{task.id}", slot="00000000-0000-0000-0000-000000000000", action="send"
    )
    assert refused.status_code == 422
    held = queries.held(case.id)[1]
    ioana.post(f"/cereri/sarcini/{task.id}", slot=str(held.id), action="send")
    hall.works()
    page = ioana.get(f"/cereri/{case.id}").text
    assert "Audiența dumneavoastră" in page
    assert "sala 05, parter" in page
    (link,) = re.findall(rf'/cereri/{case.id}/documente/[^"]+(?=" download="audienta.ics")', page)
    file = ioana.client.get(link)
    assert b"BEGIN:VCALENDAR" in file.data
    assert file.mimetype == "text/calendar"
    stranger = enter("vlad@exemplu.ro").client.get(link)
    assert stranger.status_code == 404
    assert f"/cereri/{case.id}/spuneti/other_time" in page


def test_the_day_s_list_shows_who_comes_and_what_the_room_needs(hall: Hall, enter: Enter) -> None:
    case = booked(hall, special_needs=["sign_language"])
    booking = queries.booked(case.id)
    assert booking is not None
    day = romanian_day(booking.starts_at).isoformat()
    calin = enter("Călin")
    assert f"/birou/audiente/zi/{day}" in calin.get("/birou/audiente").text
    page = calin.get(f"/birou/audiente/zi/{day}").text
    assert "Ioana Cetățean" in page
    assert "interpret mimico-gestual" in page
    assert "13:00" in page
    day_comes(hall, case)
    assert "Preiau" in enter("Călin").get(f"/birou/audiente/zi/{day}").text


def test_a_day_is_moved_from_the_page_and_opened_again(hall: Hall, enter: Enter) -> None:
    case = booked(hall)
    booking = queries.booked(case.id)
    assert booking is not None
    day = romanian_day(booking.starts_at)
    typed = {"day.day": str(day.day), "day.month": str(day.month), "day.year": str(day.year)}
    calin = enter("Călin")
    refused = calin.post("/birou/audiente/inchide-ziua", official="director_sal", **typed)
    assert refused.status_code == 422
    assert "Scrieți motivul" in refused.text
    bad = calin.post("/birou/audiente/inchide-ziua", official="director_sal", reason="x", **{"day.day": "32"})
    assert bad.status_code == 422
    page = calin.post(
        "/birou/audiente/inchide-ziua", official="director_sal", reason="delegație", **typed
    ).text
    assert "O persoană programată a fost anunțată" in page
    assert "delegație" in page
    hall.works()
    assert hall.fresh(case).status == "choosing"
    page = calin.post("/birou/audiente/deschide-ziua", official="director_sal", day=day.isoformat()).text
    assert "din nou deschisă" in page


def test_the_waiting_list_and_the_figures(hall: Hall, enter: Enter) -> None:
    case = asks(hall)
    planned(hall, case)
    hall.passes(hours=49)
    page = enter("Călin").get("/birou/audiente").text
    assert case.entry.legal_number in page
    assert "Cifrele ultimului an" in page
    mine = enter("ioana@exemplu.ro").get(f"/cereri/{case.id}").text
    assert "locul 1" in mine


def test_the_inbox_shows_the_day_of_the_sheet_not_the_term_of_the_case(hall: Hall, enter: Enter) -> None:
    booked(hall)
    page = enter("Ana").get("/birou").text
    assert "Fișa problemei" in page
    assert "04.12.2026" in page
    assert "23.12.2026" not in page
