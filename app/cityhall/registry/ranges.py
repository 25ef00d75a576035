"""Numbers kept for days without network: given away beforehand, written down later, the rest barred.

A range takes the next numbers of the year's book. Papers get them by hand, from a printed sheet; afterwards
each is entered under its number (`enter_reserved`), and what was not used becomes barred rows that say why
(`bar_rest`), so that no number of the year stays without a row (Instrucțiunile AN 217/1996 art. 8).
"""

import uuid
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.cityhall.registry import actions, books, cards, rules
from app.cityhall.registry.actions import Paper
from app.cityhall.registry.models import RegisterBook, RegisterEntry, RegisterRange
from app.database import session
from app.refusal import Refusal

MOST = 500


def reserve(
    institution_id: uuid.UUID, count: int, reason: str, by: uuid.UUID, now: datetime
) -> RegisterRange:
    """Keep the next numbers. Raises Refusal `range.bad_count` or `range.no_reason`."""
    if not 1 <= count <= MOST:
        raise Refusal("range.bad_count", most=MOST)
    if not reason.strip():
        raise Refusal("range.no_reason")
    book = books.locked(institution_id, rules.romanian_day(now).year)
    kept = RegisterRange(
        institution_id=institution_id,
        year=book.year,
        first=book.last_number + 1,
        last=book.last_number + count,
        reason=reason.strip()[:300],
        reserved_at=now,
        reserved_by_id=by,
    )
    book.last_number += count
    session().add(kept)
    session().flush()
    return kept


def enter_reserved(
    kept: RegisterRange, number: int, paper: Paper, written_on_paper_at: datetime, now: datetime
) -> RegisterEntry:
    """Enter a paper that had its number by hand, at the time that was written on it.

    Raises Refusal `range.closed`, `range.not_in_range`, `range.number_used`, `range.bad_time` (before the
    range was kept, in another year, or still to come) or `range.other_institution`.
    """
    if paper.institution_id != kept.institution_id:
        raise Refusal("range.other_institution")
    book = _locked_book(kept)
    if not kept.first <= number <= kept.last:
        raise Refusal("range.not_in_range", number=number, first=kept.first, last=kept.last)
    if number not in unused(kept):
        raise Refusal("range.number_used", number=number)
    in_its_year = rules.romanian_day(written_on_paper_at).year == kept.year
    # A clock on the wall and ours may differ by less than a minute.
    since = kept.reserved_at - timedelta(minutes=1)
    if not (in_its_year and since <= written_on_paper_at <= now):
        raise Refusal("range.bad_time", since=kept.reserved_at)
    return actions.write(book, number, paper, registered_at=written_on_paper_at, now=now)


def bar_rest(kept: RegisterRange, by: uuid.UUID, now: datetime) -> list[RegisterEntry]:
    """Close a range: what nobody used becomes a barred row each. Raises Refusal `range.closed`."""
    book = _locked_book(kept)
    barred = [
        actions.write(book, number, _barred(kept, by), registered_at=_within_year(kept, now), now=now)
        for number in unused(kept)
    ]
    kept.closed_at, kept.closed_by_id = now, by
    return barred


def open_ranges(institutions: Collection[uuid.UUID]) -> list[RegisterRange]:
    """The ranges that still wait for their papers, the oldest first."""
    query = select(RegisterRange).where(
        RegisterRange.institution_id.in_(institutions), RegisterRange.closed_at.is_(None)
    )
    return list(session().scalars(query.order_by(RegisterRange.reserved_at, RegisterRange.first)))


def closed_ranges(institutions: Collection[uuid.UUID], limit: int = 50) -> list[RegisterRange]:
    """The ranges that are over, the latest first."""
    query = select(RegisterRange).where(
        RegisterRange.institution_id.in_(institutions), RegisterRange.closed_at.is_not(None)
    )
    return list(session().scalars(query.order_by(RegisterRange.closed_at.desc()).limit(limit)))


def mine(range_id: uuid.UUID, institutions: Collection[uuid.UUID], *, lock: bool = False) -> RegisterRange:
    """A range of one of these institutions. Raises Refusal `range.unknown`."""
    query = select(RegisterRange).where(
        RegisterRange.id == range_id, RegisterRange.institution_id.in_(institutions)
    )
    if lock:
        query = query.with_for_update(of=RegisterRange)
    found = session().scalar(query)
    if found is None:
        raise Refusal("range.unknown")
    return found


def written(kept: RegisterRange) -> list[RegisterEntry]:
    """The entries of a range so far, by number; barred rows too."""
    query = select(RegisterEntry).where(
        RegisterEntry.institution_id == kept.institution_id,
        RegisterEntry.year == kept.year,
        RegisterEntry.number.between(kept.first, kept.last),
    )
    return list(session().scalars(query.order_by(RegisterEntry.number)))


def unused(kept: RegisterRange) -> list[int]:
    """The numbers of a range without an entry."""
    query = select(RegisterEntry.number).where(
        RegisterEntry.institution_id == kept.institution_id,
        RegisterEntry.year == kept.year,
        RegisterEntry.number.between(kept.first, kept.last),
    )
    used = set(session().scalars(query))
    return [number for number in range(kept.first, kept.last + 1) if number not in used]


def _locked_book(kept: RegisterRange) -> RegisterBook:
    """The book's lock keeps two writers off one number; the range is read again under it."""
    book = books.locked(kept.institution_id, kept.year)
    session().refresh(kept)
    if kept.closed_at is not None:
        raise Refusal("range.closed", first=kept.first, last=kept.last)
    return book


def _barred(kept: RegisterRange, by: uuid.UUID) -> Paper:
    return Paper(
        institution_id=kept.institution_id,
        direction="internal",
        issuer=kept.institution.short_name,
        summary=f"Număr barat, nefolosit din rezerva {kept.first}-{kept.last}: {kept.reason}",
        department="",
        file_code="",
        channel=cards.BARRED_CHANNEL,
        operator_id=by,
    )


def _within_year(kept: RegisterRange, now: datetime) -> datetime:
    """Now, or the last moment of the range's year when that is over."""
    new_year = datetime(kept.year + 1, 1, 1, tzinfo=rules.BUCHAREST).astimezone(UTC)
    return min(now, new_year - timedelta(seconds=1))
