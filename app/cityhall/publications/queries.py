"""Publications of a procedure, as its analysts see them, and what the day brings."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.cityhall.publications.models import OPEN, SCHEDULED, WAITING, Publication
from app.cityhall.rehearsals.models import Play
from app.database import session
from app.refusal import Refusal


def current(procedure_id: uuid.UUID) -> ProcedureVersion | None:
    """The version on which cases open; None when it was never published."""
    query = select(ProcedureVersion).where(
        ProcedureVersion.procedure_id == procedure_id, ProcedureVersion.retired_at.is_(None)
    )
    return session().scalar(query)


def lock(procedure_id: uuid.UUID) -> None:
    """Two who publish the same procedure do so one after the other."""
    session().get(Procedure, procedure_id, with_for_update={"of": Procedure}, populate_existing=True)


def of_code(institution_id: uuid.UUID, code: str) -> list[ProcedureVersion]:
    """Every version of a procedure that an institution may not have yet, the first one first."""
    query = (
        select(ProcedureVersion)
        .join(Procedure)
        .where(Procedure.institution_id == institution_id, Procedure.code == code)
        .order_by(ProcedureVersion.number)
    )
    return list(session().scalars(query))


def open_of(procedure_id: uuid.UUID) -> Publication | None:
    """The one that waits for a second person or for its day."""
    query = select(Publication).where(Publication.procedure_id == procedure_id, Publication.state.in_(OPEN))
    return session().scalar(query)


def to_approve(institutions: Collection[uuid.UUID], person: uuid.UUID) -> list[Publication]:
    """What waits for a second person who is not the one that asked, in these institutions."""
    query = (
        select(Publication)
        .join(Procedure, Procedure.id == Publication.procedure_id)
        .where(Publication.state == WAITING, Publication.asked_by_id != person)
        .where(Procedure.institution_id.in_(institutions))
    )
    return list(session().scalars(query.order_by(Publication.asked_at)))


def latest(procedure_id: uuid.UUID) -> Publication | None:
    """The last one that was asked, whatever became of it."""
    query = select(Publication).where(Publication.procedure_id == procedure_id)
    return session().scalars(query.order_by(Publication.asked_at.desc()).limit(1)).first()


def locked(procedure_id: uuid.UUID, publication_id: uuid.UUID) -> Publication:
    """A publication of that procedure that is still open, locked.

    Raises Refusal `publication.unknown`, `publication.settled`.
    """
    found = session().get(
        Publication, publication_id, with_for_update={"of": Publication}, populate_existing=True
    )
    if found is None or found.procedure_id != procedure_id:
        raise Refusal("publication.unknown")
    if not found.open:
        raise Refusal("publication.settled")
    return found


def due(today: date) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Those whose day has come: procedure and publication."""
    query = select(Publication.procedure_id, Publication.id).where(
        Publication.state == SCHEDULED, Publication.valid_from <= today
    )
    return [(row[0], row[1]) for row in session().execute(query)]


def played(draft_id: uuid.UUID, digest: str) -> dict[str, str]:
    """How each scenario of a draft last ended on just these files, by its name."""
    query = select(Play.scenario, Play.state).where(Play.draft_id == draft_id, Play.digest == digest)
    rows = session().execute(query.order_by(Play.at))
    return {plain(row[0]): row[1] for row in rows}


def plain(scenario: str) -> str:
    """A scenario's name, of its path."""
    return scenario.rpartition("/")[2].removesuffix(".json")
