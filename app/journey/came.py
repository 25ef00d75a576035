"""How a document came that nobody typed at a door: by e-mail, from the scanner, over the counter."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.cityhall.people.models import Person


@dataclass(frozen=True)
class Came:
    """What the register says of such a document; `started_at`: when a registrar began with it."""

    channel: str
    arrived_at: datetime
    started_at: datetime | None
    issuer: str = ""
    applicant: Person | None = None
    sheets: int = 0
    annexes: int = 0
    sender_number: str | None = None
    sender_date: date | None = None
    connected_to_id: uuid.UUID | None = None
    hashes: Sequence[str] = ()
    direction: str = "in"  # internal: the hall itself began it

    def facts(self) -> dict[str, Any]:
        """These columns of the register, for `registry.Paper`."""
        said = {"channel": self.channel, "arrived_at": self.arrived_at, "started_at": self.started_at}
        counted = {"sheets": self.sheets, "annexes": self.annexes}
        theirs = {"sender_number": self.sender_number, "sender_date": self.sender_date}
        issuer = {"issuer": self.issuer} if self.issuer else {}
        hashes = {"hashes": list(self.hashes)} if self.hashes else {}
        connected = {"connected_to_id": self.connected_to_id} if self.connected_to_id else {}
        begun = {"direction": self.direction}
        return {**begun, **said, **counted, **theirs, **issuer, **hashes, **connected}
