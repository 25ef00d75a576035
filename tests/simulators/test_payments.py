"""The provider of card payments: its page, its signed call-backs, its books, its faults."""

import time

import requests

from simulators.callbacks import sign
from simulators.process import Simulator
from tests.simulators.hands import PAYMENT_KEY, Till
from tests.simulators.hook import Hook


def told(hook: Hook, reference: str) -> list[dict]:
    """What arrived about a note; call-backs of the test before may still be on their way."""
    return [one.json for one in hook.received if one.json["reference"] == reference]


def test_the_page_says_what_is_paid_and_to_whom(till: Till, hook: Hook) -> None:
    page = requests.get(till.checkout(hook.url, "N-1")["url"], timeout=10).text
    for said in ("14,50 lei", "Taxă de probă", "N-1", "Plătesc", "Cardul este refuzat", "Renunț"):
        assert said in page
    assert requests.get(f"{till.url}/plata/co-nobody", timeout=10).status_code == 404


def test_a_payment_is_told_signed(till: Till, hook: Hook) -> None:
    opened = till.checkout(hook.url, "N-2")
    assert "http://127.0.0.1:1/inapoi" in till.press(opened["url"], "platesc").text
    hook.until(lambda _: bool(told(hook, "N-2")))
    [received] = [one for one in hook.received if one.json["reference"] == "N-2"]
    assert received.signature == sign(PAYMENT_KEY, received.timestamp, received.body)
    said = received.json
    assert said["event_id"]
    assert (said["reference"], said["checkout"]) == ("N-2", opened["id"])
    assert (said["state"], said["amount"], said["currency"]) == ("succeeded", 1450, "RON")
    assert till.known("N-2")[0]["id"] == said["transaction"]


def test_refused_then_paid_on_the_same_page(till: Till, hook: Hook) -> None:
    page = till.checkout(hook.url, "N-3")["url"]
    assert "Cardul a fost refuzat." in till.press(page, "refuzat").text
    till.press(page, "platesc")
    hook.until(lambda _: len(told(hook, "N-3")) == 2)
    assert {one["state"] for one in told(hook, "N-3")} == {"failed", "succeeded"}
    assert "a fost folosită" in requests.get(page, timeout=10).text


def test_a_page_pressed_twice_takes_money_once(till: Till, hook: Hook) -> None:
    page = till.checkout(hook.url, "N-4")["url"]
    till.press(page, "platesc")
    till.press(page, "platesc")
    assert len(till.known("N-4")) == 1


def test_paying_twice_on_purpose_is_two_transactions(till: Till, hook: Hook) -> None:
    till.press(till.checkout(hook.url, "N-5")["url"], "de-doua-ori")
    hook.until(lambda _: len(told(hook, "N-5")) == 2)
    assert len({one["transaction"] for one in told(hook, "N-5")}) == 2


def test_who_gives_up_pays_nothing_and_may_come_back(till: Till, hook: Hook) -> None:
    page = till.checkout(hook.url, "N-6")["url"]
    till.press(page, "renunt")
    assert till.known("N-6") == []
    till.press(page, "platesc")
    assert len(till.known("N-6")) == 1


def test_a_late_confirmation_waits(till: Till, hook: Hook) -> None:
    till.press(till.checkout(hook.url, "N-7")["url"], "tarziu")
    time.sleep(0.6)
    assert told(hook, "N-7") == []
    assert till.known("N-7")[0]["untold"] == 1


def test_what_is_not_acknowledged_is_told_again(till: Till, hook: Hook) -> None:
    hook.open = False
    till.press(till.checkout(hook.url, "N-8")["url"], "platesc")
    hook.until(lambda _: hook.refused >= 1)
    hook.open = True
    hook.until(lambda _: bool(told(hook, "N-8")))
    assert told(hook, "N-8")[0]["reference"] == "N-8"


def test_killed_and_started_again_nothing_is_forgotten(own_payments: Simulator, hook: Hook) -> None:
    till = Till(own_payments.url, PAYMENT_KEY)
    hook.open = False
    opened = till.checkout(hook.url, "N-9", key="same")
    till.press(opened["url"], "platesc")
    own_payments.kill()
    hook.open = True
    own_payments.start()
    hook.until(lambda _: bool(told(hook, "N-9")))
    assert told(hook, "N-9")[0]["reference"] == "N-9"
    assert till.checkout(hook.url, "N-9", key="same")["id"] == opened["id"]


def test_faults_strike(till: Till, hook: Hook) -> None:
    till.faults(other_amount=1, duplicate_calls=1)
    till.press(till.checkout(hook.url, "N-10")["url"], "platesc")
    hook.until(lambda _: len(told(hook, "N-10")) == 2)
    assert [one["amount"] for one in told(hook, "N-10")] == [1550, 1550]
    till.calm()
    till.faults(silent=1)
    till.press(till.checkout(hook.url, "N-11")["url"], "platesc")
    time.sleep(0.6)
    assert told(hook, "N-11") == []
    till.calm()
    hook.until(lambda _: bool(told(hook, "N-11")))


def test_no_more_goes_back_than_came(till: Till, hook: Hook) -> None:
    till.press(till.checkout(hook.url, "N-12")["url"], "platesc")
    transaction = till.known("N-12")[0]["id"]
    assert till.refund(transaction, 450).status_code == 201
    assert till.refund(transaction, 1001).json()["error"]["code"] == "too_much"
    assert till.refund(transaction, 1000).status_code == 201
    assert till.known("N-12")[0]["state"] == "refunded"
    assert "restituită" in requests.get(f"{till.url}/?still=1", timeout=10).text


def test_what_makes_no_sense_is_refused(till: Till, hook: Hook) -> None:
    for wrong in (
        {"amount": 0},
        {"amount": "x"},
        {"amount": True},
        {"currency": "EUR"},
        {"return_url": "ftp://x"},
    ):
        assert till.checkout(hook.url, **wrong)["error"]["permanent"], wrong
    assert till.refund("tr-nobody").status_code == 404
    assert requests.get(f"{till.url}/v1/transactions?reference=N-2", timeout=10).status_code == 401
