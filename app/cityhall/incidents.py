"""Incidents: what the hall could not do by itself and an operator must settle."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, and_, false, func, or_, select, text
from sqlalchemy.orm import Mapped, lazyload, mapped_column, relationship

from app.cityhall.cases import actions
from app.cityhall.cases.models import Case
from app.cityhall.people.models import Person
from app.cityhall.people.rights import Actor
from app.database import Base, Identified, session
from app.refusal import Refusal

OPERATOR = "administrator"


class Incident(Identified, Base):
    """Something that stands still until a person looks: a dead job, a timer or a message that failed.

    `facts`: `job` (its kind), `operation` of a service, `tries`, `error`, `task` (a timer's or a service's
    id in the engine). `resolution`: retried, by_hand, gone. `job_id` is a plain value, as in the queue.
    """

    __tablename__ = "incident"
    __table_args__ = (
        # One open incident for a job; and one for a place of a case that no job stands for (a timer).
        Index(
            "uq_incident_open_job",
            "job_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "uq_incident_open_place",
            "case_id",
            "kind",
            "element",
            unique=True,
            sqlite_where=text("closed_at IS NULL AND job_id IS NULL"),
            postgresql_where=text("closed_at IS NULL AND job_id IS NULL"),
        ),
        Index("ix_incident_closed_opened", "closed_at", "opened_at"),
        Index("ix_incident_case", "case_id"),
    )

    kind: Mapped[str] = mapped_column(String(12))
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("hall_case.id"))
    element: Mapped[str | None] = mapped_column(String(80))
    job_id: Mapped[uuid.UUID | None]
    facts: Mapped[dict[str, Any]]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    resolution: Mapped[str | None] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(Text)

    case: Mapped[Case | None] = relationship(lazy="joined")
    closed_by: Mapped[Person | None] = relationship(lazy="joined")


def open(  # noqa: A001 - as a clerk would say it
    kind: str,
    now: datetime,
    *,
    case_id: uuid.UUID | None = None,
    element: str | None = None,
    job_id: uuid.UUID | None = None,
    facts: dict[str, Any],
) -> Incident:
    """Say that something needs a person (kind: job, timer, message); what is open already stays one."""
    standing = of_job(job_id) if job_id else _of_place(case_id, kind, element)
    if standing is not None:
        standing.facts = facts
        return standing
    made = Incident(kind=kind, case_id=case_id, element=element, job_id=job_id, facts=facts, opened_at=now)
    session().add(made)
    session().flush()
    _tell_case(made, "incident_opened", now, None)
    return made


def close(incident: Incident, how: str, by: uuid.UUID | None, now: datetime, reason: str = "") -> None:
    """Settle it (how: retried, by_hand, gone); what was given up may still be tried again.

    Raises Refusal `incident.settled`, `incident.settled_by_itself`.
    """
    if incident.closed_at is not None and (incident.resolution, how) != ("gone", "retried"):
        if incident.closed_by is None:
            raise Refusal("incident.settled_by_itself")
        raise Refusal("incident.settled", who=incident.closed_by.full_name)
    incident.closed_at, incident.closed_by_id = now, by
    incident.resolution, incident.reason = how, reason
    _tell_case(incident, "incident_closed", now, by)


def heal(case_id: uuid.UUID, now: datetime) -> None:
    """The case's timers fired after all: nobody has to look at them any more."""
    waiting = (Incident.kind == "timer", Incident.case_id == case_id, Incident.closed_at.is_(None))
    for one in session().scalars(select(Incident).where(*waiting)):
        close(one, "retried", None, now)


def _tell_case(incident: Incident, kind: str, now: datetime, by: uuid.UUID | None) -> None:
    """The case's history knows; the applicant does not see it."""
    case = session().get(Case, incident.case_id) if incident.case_id else None
    if case is None:
        return
    told = {"incident": str(incident.id), "kind": incident.kind}
    settled = {"resolution": incident.resolution, "reason": incident.reason} if incident.closed_at else {}
    actions.record(
        case, kind, now, element=incident.element, actor_id=by, facts={**told, **settled}, public=False
    )


