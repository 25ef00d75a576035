"""What the hall's own database says, read beside the hall."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Engine, Row, Select, create_engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from app.cityhall.archive import ArchiveFile
from app.cityhall.cases.models import AwaitedMessage, CaseTask
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.lockers import rules
from app.cityhall.lockers.models import Grant, Parcel
from app.queue.models import Job

# What the case waits for while a paper lies in the locker.
COLLECTED = "parcel_collected"


# From the one that is furthest on; those that never got a door are asked for anew.
FURTHEST = ("verified", "emptied", "laid_in", "prepared")


class HandedIn(NamedTuple):
    """A drop-off that has a door: where it stands, its compartment, the right to lay in."""

    id: UUID
    state: str
    door: int
    grant: UUID
    serial: int


@dataclass(frozen=True)
class Ledger:
    """Reads with a connection of its own each time: nobody's death disturbs it."""

    engine: Engine

    def rows(self, query: Select[tuple]) -> Sequence[Row[tuple]]:
        """What the database answers; a database that lies on the floor is asked again."""
        for _ in range(100):
            try:
                with self.engine.connect() as connection:
                    return connection.execute(query).all()
            except OperationalError as error:
                last = error
        raise last

    def open_tasks(self, case: UUID) -> Sequence[Row[tuple]]:
        """(id, form, state of its holder) of what a case waits for from people."""
        query = select(CaseTask.id, CaseTask.form, CaseTask.holder_id)
        return self.rows(query.where(CaseTask.case_id == case, CaseTask.state == "open"))

    def done(self, case: UUID, form: str) -> int:
        """How often that form was finished."""
        query = select(func.count()).where(
            CaseTask.case_id == case, CaseTask.form == form, CaseTask.state == "done"
        )
        return int(self.rows(query)[0][0])

    def archived(self, case: UUID) -> bool:
        return bool(self.rows(select(ArchiveFile.case_id).where(ArchiveFile.case_id == case)))

    def waits_for_the_citizen(self, case: UUID) -> bool:
        """Does a paper lie in the locker? (What a citizen may say at any time, a case always listens for.)"""
        query = select(AwaitedMessage.task_id).where(AwaitedMessage.case_id == case)
        return bool(self.rows(query.where(AwaitedMessage.name == COLLECTED)))

    def door(self, case: UUID) -> int:
        """The compartment of the case's paper."""
        query = select(Parcel.compartment).where(Parcel.case_id == case).order_by(Parcel.reserved_at.desc())
        return int(self.rows(query)[0][0])

    def token(self, case: UUID, secret: str) -> str:
        """What the QR of the applicant says."""
        query = select(Grant.id, Grant.serial).join(Parcel, Grant.parcel_id == Parcel.id)
        query = query.where(Parcel.case_id == case, Grant.holder == "applicant")
        grant, serial = self.rows(query.order_by(Parcel.reserved_at.desc()))[0]
        return rules.grant_token(secret, grant, serial)

    def handed_in(self, draft: UUID) -> HandedIn | None:
        """The drop-off that a draft's papers go by; None while none has a door."""
        query = select(DropOff.id, DropOff.state, Parcel.compartment, Grant.id, Grant.serial)
        query = query.join(Parcel, DropOff.parcel_id == Parcel.id).join(Grant, Grant.parcel_id == Parcel.id)
        rows = self.rows(query.where(DropOff.draft_id == draft, DropOff.state.in_(FURTHEST)))
        return min((HandedIn(*row) for row in rows), key=lambda one: FURTHEST.index(one.state), default=None)

    def code(self, found: HandedIn, secret: str) -> str:
        """What the QR of its cover sheet says."""
        return rules.grant_token(secret, found.grant, found.serial)

    def leases(self) -> set[UUID]:
        """The leases that workers hold now."""
        return {row[0] for row in self.rows(select(Job.lease).where(Job.state == "running"))}

    def unfinished(self) -> list[tuple[str, str, str | None]]:
        """Jobs that are still to be done: kind, state, last error."""
        query = select(Job.kind, Job.state, Job.error).where(Job.state.in_(["ready", "running"]))
        return [(kind, state, error) for kind, state, error in self.rows(query)]


def beside(url: str) -> Ledger:
    """A ledger over the hall's database."""
    return Ledger(create_engine(url, poolclass=NullPool))
