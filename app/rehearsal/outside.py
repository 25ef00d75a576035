"""The world outside, on paper: it keeps what it was asked, obeys keys, and fails when told to."""

import hashlib
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from app.adapters.letters import DocxLetters
from app.adapters.pdf import TypstPdf
from app.outside import Attachment, Checkout, FileStore, Outside, OutsideError, Sent, Transaction
from app.outside.lockers import Booked, CabinetStatus, Door, GrantTold, Opened, Reservation


@dataclass
class Letterbox:
    """SMS gateway and mail server: one message for each key."""

    sent: dict[str, dict[str, object]] = field(default_factory=dict)
    failures: int = 0

    def send(self, *, key: str, to: str, text: str, **more: object) -> Sent:
        if self.failures:
            self.failures -= 1
            raise OutsideError("unreachable")
        self.sent.setdefault(key, {"to": to, "text": text, **more})
        return Sent(f"ref-{key}")

    def find(self, reference: str) -> Sent | None:
        found = (k for k, m in self.sent.items() if m.get("reference") == reference)
        return next((Sent(f"ref-{key}") for key in found), None)

    def to(self, address: str) -> list[str]:
        return [str(m["text"]) for m in self.sent.values() if m["to"] == address]


class Mailbox(Letterbox):
    """A mail server."""

    def send(  # type: ignore[override]
        self,
        *,
        key: str,
        to: str,
        subject: str,
        text: str,
        attachments: Sequence[Attachment] = (),
        thread: Sequence[str] = (),
    ) -> Sent:
        said = {"subject": subject, "attachments": list(attachments), "thread": list(thread)}
        return super().send(key=key, to=to, text=text, **said)


class Bank:
    """A cabinet of three doors."""

    def __init__(self, doors: int = 3) -> None:
        self.reservations: dict[str, Reservation] = {}
        self.refs: dict[str, str] = {}
        self.grants: dict[str, Sequence[GrantTold]] = {}
        self.versions: dict[str, int] = {}
        self.opened: list[tuple[str, str]] = []
        self.ended: set[str] = set()
        self.numbers = range(1, doors + 1)
        self.free = list(self.numbers)
        self._number = self._told = 0

    def reserve(self, *, key: str, ref: str, size: str, accessible: bool) -> Reservation:
        if key not in self.reservations:
            if not self.free:
                raise OutsideError("none_free", permanent=True)
            self._number += 1
            made = Reservation(f"r-{self._number}", self.free.pop(0))
            self.reservations[key], self.refs[made.id] = made, ref
        return self.reservations[key]

    def grant(self, *, key: str, reservation: str, version: int, grants: Sequence[GrantTold]) -> None:
        if version < self.versions.get(reservation, 0):
            raise OutsideError("stale", permanent=True)
        self.versions[reservation], self.grants[reservation] = version, grants

    def open(self, *, key: str, reservation: str, purpose: str, actor: str) -> int:
        self.opened.append((reservation, purpose))
        return next(r.compartment for r in self.reservations.values() if r.id == reservation)

    def cancel(self, *, key: str, reservation: str) -> None:
        self.grants.pop(reservation, None)
        self.ended.add(reservation)

    def open_compartment(self, *, key: str, compartment: int, actor: str, reason: str) -> None:
        self.opened.append((str(compartment), "service"))

    def move(self, *, key: str, reservation: str) -> int:
        if not self.free:
            raise OutsideError("none_free", permanent=True)
        number = self.free.pop(0)
        kept = next(key for key, made in self.reservations.items() if made.id == reservation)
        self.reservations[kept] = Reservation(reservation, number)
        return number

    def block(self, *, key: str, compartment: int, reason: str) -> None:
        if compartment in self.free:
            self.free.remove(compartment)

    def unblock(self, *, key: str, compartment: int) -> None:
        self.free.append(compartment)

    def present(
        self, *, key: str, credential: str, compartment: int | None = None, factor: str = ""
    ) -> Opened:
        raise OutsideError("unknown", permanent=True)

    def status(self) -> CabinetStatus:
        return CabinetStatus("cabinet-1", datetime.now(UTC), self._told, 0)

    def compartments(self) -> list[Door]:
        """All doors are small; what is not free has something in it."""
        free = set(self.free)
        return [Door(n, "S", False, "free" if n in free else "occupied", "closed") for n in self.numbers]

    def booked(self) -> list[Booked]:
        """Those that no cancelling and no emptied compartment has ended."""
        living = [one for one in self.reservations.values() if one.id not in self.ended]
        return [Booked(one.id, self.refs[one.id], one.compartment) for one in living]

    def event(self, kind: str, purpose: str, at: datetime, number: int | None = None) -> dict[str, object]:
        """What the controller would tell about its latest reservation; `number` counts what it tells."""
        self._told += 1
        number = self._told if number is None else number
        reservation, ref = list(self.refs.items())[-1]
        if (kind, purpose) in {("door.closed", "collect"), ("door.closed", "take_back")}:
            self.ended.add(reservation)
        return {
            "id": f"cabinet-1-1-{number}",
            "seq": number,
            "type": kind,
            "at": at.isoformat(),
            "reservation": reservation,
            "ref": ref,
            "purpose": purpose,
        }


