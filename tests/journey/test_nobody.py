"""The alarm of what nobody holds; and whatever people do, nothing open lies in no queue."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import AwaitedMessage, CaseTask, CaseTimer
from app.cityhall.notices import Notice
from app.cityhall.people.models import Post
from app.cityhall.people.rights import Actor
from app.cityhall.registry import actions as registry
from app.cityhall.registry import queries as register
from app.cityhall.routing import actions, queries
from app.cityhall.routing import nobody as alarm
from app.cityhall.routing.models import DONE, Assignment
from app.cityhall.routing.rules import KINDS, Charge, Order
from app.database import session, transaction
from app.journey import leaves, nobody, routing
from app.journey.wishes import WISHES
from app.refusal import Refusal
from tests.hall import Hall
from tests.journey.papers import (
    department,
    entry,
    institution,
    item,
    leaves_for,
    order,
    received,
    writes,
)

ROUTERS = ("Ion", "Silvia", "Dan", "Gabi", "Maria")
WORKERS = ("Ana", "Mihai", "Radu", "Petre", "Corina")
PEOPLE = {"SAL": ("Ana", "Mihai"), "URB": ("Radu",), "POL": ("Petre",), "COM": ("Corina",)}
CODES = tuple(PEOPLE)


def forgotten(hall: Hall) -> list[tuple[uuid.UUID, str]]:
    session().rollback()
    found = alarm.look({institution().id}, hall.now.date(), WISHES)
    return [(one.entry.id, one.why) for one in found]


def test_a_letter_that_nobody_queued_is_found_and_told_once_a_morning(each_hall: Hall) -> None:
    hall = each_hall
    with transaction():
        letter = entry(hall).id
    assert forgotten(hall) == [(letter, "no_queue")]
    assert nobody.round_(hall.house, hall.now) == 1
    assert nobody.round_(hall.house, hall.now) == 1
    told = select(Notice.recipient).where(Notice.template == "nobody")
    found = list(session().scalars(told))
    assert len(found) == len(set(found))
    assert {"primar@ps6.example", "admin@ps6.example", "relatii@ps6.example"} <= set(found)
    assert alarm.remembered({institution().id}) == 1
    hall.now += timedelta(days=1)
    nobody.round_(hall.house, hall.now)
    assert len(list(session().scalars(told))) == 2 * len(found)


def test_on_sunday_and_at_night_nobody_is_written_to(hall: Hall) -> None:
    with transaction():
        entry(hall)
    hall.now -= timedelta(days=1)  # Sunday
    nobody.round_(hall.house, hall.now)
    hall.now += timedelta(hours=19)  # Monday, half past five in the morning
    nobody.round_(hall.house, hall.now)
    assert session().scalar(select(Notice.id).where(Notice.template == "nobody")) is None


def test_answers_annulments_and_what_goes_out_are_not_expected_to_be_solved(hall: Hall) -> None:
    with transaction():
        wrong = entry(hall)
        registry.annul(wrong, "Înregistrat de două ori", hall.actor("Elena").person_id, hall.now)
        registry.enter(
            registry.Paper(institution().id, "out", "PS6", "Răspuns", "SAL", "II B 1", "email"), hall.now
        )
        solved = entry(hall)
        registry.mark(solved.id, "resolved", "Clasat", hall.now)
    assert forgotten(hall) == []


def test_when_the_holder_leaves_the_hall_the_paper_is_found(hall: Hall) -> None:
    letter = received(hall)
    writes(hall, "Ion", letter, order(hall, "SAL", "Ana"))
    assert forgotten(hall) == []
    with transaction() as writing:
        gone = update(Post).where(Post.account_id == hall.actor("Ana").account_id)
        writing.execute(gone.values(valid_until=date(2026, 11, 20)))
    assert forgotten(hall) == [(letter, "nobody_there")]
    writes(hall, "Ion", letter, order(hall, "SAL"))
    assert forgotten(hall) == []


def test_a_case_that_waits_for_nothing_is_found(hall: Hall) -> None:
    case = hall.petition()
    assert forgotten(hall) == []
    with transaction() as writing:
        writing.execute(update(CaseTask).where(CaseTask.case_id == case.id).values(state="cancelled"))
        writing.execute(delete(CaseTimer).where(CaseTimer.case_id == case.id))
        others = AwaitedMessage.name.not_in(WISHES)  # that the applicant may withdraw moves nothing
        writing.execute(delete(AwaitedMessage).where(AwaitedMessage.case_id == case.id, others))
    assert forgotten(hall) == [(case.entry_id, "stands")]


def test_a_task_of_a_role_that_nobody_has_is_found(hall: Hall) -> None:
    case = hall.petition()
    with transaction() as writing:
        task = cases.open_tasks(case.id)[0].id
        writing.execute(update(CaseTask).where(CaseTask.id == task).values(role="astronaut"))
    assert forgotten(hall) == [(case.entry_id, "no_role")]


def _resolve(hall: Hall, letter: uuid.UUID, draw: Callable[[int], int]) -> None:
    kind, lead = KINDS[draw(len(KINDS))], CODES[draw(4)]
    part = "inform" if kind == "inform" else "lead"
    charges = [Charge(department(lead).id, part, _some_holder(hall, lead, draw))]
    if draw(2):
        charges.append(Charge(department(CODES[draw(4)]).id, ("support", "inform")[draw(2)]))
    actor = hall.actor(ROUTERS[draw(5)])
    with transaction():
        seen = queries.item(letter, actor).revision
        routing.resolve(letter, Order(kind, tuple(charges)), actor, seen, hall.now)


def _some_holder(hall: Hall, code: str, draw: Callable[[int], int]) -> uuid.UUID | None:
    """Mostly somebody of that department, now and then a stranger (refused), or nobody by name."""
    match draw(8):
        case 0:
            return hall.actor(WORKERS[draw(5)]).person_id
        case 1 | 2 | 3:
            return None
        case _:
            return hall.actor(PEOPLE[code][draw(len(PEOPLE[code]))]).person_id


def _work(hall: Hall, letter: uuid.UUID, draw: Callable[[int], int]) -> None:
    open_ones = actions.current(letter)
    if not open_ones:
        return
    one = open_ones[draw(len(open_ones))]
    who, what, work = _somebody_for(hall, one, draw), draw(6), one.id
    with transaction():
        match what:
            case 0:
                routing.give_back(work, who, hall.now)
            case 1 | 2:
                routing.send_back(work, "Nu este a noastră.", who, hall.now)
            case 3:
                routing.reassign(work, hall.actor(WORKERS[draw(5)]).person_id, who, hall.now)
            case _:
                routing.finish(work, "Rezolvat.", "", who, hall.now)


def _somebody_for(hall: Hall, one: Assignment, draw: Callable[[int], int]) -> Actor:
    """Whoever holds it, or takes it now; now and then anybody else."""
    names = {hall.actor(name).person_id: name for name in WORKERS}
    known = PEOPLE[one.department.code]
    name = names[one.holder_id] if one.holder_id else known[draw(len(known))]
    if draw(6) == 0:
        return hall.actor((*WORKERS, "Gabi")[draw(6)])
    if one.holder_id is None:
        with transaction():
            routing.take(one.id, hall.actor(name), hall.now)
    return hall.actor(name)


def _pass_up(hall: Hall, letter: uuid.UUID, draw: Callable[[int], int]) -> None:
    with transaction():
        routing.pass_up(letter, "Altcineva.", hall.actor(ROUTERS[draw(5)]), hall.now)


def _leave(hall: Hall, _letter: uuid.UUID, draw: Callable[[int], int]) -> None:
    today = hall.now.date()
    leaves_for(hall, WORKERS[draw(5)], WORKERS[draw(5)], today, today + timedelta(days=draw(3)))


def _time(hall: Hall, _letter: uuid.UUID, draw: Callable[[int], int]) -> None:
    hall.now += timedelta(days=draw(3))
    leaves.begin_due(hall.now)
    nobody.round_(hall.house, hall.now)


STEPS = (_resolve, _resolve, _work, _work, _work, _work, _pass_up, _leave, _time)
RANDOM = st.lists(st.integers(0, 2**40), min_size=6, max_size=10)


@given(RANDOM)
@given_settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_whatever_people_do_no_open_paper_is_in_no_queue(hall: Hall, seeds: list[int]) -> None:
    _walk(hall, seeds)


@pytest.mark.nightly
@given(st.lists(st.integers(0, 2**40), min_size=3, max_size=40))
@given_settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nor_after_long_stories(hall: Hall, seeds: list[int]) -> None:
    _walk(hall, seeds)


def _walk(hall: Hall, seeds: list[int]) -> None:
    letter = received(hall, to=("", "SAL")[seeds[0] % 2])
    _resolve(hall, letter, lambda _most: 0)
    for seed in seeds:
        rest = [seed]

        def draw(most: int, rest: list[int] = rest) -> int:
            rest[0], found = divmod(rest[0], most)
            return found

        try:
            STEPS[draw(len(STEPS))](hall, letter, draw)
        except Refusal:
            session().rollback()
        _check(hall, letter)


def _check(hall: Hall, letter: uuid.UUID) -> None:
    assert letter not in {one for one, _why in forgotten(hall)}
    paper = item(letter)
    assert paper.next_date is not None
    if paper.queue == DONE:
        assert "resolved" in {one.kind for one in register.marks(letter)}
    else:
        assert _found_by_somebody(hall, letter), paper.queue


def _found_by_somebody(hall: Hall, letter: uuid.UUID) -> bool:
    session().expire_all()
    for who in (*ROUTERS, *WORKERS):
        actor = hall.actor(who)
        if letter in {one.entry_id for one in queries.to_route(actor, limit=500)}:
            return True
        away = routing.away(actor, hall.now)
        for box in ("free", "mine", "stead"):
            if letter in {one.item_id for one in queries.works(actor, box, away, limit=500)}:
                return True
    return False
