"""Time that goes by in a hall: it stops wherever the hall has something to do, as a worker would."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.database import session
from app.journey import alarms, wake
from app.queue.models import Job
from app.rehearsal.complaint import Untrue
from app.rehearsal.hall import PaperHall

MOST_STOPS = 300
MORNING = time(6, tzinfo=UTC)  # when the alarms of a day ring


def let_pass(hall: PaperHall, case: Case, duration: timedelta) -> None:
    """Timers, alarms and jobs come when they are due, in their order. Raises Untrue `never_rests`."""
    end = hall.now + duration
    for _ in range(MOST_STOPS):
        stop = min((at for at in _moments(hall.fresh(case)) if hall.now < at < end), default=end)
        hall.now = stop
        _works(hall)
        if stop == end:
            return
    raise Untrue("never_rests", stops=MOST_STOPS, end=f"{end:%Y-%m-%d %H:%M}")


def _works(hall: PaperHall) -> None:
    wake.fire_due(hall.now)
    hall.works()
    if alarms.ring_due(hall.now, hall.house):
        hall.works()


def _moments(case: Case) -> Iterator[datetime]:
    for timer in cases.armed(case.id):
        yield from (timer.due_at, timer.try_at)
    for alarm in case.term.alarms if case.term else ():
        if alarm.due is not None:
            yield datetime.combine(alarm.due, MORNING)
    yield from session().scalars(select(Job.run_at).where(Job.state == "ready"))
