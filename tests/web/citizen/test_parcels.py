"""In the account: one's usual cabinet, the cabinet of a case, an hour at the counter."""

import pytest

from app.cityhall.cabinets.models import Cabinet
from app.cityhall.cases.models import Case
from app.cityhall.institutions import by_code
from app.cityhall.visits import queries
from app.database import session, transaction
from app.journey.lockers import cabinet_choices
from app.rehearsal.outside import Bank
from tests.hall import Hall
from tests.web.citizen.people import Enter
from tests.web.public.pickups import deposited, left_lying, parcel


@pytest.fixture
def two_cabinets(hall: Hall) -> None:
    found = by_code("PS6")
    assert found is not None
    with transaction() as writing:
        facts = {"name": "Caseta 2", "place": "Drumul Taberei", "shared": True}
        writing.add(Cabinet(institution_id=found.id, code="cabinet-2", **facts))


def chosen(case: Case) -> tuple[str, bool, str]:
    session().rollback()
    found = cabinet_choices.for_case(case)
    assert found is not None
    return found.cabinet.code, found.accessible, found.by


@pytest.mark.usefixtures("two_cabinets")
def test_a_case_goes_where_its_applicant_chose_and_else_where_the_account_says(
    hall: Hall, enter: Enter
) -> None:
    case, ioana = hall.petition(), enter("ioana@exemplu.ro")
    assert chosen(case) == ("cabinet-1", False, "hall")
    assert "Caseta 1" in ioana.get(f"/cereri/{case.id}/confirmare").text
    ioana.post("/cereri/caseta-mea", cabinet="cabinet-2", accessible="yes")
    assert chosen(case) == ("cabinet-2", True, "person")
    ioana.post(f"/cereri/{case.id}/caseta", cabinet="cabinet-1")
    assert chosen(case) == ("cabinet-1", False, "case")
    assert "Caseta 1" in ioana.text("//section[@id='status']")
    ioana.post("/cereri/caseta-mea", cabinet="")
    assert chosen(hall.petition()) == ("cabinet-1", False, "hall")


@pytest.mark.usefixtures("two_cabinets")
def test_the_paper_is_laid_where_it_was_chosen(hall: Hall, enter: Enter) -> None:
    case, ioana, banks = hall.petition(), enter("ioana@exemplu.ro"), hall.house.outside.lockers
    assert isinstance(banks, dict)
    banks["cabinet-2"] = Bank()
    ioana.post(f"/cereri/{case.id}/caseta", cabinet="cabinet-2", accessible="yes")
    hall.answered(case)
    lying = parcel(case)
    assert (lying.cabinet.code, lying.accessible) == ("cabinet-2", True)
    assert "De ridicat din" not in ioana.get(f"/cereri/{case.id}").text


@pytest.mark.usefixtures("two_cabinets")
def test_nobody_chooses_for_others_nor_when_a_door_is_kept(hall: Hall, enter: Enter) -> None:
    case, vlad, ioana = deposited(hall), enter("vlad@exemplu.ro"), enter("ioana@exemplu.ro")
    assert vlad.post(f"/cereri/{case.id}/caseta", cabinet="cabinet-2").status_code == 404
    assert vlad.get(f"/cereri/{case.id}/programare").status_code == 404
    assert "nu mai poate fi schimbată" in ioana.post(f"/cereri/{case.id}/caseta", cabinet="cabinet-2").text
    assert "nu mai poate fi schimbată" in ioana.get(f"/cereri/{case.id}/caseta").text
    assert ioana.post("/cereri/caseta-mea", cabinet="cabinet-9").status_code == 404
    assert chosen(case)[0] == "cabinet-1"


def test_an_hour_at_the_counter_from_the_account(hall: Hall, enter: Enter) -> None:
    case, ioana = left_lying(hall), enter("ioana@exemplu.ro")
    ioana.get(f"/cereri/{case.id}/programare")
    first, second = ioana.page.xpath("//button[@name='hour']/@value")[:2]
    ioana.post(f"/cereri/{case.id}/programare", hour=first)
    ioana.post(f"/cereri/{case.id}/programare", hour=second)
    assert "Schimbați programarea" in ioana.text("//section[@id='status']")
    elena = enter("Elena")
    elena.get("/ghiseu")
    (address,) = elena.page.xpath("//*[@id='programari']/following-sibling::ul[1]//a/@href")
    assert "Solicitantul vine" in elena.get(address).text
    ioana.post(f"/cereri/{case.id}/programare/renuntare")
    assert "Programați-vă la ghișeu" in ioana.text("//section[@id='status']")
    assert ioana.post(f"/cereri/{case.id}/programare", hour="mâine").status_code == 409


NEW_HOURS = {
    "weekday": "4",
    "opens": "14:00",
    "closes": "16:00",
    "minutes": "20",
    "capacity": "1",
    "place": "ghișeul 5",
    "act": "Dispoziția nr. 3",
    "since": "2026-11-23",
}


def test_the_counter_changes_its_hours_by_an_act(hall: Hall, enter: Enter) -> None:
    elena, found = enter("Elena"), by_code("PS6")
    assert found is not None
    assert elena.post("/ghiseu/program", **{**NEW_HOURS, "act": " "}).status_code == 422
    assert elena.post("/ghiseu/program", **{**NEW_HOURS, "opens": "17:00"}).status_code == 422
    assert elena.post("/ghiseu/program", **{**NEW_HOURS, "opens": "11:00"}).status_code == 409
    elena.post("/ghiseu/program", **NEW_HOURS)
    friday = [one for one in queries.free(found.id, hall.now) if one.room == "ghișeul 5"]
    assert len(friday) == 12
    first, *_ = elena.page.xpath("//form[contains(@action, '/incheie')]/@action")
    elena.post(first, last="2026-11-23")
    session().rollback()
    assert len(queries.hours(found.id, hall.now.date())) == 6
    assert {one.day.isoformat() for one in queries.free(found.id, hall.now)} >= {"2026-11-24"}
    assert "2026-11-30" not in {one.day.isoformat() for one in queries.free(found.id, hall.now)}
    assert enter("Ana").get("/ghiseu/program").status_code == 403
