"""A cabinet comes into use in the browser, is described, closed when it is empty, and opened again."""

from app.cityhall import journal
from app.cityhall.cabinets import queries
from app.database import session
from tests.hall import Hall
from tests.web.citizen.people import Enter
from tests.web.lockers.test_pages import HOME, ready

NEW = {"code": "piata", "name": "Caseta de la piață", "place": "Piața Crângași", "phone": "021 529 8400"}


def connected(hall: Hall) -> None:
    hall.house.outside.lockers["piata"] = hall.bank  # type: ignore[index]


def test_a_connected_controller_becomes_a_cabinet(hall: Hall, enter: Enter) -> None:
    elena = enter("Elena").client
    assert "Niciun controler nou" in elena.get(f"{HOME}/noua").text
    connected(hall)
    assert "piata" in elena.get(f"{HOME}/noua").text
    wrong = elena.post(f"{HOME}/noua", data={**NEW, "place": " "})
    assert wrong.status_code == 422
    assert "Scrieți unde este" in wrong.text
    assert "Caseta de la piață" in wrong.text
    assert elena.post(f"{HOME}/noua", data={**NEW, "code": "unknown"}).status_code == 422
    answer = elena.post(f"{HOME}/noua", data=NEW, follow_redirects=True)
    assert "Caseta este în folosință" in answer.text
    made = queries.cabinet("piata")
    assert (made.place, made.shared) == ("Piața Crângași", False)
    assert made.id in {one.id for one in queries.serving(made.institution_id)}
    assert "Niciun controler nou" in elena.get(f"{HOME}/noua").text
    assert "cabinet.added" in {one.action for one in session().query(journal.JournalEntry)}


def test_only_an_empty_cabinet_is_closed_and_it_may_open_again(hall: Hall, enter: Enter) -> None:
    elena, page = enter("Elena").client, f"{HOME}/cabinet-1"
    parcel = ready(hall)
    refused = elena.post(f"{page}/inchide")
    assert refused.status_code == 409
    assert "acum 1" in refused.text
    hall.passes(hours=1)
    hall.door("closed", "collect", 99)
    assert parcel.id is not None
    elena.post(f"{page}/inchide")
    session().rollback()
    assert queries.cabinet("cabinet-1").closed_at == hall.now
    assert "Scoasă din folosință" in elena.get(f"{page}/despre").text
    assert "cabinet-1" in elena.get(f"{HOME}/").text
    elena.post(f"{page}/redeschide")
    session().rollback()
    assert queries.cabinet("cabinet-1").closed_at is None


def test_what_people_read_of_a_cabinet_changes(hall: Hall, enter: Enter) -> None:
    elena, page = enter("Elena").client, f"{HOME}/cabinet-1/despre"
    assert elena.post(page, data={**NEW, "phone": "sună la poartă"}).status_code == 422
    elena.post(page, data={**NEW, "shared": "yes"})
    session().rollback()
    assert (queries.cabinet("cabinet-1").name, queries.cabinet("cabinet-1").shared) == (NEW["name"], True)
    assert enter("Ana").client.get(page).status_code == 403
