"""A disk that is really full, under the database and the files: the post waits in its mailbox."""

import contextlib
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.cityhall.arrivals.models import Arrival
from app.database import session
from app.journey import post
from tests.hall import Hall, build, opened
from tests.mailbox import RealMailbox, letter, reads

pytestmark = pytest.mark.nightly
ROOM = 3_000_000
LETTERS = 12


@pytest.fixture
def small_disk(tmp_path: Path, furnished: Path) -> Iterator[Path]:
    """A file system of its own with the furnished hall on it, and little room left."""
    place, size = tmp_path / "small", sum(one.stat().st_size for one in furnished.rglob("*")) + ROOM
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        shutil.copytree(furnished, place / "hall")
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_loses_and_moves_nothing(small_disk: Path, mailbox: RealMailbox) -> None:
    app = build(small_disk / "hall")
    mailbox.arrives(*(letter(number, text=("x" * 70 + "\n") * 7_000) for number in range(LETTERS)))
    with opened(app) as hall:
        reads(hall, mailbox)
        looks(hall)
        kept = subjects()
        assert 0 < len(kept) < LETTERS
        assert mailbox.lies_in() == LETTERS - len(kept)
        looks(hall)
        assert mailbox.lies_in() + mailbox.lies_in("Preluate") == LETTERS
        assert mailbox.lies_in("Preluate") <= len(subjects())
        subprocess.run(["mount", "-o", "remount,size=90%", str(small_disk)], check=True)
        while mailbox.lies_in():
            looks(hall)
        assert Counter(subjects()) == {f"Cererea {number}": 1 for number in range(LETTERS)}
        for one in session().scalars(select(Arrival)):
            assert len(hall.house.outside.files.get(one.raw_sha256)) > 490_000


def looks(hall: Hall) -> None:
    """A worker's round; it may find the disk full at any place, and the database says so in its own words."""
    with contextlib.suppress(OperationalError):
        post.rounds(hall.house, hall.now)
    session().rollback()


def subjects() -> list[str]:
    session().rollback()
    return list(session().scalars(select(Arrival.subject)))
