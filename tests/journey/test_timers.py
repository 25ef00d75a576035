"""Due timers with several hosts: found by their time, shared out, fired once."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import event, select, text

from app.cityhall.cases import queries as cases
from app.cityhall.cases import waiting
from app.cityhall.cases.models import CaseEvent, CaseTimer
from app.database import db, session, transaction
from app.journey import wake
from tests.crowd import at_once
from tests.hall import Hall


def asked(hall: Hall) -> UUID:
    """A completion was asked for: two timers run."""
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "missing"}])
    return case.id


def test_hosts_share_the_due_timers_and_no_case_is_woken_twice(each_hall: Hall) -> None:
    ids = [asked(each_hall) for _ in range(3)]
    later = each_hall.now + timedelta(days=6)
    fired = at_once(each_hall, *[lambda: wake.fire_due(later)] * 3)
    assert sum(one for one in fired if isinstance(one, int)) == 3, fired
    session().rollback()
    reminders = [e for e in session().scalars(select(CaseEvent)) if "reminder" in str(e.facts)]
    assert {e.case_id for e in reminders} == set(ids)
    assert len(reminders) == 3
    assert [len(cases.armed(case_id)) for case_id in ids] == [1, 1, 1]


def test_a_timer_taken_by_a_host_that_died_is_taken_by_another(each_hall: Hall) -> None:
    case_id = asked(each_hall)
    later = each_hall.now + timedelta(days=6)
    for moment, found in [(later, [case_id]), (later, []), (later + waiting.TAKEN, [case_id])]:
        with transaction():
            assert waiting.take_due(moment) == found
    assert wake.fire_due(later + 2 * waiting.TAKEN) == 1


def test_looking_for_due_timers_loads_no_case(hall: Hall) -> None:
    asked(hall)
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    assert wake.fire_due(hall.now) == 0
    event.remove(db.engine, "before_cursor_execute", note)
    assert [statement.split()[:2] for statement in said] == [["BEGIN", "IMMEDIATE"], ["UPDATE", "case_timer"]]
    sought = select(CaseTimer.task_id).where(CaseTimer.try_at <= hall.now).order_by(CaseTimer.try_at)
    written = sought.compile(db.engine, compile_kwargs={"literal_binds": True})
    assert "ix_case_timer_try_at" in str(session().execute(text(f"EXPLAIN QUERY PLAN {written}")).all())
