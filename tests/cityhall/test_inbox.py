"""The desk's inbox: the most urgent first, counted right, found by its index however old the hall is."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import event, text

from app.cityhall.cases import actions, boxes
from app.cityhall.cases.models import Case
from app.cityhall.people.rights import Actor
from app.database import db, session, transaction
from tests.hall import Hall

BOXES = ("free", "mine", "team", "finished")


def subjects(actor: Actor, box: str) -> list[str]:
    return [task.case.answers["subject"] for task in boxes.tasks(actor, box)]


def routed(hall: Hall, subject: str) -> Case:
    case = hall.petition(subject=subject)
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    return case


def test_a_term_that_moves_moves_the_tasks_that_are_open(hall: Hall) -> None:
    first = routed(hall, "Prima")
    hall.passes(minutes=1)
    second = routed(hall, "A doua")
    ana = hall.actor("Ana")
    assert subjects(ana, "free") == ["Prima", "A doua"]
    with transaction():
        case = session().get(Case, first.id)
        assert case is not None
        assert case.term is not None
        case.term.conservative += timedelta(days=5)
        actions.carry_term(case)
    assert subjects(ana, "free") == ["A doua", "Prima"]
    assert hall.task(second, "analysis").due_on == hall.fresh(second).term.conservative  # type: ignore[union-attr]


def test_each_counter_says_how_many_its_box_holds(each_hall: Hall) -> None:
    held, left = routed(each_hall, "Luată"), routed(each_hall, "Liberă")
    routed(each_hall, "A colegului")
    with transaction():
        actions.claim(each_hall.task(held, "analysis"), each_hall.actor("Ana"), each_hall.now)
    with transaction():
        other = each_hall.task(left, "analysis")
        actions.claim(other, each_hall.actor("Mihai"), each_hall.now)
    for who in ("Ana", "Mihai", "Ion", "Elena"):
        actor = each_hall.actor(who)
        assert boxes.counts(actor) == {box: len(boxes.tasks(actor, box)) for box in BOXES}
    assert boxes.counts(each_hall.actor("Ana")) == {"free": 1, "mine": 1, "team": 1, "finished": 0}
    # Three routings, and two looks at petitions that were alike.
    assert boxes.counts(each_hall.actor("Ion"))["finished"] == 5


def test_no_box_is_found_by_reading_all_tasks(each_hall: Hall) -> None:
    """Asked to avoid reading whole tables, the database can: each box has an index that serves it."""
    routed(each_hall, "Una")
    on_sqlite = db.engine.dialect.name == "sqlite"
    if not on_sqlite:
        session().execute(text("SET enable_seqscan = off"))
    plans: list[str] = []

    def explain(_connection: Any, cursor: Any, statement: str, values: Any, *_more: object) -> None:
        if "FROM case_task" in statement and "IN (" not in statement:
            cursor.execute(f"EXPLAIN {'QUERY PLAN' if on_sqlite else ''} {statement}", values)
            plans.append("\n".join(str(row) for row in cursor.fetchall()))

    actor = each_hall.actor("Ana")
    event.listen(db.engine, "before_cursor_execute", explain)
    try:
        boxes.counts(actor)
        for box in BOXES:
            boxes.tasks(actor, box)
    finally:
        event.remove(db.engine, "before_cursor_execute", explain)
    counted, *_boxes, finished = plans
    assert "ix_case_task_done" in counted
    assert "ix_case_task_done" in finished
    assert len(plans) == 1 + len(BOXES)
    assert [plan for plan in plans if re.search(r"Seq Scan|SCAN case_task(?! USING)", plan)] == []
