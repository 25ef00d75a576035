"""Letters that come to a hall's mailbox, as the tests lay them there: read, kept and proposed."""

import hashlib
import io
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast
from uuid import UUID

from pypdf import PdfReader

from app.cityhall import institutions
from app.cityhall.arrivals import actions, queries
from app.cityhall.arrivals.actions import Arriving, ArrivingFile
from app.cityhall.arrivals.models import Arrival
from app.database import transaction
from app.journey import intake
from tests.arrivals.letters import Sent
from tests.hall import Hall


def comes(hall: Hall, raw: bytes, **more: Any) -> Arrival:
    """A message is in the hall, with its proposal."""
    made = _kept(hall, raw, more)
    hall.works()
    found = queries.get(made)
    assert found is not None
    return found


def all_come(hall: Hall, sent: list[Sent]) -> None:
    """A whole morning's mail."""
    for one in sent:
        _kept(hall, one.raw, {"arrived_at": one.sent_at})
    hall.works()


def _kept(hall: Hall, raw: bytes, more: dict[str, Any]) -> UUID:
    message = cast("EmailMessage", message_from_bytes(raw, policy=default))
    body = message.get_body(("plain",))
    sender = message["From"].addresses[0]
    institution = institutions.by_code("PS6")
    assert institution is not None
    facts: dict[str, Any] = {
        "institution_id": institution.id,
        "source": "mailbox",
        "key": hashlib.sha256(raw).hexdigest(),
        "arrived_at": hall.now,
        "raw_sha256": hall.house.outside.files.put(raw),
        "sender_name": sender.display_name,
        "sender_address": sender.addr_spec,
        "sent_at": message["Date"].datetime if message["Date"] else None,
        "subject": message["Subject"] or "",
        "text": body.get_content() if body else "",
        "message_id": message["Message-ID"] or "",
        "references": (message["References"] or "").split(),
        "trust": {"spf": "none", "dkim": "none", "dmarc": "none", "forged": False, "reasons": []},
        "files": [_file(hall, one) for one in message.iter_attachments()],
    }
    with transaction():
        made = actions.receive(Arriving(**{**facts, **more}), hall.now)
        assert made is not None
        intake.to_propose(made, hall.now)
        return made.id


def _file(hall: Hall, part: Any) -> ArrivingFile:
    content = part.get_content()
    pages = PdfReader(io.BytesIO(content)).pages
    sha256, name = hall.house.outside.files.put(content), part.get_filename()
    text = "\n".join(page.extract_text() for page in pages)
    return ArrivingFile(
        name, "application/pdf", len(content), sha256, "kept", "clean", pages=len(pages), text=text
    )


def letter(
    subject: str, text: str, sender: str = "Maria Șerban <maria.serban@exemplu.ro>", **headers: str
) -> bytes:
    """A plain letter, raw."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "registratura@ps6.example", subject
    message["Message-ID"] = headers.pop(
        "message_id", f"<{hashlib.sha256((subject + text).encode()).hexdigest()[:20]}@exemplu.ro>"
    )
    for name, value in headers.items():
        message[name.title().replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()
