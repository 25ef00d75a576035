"""A provider of card payments over HTTP (docs/payments.md). It keeps our reference and obeys our keys."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from app.adapters.http import Provider
from app.outside import Checkout, OutsideError, Sent, Transaction


class HttpPayments:
    """The provider at `url`; it tells how payments ended at `callback_url`."""

    def __init__(self, url: str, api_key: str, callback_url: str) -> None:
        self._provider = Provider(url, api_key)
        self._callback_url = callback_url

    def create(self, *, key: str, reference: str, amount: int, description: str, return_url: str) -> Checkout:
        """Open a payment page for `amount` bani."""
        body = {
            "reference": reference,
            "amount": amount,
            "currency": "RON",
            "description": description,
            "return_url": return_url,
            "callback_url": self._callback_url,
        }
        answer = self._provider.change("POST", "/v1/checkouts", body, key=key)
        return Checkout(_told(answer, "id"), _page(_told(answer, "url")))

    def refund(self, *, key: str, transaction: str, amount: int) -> Sent:
        """Give money back to the card that paid. OutsideError `unknown` and `too_much` are permanent."""
        body = {"transaction": transaction, "amount": amount}
        return Sent(_told(self._provider.change("POST", "/v1/refunds", body, key=key), "id"))

    def find(self, reference: str) -> list[Transaction]:
        """What the provider knows of a note, oldest first."""
        answer = self._provider.get("/v1/transactions", reference=reference)
        if not isinstance(answer, list):
            raise OutsideError("bad_answer")
        return [_transaction(one) for one in answer]


def _transaction(one: Any) -> Transaction:
    amount = one.get("amount") if isinstance(one, dict) else None
    if not isinstance(amount, int):
        raise OutsideError("bad_answer")
    try:
        at = datetime.fromisoformat(_told(one, "at"))
    except ValueError:
        raise OutsideError("bad_answer") from None
    return Transaction(_told(one, "id"), _told(one, "checkout"), _told(one, "state"), amount, at)


def _page(url: str) -> str:
    """People are sent there: it must be a page on the web."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise OutsideError("bad_answer")
    return url


def _told(answer: Any, name: str) -> str:
    value = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(value, str) or not value:
        raise OutsideError("bad_answer")
    return value
