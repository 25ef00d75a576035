"""Paying a fee: by card, over the counter; too late, twice, too little; and getting it back."""

from typing import Any

import pytest
from sqlalchemy import select

from app.cityhall import incidents, journal, notices
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, Message
from app.cityhall.payments import queries, rules
from app.cityhall.payments.models import Payment
from app.database import session, transaction
from app.journey import advance, payments
from app.outside import OutsideError
from app.queue import jobs
from app.refusal import Refusal
from tests.hall import Hall
from tests.journey.fees import (
    FEE,
    HANDED,
    LOOK,
    OUTCOME,
    PAY,
    PERSON,
    REFUSE,
    ask,
    case_of,
    note_of,
    service,
    waiting,
)


def states(case: Case) -> list[str]:
    return [one.state for one in note_of(case).payments]


def result(hall: Hall, case: Case) -> Any:
    session().rollback()
    return advance.data_of(case.id).get("payment_result")


def looked_at(case: Case) -> bool:
    return [task.element for task in cases.open_tasks(case.id)] == ["look"]


def begin(hall: Hall, case: Case) -> str:
    return payments.begin_card(rules.pay_code(hall.house.secret, note_of(case).id), hall.house, hall.now)


def templates(case: Case) -> list[str]:
    return [one.template for one in notices.of_case(case.id) if one.channel == "email"]


def test_a_note_says_what_where_and_under_which_reference(each_hall: Hall) -> None:
    case = waiting(each_hall)
    note = note_of(case)
    assert (note.amount, note.purpose, note.state) == (FEE, "Taxă de probă", "due")
    assert note.reference == f"PS6-2026-{case.entry.number:06d}-1"
    assert (note.iban, note.budget_code) == ("RO17TREZ70621160203XXXXX", "16.02.03")
    code = rules.pay_code(each_hall.house.secret, note.id)
    assert queries.by_code(code).id == note.id
    with pytest.raises(Refusal, match=r"payment\.unknown"):
        queries.by_code(code[:-1] + "!")
    said = each_hall.mail.to("ioana@exemplu.ro")[-1]
    assert "14,50 lei" in said
    assert f"/plata/{code}" in said
    assert code not in "".join(one.text for one in notices.of_case(case.id))


def test_paid_by_card_the_case_goes_on(each_hall: Hall) -> None:
    case = waiting(each_hall)
    each_hall.pays(case)
    note = note_of(case)
    assert (note.state, result(each_hall, case), looked_at(case)) == ("paid", "paid", True)
    [payment] = queries.receipts(case.id)
    assert (payment.method, payment.amount, payment.receipt_number) == ("card", FEE, payment.transaction)
    assert templates(case) == ["payment_due", "payment_received"]
    kinds = [event.kind for event in cases.history(case.id, public_only=True)]
    assert [kind for kind in kinds if kind.startswith("payment")] == ["payment_requested", "payment_received"]
    assert journal.first_broken() is None
    assert payment.transaction is not None
    assert payment.transaction in each_hall.mail.to("ioana@exemplu.ro")[-1]


def test_coming_back_from_the_provider_settles_nothing(hall: Hall) -> None:
    case = waiting(hall)
    assert begin(hall, case).startswith("https://plati.example")
    hall.works()
    assert (note_of(case).state, states(case)) == ("due", ["started"])
    asked = next(iter(hall.till.asked.values()))
    assert asked["amount"] == FEE
    assert "Ioana" not in str(asked)


def test_a_refused_card_may_try_again(each_hall: Hall) -> None:
    case = waiting(each_hall)
    begin(each_hall, case)
    each_hall.hears(each_hall.till.event(each_hall.now, "failed"))
    assert (note_of(case).state, states(case)) == ("due", ["failed"])
    each_hall.hears(each_hall.till.event(each_hall.now))
    assert (note_of(case).state, states(case)) == ("paid", ["failed", "succeeded"])
    assert looked_at(case)


def test_two_payments_of_one_note_one_goes_back_once(each_hall: Hall) -> None:
    case = waiting(each_hall)
    begin(each_hall, case)
    first, second = each_hall.till.event(each_hall.now), each_hall.till.event(each_hall.now)
    for event in (first, second, second, first):
        each_hall.hears(event)
    assert (note_of(case).state, states(case)) == ("paid", ["succeeded", "refunded"])
    assert [(transaction, amount) for transaction, amount in each_hall.till.refunds.values()] == [
        (second["transaction"], FEE)
    ]
    assert templates(case) == ["payment_due", "payment_received", "payment_refunded"]


def test_paid_at_the_counter_while_a_card_pays_too(hall: Hall) -> None:
    case = waiting(hall)
    begin(hall, case)
    with transaction():
        payments.at_counter(note_of(case).id, " CH  77 ", hall.actor("Olga"), hall.house, hall.now)
    hall.hears(hall.till.event(hall.now))
    note = note_of(case)
    assert {(one.method, one.state, one.receipt_number) for one in note.payments} == {
        ("counter", "succeeded", "CH 77"),
        ("card", "refunded", None),
    }
    assert [one.receipt_number for one in queries.receipts(case.id)] == ["CH 77"]


