"""The hall speaks with a cabinet: reserve, deposit, collect, and every refusal by its name."""

from datetime import UTC, datetime, timedelta

import pytest

from app.adapters import locker_banks
from app.adapters.locker_banks import HttpLockerBank
from app.outside import OutsideError
from app.outside.lockers import Booked, Door, GrantTold, Opened
from tests.simulators.hands import SITE, Cabinet, sha256

NOW = datetime.now(UTC)


def credential(token: str = "FH1:token-a", pin: str = "11111111", *, ends: float = 72) -> GrantTold:
    return GrantTold(
        id=f"c-{token}",
        purpose="collect",
        token_sha256=sha256(token),
        pin_sha256=sha256(f"{pin}:{SITE}"),
        not_before=NOW - timedelta(minutes=1),
        not_after=NOW + timedelta(hours=ends),
    )


def deposit(bank: HttpLockerBank, cabinet: Cabinet, *grants: GrantTold, ref: str = "p-1") -> str:
    kept = bank.reserve(key=f"reserve-{ref}", ref=ref, size="S", accessible=False)
    door = bank.open(key=f"open-{ref}", reservation=kept.id, purpose="deposit", actor="Ana")
    assert door == kept.compartment
    cabinet.hand(door, "close")
    bank.grant(key=f"give-{ref}", reservation=kept.id, version=1, grants=grants)
    return kept.id


def refused(do: object, *args: object, **named: object) -> str:
    with pytest.raises(OutsideError) as refusal:
        do(*args, **named)  # type: ignore[operator]
    return refusal.value.code


def test_a_paper_goes_in_and_out(bank: HttpLockerBank, cabinet: Cabinet) -> None:
    reservation = deposit(bank, cabinet, credential())
    opened = bank.present(key="here-1", credential="FH1:token-a")
    assert opened.reservation == reservation
    assert bank.compartments()[opened.compartment - 1] == Door(
        opened.compartment, "S", False, "occupied", "open", 170, "p-1"
    )
    cabinet.hand(opened.compartment, "close")
    assert bank.compartments()[opened.compartment - 1].state == "free"


def test_a_lost_answer_reserves_no_second_compartment(bank: HttpLockerBank, cabinet: Cabinet) -> None:
    cabinet.faults(lose_response=1)
    assert refused(bank.reserve, key="r", ref="p-2", size="M", accessible=False) == "unreachable"
    again = bank.reserve(key="r", ref="p-2", size="M", accessible=False)
    assert [d.number for d in bank.compartments() if d.state == "reserved"] == [again.compartment]


def test_a_lost_answer_at_the_kiosk_opens_the_same_door_again(bank: HttpLockerBank, cabinet: Cabinet) -> None:
    reservation = deposit(bank, cabinet, credential())
    cabinet.faults(lose_response=1)
    assert refused(bank.present, key="here", credential="11111111", compartment=1) == "unreachable"
    again = bank.present(key="here", credential="11111111", compartment=1)
    assert again == Opened(reservation, 1, "p-1", "collect")


def test_a_slow_controller_is_not_waited_for_for_ever(
    bank: HttpLockerBank, cabinet: Cabinet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locker_banks, "TIMEOUT_AT_THE_DOOR", 0.1)
    cabinet.faults(slow_ms=600)
    # The cabinet is still at it when the next test begins: so it is asked for what it will not find.
    slow = {"key": "slow", "reservation": "nobody's", "purpose": "deposit", "actor": "Ana"}
    assert refused(bank.open, **slow) == "timeout"


def test_every_refusal_has_its_name(bank: HttpLockerBank, cabinet: Cabinet) -> None:
    reservation = deposit(bank, cabinet, credential(), credential("FH1:token-old", "22222222", ends=-0.01))
    assert refused(bank.present, key="n-1", credential="nobody's") == "unknown"
    assert refused(bank.present, key="n-2", credential="FH1:token-old") == "expired"
    assert refused(bank.cancel, key="n-3", reservation=reservation) == "occupied"
    cabinet.hand(1, "jam")
    assert refused(bank.present, key="n-4", credential="FH1:token-a") == "jammed"
    assert refused(bank.open, key="n-5", reservation=reservation, purpose="take_back", actor="A") == "jammed"
    cabinet.hand(1, "unjam")
    bank.grant(key="n-6", reservation=reservation, version=3, grants=[])
    old = {"reservation": reservation, "version": 2, "grants": [credential()]}
    assert refused(bank.grant, key="n-7", **old) == "stale"
    assert refused(bank.present, key="n-8", credential="FH1:token-a") == "unknown"
    assert refused(bank.open, key="n-9", reservation="r/../x", purpose="deposit", actor="A") == "http_404"


def test_used_and_locked_have_theirs(bank: HttpLockerBank, cabinet: Cabinet) -> None:
    deposit(bank, cabinet, credential())
    cabinet.hand(bank.present(key="u-1", credential="FH1:token-a").compartment, "close")
    cabinet.faults(clock_ahead_s=200)
    assert refused(bank.present, key="u-2", credential="FH1:token-a") == "used"
    for n in range(3):
        assert refused(bank.present, key=f"wrong-{n}", credential="00000000") == "unknown"
    assert refused(bank.present, key="u-3", credential="11111111", compartment=1) == "locked"


def test_when_all_are_taken_the_hall_is_told(bank: HttpLockerBank) -> None:
    for n in range(2):
        bank.reserve(key=f"l-{n}", ref=f"l-{n}", size="L", accessible=True)
    with pytest.raises(OutsideError) as full:
        bank.reserve(key="l-9", ref="l-9", size="L", accessible=True)
    assert (full.value.code, full.value.permanent) == ("none_free", True)


def test_giving_an_empty_compartment_back(bank: HttpLockerBank) -> None:
    kept = bank.reserve(key="e-1", ref="e-1", size="S", accessible=True)
    bank.cancel(key="e-2", reservation=kept.id)
    assert {door.state for door in bank.compartments()} == {"free"}


def test_what_lives_there_is_listed_for_our_books(bank: HttpLockerBank, cabinet: Cabinet) -> None:
    kept = bank.reserve(key="k", ref="p-1", size="S", accessible=False)
    gone = bank.reserve(key="l", ref="p-2", size="S", accessible=False)
    bank.cancel(key="c", reservation=gone.id)
    assert bank.booked() == [Booked(kept.id, "p-1", kept.compartment)]
