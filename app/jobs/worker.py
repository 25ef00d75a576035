"""One worker: does jobs as they are carried to it, and looks around for what nobody enqueued."""

import os
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType
from uuid import UUID

from flask import Flask

from app.clock import time_of_day
from app.database import session, transaction
from app.errands import runner
from app.journey import (
    alarms,
    delegations,
    destroying,
    examining,
    fixity,
    leaves,
    nobody,
    originals,
    post,
    postman,
    publishing,
    reading,
    register_days,
    scan_folder,
    wake,
)
from app.journey.house import House
from app.journey.lockers import cabinets, dropoffs, pickups
from app.logs import clear, log
from app.queue import carriers, jobs
from app.queue.beats import Heart
from app.rehearsal.errands import HANDLERS


class Worker:
    """The hands that a carrier keeps busy. Each call has an application context, so a session, of its own."""

    def __init__(self, app: Flask, keeper: int) -> None:
        self.app = app
        self.keeper = keeper
        self.asked_to_end = False
        heart = Heart()
        self.rounds = [
            Round(wake.fire_due, seconds=1),
            Round(_mend, seconds=2),
            Round(postman.rounds, seconds=5),
            Round(heart.beat, seconds=1),
            Round(lambda now: alarms.ring_due(now, self._house), seconds=60),
            Round(delegations.lapse, seconds=300),
            Round(register_days.close_due, seconds=300),
            Round(leaves.begin_due, seconds=60),
            Round(originals.remind_due, seconds=600),
            Round(dropoffs.lapse_due, seconds=60),
            Round(lambda now: cabinets.round_(self._house, now), seconds=60),
            Round(lambda now: cabinets.tell(self._house, now), seconds=5),
            Round(self._look_into_scanner, seconds=5),
            Round(lambda now: nobody.round_(self._house, now), seconds=300),
            Round(lambda now: reading.read_new(self._house, now), seconds=5),
            Round(lambda now: destroying.destroy_cooled(self._house, now), seconds=300),
            Round(lambda now: fixity.check_due(self._house, now), seconds=60),
            Round(lambda now: post.rounds(self._house, now), seconds=2),
            Round(lambda now: pickups.look_for_free(self._house, now), seconds=60),
            Round(lambda now: publishing.publish_due(self._house, now), seconds=30),
            Round(lambda now: examining.scan_those_left(self._house, now), seconds=60),
        ]

    def listen(self) -> None:
        """From now on SIGTERM and SIGINT end this worker, after the job that it has in hand."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)

    def work(self) -> None:
        """Until it is asked to end, or the process that keeps it is gone."""
        with self.app.app_context():
            carrier = carriers.here()
            session().close()
            carrier.work(self)

    def do_next(self) -> bool:
        return self._in_context(lambda: runner.perform_one(self._house, time_of_day(), HANDLERS))

    def do(self, job_id: UUID) -> None:
        self._in_context(lambda: runner.perform_this(job_id, self._house, time_of_day(), HANDLERS))

    def look_around(self) -> None:
        for one in self.rounds:
            if one.is_time():
                self._in_context(one.go)

    def stopped(self) -> bool:
        return self.asked_to_end or os.getppid() != self.keeper

    @property
    def _house(self) -> House:
        found: House = self.app.extensions["house"]
        return found

    def _look_into_scanner(self, now: datetime) -> None:
        settings = self.app.extensions["settings"]
        if settings.scan_folder is not None:
            scan_folder.collect(settings.scan_folder, settings.institution, self._house, now)

    def _in_context(self, doing: Callable[[], object]) -> bool:
        """Did it do anything? The database may be away for a moment: then look again soon."""
        with self.app.app_context():
            try:
                return bool(doing())
            except Exception:  # noqa: BLE001 - nothing that goes wrong may end the worker
                log.exception("worker.error")
                return False
            finally:
                session().close()
                clear()

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_end = True


class Round:
    """Something to be done every few seconds."""

    def __init__(self, doing: Callable[[datetime], object], seconds: float) -> None:
        self.doing = doing
        self.pause = timedelta(seconds=seconds).total_seconds()
        self.next = 0.0

    def is_time(self) -> bool:
        return time.monotonic() >= self.next

    def go(self) -> None:
        self.next = time.monotonic() + self.pause
        self.doing(time_of_day())


def _mend(now: datetime) -> None:
    with transaction():
        jobs.put_back_of_the_fallen(now)
        carriers.here().mend(now)
