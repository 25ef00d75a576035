"""The register's own days: each is closed and its minute sealed; a year is checked and set in volumes."""

import uuid
from datetime import datetime

from app.cityhall import institutions, journal
from app.cityhall.people.rights import Actor
from app.cityhall.registry import closings, yearly
from app.cityhall.registry.closings import Book, RegisterDay
from app.cityhall.registry.yearly import BookCheck, BookExport
from app.database import transaction
from app.queue import jobs


def close_due(now: datetime) -> int:
    """Close every institution's days that are over and enqueue their minutes; how many were closed."""
    return sum(_closed(one.id, now) for one in institutions.everyone())


def _closed(institution_id: uuid.UUID, now: datetime) -> int:
    if not closings.is_due(institution_id, now):
        return 0
    with transaction():
        made = closings.close_due(institution_id, now)
        for day in made:
            _ask_minute(day, now)
        for year in sorted({day.year for day in made}):
            ask_check(Book(institution_id, year), None, now)
    return len(made)


def _ask_minute(day: RegisterDay, now: datetime) -> None:
    place = {"institution": str(day.institution_id), "year": day.year, "day": day.day.isoformat()}
    jobs.enqueue(f"minute:{':'.join(map(str, place.values()))}", "register_minute", place, now)


def ask_check(book: Book, actor: Actor | None, now: datetime) -> BookCheck:
    """Let the worker look whether a book is whole; None asks by night, when a day was closed."""
    made = yearly.ask_check(book, actor.person_id if actor else None, now)
    jobs.enqueue(f"check:{made.id}", "register_check", {"check": str(made.id)}, now)
    return made


def ask_export(book: Book, actor: Actor, now: datetime) -> BookExport:
    """Let the worker set the book in volumes, each a job. Raises Refusal `book.empty`."""
    made = yearly.ask_export(book, actor.person_id, now)
    for one in made.volumes:
        jobs.enqueue(f"volume:{one.id}", "register_volume", {"volume": str(one.id)}, now)
    about = ("register", book.institution_id)
    facts = {"year": book.year, "volumes": len(made.volumes)}
    journal.note("register.exported", now, actor_id=actor.person_id, about=about, facts=facts)
    return made
