"""Text recognition where tesseract is installed; an honest silence where it is not."""

import pytest

from app.adapters import ocr
from app.cityhall.documents import joined
from tests import scanned

PROGRAM = ocr.installed()
needs_program = pytest.mark.skipif(not PROGRAM, reason="tesseract is not installed: tools/setup.sh test")


@needs_program
def test_romanian_words_are_read_from_a_picture_and_from_a_scanned_pdf() -> None:
    reader = ocr.Tesseract(PROGRAM)
    page = scanned.page()
    assert "ridicați gunoiul" in reader.read(page, "image/jpeg")
    assert "Strada Dezrobirii" in reader.read(joined.page(page, "pagina.jpg"), "application/pdf")


@needs_program
def test_what_is_no_picture_has_no_text() -> None:
    reader = ocr.Tesseract(PROGRAM)
    assert reader.read(b"\xff\xd8\xff broken", "image/jpeg") == ""
    assert reader.read(b"%PDF-1.7 broken", "application/pdf") == ""
    assert reader.read(b"PK", "application/zip") == ""


def test_the_program_can_be_switched_off_and_its_absence_is_known() -> None:
    assert ocr.installed("none") == ""
    assert ocr.installed("no-such-program-here") == ""
