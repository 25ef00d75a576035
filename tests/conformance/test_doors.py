"""What a controller owes about its doors (docs/locker.md lists the requirements by their numbers)."""

import uuid
from datetime import UTC, datetime

import requests

from tests.conformance.bench import Bench, requirement, said
from tests.simulators.hands import Cabinet

A_MINUTE = 60


@requirement("C-01", "It tells its site, its clock to the minute, and each of its doors once")
def test_it_tells_its_doors(bench: Bench) -> None:
    site = bench.controller.get("/v1/site").json()
    doors = bench.controller.get("/v1/compartments").json()
    assert site["site"]
    assert abs((datetime.fromisoformat(site["clock"]) - datetime.now(UTC)).total_seconds()) < A_MINUTE
    assert len({one["number"] for one in doors}) == len(doors) == site["compartments"]


@requirement("C-02", "Without its key nobody learns or changes anything")
def test_nobody_speaks_with_it_without_the_key(bench: Bench) -> None:
    stranger = Cabinet(bench.controller.url, "not the key of this controller")
    for path in ("/v1/site", "/v1/compartments", "/v1/grants", "/v1/events", "/v1/reservations?state=live"):
        assert said(stranger.get(path)) == (401, "unauthorized"), path
    assert said(stranger.reserve()) == (401, "unauthorized")
    assert said(stranger.present("FH1:anything")) == (401, "unauthorized")


