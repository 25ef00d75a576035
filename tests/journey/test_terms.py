"""A term on its way: extended once by a head, moved by a decree, and the hall's own alarms before it ends."""

from datetime import date, timedelta
from typing import Any

import pytest

from app import logs
from app.cityhall import institutions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseEvent
from app.cityhall.procedures import queries as procedures
from app.cityhall.terms import actions as term_actions
from app.cityhall.terms import days_off
from app.cityhall.terms.calendar import PLAIN
from app.cityhall.terms.models import Term
from app.database import session, transaction
from app.journey import alarms, letter_fields, terms
from app.journey.operations import clock
from app.journey.operations.context import Context
from app.journey.terms import Moved
from app.refusal import Refusal
from tests.crowd import at_once
from tests.hall import Hall, as_published, new_id

D = date.fromisoformat
REASON = "Sunt necesare măsurători pe teren."


def filed(hall: Hall) -> Case:
    """A petition nobody has begun to work on; the worker sleeps."""
    hall.stopped = True
    case = hall.petition()
    hall.stopped = False
    return case


def answered(hall: Hall) -> Case:
    """A petition whose answer has gone out."""
    case = filed(hall)
    with transaction():
        cases.locked(case.id)[0].outcome = "answered"
    return case


def clock_stops(hall: Hall, case: Case) -> None:
    with transaction():
        waiting = cases.locked(case.id)[0].term
        assert waiting is not None
        term_actions.pause(waiting, "completion", hall.now)


def clock_goes_on(hall: Hall, case: Case) -> None:
    with transaction():
        waiting = cases.locked(case.id)[0].term
        assert waiting is not None
        term_actions.resume(waiting, hall.now, PLAIN)


def extend(hall: Hall, case: Case, who: str = "Ion", days: int = 15, reason: str = REASON) -> None:
    with transaction():
        terms.extend(case.id, days, reason, hall.actor(who), hall.now, hall.house)


def term(hall: Hall, case: Case) -> Term:
    found = hall.fresh(case).term
    assert found is not None
    return found


def told(case: Case, kind: str, *, public: bool = True) -> list[CaseEvent]:
    session().rollback()
    return [one for one in cases.history(case.id, public_only=public) if one.kind == kind]


def decree(hall: Hall, day: str, **more: Any) -> list[Moved]:
    moved: list[Moved] = []
    institution = more.pop("institution", None)
    terms.decree(D(day), "HG 1234/2026", institution, hall.now, moved.append, **more)
    return moved


def under(hall: Hall, **policy: Any) -> None:
    """The petition's `[term]` says something else, before anybody files one."""
    as_published("petition", term={**procedures.current("petition").config["term"], **policy})


def inboxes(case: Case) -> set[date | None]:
    session().rollback()
    return {task.due_on for task in cases.open_tasks(case.id)}


def test_a_head_extends_a_petition_and_the_applicant_reads_why(each_hall: Hall) -> None:
    hall = each_hall
    case = hall.petition()
    extend(hall, case)
    hall.works()
    assert term(hall, case).conservative == D("2027-01-08")  # 45 days from 23.11: the vector of the law
    (event,) = told(case, "term_extended")
    assert (event.facts["before"], event.facts["after"]) == ("2026-12-23", "2027-01-08")
    assert event.actor is not None
    assert event.actor.full_name == "Ion Relații"
    assert inboxes(case) == {D("2027-01-08")}
    mail = next(text for text in hall.mail.to("ioana@exemplu.ro") if "prelungit" in text)
    assert REASON in mail
    assert "(OG 27/2002 art. 9; zile în plus: 15)" in mail
    assert "08.01.2027" in mail


