"""Papers become files: several pages one document, a scanner's folder read once, nothing lost on the way."""

import io
import os
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.adapters import ocr
from app.cityhall.arrivals import queries
from app.cityhall.arrivals.models import Arrival
from app.cityhall.documents import joined
from app.journey import scan_folder, scans
from app.journey.scans import Scanned
from app.refusal import Refusal
from tests import scanned
from tests.faults.post_points import dies_at
from tests.hall import Hall


class Reader:
    """A program that reads the same on every page."""

    def read(self, content: bytes, media_type: str) -> str:
        assert media_type.startswith("image/")
        return "Vă rog să ridicați gunoiul din fața blocului."


def laid(folder: Path, hall: Hall, name: str, content: bytes, *, seconds_ago: float = 60) -> Path:
    """A scanner wrote a file some time ago."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    when = (hall.now - timedelta(seconds=seconds_ago)).timestamp()
    os.utime(path, (when, when))
    return path


def waiting(hall: Hall) -> list[Arrival]:
    return queries.waiting(hall.actor("Elena").institutions())


def scan(hall: Hall, *pages: tuple[str, bytes, str]) -> Arrival:
    here = hall.actor("Elena").posts[0].institution_id
    said = Scanned(here, "counter", hall.now, "Gheorghe Bătrânu", subject="Gunoi")
    made = queries.get(scans.take_in(pages, said, hall.house, hall.now))
    assert made is not None
    return made


def test_three_pages_become_one_document_and_what_came_is_kept_whole(hall: Hall) -> None:
    photo, white = scanned.picture(colour="red"), scanned.picture()
    pages = [
        ("a.jpg", photo, "image/jpeg"),
        ("b.pdf", scanned.pdf(2), joined.PDF),
        ("c.jpg", white, "image/jpeg"),
    ]
    made = scan(hall, *pages)
    [file] = made.kept
    content = hall.house.outside.files.get(file.sha256)
    assert len(PdfReader(io.BytesIO(content)).pages) == file.pages == 4
    with zipfile.ZipFile(io.BytesIO(hall.house.outside.files.get(made.raw_sha256))) as kept:
        assert [kept.read(one) for one in kept.namelist()] == [one[1] for one in pages]
    with pytest.raises(Refusal, match=r"scan\.known"):
        scan(hall, *pages)


def test_a_lone_pdf_stays_byte_for_byte_and_a_signed_one_is_never_joined(hall: Hall) -> None:
    alone = scanned.pdf()
    made = scan(hall, ("adresa.pdf", alone, joined.PDF))
    assert hall.house.outside.files.get(made.kept[0].sha256) == alone
    signed = alone + b"\n%/ByteRange"
    with pytest.raises(Refusal, match=r"scan\.signed"):
        scan(hall, ("semnat.pdf", signed, joined.PDF), ("b.jpg", scanned.picture(), "image/jpeg"))
    with pytest.raises(Refusal, match=r"scan\.kind"):
        scan(hall, ("a.docx", b"PK", "application/zip"))
    with pytest.raises(Refusal, match=r"scan\.nothing"):
        scan(hall)


def test_each_page_is_read_by_a_job_and_then_the_paper_is_proposed(hall: Hall) -> None:
    hall.app.extensions["house"] = replace(hall.house, outside=replace(hall.house.outside, ocr=Reader()))
    made = scan(hall, ("a.jpg", scanned.picture(), "image/jpeg"), ("b.jpg", scanned.picture(), "image/jpeg"))
    hall.works()
    found = queries.get(made.id)
    assert found is not None
    assert found.kept[0].text.count("gunoiul") == 2
    assert found.state == "ready"
    assert found.proposal["kind"] in {"petition", "drop_off", "entry"}
    assert not [one for one in found.problems if one["key"] == "not_read"]


def test_without_a_program_nobody_pretends_to_have_read(hall: Hall) -> None:
    made = scan(hall, ("a.jpg", scanned.picture(), "image/jpeg"))
    hall.works()
    found = queries.get(made.id)
    assert found is not None
    assert (found.state, found.kept[0].text) == ("ready", "")
    assert [one["key"] for one in found.problems] == ["not_read"]


@pytest.mark.skipif(not ocr.installed(), reason="tesseract is not installed: tools/setup.sh test")
def test_a_photographed_letter_is_proposed_by_its_own_words(hall: Hall) -> None:
    program = ocr.Tesseract(ocr.installed())
    hall.app.extensions["house"] = replace(hall.house, outside=replace(hall.house.outside, ocr=program))
    made = scan(hall, ("scrisoare.jpg", scanned.page(), "image/jpeg"))
    hall.works()
    found = queries.get(made.id)
    assert found is not None
    assert "Gheorghe Bătrânu" in found.kept[0].text
    assert found.state == "ready"


def test_the_scanners_folder_is_read_once(hall: Hall, tmp_path: Path) -> None:
    laid(tmp_path, hall, "scan001.pdf", scanned.pdf())
    laid(tmp_path, hall, "PS6/scan002.jpg", scanned.picture(colour="blue"))
    laid(tmp_path, hall, "still.pdf", scanned.pdf(3), seconds_ago=1)
    laid(tmp_path, hall, ".hidden.pdf", scanned.pdf(4))
    assert scan_folder.collect(tmp_path, "PS6", hall.house, hall.now) == 2
    assert scan_folder.collect(tmp_path, "PS6", hall.house, hall.now) == 0
    assert sorted(one.source for one in waiting(hall)) == ["scanner", "scanner"]
    assert (tmp_path / "Preluate/2026-11-23/scan001.pdf").exists()
    assert (tmp_path / "PS6/Preluate/2026-11-23/scan002.jpg").exists()
    assert (tmp_path / "still.pdf").exists()
    assert scan_folder.state(tmp_path) == (True, 1, 0)


def test_a_file_taken_in_before_a_crash_is_known_again(hall: Hall, tmp_path: Path) -> None:
    content = scanned.pdf()
    laid(tmp_path, hall, "scan.pdf", content)
    points = tmp_path / "points"
    points.mkdir()
    folder = tmp_path / "scanned"
    folder.mkdir()
    laid(folder, hall, "scan.pdf", content)

    def collects() -> int:
        return scan_folder.collect(folder, "PS6", hall.house, hall.now)

    assert dies_at(points, "scan.before_put_away", collects)
    assert (folder / "scan.pdf").exists()
    assert len(waiting(hall)) == 1
    assert collects() == 0
    assert len(waiting(hall)) == 1
    assert [one.name for one in (folder / "Preluate/2026-11-23").iterdir()] == ["scan.pdf"]


def test_what_never_opens_is_laid_aside_and_said(hall: Hall, tmp_path: Path) -> None:
    laid(tmp_path, hall, "half.pdf", b"%PDF-1.7 half", seconds_ago=60)
    assert scan_folder.collect(tmp_path, "PS6", hall.house, hall.now) == 0
    assert (tmp_path / "half.pdf").exists()
    hall.now += timedelta(minutes=11)
    scan_folder.collect(tmp_path, "PS6", hall.house, hall.now)
    assert scan_folder.state(tmp_path) == (True, 0, 1)
    assert waiting(hall) == []
    assert scan_folder.state(tmp_path / "nowhere").readable is False
