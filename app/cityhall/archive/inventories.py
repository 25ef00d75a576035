"""Inventories: closed files of one year, department and term, handed to the archive with a minute.

In the second year after their making (Legea 16/1996, annex 2; Instrucțiunile AN 217/1996).
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import extract, func, select, update

from app.cityhall.archive.models import DRAFT, HANDED, RECEIVED, ArchiveFile, Inventory
from app.cityhall.institutions import Department
from app.cityhall.people.rights import Actor
from app.database import session
from app.refusal import Refusal

YEARS_AT_THE_DEPARTMENT = 2


@dataclass(frozen=True)
class Group:
    """Files that belong in one inventory: closed in a year, of a department, kept so many years."""

    institution_id: uuid.UUID
    year: int
    department: str
    years: int
    count: int
    due: bool


def groups(institutions: Collection[uuid.UUID], today: date) -> list[Group]:
    """What is in no inventory yet; `due`: its second year has come. The year still running is left out."""
    year = extract("year", ArchiveFile.closed_on)
    keys = (ArchiveFile.institution_id, year, ArchiveFile.department, ArchiveFile.retention_years)
    query = select(*keys, func.count()).where(
        ArchiveFile.institution_id.in_(institutions),
        ArchiveFile.inventory_id.is_(None),
        ArchiveFile.destroyed_at.is_(None),
        ArchiveFile.closed_on < date(today.year, 1, 1),
    )
    rows = session().execute(query.group_by(*keys).order_by(year, ArchiveFile.department, keys[3]))
    return [
        Group(hall, int(when), where, years, count, today.year - int(when) >= YEARS_AT_THE_DEPARTMENT)
        for hall, when, where, years, count in rows
    ]


def make(group: Group, by: uuid.UUID, now: datetime) -> Inventory:
    """Lay the group's files into a new inventory. Raises Refusal `inventory.empty`."""
    last = select(func.max(Inventory.number)).where(Inventory.institution_id == group.institution_id)
    made = Inventory(
        institution_id=group.institution_id,
        number=(session().scalar(last) or 0) + 1,
        year=group.year,
        department=group.department,
        years=group.years,
        made_at=now,
        made_by_id=by,
    )
    session().add(made)
    session().flush()
    taken = (
        session()
        .execute(
            update(ArchiveFile)
            .where(
                ArchiveFile.institution_id == group.institution_id,
                ArchiveFile.department == group.department,
                ArchiveFile.retention_years == group.years,
                ArchiveFile.closed_on.between(date(group.year, 1, 1), date(group.year, 12, 31)),
                ArchiveFile.inventory_id.is_(None),
                ArchiveFile.destroyed_at.is_(None),
            )
            .values(inventory_id=made.id)
            .execution_options(synchronize_session=False)
            .returning(ArchiveFile.case_id)
        )
        .all()
    )
    if not taken:
        raise Refusal("inventory.empty")
    return made


def may_hand(inventory: Inventory, who: Actor) -> bool:
    """The head of the department whose files they are; the general secretary for every department."""
    own = [post for post in who.posts if post.institution_id == inventory.institution_id]
    if any(post.role == "general_secretary" for post in own):
        return True
    led = {post.department_id for post in own if post.role == "head"}
    named = select(Department.id).where(
        Department.institution_id == inventory.institution_id, Department.name == inventory.department
    )
    return bool(led & set(session().scalars(named)))


def hand(inventory: Inventory, who: Actor, now: datetime) -> None:
    """The department hands its files over. Raises Refusal `inventory.state`, `inventory.not_yours`."""
    if not may_hand(inventory, who):
        raise Refusal("inventory.not_yours")
    by = who.person_id
    _move(inventory, DRAFT, HANDED)
    inventory.handed_at, inventory.handed_by_id = now, by


def receive(inventory: Inventory, location: str, by: uuid.UUID, now: datetime) -> None:
    """The archive takes them to a place. Raises Refusal `inventory.state`, `inventory.location`."""
    if not location.strip():
        raise Refusal("inventory.location")
    if inventory.handed_by_id == by:
        raise Refusal("inventory.same_person")
    _move(inventory, HANDED, RECEIVED)
    inventory.received_at, inventory.received_by_id, inventory.location = now, by, location.strip()[:200]


def _move(inventory: Inventory, before: str, after: str) -> None:
    if inventory.state != before:
        raise Refusal("inventory.state")
    inventory.state = after


def mine(inventory_id: uuid.UUID, institutions: Collection[uuid.UUID], *, lock: bool = False) -> Inventory:
    """An inventory of one of these institutions. Raises Refusal `inventory.unknown`."""
    query = select(Inventory).where(Inventory.id == inventory_id, Inventory.institution_id.in_(institutions))
    found = session().scalar(query.with_for_update(of=Inventory) if lock else query)
    if found is None:
        raise Refusal("inventory.unknown")
    return found


def to_hand(institutions: Collection[uuid.UUID]) -> int:
    """How many inventories wait for a department to hand its files over."""
    query = select(func.count()).select_from(Inventory)
    waiting = query.where(Inventory.institution_id.in_(institutions), Inventory.state == DRAFT)
    return session().scalar(waiting) or 0


def listed(institutions: Collection[uuid.UUID]) -> Sequence[Inventory]:
    """The register of current evidence: every inventory, the latest first (Legea 16/1996, annex 3)."""
    query = select(Inventory).where(Inventory.institution_id.in_(institutions))
    return session().scalars(query.order_by(Inventory.number.desc())).all()


def files(inventory_id: uuid.UUID) -> Sequence[ArchiveFile]:
    """The files of an inventory in the order of their closing."""
    query = select(ArchiveFile).where(ArchiveFile.inventory_id == inventory_id)
    return session().scalars(query.order_by(ArchiveFile.closed_on, ArchiveFile.case_id)).all()


def evidence(institution_id: uuid.UUID) -> list[tuple[Inventory, int, int]]:
    """What the archive received, in the order of numbers, with the files of each and how many went."""
    counts = func.count(ArchiveFile.case_id), func.count(ArchiveFile.destroyed_at)
    query = (
        select(Inventory.id, *counts)
        .outerjoin(ArchiveFile, ArchiveFile.inventory_id == Inventory.id)
        .where(Inventory.institution_id == institution_id, Inventory.state == RECEIVED)
        .group_by(Inventory.id)
    )
    known = {row[0]: (row[1], row[2]) for row in session().execute(query)}
    received = select(Inventory).where(Inventory.id.in_(known)).order_by(Inventory.number)
    return [(one, *known[one.id]) for one in session().scalars(received)]
