"""Moving many running cases to another version: each is a job, so that one that fails holds up no other.

The batch is fed to the queue some cases at a time. Each case may be taken back until its next step.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from app.cityhall import journal
from app.cityhall.cases import batches, moves
from app.cityhall.cases.batches import FAILED, MOVED, STAYED, UNDONE, WAITING, MoveBatch, MoveItem
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.procedures.queries import version_files
from app.database import session
from app.engine.moving.migration import Obstacle
from app.journey import differences, versions
from app.queue import jobs
from app.refusal import Refusal

AT_A_TIME = 50
# Between these and the version that they stand on there is nothing to be taken back.
NOT_TO_UNDO = ("move.never", "move.stepped_since")


def begin(to: ProcedureVersion, only: Iterable[uuid.UUID] | None, by: uuid.UUID, now: datetime) -> MoveBatch:
    """Have these running cases, or all on other versions, moved to that version; in a transaction.

    Raises Refusal `move.nothing`.
    """
    wanted = None if only is None else set(only)
    found = [
        (one.case_id, one.version_id) for one in moves.running(to) if wanted is None or one.case_id in wanted
    ]
    batch = batches.open_batch(to, found, by, now)
    _note(batch, to, {version for _, version in found}, by, now)
    _feed(batch.id, 0, now)
    return batch


def _note(
    batch: MoveBatch, to: ProcedureVersion, from_versions: set[uuid.UUID], by: uuid.UUID, now: datetime
) -> None:
    """In the journal, with the difference from each version that cases leave."""
    left = [procedures.version(one) for one in sorted(from_versions)]
    facts = {
        "code": to.code,
        "to": to.number,
        "cases": batch.total,
        "difference": {
            str(one.number): differences.kept(
                differences.between(version_files(one.id), version_files(to.id))
            )
            for one in left
        },
    }
    journal.note("cases.moving", now, actor_id=by, about=("procedure", to.procedure_id), facts=facts)


def _feed(batch_id: uuid.UUID, after: int, now: datetime) -> None:
    payload = {"batch": str(batch_id), "after": after}
    jobs.enqueue(f"feed_moves:{batch_id}:{after}", "feed_moves", payload, now)


def feed(batch_id: uuid.UUID, after: int, now: datetime) -> None:
    """Hand the next cases of a batch to the queue, and see to those after them; in a transaction."""
    found = batches.waiting(batch_id, after, AT_A_TIME)
    for one in found:
        payload = {"batch": str(batch_id), "case": str(one.case_id)}
        jobs.enqueue(f"move:{batch_id}:{one.case_id}", "move_case", payload, now, case_id=one.case_id)
    if len(found) == AT_A_TIME:
        _feed(batch_id, found[-1].position, now)


def move_one(batch_id: uuid.UUID, case_id: uuid.UUID, now: datetime) -> None:
    """Move one case of a batch, or say why it stays; in a transaction. One that failed may be tried again."""
    item = batches.item(batch_id, case_id)
    if item.state not in {WAITING, FAILED}:
        return
    to, by = item.batch.to_version, item.batch.asked_by_id
    try:
        with session().begin_nested():
            found = versions.move(case_id, to, by, now)
        item.state, reasons = MOVED, found.notices
    except Refusal as refusal:
        why = refusal.facts.get("reasons")
        item.state, reasons = STAYED, why if isinstance(why, tuple) else (Obstacle("", refusal.key),)
    item.reasons, item.settled_at = [kept(one) for one in reasons], now


def failed(batch_id: uuid.UUID, case_id: uuid.UUID, now: datetime) -> None:
    """A case's job was given up; in a transaction. An incident says why."""
    item = batches.item(batch_id, case_id)
    if item.undoing:
        item.undoing = False
    else:
        item.state, item.settled_at = FAILED, now


def undo_all(batch: MoveBatch, by: uuid.UUID, now: datetime) -> int:
    """Have every moved case taken back that took no step since, a job for each; in a transaction."""
    found = [one for one in batches.moved(batch.id) if not one.undoing]
    for one in found:
        one.undoing = True
        payload = {"batch": str(batch.id), "case": str(one.case_id), "by": str(by)}
        key = f"undo:{batch.id}:{one.case_id}:{now.isoformat()}"
        jobs.enqueue(key, "undo_move", payload, now, case_id=one.case_id)
    facts = {"code": batch.to_version.code, "to": batch.to_version.number, "cases": len(found)}
    about = ("procedure", batch.procedure_id)
    journal.note("cases.moving_undone", now, actor_id=by, about=about, facts=facts)
    return len(found)


def undo_one(batch_id: uuid.UUID, case_id: uuid.UUID, by: uuid.UUID, now: datetime) -> ProcedureVersion:
    """Take one case of a batch back; in a transaction.

    Raises Refusal `move.never`, `move.stepped_since`.
    """
    item = batches.item(batch_id, case_id)
    if item.state != MOVED or not _last(item):
        raise Refusal("move.never")
    version = versions.undo(case_id, by, now)
    item.state, item.undoing, item.settled_at = UNDONE, False, now
    return version


def undo_if_one_can(batch_id: uuid.UUID, case_id: uuid.UUID, by: uuid.UUID, now: datetime) -> None:
    """The same for one of many: it may have taken a step meanwhile, and then it stays where it is."""
    try:
        with session().begin_nested():
            undo_one(batch_id, case_id, by, now)
    except Refusal as refusal:
        if refusal.key not in NOT_TO_UNDO:
            raise
        batches.item(batch_id, case_id).undoing = False


def can_be_undone(item: MoveItem) -> bool:
    """Is the way back of a moved case still open?"""
    return item.state == MOVED and _last(item) and versions.can_undo(item.case_id)


def _last(item: MoveItem) -> bool:
    last = moves.latest(item.case_id)
    return last is not None and last.to_version_id == item.batch.to_version_id


def kept(one: Obstacle) -> dict[str, object]:
    """As it is kept beside the case."""
    return {"element": one.element, "key": one.key, "facts": dict(one.facts)}


def read(row: dict[str, object]) -> Obstacle:
    """As it was kept."""
    facts = row["facts"]
    assert isinstance(facts, dict)
    return Obstacle(str(row["element"]), str(row["key"]), facts)
