"""Thieves: with a copied message, somebody else's key, a picture of a used QR, patience at the keypad."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Parcel
from app.database import session
from app.journey.lockers import pickup_helpers
from app.outside.lockers import GrantTold
from app.settings import Locker
from simulators.locker import keypad
from tests.hall import Hall
from tests.journey.test_doors import ready, reserved
from tests.lockers.model import CODES_AT_A_DOOR, DAY, TRIES_A_DAY, Keypad, chance_a_day
from tests.lockers.street import SITE, Street, asked, standing
from tests.simulators.hands import sha256
from tests.web.test_hooks import KEY, batch, post, sign

OTHER_KEY = "the-key-of-the-second-cabinet"


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    with standing(tmp_path_factory.mktemp("street")) as one:
        yield one


@pytest.fixture
def cabinet(street: Street) -> Street:
    street.as_new()
    return street


@pytest.fixture
def two_cabinets(hall: Hall) -> Hall:
    """A hall that hears a second cabinet too, which has a key of its own."""
    settings = hall.app.extensions["settings"]
    second = Locker("cabinet-2", "http://127.0.0.1:1", OTHER_KEY)
    hall.app.extensions["settings"] = replace(settings, lockers=(*settings.lockers, second))
    yield hall
    hall.app.extensions["settings"] = settings


def state(parcel: Parcel) -> str:
    session().rollback()
    found = lockers.by_id(parcel.id)
    assert found is not None
    return str(found.state)


def lying(hall: Hall) -> Parcel:
    found = lockers.latest(ready(hall).id)
    assert found is not None
    return found


def kept(hall: Hall) -> Parcel:
    found = lockers.latest(reserved(hall).id)
    assert found is not None
    return found


# -- the webhook


def test_a_message_told_again_is_heard_once(hall: Hall) -> None:
    parcel = kept(hall)
    told = batch(hall.bank.event("door.closed", "deposit", hall.now, 1))
    assert post(hall, "/hooks/locker", told).status_code == 200
    assert state(parcel) == "deposited"
    before = len(lockers.events(parcel.id))
    for age in (0, 100, 290):
        assert post(hall, "/hooks/locker", told, age=age).status_code == 200
    assert len(lockers.events(parcel.id)) == before


@pytest.mark.parametrize("age", [301, 3600, -301])
def test_an_old_message_and_one_from_the_future_are_refused(hall: Hall, age: int) -> None:
    parcel = kept(hall)
    told = batch(hall.bank.event("door.closed", "deposit", hall.now, 1))
    assert post(hall, "/hooks/locker", told, age=age).status_code == 403
    assert state(parcel) == "reserved"


def test_another_cabinets_key_says_nothing_of_this_one(two_cabinets: Hall) -> None:
    parcel = kept(two_cabinets)
    told = batch(two_cabinets.bank.event("door.closed", "deposit", two_cabinets.now, 1))
    signed = _signed(two_cabinets, told, OTHER_KEY)
    assert post(two_cabinets, "/hooks/locker", told, signature=signed[1], stamp=signed[0]).status_code == 403
    assert state(parcel) == "reserved"


def test_a_captured_cabinet_collects_nothing_from_another(two_cabinets: Hall) -> None:
    """Rightly signed with its own key, about a paper that lies in the first cabinet."""
    parcel = kept(two_cabinets)
    told = {
        **batch(two_cabinets.bank.event("door.closed", "deposit", two_cabinets.now, 1)),
        "site": "cabinet-2",
    }
    stamp, signature = _signed(two_cabinets, told, OTHER_KEY)
    post(two_cabinets, "/hooks/locker", told, signature=signature, stamp=stamp)
    assert state(parcel) == "reserved"


@pytest.mark.parametrize("age", [0, 299])
def test_a_caught_message_cannot_be_changed_nor_made_young(hall: Hall, age: int) -> None:
    """Its signature is over its time and its body: another body, or another time, is another message."""
    parcel = kept(hall)
    caught = batch(hall.bank.event("door.closed", "deposit", hall.now, 1))
    stamp, signature = _signed(hall, batch(), KEY)
    assert post(hall, "/hooks/locker", caught, signature=signature, stamp=stamp).status_code == 403
    stamp, signature = _signed(hall, caught, KEY)
    younger = str(int(stamp) + age - 300)
    assert post(hall, "/hooks/locker", caught, signature=signature, stamp=younger).status_code == 403
    assert state(parcel) == "reserved"
    assert post(hall, "/hooks/locker", caught, signature=signature, stamp=stamp).status_code == 200
    assert state(parcel) == "deposited"


def test_events_that_were_held_back_for_hours_are_heard_when_signed_anew(hall: Hall) -> None:
    """The limit is on the signature, not on what it tells of: a cabinet without network tells later."""
    parcel = kept(hall)
    late = batch(hall.bank.event("door.closed", "deposit", hall.now - timedelta(hours=9), 1))
    assert post(hall, "/hooks/locker", late).status_code == 200
    assert state(parcel) == "deposited"


def _signed(hall: Hall, told: object, key: str) -> tuple[str, str]:
    stamp = str(int(hall.now.timestamp()))
    return stamp, sign(json.dumps(told).encode(), stamp, key)


# -- codes before the door


def lies_in(cabinet: Street, *, hours: float = 72, pin: str = "12345678", ref: str = "p-1") -> int:
    """A paper lies in a door, and somebody has its codes."""
    bank = cabinet.bank
    booked = bank.reserve(key=f"r-{ref}", ref=ref, size="S", accessible=False)
    door = bank.open(key=f"o-{ref}", reservation=booked.id, purpose="deposit", actor="Elena")
    cabinet.hand(door, "close")
    right = GrantTold(
        id=f"g-{ref}",
        purpose="collect",
        token_sha256=sha256(f"FH1:{ref}"),
        pin_sha256=sha256(f"{pin}:{SITE}"),
        not_before=cabinet.now - timedelta(minutes=1),
        not_after=cabinet.now + timedelta(hours=hours),
    )
    bank.grant(key=f"t-{ref}", reservation=booked.id, version=1, grants=[right])
    return door


def test_a_picture_of_a_used_qr_opens_nothing(cabinet: Street) -> None:
    door = lies_in(cabinet)
    assert asked(cabinet.bank.present, credential="FH1:p-1").compartment == door
    cabinet.hand(door, "close")
    lies_in(cabinet, ref="p-2", pin="87654321")  # the door has been given to somebody else
    cabinet.passes(100)
    assert asked(cabinet.bank.present, credential="FH1:p-1") in {"used", "expired"}
    cabinet.passes(3600)
    assert asked(cabinet.bank.present, credential="FH1:p-1") in {"used", "expired"}
    assert cabinet.doors()[door].door == "closed"


def test_a_used_qr_stays_used_when_the_power_was_cut(cabinet: Street) -> None:
    door = lies_in(cabinet)
    assert asked(cabinet.bank.present, credential="FH1:p-1").compartment == door
    cabinet.hand(door, "close")
    cabinet.loses_power()
    cabinet.passes(3600)
    assert asked(cabinet.bank.present, credential="FH1:p-1") in {"used", "expired"}
    assert asked(cabinet.bank.present, credential="12345678", compartment=door) in {"used", "expired"}
    assert cabinet.doors()[door].door == "closed"


def test_a_message_that_cannot_reach_the_hall_is_not_a_way_in(cabinet: Street) -> None:
    """A lost answer repeated with its key is the same answer, and no second opening."""
    door = lies_in(cabinet)
    first = asked(cabinet.bank.present, key="one", credential="FH1:p-1")
    cabinet.hand(door, "close")
    cabinet.passes(3600)
    assert asked(cabinet.bank.present, key="one", credential="FH1:p-1") == first
    assert cabinet.doors()[door].door == "closed"


@pytest.mark.parametrize(("pause", "tries"), [(0, 27), (301, TRIES_A_DAY)], ids=["fast", "patient"])
def test_somebody_types_all_day(cabinet: Street, pause: int, tries: int) -> None:
    """As fast as the keypad lets him: 27 tries; so slowly that no three fall together: 30 (see `Keypad`)."""
    door = lies_in(cabinet, hours=100)
    assert _tries_in_a_day(cabinet, pause) == tries
    assert chance_a_day(tries) < 1e-6
    # Meanwhile whoever has the QR is not kept out.
    assert asked(cabinet.bank.present, credential="FH1:p-1").compartment == door


def _tries_in_a_day(cabinet: Street, pause: int) -> int:
    """Each answer as the model has it; after a lock he comes back in the second in which it ends."""
    tries, model, now = 0, Keypad(), 0
    while now < DAY:
        said = asked(cabinet.bank.present, credential=f"{tries:08}", compartment=1 + tries % 6)
        assert said == ("locked" if model.locked(now) else "unknown"), now
        wait = model.open_at(now) - now + 1
        if said == "unknown":
            model.wrongly(now)
            tries, wait = tries + 1, pause
        now += wait
        cabinet.passes(wait)
    return tries


def test_no_more_codes_live_at_a_door_than_the_arithmetic_counts_on() -> None:
    """30 tries a day, compared with the applicant's code and those of two delegates: 9 in ten million."""
    assert (keypad.TRIES_A_DAY, pickup_helpers.MOST_DELEGATES + 1) == (TRIES_A_DAY, CODES_AT_A_DOOR)
    assert chance_a_day(TRIES_A_DAY) == pytest.approx(9e-7)
    assert chance_a_day(TRIES_A_DAY) < 1e-6


def test_the_right_pin_at_the_wrong_door_opens_neither(cabinet: Street) -> None:
    door = lies_in(cabinet)
    assert asked(cabinet.bank.present, credential="12345678", compartment=door % 6 + 1) == "unknown"
    assert {one.door for one in cabinet.doors().values()} == {"closed"}
    assert asked(cabinet.bank.present, credential="12345678", compartment=door).compartment == door


def test_nothing_of_a_code_is_kept_in_words(cabinet: Street) -> None:
    """Whoever carries the controller away has hashes, of which only a PIN's can be tried out."""
    lies_in(cabinet)
    database = Path(cabinet.simulator.arguments[1])
    kept_bytes = b"".join(one.read_bytes() for one in database.parent.glob("locker.sqlite*"))
    assert sha256("FH1:p-1").encode() in kept_bytes
    assert b"12345678" not in kept_bytes
    assert b"FH1:p-1" not in kept_bytes
