"""Several pay one note at the same moment, by any way: it is paid once, the rest goes back."""

import random
from contextlib import suppress
from functools import partial

import pytest

from app.cityhall.payments import queries, rules
from app.database import session, transaction
from app.journey import payments
from app.refusal import Refusal
from tests.crowd import at_once
from tests.hall import Hall
from tests.journey.fees import FEE, note_of, waiting


def test_two_call_backs_at_once_settle_once(any_hall: Hall) -> None:
    case = waiting(any_hall)
    note = note_of(case)
    payments.begin_card(rules.pay_code(any_hall.house.secret, note.id), any_hall.house, any_hall.now)
    events = [any_hall.till.event(any_hall.now) for _ in range(4)]

    def hear(number: int) -> str:
        with transaction():
            payments.hear(payments.Told(**events[number % 4]), any_hall.house, any_hall.now)
        return "heard"

    assert at_once(any_hall, *(partial(hear, number) for number in range(8))) == ["heard"] * 8
    any_hall.works()
    states = sorted(one.state for one in note_of(case).payments)
    assert states == ["refunded"] * 3 + ["succeeded"]
    assert len(any_hall.till.refunds) == 3


def test_two_cashiers_and_a_card_at_once(any_hall: Hall) -> None:
    case = waiting(any_hall)
    note_id, olga = note_of(case).id, any_hall.actor("Olga")
    payments.begin_card(rules.pay_code(any_hall.house.secret, note_id), any_hall.house, any_hall.now)
    event = any_hall.till.event(any_hall.now)

    def take(number: int) -> str:
        try:
            with transaction():
                if number == 0:
                    payments.hear(payments.Told(**event), any_hall.house, any_hall.now)
                    return "card"
                payments.at_counter(note_id, f"CH {number}", olga, any_hall.house, any_hall.now)
        except Refusal as refusal:
            return refusal.key
        return "cash"

    done = at_once(any_hall, *(partial(take, number) for number in range(3)))
    any_hall.works()
    assert note_of(case).state == "paid"
    kept = [one for one in note_of(case).payments if one.state == "succeeded"]
    assert len(kept) == 1
    assert done.count("cash") == (kept[0].method == "counter")


@pytest.mark.parametrize("seed", range(6))
def test_whatever_comes_in_whatever_order_the_books_balance(hall: Hall, seed: int) -> None:
    chance, case = random.Random(seed), waiting(hall)
    note_id, code = note_of(case).id, rules.pay_code(hall.house.secret, note_of(case).id)
    payments.begin_card(code, hall.house, hall.now)
    events = [
        *(hall.till.event(hall.now) for _ in range(3)),
        *(hall.till.event(hall.now, "failed") for _ in range(2)),
        hall.till.event(hall.now, amount=FEE + 100),
    ]
    acts: list[object] = [*events, *chance.sample(events, 3), "cashier", "days"]
    chance.shuffle(acts)
    for act in acts:
        if act == "days":
            hall.passes(days=chance.choice([1, 31]))
        elif act == "cashier":
            with suppress(Refusal), transaction():
                payments.at_counter(note_id, "CH 1", hall.actor("Olga"), hall.house, hall.now)
        else:
            hall.hears(act)  # type: ignore[arg-type]
    hall.works()
    session().rollback()
    note = queries.by_code(code)
    kept = [one for one in note.payments if one.state == "succeeded"]
    back = [one for one in note.payments if one.state == "refunded"]
    assert sum(one.amount for one in kept) == (FEE if note.state == "paid" else 0)
    cards = 3 * FEE + FEE + 100
    taken = sum(one.amount for one in kept + back if one.method == "card")
    assert taken == cards
    assert sum(amount for _transaction, amount in hall.till.refunds.values()) == sum(
        one.amount for one in back
    )
    assert {one.state for one in note.payments} <= {"succeeded", "refunded", "failed"}
