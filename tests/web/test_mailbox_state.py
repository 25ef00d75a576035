"""The administrator sees whether the registry's mailbox is read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.cityhall import institutions
from app.cityhall.arrivals import mailboxes
from app.database import transaction
from app.web.admin import mailbox
from tests.hall import Hall
from tools.bench.intake import Slot


@pytest.mark.parametrize(
    ("error", "later", "tone", "said"),
    [
        ("", 0, "ok", "Citită la"),
        ("", 6, "warn", "Nu a mai fost citită"),
        ("file_not_kept", 0, "bad", "Discul este plin"),
        ("unauthorized", 0, "bad", "parola. Nimic nu s-a mutat"),
        ("of its own kind", 0, "bad", "neașteptat"),
    ],
)
def test_how_the_mailbox_is_read(hall: Hall, error: str, later: int, tone: str, said: str) -> None:
    house = replace(hall.house, outside=replace(hall.house.outside, post={"PS6": Slot()}))
    found = institutions.by_code("PS6")
    assert found is not None
    with hall.app.test_request_context():
        assert mailbox.lines(hall.house, [found.id], hall.now) == []
        (line,) = mailbox.lines(house, [found.id], hall.now)
        assert (line.tone, "Încă nu a fost citită" in line.text) == ("warn", True)
        with transaction():
            mailboxes.claim(found.id, timedelta(0), hall.now)
            mailboxes.looked(found.id, error, hall.now, more=False)
        (line,) = mailbox.lines(house, [found.id], hall.now + timedelta(minutes=later))
    assert line.tone == tone
    assert said in line.text
