"""Reading audiences: the programme, free hours, the day's list, the waiting list, the figures."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.cityhall.audiences.models import (
    TAKEN,
    AudienceHours,
    AudienceRequest,
    BlackoutDay,
    Booking,
    Official,
)
from app.cityhall.audiences.rules import Slot, State, Window, free_between
from app.cityhall.cases.models import Case
from app.cityhall.registry.rules import BUCHAREST, romanian_day
from app.cityhall.terms import days_off
from app.cityhall.terms.calendar import add_working
from app.database import session
from app.refusal import Refusal

DAY = timedelta(days=1)


def officials(institution_id: uuid.UUID) -> list[Official]:
    """All who give audiences, the highest first, with their programmes."""
    query = select(Official).where(Official.institution_id == institution_id)
    query = query.options(selectinload(Official.hours)).order_by(Official.level.desc(), Official.title)
    return list(session().scalars(query))


def official(institution_id: uuid.UUID, code: str) -> Official:
    """The official with that code. Raises Refusal `audience.no_official`."""
    query = select(Official).where(Official.institution_id == institution_id, Official.code == code)
    found = session().scalar(query)
    if found is None:
        raise Refusal("audience.no_official", code=code)
    return found


def asked_for(institution_id: uuid.UUID, role: str, department: str) -> Official | None:
    """Whom a request means: the holder of a post of the whole hall, or the director of a department."""
    query = select(Official).where(Official.institution_id == institution_id)
    query = query.where(Official.role == ("head" if role == "director" else role))
    found = session().scalars(query.order_by(Official.code)).all()
    if role != "director":
        return found[0] if found else None
    return next((one for one in found if one.department and one.department.code == department), None)


def request_of(case_id: uuid.UUID) -> AudienceRequest | None:
    """What a case asks of the audience desk."""
    return session().get(AudienceRequest, case_id)


def signer_of(case_id: uuid.UUID) -> tuple[str, uuid.UUID | None] | None:
    """The post of the official who hears a case: its role, and its department where it has one."""
    request = request_of(case_id)
    if request is None or request.official is None:
        return None
    return request.official.role, request.official.department_id


def windows(official_id: uuid.UUID) -> list[Window]:
    """The programme of an official, past and future, as values."""
    query = select(AudienceHours).where(AudienceHours.official_id == official_id)
    return [as_window(row) for row in session().scalars(query)]


def as_window(row: AudienceHours) -> Window:
    """One line of a programme as a value."""
    return Window(
        weekday=row.weekday,
        opens=row.opens,
        closes=row.closes,
        minutes=row.minutes,
        buffer=row.buffer,
        capacity=row.capacity,
        room=row.room,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def blackouts(official_id: uuid.UUID, since: date) -> list[BlackoutDay]:
    """Days on which an official receives nobody, from a day on."""
    query = select(BlackoutDay).where(BlackoutDay.official_id == official_id, BlackoutDay.day >= since)
    return list(session().scalars(query.order_by(BlackoutDay.day)))


def taken(official_id: uuid.UUID, since: datetime) -> list[Slot]:
    """Hours that are given out or offered, from a moment on."""
    query = select(Booking.starts_at, Booking.ends_at).where(
        Booking.official_id == official_id, Booking.ends_at > since, Booking.state.in_(TAKEN)
    )
    return [Slot(starts_at, ends_at) for starts_at, ends_at in session().execute(query)]


def earliest(institution_id: uuid.UUID, now: datetime, lead: int) -> date:
    """The first day that may be offered: so many working days are left to prepare it."""
    return add_working(romanian_day(now), lead, days_off.calendar_of(institution_id))


def free(one: Official, now: datetime, lead: int, horizon: int) -> list[Slot]:
    """Hours that can be offered now, from the first possible day to the horizon (calendar days)."""
    first, last = earliest(one.institution_id, now, lead), romanian_day(now) + DAY * horizon
    off = {row.day for row in blackouts(one.id, first)}
    calendar = days_off.calendar_of(one.institution_id)
    return free_between(first, last, windows(one.id), taken(one.id, now), calendar, off)


def held(case_id: uuid.UUID) -> list[Booking]:
    """Hours offered to a case."""
    return _of_case(case_id, (State.HELD,))


def confirmed(case_id: uuid.UUID) -> list[Booking]:
    """The hour that a case has chosen and that is still to come (one, or none)."""
    return _of_case(case_id, (State.CONFIRMED,))


def declined(case_id: uuid.UUID) -> set[datetime]:
    """Hours that a case was offered and did not want."""
    return {one.starts_at for one in _of_case(case_id, (State.CANCELLED,)) if one.reason == "declined"}


def booked(case_id: uuid.UUID) -> Booking | None:
    """The hour that a case has, also when it is over."""
    found = _of_case(case_id, (State.CONFIRMED, State.PRESENT, State.ABSENT))
    return found[-1] if found else None


def _of_case(case_id: uuid.UUID, states: Sequence[State]) -> list[Booking]:
    query = select(Booking).where(Booking.case_id == case_id, Booking.state.in_(states))
    return list(session().scalars(query.order_by(Booking.starts_at)))


def day_list(institution_id: uuid.UUID, day: date, official_id: uuid.UUID | None = None) -> list[Booking]:
    """Everybody who comes on a day, in order."""
    start, end = (datetime.combine(at, time(), BUCHAREST) for at in (day, day + DAY))
    shown = (State.CONFIRMED, State.PRESENT, State.ABSENT)
    query = (
        select(Booking)
        .join(Official, Official.id == Booking.official_id)
        .where(Official.institution_id == institution_id, Booking.state.in_(shown))
        .where(Booking.starts_at >= start, Booking.starts_at < end)
        .options(joinedload(Booking.case))
        .order_by(Official.level.desc(), Official.title, Booking.starts_at)
    )
    if official_id is not None:
        query = query.where(Booking.official_id == official_id)
    return list(session().scalars(query))


def busy_days(institution_id: uuid.UUID, since: datetime) -> list[tuple[date, int]]:
    """Days to come on which somebody comes, and how many."""
    query = (
        select(Booking.starts_at)
        .join(Official, Official.id == Booking.official_id)
        .where(Official.institution_id == institution_id, Booking.starts_at >= since)
        .where(Booking.state.in_((State.CONFIRMED, State.PRESENT)))
    )
    days = [romanian_day(at) for at in session().scalars(query)]
    return [(day, days.count(day)) for day in sorted(set(days))]


def waiting(institution_id: uuid.UUID, official_id: uuid.UUID | None = None) -> list[AudienceRequest]:
    """The waiting list, in order."""
    query = (
        select(AudienceRequest)
        .join(Official, Official.id == AudienceRequest.official_id)
        .where(Official.institution_id == institution_id, AudienceRequest.waiting_since.is_not(None))
        .options(joinedload(AudienceRequest.case))
        .order_by(AudienceRequest.waiting_since, AudienceRequest.case_id)
    )
    if official_id is not None:
        query = query.where(AudienceRequest.official_id == official_id)
    return list(session().scalars(query))


@dataclass(frozen=True)
class Figures:
    """An official's audiences: how many, how many days people waited on average, how many did not come."""

    title: str
    booked: int
    held: int
    missed: int
    days_waited: float | None

    @property
    def missed_percent(self) -> int | None:
        """Of those whose day is over."""
        over = self.held + self.missed
        return round(100 * self.missed / over) if over else None


