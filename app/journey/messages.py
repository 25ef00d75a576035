"""Messages to cases: from outside and from other cases, each told once and kept until its case waits for it.

They are written in the transaction that heard them, and brought by a job under the case's lock
(`app.journey.postman`); one that comes too early is given by the step that begins to wait for it.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from app.cityhall.cases import waiting
from app.cityhall.cases.models import Message
from app.engine.runs import Thrown, Wait
from app.logs import log
from app.queue import jobs

KEPT = timedelta(days=30)


def post(
    name: str,
    key: str,
    now: datetime,
    *,
    case_id: uuid.UUID | None = None,
    correlation: str | None = None,
    payload: Any = None,
    ttl: timedelta = KEPT,
) -> bool:
    """Tell a case something, in the caller's transaction; False when it was told before under this key.

    Without a case it goes to the one that awaits that name and correlation, now or within its time to live.
    """
    told = {"case_id": case_id, "correlation": correlation, "payload": payload}
    message = waiting.note(key, name, now, now + ttl, **told)
    if message is None:
        return False
    to = case_id or waiting.receiver(name, correlation)
    jobs.enqueue(f"message:{message.id}", "message", {"message": str(message.id)}, now, case_id=to)
    return True


def throw(thrown: Thrown, sender: uuid.UUID, now: datetime) -> None:
    """What a step of one case sent beyond it."""
    if thrown.kind == "signal":
        _signal(thrown.name, sender, now)
    else:
        key = f"thrown:{sender}:{uuid.uuid4()}"
        post(thrown.name, key, now, correlation=thrown.correlation, payload=thrown.payload)


def _signal(name: str, sender: uuid.UUID, now: datetime) -> None:
    """All who listen hear it, each in a step of its own; it is kept for nobody."""
    said = uuid.uuid4()
    for listener in waiting.listeners(name):
        if listener != sender:
            payload = {"case": str(listener), "signal": name}
            jobs.enqueue(f"signal:{said}:{listener}", "signal", payload, now, case_id=listener)


def early_for(case_id: uuid.UUID, waits: list[Wait], now: datetime) -> list[Message]:
    """Those kept that fit what a case has just begun to wait for, in the order they came."""
    awaited = [wait for wait in waits if wait.kind == "message"]
    names = {wait.message or "" for wait in awaited}
    kept = waiting.early(case_id, names, now) if awaited else []
    return [message for message in kept if any(_fits(message, wait) for wait in awaited)]


def _fits(message: Message, wait: Wait) -> bool:
    if message.name != wait.message:
        return False
    if message.correlation == wait.correlation:
        return True
    # A case that asks for no correlation accepts any, but only of what was meant for it.
    return wait.correlation is None and message.case_id is not None


def taken(message: Message, now: datetime) -> None:
    """Its case has it."""
    message.state, message.settled_at = "delivered", now


def given_back(message: Message) -> None:
    """Its case does not wait for it yet."""
    message.state, message.settled_at = "buffered", None


def drop(case_id: uuid.UUID, now: datetime) -> None:
    """The case is over: what is kept for it comes too late, which is nobody's fault."""
    if late := waiting.drop(case_id, now):
        log.info("messages.too_late", case=str(case_id), count=late)
