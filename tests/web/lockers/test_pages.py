"""The operators' rooms: who enters, what each page says, what each button does."""

import re

from app.cityhall import institutions
from app.cityhall.cabinets import alarms, queries
from app.cityhall.lockers.models import Parcel
from app.cityhall.people.models import Post
from app.database import session, transaction
from app.journey.lockers import cabinets
from app.outside.lockers import Door
from tests.hall import Hall
from tests.web.citizen.people import Enter

HOME = "/casete"
ONE = f"{HOME}/cabinet-1"
PAGES = (f"{HOME}/", f"{HOME}/alarme", *(f"{ONE}{page}" for page in ("", "?vedere=tabel", "?arata=restante")))
MORE = tuple(
    f"{ONE}/{page}" for page in ("planificare", "intretinere", "inventar", "cifre", "ecrane", "usi/1")
)


def mirrored(hall: Hall, state: str = "occupied", door: str = "closed") -> None:
    """The cabinet told of its doors."""
    bank = hall.house.outside.lockers["cabinet-1"]
    told = [Door(1, "S", False, state, door, 90), Door(2, "M", True, "free", "closed", 60)]
    bank.compartments = lambda: told  # type: ignore[method-assign]
    cabinets.round_(hall.house, hall.now)


def ready(hall: Hall) -> Parcel:
    case = hall.petition()
    hall.answered(case)
    hall.door("closed", "deposit", 1)
    hall.does("Elena", case, "deposit", confirmed=True)
    hall.works()
    return session().query(Parcel).one()


def test_only_operators_enter(hall: Hall, enter: Enter) -> None:
    mirrored(hall)
    assert enter("Ana").client.get(ONE).status_code == 403
    elena = enter("Elena").client
    for page in (*PAGES, *MORE):
        assert elena.get(page).status_code == 200, page


def test_the_map_says_whose_papers_lie_where_and_who_looked(hall: Hall, enter: Enter) -> None:
    parcel = ready(hall)
    mirrored(hall)
    page = enter("Elena").client.get(ONE).text
    assert "Ioana" in page
    assert 'data-door="1"' in page
    assert parcel.compartment == 1


def test_figures_of_a_week_in_which_something_lay(hall: Hall, enter: Enter) -> None:
    ready(hall)
    mirrored(hall)
    page = enter("Elena").client.get(f"{ONE}/cifre")
    assert page.status_code == 200
    assert "mediana / 95 la sută" in page.text


def test_what_happened_to_an_envelope_stands_on_its_doors_page(hall: Hall, enter: Enter) -> None:
    ready(hall)
    mirrored(hall)
    page = " ".join(enter("Elena").client.get(f"{ONE}/usi/1").text.split())
    story = page.partition("Ce s-a întâmplat aici")[2]
    for happened in ("așteaptă să fie ridicate", "ușa s-a închis", "hârtiile sunt în casetă"):
        assert happened in story, happened
    assert "Ioana" in story


def test_a_door_opens_only_with_a_reason(hall: Hall, enter: Enter) -> None:
    mirrored(hall)
    elena = enter("Elena").client
    no = elena.post(f"{ONE}/usi/1/deschide", data={"reason": " "})
    assert no.status_code == 422
    assert "Scrieți motivul" in no.text
    assert hall.bank.opened == []
    yes = elena.post(f"{ONE}/usi/1/deschide", data={"reason": "Verific."}, follow_redirects=True)
    assert "Ușa 1 s-a deschis" in yes.text
    assert hall.bank.opened == [("1", "service")]


def test_papers_behind_a_jammed_door_move_and_the_citizen_is_told(hall: Hall, enter: Enter) -> None:
    ready(hall)
    mirrored(hall, door="jammed")
    answer = enter("Elena").client.post(f"{ONE}/usi/1/muta", follow_redirects=True)
    assert "S-a deschis ușa 2" in answer.text
    hall.works()
    session().rollback()
    assert session().query(Parcel).one().compartment == 2
    assert any("usa 2" in str(one["text"]) for one in hall.house.outside.sms.sent.values())  # type: ignore[attr-defined]


def test_an_alarm_is_counted_and_ended_with_a_word(hall: Hall, enter: Enter) -> None:
    mirrored(hall, door="jammed")
    elena = enter("Elena").client
    page = elena.get(f"{HOME}/alarme").text
    found = re.search(r"/casete/alarme/([0-9a-f-]{36})", page)
    assert found
    assert elena.post(f"{HOME}/alarme/{found[1]}", data={"note": ""}).status_code == 422
    elena.post(f"{HOME}/alarme/{found[1]}", data={"note": "Am chemat service-ul."})
    assert alarms.count({queries.cabinet("cabinet-1").institution_id}) == 0
    assert "Am chemat service-ul." in elena.get(f"{HOME}/alarme").text


def test_a_screens_key_is_shown_once_and_can_be_revoked(hall: Hall, enter: Enter) -> None:
    elena = enter("Elena").client
    answer = elena.post(f"{ONE}/ecrane", data={"name": "Intrarea"})
    assert "Cheia noului ecran" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    page = elena.get(f"{ONE}/ecrane").text
    assert "Cheia noului ecran" not in page
    found = re.search(r"/ecrane/([0-9a-f-]{36})/retrage", page)
    assert found
    assert "retras" in elena.post(f"{ONE}/ecrane/{found[1]}/retrage", follow_redirects=True).text


def test_another_halls_operator_sees_the_doors_but_not_whose(hall: Hall, enter: Enter) -> None:
    ready(hall)
    mirrored(hall)
    theirs = next(one for one in institutions.everyone() if one.code != "PS6")
    with transaction():
        for post in session().query(Post).filter_by(role="locker_operator"):
            post.institution_id = theirs.id
            post.department_id = None
    elena = enter("Elena").client
    page = elena.get(ONE)
    assert page.status_code == 200
    assert "Ioana" not in page.text
    assert elena.post(f"{ONE}/usi/1/deschide", data={"reason": "Verific."}).status_code == 404
