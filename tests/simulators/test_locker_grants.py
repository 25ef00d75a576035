"""Who may collect: tokens, PINs, their time, their one use, and wrong tries."""

import pytest

from tests.simulators.hands import Cabinet, credential
from tests.simulators.hook import Hook
from tests.simulators.test_locker import code

HOUR = 3600


@pytest.mark.parametrize("shown", ["token-a", "11111111", " 11111111\n"])
def test_token_and_pin_open_the_same_door(cabinet: Cabinet, shown: str) -> None:
    reservation, _ = cabinet.deposit(credential("token-a", "11111111"))
    assert cabinet.present(shown).json()["reservation"] == reservation


def test_what_opens_here_is_never_what_is_kept(cabinet: Cabinet) -> None:
    kept = credential("token-a", "11111111")
    cabinet.deposit(kept)
    assert code(cabinet.present(kept["token_sha256"])) == (404, "unknown")
    assert code(cabinet.present(kept["pin_sha256"])) == (404, "unknown")


def test_a_credential_has_its_time(cabinet: Cabinet) -> None:
    cabinet.deposit(credential("token-a", "11111111", ends=72))
    cabinet.deposit(credential("token-b", "22222222", starts=1))
    assert code(cabinet.present("token-b")) == (404, "unknown")
    cabinet.faults(clock_ahead_s=73 * HOUR)
    assert code(cabinet.present("token-a")) == (409, "expired")


def test_within_three_minutes_the_same_door_opens_again(cabinet: Cabinet) -> None:
    reservation, number = cabinet.deposit(credential("token-a", "11111111"))
    cabinet.present("token-a")
    assert cabinet.present("token-a").ok  # still open: no harm
    cabinet.hand(number, "close")
    assert cabinet.present("11111111").json() == {
        "compartment": number,
        "door": "open",
        "reservation": reservation,
    }
    cabinet.hand(number, "close")
    assert cabinet.door(number)["state"] == "free"


def test_after_three_minutes_it_is_used(cabinet: Cabinet, hook: Hook) -> None:
    _, number = cabinet.deposit(credential("token-a", "11111111"))
    cabinet.present("token-a")
    cabinet.hand(number, "close")
    cabinet.faults(clock_ahead_s=181)
    assert code(cabinet.present("token-a")) == (409, "used")
    hook.until(lambda h: h.events()[-1]["type"] == "credential.rejected")


def test_the_grace_never_opens_somebody_elses_door(cabinet: Cabinet) -> None:
    _, number = cabinet.deposit(credential("token-a", "11111111"))
    cabinet.present("token-a")
    cabinet.hand(number, "close")
    assert cabinet.reserve().json()["compartment"] == number
    assert code(cabinet.present("token-a")) == (409, "used")


def test_only_the_newest_credentials_count(cabinet: Cabinet) -> None:
    reservation, _ = cabinet.deposit(credential("token-a", "11111111"))
    assert cabinet.give(reservation, credential("token-b", "22222222", of="c-2"), version=2).ok
    assert code(cabinet.give(reservation, credential("token-a", "11111111"), version=1)) == (409, "stale")
    assert code(cabinet.present("token-a")) == (404, "unknown")
    assert cabinet.present("token-b").ok


def test_a_used_credential_given_again_stays_used(cabinet: Cabinet) -> None:
    once = credential("token-a", "11111111")
    reservation, number = cabinet.deposit(once)
    cabinet.present("token-a")
    cabinet.hand(number, "close", still_inside="1")
    cabinet.give(reservation, once, version=2)
    cabinet.faults(clock_ahead_s=181)
    assert code(cabinet.present("token-a")) == (409, "used")


def test_nothing_opens_before_the_paper_is_in_or_after_it_was_taken_back(cabinet: Cabinet) -> None:
    reserved = cabinet.reserve().json()["reservation"]
    cabinet.give(reserved, credential("token-a", "11111111"))
    assert code(cabinet.present("token-a")) == (409, "wrong_state")
    taken, number = cabinet.deposit(credential("token-b", "22222222"))
    cabinet.open(taken, "take_back")
    assert code(cabinet.present("token-b")) == (409, "wrong_state")
    cabinet.hand(number, "close")
    assert code(cabinet.present("token-b")) == (409, "expired")


def test_five_wrong_tries_lock_the_keypad_longer_each_time(cabinet: Cabinet) -> None:
    cabinet.deposit(credential("token-a", "11111111"))
    for _ in range(5):
        assert code(cabinet.present("00000000")) == (404, "unknown")
    assert code(cabinet.present("11111111")) == (429, "locked")
    cabinet.faults(clock_ahead_s=121)
    for _ in range(5):
        assert code(cabinet.present("00000000")) == (404, "unknown")
    cabinet.faults(clock_ahead_s=121 + 125)
    assert code(cabinet.present("11111111")) == (429, "locked")
    cabinet.faults(clock_ahead_s=121 + 245)
    assert cabinet.present("11111111").ok


def test_wrong_tries_are_forgotten_after_ten_minutes(cabinet: Cabinet) -> None:
    for _ in range(4):
        cabinet.present("00000000")
    cabinet.faults(clock_ahead_s=601)
    cabinet.present("00000000")
    assert code(cabinet.present("00000000")) == (404, "unknown")