@requirement("C-03", "The same Idempotency-Key has its effect once and gets the same answer")
def test_the_same_key_acts_once(bench: Bench) -> None:
    key, kept = uuid.uuid4().hex, bench.keep()
    first = bench.controller.open(kept.reservation, key=key)
    bench.hands.lay_in(kept.door)
    again = bench.controller.open(kept.reservation, key=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert bench.compartment(kept.door)["door"] == "closed", "the lost answer opened the door a second time"


@requirement("C-04", "A change without an Idempotency-Key is refused")
def test_a_change_needs_a_key(bench: Bench) -> None:
    plain = requests.post(
        f"{bench.controller.url}/v1/reservations",
        json={"ref": uuid.uuid4().hex, "size": "S", "accessible": False},
        headers={"Authorization": bench.controller.bearer},
        timeout=10,
    )
    assert said(plain) == (400, "key_missing")


@requirement("C-05", "A refusal is not kept under its key: the same question may be answered otherwise later")
def test_a_refusal_is_not_kept(bench: Bench) -> None:
    key, kept = uuid.uuid4().hex, bench.keep()
    assert said(bench.controller.open(kept.reservation, "take_back", key)) == (409, "wrong_state")
    bench.controller.open(kept.reservation)
    bench.hands.lay_in(kept.door)
    assert bench.controller.open(kept.reservation, "take_back", key).ok
    bench.hands.take_out(kept.door)
    assert bench.state(kept) == "free"


@requirement("C-06", "A parcel has one compartment, however often and under whatever keys it is asked for")
def test_one_parcel_one_compartment(bench: Bench) -> None:
    kept = bench.keep()
    again = bench.controller.reserve("S", ref=kept.ref).json()
    assert again == {"reservation": kept.reservation, "compartment": kept.door}


@requirement("C-07", "A kept compartment fits, is within reach when that is asked, and is nobody else's")
def test_it_chooses_a_door_that_fits(bench: Bench) -> None:
    first, second = bench.keep("S"), bench.keep("S")
    assert first.door != second.door
    assert bench.compartment(first.door)["size"] in {"S", "M", "L"}
    assert bench.compartment(first.door)["ref"] == first.ref
    low = bench.controller.reserve("S", accessible=True)
    if low.ok:
        assert bench.compartment(low.json()["compartment"])["accessible"]
        assert bench.controller.cancel(low.json()["reservation"]).ok
    else:
        assert said(low) == (409, "none_free")


@requirement("C-08", "It lists its living reservations, and those only")
def test_living_reservations(bench: Bench) -> None:
    def listed() -> dict[str, tuple[str, int]]:
        rows = bench.controller.get("/v1/reservations?state=live").json()
        return {row["reservation"]: (row["ref"], row["compartment"]) for row in rows}

    kept = bench.keep()
    assert listed().get(kept.reservation) == (kept.ref, kept.door)
    bench.controller.cancel(kept.reservation)
    assert kept.reservation not in listed()


@requirement("C-09", "An empty compartment is given back, one with papers in it is not")
def test_giving_back(bench: Bench) -> None:
    empty, full = bench.keep(), bench.laid_in()
    assert bench.controller.cancel(empty.reservation).ok
    assert bench.controller.cancel(empty.reservation).ok, "giving back twice is no fault"
    assert bench.state(empty) == "free"
    assert said(bench.controller.cancel(full.reservation)) == (409, "occupied")
    assert bench.state(full) == "occupied"


@requirement("C-10", "An operator opens any closed door with a reason, and nothing changes hands")
def test_a_service_opening(bench: Bench) -> None:
    kept = bench.laid_in()
    why = {"actor": "conformance", "reason": "a look inside"}
    path = f"/v1/compartments/{kept.door}/open"
    assert bench.controller.change("POST", path, why).ok
    assert said(bench.controller.change("POST", path, why)) == (409, "wrong_state")
    bench.hands.leave_inside(kept.door)
    assert bench.state(kept) == "occupied"


@requirement("C-11", "A door out of service is kept for nobody; one with papers in it stays in service")
def test_out_of_service(bench: Bench) -> None:
    kept, full = bench.keep(), bench.laid_in()
    bench.controller.cancel(kept.reservation)
    path = f"/v1/compartments/{kept.door}"
    assert bench.controller.change("POST", f"{path}/block", {"reason": "hinge"}).ok
    assert bench.state(kept) == "blocked"
    assert bench.keep().door != kept.door
    assert bench.controller.change("POST", f"{path}/unblock", {}).ok
    assert bench.state(kept) == "free"
    refused = bench.controller.change("POST", f"/v1/compartments/{full.door}/block", {"reason": "x"})
    assert said(refused) == (409, "occupied")


@requirement("C-12", "Papers move to another door: it opens, the old one is blocked, their codes go along")
def test_papers_move(bench: Bench) -> None:
    kept = bench.told()
    old = kept.door
    moved = bench.controller.change("POST", f"/v1/reservations/{kept.reservation}/move", {})
    assert moved.ok, said(moved)
    kept.door = moved.json()["compartment"]
    assert kept.door != old
    assert bench.compartment(old)["state"] == "blocked"
    bench.hands.lay_in(kept.door)
    assert bench.state(kept) == "occupied"
    assert bench.controller.present(kept.pin, kept.door).json()["compartment"] == kept.door
    bench.hands.take_out(kept.door)
    assert bench.controller.change("POST", f"/v1/compartments/{old}/unblock", {}).ok


@requirement("C-13", "Sensors: a door closed on nothing stays kept, and is not taken for filled")
def test_nothing_was_laid_in(bench: Bench) -> None:
    bench.needs_sensors()
    kept = bench.keep()
    bench.controller.open(kept.reservation)
    bench.hands.close_empty(kept.door)
    assert bench.state(kept) == "reserved"


@requirement(
    "C-14", "Sensors: a door closed on papers that were to be taken is given to nobody before a look"
)
def test_papers_left_inside(bench: Bench) -> None:
    bench.needs_sensors()
    kept = bench.told()
    assert bench.show(kept).ok
    bench.hands.leave_inside(kept.door)
    assert bench.state(kept) == "needs_check"
    assert bench.controller.open(kept.reservation, "take_back").ok
    bench.hands.take_out(kept.door)
    assert bench.state(kept) == "free"
