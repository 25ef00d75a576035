"""The workers of one host: the application is loaded once, then forked; whoever falls is forked again."""

import os
import random
import signal
import time
from dataclasses import dataclass
from types import FrameType

from flask import Flask

from app.database import db
from app.jobs.worker import Worker
from app.logs import log

LOOK_SECONDS = 0.1
STEADY_SECONDS = 5.0
LONGEST_PAUSE = 10.0
# Longer than the longest honest job; then a worker that does not listen is made to.
PATIENCE_SECONDS = 25.0


@dataclass
class Place:
    """A worker's place: who works there now (0: nobody), and how steadily."""

    pid: int = 0
    falls: int = 0
    began: float = 0.0

    def fell(self) -> None:
        """The next one starts at once, unless this one fell soon after its start."""
        lived = time.monotonic() - self.began
        self.pid, self.falls = 0, 0 if lived > STEADY_SECONDS else self.falls + 1

    def is_due(self) -> bool:
        pause = min(LONGEST_PAUSE, 0.25 * 2**self.falls) if self.falls > 1 else 0.0
        return self.pid == 0 and time.monotonic() >= self.began + pause


class Crew:
    """Keeps so many workers at work until it is asked to end."""

    def __init__(self, app: Flask, processes: int) -> None:
        self.app = app
        self.keeper = os.getpid()
        self.places = [Place() for _ in range(processes)]
        self.asked_to_end = False

    def work(self) -> None:
        """Until SIGTERM or SIGINT. A worker whose keeper was killed ends by itself within a second."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        self._let_go_of_the_database()
        while not self.asked_to_end:
            self._fill()
            self._bury()
            time.sleep(LOOK_SECONDS)
        self._dismiss()

    def _fill(self) -> None:
        for place in self.places:
            if place.is_due() and not self.asked_to_end:
                place.began = time.monotonic()
                place.pid = os.fork() or self._be_a_worker()

    def _bury(self) -> None:
        for place in self.places:
            if place.pid and (ended := os.waitpid(place.pid, os.WNOHANG)) != (0, 0):
                if not self.asked_to_end:
                    log.warning("worker.fell", pid=place.pid, status=ended[1])
                place.fell()

    def _dismiss(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        self._tell(signal.SIGTERM)
        while any(place.pid for place in self.places):
            if time.monotonic() > deadline:
                self._tell(signal.SIGKILL)
            self._bury()
            time.sleep(LOOK_SECONDS / 2)

    def _tell(self, what: signal.Signals) -> None:
        for place in self.places:
            if place.pid:
                os.kill(place.pid, what)

    def _let_go_of_the_database(self) -> None:
        """A connection must not be shared by two processes."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_end = True

    def _be_a_worker(self) -> int:
        """The forked process: it works, and never comes back."""
        code = 1
        try:
            random.seed()  # or all workers would draw the same pauses
            worker = Worker(self.app, self.keeper)
            worker.listen()
            # The order to end may have come between the fork and this line.
            worker.asked_to_end |= self.asked_to_end
            worker.work()
            code = 0
        except Exception:  # noqa: BLE001 - said here, for the keeper sees only that it ended
            log.exception("worker.fell")
        finally:
            os._exit(code)
