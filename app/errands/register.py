"""Jobs of the register: the sealed minute of a closing, a volume of the yearly book, a check of the chain."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from app.cityhall.registry import closing_checks, closings, verify, yearly
from app.cityhall.registry.closings import Book
from app.cityhall.registry.yearly import BookCheck
from app.database import session
from app.journey import register_papers, sealing
from app.journey.house import House
from app.journey.operations.context import Settle
from app.queue.models import Job


def minute(job: Job, house: House, now: datetime) -> Settle:
    """Draw and seal the minute of a closing; drawn again, it is the same file."""
    place = job.payload
    book = Book(uuid.UUID(place["institution"]), place["year"])
    day = closings.of_day(book, date.fromisoformat(place["day"]))
    content = sealing.sealed(register_papers.minute(day, house), day.institution, house, now)
    sha256 = house.outside.files.put(content)

    def settle() -> None:
        closings.of_day(book, day.day, lock=True).minute_sha256 = sha256

    return settle


def volume(job: Job, house: House, now: datetime) -> Settle:
    """Set one volume of a yearly book and seal it."""
    found = yearly.volume(uuid.UUID(job.payload["volume"]))
    content = sealing.sealed(register_papers.volume(found, house), found.export.institution, house, now)
    sha256, size = house.outside.files.put(content), len(content)

    def settle() -> None:
        made = yearly.volume(found.id)
        made.sha256, made.size, made.made_at = sha256, size, now

    return settle


def check(job: Job, _house: House, now: datetime) -> Settle:
    """Look whether a book is whole: the chain of its entries, then the closings of its days."""
    found = session().get(BookCheck, uuid.UUID(job.payload["check"]))
    assert found is not None
    book = Book(found.institution_id, found.year)
    faults = list(islice(_faults(book), yearly.MOST_FAULTS))
    entries = yearly.count(book)
    session().rollback()

    def settle() -> None:
        fresh = session().get(BookCheck, found.id)
        assert fresh is not None
        fresh.faults, fresh.entries = faults, entries
        fresh.state, fresh.finished_at = yearly.DONE, now

    return settle


def _faults(book: Book) -> Iterator[dict[str, Any]]:
    for one in verify.faults(*book):
        yield {"reason": one.reason, "number": one.number, "position": one.position}
    if (day := closing_checks.broken(book)) is not None:
        yield {"reason": f"closing_{day.reason}", "day": day.day.isoformat()}