def figures(institution_id: uuid.UUID, since: datetime) -> list[Figures]:
    """The figures of every official, from a moment on."""
    return [_figures(one, since) for one in officials(institution_id)]


def _figures(one: Official, since: datetime) -> Figures:
    query = (
        select(Booking.state, Booking.starts_at, Case.opened_at)
        .join(Case, Case.id == Booking.case_id)
        .where(Booking.official_id == one.id, Booking.starts_at >= since)
        .where(Booking.state.in_((State.CONFIRMED, State.PRESENT, State.ABSENT)))
    )
    rows = session().execute(query).all()
    days = [(romanian_day(starts) - romanian_day(opened)).days for _, starts, opened in rows]
    return Figures(
        title=one.title,
        booked=len(rows),
        held=sum(state == State.PRESENT for state, _, _ in rows),
        missed=sum(state == State.ABSENT for state, _, _ in rows),
        days_waited=round(sum(days) / len(days), 1) if days else None,
    )


def heard_before(person_id: uuid.UUID, institution_id: uuid.UUID, level: int) -> bool:
    """Did somebody below that level hear this person already?"""
    query = (
        select(func.count())
        .select_from(Booking)
        .join(Case, Case.id == Booking.case_id)
        .join(Official, Official.id == Booking.official_id)
        .where(Case.applicant_id == person_id, Official.institution_id == institution_id)
        .where(Official.level < level, Booking.state == State.PRESENT)
    )
    return bool(session().scalar(query))
