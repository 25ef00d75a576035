"""A whole hall of its own for the walk, the bench and the tests that kill."""

import random
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tools import pages, place, processes
from tools.place import PORTS, ROOT, Place
from tools.processes import Command, Kept
from tools.trouble import Trouble

READY_SECONDS = 180.0


@contextmanager
def started_hall(instance: Path, told: Mapping[str, str] | None = None) -> Iterator[Place]:
    """`make run` on free ports and the given folder, ended at the end.

    While it runs, `instance/pids/<name>.pid` says which process is which (web, worker, locker, messages,
    payments).
    """
    port = pages.free_block(PORTS, first=random.randrange(10_000, 29_000, PORTS))
    here = Place(port, instance.resolve())
    place.make(here)
    words = (sys.executable, "-m", "tools.hall", "run")
    settings = {**(told or {}), "PORT": str(port), "INSTANCE": str(here.instance)}
    log = here.logs / "hall.log"
    log.unlink(missing_ok=True)
    hall = processes.start(Command("hall", words, settings), logs=here.logs, cwd=ROOT)
    try:
        _wait_until_ready(hall)
        yield here
    finally:
        processes.end([hall])


def _wait_until_ready(hall: Kept) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while "ready http" not in hall.log.read_text(errors="replace"):
        if hall.process.poll() is not None or time.monotonic() > deadline:
            raise Trouble(f"The hall did not start. {processes.last_words(hall.log)}")
        time.sleep(processes.LOOK_SECONDS)
