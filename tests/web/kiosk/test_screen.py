"""The screen beside the cabinet: who it is, what it says, what it forgets."""

from dataclasses import replace

import pytest

from app.cityhall.cabinets import alarms, devices
from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cabinets.models import KioskDevice
from app.cityhall.lockers import grants
from app.database import session, transaction
from app.journey import secrets
from app.journey.lockers import hearing, kiosk
from app.outside import OutsideError
from app.outside.lockers import Opened
from app.refusal import Refusal
from app.web.kiosk.typed import Typed, typed
from tests.hall import Hall
from tests.web.citizen.people import Citizen
from tests.web.citizen.test_dropoffs import IOANA, latest, prepared
from tests.web.desk.conftest import Door, Visitor
from tests.web.public.pickups import deposited, link, parcel

PHONE = {"phone": "0721 000 101", "day": "5", "month": "3", "year": "1981"}


@pytest.fixture
def screen(hall: Hall, door: Door) -> Visitor:
    """A browser into which the key of cabinet-1 was written."""
    visitor = door("")
    answer = visitor.post("/kiosk/inregistrare", key=made(hall)[1])
    assert answer.request.path == "/kiosk/"
    return visitor


def made(hall: Hall) -> tuple[KioskDevice, str]:
    with transaction():
        return devices.make(cabinets.cabinet("cabinet-1"), "Intrare", hall.actor("Ana").person_id, hall.now)


def says(hall: Hall, answer: Opened | str) -> None:
    """What the cabinet answers to any code."""

    def present(**_: object) -> Opened:
        if isinstance(answer, str):
            raise OutsideError(answer, permanent=True)
        return answer

    hall.bank.present = present  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"compartment": "14", "credential": "1234 5678"}, Typed("12345678", 14)),
        ({"credential": "14 1234 5678"}, Typed("12345678", 14)),
        ({"credential": "fh1:abc"}, Typed("FH1:ABC")),
        ({"compartment": "FH1:ABC"}, Typed("FH1:ABC")),
        ({"credential": "12345678"}, Typed("12345678")),
        ({"credential": "FH1:A", "day": "5", "month": "3", "year": "1981"}, Typed("FH1:A", None, "05031981")),
    ],
)
def test_what_people_type_is_read_kindly(form: dict[str, str], expected: Typed) -> None:
    assert typed(form) == expected


def test_a_key_makes_one_screen_and_a_revoked_one_sees_nothing(any_hall: Hall) -> None:
    device, key = made(any_hall)
    with transaction():
        enrolled, secret = devices.enrol(key, any_hall.now)
    assert devices.by_secret(secret) is enrolled
    assert devices.by_secret(key) is None
    with pytest.raises(Refusal, match=r"kiosk\.unknown_key"):
        devices.enrol(key, any_hall.now)
    with transaction():
        devices.revoke(device.id, device.cabinet_id, any_hall.actor("Ana").person_id, any_hall.now)
    assert devices.by_secret(secret) is None


def test_without_a_key_there_is_no_screen(hall: Hall, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    real = replace(hall.app.extensions["settings"], demo=False)
    monkeypatch.setitem(hall.app.extensions, "settings", real)
    stranger = door("")
    stranger.client.set_cookie("kiosk", "demo:cabinet-1", path="/kiosk")
    for address in ("/kiosk/", "/kiosk/ajutor", "/kiosk/fara-cod"):
        assert stranger.post(address, credential="FH1:A").request.path == "/kiosk/inregistrare"
    assert stranger.get("/kiosk/stare").json == {"state": "over"}
    assert stranger.post("/kiosk/inregistrare", key="demo:cabinet-1").status_code == 422


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        ("unknown", 422, "Nu recunoaștem acest cod"),
        ("early", 422, "nu este bun încă"),
        ("wrong_state", 422, "nu se poate deschide acum"),
        ("locked", 409, "Codul QR merge și acum"),
        ("used", 409, "a fost deschisă deja"),
        ("expired", 409, "vă așteaptă la ghișeu"),
        ("timeout", 409, "Caseta nu răspunde"),
        ("http_500", 409, "Caseta nu răspunde"),
    ],
)
def test_every_no_has_its_words(hall: Hall, screen: Visitor, code: str, status: int, words: str) -> None:
    says(hall, code)
    answer = screen.post("/kiosk/", compartment="14", credential="12345678")
    assert (answer.status_code, words in answer.text) == (status, True)
    assert "12345678" not in answer.text


def test_a_stuck_door_is_named_and_so_is_the_door_to_which_the_paper_was_moved(
    hall: Hall, screen: Visitor
) -> None:
    case = deposited(hall)
    token = secrets.grant_token(hall.house, hall.grant(parcel(case)))
    says(hall, "jammed")
    answer = screen.post("/kiosk/", credential=token)
    assert f"Ușa {parcel(case).compartment} s-a blocat" in answer.text
    before = screen.get("/kiosk/stare").json
    with transaction():
        parcel(case).compartment = 15
    assert screen.get("/kiosk/stare").json != before
    assert "Acum la ușa 15" in screen.get("/kiosk/usa").text


