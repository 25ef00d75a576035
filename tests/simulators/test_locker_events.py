"""What the cabinet tells the hall, whatever breaks; and its page, where one breaks it."""

import pytest
import requests

from simulators.callbacks import sign
from simulators.process import Simulator
from tests.simulators.hands import LOCKER_KEY, Cabinet, code, credential
from tests.simulators.hook import Hook


def test_call_backs_are_signed(cabinet: Cabinet, hook: Hook) -> None:
    cabinet.deposit()
    hook.until(lambda h: bool(h.received))
    received = hook.received[0]
    assert received.signature == sign(LOCKER_KEY, received.timestamp, received.body)


def test_events_are_resent_until_taken_and_can_be_asked_for(cabinet: Cabinet, hook: Hook) -> None:
    hook.open = False
    before = cabinet.get("/v1/site").json()["last_seq"]
    cabinet.deposit()
    hook.until(lambda h: h.refused > 0)
    hook.open = True
    hook.until(lambda h: len(h.events()) >= 2)
    assert cabinet.get(f"/v1/events?after={before}").json()["events"] == hook.events()


def test_a_duplicated_batch_keeps_its_ids(cabinet: Cabinet, hook: Hook) -> None:
    cabinet.faults(duplicate_events=1)
    cabinet.hand(3, "open")
    hook.until(lambda h: len(h.events()) == 2)
    assert hook.events()[0] == hook.events()[1]


def test_events_told_backwards_are_all_told_once(cabinet: Cabinet, hook: Hook) -> None:
    cabinet.faults(backwards=1)
    cabinet.hand(3, "open")
    cabinet.hand(3, "close")
    hook.until(lambda h: len(h.events()) == 2)
    assert [event["type"] for event in hook.events()] == ["door.closed", "door.opened"]
    assert len(hook.received) == 2


def test_a_share_of_all_calls_fails_or_is_told_twice(cabinet: Cabinet, hook: Hook) -> None:
    cabinet.faults(fail_percent=100)
    assert code(cabinet.reserve()) == (503, "unavailable")
    cabinet.faults(fail_percent=0, duplicate_percent=100)
    cabinet.hand(3, "open")
    hook.until(lambda h: len(h.events()) == 2)
    assert hook.events()[0] == hook.events()[1]


def test_a_door_left_open_is_told_once(cabinet: Cabinet, hook: Hook) -> None:
    cabinet.hand(5, "open")
    cabinet.faults(clock_ahead_s=61)
    hook.until(lambda h: "door.left_open" in [e["type"] for e in h.events()])
    cabinet.hand(5, "close")
    hook.until(lambda h: h.latest("type") == "door.closed")
    assert [e["type"] for e in hook.events()].count("door.left_open") == 1


@pytest.mark.kills
def test_kill_9_loses_neither_doors_nor_events(own_locker: Simulator, hook: Hook) -> None:
    cabinet = Cabinet(own_locker.url, LOCKER_KEY)
    hook.open = False
    reservation, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    reserved = cabinet.reserve(key="k-kept", ref="parcel-kept").json()
    assert cabinet.present("FH1:token-a").ok
    own_locker.kill()
    hook.open = True
    own_locker.start()
    hook.until(lambda h: len(h.events()) == 3)
    assert [event["id"] for event in hook.events()] == ["cabinet-1-1-1", "cabinet-1-1-2", "cabinet-1-1-3"]
    assert cabinet.reserve(key="k-kept", ref="parcel-kept").json() == reserved
    assert cabinet.door(number)["door"] == "open"
    assert cabinet.present("FH1:token-a").json()["reservation"] == reservation
    cabinet.hand(number, "close")
    hook.until(lambda h: h.latest("id") == "cabinet-1-2-4")


def test_the_page_shows_doors_in_words_and_its_buttons_work_without_scripts(cabinet: Cabinet) -> None:
    _, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    cabinet.present("FH1:token-a")
    page = requests.get(cabinet.url, timeout=10)
    assert "ușă deschisă (ridicare)" in page.text
    assert 'http-equiv="refresh" content="5"' in page.text
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert "http-equiv" not in requests.get(f"{cabinet.url}/?still=1", timeout=10).text
    closed = requests.post(
        f"{cabinet.url}/sim/doors/{number}/close?still=1", timeout=10, allow_redirects=False
    )
    assert (closed.status_code, closed.headers["Location"]) == (303, "/?still=1")
    assert cabinet.door(number)["state"] == "free"


def test_cut_off_it_still_opens_for_who_has_a_right_and_tells_later(cabinet: Cabinet, hook: Hook) -> None:
    _, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    hook.until(lambda h: len(h.events()) == 2)
    (held,) = cabinet.get("/v1/grants").json()
    assert (held["compartment"], held["purpose"], held["uses"]) == (number, "collect", 0)
    assert not any("sha256" in name for name in held)
    cabinet.faults(offline=1)
    assert code(cabinet.present("FH1:token-a")) == (503, "offline")
    opened = cabinet.at_the_panel("11111111", number)
    assert opened.json()["compartment"] == number
    cabinet.hand(number, "close")
    assert len(hook.events()) == 2
    cabinet.faults(offline=0)
    hook.until(lambda h: len(h.events()) == 4)
    assert [(e["type"], e["grant"]) for e in hook.events()[2:]] == [
        ("door.opened", "c-1"),
        ("door.closed", "c-1"),
    ]


def test_the_page_moves_the_clock_and_cuts_the_network(cabinet: Cabinet) -> None:
    form = {"hours": "73", "offline": "yes"}
    page = requests.post(f"{cabinet.url}/sim/circumstances", data=form, timeout=10).text
    assert "fără rețea" in page
    assert code(cabinet.get("/v1/site")) == (503, "offline")
    requests.post(f"{cabinet.url}/sim/circumstances", data={"hours": "0"}, timeout=10)
    assert cabinet.get("/v1/site").ok
