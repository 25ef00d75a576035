"""How many SQL statements a step costs: each one is a way to the database and back, on every click."""

from app import logs
from app.cityhall.cases import actions, queries
from app.cityhall.cases.models import Case
from app.database import session, transaction
from app.journey import work
from tests.hall import Hall

# BEGIN; task, run and case are read; task, run and two lines of history are written; a job; the journal's 3.
COMPLETION = 12


def completing(hall: Hall, case: Case, who: str, form: str, **answers: object) -> int:
    """Statements from looking the task up to the commit."""
    actor = hall.actor(who)
    with transaction():
        task = hall.task(case, form)
        actions.claim(task, actor, hall.now)
    task_id = task.id
    session().close()
    counted = logs.counter()
    with transaction():
        task = queries.staff_task(task_id, actor)
        work.complete(task, answers, actor, task.revision, hall.now)
    return counted[0]


def test_completing_a_task_takes_a_dozen_statements_however_old_the_case(hall: Hall) -> None:
    case = hall.petition()
    ours = completing(hall, case, "Ion", "routing", competence="ours", department="SAL")
    assert ours <= COMPLETION + 1  # the clock of the five days is taken down: one more
    hall.works()
    ask = {"decision": "completion", "defects": [{"reason": "missing"}]}
    for _ in range(2):  # the list of what is missing is one more
        assert completing(hall, case, "Ana", "analysis", **ask) <= COMPLETION + 1
        hall.works()
        hall.does("ioana@exemplu.ro", case, "completion", answer="Iată.")
