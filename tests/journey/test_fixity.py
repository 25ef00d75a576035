"""Files are read again every so often; whoever keeps them is told of a fault, once."""

from datetime import timedelta
from pathlib import Path

from app.cityhall import fixity as checks
from app.journey import fixity
from tests.hall import Hall
from tests.papers import laid, pdf


def file_of(hall: Hall, sha256: str) -> Path:
    return next(hall.app.extensions["settings"].instance.joinpath("files").rglob(sha256))


def round_(hall: Hall) -> None:
    while fixity.check_due(hall.house, hall.now):
        pass
    hall.works()


def test_a_changed_file_is_found_told_once_and_mended_from_the_backup(each_hall: Hall) -> None:
    hall = each_hall
    document = laid(hall, hall.petition(), pdf("hotărârea"), title="Hotărârea")
    round_(hall)
    assert checks.standing(hall.now)[1] == 0
    file = file_of(hall, document.latest.sha256)
    good = file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(good[:-1] + b"x")
    hall.now += checks.EVERY + timedelta(days=1)
    round_(hall)
    told = [one for one in hall.mail.sent.values() if "deteriorat" in one["subject"]]
    assert {one["to"] for one in told} == {"arhiva@ps6.example", "admin@ps6.example"}
    assert [one.what for one in checks.open_faults()] == ["file_damaged"]
    hall.now += checks.EVERY + timedelta(days=1)
    round_(hall)
    assert len([one for one in hall.mail.sent.values() if "deteriorat" in one["subject"]]) == len(told)
    file.write_bytes(good)
    hall.now += checks.EVERY + timedelta(days=1)
    round_(hall)
    assert checks.open_faults() == []


def test_a_removed_file_is_found(hall: Hall) -> None:
    document = laid(hall, hall.petition(), pdf("planul"))
    file_of(hall, document.latest.sha256).unlink()
    round_(hall)
    assert [one.what for one in checks.open_faults()] == ["file_missing"]
    assert checks.open_faults()[0].document_id == document.id


def test_each_file_has_its_turn_and_none_is_read_before_it(hall: Hall) -> None:
    laid(hall, hall.petition(), pdf("unul"))
    round_(hall)
    assert fixity.check_due(hall.house, hall.now) == 0
    hall.now += checks.EVERY + timedelta(minutes=1)
    assert fixity.check_due(hall.house, hall.now) > 0
