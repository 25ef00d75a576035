"""What a controller tells: nothing lost, nothing invented, signed."""

import time
from datetime import UTC, datetime, timedelta

from simulators.callbacks import sign
from tests.conformance.bench import Bench, Told, requirement
from tests.simulators.hook import Hook, Received

# The hall refuses what was signed longer ago.
FRESH = 5 * 60
PATIENCE = 30


def of(events: list[Told], ref: str) -> list[tuple[str, str]]:
    return [(one["type"], one["purpose"]) for one in events if one["ref"] == ref]


def arrived(hook: Hook, ref: str, number: int) -> None:
    hook.until(lambda h: len({one["id"] for one in h.events() if one["ref"] == ref}) >= number, PATIENCE)


def rightly_signed(received: Received, key: str) -> bool:
    return received.signature == sign(key, received.timestamp or "", received.body)


@requirement("C-40", "What happened can be read again, oldest first, each thing once and with its time")
def test_what_happened_can_be_read_again(bench: Bench) -> None:
    before = bench.last_seq()
    kept = bench.laid_in()
    assert bench.controller.open(kept.reservation, "take_back").ok
    bench.hands.take_out(kept.door)
    events = bench.events(before)
    assert of(events, kept.ref) == [
        ("door.opened", "deposit"),
        ("door.closed", "deposit"),
        ("door.opened", "take_back"),
        ("door.closed", "take_back"),
    ]
    assert [one["seq"] for one in events] == sorted({one["seq"] for one in events})
    now = datetime.now(UTC)
    assert all(now - timedelta(hours=1) < datetime.fromisoformat(one["at"]) for one in events)


@requirement(
    "C-41", "An event names the parcel, the door and its state, and who opened: grant, or actor and reason"
)
def test_an_event_says_who_and_why(bench: Bench) -> None:
    kept = bench.laid_in()
    given, before = bench.grant(kept), bench.last_seq()
    bench.tell(kept, given)
    assert bench.show(kept).ok
    bench.hands.take_out(kept.door)
    why = {"actor": "conformance", "reason": "a look inside"}
    assert bench.controller.change("POST", f"/v1/compartments/{kept.door}/open", why).ok
    bench.hands.close_empty(kept.door)
    opened, closed, service, _ = bench.events(before)
    assert (opened["ref"], opened["compartment"], opened["grant"]) == (kept.ref, kept.door, given["id"])
    assert (closed["type"], closed["state"]) == ("door.closed", "free")
    assert (service["purpose"], service["actor"], service["reason"]) == ("service", *why.values())


@requirement("C-42", "A call-back is signed with the key over its time and its body, now")
def test_call_backs_are_signed(bench: Bench) -> None:
    hook, kept = bench.hook, bench.laid_in()
    arrived(hook, kept.ref, 2)
    for received in hook.received:
        assert received.timestamp, "no X-Timestamp"
        assert abs(time.time() - int(received.timestamp)) < FRESH
        assert rightly_signed(received, bench.controller.key), "X-Signature is not over timestamp.body"
        assert received.json["site"] == bench.site


@requirement("C-43", "Events are told again until a 2xx answer, under the same ids, each time signed anew")
def test_told_until_acknowledged(bench: Bench) -> None:
    hook = bench.hook
    hook.turned_away.clear()
    hook.open, hook.refused = False, 0
    try:
        kept = bench.laid_in()
        hook.until(lambda h: h.refused >= 2, PATIENCE)
        time.sleep(1)  # so that a signature made anew has another second
    finally:
        hook.open = True
    arrived(hook, kept.ref, 2)
    refused = {one["id"] for received in hook.turned_away for one in received.json["events"]}
    told = {one["id"]: one for one in hook.events() if one["ref"] == kept.ref}
    assert refused & set(told), "told again under another id"
    assert all(rightly_signed(one, bench.controller.key) for one in (*hook.turned_away, *hook.received))
    assert len({one.timestamp for one in (*hook.turned_away, *hook.received)}) > 1, "sent again unsigned anew"
    assert {one["id"]: one for one in bench.events(0) if one["ref"] == kept.ref} == told


@requirement("C-44", "What was acknowledged is not told for ever")
def test_acknowledged(bench: Bench) -> None:
    hook, kept = bench.hook, bench.laid_in()
    arrived(hook, kept.ref, 2)
    deadline = time.monotonic() + PATIENCE
    while bench.controller.get("/v1/site").json()["unacknowledged"]:
        assert time.monotonic() < deadline, "it does not take 2xx for an answer"
        time.sleep(0.1)


@requirement(
    "C-45", "A loss of power loses no reservation, no open door and no event that was not acknowledged"
)
def test_power_is_cut(bench: Bench) -> None:
    hook, before = bench.hook, bench.last_seq()
    hook.open = False
    try:
        kept = bench.told()
        assert bench.show(kept).ok
        bench.hands.cut_power()
    finally:
        hook.open = True
    arrived(hook, kept.ref, 3)
    assert bench.compartment(kept.door)["door"] == "open"
    bench.hands.take_out(kept.door)
    assert of(bench.events(before), kept.ref)[-1] == ("door.closed", "collect")
    assert bench.state(kept) == "free"
