"""Keeping trials, asking for plays and replays; each inside a transaction."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from app.cityhall.drafts.models import Draft
from app.cityhall.rehearsals import queries
from app.cityhall.rehearsals.models import Play, Replay, Trial
from app.database import insert_once, session
from app.queue import jobs
from app.refusal import Refusal

ANEW = 0  # the revision that one has seen of a trial that is not there
MOST_BYTES = 400_000


def keep_trial(draft: Draft, person: uuid.UUID, told: Mapping[str, Any], seen: int, now: datetime) -> int:
    """The trial as it is from now on; its revision.

    Raises Refusal `trial.changed` when another window of the same person was faster.
    """
    found = queries.trial(draft.id, person)
    if (found.revision if found else ANEW) != seen:
        raise Refusal("trial.changed")
    if found is None:
        made = insert_once(Trial, draft_id=draft.id, person_id=person, told=dict(told), changed_at=now)
        if made is None:
            raise Refusal("trial.changed")
        return made.revision
    found.told, found.revision, found.changed_at = dict(told), found.revision + 1, now
    session().flush()
    return found.revision


def drop_trial(draft: Draft, person: uuid.UUID) -> None:
    """The trial is given up."""
    session().execute(delete(Trial).where(Trial.draft_id == draft.id, Trial.person_id == person))


def ask_plays(draft: Draft, digest: str, scenarios: Iterable[str], now: datetime) -> int:
    """Let these scenarios be played (again) on the draft's files as they are; a job for each. How many.

    One that waits or is under way is left alone.
    """
    there = {one.scenario: one for one in queries.plays(draft.id, digest)}
    asked = 0
    for name in scenarios:
        row = there.get(name) or Play(draft_id=draft.id, digest=digest, scenario=name)
        if row.state in queries.UNDER_WAY:
            continue
        row.state, row.asked_at, row.at, row.milliseconds = "waiting", now, None, 0
        row.complaints, row.elements, row.flows = [], [], []
        session().add(row)
        session().flush()
        jobs.enqueue(f"play:{row.id}:{now.isoformat()}", "play_scenario", {"play": str(row.id)}, now)
        asked += 1
    return asked


def ask_replays(draft: Draft, digest: str, limit: int, now: datetime) -> int:
    """Let the cases that ended last be replayed (again) on the draft's files as they are. How many."""
    there = {one.case_id: one for one in queries.replays(draft.id, digest)}
    asked = 0
    for case_id in queries.finished(draft.procedure_id, limit):
        row = there.get(case_id) or Replay(draft_id=draft.id, digest=digest, case_id=case_id)
        if row.state in queries.UNDER_WAY:
            continue
        row.state, row.asked_at, row.at = "waiting", now, None
        row.milliseconds, row.differences = 0, []
        session().add(row)
        session().flush()
        jobs.enqueue(f"replay:{row.id}:{now.isoformat()}", "replay_case", {"replay": str(row.id)}, now)
        asked += 1
    return asked


def played(play: Play, outcome: Mapping[str, Any], now: datetime) -> None:
    """A scenario was played: its state, complaints, elements, flows and time taken."""
    for name, value in outcome.items():
        setattr(play, name, value)
    play.at = now


def replayed(replay: Replay, outcome: Mapping[str, Any], now: datetime) -> None:
    """A case was replayed: its state, differences and time taken."""
    for name, value in outcome.items():
        setattr(replay, name, value)
    replay.at = now
