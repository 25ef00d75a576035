"""What leaves the hall is sealed once; what comes in is looked at, and the report stays beside it."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cityhall import institutions
from app.cityhall.cases import queries as cases
from app.cityhall.documents import queries as documents
from app.cityhall.documents import reports, scans
from app.cityhall.documents.actions import Stored, add
from app.cityhall.documents.models import Document
from app.cityhall.documents.sealed import SealedPaper
from app.cityhall.journal import JournalEntry
from app.cityhall.registry import queries as register
from app.database import session, transaction
from app.journey import examining, issued, receipts, sealing
from app.outside import Scan
from tests.adapters import papers
from tests.hall import Hall
from tests.journey.sealing_desk import away, found_in, with_seals

SEAL = "DEMO Sigiliul instituției PS6"


def content(hall: Hall, document: Document | None) -> bytes:
    assert document is not None
    return hall.house.outside.files.get(document.latest.sha256)


def sealed_rows() -> int:
    return len(list(session().scalars(select(SealedPaper))))


def test_a_petition_leaves_a_sealed_receipt_and_an_answer_that_its_signers_signed(each_hall: Hall) -> None:
    hall = with_seals(each_hall)
    case = hall.petition()
    hall.works()
    for kind in ("receipt", "request"):
        paper = content(hall, documents.of_kind(case.id, kind))
        assert [(one.name, one.outcome) for one in found_in(paper)] == [(SEAL, "whole")]
        assert {"<pdfaid:part>2", "<pdfaid:conformance>A"} <= papers.claims(paper)
    hall.answered(case)
    hall.works()
    answer = content(hall, documents.of_kind(case.id, "act") or documents.of_kind(case.id, "letter"))
    assert [(one.name, one.outcome) for one in found_in(answer)] == [
        ("DEMO Gabi Șef", "whole"),
        ("DEMO Dan Primar", "whole"),
        (SEAL, "whole"),
    ]
    assert {"<pdfaid:part>2", "<pdfaid:conformance>A"} <= papers.claims(answer)
    outgoing = [entry for entry in register.of_case(case.id) if entry.direction == "out"]
    hashes = [mark.value for entry in outgoing for mark in register.marks(entry.id) if mark.kind == "hash"]
    assert hashlib.sha256(answer).hexdigest() in hashes  # the register names the file that left


def test_the_receipt_of_the_counter_is_the_one_that_the_worker_keeps(hall: Hall) -> None:
    with_seals(hall).stopped = True
    case = hall.petition()
    at_the_counter = receipts.at_once(hall.fresh(case), hall.house, hall.now)
    hall.now += timedelta(minutes=5)
    hall.stopped = False
    hall.works()
    assert content(hall, documents.of_kind(case.id, "receipt")) == at_the_counter
    assert receipts.at_once(hall.fresh(case), hall.house, hall.now) == at_the_counter


def test_asked_again_a_paper_is_the_same_file(each_hall: Hall) -> None:
    hall = with_seals(each_hall)
    institution = institutions.by_code("PS6")
    assert institution is not None
    first = sealing.sealed(papers.receipt(), institution, hall.house, hall.now)
    later = sealing.sealed(papers.receipt(), institution, hall.house, hall.now + timedelta(days=3))
    assert later == first
    assert sealed_rows() == 1
    known = issued.by_content(first)
    assert known is not None
    assert (known.institution, known.at) == (institution.name, hall.now)
    assert issued.by_content(first[:-1] + b"x") is None


def test_without_keys_nobody_waits_at_the_counter_and_the_worker_seals_later(hall: Hall) -> None:
    with_seals(hall).stopped = True
    case_id = hall.petition().id
    with away(hall):
        drawn = receipts.at_once(cases.get(case_id), hall.house, hall.now)
        assert found_in(drawn) == []
        hall.stopped = False
        hall.works()
        assert documents.of_kind(case_id, "receipt") is None
    hall.passes(hours=2)
    assert found_in(content(hall, documents.of_kind(case_id, "receipt")))


def test_a_hall_on_paper_seals_nothing(hall: Hall) -> None:
    case = hall.petition()
    hall.works()
    assert b"/ByteRange" not in content(hall, documents.of_kind(case.id, "receipt"))
    assert sealed_rows() == 0


def _sent(hall: Hall, file: bytes, scan: Scan | None = None) -> str:
    """Somebody adds a PDF to a case; its hash."""
    case = hall.petition()
    stored = Stored(hall.house.outside.files.put(file), len(file), "application/pdf", "act.pdf", scan)
    with transaction():
        add("paper", "Act", stored, hall.now, case_id=case.id)
    return stored.sha256


@pytest.mark.parametrize(
    ("change", "outcome"), [("nothing", "whole"), ("a byte", "changed"), ("unsigned", "none")]
)
def test_what_people_send_is_looked_at_and_the_report_is_kept(
    each_hall: Hall, change: str, outcome: str
) -> None:
    hall = with_seals(each_hall)
    institution = institutions.by_code("PS6")
    assert institution is not None
    file = papers.receipt()
    if change != "unsigned":
        file = hall.house.outside.seals.seal(file, "PS6", hall.now)
    if change == "a byte":
        where = file.index(b"stream\n") + 20
        file = file[:where] + bytes([file[where] ^ 1]) + file[where + 1 :]
    sha256 = _sent(hall, file)
    assert reports.of({sha256}) == {}
    hall.works()
    report = reports.of({sha256})[sha256]
    assert report.outcome == outcome
    assert report.checked_at == hall.now
    assert [one["name"] for one in report.found] == ([] if change == "unsigned" else [SEAL])


class Watch:
    """A program that looks for viruses, when it is there."""

    def __init__(self) -> None:
        self.says = Scan("not_scanned", "unreachable")

    def scan(self, content: bytes) -> Scan:
        return self.says


def test_what_nobody_could_scan_is_scanned_when_the_program_is_back(each_hall: Hall) -> None:
    hall, watch = each_hall, Watch()
    hall.app.extensions["house"] = replace(hall.house, outside=replace(hall.house.outside, antivirus=watch))
    sha256 = _sent(hall, papers.receipt(), watch.scan(b""))
    hall.works()
    assert examining.scan_those_left(hall.house, hall.now) == 0  # still away: nothing is asked
    assert not scans.is_dangerous(sha256)
    watch.says = Scan("infected", "Own.Test")
    assert examining.scan_those_left(hall.house, hall.now) == 1
    hall.works()
    assert scans.is_dangerous(sha256)
    told = session().scalars(select(JournalEntry).where(JournalEntry.action == "file.infected")).one()
    assert told.facts == {"sha256": sha256, "virus": "Own.Test"}
    with transaction():
        scans.note(sha256, Scan("not_scanned", "unreachable"), hall.now)
    assert scans.is_dangerous(sha256)  # not looking unlearns nothing
