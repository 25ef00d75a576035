"""Somebody carries the screen's cookie away: it shows codes to its cabinet, as the screen does, no more."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.cityhall.cabinets import devices
from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cabinets.models import Cabinet, KioskDevice
from app.database import session, transaction
from app.outside.lockers import GrantTold
from tests.hall import Hall
from tests.lockers.street import SITE, Street, standing
from tests.simulators.hands import sha256
from tests.web.desk.conftest import Browser

OPERATORS = ("/casete", "/birou", "/registr", "/admin")
# What a screen may send, and that alone.
MAY_SEND = {"kiosk.present", "kiosk.another_code", "kiosk.enrolled", "kiosk.call"}


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    with standing(tmp_path_factory.mktemp("street")) as one:
        yield one


@pytest.fixture
def cabinet(street: Street, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Street:
    """The hall with the real cabinet, and no demonstration: a screen needs its key."""
    street.as_new()
    hall.app.config["WTF_CSRF_ENABLED"] = False
    real = replace(hall.app.extensions["settings"], demo=False)
    monkeypatch.setitem(hall.app.extensions, "settings", real)
    outside = replace(hall.house.outside, lockers={SITE: street.bank})
    monkeypatch.setitem(hall.app.extensions, "house", replace(hall.house, outside=outside))
    hall.now = datetime.now(UTC)
    return street


def enrolled(hall: Hall, site: str = SITE) -> tuple[KioskDevice, str]:
    """A screen and the secret in its cookie."""
    with transaction():
        by = hall.actor("Ana").person_id
        _, key = devices.make(cabinets.cabinet(site), "Intrare", by, hall.now)
    with transaction():
        return devices.enrol(key, hall.now)


def thief(hall: Hall, secret: str) -> Browser:
    """Another browser, with the copied cookie and nothing else."""
    client = Browser(hall.app, hall.app.response_class)
    client.set_cookie("kiosk", secret, path="/kiosk")
    return client


def lies_in(cabinet: Street, ref: str, *, pin: str = "12345678", starts: int = -1, ends: int = 72) -> int:
    """A paper behind a door, and a right to it; times in hours."""
    bank = cabinet.bank
    booked = bank.reserve(key=f"r-{ref}", ref=str(uuid.uuid4()), size="S", accessible=False)
    door = bank.open(key=f"o-{ref}", reservation=booked.id, purpose="deposit", actor="Elena")
    cabinet.hand(door, "close")
    hours = [cabinet.now + timedelta(hours=one) for one in (starts, ends)]
    right = GrantTold(f"g-{ref}", "collect", sha256(f"FH1:{ref}"), sha256(f"{pin}:{SITE}"), *hours)
    bank.grant(key=f"t-{ref}", reservation=booked.id, version=1, grants=[right])
    return door


def standing_open(cabinet: Street) -> set[int]:
    return {one.number for one in cabinet.doors().values() if one.door != "closed"}


def test_without_a_living_grant_nothing_opens(cabinet: Street, hall: Hall) -> None:
    door = lies_in(cabinet, "OLD", starts=-3, ends=-1)
    lies_in(cabinet, "EARLY", pin="11112222", starts=5)
    client = thief(hall, enrolled(hall)[1])
    tried = [
        {"credential": "FH1:INVENTED"},
        {"credential": "FH1:OLD"},
        {"credential": "FH1:EARLY"},
        {"credential": "00000000", "compartment": str(door)},
        {"credential": "", "compartment": str(door)},
        {"credential": f"r-{door}", "compartment": str(door)},
    ]
    answers = [client.post("/kiosk/", data=form).status_code for form in tried]
    assert set(answers) <= {409, 422, 429}
    assert standing_open(cabinet) == set()


def test_with_a_living_grant_it_is_as_good_as_the_screen(cabinet: Street, hall: Hall) -> None:
    """So that the test above does not pass because nothing works."""
    door = lies_in(cabinet, "MINE")
    client = thief(hall, enrolled(hall)[1])
    assert client.post("/kiosk/", data={"credential": "FH1:MINE"}).status_code == 303
    assert standing_open(cabinet) == {door}


def test_it_is_withdrawn_at_once(cabinet: Street, hall: Hall) -> None:
    lies_in(cabinet, "MINE")
    device, secret = enrolled(hall)
    client = thief(hall, secret)
    assert client.get("/kiosk/").status_code == 200
    with transaction():
        devices.revoke(device.id, device.cabinet_id, hall.actor("Ana").person_id, hall.now)
    answer = client.post("/kiosk/", data={"credential": "FH1:MINE"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/kiosk/inregistrare")
    assert client.get("/kiosk/usa").status_code == client.get("/kiosk/fara-cod").status_code == 302
    assert standing_open(cabinet) == set()


def test_another_cabinets_screen_opens_no_door_here(cabinet: Street, hall: Hall, tmp_path: Path) -> None:
    """The right code, at the wrong cabinet: only its own controller is asked."""
    lies_in(cabinet, "MINE")
    second(hall)
    with standing(tmp_path, doors=2) as other:
        lockers = {SITE: cabinet.bank, "cabinet-9": other.bank}
        house = hall.app.extensions["house"]
        hall.app.extensions["house"] = replace(house, outside=replace(house.outside, lockers=lockers))
        client = thief(hall, enrolled(hall, "cabinet-9")[1])
        assert client.post("/kiosk/", data={"credential": "FH1:MINE"}).status_code == 422
        assert standing_open(cabinet) | standing_open(other) == set()


def second(hall: Hall) -> None:
    first = cabinets.cabinet(SITE)
    with transaction():
        session().add(
            Cabinet(
                id=uuid.uuid4(),
                institution_id=first.institution_id,
                code="cabinet-9",
                name="Caseta 9",
                place="Piața Sudului",
            )
        )


def test_it_is_nobody_elsewhere(cabinet: Street, hall: Hall) -> None:
    """Even sent where it does not belong, the cookie shows nothing that a stranger does not see."""
    client, stranger = thief(hall, secret := enrolled(hall)[1]), Browser(hall.app, hall.app.response_class)
    client.set_cookie("kiosk", secret, path="/")
    pages = [
        rule.rule
        for rule in hall.app.url_map.iter_rules()
        if rule.rule.startswith(OPERATORS) and not rule.arguments and "GET" in (rule.methods or ())
    ]
    assert len(pages) > 3
    for page in pages:
        assert client.get(page).status_code == stranger.get(page).status_code != 200, page


def test_a_screen_has_no_other_way_to_a_door(hall: Hall) -> None:
    """One view of the screen asks the cabinet for anything; there is no list, no search, no command."""
    sends = {
        rule.endpoint
        for rule in hall.app.url_map.iter_rules()
        if rule.endpoint.startswith("kiosk.") and "POST" in (rule.methods or ())
    }
    assert sends == MAY_SEND


def test_what_was_written_into_the_screen_is_dead(cabinet: Street, hall: Hall) -> None:
    """The key on the administrator's note is neither the cookie nor good for a second screen."""
    with transaction():
        _, key = devices.make(cabinets.cabinet(SITE), "Intrare", hall.actor("Ana").person_id, hall.now)
    with transaction():
        devices.enrol(key, hall.now)
    client = thief(hall, key)
    assert client.get("/kiosk/").status_code == 302
    again = client.post("/kiosk/inregistrare", data={"key": key})
    assert again.status_code != 303
