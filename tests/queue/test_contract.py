"""What the queue promises, kept by both of its carriers with real workers, killed for real.

One day at work for each carrier: all its jobs are asked for in the morning, so that their pauses overlap;
the tests then ask what became of them.
"""

import os
import shutil
import signal
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update

from app.cityhall.incidents import Incident
from app.database import locking, session, transaction
from app.errands import runner
from app.journey import incidents
from app.queue import jobs, procrastinate
from app.queue.models import Inbox, Job
from tests.hall import Hall, build, opened
from tests.halls import BOTH
from tests.patience import until
from tests.queue.team import Doings, Ledger, alive, ask, now, team

CASE = uuid.uuid4()
PUT_BACK = jobs.put_back_of_the_fallen
SCHEDULED = timedelta(seconds=1.5)


@dataclass
class Day:
    """A hall after a day's work, with what its workers wrote down."""

    hall: Hall
    ledger: Ledger

    def job(self, key: str) -> Job:
        session().expire_all()
        return session().scalars(select(Job).where(Job.key == key)).one()

    def state(self, key: str) -> str:
        session().rollback()
        return self.job(key).state


@pytest.fixture(scope="module", params=BOTH)
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """A hall with nothing in its queue, whose leases are short and whose jobs write into a ledger."""
    folder = tmp_path_factory.mktemp("day") / "hall"
    shutil.copytree(request.getfixturevalue("furnished"), folder)
    ledger = Ledger(folder / "ledger")
    with pytest.MonkeyPatch.context() as habits, opened(build(folder, _database(request))) as hall:
        habits.setattr(jobs, "LEASE", timedelta(seconds=1))
        # As if each worker were alone on its host.
        habits.setattr(jobs, "put_back_of_the_fallen", lambda _now: None)
        habits.setattr(jobs, "LONGEST_WAIT_SECONDS", 0.5)
        habits.setattr(procrastinate, "BEAT_SECONDS", 0.3)
        habits.setattr(procrastinate, "DEAD_SECONDS", 1.5)
        habits.setattr(runner, "HANDLERS", Doings(ledger).handlers())
        yield Day(hall, ledger)


def _database(request: pytest.FixtureRequest) -> str | None:
    if request.param == "sqlite":
        return None
    cluster = request.getfixturevalue("postgres_cluster")
    name = cluster.create(request.getfixturevalue("postgres_template"))
    request.addfinalizer(lambda: cluster.drop(name))
    return str(cluster.url(name))


@pytest.fixture(scope="module")
def worked(day: Day) -> Day:
    """The same hall in the evening: two workers have done everything that could be done."""
    ask("dies once", "dies_once")
    ask("killer", "kills")
    with transaction():
        session().execute(update(Job).where(Job.key == "killer").values(max_attempts=2))
    ask("fails twice", "fails_twice")
    ask("scheduled", run_at=now() + SCHEDULED)
    ask("tomorrow", case_id=CASE, run_at=now() + timedelta(days=1))
    for number in range(6):
        ask(f"ordered{number}", case_id=CASE, payload={"seconds": 0.05})
    ask("lost")
    if locking():
        with transaction():  # its messenger never arrives
            latest = "(SELECT max(id) FROM procrastinate_jobs)"
            session().execute(text(f"DELETE FROM procrastinate_jobs WHERE id = {latest}"))
    with team(day.hall, 2):
        until(lambda: _pending() == 1)  # tomorrow's
    return day


def _pending() -> int:
    session().rollback()
    return jobs.pending()


def _carried() -> int:
    return session().scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0 if locking() else 0


def test_nothing_is_left_of_a_job_whose_transaction_was_taken_back(day: Day) -> None:
    before = session().scalar(select(func.count()).select_from(Job)), _carried()
    with pytest.raises(RuntimeError), transaction():  # noqa: PT012 - the whole transaction fails
        jobs.enqueue("never", "work", {}, now())
        raise RuntimeError
    assert (session().scalar(select(func.count()).select_from(Job)), _carried()) == before


def test_a_job_whose_worker_was_killed_takes_effect_once(worked: Day) -> None:
    first, second = worked.ledger.begun("dies")
    assert first.pid != second.pid
    assert len(worked.ledger.done("dies")) == 1
    assert (worked.job("dies once").state, worked.job("dies once").attempts) == ("done", 2)
    assert second.at >= first.until  # nobody takes it over before its lease has run out


