"""The rehearsals' jobs: one for each scenario or case that is played; progress is a count of rows."""

import uuid
from datetime import datetime

from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.procedures import folders, scenarios
from app.cityhall.rehearsals import actions, queries
from app.cityhall.rehearsals.models import Play, Replay
from app.database import session, transaction
from app.errands.handlers import Handlers
from app.journey.house import House
from app.journey.operations.context import Settle
from app.queue.models import Job
from app.rehearsal import place as places
from app.rehearsal import plays
from app.rehearsal import replay as replays
from app.rehearsal.complaint import Untrue
from app.rehearsal.place import Place
from app.rehearsal.plays import Outcome

# A story that kills its workers (or outlasts their lease) is given up: that is no operator's affair.
MOST_TRIES = 3


def play_scenario(job: Job, house: House, now: datetime) -> Settle:
    """Play one scenario of a draft on its files as they were when that was asked."""
    play_id = uuid.UUID(job.payload["play"])
    row = _begun(queries.play(play_id))
    if row is None:
        return lambda: None
    outcome = _outcome(row, job, house)

    def settle() -> None:
        if (found := queries.play(play_id)) is not None:
            actions.played(found, outcome.row(), now)

    return settle


def replay_case(job: Job, house: House, now: datetime) -> Settle:
    """Replay one finished case, without personal data, on its own version and on a draft."""
    replay_id = uuid.UUID(job.payload["replay"])
    row = _begun(queries.replay(replay_id))
    if row is None:
        return lambda: None
    found = _replayed(row, job, house)

    def settle() -> None:
        if (kept := queries.replay(replay_id)) is not None:
            actions.replayed(kept, found.row(), now)

    return settle


def _begun(row: Play | Replay | None) -> Play | Replay | None:
    if row is not None:
        with transaction():
            session().add(row)
            row.state = "running"
    return row


def _outcome(row: Play | Replay, job: Job, house: House) -> Outcome:
    assert isinstance(row, Play)
    try:
        place = _place(row, job, house)
        told = next((one for one in scenarios.read(place.own) if one.name == row.scenario), None)
        if told is None:
            raise Untrue("no_earlier", name=row.scenario)
    except Exception as error:  # noqa: BLE001 - whatever a draft holds is told, not thrown
        return Outcome((plays.said(error),), (), (), 0.0)
    return plays.play(place, told)


def _replayed(row: Play | Replay, job: Job, house: House) -> replays.Replayed:
    assert isinstance(row, Replay)
    try:
        place = _place(row, job, house)
        own, story = replays.material(row.case, house)
    except Exception as error:  # noqa: BLE001 - as above
        return replays.Replayed("failed", (replays.stopped("before", plays.said(error)),), 0.0)
    session().rollback()
    return replays.replay(own, place, story)


def _place(row: Play | Replay, job: Job, house: House) -> Place:
    """The place with the draft's files. Raises Untrue `changed`, `broken`."""
    if job.attempts > MOST_TRIES:
        raise Untrue("broken", error="endless")
    draft = session().get(Draft, row.draft_id)
    assert draft is not None
    files = drafts.files(draft.id)
    if folders.digest(files) != row.digest:
        raise Untrue("changed")
    place = places.of(draft.procedure, files, house)
    session().rollback()
    return place


HANDLERS: Handlers = {"play_scenario": play_scenario, "replay_case": replay_case}
