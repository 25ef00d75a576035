"""Trials, plays and replays of a draft; whoever asks has looked the draft up through their rights."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import Select, func, select

from app.cityhall.cases.models import Case, CaseRun
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.rehearsals.models import Play, Replay, Trial
from app.database import session

UNDER_WAY = ("waiting", "running")


def trial(draft_id: uuid.UUID, person_id: uuid.UUID) -> Trial | None:
    """Somebody's own trial of a draft."""
    query = select(Trial).where(Trial.draft_id == draft_id, Trial.person_id == person_id)
    return session().scalars(query).one_or_none()


def plays(draft_id: uuid.UUID, digest: str) -> list[Play]:
    """The scenarios played, or to be played, on these very files; by name."""
    query = select(Play).where(Play.draft_id == draft_id, Play.digest == digest)
    return list(session().scalars(query.order_by(Play.scenario)))


def play(play_id: uuid.UUID) -> Play | None:
    """The play that a job is about."""
    return session().get(Play, play_id)


def all_green(draft_id: uuid.UUID, digest: str, scenarios: Collection[str]) -> bool:
    """Was every one of these scenarios played on these very files, and came true?"""
    passed = {one.scenario for one in plays(draft_id, digest) if one.state == "passed"}
    return set(scenarios) <= passed


def progress(draft_id: uuid.UUID, digest: str) -> Mapping[str, int]:
    """How many plays are in each state."""
    query = select(Play.state, func.count()).where(Play.draft_id == draft_id, Play.digest == digest)
    return _counted(query.group_by(Play.state))


def replays(draft_id: uuid.UUID, digest: str) -> list[Replay]:
    """The cases replayed, or to be replayed, on these very files; the latest case first."""
    query = select(Replay).join(Case, Replay.case_id == Case.id)
    query = query.where(Replay.draft_id == draft_id, Replay.digest == digest)
    return list(session().scalars(query.order_by(Case.closed_at.desc(), Replay.id)))


def replay(replay_id: uuid.UUID) -> Replay | None:
    """The replay that a job is about."""
    return session().get(Replay, replay_id)


def replay_progress(draft_id: uuid.UUID, digest: str) -> Mapping[str, int]:
    """How many replays are in each state."""
    query = select(Replay.state, func.count()).where(Replay.draft_id == draft_id, Replay.digest == digest)
    return _counted(query.group_by(Replay.state))


def _counted(query: Select[str, int]) -> dict[str, int]:
    return {state: count for state, count in session().execute(query).all()}  # noqa: C416 - rows are no pairs


def finished(procedure_id: uuid.UUID, limit: int) -> list[uuid.UUID]:
    """The cases of a procedure that ended last."""
    query = (
        select(Case.id)
        .join(ProcedureVersion, Case.version_id == ProcedureVersion.id)
        .join(CaseRun, CaseRun.case_id == Case.id)
        .where(ProcedureVersion.procedure_id == procedure_id, Case.closed_at.is_not(None), CaseRun.finished)
        .order_by(Case.closed_at.desc())
    )
    return list(session().scalars(query.limit(limit)))
