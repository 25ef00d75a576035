"""What dies becomes an incident; an operator settles it, and everybody can read who did and why."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cityhall import incidents, journal, notices
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseRun
from app.cityhall.incidents import Incident
from app.cityhall.institutions import by_code
from app.cityhall.journal import JournalEntry
from app.cityhall.notices import Notice
from app.database import session, transaction
from app.journey import incidents as handling
from app.journey import wake, watch
from app.journey.messages import post
from app.journey.postman import rounds
from app.queue.models import Job
from app.refusal import Refusal
from tests.hall import Hall


def open_ones(hall: Hall) -> list[Incident]:
    """What waits for Paul."""
    ours = by_code("PS6")
    assert ours is not None
    session().rollback()
    return incidents.open_ones(hall.actor("Paul"), ours.id)


def settles(hall: Hall, act: object, *words: str) -> None:
    """Paul settles the only open incident."""
    (one,) = open_ones(hall)
    with transaction():
        act(one, *words, hall.actor("Paul"), hall.now)  # type: ignore[operator]


def until_it_dies(hall: Hall) -> None:
    """Time goes by until the hall has tried often enough."""
    for _ in range(14):
        hall.passes(hours=1, seconds=1)


def test_a_gateway_that_stays_silent_becomes_one_incident_which_a_retry_settles(each_hall: Hall) -> None:
    hall = each_hall
    hall.sms.failures = 12
    case = hall.petition()
    until_it_dies(hall)
    (one,) = open_ones(hall)
    assert (one.kind, one.facts["job"], one.facts["error"]) == (
        "job",
        "send_notice",
        "OutsideError('unreachable')",
    )
    assert (one.case_id, one.facts["tries"]) == (case.id, 12)
    assert watch.look(hall.now).incidents == 1
    assert hall.sms.to("+40721000101") == []
    settles(hall, handling.retry)
    hall.works()
    assert "1/23.11.2026" in hall.sms.to("+40721000101")[0]
    assert open_ones(hall) == []
    assert cases.open_tasks(case.id)[0].form == "routing", "the case never waited for a message"
    noted = session().scalars(select(JournalEntry).where(JournalEntry.action == "incident.retried")).one()
    assert noted.actor_id == hall.actor("Paul").person_id
    assert journal.first_broken() is None


def test_it_may_die_again_and_is_a_new_incident_then(hall: Hall) -> None:
    hall.sms.failures = 24
    hall.petition()
    until_it_dies(hall)
    first = open_ones(hall)[0].id
    settles(hall, handling.retry)
    until_it_dies(hall)
    (again,) = open_ones(hall)
    assert again.id != first
    settles(hall, handling.give_up, "Omul a fost sunat.")
    jobs = session().scalars(select(Job.state).where(Job.kind == "send_notice"))
    assert sorted(jobs) == ["done", "gone"]
    assert watch.look(hall.now).jobs["dead"] == 0


def damage(case: Case) -> bytes:
    """The case's state cannot be read any more; what it was."""
    with transaction():
        run = session().get(CaseRun, case.id)
        assert run is not None
        whole, run.state = run.state, b"damaged"
    return whole


def mend(case: Case, state: bytes) -> None:
    with transaction():
        run = session().get(CaseRun, case.id)
        assert run is not None
        run.state = state


def waits_for_completion(hall: Hall) -> Case:
    """A petition that waits for its applicant, with a timer running."""
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "unclear"}])
    return case


def reminders(hall: Hall, case: Case) -> int:
    hall.works()
    return len({one.template for one in notices.of_case(case.id) if one.template == "completion_reminder"})


def test_a_timer_of_a_damaged_case_is_one_incident_until_it_can_fire(each_hall: Hall) -> None:
    hall = each_hall
    case = waits_for_completion(hall)
    whole = damage(case)
    hall.now += timedelta(days=6)
    for _ in range(3):
        hall.now += timedelta(minutes=1)
        wake.fire_due(hall.now)
    (one,) = open_ones(hall)
    assert (one.kind, one.case_id, one.facts["tries"]) == ("timer", case.id, 3)
    with pytest.raises(Refusal, match=r"incident\.failed_again"):
        settles(hall, handling.retry)
    assert len(open_ones(hall)) == 1
    mend(case, whole)
    settles(hall, handling.retry)
    assert open_ones(hall) == []
    assert reminders(hall, case) == 1


def test_a_timer_that_was_given_up_leaves_the_case_alone(hall: Hall) -> None:
    case = waits_for_completion(hall)
    whole = damage(case)
    hall.now += timedelta(days=6)
    wake.fire_due(hall.now)
    with pytest.raises(Refusal, match=r"incident\.not_by_hand"):
        settles(hall, handling.settle_by_hand, "Am făcut eu.")
    settles(hall, handling.give_up, "Dosarul se reface.")
    mend(case, whole)
    hall.passes(days=1)
    assert reminders(hall, case) == 0


def test_a_timer_that_fires_at_last_closes_its_incident_by_itself(hall: Hall) -> None:
    case = waits_for_completion(hall)
    whole = damage(case)
    hall.now += timedelta(days=6)
    wake.fire_due(hall.now)
    assert len(open_ones(hall)) == 1
    mend(case, whole)
    hall.passes(minutes=1)
    assert open_ones(hall) == []
    (one,) = incidents.of_case(case.id)
    assert (one.resolution, one.closed_by) == ("retried", None)


def test_a_message_that_nobody_took_in_time_is_kept_once_more(hall: Hall) -> None:
    case = hall.petition()
    with transaction():
        post("nobody_waits_for_this", "key-1", hall.now, case_id=case.id, ttl=timedelta(days=1))
    hall.works()
    hall.now += timedelta(days=2)
    rounds(hall.now)
    assert [one.kind for one in open_ones(hall)] == ["message"]
    assert watch.look(hall.now).messages_waiting == 0
    settles(hall, handling.retry)
    assert watch.look(hall.now).messages_waiting == 1


def test_a_message_that_carried_a_code_is_never_sent_without_it(hall: Hall) -> None:
    hall.sms.failures = 12
    hall.petition()
    with transaction():
        notice = session().scalars(select(Notice).where(Notice.channel == "sms")).one()
        notice.text = "Codul este $code."
    until_it_dies(hall)
    with pytest.raises(Refusal, match=r"incident\.code_forgotten"):
        settles(hall, handling.retry)
    assert hall.sms.to("+40721000101") == []


def test_the_console_tries_all_again_but_what_lost_its_code(hall: Hall) -> None:
    hall.sms.failures = 24
    hall.petition()
    hall.petition()
    with transaction():
        notice = session().scalars(select(Notice).where(Notice.channel == "sms").limit(1)).one()
        notice.text = "Codul este $code."
    until_it_dies(hall)
    assert len(open_ones(hall)) == 2
    answer = hall.app.test_cli_runner().invoke(args=["jobs", "retry"])
    assert answer.output == "1 tried again\n"
    (left,) = open_ones(hall)
    assert watch.look(hall.now).jobs["dead"] == 1
    job = session().get(Job, left.job_id)
    assert job is not None
    assert job.state == "dead"


def test_nobody_but_an_administrator_settles(hall: Hall) -> None:
    case = waits_for_completion(hall)
    with transaction():
        one = incidents.open("timer", hall.now, case_id=case.id, element="x", facts={})
    for reason in ("", "Vreau eu."):
        with pytest.raises(Refusal), transaction():
            handling.give_up(one, reason, hall.actor("Ana" if reason else "Paul"), hall.now)
    assert len(open_ones(hall)) == 1
