"""The queue's promises, kept on both databases: at least once taken, once in effect."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.cityhall.people import accounts
from app.cityhall.procedures import queries as procedures
from app.database import session, transaction
from app.errands import handlers, runner
from app.journey import notify
from app.journey.house import House
from app.outside import OutsideError
from app.queue import jobs
from app.queue.jobs import LeaseLost
from app.queue.models import Delivery, Job
from tests.crowd import at_once
from tests.hall import MONDAY, Hall

SECOND = timedelta(seconds=1)
IOANA = "ioana@exemplu.ro"


def add(
    key: str, *, case: uuid.UUID | None = None, run_at: timedelta = timedelta(), kind: str = "work"
) -> None:
    with transaction():
        jobs.enqueue(key, kind, {}, MONDAY, case_id=case, run_at=MONDAY + run_at)


def take(after: timedelta = timedelta()) -> Job | None:
    with transaction():
        return jobs.take(MONDAY + after)


def taken(after: timedelta = timedelta()) -> tuple[Job, uuid.UUID]:
    job = take(after)
    assert job is not None
    assert job.lease is not None
    return job, job.lease


def job(key: str) -> Job:
    session().expire_all()
    return session().scalars(select(Job).where(Job.key == key)).one()


def test_a_job_is_asked_for_in_the_callers_transaction(any_hall: Hall) -> None:
    with pytest.raises(RuntimeError), transaction():  # noqa: PT012 - the whole transaction fails
        jobs.enqueue("lost", "work", {}, MONDAY)
        raise RuntimeError
    assert take() is None
    add("kept")
    assert taken()[0].key == "kept"


def test_the_same_key_is_one_job_even_when_it_is_done(any_hall: Hall) -> None:
    add("one")
    add("one")
    first, lease = taken()
    add("one")
    with transaction():
        jobs.finish(first.id, lease, MONDAY)
    add("one")
    assert take() is None
    assert session().scalar(select(func.count()).select_from(Job)) == 1


def test_who_waits_longest_comes_first_and_nobody_before_the_time(any_hall: Hall) -> None:
    add("later", run_at=2 * SECOND)
    add("second", run_at=SECOND)
    add("first")
    assert [taken(SECOND)[0].key, taken(SECOND)[0].key] == ["first", "second"]
    assert take(SECOND) is None
    assert taken(2 * SECOND)[0].key == "later"


def test_a_dead_workers_job_is_taken_over_and_the_zombie_changes_nothing(any_hall: Hall) -> None:
    add("heavy")
    zombie, old_lease = taken()
    assert take(jobs.LEASE) is None
    again, new_lease = taken(jobs.LEASE + SECOND)
    assert (again.id, again.attempts) == (zombie.id, 2)
    assert new_lease != old_lease
    with pytest.raises(LeaseLost), transaction():  # noqa: PT012 - what the zombie wrote must go too
        jobs.enqueue("the zombie's own work", "work", {}, MONDAY)
        jobs.finish(zombie.id, old_lease, MONDAY)
    with pytest.raises(LeaseLost), transaction():
        jobs.fail(zombie, old_lease, "too late", MONDAY)
    with transaction():
        jobs.finish(again.id, new_lease, MONDAY)
    assert (job("heavy").state, job("heavy").lease) == ("done", None)
    assert jobs.pending() == 0
    with pytest.raises(LeaseLost), transaction():
        jobs.finish(again.id, new_lease, MONDAY)


def broken(*_: object) -> None:
    raise OutsideError("unreachable")


def test_failures_wait_longer_each_time_until_the_job_is_dead(
    any_hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "HANDLERS", {"work": broken})
    add("bad")
    now, pauses = MONDAY, []
    for _ in range(12):
        assert runner.perform_one(any_hall.house, now)
        pauses.append((job("bad").run_at - now).total_seconds())
        now = max(now, job("bad").run_at)
    assert all(2**n * 0.25 <= pause <= 2**n * 0.75 for n, pause in enumerate(pauses[:11], 1))
    assert (job("bad").state, job("bad").error) == ("dead", "OutsideError('unreachable')")
    assert take(timedelta(days=9)) is None
    assert [one.key for one in jobs.dead()] == ["bad"]


def test_a_job_that_kills_its_workers_dies_itself_and_blocks_nobody(any_hall: Hall) -> None:
    add("killer")
    after = timedelta()
    for _ in range(12):
        assert taken(after)[0].key == "killer"
        after += jobs.LEASE + SECOND
    add("innocent", run_at=after)
    assert runner.perform_one(any_hall.house, MONDAY + after)
    assert taken(after)[0].key == "innocent"
    assert (job("killer").state, job("killer").error) == ("dead", "KillsItsWorkers()")


def test_a_job_given_up_is_not_tried_again_unless_somebody_asks(any_hall: Hall) -> None:
    add("hopeless")
    one, lease = taken()
    with transaction():
        jobs.give_up(one, lease, "bad_number", MONDAY)
    assert take(timedelta(days=1)) is None
    with transaction():
        jobs.retry(job("hopeless"), MONDAY)
    assert taken()[0].attempts == 1


def test_one_cases_jobs_are_done_one_at_a_time(any_hall: Hall) -> None:
    case, other = uuid.uuid4(), uuid.uuid4()
    add("a1", case=case)
    add("a2", case=case, run_at=SECOND)
    add("b1", case=other, run_at=2 * SECOND)
    first, lease = taken(3 * SECOND)
    assert (first.key, taken(3 * SECOND)[0].key) == ("a1", "b1")
    assert take(3 * SECOND) is None
    with transaction():
        jobs.finish(first.id, lease, MONDAY)
    assert taken(3 * SECOND)[0].key == "a2"


def test_many_workers_never_take_one_job_twice_nor_two_of_one_case(any_hall: Hall) -> None:
    cases = [uuid.uuid4() for _ in range(3)]
    for number in range(9):
        add(f"job {number}", case=cases[number % 3])

    def work() -> list[tuple[str, uuid.UUID | None]]:
        return [(one.key, one.case_id) for one in (take(SECOND) for _ in range(4)) if one is not None]

    given = at_once(any_hall, *[work] * 6)
    assert [one for one in given if isinstance(one, Exception)] == []
    got = [pair for one in given if isinstance(one, list) for pair in one]
    assert len({key for key, _ in got}) == len(got)
    assert sorted(str(case) for _, case in got) == sorted(map(str, cases))


def test_a_failing_job_never_ends_the_worker(any_hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise OutsideError("bad_number", permanent=True)

    monkeypatch.setattr(handlers, "HANDLERS", {})
    monkeypatch.setattr(runner, "HANDLERS", {"work": broken, "hopeless": unknown})
    add("again")
    add("never", kind="hopeless")
    add("nobody knows this", kind="unheard of")
    assert any_hall.works() == 3
    assert (job("again").state, job("again").attempts) == ("ready", 1)
    assert (job("never").state, job("nobody knows this").state) == ("dead", "dead")


def test_a_zombie_that_fails_is_no_trouble(any_hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    def overtaken(one: Job, _house: House, _now: object) -> None:
        with transaction():
            one.lease = uuid.uuid4()  # its time ran out, another worker has it
        raise OutsideError("unreachable")

    monkeypatch.setattr(runner, "HANDLERS", {"work": overtaken})
    add("slow")
    assert runner.perform_one(any_hall.house, MONDAY)
    assert (job("slow").state, job("slow").error) == ("running", None)


def send_code(hall: Hall) -> None:
    account = accounts.by_email(IOANA)
    assert account is not None
    texts = procedures.notice_texts(procedures.current("petition").id)
    with transaction():
        code = accounts.new_code(account, "sms", hall.now)
        notify.verification_code(account, "sms", code, texts, hall.now)


def test_a_code_is_wiped_from_the_job_that_sent_it(any_hall: Hall) -> None:
    send_code(any_hall)
    (waiting,) = session().scalars(select(Job).where(Job.kind == "send_notice"))
    code = waiting.payload["secrets"]["code"]
    any_hall.works()
    session().expire_all()
    assert (waiting.state, waiting.payload["secrets"]) == ("done", {})
    assert code in any_hall.sms.to("+40721000101")[-1]
    (delivery,) = session().scalars(select(Delivery))
    assert (delivery.state, delivery.attempts) == ("accepted", 1)


def test_a_gateway_that_recovers_sends_each_message_once(any_hall: Hall) -> None:
    any_hall.sms.failures = 3
    send_code(any_hall)
    for minute in range(4):
        assert any_hall.sms.to("+40721000101") == [] or minute == 3
        any_hall.passes(minutes=1)
    assert len(any_hall.sms.to("+40721000101")) == 1
    (delivery,) = session().scalars(select(Delivery))
    assert (delivery.state, delivery.attempts) == ("accepted", 4)
    assert jobs.dead() == []


def test_a_call_back_counts_once(any_hall: Hall) -> None:
    for expected in (True, False):
        with transaction():
            assert jobs.first_time("sms", "e-1", MONDAY) is expected
    with transaction():
        assert jobs.first_time("locker", "e-1", MONDAY)
