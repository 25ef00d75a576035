"""Uploads are scanned on their way in; what turns out to be dangerous later is not opened any more."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from app.cityhall.documents import scans
from app.cityhall.documents.actions import add
from app.database import transaction
from app.outside import Scan
from app.refusal import Refusal
from app.web import uploads, wording
from tests.adapters import papers
from tests.hall import Hall

Look = Callable[[Scan], Hall]


class Watch:
    """A program that says of everything the same."""

    def __init__(self, says: Scan) -> None:
        self._says = says

    def scan(self, content: bytes) -> Scan:
        return self._says


@pytest.fixture
def looked(hall: Hall) -> Look:
    """The hall with a program that says this of every file."""

    def say(scan: Scan) -> Hall:
        hall.app.extensions["house"] = replace(
            hall.house, outside=replace(hall.house.outside, antivirus=Watch(scan))
        )
        return hall

    return say


def sent(hall: Hall) -> object:
    file = FileStorage(BytesIO(papers.receipt()), filename="factura.pdf")
    with hall.app.test_request_context():
        return uploads.store(file, hall.house)


@pytest.mark.parametrize("verdict", ["infected", "refused"])
def test_a_virus_is_refused_in_words_and_nothing_is_kept(looked: Look, verdict: str) -> None:
    hall = looked(Scan(verdict, "Own.Test"))
    with pytest.raises(Refusal) as refused:
        sent(hall)
    assert refused.value.key == f"upload.{verdict}"
    files = hall.app.extensions["settings"].instance / "files"
    assert not any(one.is_file() for one in files.rglob("*"))
    with hall.app.test_request_context():
        assert "factura.pdf" in wording.sentence(refused.value.key, refused.value.facts)


def test_what_was_not_scanned_is_taken_and_says_so(looked: Look) -> None:
    hall = looked(Scan("not_scanned", "unreachable"))
    stored = sent(hall)
    case = hall.petition()
    with transaction():
        document = add("paper", "Factură", stored, hall.now, case_id=case.id)  # type: ignore[arg-type]
    sha256 = document.latest.sha256
    assert scans.of({sha256})[sha256].verdict == "not_scanned"
    with hall.app.test_request_context():
        assert uploads.send(document.latest, hall.house).data.startswith(b"%PDF-")
    with transaction():
        scans.note(sha256, Scan("infected", "Own.Test"), hall.now)
    with hall.app.test_request_context(), pytest.raises(Refusal, match="infected"):
        uploads.send(document.latest, hall.house)
