"""On paper, through the cabinet: from the check page to the list that a clerk ticks."""

from datetime import datetime, timedelta

import pytest

from app.cityhall.dropoffs import queries
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.lockers.models import Parcel
from app.database import session, transaction
from tests.hall import Hall
from tests.web.citizen.people import Citizen, Enter
from tests.web.citizen.test_filing import PNG, begin, fill

IOANA = "ioana@exemplu.ro"


def asked(ioana: Citizen) -> str:
    """Ioana filled a petition and looks at the page that keeps a door; its address."""
    draft = begin(ioana, "petition")
    fill(ioana, draft)
    assert "la casetă" in ioana.get(f"{draft}/verificare").text
    return f"/cereri/depuneri/ciorna/{draft.rsplit('/', 1)[1]}"


def prepared(hall: Hall, ioana: Citizen) -> DropOff:
    """She keeps a door for a signed request and its annexes."""
    here = asked(ioana)
    said = {"item.other_papers": "laid", "item.photos": "laid"}
    ioana.post(here, cabinet="cabinet-1", size="S", **said)
    hall.works()
    return latest(hall)


def latest(hall: Hall) -> DropOff:
    session().rollback()
    session().expire_all()
    return queries.of_person(hall.actor(IOANA).person_id)[0]


def test_from_the_check_page_to_the_ticked_list(hall: Hall, enter: Enter) -> None:
    ioana, elena = enter(IOANA), enter("Elena")
    found = prepared(hall, ioana)
    assert "Ușa 1 vă așteaptă" in ioana.text("//h1")
    assert ioana.get(f"/cereri/depuneri/{found.id}/foaie.pdf").data.startswith(b"%PDF-")
    link = hall.sms.to("+40721000101")[-1].rsplit("Codul: ", 1)[1].replace(hall.house.url, "")
    assert "Lăsați actele" in Citizen(hall).get(link).text
    assert Citizen(hall).get(f"{link}/cod.png").mimetype == "image/png"
    hall.door("opened", "deposit")
    hall.door("closed", "deposit")
    found = latest(hall)
    assert found.entry is not None
    assert found.entry.legal_number in ioana.get(f"/cereri/depuneri/{found.id}").text
    after = Citizen(hall).get(link)
    assert "Am primit actele" in after.text
    # No browser keeps the page of a code that opens nothing any more.
    assert after.headers["X-Pickup"].startswith("laid_in:")
    assert Citizen(hall).get(f"{link}/cod.png").status_code == 409
    number, case_id = found.entry.legal_number, found.case_id
    assert number in elena.get("/birou/casete-depuneri").text
    here = f"/birou/casete-depuneri/{latest(hall).id}"
    elena.get(here)
    elena.post(f"{here}/deschide")
    hall.works()
    assert hall.bank.opened[-1][1] == "take_back"
    hall.door("closed", "take_back")
    elena.get(here)
    refused = elena.post(here, action="verify", **{"found.photos": "received"})
    assert refused.status_code == 422
    scan = [("file.photos", "scan.png", PNG)]
    elena.post(here, files=scan, action="verify", **{"found.other_papers": "absent"})
    assert "Nu era în casetă" in elena.text("//main")
    hall.works()
    assert "nu am gasit" in hall.sms.to("+40721000101")[-1]
    assert "nu erau acolo" in elena.get(f"/birou/dosare/{case_id}").text
    assert "scan.png" in ioana.get(f"/cereri/{case_id}").text


def test_a_long_list_is_counted_whole_and_stands_on_pages(hall: Hall, enter: Enter) -> None:
    taken_out(prepared(hall, enter(IOANA)), 51, hall.now)
    elena, here = enter("Elena"), "/birou/casete-depuneri?lista=de-verificat"
    assert "a 1-a" in elena.get(here).text
    assert "a 51-a" not in elena.get(here).text
    assert "De verificat 51" in " ".join(elena.text("//main").split())
    assert "a 51-a" in elena.get(f"{here}&page=2").text


def taken_out(like: DropOff, many: int, now: datetime) -> None:
    """So many like that one lie on a clerk's desk."""
    same = {
        "person_id": like.person_id,
        "institution_id": like.institution_id,
        "kind": "request",
        "items": [],
    }
    same |= {"window_from": now, "window_until": now, "cabinet_id": like.cabinet_id, "state": "emptied"}
    with transaction():
        for number in range(1, many + 1):
            kept = {"compartment": 1, "state": "emptied", "reservation": f"old-{number}", "reserved_at": now}
            parcel = Parcel(cabinet_id=like.cabinet_id, direction="drop-off", **kept)
            at = now + timedelta(minutes=number)
            session().add(DropOff(title=f"a {number}-a", parcel=parcel, prepared_at=at, **same))


@pytest.mark.parametrize("who", ["Ana", "vlad@exemplu.ro"])
def test_it_is_nobody_elses(hall: Hall, enter: Enter, who: str) -> None:
    found = prepared(hall, enter(IOANA))
    other = enter(who)
    assert other.get(f"/cereri/depuneri/{found.id}").status_code == 404
    assert other.get("/birou/casete-depuneri").status_code == 403
    assert other.post(f"/cereri/depuneri/{found.id}/renunt").status_code == 404


def test_given_up_the_door_goes_and_the_draft_stays(hall: Hall, enter: Enter) -> None:
    ioana = enter(IOANA)
    found = prepared(hall, ioana)
    draft = f"/cereri/ciorna/{found.draft_id}"
    assert "Renunțați întâi" in ioana.post(f"{draft}/sterge").text
    ioana.post(f"/cereri/depuneri/{found.id}/renunt")
    hall.works()
    assert latest(hall).state == "given_up"
    assert not list(hall.bank.grants.values())
    assert "Verificați" in Citizen(hall).signed_in(hall, IOANA).get(f"{draft}/verificare").text
    assert ioana.post(f"{draft}/sterge").status_code == 200


def test_nothing_to_lay_in_and_no_free_door_are_said_kindly(hall: Hall, enter: Enter) -> None:
    ioana = enter(IOANA)
    here = asked(ioana)
    ioana.post(here, cabinet="cabinet-1", size="S")
    assert "cel puțin un act" in ioana.errors
    hall.bank.free.clear()
    ioana.post(here, cabinet="cabinet-1", size="S", **{"item.other_papers": "laid"})
    assert "nicio ușă liberă" in ioana.errors
    hall.works()