def test_another_amount_is_no_payment(hall: Hall) -> None:
    case = waiting(hall)
    begin(hall, case)
    hall.hears(hall.till.event(hall.now, amount=FEE - 1))
    assert (note_of(case).state, states(case)) == ("due", ["refunded"])
    assert next(iter(hall.till.refunds.values()))[1] == FEE - 1
    hall.hears(hall.till.event(hall.now, currency="EUR"))
    assert (note_of(case).state, states(case)) == ("due", ["refunded", "refunded"])
    hall.pays(case)
    assert note_of(case).state == "paid"


def test_a_reminder_then_the_end_and_money_that_comes_later_goes_back(each_hall: Hall) -> None:
    case = waiting(each_hall)
    begin(each_hall, case)
    each_hall.passes(days=6)
    assert templates(case) == ["payment_due", "payment_reminder"]
    each_hall.passes(days=25)
    assert (note_of(case).state, result(each_hall, case), looked_at(case)) == ("expired", "expired", True)
    each_hall.hears(each_hall.till.event(each_hall.now))
    assert (note_of(case).state, states(case)) == ("expired", ["refunded"])
    assert templates(case)[-2:] == ["payment_expired", "payment_refunded"]
    with pytest.raises(Refusal, match=r"payment\.not_due"):
        begin(each_hall, case)


def test_a_closed_case_takes_no_money(hall: Hall) -> None:
    case = case_of(hall, ask(), OUTCOME)
    assert hall.fresh(case).closed_at is not None
    assert note_of(case).state == "cancelled"
    late = {"reference": note_of(case).reference, "checkout": "co-x", "amount": FEE, "currency": "RON"}
    hall.hears({"event_id": "ev-x", "transaction": "tr-x", "state": "succeeded", **late})
    assert states(case) == ["refunded"]


def test_refused_by_the_hall_the_money_goes_back(each_hall: Hall) -> None:
    case = case_of(each_hall, ask(), PAY, LOOK, REFUSE)
    each_hall.pays(case)
    each_hall.does("Elena", case, "handover", **HANDED)
    assert (note_of(case).state, states(case)) == ("refunded", ["refunded"])
    assert queries.receipts(case.id) == []
    assert templates(case)[-1] == "payment_refunded"
    assert len(each_hall.till.refunds) == 1


def test_what_was_paid_in_cash_a_cashier_pays_out(hall: Hall) -> None:
    case = case_of(hall, ask(), PAY, LOOK, REFUSE)
    hall.pays(case, "counter")
    hall.does("Elena", case, "handover", **HANDED)
    assert (note_of(case).state, hall.till.refunds) == ("refund_due", {})
    olga = hall.actor("Olga")
    [owed] = queries.to_give_back(olga)
    with transaction():
        payments.paid_out(owed.id, "DP 3", olga, hall.house, hall.now)
    assert (note_of(case).state, states(case)) == ("refunded", ["refunded"])
    with pytest.raises(Refusal, match=r"payment\.wrong_state"), transaction():
        payments.paid_out(owed.id, "DP 4", olga, hall.house, hall.now)


def test_call_backs_repeated_forged_and_out_of_order_have_no_second_effect(each_hall: Hall) -> None:
    case = waiting(each_hall)
    begin(each_hall, case)
    paid = each_hall.till.event(each_hall.now)
    stranger = {**paid, "event_id": "ev-s", "reference": "PS6-2026-999999-1"}
    each_hall.hears(stranger)
    assert states(case) == ["started"]
    for event in (paid, paid, {**paid, "event_id": "ev-2"}, {**paid, "event_id": "ev-3", "state": "failed"}):
        each_hall.hears(event)
    each_hall.hears({**paid, "event_id": "ev-4", "state": "dancing"})
    assert (note_of(case).state, states(case)) == ("paid", ["succeeded"])
    assert each_hall.till.refunds == {}
    assert templates(case).count("payment_received") == 1


def test_a_bank_that_corrects_itself_is_believed(hall: Hall) -> None:
    case = waiting(hall)
    begin(hall, case)
    said = hall.till.event(hall.now, "failed")
    hall.hears(said)
    hall.hears({**said, "event_id": "ev-later", "state": "succeeded"})
    assert (note_of(case).state, states(case)) == ("paid", ["succeeded"])


def test_a_transaction_pays_only_its_own_note(hall: Hall) -> None:
    one, other = waiting(hall), hall.petition()
    begin(hall, one)
    paid = hall.till.event(hall.now)
    hall.hears(paid)
    hall.hears({**paid, "event_id": "ev-other", "reference": note_of(other).reference})
    assert (note_of(one).state, note_of(other).state, states(other)) == ("paid", "due", [])