def test_every_job_took_effect_once(worked: Day) -> None:
    effects = session().scalars(select(Inbox.event_id).where(Inbox.source == "effect")).all()
    done = session().scalars(select(Job.key).where(Job.state == "done")).all()
    assert sorted(effects) == sorted(done)
    assert len(done) >= 10


def test_a_failing_job_comes_again_after_a_pause(worked: Day) -> None:
    begun = worked.ledger.begun("fails")
    assert len(begun) == 3
    assert begun[1].at - begun[0].at >= 0.3
    assert worked.job("fails twice").state == "done"


def test_a_job_is_not_done_before_its_time(worked: Day) -> None:
    (done,) = worked.ledger.done("scheduled")
    assert done.at >= worked.job("scheduled").run_at.timestamp()


def test_one_cases_jobs_are_done_in_order_and_never_two_at_once(worked: Day) -> None:
    lines = worked.ledger.lines("ordered")
    assert [line.key for line in lines[::2]] == [f"ordered{number}" for number in range(6)]
    assert [line.what for line in lines] == ["begun", "done"] * 6


def test_two_workers_share_the_work(day: Day) -> None:
    for number in range(2):
        ask(f"meets{number}", "meets", case_id=uuid.uuid4())
    with team(day.hall, 2):
        until(lambda: len(day.ledger.done("meets")) == 2)


def test_a_worker_that_fell_is_missed_at_once_on_its_own_host(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LEASE", timedelta(hours=1))  # nobody here waits for that
    monkeypatch.setattr(jobs, "put_back_of_the_fallen", PUT_BACK)
    ask("falls", "dies_once", case_id=uuid.uuid4())
    with team(day.hall, 1):
        until(lambda: bool(day.ledger.done("falls")))
    first, second = day.ledger.begun("falls")
    assert second.at < first.until


def test_what_its_carrier_lost_is_done_all_the_same(worked: Day) -> None:
    assert len(worked.ledger.done("lost")) == 1


def test_a_job_put_off_holds_up_no_other_of_its_case_and_is_all_that_stays(worked: Day) -> None:
    assert (worked.state("tomorrow"), worked.state("ordered5")) == ("ready", "done")
    assert _carried() == (1 if locking() else 0)


def test_a_job_that_kills_its_workers_becomes_an_incident_and_an_operator_tries_again(
    worked: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    killer = worked.job("killer")
    assert (killer.state, len(worked.ledger.begun("killer"))) == ("dead", 2)
    incident = session().scalars(select(Incident).where(Incident.job_id == killer.id)).one()
    monkeypatch.setitem(runner.HANDLERS, "kills", runner.HANDLERS["work"])  # type: ignore[arg-type]
    with transaction():
        incidents.retry(session().merge(incident), None, now())
    with team(worked.hall, 1):
        until(lambda: worked.state("killer") == "done")
    assert len(worked.ledger.done("killer")) == 1


def test_a_case_with_two_hundred_jobs_holds_up_no_other_even_with_one_worker(day: Day) -> None:
    crowd = uuid.uuid4()
    with transaction():
        for number in range(200):
            jobs.enqueue(f"crowd{number}", "work", {}, now(), case_id=crowd)
    ask("alone", case_id=uuid.uuid4())
    with team(day.hall, 1):
        until(lambda: bool(day.ledger.done("alone")))
    before = [line for line in day.ledger.done("crowd") if line.at < day.ledger.done("alone")[0].at]
    assert len(before) < 20


def test_workers_end_when_their_keeper_is_killed_and_leave_no_job_half_done(day: Day) -> None:
    ask("last", payload={"seconds": 0.5})
    with pytest.raises(ProcessLookupError), team(day.hall, 2) as keeper:  # noqa: PT012 - the team's own end
        until(lambda: bool(day.ledger.begun("last")))
        workers = [int(pid) for pid in Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()]
        os.kill(keeper, signal.SIGKILL)
        os.waitpid(keeper, 0)
        until(lambda: not any(map(alive, workers)))
    assert len(workers) == 2
    assert day.state("last") == "done"
