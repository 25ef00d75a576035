"""Papers registered from a copy whose original is still to come: who waits, since when, until when.

How long is awaited is the institution's own rule (`LocalRule` `original_days`); no act sets it.
"""

import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall import institutions
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.rules import romanian_day
from app.database import Base, Identified, session
from app.refusal import Refusal

RULE = "original_days"
REMIND_AFTER, AWAIT_FOR = 5, 10  # calendar days, where the institution has decided nothing


class ExpectedOriginal(Identified, Base):
    """An original awaited for an entry; `state`: waiting, arrived, given_up."""

    __tablename__ = "expected_original"
    __table_args__ = (Index("ix_expected_original_waiting", "institution_id", "state", "due_on"),)

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register_entry.id"), unique=True)
    from_whom: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    since: Mapped[datetime]
    since_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    remind_on: Mapped[date]
    due_on: Mapped[date]
    reminded_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    sheets: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=0)
    entry: Mapped[RegisterEntry] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": revision}


def expect(
    entry: RegisterEntry, from_whom: str, email: str, by: uuid.UUID, now: datetime, *, note: str = ""
) -> ExpectedOriginal:
    """From now on the original of an entry is awaited. Raises Refusal `original.expected` the second time."""
    if of_entry(entry.id) is not None:
        raise Refusal("original.expected", number=entry.legal_number)
    today = romanian_day(now)
    remind, wait = days(entry.institution_id, today)
    made = ExpectedOriginal(
        institution_id=entry.institution_id,
        entry=entry,
        from_whom=from_whom[:200],
        email=email.strip()[:200] or None,
        note=note[:300],
        since=now,
        since_by_id=by,
        remind_on=today + timedelta(days=remind),
        due_on=today + timedelta(days=wait),
    )
    session().add(made)
    session().flush()
    return made


def came(original: ExpectedOriginal, sheets: int | None, by: uuid.UUID, now: datetime) -> None:
    """The original lies on the desk. Raises Refusal `original.settled`."""
    _settle(original, "arrived", by, now)
    original.sheets = sheets


def give_up(original: ExpectedOriginal, note: str, by: uuid.UUID, now: datetime) -> None:
    """It is awaited no longer; the entry stands as it is. Raises Refusal `original.settled`, `.why`."""
    if not note.strip():
        raise Refusal("original.why")
    _settle(original, "given_up", by, now)
    original.note = note.strip()[:300]


def _settle(original: ExpectedOriginal, state: str, by: uuid.UUID, now: datetime) -> None:
    if original.state != "waiting":
        raise Refusal("original.settled")
    original.state, original.settled_at, original.settled_by_id = state, now, by


def mine(original_id: uuid.UUID, institutions: Collection[uuid.UUID]) -> ExpectedOriginal:
    """An original awaited by these institutions, locked. Raises Refusal `original.unknown`."""
    found = session().get(ExpectedOriginal, original_id, with_for_update={"of": ExpectedOriginal})
    if found is None or found.institution_id not in institutions:
        raise Refusal("original.unknown")
    return found


def of_entry(entry_id: uuid.UUID) -> ExpectedOriginal | None:
    """What is awaited, or was, for an entry."""
    return session().scalar(select(ExpectedOriginal).where(ExpectedOriginal.entry_id == entry_id))


def waiting(institutions: Collection[uuid.UUID], *, limit: int = 200) -> list[ExpectedOriginal]:
    """What is still to come, the most urgent first."""
    query = select(ExpectedOriginal).where(
        ExpectedOriginal.institution_id.in_(institutions), ExpectedOriginal.state == "waiting"
    )
    return list(
        session().scalars(query.order_by(ExpectedOriginal.due_on, ExpectedOriginal.since).limit(limit))
    )


def settled(institutions: Collection[uuid.UUID], *, limit: int = 20) -> list[ExpectedOriginal]:
    """What came, or is awaited no longer; the latest first."""
    query = select(ExpectedOriginal).where(
        ExpectedOriginal.institution_id.in_(institutions), ExpectedOriginal.state != "waiting"
    )
    return list(session().scalars(query.order_by(ExpectedOriginal.settled_at.desc()).limit(limit)))


def to_remind(today: date, *, limit: int = 100) -> list[ExpectedOriginal]:
    """Those whose sender is to be reminded by now and was not yet, locked."""
    query = select(ExpectedOriginal).where(
        ExpectedOriginal.state == "waiting",
        ExpectedOriginal.reminded_at.is_(None),
        ExpectedOriginal.remind_on <= today,
    )
    locked = query.limit(limit).with_for_update(of=ExpectedOriginal, skip_locked=True)
    return list(session().scalars(locked))


def days(institution_id: uuid.UUID, today: date) -> tuple[int, int]:
    """After how many days the sender is reminded, and how many the original is awaited."""
    rule = institutions.rule(institution_id, RULE, today)
    said = rule.value if rule else {}
    return int(said.get("remind", REMIND_AFTER)), int(said.get("wait", AWAIT_FOR))
