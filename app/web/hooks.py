"""Call-backs from outside (cabinet, SMS gateway, card payments), signed and applied once only."""

import hashlib
import hmac
import uuid
from typing import Any

from flask import Blueprint, current_app, request

from app import faults
from app.cityhall.payments.rules import MOST
from app.compared import same
from app.database import transaction
from app.journey import payments, reports
from app.journey.lockers import hearing
from app.journey.payments import Told
from app.refusal import Refusal
from app.settings import Settings
from app.web import gate

hooks = Blueprint("hooks", __name__, url_prefix="/hooks")
WINDOW_SECONDS = 300
Answer = tuple[dict[str, object], int]


@hooks.post("/locker")
def locker() -> Answer:
    """A batch of door events. 200 also for events heard before."""
    said = request.get_json(silent=True)
    site = str(said.get("site")) if isinstance(said, dict) else ""
    bank = _settings().locker(site)
    if bank is None:
        raise Refusal("hook.bad_signature")
    _check_signature(bank.key)
    (events,) = _read("events")
    if not isinstance(events, list):
        raise Refusal("hook.bad_message")
    with transaction():
        hearing.hear(site, events, gate.house(), gate.now())
        faults.point("hook.before_commit")
    faults.point("hook.after_commit")
    return {"heard": len(events)}, 200


@hooks.post("/sms")
def sms() -> Answer:
    """A delivery report."""
    _check_signature(_settings().sms_callback_key)
    event_id, reference, state = map(str, _read("event_id", "reference", "state"))
    try:
        delivery = uuid.UUID(reference)
    except ValueError as error:
        raise Refusal("hook.bad_message") from error
    with transaction():
        reports.hear_sms(event_id, delivery, state, gate.now())
        faults.point("hook.before_commit")
    faults.point("hook.after_commit")
    return {"heard": 1}, 200


@hooks.post("/payments")
def paid() -> Answer:
    """How a card payment ended. 200 also for what was heard before."""
    _check_signature(_settings().payment_key)
    told = _told()
    with transaction():
        payments.hear(told, gate.house(), gate.now())
        faults.point("hook.before_commit")
    faults.point("hook.after_commit")
    return {"heard": 1}, 200


def _told() -> Told:
    words = ("event_id", "reference", "checkout", "transaction", "state", "currency")
    *texts, amount = _read(*words, "amount")
    plain = all(isinstance(text, str) and 0 < len(text) <= 80 for text in texts)
    if not plain or not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount <= MOST:
        raise Refusal("hook.bad_message")
    return Told(**dict(zip(words, texts, strict=True)), amount=amount)


def _read(*names: str) -> tuple[Any, ...]:
    """The named parts of the message. Raises Refusal `hook.bad_message`."""
    body = request.get_json()
    if not isinstance(body, dict) or not body.keys() >= set(names):
        raise Refusal("hook.bad_message")
    return tuple(body[name] for name in names)


def _check_signature(key: str) -> None:
    """HMAC over time and body, five minutes old at most. Raises Refusal `hook.bad_signature`."""
    stamp = request.headers.get("X-Timestamp", "")
    given = request.headers.get("X-Signature", "")
    message = stamp.encode() + b"." + request.get_data()
    expected = "v1=" + hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
    plain = stamp.isdecimal() and len(stamp) <= 12
    fresh = plain and abs(gate.now().timestamp() - int(stamp)) <= WINDOW_SECONDS
    if not fresh or not same(expected, given):
        raise Refusal("hook.bad_signature")


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
