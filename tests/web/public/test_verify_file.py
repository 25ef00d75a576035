"""„Este acest fișier emis de primărie?”: the very file, a changed one, a stranger's, nothing at all."""

from collections.abc import Callable
from io import BytesIO

import pytest

from app.cityhall.documents import queries as documents
from app.journey import receipts
from tests.adapters import papers
from tests.hall import Hall
from tests.journey.sealing_desk import with_seals


@pytest.fixture
def ask(hall: Hall) -> Callable[[bytes | None], str]:
    """Somebody without an account chooses a file; the page's text."""
    hall.app.config["WTF_CSRF_ENABLED"] = False
    client = hall.app.test_client()

    def asked(content: bytes | None) -> str:
        data = {} if content is None else {"file": (BytesIO(content), "dovada.pdf")}
        answer = client.post("/verifica", data=data)
        return f"{answer.status_code} {answer.text}"

    return asked


def test_the_file_that_was_issued_is_known_and_one_other_byte_makes_it_another(
    hall: Hall, ask: Callable[[bytes | None], str]
) -> None:
    with_seals(hall)
    case = hall.petition()
    hall.works()
    kept = documents.of_kind(case.id, "receipt")
    assert kept is not None
    issued = hall.house.outside.files.get(kept.latest.sha256)
    page = ask(issued)
    assert page.startswith("200")
    assert "exact cel emis" in page
    assert "Primăria Sectorului 6" in page
    assert "DEMO Sigiliul instituției PS6" in page
    assert "Ioana" not in page  # nobody's name
    forged = bytearray(issued)
    forged[issued.index(b"stream\n") + 30] ^= 1
    page = ask(bytes(forged))
    assert "a fost schimbat după ce a fost semnat" in page
    assert "exact cel emis" not in page


def test_what_the_hall_never_issued_is_not_its_own(hall: Hall, ask: Callable[[bytes | None], str]) -> None:
    assert "nu este printre cele emise" in ask(papers.receipt())
    assert "nu este printre cele emise" in ask(b"not even a PDF")
    assert ask(None).startswith("422")


def test_what_was_issued_before_there_were_seals_is_known_too(
    hall: Hall, ask: Callable[[bytes | None], str]
) -> None:
    case = hall.petition()
    hall.works()
    assert "exact cel emis" in ask(receipts.at_once(hall.fresh(case), hall.house, hall.now))
