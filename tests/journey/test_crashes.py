"""A worker dies between doing and writing it down: what it did to the world is done once all the same."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.cityhall import incidents, notices
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents.models import Document
from app.cityhall.lockers.models import Parcel
from app.cityhall.notices import Notice
from app.cityhall.registry import queries as register
from app.database import session, transaction
from app.errands.handlers import HANDLERS
from app.journey import advance, wake
from app.outside import OutsideError
from app.queue import jobs
from app.queue.jobs import LeaseLost
from app.queue.models import Delivery, Job
from app.refusal import Refusal
from tests.hall import ANSWER, Hall

LONG_AFTER = jobs.LEASE + timedelta(seconds=1)


def dies(hall: Hall) -> Job | None:
    """A worker takes the next job, does its work outside, and is killed before it can say so."""
    with transaction():
        job = jobs.take(hall.now)
    if job is not None:
        HANDLERS[job.kind](job, hall.house, hall.now)
    session().close()
    return job


def dies_at_every_job(hall: Hall) -> int:
    """Each job is begun by a worker that dies, and then done by another one."""
    deaths = 0
    while dies(hall) is not None:
        deaths += 1
        hall.now += LONG_AFTER
        hall.works_once()
    return deaths


def count(kind: type) -> int:
    return session().scalar(select(func.count()).select_from(kind)) or 0


def approved(hall: Hall, case: Case, works: bool = True) -> None:
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="answer")
    hall.does("Ana", case, "drafting", **ANSWER)
    hall.does("Gabi", case, "approval", decision="approve")
    hall.stopped = not works
    hall.does("Dan", case, "approval", decision="approve")
    hall.stopped = False


def test_every_job_of_an_answer_is_begun_twice_and_takes_effect_once(any_hall: Hall) -> None:
    any_hall.stopped = True
    case = any_hall.petition()
    any_hall.stopped = False
    assert dies_at_every_job(any_hall) >= 4  # receipt, notice, SMS, e-mail
    assert len(any_hall.sms.to("+40721000101")) == 1
    assert len(any_hall.mail.to("ioana@exemplu.ro")) == 1
    approved(any_hall, case, works=False)
    assert dies_at_every_job(any_hall) >= 3  # letter, outcome, door
    assert [entry.direction for entry in register.of_case(case.id)] == ["in", "out"]
    assert len(any_hall.bank.reservations) == 1
    assert (count(Parcel), any_hall.bank.free) == (1, [2, 3])
    kinds = session().scalars(select(Document.kind).where(Document.case_id == case.id))
    assert sorted(kinds) == ["act", "draft_letter", "receipt", "request"]
    assert any_hall.task(case, "deposit").role == "locker_operator"
    assert set(session().scalars(select(Delivery.state))) == {"accepted"}
    assert count(Notice) == count(Delivery)
    assert jobs.dead() == []


def test_an_answer_lost_on_the_way_back_sends_no_second_sms(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.stopped = True
    hall.petition()
    hall.stopped = False
    handed: list[str] = []
    real = hall.sms.send

    def lost(**message: object) -> object:
        handed.append(str(message["key"]))
        real(**message)  # type: ignore[arg-type]
        raise TimeoutError  # the gateway has it, we do not know

    with monkeypatch.context() as trouble:
        trouble.setattr(hall.sms, "send", lost)
        hall.works()
    hall.passes(minutes=1)
    assert len(handed) == 1
    assert len(hall.sms.to("+40721000101")) == 1
    assert jobs.dead() == []


def test_a_zombie_that_wakes_up_changes_nothing(any_hall: Hall) -> None:
    any_hall.stopped = True
    case = any_hall.petition()
    any_hall.stopped = False
    with transaction():
        job = jobs.take(any_hall.now)
    assert job is not None
    assert job.lease is not None
    lease, settle = job.lease, HANDLERS[job.kind](job, any_hall.house, any_hall.now)
    session().rollback()
    any_hall.now += LONG_AFTER
    any_hall.works()
    before = [event.kind for event in cases.history(case.id, public_only=False)]
    with pytest.raises((Refusal, LeaseLost)), transaction():  # noqa: PT012 - as the runner does
        settle()
        jobs.finish(job.id, lease, any_hall.now)
    session().expire_all()
    assert [event.kind for event in cases.history(case.id, public_only=False)] == before
    assert len(any_hall.sms.to("+40721000101")) == 1


def test_a_case_goes_on_while_the_gateway_is_down_and_messages_follow(hall: Hall) -> None:
    hall.sms.failures = 4
    case = hall.petition()
    assert hall.task(case, "routing").role == "public_relations"
    assert hall.sms.sent == {}
    for _ in range(4):
        hall.passes(minutes=1)
    assert len(hall.sms.to("+40721000101")) == 1
    (sms,) = [one for one in session().scalars(select(Notice)) if one.channel == "sms"]
    assert sms.state == "accepted"
    assert jobs.dead() == []


def asked(hall: Hall) -> Case:
    """A completion was asked for, so that two timers run."""
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="completion", defects=[{"reason": "missing"}])
    return case


def test_a_due_timer_fires_once_however_often_one_looks(any_hall: Hall) -> None:
    case = asked(any_hall)
    assert len(cases.armed(case.id)) == 2
    sent = len(any_hall.mail.sent)
    any_hall.passes(days=4, hours=23)
    assert len(any_hall.mail.sent) == sent
    any_hall.passes(hours=2)
    for _ in range(3):
        assert wake.fire_due(any_hall.now) == 0
        any_hall.works()
    assert len(any_hall.mail.sent) == sent + 1
    assert len(cases.armed(case.id)) == 1
    any_hall.passes(days=5)
    assert cases.armed(case.id) == []
    assert any_hall.task(case, "analysis").role == "officer"
    assert jobs.dead() == []


def test_a_hall_that_slept_through_both_timers_wakes_rightly(hall: Hall) -> None:
    case = asked(hall)
    hall.passes(days=30)
    hall.passes(seconds=2)
    assert cases.armed(case.id) == []
    assert [task.form for task in cases.open_tasks(case.id)] == ["analysis"]
    assert jobs.dead() == []


def test_one_broken_case_keeps_no_other_from_waking(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = asked(hall), asked(hall)
    real = advance.wake

    def wake_or_break(case_id: object, now: object) -> bool:
        if case_id == broken.id:
            raise RuntimeError
        return real(case_id, now)  # type: ignore[arg-type]

    later = hall.now + timedelta(days=6)
    with monkeypatch.context() as trouble:
        trouble.setattr(advance, "wake", wake_or_break)
        assert wake.fire_due(later) == 1
        assert len(cases.armed(whole.id)) == 1
        assert len(cases.armed(broken.id)) == 2
        for _ in range(3):  # not again at once, and one incident however often
            wake.fire_due(later)
            later += timedelta(seconds=10)
        assert {timer.tries for timer in cases.armed(broken.id) if timer.due_at < later} == {3}
    (told,) = incidents.of_case(broken.id)
    assert (told.kind, told.facts["tries"]) == ("timer", 3)
    assert wake.fire_due(later + timedelta(minutes=1)) == 1
    assert len(cases.armed(broken.id)) == 1


def test_a_message_that_cannot_be_sent_says_so_in_the_case(hall: Hall) -> None:
    def bad_number(**_asked: object) -> None:
        raise OutsideError("bad_number", permanent=True)

    hall.sms.send = bad_number  # type: ignore[assignment, method-assign]
    case = hall.petition()
    failed = [one.channel for one in notices.of_case(case.id) if one.state == "failed"]
    assert failed == ["sms"]
    assert [job.kind for job in jobs.dead()] == ["send_notice"]