def test_the_screen_follows_the_door_and_forgets_it(hall: Hall, screen: Visitor) -> None:
    case = deposited(hall)
    lying = parcel(case)
    says(hall, Opened(lying.reservation, lying.compartment, str(lying.id), "collect"))
    assert f"Ușa {lying.compartment} este deschisă" in screen.post("/kiosk/", credential="FH1:A").text
    assert screen.get("/kiosk/stare").json == {"state": "open::"}
    hall.door("closed", "collect")
    seen = screen.get("/kiosk/usa")
    assert "Mulțumim!" in seen.text
    assert case.applicant.full_name not in seen.text
    assert seen.headers["Cache-Control"] == "no-store"
    screen.get("/kiosk/gata")
    assert screen.get("/kiosk/stare").json == {"state": "over"}


def test_papers_are_laid_in_and_the_screen_says_their_number(hall: Hall, screen: Visitor) -> None:
    dropped = prepared(hall, Citizen(hall).signed_in(hall, IOANA))
    kept, name = dropped.parcel, dropped.person.full_name
    assert kept is not None
    says(hall, Opened(kept.reservation, kept.compartment, str(kept.id), "deposit"))
    opened = screen.post("/kiosk/", credential="FH1:A").text
    assert f"Ușa {kept.compartment} este deschisă" in opened
    assert "Alte hârtii, de exemplu cererea semnată" in opened
    hall.door("opened", "deposit")
    assert screen.get("/kiosk/stare").json == {"state": "open::"}
    hall.door("closed", "deposit")
    entry = latest(hall).entry
    assert entry is not None
    assert screen.get("/kiosk/stare").json == {"state": f"laid_in::{entry.legal_number}"}
    thanks = screen.get("/kiosk/usa").text
    assert entry.legal_number in thanks
    assert name not in thanks


def test_a_door_closed_on_nothing_gives_no_number_and_may_be_opened_again(
    hall: Hall, screen: Visitor
) -> None:
    dropped = prepared(hall, Citizen(hall).signed_in(hall, IOANA))
    kept = dropped.parcel
    assert kept is not None
    says(hall, Opened(kept.reservation, kept.compartment, str(kept.id), "deposit"))
    screen.post("/kiosk/", credential="FH1:A")
    hall.door("opened", "deposit")
    event = {**hall.bank.event("door.closed", "deposit", hall.now), "state": "reserved"}
    with transaction():
        hearing.hear("cabinet-1", [event], hall.house, hall.now)
    said = screen.get("/kiosk/usa").text
    assert "Nu ați pus nimic înăuntru" in said
    assert "Arăt codul din nou" in said
    assert latest(hall).entry is None


@pytest.mark.parametrize(
    ("code", "words"),
    [("expired", "cereți altă ușă din cont"), ("jammed", "Păstrați hârtiile la dumneavoastră")],
)
def test_whoever_still_has_the_papers_is_not_told_that_they_are_safe_inside(
    hall: Hall, screen: Visitor, code: str, words: str
) -> None:
    kept = prepared(hall, Citizen(hall).signed_in(hall, IOANA)).parcel
    assert kept is not None
    (grant,) = grants.of_parcel(kept.id)
    says(hall, code)
    page = screen.post("/kiosk/", credential=secrets.grant_token(hall.house, grant)).text
    assert words in page
    assert "este în siguranță" not in page


def test_a_parcel_of_another_cabinet_is_not_seen(hall: Hall) -> None:
    lying = parcel(deposited(hall))
    other = cabinets.cabinet("cabinet-1")
    assert kiosk.parcel_here(other, str(lying.id)) is lying
    other = devices.Cabinet(id=lying.id)  # somebody else's
    assert kiosk.parcel_here(other, str(lying.id)) is None


def test_what_is_asked_besides_the_code(hall: Hall, screen: Visitor) -> None:
    says(hall, "factor_needed")
    asked = screen.post("/kiosk/", credential="FH1:A")
    assert 'name="year"' in asked.text
    says(hall, "factor_wrong")
    again = screen.post("/kiosk/", credential="FH1:A", day="1", month="2", year="1980")
    assert "Data nașterii nu se potrivește" in again.text


def test_another_code_comes_by_sms_and_the_screen_says_nothing_of_it(hall: Hall, screen: Visitor) -> None:
    case = deposited(hall)
    before, serial = len(hall.sms.to("+40721000101")), hall.grant(parcel(case)).serial
    stranger = screen.post("/kiosk/fara-cod", **{**PHONE, "phone": "0722 999 999"})
    known = screen.post("/kiosk/fara-cod", **PHONE)
    assert words(stranger.text) == words(known.text)
    hall.works()
    session().rollback()
    assert hall.grant(parcel(case)).serial == serial + 1
    sent = hall.sms.to("+40721000101")
    assert len(sent) == before + 1
    assert link(hall, case) in sent[-1]
    pin = secrets.grant_pin(hall.house, hall.grant(parcel(case)))
    assert pin in sent[-1].replace(" ", "")


def test_one_phone_is_not_written_to_all_day(hall: Hall, screen: Visitor) -> None:
    hall.app.config["RATE_LIMITS"] = True
    case = deposited(hall)
    serial = hall.grant(parcel(case)).serial
    for _ in range(5):
        assert screen.post("/kiosk/fara-cod", **PHONE).status_code == 200
    assert hall.grant(parcel(case)).serial == serial + 3


def test_a_call_for_help_rings_once(hall: Hall, screen: Visitor) -> None:
    for _ in range(2):
        assert "I-am anunțat pe colegii noștri" in screen.post("/kiosk/ajutor").text
    ringing = alarms.ringing([cabinets.cabinet("cabinet-1").id])
    assert [one.kind for one in ringing] == ["help"]


def words(page: str) -> str:
    return page.partition("<main")[2].partition("</main")[0]