def of_job(job_id: uuid.UUID) -> Incident | None:
    """The open incident of a job."""
    query = select(Incident).where(Incident.job_id == job_id, Incident.closed_at.is_(None))
    return session().scalar(query)


def _of_place(case_id: uuid.UUID | None, kind: str, element: str | None) -> Incident | None:
    query = select(Incident).where(
        Incident.case_id == case_id,
        Incident.kind == kind,
        Incident.element == element,
        Incident.job_id.is_(None),
        Incident.closed_at.is_(None),
    )
    return session().scalar(query)


def of_case(case_id: uuid.UUID) -> list[Incident]:
    """All incidents of a case, latest first."""
    query = select(Incident).where(Incident.case_id == case_id)
    return list(session().scalars(query.order_by(Incident.opened_at.desc())))


def open_on(versions: Collection[uuid.UUID]) -> list[Incident]:
    """The open incidents of the cases that stand on these versions of a procedure, the oldest first."""
    query = select(Incident).join(Case, Case.id == Incident.case_id)
    query = query.where(Incident.closed_at.is_(None), Case.version_id.in_(versions))
    return list(session().scalars(query.order_by(Incident.opened_at)))


def for_operator(
    incident_id: uuid.UUID, actor: Actor, hall: uuid.UUID | None, *, lock: bool = False
) -> Incident:
    """An incident that the actor may settle, locked when asked. Raises Refusal `incident.unknown`."""
    query = select(Incident).where(Incident.id == incident_id, _seen_by(actor, hall))
    if lock:
        # What is joined was joined before the lock was waited for: who closed it is read afterwards.
        query = query.options(lazyload("*")).with_for_update(of=Incident)
        query = query.execution_options(populate_existing=True)
    found = session().scalar(query)
    if found is None:
        raise Refusal("incident.unknown")
    return found


@dataclass(frozen=True)
class Listed:
    """What a list of incidents shows: of whom, the open or the settled ones, and of which number."""

    actor: Actor
    hall: uuid.UUID | None
    settled: bool = False
    number: int | None = None

    def which(self) -> ColumnElement[bool]:
        wanted = [_seen_by(self.actor, self.hall)]
        wanted += [Incident.closed_at.is_not(None) if self.settled else Incident.closed_at.is_(None)]
        if self.number is not None:
            wanted += [Incident.case.has(Case.entry.has(number=self.number))]
        return and_(*wanted)


def listed(what: Listed, *, limit: int = 50, offset: int = 0) -> list[Incident]:
    """Open ones by age, the oldest first; settled ones the latest first."""
    order = Incident.closed_at.desc() if what.settled else Incident.opened_at
    query = select(Incident).where(what.which()).order_by(order, Incident.id)
    return list(session().scalars(query.limit(limit).offset(offset)))


def open_ones(actor: Actor, hall: uuid.UUID | None) -> list[Incident]:
    """What waits for this operator, the oldest first. `hall` is the installed institution."""
    return listed(Listed(actor, hall))


def count(what: Listed) -> int:
    """How many the whole list holds."""
    return _count(what.which())


def open_in_all() -> int:
    """How many are open in the whole hall, for the monitoring."""
    return _count(Incident.closed_at.is_(None))


def _count(which: ColumnElement[bool]) -> int:
    return session().scalar(select(func.count()).select_from(Incident).where(which)) or 0


def _seen_by(actor: Actor, hall: uuid.UUID | None) -> ColumnElement[bool]:
    """Those of cases of the institutions that the actor administers; without a case, the hall's own."""
    administered = [post.institution_id for post in actor.posts if post.role == OPERATOR]
    seen = _of_cases(administered)
    return or_(seen, Incident.case_id.is_(None)) if hall in administered else seen


def _of_cases(institutions: Collection[uuid.UUID]) -> ColumnElement[bool]:
    if not institutions:
        return false()
    return Incident.case_id.in_(select(Case.id).where(Case.institution_id.in_(institutions)))
