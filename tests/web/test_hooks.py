"""Call-backs from outside: signed, fresh, and heard once."""

import hashlib
import hmac
import json
import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app.cityhall.lockers import queries as lockers
from app.cityhall.notices import Notice
from app.database import session
from app.queue.models import Delivery, Inbox
from tests.hall import Hall
from tests.journey.fees import note_of, waiting

KEY = "a-test-key-of-enough-length"
OF_ANOTHER = "another-key-of-enough-length"


def sign(body: bytes, stamp: str, key: str = KEY) -> str:
    return "v1=" + hmac.new(key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def post(hall: Hall, path: str, message: Any, *, age: int = 0, **headers: str) -> TestResponse:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    stamp = headers.get("stamp", str(int(hall.now.timestamp()) - age))
    signature = headers.get("signature", sign(body, stamp))
    return hall.app.test_client().post(
        path,
        data=body,
        headers={"X-Timestamp": stamp, "X-Signature": signature, "Accept": "application/json"},
        content_type="application/json",
    )


def batch(*events: Any) -> dict[str, Any]:
    return {"site": "cabinet-1", "events": list(events)}


def event(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": f"cabinet-1-1-{number}",
        "seq": number,
        "type": "door.opened",
        "at": "2026-11-23T08:30:00+00:00",
        "ref": str(uuid.uuid4()),
        "purpose": "deposit",
        **more,
    }


def heard() -> int:
    session().rollback()
    return session().query(Inbox).count()


def test_a_signed_batch_is_heard_and_heard_again_without_effect(each_hall: Hall) -> None:
    for _ in range(2):
        answer = post(each_hall, "/hooks/locker", batch(event(1), event(2)))
        assert (answer.status_code, answer.json) == (200, {"heard": 2})
    assert heard() == 2


FORGED: list[dict[str, Any]] = [
    {"signature": ""},
    {"signature": "v1="},
    {"signature": "v1=" + "0" * 64},
    {"signature": "ț"},
    {"signature": sign(b"{}", "1", OF_ANOTHER)},
    {"stamp": ""},
    {"stamp": "yesterday"},
    {"stamp": "-5"},
    {"stamp": "²"},
    {"stamp": "9" * 400},
    {"stamp": "9" * 5_000},
    {"stamp": "1e9"},
    {"age": 301},
    {"age": -301},
]


@pytest.mark.parametrize("path", ["/hooks/locker", "/hooks/sms", "/hooks/payments"])
def test_what_is_not_signed_now_and_by_them_is_refused(hall: Hall, path: str) -> None:
    for forged in FORGED:
        headers = dict(forged)
        if "signature" in headers:
            headers = {**headers, "signature": headers["signature"].encode().decode("latin-1")}
        answer = post(hall, path, batch(event()), **headers)
        assert answer.status_code == 403
        assert answer.json is not None
        assert answer.json["error"] == "hook.bad_signature"
        assert heard() == 0


def test_a_changed_body_or_a_later_time_breaks_the_signature(hall: Hall) -> None:
    body, stamp = json.dumps(batch(event())).encode(), str(int(hall.now.timestamp()) - 10)
    good = sign(body, stamp)
    assert post(hall, "/hooks/locker", body + b" ", stamp=stamp, signature=good).status_code == 403
    assert post(hall, "/hooks/locker", body, stamp=str(int(stamp) + 5), signature=good).status_code == 403
    assert post(hall, "/hooks/locker", body, stamp=stamp, signature=good).status_code == 200


def test_a_replayed_message_changes_nothing(hall: Hall) -> None:
    body, stamp = json.dumps(batch(event())).encode(), str(int(hall.now.timestamp()) - 100)
    for _ in range(3):
        assert post(hall, "/hooks/locker", body, stamp=stamp, signature=sign(body, stamp)).status_code == 200
    assert heard() == 1


PAID = {
    "event_id": "ev-1",
    "reference": "PS6-2026-000001-1",
    "checkout": "co-1",
    "transaction": "tr-1",
    "state": "succeeded",
    "amount": 1450,
    "currency": "RON",
}
NONSENSE = [
    b"",
    b"not json",
    b"[]",
    b"{}",
    b"7",
    b"null",
    {"site": "x", "events": 7},
    {"event_id": "e", "reference": "no id", "state": "delivered"},
    {**PAID, "amount": "1450"},
    {**PAID, "amount": True},
    {**PAID, "amount": -1},
    {**PAID, "amount": 10**12},
    {**PAID, "transaction": ""},
    {**PAID, "transaction": 7},
    {**PAID, "reference": "x" * 81},
    {**PAID, "state": None},
]


@pytest.mark.parametrize("path", ["/hooks/locker", "/hooks/sms", "/hooks/payments"])
def test_signed_nonsense_is_the_senders_mistake(hall: Hall, path: str) -> None:
    for message in NONSENSE:
        assert 400 <= post(hall, path, message).status_code < 500, message


def test_unreadable_events_keep_no_other_from_being_heard(hall: Hall) -> None:
    case = hall.petition()
    hall.answered(case)
    moments = [event(at="yesterday"), event(at="2026-11-23T08:30:00"), event(at=None), event(id="")]
    good = hall.bank.event("door.closed", "deposit", hall.now, 9)
    assert post(hall, "/hooks/locker", batch({}, 7, None, "x", [], *moments, good)).status_code == 200
    parcel = lockers.latest(case.id)
    assert parcel is not None
    assert parcel.state == "deposited"
    assert heard() == 1


def report(delivery: Delivery, state: str, number: int = 1) -> dict[str, str]:
    return {"event_id": f"e-{number}", "id": "m-1", "reference": str(delivery.id), "state": state}


def sent(hall: Hall) -> tuple[uuid.UUID, Delivery]:
    hall.petition()
    session().rollback()
    found = session().query(Delivery).filter_by(channel="sms").one()
    return found.id, found


@pytest.mark.parametrize("state", ["delivered", "failed"])
def test_a_report_reaches_the_delivery_and_its_notice(each_hall: Hall, state: str) -> None:
    _, delivery = sent(each_hall)
    assert delivery.state == "accepted"
    for _ in range(2):
        assert post(each_hall, "/hooks/sms", report(delivery, state)).status_code == 200
    session().rollback()
    assert delivery.state == state
    notice = session().query(Notice).filter_by(delivery_key=delivery.key).one()
    assert notice.state == state


def test_what_was_delivered_stays_delivered(hall: Hall) -> None:
    _, delivery = sent(hall)
    post(hall, "/hooks/sms", report(delivery, "delivered"))
    post(hall, "/hooks/sms", report(delivery, "failed"))
    post(hall, "/hooks/sms", report(delivery, "failed", 2))
    session().rollback()
    assert delivery.state == "delivered"


def test_reports_in_between_or_about_strangers_change_nothing(hall: Hall) -> None:
    _, delivery = sent(hall)
    assert post(hall, "/hooks/sms", report(delivery, "accepted")).status_code == 200
    stranger = {**report(delivery, "delivered", 2), "reference": str(uuid.uuid4())}
    assert post(hall, "/hooks/sms", stranger).status_code == 200
    session().rollback()
    assert delivery.state == "accepted"


def test_call_backs_need_no_session_and_no_form_token(hall: Hall) -> None:
    assert hall.app.config.get("WTF_CSRF_ENABLED", True)
    assert post(hall, "/hooks/locker", batch()).status_code == 200
    assert hall.app.test_client().get("/hooks/locker").status_code == 405


def test_a_payment_is_heard_once_and_only_from_its_provider(each_hall: Hall) -> None:
    case = waiting(each_hall)
    told = {**PAID, "reference": note_of(case).reference}
    assert post(each_hall, "/hooks/payments", told, signature="v1=" + "0" * 64).status_code == 403
    assert post(each_hall, "/hooks/payments", told, age=301).status_code == 403
    assert note_of(case).state == "due"
    for _ in range(3):
        assert post(each_hall, "/hooks/payments", told).status_code == 200
    each_hall.works()
    assert (note_of(case).state, len(note_of(case).payments)) == ("paid", 1)
    assert (
        post(each_hall, "/hooks/payments", {**told, "event_id": "ev-2", "reference": "PS6-9"}).status_code
        == 200
    )
