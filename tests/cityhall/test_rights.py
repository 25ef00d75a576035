"""Nobody finds what is not theirs: every query that takes an actor, asked by the wrong one."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.cityhall import institutions, submissions
from app.cityhall.cases import actions, boxes, queries
from app.cityhall.cases.models import Case
from app.cityhall.people import rights
from app.cityhall.people.models import Account, Person, Post
from app.cityhall.people.rights import Actor, HeldPost
from app.cityhall.procedures import queries as procedures
from app.database import transaction
from app.refusal import Refusal
from tests.hall import MONDAY, PETITION, Hall

IOANA, VLAD = "ioana@exemplu.ro", "vlad@exemplu.ro"


def routed(hall: Hall) -> Case:
    """Ioana's petition, on the desk of the department for cleaning."""
    made = hall.petition()
    hall.does("Ion", made, "routing", competence="ours", department="SAL")
    return hall.fresh(made)


def elsewhere(actor: Actor) -> Actor:
    """The same posts, held in another institution."""
    other = institutions.by_code("ADP6")
    assert other is not None
    departments = {d.code: d.id for d in institutions.departments(other.id)}
    posts = tuple(replace(p, institution_id=other.id, department_id=departments["SAL"]) for p in actor.posts)
    return replace(actor, posts=posts)


def strangers(hall: Hall) -> dict[str, Actor]:
    """People to whom Ioana's petition about cleaning is no business."""
    ana = hall.actor("Ana")
    return {
        "another citizen": hall.actor(VLAD),
        "an officer of another department": hall.actor("Radu"),
        "the head of another department": hall.actor("Maria"),
        "an officer of another institution": elsewhere(ana),
        "the registrar of another institution": elsewhere(hall.actor("Elena")),
        "the mayor of another place": elsewhere(hall.actor("Dan")),
        "an officer whose post has ended": replace(ana, posts=()),
        "an officer of no department": replace(
            ana, posts=tuple(replace(p, department_id=None) for p in ana.posts)
        ),
    }


def test_strangers_find_neither_case_nor_task_nor_name(each_hall: Hall) -> None:
    case = routed(each_hall)
    task = each_hall.task(case, "analysis")
    for who, actor in strangers(each_hall).items():
        for ask in (queries.staff_case, queries.own_case):
            with pytest.raises(Refusal, match=r"case\.unknown"):
                ask(case.id, actor)
        for look in (queries.staff_task, queries.applicant_task, queries.assisted_task):
            with pytest.raises(Refusal, match=r"task\.unknown"):
                look(task.id, actor)
        assert queries.search(actor, "Cetățean") == [], who
        assert queries.search(actor, "1/23.11.2026") == [], who
        assert queries.search(actor, "") == [], who
        assert all(boxes.tasks(actor, box) == [] for box in ("free", "mine", "team", "finished")), who
        assert set(boxes.counts(actor).values()) == {0}, who


def test_those_whose_work_it_is_find_it(each_hall: Hall) -> None:
    case = routed(each_hall)
    task = each_hall.task(case, "analysis")
    assert queries.own_case(case.id, each_hall.actor(IOANA)) is case
    for who in ("Ana", "Mihai", "Elena", "Ion", "Dan", "Sanda"):
        assert queries.staff_case(case.id, each_hall.actor(who)) is case, who
        assert queries.search(each_hall.actor(who), "1") == [case], who
    assert queries.staff_task(task.id, each_hall.actor("Mihai")) is task
    assert boxes.tasks(each_hall.actor("Mihai"), "free") == [task]


def test_staff_is_no_applicant_and_the_applicant_is_no_staff(hall: Hall) -> None:
    case = routed(hall)
    with pytest.raises(Refusal, match=r"case\.unknown"):
        queries.own_case(case.id, hall.actor("Ana"))
    with pytest.raises(Refusal, match=r"case\.unknown"):
        queries.staff_case(case.id, hall.actor(IOANA))


@pytest.mark.parametrize("ask", [queries.own_case, queries.staff_case])
def test_a_guessed_case_is_unknown(hall: Hall, ask: Callable[[uuid.UUID, Actor], Case]) -> None:
    with pytest.raises(Refusal, match=r"case\.unknown"):
        ask(uuid.uuid4(), hall.actor("Dan"))