@pytest.mark.parametrize(
    ("who", "days", "reason", "key"),
    [
        ("Ana", 15, REASON, "term.not_yours"),
        ("ioana@exemplu.ro", 15, REASON, "term.not_yours"),
        ("Ion", 16, REASON, "term.extension_length"),
        ("Ion", 0, REASON, "term.extension_length"),
        ("Ion", 15, "  ", "term.reason_needed"),
    ],
)
def test_what_is_no_extension_changes_nothing(hall: Hall, who: str, days: int, reason: str, key: str) -> None:
    case = filed(hall)
    with pytest.raises(Refusal) as refused:
        extend(hall, case, who, days, reason)
    assert refused.value.key == key
    assert term(hall, case).conservative == D("2026-12-23")
    assert told(case, "term_extended") == []


def test_a_term_is_extended_once_even_by_two_heads_at_once(each_hall: Hall) -> None:
    hall, case_id = each_hall, filed(each_hall).id

    def press(who: str) -> object:
        with transaction():
            return terms.extend(case_id, 15, REASON, hall.actor(who), hall.now, hall.house).id

    done = at_once(hall, lambda: press("Ion"), lambda: press("Dan"))
    refused = [one for one in done if isinstance(one, Refusal)]
    assert [one.key for one in refused] == ["term.extended_already"], done


def test_a_term_that_is_over_or_answered_is_not_extended(hall: Hall) -> None:
    done, late = answered(hall), filed(hall)
    hall.now += timedelta(days=31)
    for case, key in ((done, "term.settled"), (late, "term.over")):
        assert terms.offer(hall.fresh(case), hall.actor("Ion"), hall.now) is None
        with pytest.raises(Refusal) as refused:
            extend(hall, case)
        assert refused.value.key == key


def test_a_head_extends_only_what_lies_in_the_own_department(hall: Hall) -> None:
    under(hall, extension={"days": 15, "act": "OG 27/2002 art. 9", "who": ["head"]})
    case, maria = filed(hall), hall.actor("Maria")  # she heads URB
    assert terms.offer(hall.fresh(case), maria, hall.now) is None
    with transaction():
        locked, _ = cases.locked(case.id)
        locked.department = institutions.department(locked.institution_id, "URB")
    assert terms.offer(hall.fresh(case), maria, hall.now) is not None
    assert terms.offer(hall.fresh(case), hall.actor("Ion"), hall.now) is None


def test_without_a_policy_nobody_extends(hall: Hall) -> None:
    term = procedures.current("petition").config["term"]
    as_published("petition", term={name: value for name, value in term.items() if name != "extension"})
    with pytest.raises(Refusal, match=r"term\.no_extension"):
        extend(hall, filed(hall))


def test_extended_before_the_pause_or_in_it_the_date_is_the_same(each_hall: Hall) -> None:
    hall = each_hall
    under(hall, pause_on_completion=True)
    first, second = filed(hall), filed(hall)
    extend(hall, first)
    hall.now += timedelta(days=1)
    for case in (first, second):
        clock_stops(hall, case)
    hall.now += timedelta(days=1)
    extend(hall, second)
    hall.now += timedelta(days=1)
    for case in (first, second):
        clock_goes_on(hall, case)
    assert term(hall, first).conservative == term(hall, second).conservative == D("2027-01-11")


def test_a_diagram_may_extend_too(hall: Hall) -> None:
    case = filed(hall)
    context = Context(case.id, new_id(), {"reason": REASON}, hall.house, hall.now)
    settle = clock.extend_term(context)
    with transaction():
        settle()
    assert term(hall, case).conservative == D("2027-01-08")
    with pytest.raises(Refusal, match=r"term\.extended_already"), transaction():
        settle()


def test_a_decreed_day_off_moves_the_terms_that_it_touches_and_says_which(each_hall: Hall) -> None:
    hall = each_hall
    touched = hall.petition()
    hall.now += timedelta(days=40)
    later = filed(hall)
    moved = decree(hall, "2026-12-23")
    assert moved == [Moved(touched.entry.legal_number, D("2026-12-23"), D("2026-12-24"))]
    (event,) = told(touched, "term_moved")
    assert event.facts["act"] == "HG 1234/2026"
    assert told(later, "term_moved") == []
    assert inboxes(touched) == {D("2026-12-24")}
    again: list[Moved] = []
    assert terms.count_all_again(hall.now, again.append) == 2
    assert again == []