def test_paid_before_the_case_waits_nobody_is_asked_again(hall: Hall) -> None:
    case = case_of(hall, ask(), LOOK, PAY, PERSON.format("after"))
    hall.pays(case)
    hall.does("Elena", case, "handover", **HANDED)
    assert templates(case) == ["payment_received"]
    assert result(hall, case) == "paid"
    assert session().scalars(select(Message.state)).all() == ["delivered"]


@pytest.mark.parametrize("amount", [0, "None"])
def test_nothing_to_pay_is_no_note(hall: Hall, amount: object) -> None:
    case = case_of(hall, ask(amount), PAY, LOOK)
    assert (queries.of_case(case.id), result(hall, case), looked_at(case)) == ([], "none", True)


@pytest.mark.parametrize("amount", ["-1", "14.5", "'14'", "2000000001"])
def test_an_amount_that_is_none_is_the_administrators_affair(hall: Hall, amount: str) -> None:
    case = case_of(hall, ask(amount), PAY, LOOK)
    assert queries.of_case(case.id) == []
    assert [one.facts["operation"] for one in incidents.of_case(case.id)] == ["request_payment"]


def test_asked_again_after_a_crash_it_is_the_same_note(hall: Hall) -> None:
    case = waiting(hall)
    note = note_of(case)
    asked = payments.actions.Asked(note.task_id, FEE, "x", hall.house.secret)
    with transaction():
        again = payments.request(hall.fresh(case), asked, hall.now)
    assert again.id == note.id
    assert len(queries.of_case(case.id)) == 1


def test_two_notes_are_waited_for_one_after_the_other(hall: Hall) -> None:
    more = service("more", "request_payment", amount="200")
    case = case_of(hall, ask(), more, PAY, LOOK)
    hall.pays(case)
    assert not looked_at(case)
    hall.pays(case)
    assert looked_at(case)
    assert [note.state for note in queries.of_case(case.id)] == ["paid", "paid"]
    assert sum(one.amount for one in queries.receipts(case.id)) == FEE + 200


def test_only_a_cashier_of_the_house_takes_money_and_each_receipt_once(hall: Hall) -> None:
    case = waiting(hall)
    note = note_of(case)
    for who in ("Elena", "Ana", "ioana@exemplu.ro"):
        with pytest.raises(Refusal, match=r"payment\.unknown"), transaction():
            payments.at_counter(note.id, "CH 1", hall.actor(who), hall.house, hall.now)
    for empty in ("", "  ", "x" * 41):
        with pytest.raises(Refusal, match=r"payment\.receipt_needed"), transaction():
            payments.at_counter(note.id, empty, hall.actor("Olga"), hall.house, hall.now)
    hall.pays(case, "counter", "CH 1")
    assert result(hall, case) == "paid"
    other = hall.petition()
    with pytest.raises(Refusal, match=r"payment\.receipt_used"), transaction():
        payments.at_counter(note_of(other).id, "CH 1", hall.actor("Olga"), hall.house, hall.now)
    with pytest.raises(Refusal, match=r"payment\.not_due"), transaction():
        payments.at_counter(note.id, "CH 2", hall.actor("Olga"), hall.house, hall.now)


def test_a_provider_that_is_down_is_asked_again_and_pays_back_once(hall: Hall) -> None:
    case = waiting(hall)
    hall.till.failures = 1
    with pytest.raises(OutsideError):
        begin(hall, case)
    begin(hall, case)
    hall.hears(hall.till.event(hall.now))
    hall.till.failures = 3
    hall.hears(hall.till.event(hall.now))
    assert "refund_due" in states(case)
    for _ in range(3):
        hall.passes(minutes=5)
    assert (len(hall.till.refunds), "refund_due" in states(case)) == (1, False)


def test_a_worker_that_died_after_the_refund_gives_nothing_twice(hall: Hall) -> None:
    case = waiting(hall)
    begin(hall, case)
    hall.hears(hall.till.event(hall.now))
    hall.stopped = True
    hall.hears(hall.till.event(hall.now))
    [payment] = [one for one in note_of(case).payments if one.state == "refund_due"]
    # The provider did it; the worker that asked for it died before it could write that down.
    hall.till.refund(key=f"refund:{payment.id}", transaction=payment.transaction or "", amount=payment.amount)
    hall.stopped = False
    hall.works()
    assert len(hall.till.refunds) == 1
    session().rollback()
    assert session().get(Payment, payment.id).state == "refunded"  # type: ignore[union-attr]
    assert jobs.pending() == 0


def test_money_that_the_provider_will_not_give_back_is_an_incident_of_its_case(hall: Hall) -> None:
    case = waiting(hall)
    begin(hall, case)
    hall.hears(hall.till.event(hall.now))
    hall.till.refuses = "unknown"
    hall.hears(hall.till.event(hall.now))
    assert "refund_due" in states(case)
    [incident] = incidents.of_case(case.id)
    assert incident.facts["job"] == "refund_payment"
    hall.till.refuses = ""
    with transaction():
        jobs.retry(jobs.dead()[0], hall.now)
    hall.works()
    assert "refund_due" not in states(case)
