"""What the hall's own database says, read beside the hall."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, Row, Select, create_engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from app.cityhall.archive import ArchiveFile
from app.cityhall.cases.models import AwaitedMessage, Case, CaseTask
from app.cityhall.lockers.models import Parcel
from app.cityhall.registry.models import RegisterEntry
from app.queue.models import Job

# What the case waits for while a paper lies in the locker.
COLLECTED = "parcel_collected"


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

    def number(self, case: UUID) -> str:
        """As the messages print it."""
        query = select(RegisterEntry.number, RegisterEntry.registered_on)
        number, day = self.rows(query.join(Case, Case.entry_id == RegisterEntry.id).where(Case.id == case))[0]
        return f"{number}/{day:%d.%m.%Y}"

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