def test_a_repealed_day_gives_the_date_back(hall: Hall) -> None:
    case, moved = filed(hall), []
    decree(hall, "2026-12-23")
    terms.strike_out(D("2026-12-23"), None, hall.now, moved.append)
    assert moved == [Moved(case.entry.legal_number, D("2026-12-24"), D("2026-12-23"))]


def test_another_institutions_day_off_moves_nothing_here(hall: Hall) -> None:
    case, theirs = filed(hall), institutions.by_code("ADP6")
    assert theirs is not None
    assert decree(hall, "2026-12-23", institution=theirs.id) == []
    assert term(hall, case).conservative == D("2026-12-23")


def test_an_answered_case_keeps_its_date(hall: Hall) -> None:
    case = answered(hall)
    assert decree(hall, "2026-12-23") == []
    assert term(hall, case).conservative == D("2026-12-23")


def test_a_day_after_the_last_lawful_one_is_nobodys_concern(hall: Hall) -> None:
    filed(hall)
    assert terms.decree(D("2026-12-28"), "HG", None, hall.now, lambda _moved: None) == 0
    assert terms.decree(D("2026-12-24"), "HG", None, hall.now, lambda _moved: None) == 1


def test_who_files_after_the_decree_has_the_new_date_from_the_start(hall: Hall) -> None:
    decree(hall, "2026-12-23")
    assert term(hall, filed(hall)).conservative == D("2026-12-24")


def test_a_case_that_was_not_counted_is_counted_by_hand(hall: Hall) -> None:
    case, moved = filed(hall), []
    with transaction():  # the machine fell right after the day was written down
        days_off.add(D("2026-12-23"), "HG", None)
    terms.count_all_again(hall.now, moved.append)
    assert [one.number for one in moved] == [case.entry.legal_number]


def test_the_command_prints_who_moved(hall: Hall) -> None:
    case = filed(hall)
    run = hall.app.test_cli_runner().invoke
    said = run(args=["terms", "day-off", "add", "2026-12-23", "--act", "HG 1234/2026"]).output
    assert case.entry.legal_number in said
    assert "23.12.2026  24.12.2026" in said
    assert "1 counted again, 1 moved" in said
    assert "HG 1234/2026" in run(args=["terms", "day-off", "list"]).output
    assert run(args=["terms", "day-off", "add", "2026-12-23", "--act", "HG"]).exit_code == 1
    assert "1 moved" in run(args=["terms", "day-off", "remove", "2026-12-23"]).output
    assert "1 counted again, 0 moved" in run(args=["terms", "recount"]).output


def rings(hall: Hall, day: str) -> int:
    """The worker looks around on that day, at noon."""
    hall.now = hall.now.replace(year=int(day[:4]), month=int(day[5:7]), day=int(day[8:]), hour=10)
    return alarms.ring_due(hall.now, hall.house)


def test_alarms_ring_once_each_and_go_to_who_can_still_do_something(each_hall: Hall) -> None:
    hall = each_hall
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    with transaction():
        hall.task(case, "analysis").holder_id = hall.actor("Ana").person_id
    assert [rings(hall, day) for day in ("2026-12-10", "2026-12-11", "2026-12-11", "2026-12-14")] == [
        0,
        1,
        0,
        0,
    ]
    hall.works()
    assert [len(hall.mail.to(f"{who}@ps6.example")) for who in ("salubrizare", "relatii", "primar")] == [
        1,
        1,
        0,
    ]
    assert [rings(hall, day) for day in ("2026-12-18", "2026-12-23", "2026-12-24", "2026-12-28")] == [
        1,
        0,
        1,
        0,
    ]
    hall.works()
    assert len(hall.mail.to("primar@ps6.example")) == 1
    assert [e.facts["days"] for e in told(case, "term_alarm", public=False)] == [12, 5]
    assert len(told(case, "term_over", public=False)) == 1
    assert told(case, "term_alarm") == told(case, "term_over") == []
    assert not any("răspuns" in text and "birou" in text for text in hall.mail.to("ioana@exemplu.ro"))


