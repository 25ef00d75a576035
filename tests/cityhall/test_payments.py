"""The rules of payment by table and by property: no money is lost, none is kept twice."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban

from app import demo
from app.cityhall.payments import queries, rules
from app.cityhall.payments.rules import HOLDS_MONEY, MOVES, PAYMENT_MOVES, NoteState, PaymentState, Verdict
from app.refusal import Refusal
from tests.hall import MONDAY, Hall

N = NoteState


@pytest.mark.parametrize(
    ("note", "paid", "closed", "verdict"),
    [
        (N.DUE, 1450, False, Verdict.SETTLES),
        (N.DUE, 1449, False, Verdict.WRONG_AMOUNT),
        (N.DUE, 1451, False, Verdict.WRONG_AMOUNT),
        (N.DUE, 1450, True, Verdict.LATE),
        (N.PAID, 1450, False, Verdict.DUPLICATE),
        (N.PAID, 1, True, Verdict.DUPLICATE),
        (N.CANCELLED, 1450, False, Verdict.LATE),
        (N.EXPIRED, 1450, False, Verdict.LATE),
        (N.REFUND_DUE, 1450, False, Verdict.LATE),
        (N.REFUNDED, 1450, False, Verdict.LATE),
    ],
)
def test_what_money_means_for_a_note(note: NoteState, paid: int, closed: bool, verdict: Verdict) -> None:
    assert rules.verdict(note, 1450, paid, case_closed=closed) == verdict


@given(st.lists(st.tuples(st.integers(1, 3000), st.booleans()), max_size=12), st.integers(1, 3000))
def test_of_all_that_comes_just_the_notes_amount_stays(coming: list[tuple[int, bool]], asked: int) -> None:
    note, kept, back = NoteState.DUE, 0, 0
    for amount, closed in coming:
        if rules.verdict(note, asked, amount, case_closed=closed) == Verdict.SETTLES:
            rules.check_move(note, NoteState.PAID)
            note, kept = NoteState.PAID, kept + amount
        else:
            back += amount
    assert kept == (asked if note == NoteState.PAID else 0)
    assert kept + back == sum(amount for amount, _closed in coming)


def test_every_state_has_its_moves_and_money_never_leaves_the_books() -> None:
    assert set(MOVES) == set(NoteState)
    assert set(PAYMENT_MOVES) == set(PaymentState)
    for state in HOLDS_MONEY:
        assert PAYMENT_MOVES[state] <= HOLDS_MONEY
    with pytest.raises(Refusal, match=r"payment\.wrong_state"):
        rules.check_move(NoteState.EXPIRED, NoteState.PAID)
    with pytest.raises(Refusal, match=r"payment\.wrong_state"):
        rules.check_payment_move(PaymentState.REFUNDED, PaymentState.SUCCEEDED)


@given(st.integers(0, rules.MOST))
def test_an_amount_reads_back(amount: int) -> None:
    said = rules.lei(amount)
    assert int(said.removesuffix(" lei").replace(".", "").replace(",", "")) == amount


def test_amounts_and_accounts_in_words() -> None:
    assert [rules.lei(n) for n in (0, 5, 1450, 123456789)] == [
        "0,00 lei",
        "0,05 lei",
        "14,50 lei",
        "1.234.567,89 lei",
    ]
    assert rules.grouped("RO17TREZ70621160203XXXXX") == "RO17 TREZ 7062 1160 203X XXXX"
    assert rules.reference("PS6", 2026, 12, 1) == "PS6-2026-000012-1"


@pytest.mark.parametrize("wrong", [-1, 1.5, "14", True, rules.MOST + 1, [1]])
def test_what_is_no_amount(wrong: object) -> None:
    with pytest.raises(Refusal, match=r"payment\.bad_amount"):
        rules.amount_of(wrong)
    assert rules.amount_of(None) == 0


@given(st.text(max_size=60))
def test_a_receipt_number_is_kept_tidy_or_refused(typed: str) -> None:
    try:
        kept = rules.receipt_number(typed)
    except Refusal:
        return
    assert kept == " ".join(kept.split())
    assert 0 < len(kept) <= rules.LONGEST_RECEIPT


def test_each_note_has_an_address_of_its_own_that_nobody_can_guess() -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    codes = {rules.pay_code(secret, note) for secret in ("a", "b") for note in (one, other)}
    assert len(codes) == 4
    assert all(len(code) == 22 for code in codes)
    assert rules.link_hash(rules.pay_code("a", one)) not in codes


def test_the_demonstrations_account_is_a_possible_one_and_says_what_it_is(hall: Hall) -> None:
    case = hall.petition()
    rule = queries.account_rule(case.institution_id, MONDAY.date())
    assert iban.is_valid(rule.value["iban"])
    assert "demonstrație" in rule.act
    with pytest.raises(Refusal, match=r"payment\.no_account"):
        queries.account_rule(case.institution_id, demo.SINCE.replace(year=2020))
    with pytest.raises(Refusal, match=r"payment\.no_account"):
        queries.account_rule(uuid.uuid4(), MONDAY.date())
