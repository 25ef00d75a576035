"""What cases wait for: timers to fire, messages and signals to come, messages that came too early."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, or_, select, update

from app.cityhall.cases.models import AwaitedMessage, Case, CaseTask, CaseTimer, Message
from app.database import insert_once, locking, session

# As long as one worker's batch may take; then another one may have a try.
TAKEN = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=1)


def take_due(now: datetime, limit: int = 100) -> list[uuid.UUID]:
    """Cases whose timers are due, the latest first; other workers leave these alone for a while."""
    due = select(CaseTimer.task_id).where(CaseTimer.try_at <= now).order_by(CaseTimer.try_at).limit(limit)
    if locking():
        due = due.with_for_update(skip_locked=True)
    taken = (
        update(CaseTimer)
        .where(CaseTimer.task_id.in_(due.scalar_subquery()))
        .values(try_at=now + TAKEN)
        .returning(CaseTimer.case_id)
        .execution_options(synchronize_session=False)
    )
    return list(dict.fromkeys(session().scalars(taken)))


def put_off(case_id: uuid.UUID, now: datetime) -> list[CaseTimer]:
    """Firing failed: the due timers of a case are tried again after a pause that grows."""
    query = select(CaseTimer).where(CaseTimer.case_id == case_id, CaseTimer.due_at <= now)
    failed = list(session().scalars(query))
    for timer in failed:
        timer.tries += 1
        timer.try_at = now + min(LONGEST_PAUSE, timedelta(seconds=2.0 ** min(timer.tries, 12)))
    return failed


def set_timer(task_id: uuid.UUID, due: datetime) -> None:
    """A timer that stands already fires (again) at another time."""
    moved = update(CaseTimer).where(CaseTimer.task_id == task_id)
    session().execute(moved.values(due_at=due, try_at=due, tries=0))


def call_off(tasks: Collection[uuid.UUID]) -> None:
    """These are asked of nobody any more; who has one open on the desk is told when sending it."""
    standing = update(CaseTask).where(CaseTask.id.in_(tasks), CaseTask.state == "open")
    session().execute(standing.values(state="cancelled", revision=CaseTask.revision + 1))


def disarm(tasks: Collection[uuid.UUID]) -> None:
    """These timers stand no more."""
    session().execute(delete(CaseTimer).where(CaseTimer.task_id.in_(tasks)))


def forget(tasks: Collection[uuid.UUID]) -> None:
    """These messages are awaited no more."""
    session().execute(delete(AwaitedMessage).where(AwaitedMessage.task_id.in_(tasks)))


def receiver(name: str, correlation: str | None) -> uuid.UUID | None:
    """The case that has awaited a message with that name and correlation for longest."""
    query = select(AwaitedMessage.case_id).where(
        AwaitedMessage.kind == "message",
        AwaitedMessage.name == name,
        AwaitedMessage.correlation.is_not_distinct_from(correlation),
    )
    return session().scalar(query.order_by(AwaitedMessage.since).limit(1))


def awaits(case_id: uuid.UUID, name: str) -> bool:
    """Does a case wait for a message of that name now?"""
    query = select(AwaitedMessage.task_id).where(
        AwaitedMessage.kind == "message", AwaitedMessage.case_id == case_id, AwaitedMessage.name == name
    )
    return session().scalar(query.limit(1)) is not None


def listeners(signal: str) -> list[uuid.UUID]:
    """All cases that await a signal."""
    query = select(AwaitedMessage.case_id).where(
        AwaitedMessage.kind == "signal", AwaitedMessage.name == signal
    )
    return list(session().scalars(query.distinct()))


def note(key: str, name: str, now: datetime, until: datetime, **told: object) -> Message | None:
    """Keep a message; None when one with this key is there."""
    return insert_once(Message, key=key, name=name, posted_at=now, expires_at=until, **told)


def told(key: str) -> bool:
    """Was a message told under this key?"""
    return session().scalar(select(Message.id).where(Message.key == key)) is not None


def early(case_id: uuid.UUID, names: Collection[str], now: datetime) -> list[Message]:
    """Messages of these names that came before the case waited for them, and those meant for anybody."""
    query = select(Message).where(
        Message.state == "buffered",
        Message.name.in_(names),
        Message.expires_at > now,
        or_(Message.case_id == case_id, Message.case_id.is_(None)),
    )
    if locking():
        query = query.with_for_update(skip_locked=True)
    return list(session().scalars(query.order_by(Message.posted_at)))


def overdue(now: datetime, limit: int = 100) -> list[Message]:
    """Messages whose time is over and that nobody took."""
    query = select(Message).where(Message.state == "buffered", Message.expires_at <= now).limit(limit)
    if locking():
        query = query.with_for_update(skip_locked=True)
    return list(session().scalars(query))


def missed(now: datetime, limit: int = 100) -> list[uuid.UUID]:
    """Messages that are kept although somebody awaits them (two hosts passed each other)."""
    met = or_(
        Message.case_id == AwaitedMessage.case_id,
        and_(
            Message.case_id.is_(None),
            Message.correlation.is_not_distinct_from(AwaitedMessage.correlation),
        ),
    )
    wanted = or_(AwaitedMessage.correlation.is_(None), Message.correlation == AwaitedMessage.correlation)
    query = (
        select(Message.id)
        .join(AwaitedMessage, and_(AwaitedMessage.name == Message.name, met, wanted))
        .where(Message.state == "buffered", Message.expires_at > now, AwaitedMessage.kind == "message")
    )
    return list(session().scalars(query.distinct().limit(limit)))


def drop(case_id: uuid.UUID, now: datetime) -> int:
    """The case is over: nothing kept for it will ever be taken; how many there were."""
    kept = update(Message).where(Message.state == "buffered", Message.case_id == case_id)
    return session().execute(kept.values(state="expired", settled_at=now)).rowcount  # type: ignore[attr-defined, no-any-return]


def outdate(case_id: uuid.UUID, names: Collection[str], now: datetime) -> None:
    """What was said of something that is over is kept no longer."""
    kept = (Message.state == "buffered", Message.case_id == case_id, Message.name.in_(names))
    session().execute(update(Message).where(*kept).values(state="expired", settled_at=now))


def is_open(case_id: uuid.UUID) -> bool:
    """Does the case still run?"""
    return session().scalar(select(Case.id).where(Case.id == case_id, Case.closed_at.is_(None))) is not None


def late(now: datetime) -> tuple[int, datetime | None]:
    """How many timers should have fired by now, and since when the latest of them waits."""
    query = select(func.count(), func.min(CaseTimer.due_at)).where(CaseTimer.due_at <= now)
    count, since = session().execute(query).one()
    return count, since


def buffered() -> int:
    """How many messages no case has taken yet."""
    return session().scalar(select(func.count()).where(Message.state == "buffered")) or 0


def keep_on(case_id: uuid.UUID, name: str, until: datetime) -> None:
    """A message that nobody took in time is kept for its case once more."""
    expired = (Message.state == "expired", Message.case_id == case_id, Message.name == name)
    revived = update(Message).where(*expired)
    session().execute(revived.values(state="buffered", expires_at=until, settled_at=None))
