"""The cabinet keeps its word over HTTP: compartments and doors."""

from concurrent.futures import ThreadPoolExecutor

import requests

from tests.simulators.hands import LOCKER_KEY, Cabinet, code, credential
from tests.simulators.hook import Hook


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
    reservation, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    assert cabinet.door(number)["state"] == "occupied"
    assert cabinet.present("FH1:token-a").json() == {
        "compartment": number,
        "door": "open",
        "reservation": reservation,
        "ref": cabinet.door(number)["ref"],
        "purpose": "collect",
    }
    cabinet.hand(number, "close")
    assert cabinet.door(number) | {"size": ""} == {
        "number": number,
        "size": "",
        "accessible": False,
        "state": "free",
        "door": "closed",
        "height_cm": 170,
        "ref": None,
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
    _, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    cabinet.hand(number, "jam")
    assert code(cabinet.present("11111111", number)) == (409, "jammed")
    hook.until(lambda h: [e["type"] for e in h.events()].count("door.jammed") == 2)
    cabinet.hand(number, "unjam")
    assert cabinet.present("11111111", number).ok


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
    reservation, number = cabinet.deposit(credential("FH1:token-a", "11111111"))
    cabinet.present("FH1:token-a")
    cabinet.hand(number, "close", still_inside="1")
    assert cabinet.door(number)["state"] == "needs_check"
    hook.until(lambda h: h.latest("state") == "needs_check")
    assert cabinet.open(reservation, "take_back").ok
    cabinet.hand(number, "close")
    assert cabinet.door(number)["state"] == "free"


def test_maintenance_changes_nothing_of_what_lies_inside(cabinet: Cabinet) -> None:
    _, number = cabinet.deposit()
    cabinet.hand(number, "open")
    cabinet.hand(number, "close")
    assert cabinet.door(number)["state"] == "occupied"


def test_papers_move_to_another_door_when_theirs_is_stuck(cabinet: Cabinet, hook: Hook) -> None:
    reservation, stuck = cabinet.deposit(credential("FH1:token-a", "11111111"))
    cabinet.hand(stuck, "jam")
    moved = cabinet.change("POST", f"/v1/reservations/{reservation}/move", {}).json()["compartment"]
    assert moved != stuck
    cabinet.hand(moved, "close")
    assert [cabinet.door(n)["state"] for n in (stuck, moved)] == ["blocked", "occupied"]
    assert cabinet.present("11111111", moved).json()["compartment"] == moved
    hook.until(lambda h: "compartment.blocked" in [e["type"] for e in h.events()])


def test_an_operator_opens_with_a_reason_and_takes_doors_out_of_service(cabinet: Cabinet, hook: Hook) -> None:
    opened = cabinet.change("POST", "/v1/compartments/5/open", {"actor": "Elena", "reason": "curățenie"})
    assert opened.ok
    cabinet.hand(5, "close")
    hook.until(lambda h: len(h.events()) == 2)
    first = hook.events()[0]
    assert (first["purpose"], first["actor"], first["reason"]) == ("service", "Elena", "curățenie")
    assert cabinet.change("POST", "/v1/compartments/5/block", {"reason": "balama"}).ok
    assert cabinet.door(5)["state"] == "blocked"
    assert cabinet.change("POST", "/v1/compartments/5/unblock", {}).ok
    assert cabinet.door(5)["state"] == "free"
    _, taken = cabinet.deposit(credential("FH1:token-a", "11111111"))
    refused = cabinet.change("POST", f"/v1/compartments/{taken}/block", {"reason": "x"})
    assert code(refused) == (409, "occupied")
    assert code(cabinet.change("POST", "/v1/compartments/99/block", {"reason": "x"})) == (
        404,
        "unknown_compartment",
    )


def test_a_door_that_is_only_kept_moves_without_opening(cabinet: Cabinet) -> None:
    """Else somebody would close it on nothing, and a number would be given for it."""
    kept = cabinet.reserve().json()
    said = cabinet.change("POST", f"/v1/reservations/{kept['reservation']}/move", {}).json()
    assert (said["door"], cabinet.door(said["compartment"])["state"]) == ("closed", "reserved")
    assert cabinet.door(kept["compartment"])["state"] == "blocked"


def test_only_living_reservations_are_listed(cabinet: Cabinet) -> None:
    full, number = cabinet.deposit()
    empty = cabinet.reserve(ref="an empty one").json()
    cabinet.cancel(empty["reservation"])
    (live,) = cabinet.get("/v1/reservations?state=live").json()
    assert (live["reservation"], live["compartment"], live["state"]) == (full, number, "occupied")
    assert code(cabinet.get("/v1/reservations")) == (400, "bad_request")
