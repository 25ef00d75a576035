"""People and programs before the simulators: what they press, what they ask."""

import hashlib
import uuid
from datetime import UTC, datetime, timedelta

import requests

LOCKER_KEY, SMS_KEY, CALLBACK_KEY = "locker-key-of-tests", "sms-key-of-tests", "callback-key-of-tests"
PAYMENT_KEY = "payment-key-of-tests"
SITE = "cabinet-1"
FAULTS = (
    *("fail_next", "fail_percent", "lose_response", "lose_percent", "slow_ms"),
    *("duplicate_percent", "backwards"),
)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def credential(
    token: str,
    pin: str,
    *,
    of: str = "c-1",
    starts: float = -1,
    ends: float = 72,
    purpose: str = "collect",
    factor: str = "",
) -> dict:
    """A grant as the hall tells it; `starts` and `ends` in hours from now."""
    now = datetime.now(UTC)
    return {
        "id": of,
        "purpose": purpose,
        "token_sha256": sha256(token),
        "pin_sha256": sha256(f"{pin}:{SITE}"),
        "not_before": (now + timedelta(hours=starts)).isoformat(),
        "not_after": (now + timedelta(hours=ends)).isoformat(),
        "factor_sha256": sha256(f"{factor}:{of}:{SITE}") if factor else "",
        "max_uses": 1,
    }


def code(answer: requests.Response) -> tuple[int, str]:
    """Status and reason of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]


class Caller:
    """A program with the key, in JSON."""

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url, key
        self.bearer = f"Bearer {key}"
        self._bearer = {"Authorization": self.bearer}

    def get(self, path: str) -> requests.Response:
        return requests.get(self.url + path, headers=self._bearer, timeout=10)

    def change(self, method: str, path: str, body: object, key: str | None = None) -> requests.Response:
        headers = {**self._bearer, "Idempotency-Key": key or uuid.uuid4().hex, "Accept": "application/json"}
        return requests.request(method, self.url + path, json=body, headers=headers, timeout=10)


class Cabinet(Caller):
    """The hall's programs, the clerk and the citizen before one cabinet."""

    def faults(self, **numbers: int) -> None:
        assert self.change("POST", "/sim/faults", numbers).ok

    def reset(self) -> None:
        self.faults(**dict.fromkeys((*FAULTS, "clock_ahead_s", "duplicate_events"), 0))
        assert self.change("POST", "/sim/reset", {}).ok

    def reserve(
        self, size: str = "S", *, accessible: bool = False, ref: str = "", key: str = ""
    ) -> requests.Response:
        body = {"ref": ref or uuid.uuid4().hex, "size": size, "accessible": accessible}
        return self.change("POST", "/v1/reservations", body, key)

    def open(self, reservation: str, purpose: str = "deposit", key: str = "") -> requests.Response:
        body = {"purpose": purpose, "actor": "Ana"}
        return self.change("POST", f"/v1/reservations/{reservation}/open", body, key)

    def cancel(self, reservation: str) -> requests.Response:
        return self.change("POST", f"/v1/reservations/{reservation}/cancel", {})

    def give(self, reservation: str, *grants: dict, version: int = 1) -> requests.Response:
        body = {"version": version, "grants": grants}
        return self.change("PUT", f"/v1/reservations/{reservation}/grants", body)

    def present(self, shown: str, door: int | None = None, factor: str = "") -> requests.Response:
        body = {"credential": shown, "compartment": door, "factor": factor}
        return self.change("POST", "/v1/present", body)

    def at_the_panel(self, shown: str, door: int | None = None, factor: str = "") -> requests.Response:
        """In the street, whether or not there is a network."""
        form = {"credential": shown, "compartment": door, "factor": factor}
        headers = {"Accept": "application/json"}
        return requests.post(f"{self.url}/sim/present", data=form, headers=headers, timeout=10)

    def hand(self, number: int, action: str, **form: str) -> requests.Response:
        url = f"{self.url}/sim/doors/{number}/{action}"
        return requests.post(url, data=form, headers={"Accept": "application/json"}, timeout=10)

    def door(self, number: int) -> dict:
        return self.get("/v1/compartments").json()[number - 1]

    def deposit(self, *grants: dict) -> tuple[str, int]:
        """A paper laid in for somebody; the reservation and the door."""
        reserved = self.reserve().json()
        reservation, number = reserved["reservation"], reserved["compartment"]
        assert self.open(reservation).ok
        assert self.hand(number, "close").ok
        assert self.give(reservation, *grants).ok
        return reservation, number


class Till(Caller):
    """A shop before the provider of card payments, and the person who pays on its page."""

    def faults(self, **numbers: int) -> None:
        assert self.change("POST", "/api/faults", numbers).ok

    def calm(self) -> None:
        self.faults(**dict.fromkeys((*FAULTS, "silent", "other_amount", "duplicate_calls"), 0))

    def checkout(self, hook_url: str, reference: str = "", *, key: str = "", **other: object) -> dict:
        body = {
            "reference": reference or uuid.uuid4().hex,
            "amount": 1450,
            "currency": "RON",
            "description": "Taxă de probă",
            "return_url": "http://127.0.0.1:1/inapoi",
            "callback_url": hook_url,
            **other,
        }
        return self.change("POST", "/v1/checkouts", body, key or None).json()

    def press(self, page: str, button: str) -> requests.Response:
        return requests.post(page, data={"ce": button}, timeout=10)

    def refund(self, transaction: str, amount: int = 1450, key: str = "") -> requests.Response:
        return self.change("POST", "/v1/refunds", {"transaction": transaction, "amount": amount}, key or None)

    def known(self, reference: str) -> list[dict]:
        return self.get(f"/v1/transactions?reference={reference}").json()


class Gateway(Caller):
    """A program that sends messages."""

    def faults(self, **numbers: int) -> None:
        assert self.change("POST", "/api/faults", numbers).ok

    def calm(self) -> None:
        self.faults(**dict.fromkeys((*FAULTS, "duplicate_reports", "mail_fail_next"), 0))

    def send(
        self, *, to: str, key: str = "", callback_url: str = "", text: str = "Bună ziua"
    ) -> requests.Response:
        body = {"to": to, "text": text, "reference": f"ref-{key}", "callback_url": callback_url}
        return self.change("POST", "/v1/messages", body, key)

    def sms(self, to: str) -> list[dict]:
        return requests.get(f"{self.url}/api/sms", params={"to": to}, timeout=10).json()

    def mail(self, to: str) -> list[dict]:
        return requests.get(f"{self.url}/api/mail", params={"to": to}, timeout=10).json()
