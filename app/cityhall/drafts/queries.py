"""Drafts as the analysts of their institution may see them, and nobody else."""

import tomllib
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.cityhall.drafts import rules
from app.cityhall.drafts.models import Draft, DraftFile, DraftPresence
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import folders
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.cityhall.procedures.queries import version_files
from app.database import session
from app.refusal import Refusal

ANALYST = "analyst"
PRESENT = timedelta(seconds=40)


def institutions_of(who: Actor) -> set[uuid.UUID]:
    """Where somebody is an analyst."""
    return {post.institution_id for post in who.posts if post.role == ANALYST}


def procedure(code: str, who: Actor) -> Procedure:
    """A procedure of an institution where the reader is an analyst. Raises Refusal `procedure.unknown`."""
    if not rules.CODE.fullmatch(code):
        raise Refusal("procedure.unknown", code=code[:60])
    query = select(Procedure).where(
        Procedure.code == code, Procedure.institution_id.in_(institutions_of(who))
    )
    found = session().scalars(query.order_by(Procedure.institution_id)).first()
    if found is None:
        raise Refusal("procedure.unknown", code=code)
    return found


def of_institution(institution_id: uuid.UUID, code: str) -> Procedure:
    """A procedure of an institution, whoever asks. Raises Refusal `procedure.unknown`."""
    query = select(Procedure).where(Procedure.institution_id == institution_id, Procedure.code == code)
    found = session().scalar(query)
    if found is None:
        raise Refusal("procedure.unknown", code=code)
    return found


def procedures(who: Actor) -> list[Procedure]:
    """Every procedure that the reader may work on, by code."""
    query = select(Procedure).where(Procedure.institution_id.in_(institutions_of(who)))
    return list(session().scalars(query.order_by(Procedure.code)))


def mine(code: str, who: Actor, *, lock: bool = False) -> Draft:
    """The open draft of a procedure, for its analysts. Raises Refusal `procedure.unknown`, `draft.none`."""
    query = select(Draft).where(Draft.procedure_id == procedure(code, who).id, Draft.state == "open")
    if lock:
        query = query.with_for_update(of=Draft).execution_options(populate_existing=True)
    found = session().scalars(query).one_or_none()
    if found is None:
        raise Refusal("draft.none", code=code)
    return found


def open_of(procedure_id: uuid.UUID) -> Draft | None:
    """The open draft of a procedure, whoever asks."""
    query = select(Draft).where(Draft.procedure_id == procedure_id, Draft.state == "open")
    return session().scalars(query).one_or_none()


def ever_published(procedure_id: uuid.UUID) -> bool:
    query = select(ProcedureVersion.id).where(ProcedureVersion.procedure_id == procedure_id).limit(1)
    return session().scalar(query) is not None


def file_rows(draft_id: uuid.UUID) -> list[DraftFile]:
    """The files of a draft with their revisions, by path."""
    query = select(DraftFile).where(DraftFile.draft_id == draft_id).order_by(DraftFile.path)
    return list(session().scalars(query))


def listed(draft_id: uuid.UUID) -> list[str]:
    """The paths of a draft's files."""
    return list(session().scalars(select(DraftFile.path).where(DraftFile.draft_id == draft_id)))


def file_row(draft: Draft, path: str) -> DraftFile:
    """One file of a draft. Raises Refusal `draft.no_file`."""
    found = session().get(DraftFile, (draft.id, path))
    if found is None:
        raise Refusal("draft.no_file", path=path)
    return found


def files(draft_id: uuid.UUID) -> dict[str, bytes]:
    """All files of a draft by path, as a version would hold them."""
    return {one.path: one.content for one in file_rows(draft_id)}


def digest(draft_id: uuid.UUID) -> str:
    """Names the draft as it is now, as `procedure_version.digest` does a version."""
    return folders.digest(files(draft_id))


def present(draft: Draft, now: datetime, but: uuid.UUID) -> list[DraftPresence]:
    """Who else has a page of the draft open."""
    query = select(DraftPresence).where(
        DraftPresence.draft_id == draft.id,
        DraftPresence.seen_at > now - PRESENT,
        DraftPresence.person_id != but,
    )
    return list(session().scalars(query))


def began_with(draft: Draft) -> dict[str, bytes]:
    """The files that the draft began with: those of the version that it changes."""
    return version_files(draft.based_on_id) if draft.based_on_id else {}


def config(draft: Draft | None) -> dict[str, Any]:
    """What its procedure.toml says, nothing where there is none or it cannot be read."""
    found = session().get(DraftFile, (draft.id, "procedure.toml")) if draft else None
    try:
        return tomllib.loads(found.content.decode()) if found else {}
    except ValueError:
        return {}
