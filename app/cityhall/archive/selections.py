"""Selection: what has run out is listed, reviewed, confirmed, left to cool off, and only then destroyed.

The commission's minute is confirmed by the National Archives before anything is destroyed (Legea 16/1996,
annexes 4 and 5). Permanent files and files under a hold are never listed, and never destroyed.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.cityhall import institutions
from app.cityhall.archive.holds import LegalHold
from app.cityhall.archive.models import (
    CANCELLED,
    COOLING,
    DONE,
    LISTED,
    PERMANENT,
    REVIEW,
    REVIEWED,
    ArchiveFile,
    Selection,
    SelectionItem,
)
from app.database import session
from app.refusal import Refusal

MOVES: dict[str, set[str]] = {
    LISTED: {REVIEW, CANCELLED},
    REVIEW: {REVIEWED, CANCELLED},
    REVIEWED: {COOLING, CANCELLED},
    COOLING: {DONE, CANCELLED},
    DONE: set(),
    CANCELLED: set(),
}
COOLING_RULE = "destruction_cooling_days"
COOLING_DAYS = 7
MOST_FILES = 5_000


def due(institution_id: uuid.UUID, today: date) -> Sequence[ArchiveFile]:
    """Files whose term is over and which nothing keeps: no hold, no other list that is open."""
    held = select(LegalHold.case_id).where(LegalHold.lifted_at.is_(None))
    elsewhere = select(SelectionItem.case_id).where(SelectionItem.open)
    query = select(ArchiveFile).where(
        ArchiveFile.institution_id == institution_id,
        ArchiveFile.retention_years != PERMANENT,
        ArchiveFile.keep_until <= today,
        ArchiveFile.destroyed_at.is_(None),
        ArchiveFile.case_id.not_in(held),
        ArchiveFile.case_id.not_in(elsewhere),
    )
    return (
        session().scalars(query.order_by(ArchiveFile.closed_on, ArchiveFile.case_id).limit(MOST_FILES)).all()
    )


def make(institution_id: uuid.UUID, name: str, by: uuid.UUID, now: datetime, today: date) -> Selection:
    """A list of all that is due. Raises `selection.name`, `selection.name_taken`, `selection.empty`."""
    called = " ".join(name.split())[:120]
    if not called:
        raise Refusal("selection.name")
    taken = select(Selection.id).where(Selection.institution_id == institution_id, Selection.name == called)
    if session().scalar(taken) is not None:
        raise Refusal("selection.name_taken")
    found = due(institution_id, today)
    if not found:
        raise Refusal("selection.empty")
    made = Selection(institution_id=institution_id, name=called, made_at=now, made_by_id=by)
    session().add(made)
    session().flush()
    session().add_all(SelectionItem(selection_id=made.id, case_id=file.case_id) for file in found)
    session().flush()
    return made


def submit(selection: Selection) -> None:
    """Ask for the review. Raises Refusal `selection.state`."""
    _move(selection, REVIEW)


def except_(item: SelectionItem, because: str, by: uuid.UUID) -> None:
    """The reviewer keeps a file, and says why; empty takes the exception back.

    Raises Refusal `selection.state`, `selection.same_person`.
    """
    selection = mine_by_id(item.selection_id)
    if selection.state != REVIEW:
        raise Refusal("selection.state")
    if selection.made_by_id == by:
        raise Refusal("selection.same_person")
    item.excepted_because = " ".join(because.split())[:300] or None


def review(selection: Selection, by: uuid.UUID, now: datetime) -> None:
    """The reviewer agrees to all that was not excepted. Raises `selection.same_person`, `selection.state`."""
    if selection.made_by_id == by:
        raise Refusal("selection.same_person")
    _move(selection, REVIEWED)
    selection.reviewed_at, selection.reviewed_by_id = now, by


def confirm(selection: Selection, typed: str, act: str, by: uuid.UUID, now: datetime) -> None:
    """The archivist types the list's name; from now on it cools off.

    Raises Refusal `selection.wrong_name`, `selection.act_needed`, `selection.state`, `selection.same_person`.
    """
    if " ".join(typed.split()) != selection.name:
        raise Refusal("selection.wrong_name")
    if not act.strip():
        raise Refusal("selection.act_needed")
    if selection.reviewed_by_id == by:
        raise Refusal("selection.same_person")
    _move(selection, COOLING)
    selection.act = " ".join(act.split())[:200]
    selection.confirmed_at, selection.confirmed_by_id = now, by
    selection.cooling_until = now + timedelta(days=cooling_days(selection.institution_id, now.date()))


def cancel(selection: Selection, now: datetime) -> None:
    """Nothing of it is destroyed (any more). Raises Refusal `selection.state`."""
    if any(item.destroyed_at for item in items(selection.id)):
        raise Refusal("selection.begun")
    _move(selection, CANCELLED)
    selection.ended_at = now
    _let_go(selection)


def finish(selection: Selection, now: datetime) -> None:
    """Every file of it was destroyed or spared."""
    _move(selection, DONE)
    selection.ended_at = now
    _let_go(selection)


def _let_go(selection: Selection) -> None:
    for item in items(selection.id):
        item.open = False


def cooling_days(institution_id: uuid.UUID, today: date) -> int:
    """How long one may still change one's mind: the institution's rule, else seven days."""
    found = institutions.rule(institution_id, COOLING_RULE, today)
    return int(found.value["days"]) if found else COOLING_DAYS


def cooled(now: datetime) -> Sequence[uuid.UUID]:
    """Lists whose cooling-off is over."""
    query = select(Selection.id).where(Selection.state == COOLING, Selection.cooling_until <= now)
    return session().scalars(query.order_by(Selection.cooling_until)).all()


def keeps(file: ArchiveFile, item: SelectionItem, today: date) -> str:
    """Why a file is spared at the last moment: permanent, term, excepted, hold; empty when it is not."""
    held = select(LegalHold.id).where(LegalHold.case_id == file.case_id, LegalHold.lifted_at.is_(None))
    reasons = {
        "permanent": file.permanent,
        "term": file.keep_until is None or file.keep_until > today,
        "excepted": item.excepted_because is not None,
        "hold": session().scalar(held) is not None,
    }
    return next((name for name, holds in reasons.items() if holds), "")


def mine(selection_id: uuid.UUID, institutions: Collection[uuid.UUID], *, lock: bool = False) -> Selection:
    """A list of one of these institutions. Raises Refusal `selection.unknown`."""
    found = mine_by_id(selection_id, lock=lock)
    if found.institution_id not in institutions:
        raise Refusal("selection.unknown")
    return found


def mine_by_id(selection_id: uuid.UUID, *, lock: bool = False) -> Selection:
    """A list for the hall's own work. Raises Refusal `selection.unknown`."""
    query = select(Selection).where(Selection.id == selection_id)
    found = session().scalar(query.with_for_update(of=Selection) if lock else query)
    if found is None:
        raise Refusal("selection.unknown")
    return found


