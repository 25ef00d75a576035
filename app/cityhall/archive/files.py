"""A closed file with its nomenclature code, retention and the hashes of all it holds."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from app.cityhall.archive.models import PERMANENT, ArchiveFile, Inventory
from app.cityhall.cases.models import Case
from app.database import session
from app.refusal import Refusal


@dataclass(frozen=True)
class Filed:
    """How a file is kept: the nomenclature's code and years (0: for ever), and the act that says so."""

    code: str
    years: int
    commission: bool = False
    act: str = ""


def keep_from(closed_on: date) -> date:
    """Retention is counted from 1 January of the year after the file is closed."""
    return date(closed_on.year + 1, 1, 1)


def keep_until(closed_on: date, years: int) -> date | None:
    """The first day on which the file may be selected; None when it is kept for ever."""
    start = keep_from(closed_on)
    return None if years == PERMANENT else start.replace(year=start.year + years)


def file_away(case: Case, filed: Filed, closed_on: date, contents: list[Any], now: datetime) -> ArchiveFile:
    """Put a closed case in the archive; doing it again changes nothing."""
    found = session().get(ArchiveFile, case.id)
    if found is None:
        found = ArchiveFile(
            case_id=case.id,
            institution_id=case.institution_id,
            department=case.department.name if case.department else "",
            title=f"{case.version.config['title']}, {case.applicant.full_name}"[:300],
            code=filed.code,
            retention_years=filed.years,
            commission=filed.commission,
            act=filed.act,
            closed_on=closed_on,
            keep_from=keep_from(closed_on),
            keep_until=keep_until(closed_on, filed.years),
            contents=contents,
            archived_at=now,
        )
        session().add(found)
    return found


def keep_as(filed: Filed, since: date, until: date | None, institution_id: uuid.UUID) -> int:
    """The nomenclature was changed for days that are past: files closed then are kept as it says.

    How many were changed; what was destroyed stays as it was.
    """
    query = select(ArchiveFile).where(
        ArchiveFile.institution_id == institution_id,
        ArchiveFile.code == filed.code,
        ArchiveFile.closed_on >= since,
        ArchiveFile.destroyed_at.is_(None),
    )
    if until is not None:
        query = query.where(ArchiveFile.closed_on <= until)
    found = session().scalars(query.with_for_update(of=ArchiveFile)).all()
    for file in found:
        file.retention_years, file.commission, file.act = filed.years, filed.commission, filed.act
        file.keep_until = keep_until(file.closed_on, filed.years)
    session().flush()
    return len(found)


def of_case(case_id: uuid.UUID) -> ArchiveFile | None:
    """The archived file of a case, if it is there."""
    return session().get(ArchiveFile, case_id)


def locked(case_id: uuid.UUID) -> ArchiveFile | None:
    """The file as it stands now, held until the transaction ends: a hold and a destruction never cross."""
    query = select(ArchiveFile).where(ArchiveFile.case_id == case_id)
    return session().scalar(query.with_for_update(of=ArchiveFile).execution_options(populate_existing=True))


def mine(case_id: uuid.UUID, institutions: Collection[uuid.UUID], *, lock: bool = False) -> ArchiveFile:
    """An archived file of one of these institutions. Raises Refusal `archive.unknown`."""
    found = locked(case_id) if lock else of_case(case_id)
    if found is None or found.institution_id not in institutions:
        raise Refusal("archive.unknown")
    return found


@dataclass(frozen=True)
class Asked:
    """A page of the archive; `words` is a part of the title or of the code."""

    institutions: Collection[uuid.UUID]
    year: int | None = None
    words: str = ""
    what: str = ""  # "", permanent, due, destroyed
    today: date = date.max


def listed(asked: Asked, *, limit: int, offset: int = 0) -> Sequence[ArchiveFile]:
    """The files asked for, the latest closed first."""
    query = select(ArchiveFile).where(ArchiveFile.institution_id.in_(asked.institutions), *_narrowed(asked))
    ordered = query.order_by(ArchiveFile.closed_on.desc(), ArchiveFile.case_id)
    return session().scalars(ordered.limit(limit).offset(offset)).all()


def count(asked: Asked) -> int:
    """How many files are asked for."""
    query = select(func.count()).select_from(ArchiveFile)
    narrowed = query.where(ArchiveFile.institution_id.in_(asked.institutions), *_narrowed(asked))
    return session().scalar(narrowed) or 0


def _narrowed(asked: Asked) -> list[Any]:
    found: list[Any] = []
    if asked.year:
        first, last = date(asked.year, 1, 1), date(asked.year, 12, 31)
        found.append(ArchiveFile.closed_on.between(first, last))
    if words := asked.words.strip():
        said = (column.icontains(words, autoescape=True) for column in (ArchiveFile.title, ArchiveFile.code))
        found.append(or_(*said))
    special = {
        "permanent": ArchiveFile.retention_years == PERMANENT,
        "due": (ArchiveFile.keep_until <= asked.today) & ArchiveFile.destroyed_at.is_(None),
        "destroyed": ArchiveFile.destroyed_at.is_not(None),
    }
    return [*found, *([special[asked.what]] if asked.what in special else [])]


def inventory_of(file: ArchiveFile) -> Inventory | None:
    """By which inventory the file came to the archive, and so where it lies."""
    return session().get(Inventory, file.inventory_id) if file.inventory_id else None
