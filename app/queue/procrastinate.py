"""The carrier on PostgreSQL: Procrastinate wakes workers on any number of hosts and spreads jobs over them.

A row of its own table, deferred in our transaction, points to ours; the lock is the case, and the priority
is our turn (counted down), so that its order is ours and a job that was put off holds up no other of its
case. Its row is only a messenger: losing one loses nothing, because `mend` sends another.
"""

import asyncio
import contextlib
from datetime import datetime
from uuid import UUID

import procrastinate
from sqlalchemy import func, select, text

from app.database import session
from app.queue.hands import Hands
from app.queue.models import Job

TASK = "perform"
POLL_SECONDS = 1.0  # new jobs are told of at once; this is for those whose time has come
LOOK_SECONDS = 0.2
BEAT_SECONDS = 4.0
DEAD_SECONDS = 15.0
MENDED_AT_ONCE = 200
ONE_MENDS = 7_305_119  # any number, the same on every host

_deferring = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())

# Messengers of workers that beat no more, and of those who outstayed their lease.
DROP_LOST = text("""
    DELETE FROM procrastinate_jobs AS sent WHERE sent.status = 'doing' AND (
        NOT EXISTS (
            SELECT 1 FROM procrastinate_workers AS worker
            WHERE worker.id = sent.worker_id
            AND worker.last_heartbeat > now() - make_interval(secs => :dead))
        OR EXISTS (
            SELECT 1 FROM job WHERE job.id = (sent.args ->> 'job')::uuid
            AND job.state = 'running' AND job.lease_until < :now))
""")
DROP_WAITING = text("DELETE FROM procrastinate_jobs WHERE queueing_lock = :job AND status = 'todo'")
DROP_FALLEN = text("DELETE FROM procrastinate_jobs WHERE args ->> 'job' = :job AND status = 'doing'")
NOBODY_SENT = text("""
    NOT EXISTS (SELECT 1 FROM procrastinate_jobs AS sent WHERE sent.status = 'todo'
        AND sent.queueing_lock = job.id::text)
    AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs AS sent WHERE sent.status = 'doing'
        AND sent.args ->> 'job' = job.id::text)
""")


def carry(job: Job, now: datetime) -> None:
    """Defer a messenger on our own connection: both rows are committed, or none."""
    _deferring.configure_task(
        TASK,
        lock=str(job.case_id) if job.case_id else None,
        queueing_lock=str(job.id),
        priority=-job.turn,
        schedule_at=job.run_at if job.run_at > now else None,
        connection=session().connection().connection.driver_connection,
    ).defer(job=str(job.id))


def carry_again(job: Job, now: datetime) -> None:
    """Another messenger; one that still waits would come at the wrong time."""
    session().execute(DROP_WAITING, {"job": str(job.id)})
    carry(job, now)


def carry_for_the_fallen(job: Job, now: datetime) -> None:
    """Another messenger; the one of the fallen worker would hold up the whole case."""
    session().execute(DROP_FALLEN, {"job": str(job.id)})
    carry(job, now)


def mend(now: datetime) -> None:
    """Send a new messenger for every job that should be done and has none; one host at a time."""
    if not session().scalar(select(func.pg_try_advisory_xact_lock(ONE_MENDS))):
        return
    session().execute(DROP_LOST, {"dead": DEAD_SECONDS, "now": now})
    lost = select(Job).where(
        (Job.state == "ready") | ((Job.state == "running") & (Job.lease_until < now)), NOBODY_SENT
    )
    for job in session().scalars(lost.limit(MENDED_AT_ONCE).with_for_update(skip_locked=True)).all():
        job.state, job.lease, job.lease_until = "ready", None, None
        session().flush()
        carry(job, now)


def work(hands: Hands) -> None:
    """One job at a time, as it is told of them, until the hands are asked to rest."""
    asyncio.run(_work(hands))


async def _work(hands: Hands) -> None:
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=_address(), min_size=2))

    @app.task(name=TASK)
    def perform(job: str) -> None:
        hands.do(UUID(job))

    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                install_signal_handlers=False,
                fetch_job_polling_interval=POLL_SECONDS,
                update_heartbeat_interval=BEAT_SECONDS,
                stalled_worker_timeout=DEAD_SECONDS,
                delete_jobs="always",
            )
        )
        while not hands.stopped() and not worker.done():
            await asyncio.to_thread(hands.look_around)
            await asyncio.sleep(LOOK_SECONDS)
        worker.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await worker


def _address() -> str:
    url = session().get_bind().engine.url.set(drivername="postgresql")
    return url.render_as_string(hide_password=False)
