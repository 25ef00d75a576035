"""Somebody goes on leave: the substitute finds everything, nothing is lost, and it ends by itself."""

from datetime import date

import pytest

from app.cityhall.cases import actions
from app.cityhall.cases import queries as cases
from app.cityhall.people import leaves as noted
from app.cityhall.routing import queries
from app.database import session, transaction
from app.journey import delegations, leaves, nobody, routing
from app.journey import work as tasks
from app.refusal import Refusal
from tests.hall import Hall
from tests.journey.papers import (
    department,
    finishes,
    item,
    leaves_for,
    order,
    received,
    share,
    writes,
)

TODAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
ACT = "Dispoziția nr. 1310/20.11.2026"


def test_a_clerk_on_leave_loses_no_petition(each_hall: Hall) -> None:
    hall = each_hall
    petition = hall.petition()
    hall.does("Ion", petition, "routing", competence="ours", department="SAL")
    task = hall.task(petition, "analysis")
    with transaction():
        actor = hall.actor("Ana")
        actions.claim(cases.staff_task(task.id, actor), actor, hall.now)
        tasks.save_draft(task, {"decision": "answer"}, actor)
    leaves_for(hall, "Ana", "Mihai", TODAY, FRIDAY)
    session().rollback()
    again = hall.task(petition, "analysis")
    assert again.holder_id is None
    assert again.draft == {"decision": "answer"}
    hall.does("Mihai", petition, "analysis", decision="answer")


def test_a_substitute_of_another_department_gets_the_posts_for_those_days(hall: Hall) -> None:
    petition = hall.petition()
    hall.does("Ion", petition, "routing", competence="ours", department="COM")
    leaves_for(hall, "Corina", "Ana", TODAY, FRIDAY)
    task = hall.task(petition, "analysis")
    assert cases.open_for(hall.actor("Ana"), petition.id)
    with transaction():
        actions.claim(cases.staff_task(task.id, hall.actor("Ana")), hall.actor("Ana"), hall.now)
    hall.passes(days=5)
    assert not cases.open_for(hall.actor("Ana"), petition.id)
    assert delegations.lapse(hall.now) == 1
    assert hall.task(petition, "analysis").holder_id is None
    hall.does("Corina", petition, "analysis", decision="answer")


def test_papers_given_by_name_are_shown_to_the_substitute_and_come_back(hall: Hall) -> None:
    first, second = received(hall), received(hall)
    for one in (first, second):
        writes(hall, "Ion", one, order(hall, "SAL", "Ana"))
    leaves_for(hall, "Ana", "Radu", TODAY, FRIDAY)
    away = routing.away(hall.actor("Radu"), hall.now)
    found = queries.works(hall.actor("Radu"), "stead", away)
    assert {one.item_id for one in found} == {first, second}
    finishes(hall, "Radu", share(first, "SAL").id)
    done = queries.shares(first)[0]
    assert (done.holder_id, done.settled_by_id) == (
        hall.actor("Ana").person_id,
        hall.actor("Radu").person_id,
    )
    hall.passes(days=5)
    assert routing.away(hall.actor("Radu"), hall.now) == set()
    assert [one.item_id for one in queries.works(hall.actor("Ana"), "mine")] == [second]
    with pytest.raises(Refusal, match=r"routing\.unknown"):
        finishes(hall, "Radu", share(second, "SAL").id)


def test_a_leave_of_next_week_begins_by_itself(hall: Hall) -> None:
    petition = hall.petition()
    hall.does("Ion", petition, "routing", competence="ours", department="SAL")
    leaves_for(hall, "Ana", "Mihai", date(2026, 11, 26), FRIDAY)
    with transaction():
        task = hall.task(petition, "analysis")
        actions.claim(cases.staff_task(task.id, hall.actor("Ana")), hall.actor("Ana"), hall.now)
    assert leaves.begin_due(hall.now) == 0
    hall.passes(days=3)
    assert leaves.begin_due(hall.now) == 1
    assert leaves.begin_due(hall.now) == 0
    assert hall.task(petition, "analysis").holder_id is None


def test_back_before_the_last_day(hall: Hall) -> None:
    made = leaves_for(hall, "Corina", "Ana", TODAY, FRIDAY)
    assert works_at(hall, "Ana", "COM")
    with transaction():
        leaves.end(made, hall.actor("Corina"), hall.now)
    session().expire_all()
    assert not works_at(hall, "Ana", "COM")
    with pytest.raises(Refusal, match=r"leave\.over"), transaction():
        leaves.end(made, hall.actor("Corina"), hall.now)


def works_at(hall: Hall, who: str, code: str) -> bool:
    return any(post.department_id == department(code).id for post in hall.actor(who).posts)


def test_who_signs_for_another_needs_an_act(hall: Hall) -> None:
    with pytest.raises(Refusal, match=r"leave\.act_needed"):
        leaves_for(hall, "Gabi", "Mihai", TODAY, FRIDAY)
    leaves_for(hall, "Gabi", "Mihai", TODAY, FRIDAY, act=ACT)
    letter = received(hall, to="SAL")
    writes(hall, "Mihai", letter, order(hall, "SAL", "Ana"))
    assert queries.resolutions(letter)[0].act == ACT


@pytest.mark.parametrize(
    ("substitute", "since", "until", "key"),
    [
        ("Ana", TODAY, FRIDAY, "leave.self"),
        ("Mihai", FRIDAY, TODAY, "leave.dates"),
        ("Mihai", date(2026, 11, 1), date(2026, 11, 20), "leave.dates"),
        ("ioana@exemplu.ro", TODAY, FRIDAY, "leave.who"),
    ],
)
def test_what_is_no_leave(hall: Hall, substitute: str, since: date, until: date, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        leaves_for(hall, "Ana", substitute, since, until)
    assert refused.value.key == key


def test_nobody_stands_in_while_away_and_nobody_goes_who_stands_in(hall: Hall) -> None:
    leaves_for(hall, "Ana", "Mihai", TODAY, FRIDAY)
    with pytest.raises(Refusal, match=r"leave\.overlaps"):
        leaves_for(hall, "Ana", "Radu", FRIDAY, FRIDAY)
    with pytest.raises(Refusal, match=r"leave\.substitute_away"):
        leaves_for(hall, "Radu", "Ana", TODAY, FRIDAY)
    with pytest.raises(Refusal, match=r"leave\.is_substitute"):
        leaves_for(hall, "Mihai", "Radu", FRIDAY, FRIDAY)


def test_the_head_and_the_administrator_may_note_it_too_and_nobody_else(hall: Hall) -> None:
    leaves_for(hall, "Ana", "Mihai", TODAY, TODAY, noted_by="Gabi")
    leaves_for(hall, "Radu", "Maria", TODAY, TODAY, noted_by="Paul")
    with pytest.raises(Refusal, match=r"leave\.not_yours"):
        leaves_for(hall, "Corina", "Ana", TODAY, TODAY, noted_by="Gabi")


def test_a_paper_of_somebody_away_is_not_forgotten(hall: Hall) -> None:
    letter = received(hall)
    writes(hall, "Ion", letter, order(hall, "COM", "Corina"))
    leaves_for(hall, "Corina", "Ana", TODAY, FRIDAY)
    assert nobody.round_(hall.house, hall.now) == 0
    assert item(letter).queue == "in_work"
    assert noted.away({hall.actor("Corina").person_id}, TODAY)
