"""The HTTP interface of the SMS gateway, and of the tests."""

import re
from typing import Any

from flask import Blueprint, Flask, jsonify, request
from flask.typing import ResponseReturnValue

from simulators.messages import store
from simulators.messages.store import Sandbox

E164 = re.compile(r"\+[1-9]\d{7,14}")
LONGEST = 1600


def hang(app: Flask, sandbox: Sandbox) -> None:
    """Put the gateway into the web application."""
    gateway = Blueprint("gateway", __name__)

    @gateway.post("/v1/messages")
    def submit() -> ResponseReturnValue:
        asked: Any = request.get_json(silent=True)
        key = request.headers.get("Idempotency-Key", "")
        wrong = _wrong(key, asked)
        if wrong:
            return jsonify(error={"code": wrong, "permanent": True}), 422
        with sandbox.ledger.change() as db:
            message_id, is_new = store.accept(db, key, asked)
        sandbox.news.set()
        return jsonify(id=message_id, state="accepted"), 202 if is_new else 200

    @gateway.get("/v1/messages")
    def handed_over() -> ResponseReturnValue:
        reference = request.args.get("reference", "")
        return jsonify(store.sms(sandbox, reference=reference) if reference else [])

    @gateway.get("/api/sms")
    def all_sms() -> ResponseReturnValue:
        return jsonify(store.sms(sandbox, to=request.args.get("to", "")))

    @gateway.get("/api/mail")
    def all_mail() -> ResponseReturnValue:
        return jsonify(store.mail(sandbox, to=request.args.get("to", "")))

    app.register_blueprint(gateway)


def _wrong(key: str, asked: Any) -> str | None:
    if not key:
        return "key_missing"
    if not isinstance(asked, dict) or not all(isinstance(value, str) for value in asked.values()):
        return "bad_request"
    if not E164.fullmatch(asked.get("to", "")):
        return "bad_number"
    if not 0 < len(asked.get("text", "")) <= LONGEST:
        return "bad_text"
    return None
