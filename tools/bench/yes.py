"""A world outside that says yes at once: what is measured is the hall."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from app.adapters.letters import DocxLetters
from app.outside import Checkout, Outside, OutsideError, Sent, Transaction
from app.outside.lockers import Booked, CabinetStatus, Door, GrantTold, Opened, Reservation
from app.rehearsal.outside import Shelf


class Messages:
    """An SMS gateway and a mail server that forget at once what they were given."""

    def send(self, *, key: str, **_message: object) -> Sent:
        return Sent(key)

    def find(self, reference: str) -> Sent | None:
        return Sent(reference)


class Cabinet:
    """A cabinet with as many doors as anybody asks for."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def reserve(self, *, key: str, **_wish: object) -> Reservation:
        return Reservation(key, next(self._numbers))

    def grant(self, *, key: str, reservation: str, version: int, grants: Sequence[GrantTold]) -> None:
        """Kept nowhere."""

    def open(self, **_wish: object) -> int:
        return 1

    def cancel(self, **_wish: object) -> None:
        """Nothing stands in the way."""

    def present(self, **_shown: object) -> Opened:
        raise OutsideError("unknown", permanent=True)

    def open_compartment(self, **_wish: object) -> None:
        """It opens."""

    def move(self, **_wish: object) -> int:
        return next(self._numbers)

    def block(self, **_wish: object) -> None:
        """Nothing stands in the way."""

    def unblock(self, **_wish: object) -> None:
        """Nothing stands in the way."""

    def compartments(self) -> list[Door]:
        return []

    def booked(self) -> list[Booked]:
        return []

    def status(self) -> CabinetStatus:
        return CabinetStatus("cabinet-1", datetime.now(UTC), 0, 0)


class Till:
    """A provider of card payments where nobody pays."""

    def create(self, *, key: str, **_asked: object) -> Checkout:
        return Checkout(key, "https://plati.example/")

    def refund(self, *, key: str, **_asked: object) -> Sent:
        return Sent(key)

    def find(self, reference: str) -> list[Transaction]:  # noqa: ARG002
        return []


class Press:
    """Papers without words."""

    def receipt(self, fields: Mapping[str, object]) -> bytes:
        return f"%PDF {fields.get('number')} {datetime.now().astimezone()}".encode()

    def slip(self, fields: Mapping[str, object]) -> bytes:
        return f"%PDF {fields.get('reference')}".encode()

    def request(self, fields: Mapping[str, object]) -> bytes:
        return f"%PDF {fields.get('number')} {fields.get('pages')}".encode()

    def letter(self, docx: bytes, foot: Mapping[str, object]) -> bytes:
        return b"%PDF" + docx + str(foot).encode()

    def labels(self, papers: Sequence[Mapping[str, str]], form: str, skip: int = 0) -> bytes:
        return f"%PDF {form} {skip} {len(papers)}".encode()

    def register_paper(self, kind: str, fields: Mapping[str, object]) -> bytes:
        return f"%PDF {kind} {fields.get('number')}".encode()


def outside() -> Outside:
    """All of it."""
    return Outside(
        sms=Messages(),
        mail=Messages(),
        lockers={"cabinet-1": Cabinet()},
        payments=Till(),
        files=Shelf(),
        pdf=Press(),
        letters=DocxLetters(),
    )
