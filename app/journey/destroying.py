"""Destroying what a selection list names: the bytes and what people wrote go, the metadata stays.

File by file: the bytes are removed first and the row says so after, so that a worker killed in between
begins again with the same file and nothing is said to be destroyed that is still there.
"""

import uuid
from datetime import datetime

from sqlalchemy import delete, select, update

from app import faults
from app.cityhall import journal
from app.cityhall.archive import files, selections
from app.cityhall.archive.models import COOLING, SelectionItem
from app.cityhall.arrivals.models import Arrival, ArrivalFile
from app.cityhall.cases import actions as cases
from app.cityhall.cases.models import CaseRun, CaseTask, Note
from app.cityhall.documents.copies import FileCopy
from app.cityhall.documents.models import Document, Revision
from app.cityhall.documents.texts import forget
from app.cityhall.fixity import FileCheck
from app.cityhall.registry import actions as registry
from app.cityhall.registry.rules import romanian_day
from app.database import session, transaction
from app.journey.house import House


def destroy_cooled(house: House, now: datetime) -> int:
    """Destroy what lists name whose cooling-off is over; how many files of cases were."""
    with transaction():
        waiting = list(selections.cooled(now))
    return sum(_destroy(one, house, now) for one in waiting)


def _destroy(selection_id: uuid.UUID, house: House, now: datetime) -> int:
    with transaction():
        todo = [one.id for one in selections.items(selection_id) if _is_open(one)]
    done = sum(_one(selection_id, item_id, house, now) for item_id in todo)
    with transaction():
        selection = selections.mine_by_id(selection_id, lock=True)
        if selection.state == COOLING and not any(map(_is_open, selections.items(selection_id))):
            selections.finish(selection, now)
            facts = {"name": selection.name, **selections.counts(selection_id)}
            journal.note("selection.done", now, about=("selection", selection_id), facts=facts)
    return done


def _is_open(item: SelectionItem) -> bool:
    return item.destroyed_at is None and item.spared_because is None


def _one(selection_id: uuid.UUID, item_id: uuid.UUID, house: House, now: datetime) -> bool:
    """One case's file, with its list locked: nobody cancels it, and no hold is placed unseen, meanwhile."""
    with transaction():
        selection = selections.mine_by_id(selection_id, lock=True)
        item = session().get(SelectionItem, item_id)
        if selection.state != COOLING or item is None or not _is_open(item):
            return False
        files.locked(item.case_id)
        kept = selections.keeps(item.file, item, romanian_day(now))
        if kept:
            item.spared_because = kept
            return False
        hashes = _only_here(item.case_id)
        for sha256 in hashes:
            house.outside.files.remove(sha256)
            faults.point("destroying.removed")
        item.files = len(hashes)
        _written_off(item, hashes, selection.name, now)
        return True


def _only_here(case_id: uuid.UUID) -> list[str]:
    """Hashes of the case's files, with their copies, that nothing else in the hall needs."""
    own = set(session().scalars(select(Revision.sha256).join(Document).where(Document.case_id == case_id)))
    came = select(Arrival.raw_sha256).where(Arrival.case_id == case_id, Arrival.raw_sha256 != "")
    own |= set(session().scalars(came))
    own |= set(session().scalars(select(ArrivalFile.sha256).join(Arrival).where(Arrival.case_id == case_id)))
    copies = set(session().scalars(select(FileCopy.copy_sha256).where(FileCopy.sha256.in_(own))))
    return sorted((own | copies) - _needed(own | copies, case_id))


def _needed(hashes: set[str], case_id: uuid.UUID) -> set[str]:
    """What another case, a draft, or something that came holds too."""
    elsewhere = (
        select(Revision.sha256)
        .join(Document)
        .where(
            Revision.sha256.in_(hashes),
            Revision.destroyed_at.is_(None),
            Document.case_id.is_distinct_from(case_id),
        )
    )
    arrived = (
        select(ArrivalFile.sha256)
        .join(Arrival)
        .where(ArrivalFile.sha256.in_(hashes), Arrival.case_id.is_distinct_from(case_id))
    )
    raw = select(Arrival.raw_sha256).where(
        Arrival.raw_sha256.in_(hashes), Arrival.case_id.is_distinct_from(case_id)
    )
    found: set[str] = set()
    for query in (elsewhere, arrived, raw):
        found.update(session().scalars(query))
    return found


def _written_off(item: SelectionItem, hashes: list[str], name: str, now: datetime) -> None:
    case = item.file.case
    item.destroyed_at = item.file.destroyed_at = now
    own = select(Document.id).where(Document.case_id == case.id)
    session().execute(update(Revision).where(Revision.document_id.in_(own)).values(destroyed_at=now))
    session().execute(delete(FileCopy).where(FileCopy.sha256.in_(hashes)))
    session().execute(delete(FileCheck).where(FileCheck.sha256.in_(hashes)))
    forget(hashes)
    # What people wrote goes too; that there was a request, its number and its way stay.
    case.answers = {}
    session().execute(update(CaseTask).where(CaseTask.case_id == case.id).values(answers=None, draft={}))
    session().execute(update(CaseRun).where(CaseRun.case_id == case.id).values(state=b""))
    session().execute(delete(Note).where(Note.case_id == case.id))
    session().execute(update(Arrival).where(Arrival.case_id == case.id).values(text=""))
    registry.mark(case.entry_id, "destroyed", name, now)
    cases.record(case, "destroyed", now, facts={"list": name}, public=False)
    facts = {"list": name, "files": len(hashes)}
    journal.note("archive.destroyed", now, about=("case", case.id), facts=facts)
