"""Where the running cases of a procedure stand, and how long its tasks waited: numbers, nobody's data."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from app.cityhall.cases.models import AwaitedMessage, Case, CaseTask, CaseTimer
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.registry.models import RegisterEntry
from app.database import session

MOST = 20_000  # finished tasks that are looked at, the latest
APPLICANT = "applicant"


@dataclass(frozen=True)
class Stand:
    """A case waits at an element: for a person of that role, a message (`name`) or a moment (`until`)."""

    case_id: uuid.UUID
    version_id: uuid.UUID
    element: str
    role: str = ""
    name: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Wait:
    """How long one task waited for somebody of that role; `until` is None while it still does."""

    element: str
    role: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Listed:
    """A running case in a list: its number and when it was opened."""

    case_id: uuid.UUID
    version: int
    year: int
    number: int
    opened_at: datetime
    status: str

    @property
    def called(self) -> str:
        return f"{self.number}/{self.year}"


def tasks(versions: Collection[uuid.UUID]) -> list[Stand]:
    """The human tasks that running cases of these versions wait for."""
    query = select(
        CaseTask.case_id, Case.version_id, CaseTask.element, CaseTask.role, CaseTask.created_at
    ).join(Case, Case.id == CaseTask.case_id)
    query = query.where(CaseTask.state == "open", _running(versions))
    return [
        Stand(case, version, element, role=role, since=since)
        for case, version, element, role, since in session().execute(query)
    ]


def timers(versions: Collection[uuid.UUID]) -> list[Stand]:
    """The moments that they wait for, those on an element's edge too."""
    query = select(CaseTimer.case_id, Case.version_id, CaseTimer.element, CaseTimer.due_at)
    query = query.join(Case, Case.id == CaseTimer.case_id).where(_running(versions))
    found = session().execute(query)
    return [Stand(case, version, element, until=due) for case, version, element, due in found]


def messages(versions: Collection[uuid.UUID]) -> list[Stand]:
    """The messages and signals that they wait for; a row knows the name only, not the element."""
    query = select(AwaitedMessage.case_id, Case.version_id, AwaitedMessage.name, AwaitedMessage.since)
    query = query.join(Case, Case.id == AwaitedMessage.case_id).where(_running(versions))
    found = session().execute(query)
    return [Stand(case, version, "", name=name, since=since) for case, version, name, since in found]


def _running(versions: Collection[uuid.UUID]) -> ColumnElement[bool]:
    return and_(Case.version_id.in_(versions), Case.closed_at.is_(None))


def waits(versions: Collection[uuid.UUID], since: datetime) -> list[Wait]:
    """The tasks that still wait or were done after that moment."""
    recent = or_(Case.closed_at.is_(None), Case.closed_at >= since)
    query = (
        select(CaseTask.element, CaseTask.role, CaseTask.created_at, CaseTask.done_at, CaseTask.state)
        .join(Case, Case.id == CaseTask.case_id)
        .where(Case.version_id.in_(versions), recent)
        .where(or_(CaseTask.state == "open", CaseTask.done_at >= since))
        .order_by(CaseTask.created_at.desc())
        .limit(MOST)
    )
    return [
        Wait(element, role, begun, done if state == "done" else None)
        for element, role, begun, done, state in session().execute(query)
    ]


def listed(case_ids: Collection[uuid.UUID]) -> list[Listed]:
    """These cases, the oldest first."""
    query = (
        select(
            Case.id,
            ProcedureVersion.number,
            RegisterEntry.year,
            RegisterEntry.number,
            Case.opened_at,
            Case.status,
        )
        .join(ProcedureVersion, ProcedureVersion.id == Case.version_id)
        .join(RegisterEntry, RegisterEntry.id == Case.entry_id)
        .where(Case.id.in_(case_ids))
        .order_by(Case.opened_at)
    )
    return [Listed(*row) for row in session().execute(query)]
