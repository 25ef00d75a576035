"""Who may open: what a controller owes to those who have a right, and to all others."""

from tests.conformance.bench import Bench, requirement, said

# docs/locker-api.md: so long the same credential opens the same door again.
GRACE = 3 * 60
# docs/locker-api.md: so many wrong ones lock the keypad, for so long at first.
TRIES, FIRST_LOCK = 3, 5 * 60


@requirement("C-20", "A token opens the door of its parcel; taken out, the door is free")
def test_papers_go_in_and_out(bench: Bench) -> None:
    kept = bench.told()
    assert bench.state(kept) == "occupied"
    opened = bench.show(kept)
    assert opened.ok, said(opened)
    told = opened.json()
    assert (told["compartment"], told["purpose"], told["ref"]) == (kept.door, "collect", kept.ref)
    bench.hands.take_out(kept.door)
    assert bench.state(kept) == "free"


@requirement("C-21", "A PIN opens its own door and no other")
def test_a_pin_opens_its_own_door(bench: Bench) -> None:
    kept, other = bench.told(), bench.told()
    assert said(bench.controller.present(kept.pin, other.door)) == (404, "unknown")
    assert bench.compartment(other.door)["door"] == "closed"
    assert bench.controller.present(kept.pin, kept.door).json()["compartment"] == kept.door


@requirement("C-22", "Where a second factor is asked, the right code alone opens nothing")
def test_a_second_factor_is_asked(bench: Bench) -> None:
    kept = bench.told(factor="05031981")
    assert said(bench.show(kept)) == (403, "factor_needed")
    assert said(bench.show(kept, factor="06031981")) == (403, "factor_wrong")
    assert bench.compartment(kept.door)["door"] == "closed"
    assert bench.show(kept, factor="05031981").ok


@requirement("C-23", "A grant opens nothing before its time")
def test_too_early(bench: Bench) -> None:
    kept = bench.told(starts=1, ends=2)
    assert said(bench.show(kept)) == (409, "early")
    assert bench.compartment(kept.door)["door"] == "closed"


@requirement("C-24", "A grant opens nothing after its time")
def test_too_late(bench: Bench) -> None:
    kept = bench.told(starts=-2, ends=-1)
    assert said(bench.show(kept)) == (409, "expired")
    assert bench.compartment(kept.door)["door"] == "closed"


@requirement("C-25", "A revoked grant is unknown from that moment on")
def test_revoked(bench: Bench) -> None:
    kept = bench.told()
    bench.tell(kept)
    assert said(bench.show(kept)) == (404, "unknown")


@requirement("C-26", "An older list of grants does not replace a newer one")
def test_a_stale_list(bench: Bench) -> None:
    kept = bench.told()
    bench.tell(kept)
    late = bench.controller.give(kept.reservation, bench.grant(kept), version=kept.version - 1)
    assert said(late) == (409, "stale")
    assert said(bench.show(kept)) == (404, "unknown")


@requirement("C-27", "Within three minutes the same credential opens the same door again: it fell shut")
def test_the_door_fell_shut(bench: Bench) -> None:
    kept = bench.told()
    assert bench.show(kept).ok
    bench.hands.take_out(kept.door)
    assert bench.show(kept).json()["compartment"] == kept.door


@requirement("C-28", "After three minutes a used grant opens nothing")
def test_a_picture_of_a_used_qr(bench: Bench) -> None:
    kept = bench.told()
    assert bench.show(kept).ok
    bench.hands.take_out(kept.door)
    bench.hands.wait(GRACE + 1)
    assert said(bench.show(kept)) in {(409, "used"), (409, "expired")}
    assert bench.compartment(kept.door)["door"] == "closed"


@requirement("C-29", "A used grant stays used when the hall tells it again")
def test_told_again_it_stays_used(bench: Bench) -> None:
    kept = bench.keep()
    given = bench.grant(kept, purpose="deposit")
    bench.tell(kept, given)
    assert bench.show(kept).ok
    bench.hands.lay_in(kept.door)
    bench.tell(kept, given)
    bench.hands.wait(GRACE + 1)
    assert said(bench.show(kept)) == (409, "used")


@requirement("C-30", "A grant to deposit opens the kept door; closed, papers lie in it")
def test_a_deposit_grant(bench: Bench) -> None:
    kept = bench.keep()
    bench.tell(kept, bench.grant(kept, purpose="deposit"))
    opened = bench.show(kept)
    assert opened.ok, said(opened)
    assert opened.json()["purpose"] == "deposit"
    bench.hands.lay_in(kept.door)
    assert bench.state(kept) == "occupied"


@requirement("C-31", "It lists the grants that it may open for by itself, how often each was used, no hashes")
def test_the_list_for_hours_without_network(bench: Bench) -> None:
    kept = bench.laid_in()
    given = bench.grant(kept)
    bench.tell(kept, given)
    held = bench.held().get(given["id"])
    assert held is not None, "it does not hold what it was told"
    assert (held["compartment"], held["ref"], held["uses"]) == (kept.door, kept.ref, 0)
    assert not {given["token_sha256"], given["pin_sha256"]} & set(map(str, held.values()))
    assert bench.show(kept).ok
    assert bench.held()[given["id"]]["uses"] == 1
    bench.hands.leave_inside(kept.door)
    bench.tell(kept)
    assert given["id"] not in bench.held()


@requirement("C-32", "Cut off, it opens for the grants that it holds, and tells of it later")
def test_without_network(bench: Bench) -> None:
    kept, before = bench.told(), bench.last_seq()
    bench.hands.cut_network()
    try:
        door = bench.hands.show(kept.token)
        bench.hands.take_out(kept.door)
    finally:
        bench.hands.mend_network()
    assert door == kept.door
    told = [(one["type"], one["ref"]) for one in bench.events(before)]
    assert told == [("door.opened", kept.ref), ("door.closed", kept.ref)]


@requirement("C-33", "After a loss of power it knows which grants were used, and which it holds")
def test_a_used_qr_after_a_loss_of_power(bench: Bench) -> None:
    used, other = bench.told(), bench.told()
    assert bench.show(used).ok
    bench.hands.take_out(used.door)
    bench.hands.wait(GRACE + 1)
    bench.hands.cut_power()
    assert said(bench.show(used)) in {(409, "used"), (409, "expired")}
    assert bench.compartment(used.door)["door"] == "closed"
    assert bench.show(other).ok


@requirement("C-34", "Three wrong PINs lock the keypad for five minutes, and never whoever has the QR")
def test_the_keypad_locks(bench: Bench) -> None:
    kept = bench.told()
    wrong = f"{(int(kept.pin) + 1) % 10**8:08d}"
    answers = [said(bench.controller.present(wrong, kept.door)) for _ in range(TRIES + 1)]
    assert set(answers) == {(404, "unknown"), (429, "locked")}, answers
    right = bench.controller.present(kept.pin, kept.door)
    assert said(right) == (429, "locked")
    assert right.json()["error"]["retry_after"] > FIRST_LOCK * 0.8
    assert bench.compartment(kept.door)["door"] == "closed"
    assert bench.show(kept).ok
