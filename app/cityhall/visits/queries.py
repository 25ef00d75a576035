"""Finding free hours of the counter, and who comes when."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from app.cityhall import institutions
from app.cityhall.audiences.rules import Slot, Window
from app.cityhall.registry.rules import BUCHAREST, romanian_day
from app.cityhall.terms import days_off
from app.cityhall.visits import rules
from app.cityhall.visits.models import CounterHours, Visit
from app.cityhall.visits.rules import Ahead
from app.database import session

BOOKED = "booked"
LOCAL_RULE = "counter_visits"


def hours(institution_id: uuid.UUID, day: date) -> list[CounterHours]:
    """The counter's hours that hold on that day or later, by weekday."""
    query = select(CounterHours).where(
        CounterHours.institution_id == institution_id,
        CounterHours.valid_until.is_(None) | (CounterHours.valid_until >= day),
    )
    return list(session().scalars(query.order_by(CounterHours.weekday, CounterHours.opens)))


def ahead(institution_id: uuid.UUID, day: date) -> Ahead:
    """What the institution decided (local rule `counter_visits`), or what is usual."""
    decided = institutions.rule(institution_id, LOCAL_RULE, day)
    if decided is None:
        return Ahead()
    minutes, days = decided.value["lead_minutes"], decided.value["horizon_days"]
    return Ahead(timedelta(minutes=minutes), timedelta(days=days))


def free(institution_id: uuid.UUID, now: datetime) -> list[Slot]:
    """The hours that somebody may still take."""
    day = romanian_day(now)
    windows = [_window(one) for one in hours(institution_id, day)]
    if not windows:
        return []
    calendar = days_off.calendar_of(institution_id)
    return rules.free(windows, _taken(institution_id, now), ahead(institution_id, day), now, calendar)


def of_case(case_id: uuid.UUID, now: datetime) -> Visit | None:
    """The appointment that is still to come, or is not over for more than its day."""
    found = booked(case_id)
    return found if found is not None and romanian_day(found.starts_at) >= romanian_day(now) else None


def booked(case_id: uuid.UUID) -> Visit | None:
    """The case's appointment that was not given back, past or to come."""
    return session().scalar(select(Visit).where(Visit.case_id == case_id, Visit.state == BOOKED))


def of_day(institution_ids: Collection[uuid.UUID], day: date) -> Sequence[Visit]:
    """Who comes on a day, in order."""
    start, end = (datetime.combine(day, at, BUCHAREST) for at in (time(), time.max))
    query = select(Visit).where(
        Visit.institution_id.in_(institution_ids),
        Visit.state == BOOKED,
        Visit.starts_at.between(start, end),
    )
    return session().scalars(query.order_by(Visit.starts_at, Visit.made_at)).all()


def _taken(institution_id: uuid.UUID, now: datetime) -> dict[datetime, int]:
    query = (
        select(Visit.starts_at, func.count())
        .where(Visit.institution_id == institution_id, Visit.state == BOOKED, Visit.starts_at >= now)
        .group_by(Visit.starts_at)
    )
    return {row[0]: row[1] for row in session().execute(query)}


def _window(one: CounterHours) -> Window:
    days = one.valid_from, one.valid_until
    return Window(one.weekday, one.opens, one.closes, one.minutes, 0, one.capacity, one.place, *days)
