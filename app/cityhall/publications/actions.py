"""What becomes of a publication; each inside a transaction with the row locked."""

import uuid
from datetime import datetime
from typing import Any

from app.cityhall import journal
from app.cityhall.institutions import Institution
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.publications.models import LAPSED, PUBLISHED, REFUSED, SCHEDULED, WITHDRAWN, Publication
from app.database import session
from app.refusal import Refusal


def ask(publication: Publication, now: datetime) -> Publication:
    """Keep what somebody asks for."""
    session().add(publication)
    session().flush()
    _tell("asked", publication, publication.asked_by_id, now, difference=publication.difference)
    return publication


def approve(publication: Publication, by: uuid.UUID, now: datetime) -> None:
    """A second person agrees. Raises Refusal `publication.own`, `publication.settled`."""
    if publication.state == SCHEDULED:
        raise Refusal("publication.settled")
    if by == publication.asked_by_id:
        raise Refusal("publication.own")
    publication.state, publication.approved_by_id, publication.approved_at = SCHEDULED, by, now
    _tell("approved", publication, by, now)


def refuse(publication: Publication, why: str, by: uuid.UUID, now: datetime) -> None:
    """A second person does not agree. Raises Refusal `publication.own`, `publication.why`."""
    if by == publication.asked_by_id:
        raise Refusal("publication.own")
    if not why.strip():
        raise Refusal("publication.why")
    _settle(publication, REFUSED, by, now, why.strip()[:2000])
    _tell("refused", publication, by, now, why=publication.note)


def withdraw(publication: Publication, by: uuid.UUID, now: datetime) -> None:
    """It is not to be published after all."""
    _settle(publication, WITHDRAWN, by, now)
    _tell("withdrawn", publication, by, now)


def lapse(publication: Publication, why: str, now: datetime) -> None:
    """What was looked at is not what would be published now."""
    _settle(publication, LAPSED, None, now, why)
    _tell("lapsed", publication, None, now, why=why)


def published(publication: Publication, version: ProcedureVersion, now: datetime) -> None:
    """It has become a version; its draft is done with."""
    _settle(publication, PUBLISHED, None, now)
    publication.version_id = version.id
    if publication.draft is not None:
        publication.draft.state = "published"
    session().flush()


def want_approval(institution: Institution, wanted: bool, by: uuid.UUID | None, now: datetime) -> None:
    """Whether a second analyst must agree from now on."""
    if institution.publishing_approval != wanted:
        institution.publishing_approval = wanted
        facts = {"institution": institution.code, "wanted": wanted}
        journal.note(
            "publishing.approval", now, actor_id=by, about=("institution", institution.id), facts=facts
        )


def _settle(
    publication: Publication, state: str, by: uuid.UUID | None, now: datetime, note: str = ""
) -> None:
    publication.state, publication.note = state, note
    publication.settled_by_id, publication.settled_at = by, now
    session().flush()


def _tell(what: str, publication: Publication, by: uuid.UUID | None, now: datetime, **facts: Any) -> None:
    known = {
        "code": publication.procedure.code,
        "reason": publication.reason,
        "valid_from": publication.valid_from.isoformat(),
        "digest": publication.digest,
    }
    about = ("procedure", publication.procedure_id)
    journal.note(f"publication.{what}", now, actor_id=by, about=about, facts={**known, **facts})
