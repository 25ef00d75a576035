"""Who may open: tokens, PINs with their door, a second factor, their time, their one use, wrong tries."""

import sqlite3
from contextlib import closing
from hmac import compare_digest

import pytest

from app.journey.lockers.pickup_helpers import MOST_DELEGATES
from simulators import serving
from simulators.locker import doors, grants, presenting
from simulators.locker.cabinet import TABLES, boot
from simulators.locker.keypad import TRIES_A_DAY
from tests.simulators.hands import Cabinet, code, credential
from tests.simulators.hook import Hook

HOUR = 3600


@pytest.mark.parametrize("shown", ["FH1:token-a", "11111111", " 11111111\n"])
def test_token_and_pin_open_the_same_door(cabinet: Cabinet, shown: str) -> None:
    reservation, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    assert cabinet.present(shown, number).json()["reservation"] == reservation


def test_a_pin_opens_its_own_door_only(cabinet: Cabinet) -> None:
    _, first = cabinet.deposit(credential("FH1:token-a", "11111111"))
    _, second = cabinet.deposit(credential("FH1:token-b", "22222222"))
    assert code(cabinet.present("11111111", second)) == (404, "unknown")
    assert code(cabinet.present("11111111")) == (404, "unknown")
    assert cabinet.present("11111111", first).json()["compartment"] == first


def test_a_deposit_grant_opens_a_reserved_door_once(cabinet: Cabinet, hook: Hook) -> None:
    kept = cabinet.reserve().json()
    reservation, number = kept["reservation"], kept["compartment"]
    cabinet.give(reservation, credential("FH1:envelope", "33333333", purpose="deposit"))
    opened = cabinet.present("FH1:envelope").json()
    assert (opened["compartment"], opened["purpose"]) == (number, "deposit")
    cabinet.hand(number, "close", empty="1")  # a sensor: nothing was laid in
    assert cabinet.door(number)["state"] == "reserved"
    assert cabinet.present("FH1:envelope").ok
    cabinet.hand(number, "close")
    assert cabinet.door(number)["state"] == "occupied"
    cabinet.faults(clock_ahead_s=181)
    assert code(cabinet.present("FH1:envelope")) == (409, "used")
    hook.until(lambda h: h.latest("type") == "credential.rejected")
    opened_by = [e["grant"] for e in hook.events() if e["type"] == "door.opened"]
    assert opened_by == ["c-1", "c-1"]


def test_a_second_factor_is_asked_once_the_code_is_right(cabinet: Cabinet) -> None:
    _, number = cabinet.deposit(credential("FH1:token-a", "11111111", factor="05031981"))
    assert code(cabinet.present("FH1:token-a")) == (403, "factor_needed")
    assert code(cabinet.present("11111111", number)) == (403, "factor_needed")
    assert code(cabinet.present("FH1:token-a", factor="05031982")) == (403, "factor_wrong")
    assert cabinet.present("11111111", number, "05031981").json()["compartment"] == number


def test_wrong_factors_lock_too(cabinet: Cabinet) -> None:
    cabinet.deposit(credential("FH1:token-a", "11111111", factor="05031981"))
    for _ in range(3):
        assert code(cabinet.present("FH1:token-a", factor="01011990")) == (403, "factor_wrong")
    assert code(cabinet.present("FH1:token-a", factor="05031981")) == (429, "locked")


def test_a_locked_keypad_does_not_lock_out_who_has_a_qr(cabinet: Cabinet) -> None:
    _, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    for _ in range(3):
        cabinet.present("00000000", number)
    assert code(cabinet.present("11111111", number)) == (429, "locked")
    assert cabinet.present("FH1:token-a").ok


def test_guessing_a_pin_succeeds_less_than_once_in_a_million_days(cabinet: Cabinet) -> None:
    """All the tries that the keypad takes in a day, on the door that one guesses at."""
    _, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    tries = at = 0
    while at < 24 * HOUR:
        answer = cabinet.present("00000000", number)
        tries += answer.status_code == 404
        at += answer.json()["error"].get("retry_after", 0)
        cabinet.faults(clock_ahead_s=at)
    assert tries == 27
    assert tries * (1 + MOST_DELEGATES) / 10**8 < 1e-6


def test_a_patient_thief_gets_no_more_tries_a_day(cabinet: Cabinet) -> None:
    """Two tries every ten minutes never lock the keypad by themselves: the day's number of tries does."""
    _, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    tries = 0
    for at in range(0, 24 * HOUR, 601):
        cabinet.faults(clock_ahead_s=at)
        answers = [cabinet.present("00000000", number) for _ in range(2)]
        tries += sum(answer.status_code == 404 for answer in answers)
        if tries >= TRIES_A_DAY:
            break
    assert tries == TRIES_A_DAY
    assert tries * (1 + MOST_DELEGATES) / 10**8 < 1e-6
    cabinet.faults(clock_ahead_s=24 * HOUR - 60)
    assert code(cabinet.present("11111111", number)) == (429, "locked")
    cabinet.faults(clock_ahead_s=24 * HOUR + 60)
    assert cabinet.present("11111111", number).ok


def test_a_code_is_compared_with_all_that_are_kept_whichever_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    """In constant time each, and none is left out once one fitted: the answer's time tells nothing."""
    compared: list[bool] = []

    def counting(kept: bytes, shown: bytes) -> bool:
        compared.append(compare_digest(kept, shown))
        return compared[-1]

    monkeypatch.setattr(serving, "compare_digest", counting)
    for shown in ("FH1:first", "FH1:last", "FH1:nobody", "00000000"):
        compared.clear()
        with closing(with_grants("FH1:first", "FH1:other", "FH1:last")) as db:
            presenting.present(db, 1000.0, "cabinet-1", presenting.Shown(shown, 1))
        assert len(compared) == 3, shown


