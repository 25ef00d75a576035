"""The provider's HTTP interface for the hall, and for the tests."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, jsonify, request
from flask.typing import ResponseReturnValue

from simulators.payments import store
from simulators.payments.store import Till

WORDS = ("reference", "description", "return_url", "callback_url")


def hang(app: Flask, till: Till) -> None:
    """Put the interface into the web application."""
    api = Blueprint("api", __name__)

    @api.post("/v1/checkouts")
    def open_checkout() -> ResponseReturnValue:
        asked: Any = request.get_json(silent=True)
        key = request.headers.get("Idempotency-Key", "")
        wrong = _wrong_checkout(key, asked)
        if wrong:
            return jsonify(error={"code": wrong, "permanent": True}), 422
        with till.ledger.change() as db:
            checkout_id, is_new = store.open_checkout(db, key, asked)
        return jsonify(id=checkout_id, url=f"{till.url}/plata/{checkout_id}"), 201 if is_new else 200

    @api.post("/v1/refunds")
    def refund() -> ResponseReturnValue:
        asked: Any = request.get_json(silent=True)
        key = request.headers.get("Idempotency-Key", "")
        good = isinstance(asked, dict) and isinstance(asked.get("transaction"), str)
        if not key or not good or not _is_amount(asked.get("amount")):
            return jsonify(error={"code": "bad_request", "permanent": True}), 422
        with till.ledger.change() as db:
            answer, status = store.give_back(db, key, asked["transaction"], asked["amount"])
        return jsonify(answer), status

    @api.get("/v1/transactions")
    def transactions() -> ResponseReturnValue:
        reference = request.args.get("reference", "")
        return jsonify(store.transactions(till, reference) if reference else [])

    @api.get("/api/transactions")
    def all_transactions() -> ResponseReturnValue:
        return jsonify(store.transactions(till, request.args.get("reference", "")))

    app.register_blueprint(api)


def _wrong_checkout(key: str, asked: Any) -> str | None:
    if not key:
        return "key_missing"
    if not isinstance(asked, dict) or not all(isinstance(asked.get(name), str) for name in WORDS):
        return "bad_request"
    if not _is_amount(asked.get("amount")) or asked.get("currency") != "RON":
        return "bad_amount"
    pages = (asked["return_url"], asked["callback_url"])
    return None if all(urlsplit(page).scheme in {"http", "https"} for page in pages) else "bad_url"


def _is_amount(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
