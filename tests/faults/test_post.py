"""A worker dies while it collects the post: no letter is lost, and none is there twice."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from app.cityhall.arrivals.models import Arrival
from app.database import session
from app.journey import post
from app.queue.models import Job
from tests.faults.post_points import POST_POINTS, collects_and_dies
from tests.hall import Hall
from tests.mailbox import RealMailbox, letter, png, reads

LETTERS = 3


@pytest.mark.parametrize("point", POST_POINTS)
def test_a_worker_killed_while_collecting(
    each_hall: Hall, mailbox: RealMailbox, tmp_path: Path, point: str
) -> None:
    hall = reads(each_hall, mailbox)
    mailbox.arrives(*(letter(number, poza__png=png()) for number in range(LETTERS)))
    deaths = 0
    while deaths < LETTERS and collects_and_dies(hall, tmp_path, point):
        deaths += 1
    assert deaths
    assert mailbox.lies_in() + mailbox.lies_in("Preluate") == LETTERS
    assert mailbox.lies_in("Preluate") <= len(subjects())
    post.rounds(hall.house, hall.now)
    assert Counter(subjects()) == {f"Cererea {number}": 1 for number in range(LETTERS)}
    for one in session().scalars(select(Arrival)):
        assert hall.house.outside.files.get(one.raw_sha256)
        assert hall.house.outside.files.get(one.files[0].sha256) == png()
    proposed = session().scalars(select(Job.payload).where(Job.kind == "propose")).all()
    assert len(proposed) == LETTERS
    assert (mailbox.lies_in(), mailbox.lies_in("Preluate")) == (0, LETTERS)


def subjects() -> list[str]:
    session().rollback()
    return list(session().scalars(select(Arrival.subject)))