def with_grants(*tokens: str) -> sqlite3.Connection:
    """What a controller keeps: so many papers, each in a door of its own."""
    db = sqlite3.connect(":memory:")
    db.row_factory = sqlite3.Row
    db.executescript(TABLES)
    boot(db, "cabinet-1", len(tokens))
    for number, token in enumerate(tokens, 1):
        made = doors.reserve(db, f"r-{number}", f"p-{number}", 0, accessible=False).body
        grants.replace(db, str(made["reservation"]), 1, [credential(token, f"{number:08}", of=f"g-{number}")])
    return db


def test_what_opens_here_is_never_what_is_kept(cabinet: Cabinet) -> None:
    kept = credential("FH1:token-a", "11111111")
    cabinet.deposit(kept)
    assert code(cabinet.present(kept["token_sha256"])) == (404, "unknown")
    assert code(cabinet.present(kept["pin_sha256"])) == (404, "unknown")


def test_a_credential_has_its_time(cabinet: Cabinet) -> None:
    cabinet.deposit(credential("FH1:token-a", "11111111", ends=72))
    cabinet.deposit(credential("FH1:token-b", "22222222", starts=1))
    assert code(cabinet.present("FH1:token-b")) == (409, "early")
    cabinet.faults(clock_ahead_s=73 * HOUR)
    assert code(cabinet.present("FH1:token-a")) == (409, "expired")


def test_within_three_minutes_the_same_door_opens_again(cabinet: Cabinet) -> None:
    reservation, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    cabinet.present("FH1:token-a")
    assert cabinet.present("FH1:token-a").ok  # still open: no harm
    cabinet.hand(number, "close")
    again = cabinet.present("11111111", number).json()
    assert (again["compartment"], again["reservation"], again["purpose"]) == (number, reservation, "collect")
    cabinet.hand(number, "close")
    assert cabinet.door(number)["state"] == "free"


def test_after_three_minutes_it_is_used(cabinet: Cabinet, hook: Hook) -> None:
    _, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    cabinet.present("FH1:token-a")
    cabinet.hand(number, "close")
    cabinet.faults(clock_ahead_s=181)
    assert code(cabinet.present("FH1:token-a")) == (409, "used")
    hook.until(lambda h: h.latest("type") == "credential.rejected")


def test_the_grace_never_opens_somebody_elses_door(cabinet: Cabinet) -> None:
    _, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    cabinet.present("FH1:token-a")
    cabinet.hand(number, "close")
    assert cabinet.reserve().json()["compartment"] == number
    assert code(cabinet.present("FH1:token-a")) == (409, "used")


def test_only_the_newest_credentials_count(cabinet: Cabinet) -> None:
    reservation, _ = cabinet.deposit(credential("FH1:token-a", "11111111"))
    assert cabinet.give(reservation, credential("FH1:token-b", "22222222", of="c-2"), version=2).ok
    assert code(cabinet.give(reservation, credential("FH1:token-a", "11111111"), version=1)) == (409, "stale")
    assert code(cabinet.present("FH1:token-a")) == (404, "unknown")
    assert cabinet.present("FH1:token-b").ok


def test_a_used_credential_given_again_stays_used(cabinet: Cabinet) -> None:
    once = credential("FH1:token-a", "11111111")
    reservation, number = cabinet.deposit(once)
    cabinet.present("FH1:token-a")
    cabinet.hand(number, "close", still_inside="1")
    cabinet.give(reservation, once, version=2)
    cabinet.faults(clock_ahead_s=181)
    assert code(cabinet.present("FH1:token-a")) == (409, "used")


def test_nothing_opens_before_the_paper_is_in_or_after_it_was_taken_back(cabinet: Cabinet) -> None:
    reserved = cabinet.reserve().json()["reservation"]
    cabinet.give(reserved, credential("FH1:token-a", "11111111"))
    assert code(cabinet.present("FH1:token-a")) == (409, "wrong_state")
    taken, number = cabinet.deposit(credential("FH1:token-b", "22222222"))
    cabinet.open(taken, "take_back")
    assert code(cabinet.present("FH1:token-b")) == (409, "wrong_state")
    cabinet.hand(number, "close")
    assert code(cabinet.present("FH1:token-b")) == (409, "expired")


def test_three_wrong_tries_lock_the_keypad_longer_each_time(cabinet: Cabinet) -> None:
    _, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    for _ in range(3):
        assert code(cabinet.present("00000000")) == (404, "unknown")
    assert code(cabinet.present("11111111", number)) == (429, "locked")
    cabinet.faults(clock_ahead_s=301)
    for _ in range(3):
        assert code(cabinet.present("00000000")) == (404, "unknown")
    cabinet.faults(clock_ahead_s=301 + 305)
    assert code(cabinet.present("11111111", number)) == (429, "locked")
    cabinet.faults(clock_ahead_s=301 + 605)
    assert cabinet.present("11111111", number).ok


def test_wrong_tries_are_forgotten_after_ten_minutes(cabinet: Cabinet) -> None:
    for _ in range(2):
        cabinet.present("00000000")
    cabinet.faults(clock_ahead_s=601)
    cabinet.present("00000000")
    assert code(cabinet.present("00000000")) == (404, "unknown")
