"""The postman: brings kept messages to the cases that wait for them, and clears out what nobody took."""

import uuid
from datetime import datetime

from app.cityhall import incidents
from app.cityhall.cases import queries as cases
from app.cityhall.cases import waiting
from app.cityhall.cases.models import Message
from app.database import session, transaction
from app.journey import advance, messages
from app.logs import log


def bring(message_id: uuid.UUID, now: datetime) -> None:
    """Give a message to its case, in the current transaction; kept on when nobody waits for it yet."""
    message = session().get(Message, message_id)
    case_id = _receiver(message) if message is not None else None
    if message is None or case_id is None:
        return
    # The case first, then the message: as every step does.
    cases.locked(case_id)
    session().refresh(message, with_for_update=True)
    if message.state != "buffered":
        return
    # Taken before the step is made: it must not find the same message among those that came early.
    messages.taken(message, now)
    if not advance.deliver_message(case_id, message.name, now, message.payload, message.correlation):
        messages.given_back(message)
        if not waiting.is_open(case_id):
            messages.drop(case_id, now)


def _receiver(message: Message) -> uuid.UUID | None:
    return message.case_id or waiting.receiver(message.name, message.correlation)


def rounds(now: datetime) -> None:
    """Bring what was passed by, expire what is overdue; a transaction for each message."""
    missed = waiting.missed(now)
    session().rollback()
    for message_id in missed:
        _bring_alone(message_id, now)
    with transaction():
        for message in waiting.overdue(now):
            _expire(message, now)


def _bring_alone(message_id: uuid.UUID, now: datetime) -> None:
    try:
        with transaction():
            bring(message_id, now)
    except Exception:  # noqa: BLE001 - one broken case must not keep all others from hearing
        log.exception("message.not_brought", message=str(message_id))


def _expire(message: Message, now: datetime) -> None:
    message.state, message.settled_at = "expired", now
    log.warning("message.expired", name=message.name, case=str(message.case_id), key=message.key)
    if message.case_id is not None and waiting.is_open(message.case_id):
        facts = {"message": message.name, "posted_at": message.posted_at.isoformat()}
        incidents.open("message", now, case_id=message.case_id, element=message.name, facts=facts)
