"""A whole hall collects its post while its workers are killed: every letter is there, once."""

import contextlib
import os
import random
import signal
import smtplib
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.faults.post_points import POST_POINTS
from tests.mailbox import letter, png
from tools.place import REGISTRY, Place
from tools.started import started_hall

pytestmark = [pytest.mark.kills, pytest.mark.nightly]
LETTERS = 60
SECONDS = 240


def test_every_letter_is_there_once_whoever_dies(tmp_path: Path) -> None:
    points = tmp_path / "points"
    points.mkdir()
    with started_hall(tmp_path / "hall", {"CRASH_POINTS": str(points)}) as here:
        dice, kills = random.Random(2026), 0
        for number in range(LETTERS):
            sends(here, letter(number, poza__png=png()))
            if number % 3 == 0:
                (points / dice.choice(POST_POINTS)).touch()
            if number % 10 == 5:
                kills += kills_a_worker(here, dice)
        deadline = time.monotonic() + SECONDS
        while len(subjects(here)) < LETTERS and time.monotonic() < deadline:
            time.sleep(0.5)
        found = Counter(subjects(here))
        deaths = len(list(points.glob("*.*.*")))
    assert found == {f"Cererea {number}": 1 for number in range(LETTERS)}
    assert kills + deaths > 10


def sends(here: Place, raw: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", here.smtp_port) as server:
        server.sendmail("ioana@exemplu.ro", [REGISTRY], raw)


def kills_a_worker(here: Place, dice: random.Random) -> int:
    keeper = int((here.pids / "worker.pid").read_text())
    children = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
    if not children:
        return 0
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(dice.choice(children)), signal.SIGKILL)
    return 1


def subjects(here: Place) -> list[str]:
    engine = create_engine(f"sqlite:///{here.instance / 'hall.sqlite'}")
    with engine.connect() as reading:
        return [row[0] for row in reading.execute(text("SELECT subject FROM arrival"))]