def test_the_applicants_task_is_the_applicants_or_the_counters(each_hall: Hall) -> None:
    case = routed(each_hall)
    each_hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "missing"}])
    task = each_hall.task(case, "completion")
    assert queries.applicant_task(task.id, each_hall.actor(IOANA)) is task
    assert queries.assisted_task(task.id, each_hall.actor("Elena")) is task
    for actor in (each_hall.actor(VLAD), each_hall.actor("Ana"), each_hall.actor("Dan")):
        with pytest.raises(Refusal, match=r"task\.unknown"):
            queries.applicant_task(task.id, actor)
        with pytest.raises(Refusal, match=r"task\.unknown"):
            queries.assisted_task(task.id, actor)
    with pytest.raises(Refusal, match=r"task\.unknown"):
        queries.staff_task(task.id, each_hall.actor("Elena"))


def test_a_task_moves_from_free_to_mine_and_teams_and_back(hall: Hall) -> None:
    case = routed(hall)
    ana, mihai = hall.actor("Ana"), hall.actor("Mihai")
    task = hall.task(case, "analysis")
    with transaction():
        actions.claim(task, ana, MONDAY)
    assert (boxes.tasks(ana, "mine"), boxes.tasks(mihai, "team")) == ([task], [task])
    assert boxes.counts(mihai) == {"free": 0, "mine": 0, "team": 1, "finished": 0}
    with pytest.raises(Refusal, match=r"task\.held_by_other"), transaction():
        actions.claim(task, mihai, MONDAY)
    with pytest.raises(Refusal, match=r"task\.not_yours"), transaction():
        actions.release(task, mihai, MONDAY)
    with transaction():
        actions.release(task, ana, MONDAY)
    assert boxes.tasks(mihai, "free") == [task]


def test_internal_lines_and_notes_are_not_for_the_applicant(hall: Hall) -> None:
    case = routed(hall)
    with transaction():
        actions.write_note(case, hall.actor("Ana").person_id, " De verificat pe teren. ", MONDAY)
    assert [note.text for note in queries.notes(case.id)] == ["De verificat pe teren."]
    shown = {event.kind for event in queries.history(case.id, public_only=True)}
    assert shown.isdisjoint({"step", "claimed", "released", "note"})
    assert {"step", "claimed"} <= {event.kind for event in queries.history(case.id, public_only=False)}
    with pytest.raises(Refusal, match=r"note\.empty"), transaction():
        actions.write_note(case, hall.actor("Ana").person_id, "  ", MONDAY)


def test_strange_words_find_nothing_and_break_nothing(each_hall: Hall) -> None:
    each_hall.petition()
    dan = each_hall.actor("Dan")
    for words in ("²", "9" * 40, "%", "_", "1' OR '1'='1", "\\", "//", "\x7f"):
        assert queries.search(dan, words) == [], words
    assert len(queries.search(dan, " 1/2026 ")) == 1
    assert len(queries.search(dan, "CETĂ".lower())) == 1


def test_somebody_elses_draft_is_unknown(hall: Hall) -> None:
    ioana, vlad = hall.actor(IOANA), hall.actor(VLAD)
    with transaction():
        version = procedures.current("petition")
        draft = submissions.begin(ioana.person_id, version, "portal", PETITION, MONDAY)
    assert submissions.mine(draft.id, ioana.person_id) is draft
    with pytest.raises(Refusal, match=r"draft\.unknown"):
        submissions.mine(draft.id, vlad.person_id)
    assert submissions.unsent(vlad.person_id, "portal") == []


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [(0, None, True), (-5, 0, True), (1, None, False), (-5, -1, False), (-5, 5, True)],
)
def test_a_post_opens_doors_only_while_it_is_held(since: int, until: int | None, holds: bool) -> None:
    today = date(2026, 11, 23)
    post = Post(
        role="officer",
        title="inspector",
        institution_id=uuid.uuid4(),
        valid_from=today + timedelta(days=since),
        valid_until=None if until is None else today + timedelta(days=until),
    )
    account = Account(id=uuid.uuid4(), person_id=uuid.uuid4(), person=Person(full_name="Ana"), posts=[post])
    actor = rights.actor(account, today)
    assert (actor.staff, actor.holds("officer", "head")) == (holds, holds)
    assert actor.holds("head") is False
    found = actor.post(post.institution_id, "officer")
    assert isinstance(found, HeldPost) == holds
