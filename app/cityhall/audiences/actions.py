"""Changing audiences: hours are offered, chosen, given back, offered to who waits, moved all at once.

Whoever changes the hours of an official locks the official first, always before a row of a request: so two
never meet half-way, and the indexes of `audience_booking` need never say no.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from sqlalchemy import select

from app.cityhall.audiences import queries
from app.cityhall.audiences.models import (
    AudienceHours,
    AudienceRequest,
    BlackoutDay,
    Booking,
    Official,
)
from app.cityhall.audiences.rules import Slot, State, check_move
from app.cityhall.institutions import Institution
from app.cityhall.registry.rules import BUCHAREST
from app.database import session
from app.refusal import Refusal


def lock(official_id: uuid.UUID) -> Official:
    """The official whose hours are about to change; nobody else changes them until the transaction ends."""
    found = session().get(Official, official_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise Refusal("audience.no_official", code=str(official_id))
    return found


def ask(case_id: uuid.UUID, official: Official | None) -> AudienceRequest:
    """Note of whom a case asks an audience; asked again, of whom now."""
    found = queries.request_of(case_id)
    if found is None:
        found = AudienceRequest(case_id=case_id)
        session().add(found)
    found.official = official
    session().flush()
    return found


def hold(
    case_id: uuid.UUID, official: Official, slots: Sequence[Slot], until: datetime, now: datetime
) -> list[Booking]:
    """Keep hours for a case until it chooses. Raises Refusal `audience.taken`."""
    taken = queries.taken(official.id, now)
    if any(slot.overlaps(other) for slot in slots for other in taken):
        raise Refusal("audience.taken")
    made = [
        Booking(
            case_id=case_id,
            official=official,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            room=slot.room,
            held_until=until,
            made_at=now,
            changed_at=now,
        )
        for slot in slots
    ]
    session().add_all(made)
    session().flush()
    return made


def move(booking: Booking, after: State, now: datetime, reason: str = "") -> None:
    """To another state. Raises Refusal `audience.no_such_move`."""
    check_move(booking.state, after)
    booking.state, booking.changed_at = after.value, now
    booking.held_until, booking.reason = None, reason[:200]


def expired(official_id: uuid.UUID, now: datetime) -> list[Booking]:
    """Offered hours whose time is over."""
    query = select(Booking).where(
        Booking.official_id == official_id, Booking.state == State.HELD, Booking.held_until <= now
    )
    return list(session().scalars(query))


def drop(bookings: Iterable[Booking], now: datetime, reason: str) -> list[Slot]:
    """Give hours back; what is free now."""
    freed = []
    for booking in bookings:
        move(booking, State.CANCELLED, now, reason)
        freed.append(Slot(booking.starts_at, booking.ends_at, booking.room))
    session().flush()
    return sorted(freed)


def wait(request: AudienceRequest, now: datetime) -> int:
    """To the end of the waiting list; the place in it. Who waits already keeps the place."""
    if request.waiting_since is None:
        request.waiting_since = now
        session().flush()
    assert request.official is not None
    line = queries.waiting(request.official.institution_id, request.official_id)
    return [one.case_id for one in line].index(request.case_id) + 1


def black_out(official: Official, day: date, reason: str, by: uuid.UUID, now: datetime) -> None:
    """An official receives nobody on a day. Raises Refusal `audience.reason_needed`, `audience.day_known`."""
    if not reason.strip():
        raise Refusal("audience.reason_needed")
    if any(one.day == day for one in queries.blackouts(official.id, day)):
        raise Refusal("audience.day_known", day=f"{day:%d.%m.%Y}")
    session().add(
        BlackoutDay(official_id=official.id, day=day, reason=reason.strip()[:200], at=now, by_id=by)
    )
    session().flush()


def reopen_day(official: Official, day: date) -> None:
    """The day is as any other again. Raises Refusal `audience.day_unknown`."""
    found = [one for one in queries.blackouts(official.id, day) if one.day == day]
    if not found:
        raise Refusal("audience.day_unknown", day=f"{day:%d.%m.%Y}")
    session().delete(found[0])
    session().flush()


def of_day(official: Official, day: date) -> list[Booking]:
    """What was given out or offered on a day and is not over."""
    start, end = (datetime.combine(day, at, BUCHAREST) for at in (time(), time.max))
    query = select(Booking).where(
        Booking.official_id == official.id,
        Booking.starts_at.between(start, end),
        Booking.state.in_((State.HELD, State.CONFIRMED)),
    )
    return list(session().scalars(query.order_by(Booking.starts_at)))


def set_programme(
    institution: Institution, facts: dict[str, object], hours: Sequence[dict[str, object]]
) -> Official:
    """An official with a programme; who is there already is left as is."""
    query = select(Official).where(Official.institution_id == institution.id, Official.code == facts["code"])
    found = session().scalar(query)
    if found is None:
        found = Official(institution_id=institution.id, **facts)
        found.hours = [AudienceHours(**one) for one in hours]
        session().add(found)
        session().flush()
    return found