class Till:
    """A provider of card payments: it remembers pages and refunds, and says what its call-back would."""

    def __init__(self) -> None:
        self.checkouts: dict[str, Checkout] = {}
        self.asked: dict[str, dict[str, object]] = {}
        self.paid: list[tuple[str, Transaction]] = []
        self.refunds: dict[str, tuple[str, int]] = {}
        self.failures, self.refuses = 0, ""
        self._number = 0

    def create(self, *, key: str, reference: str, amount: int, description: str, return_url: str) -> Checkout:
        self._may_fail()
        if key not in self.checkouts:
            self._number += 1
            made = Checkout(f"co-{self._number}", "https://plati.example/plata")
            self.checkouts[key] = made
            self.asked[made.id] = {
                "reference": reference,
                "amount": amount,
                "description": description,
                "return_url": return_url,
            }
        return self.checkouts[key]

    def refund(self, *, key: str, transaction: str, amount: int) -> Sent:
        self._may_fail()
        if self.refuses:
            raise OutsideError(self.refuses, permanent=True)
        self.refunds.setdefault(key, (transaction, amount))
        return Sent(f"rf-{key}")

    def find(self, reference: str) -> list[Transaction]:
        return [one for of, one in self.paid if of == reference]

    def event(self, at: datetime, state: str = "succeeded", **other: object) -> dict[str, Any]:
        """What the provider would tell of a try on its latest page; `other` changes what it says."""
        self._number += 1
        number = self._number
        checkout, asked = list(self.asked.items())[-1]
        told = {
            "event_id": f"ev-{number}",
            "reference": asked["reference"],
            "checkout": checkout,
            "transaction": f"tr-{number}",
            "state": state,
            "amount": asked["amount"],
            "currency": "RON",
            **other,
        }
        paid = Transaction(str(told["transaction"]), checkout, state, int(str(told["amount"])), at)
        self.paid.append((str(told["reference"]), paid))
        return told

    def _may_fail(self) -> None:
        if self.failures:
            self.failures -= 1
            raise OutsideError("unreachable")


class Shelf:
    """Where documents lie, by their hash, for as long as somebody holds it."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.files[sha256] = content
        return sha256

    def get(self, sha256: str) -> bytes:
        if sha256 not in self.files:
            raise OutsideError("file_missing", permanent=True)
        return self.files[sha256]

    def remove(self, sha256: str) -> None:
        self.files.pop(sha256, None)

    def check(self) -> None:
        """There is always room."""


def in_memory(files: FileStore | None = None, cabinets: Iterable[str] = ("cabinet-1",)) -> Outside:
    """Everything outside; PDF and letters are the real ones."""
    return Outside(
        sms=Letterbox(),
        mail=Mailbox(),
        lockers={code: Bank() for code in cabinets},
        payments=Till(),
        files=files or Shelf(),
        pdf=TypstPdf(),
        letters=DocxLetters(),
    )


def copied(outside: Outside) -> Outside:
    """Another one that remembers the same; what is done to it the first does not know."""
    kept = {
        name: deepcopy(getattr(outside, name)) for name in ("sms", "mail", "lockers", "payments", "files")
    }
    return replace(outside, **kept)
