"""Card payments before the real provider process: pages, refunds, books."""

import pytest

from app.adapters.payments import HttpPayments
from app.outside import Checkout, OutsideError
from simulators.process import free_port
from tests.simulators.hands import Till


def create(payments: HttpPayments, reference: str, key: str) -> Checkout:
    return payments.create(
        key=key,
        reference=reference,
        amount=1450,
        description="Taxă de probă",
        return_url="http://127.0.0.1:1/inapoi",
    )


def test_a_page_is_opened_once_for_each_key(payments: HttpPayments, till: Till) -> None:
    till.faults(lose_response=1)
    with pytest.raises(OutsideError) as lost:
        create(payments, "R-1", "k-1")
    assert (lost.value.code, lost.value.permanent) == ("unreachable", False)
    page = create(payments, "R-1", "k-1")
    assert create(payments, "R-1", "k-1") == page
    assert create(payments, "R-1", "k-2") != page
    assert page.url.startswith(till.url)


def test_what_was_paid_is_found_and_given_back_once(payments: HttpPayments, till: Till) -> None:
    page = create(payments, "R-2", "k-3")
    assert payments.find("R-2") == []
    assert till.press(page.url, "platesc").ok
    [paid] = payments.find("R-2")
    assert (paid.state, paid.amount, paid.checkout) == ("succeeded", 1450, page.id)
    till.faults(lose_response=1)
    with pytest.raises(OutsideError):
        payments.refund(key="b-1", transaction=paid.id, amount=1450)
    back = payments.refund(key="b-1", transaction=paid.id, amount=1450)
    assert payments.refund(key="b-1", transaction=paid.id, amount=1450) == back
    assert payments.find("R-2")[0].state == "refunded"
    with pytest.raises(OutsideError) as too_much:
        payments.refund(key="b-2", transaction=paid.id, amount=1)
    assert (too_much.value.code, too_much.value.permanent) == ("too_much", True)
    with pytest.raises(OutsideError) as unknown:
        payments.refund(key="b-3", transaction="tr-nobody", amount=1)
    assert (unknown.value.code, unknown.value.permanent) == ("unknown", True)


def test_a_provider_in_trouble_may_be_asked_again(payments: HttpPayments, till: Till) -> None:
    till.faults(fail_next=1)
    with pytest.raises(OutsideError) as failed:
        create(payments, "R-4", "k-4")
    assert (failed.value.code, failed.value.permanent) == ("unavailable", False)
    with pytest.raises(OutsideError) as absent:
        create(HttpPayments(f"http://127.0.0.1:{free_port()}", "k", ""), "R-4", "k-4")
    assert (absent.value.code, absent.value.permanent) == ("unreachable", False)


def test_a_wrong_key_is_told_and_never_shown(till: Till) -> None:
    stranger = HttpPayments(till.url, "a-secret-key", "")
    with pytest.raises(OutsideError) as refused:
        stranger.find("R-5")
    assert (refused.value.code, refused.value.permanent) == ("unauthorized", False)
    assert "a-secret-key" not in repr(refused.value)


def test_an_answer_that_makes_no_sense_is_no_page(till: Till) -> None:
    elsewhere = HttpPayments(f"{till.url}/api", "k", "")
    with pytest.raises(OutsideError):
        create(elsewhere, "R-6", "k-6")
