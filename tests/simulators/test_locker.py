"""The cabinet keeps its word over HTTP: compartments, doors and what it tells the hall."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from simulators.callbacks import sign
from simulators.process import Simulator
from tests.simulators.hands import LOCKER_KEY, Cabinet, credential
from tests.simulators.hook import Hook


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_the_smallest_door_is_given_and_accessible_ones_are_kept(cabinet: Cabinet) -> None:
    small, low = cabinet.reserve("S").json(), cabinet.reserve("S", accessible=True).json()
    assert (cabinet.door(small["compartment"])["size"], cabinet.door(small["compartment"])["accessible"]) == (
        "S",
        False,
    )
    assert cabinet.door(low["compartment"])["accessible"]


def test_the_same_key_or_the_same_parcel_gets_the_same_compartment(cabinet: Cabinet) -> None:
    first = cabinet.reserve(ref="parcel-1", key="k-1")
    again, other_key = cabinet.reserve(ref="parcel-1", key="k-1"), cabinet.reserve(ref="parcel-1", key="k-2")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json() == other_key.json()


def test_many_at_once_never_share_a_compartment(cabinet: Cabinet) -> None:
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: cabinet.reserve("L"), range(8)))
    given = [answer.json()["compartment"] for answer in answers if answer.status_code == 201]
    assert len(given) == len(set(given)) == 4
    assert {code(answer) for answer in answers if answer.status_code != 201} == {(409, "none_free")}


def test_a_paper_goes_in_and_out_and_the_hall_hears_all_of_it(cabinet: Cabinet, hook: Hook) -> None:
    reservation, number = cabinet.deposit(credential("token-a", "11111111"))
    assert cabinet.door(number)["state"] == "occupied"
    assert cabinet.present("token-a").json() == {
        "compartment": number,
        "door": "open",
        "reservation": reservation,
    }
    cabinet.hand(number, "close")
    assert cabinet.door(number) | {"size": ""} == {
        "number": number,
        "size": "",
        "accessible": False,
        "state": "free",
        "door": "closed",
    }
    hook.until(lambda h: len(h.events()) == 4)
    told = [(e["type"], e["purpose"], e["reservation"]) for e in hook.events()]
    assert told == [
        ("door.opened", "deposit", reservation),
        ("door.closed", "deposit", reservation),
        ("door.opened", "collect", reservation),
        ("door.closed", "collect", reservation),
    ]
    seqs = [event["seq"] for event in hook.events()]
    assert seqs == list(range(seqs[0], seqs[0] + 4))
    assert [event["id"] for event in hook.events()] == [f"cabinet-1-1-{seq}" for seq in seqs]


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


def test_without_key_or_sense_nothing_happens(cabinet: Cabinet) -> None:
    stranger = Cabinet(cabinet.url, "not-the-key")
    assert code(stranger.get("/v1/compartments")) == (401, "unauthorized")
    assert code(stranger.present("x")) == (401, "unauthorized")
    assert code(cabinet.reserve("XXL")) == (400, "bad_request")
    assert code(cabinet.change("POST", "/v1/reservations", [])) == (400, "bad_request")
    assert code(cabinet.open("r-nobody")) == (404, "unknown_reservation")
    assert code(cabinet.give("r-nobody")) == (404, "unknown_reservation")
    keyless = requests.post(
        f"{cabinet.url}/v1/present",
        json={"credential": "x"},
        headers={"Authorization": f"Bearer {LOCKER_KEY}"},
        timeout=10,
    )
    assert code(keyless) == (400, "key_missing")


def test_a_jammed_door_says_so_and_costs_the_citizen_nothing(cabinet: Cabinet, hook: Hook) -> None:
    _, number = cabinet.deposit(credential("token-a", "11111111"))
    cabinet.hand(number, "jam")
    assert code(cabinet.present("11111111")) == (409, "jammed")
    hook.until(lambda h: [e["type"] for e in h.events()].count("door.jammed") == 2)
    cabinet.hand(number, "unjam")
    assert cabinet.present("11111111").ok


def test_a_jammed_door_is_not_offered(cabinet: Cabinet) -> None:
    first = cabinet.reserve().json()
    cabinet.cancel(first["reservation"])
    cabinet.hand(first["compartment"], "jam")
    assert cabinet.reserve().json()["compartment"] != first["compartment"]


def test_an_empty_compartment_is_given_back_and_a_full_one_is_not(cabinet: Cabinet) -> None:
    empty = cabinet.reserve().json()
    assert cabinet.cancel(empty["reservation"]).ok
    assert cabinet.cancel(empty["reservation"]).ok
    assert cabinet.door(empty["compartment"])["state"] == "free"
    full, _ = cabinet.deposit()
    assert code(cabinet.cancel(full)) == (409, "occupied")


def test_a_paper_is_taken_back_only_when_there_is_one(cabinet: Cabinet) -> None:
    reserved = cabinet.reserve().json()["reservation"]
    assert code(cabinet.open(reserved, "take_back")) == (409, "wrong_state")
    full, number = cabinet.deposit()
    assert cabinet.open(full, "take_back").ok
    assert code(cabinet.open(full, "deposit")) == (409, "wrong_state")
    cabinet.hand(number, "close")
    assert cabinet.door(number)["state"] == "free"


def test_a_paper_forgotten_inside_keeps_the_compartment_from_the_next(cabinet: Cabinet, hook: Hook) -> None:
    reservation, number = cabinet.deposit(credential("token-a", "11111111"))
    cabinet.present("token-a")
    cabinet.hand(number, "close", still_inside="1")
    assert cabinet.door(number)["state"] == "needs_check"
    hook.until(lambda h: h.events()[-1:] != [] and h.events()[-1]["state"] == "needs_check")
    assert cabinet.open(reservation, "take_back").ok
    cabinet.hand(number, "close")
    assert cabinet.door(number)["state"] == "free"


def test_a_door_left_open_is_told_once(cabinet: Cabinet, hook: Hook) -> None:
    cabinet.hand(5, "open")
    cabinet.faults(clock_ahead_s=61)
    hook.until(lambda h: "door.left_open" in [e["type"] for e in h.events()])
    cabinet.hand(5, "close")
    hook.until(lambda h: h.events()[-1]["type"] == "door.closed")
    assert [e["type"] for e in hook.events()].count("door.left_open") == 1


def test_maintenance_changes_nothing_of_what_lies_inside(cabinet: Cabinet) -> None:
    _, number = cabinet.deposit()
    cabinet.hand(number, "open")
    cabinet.hand(number, "close")
    assert cabinet.door(number)["state"] == "occupied"


@pytest.mark.kills
def test_kill_9_loses_neither_doors_nor_events(own_locker: Simulator, hook: Hook) -> None:
    cabinet = Cabinet(own_locker.url, LOCKER_KEY)
    hook.open = False
    reservation, number = cabinet.deposit(credential("token-a", "11111111"))
    reserved = cabinet.reserve(key="k-kept", ref="parcel-kept").json()
    assert cabinet.present("token-a").ok
    own_locker.kill()
    hook.open = True
    own_locker.start()
    hook.until(lambda h: len(h.events()) == 3)
    assert [event["id"] for event in hook.events()] == ["cabinet-1-1-1", "cabinet-1-1-2", "cabinet-1-1-3"]
    assert cabinet.reserve(key="k-kept", ref="parcel-kept").json() == reserved
    assert cabinet.door(number)["door"] == "open"
    assert cabinet.present("token-a").json()["reservation"] == reservation
    cabinet.hand(number, "close")
    hook.until(lambda h: h.events()[-1]["id"] == "cabinet-1-2-4")


def test_the_page_shows_doors_in_words_and_its_buttons_work_without_scripts(cabinet: Cabinet) -> None:
    _, number = cabinet.deposit(credential("token-a", "11111111"))
    cabinet.present("token-a")
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
