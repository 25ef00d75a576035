"""`timers`: finding and firing due timers among very many that wait, against the same among none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select, text, update

from app.cityhall.cases import queries
from app.cityhall.cases.models import CaseTimer
from app.database import session, transaction
from app.journey import wake
from tools.bench import crowd, twins
from tools.bench.clerks import LACKING, OFFICER, Clerks
from tools.bench.figures import Figure, Pairs
from tools.bench.site import Site, inside

REACH = 1.5
BATCHES = 10
CROWD = 99  # that many wait for each one that is due
FAR = timedelta(days=10_000)


@dataclass(frozen=True)
class Tower:
    """A hall whose clock strikes: in each minute from `first` on, one batch of timers is due."""

    app: Flask
    first: datetime
    batch: int

    def strike(self, minute: int) -> None:
        with self.app.app_context():
            fired = wake.fire_due(self.first + timedelta(minutes=minute))
            session().close()
        if fired != self.batch:
            raise AssertionError(f"{fired} timers fired, not {self.batch}")


def timers(site: Site, due: int) -> Figure:
    """On a SQLite file. A timer is the reminder of a certificate that waits for its applicant."""
    batch = max(1, due // BATCHES)
    crowded, alone = (_tower(site.hall(), batch, waiting) for waiting in (CROWD * due, 0))
    pairs = Pairs()
    for minute in range(BATCHES):
        pairs.take(partial(crowded.strike, minute), partial(alone.strike, minute))
    note = f"{BATCHES} batches of {batch} due, among {(CROWD + 1) * due} and among {due}, on SQLite"
    return pairs.figure("timers", REACH, note=note, parts={"ms a timer": min(pairs.ours) / batch})


def _tower(app: Flask, batch: int, waiting: int) -> Tower:
    with inside(app):
        clerks = Clerks(app)
        case_id = clerks.certificate()
        clerks.does(OFFICER, case_id, "verification", LACKING)
        reminder = min(queries.armed(case_id), key=lambda timer: timer.due_at)
        task_id, first = reminder.task_id, reminder.due_at
        made = twins.of(case_id, BATCHES * batch)
        with transaction():
            _wait_for_ever(case_id)
            for minute in range(BATCHES):
                members = [ids[task_id] for ids in made[minute::BATCHES]]
                at = first + timedelta(minutes=minute)
                session().execute(
                    update(CaseTimer).where(CaseTimer.task_id.in_(members)).values(due_at=at, try_at=at)
                )
            if waiting:
                _crowd(case_id, waiting)
            assert (session().scalar(select(func.count(CaseTimer.task_id))) or 0) > waiting
    return Tower(app, first, batch)


def _wait_for_ever(case_id: UUID) -> None:
    """The first case of all is only a model."""
    for timer in queries.armed(case_id):
        timer.due_at = timer.try_at = timer.due_at + FAR
    session().flush()


def _crowd(case_id: UUID, waiting: int) -> None:
    """Cases like the model, of which the engine will never hear."""
    connection, model = session().connection(), case_id.hex
    own = "printf('%032x', i)"
    crowd.multiply(connection, "hall_case", waiting, {"id": own}, "t.id = :model", model=model)
    crowd.multiply(connection, "case_run", waiting, {"case_id": own}, "t.case_id = :model", model=model)
    one = "t.task_id = (SELECT min(task_id) FROM case_timer WHERE case_id = :model)"
    crowd.multiply(connection, "case_timer", waiting, {"task_id": own, "case_id": own}, one, model=model)
    session().execute(text("ANALYZE"))