def test_looking_for_alarms_loads_no_case(hall: Hall) -> None:
    filed(hall)
    session().close()
    counted = logs.counter()
    assert rings(hall, "2026-12-10") == 0
    assert counted[0] <= 2, "BEGIN and one question"


def test_alarms_that_were_missed_ring_as_one(hall: Hall) -> None:
    case = filed(hall)
    assert rings(hall, "2026-12-21") == 1
    assert [e.facts["days"] for e in told(case, "term_alarm", public=False)] == [2]


def test_no_alarm_rings_for_an_answered_case_or_while_the_clock_stands(hall: Hall) -> None:
    under(hall, pause_on_completion=True)
    waiting, done = filed(hall), answered(hall)
    clock_stops(hall, waiting)
    assert rings(hall, "2027-01-30") == 0
    assert told(waiting, "term_over", public=False) == told(done, "term_over", public=False) == []
    assert rings(hall, "2027-01-30") == 0
    clock_goes_on(hall, waiting)
    assert rings(hall, "2027-02-25") == 1


def test_an_extended_term_warns_again_before_its_new_end(hall: Hall) -> None:
    case = filed(hall)
    assert rings(hall, "2026-12-11") == 1
    terms.count_all_again(hall.now, lambda _moved: None)
    assert rings(hall, "2026-12-14") == 0, "counted again, but it rang"
    extend(hall, case)
    assert [rings(hall, day) for day in ("2026-12-18", "2026-12-24", "2026-12-28")] == [0, 1, 0]


def test_two_workers_ring_an_alarm_once(each_hall: Hall) -> None:
    hall, case_id = each_hall, filed(each_hall).id
    then = hall.now.replace(month=12, day=11)
    rung = at_once(hall, *[lambda: alarms.ring_due(then, hall.house)] * 2)
    assert sorted(map(str, rung)) == ["0", "1"]
    session().rollback()
    kinds = [one.kind for one in cases.history(case_id, public_only=False)]
    assert kinds.count("term_alarm") == 1


def test_a_broken_case_does_not_silence_the_others(hall: Hall) -> None:
    broken, sound = filed(hall), filed(hall)
    with transaction():
        session().delete(cases.run_of(broken.id))
    assert rings(hall, "2026-12-11") == 1
    assert len(told(sound, "term_alarm", public=False)) == 1
    assert [alarm.due for alarm in term(hall, broken).alarms if alarm.before == 10] == [D("2026-12-12")]


def test_tacit_approval_is_marked_only_where_the_law_gives_it(each_hall: Hall) -> None:
    hall = each_hall
    plain = filed(hall)
    under(hall, tacit={"act": "OUG 27/2003 art. 6"})
    case = filed(hall)
    assert rings(hall, "2026-12-23") == 2, "the alarms that were missed"
    assert term(hall, case).tacit_since is None
    assert rings(hall, "2026-12-24") == 2
    assert term(hall, case).tacit_since == D("2026-12-24")
    assert term(hall, plain).tacit_since is None
    assert len(told(case, "tacit_possible", public=False)) == 1
    hall.works()
    assert any("OUG 27/2003 art. 6" in text for text in hall.mail.to("primar@ps6.example"))


def test_a_letter_may_say_until_when_and_why(hall: Hall) -> None:
    fields = letter_fields.of(hall.fresh(filed(hall)), "Ana", ())
    assert fields["term_date"] == "23.12.2026"
    assert fields["term_explained"].startswith("30 de zile calendaristice de la înregistrare (23.11.2026)")