def to_review(institutions: Collection[uuid.UUID]) -> int:
    """How many lists wait for their reviewer."""
    query = select(func.count()).select_from(Selection)
    mine_now = query.where(Selection.institution_id.in_(institutions), Selection.state == REVIEW)
    return session().scalar(mine_now) or 0


def listed(institutions: Collection[uuid.UUID]) -> Sequence[Selection]:
    """All lists, the latest first."""
    query = select(Selection).where(Selection.institution_id.in_(institutions))
    return session().scalars(query.order_by(Selection.made_at.desc())).all()


def items(selection_id: uuid.UUID) -> Sequence[SelectionItem]:
    """The files of a list, in the order of their closing."""
    query = select(SelectionItem).join(ArchiveFile).where(SelectionItem.selection_id == selection_id)
    return session().scalars(query.order_by(ArchiveFile.closed_on, SelectionItem.id)).all()


def item_of(selection: Selection, item_id: uuid.UUID) -> SelectionItem:
    """One file of a list. Raises Refusal `selection.unknown`."""
    found = session().get(SelectionItem, item_id)
    if found is None or found.selection_id != selection.id:
        raise Refusal("selection.unknown")
    return found


def counts(selection_id: uuid.UUID) -> dict[str, int]:
    """How many files a list has, how many are excepted, spared and destroyed."""
    query = select(
        func.count(),
        func.count(SelectionItem.excepted_because),
        func.count(SelectionItem.spared_because),
        func.count(SelectionItem.destroyed_at),
    ).where(SelectionItem.selection_id == selection_id)
    row = session().execute(query).one()
    return dict(zip(("all", "excepted", "spared", "destroyed"), row, strict=True))


def _move(selection: Selection, wanted: str) -> None:
    if wanted not in MOVES[selection.state]:
        raise Refusal("selection.state")
    selection.state = wanted
