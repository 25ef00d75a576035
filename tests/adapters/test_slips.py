"""The note of payment as PDF/A: what a bank needs, the same bytes each time."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from app.adapters.pdf import TypstPdf

NOTE: dict[str, Any] = {
    "institution_name": "Primăria Exemplu",
    "reference": "PS6-2026-000012-1",
    "amount": "14,50 lei",
    "title": "Notă de plată",
    "facts": [("Contul (IBAN)", "RO17 TREZ 7062 1160 203X XXXX"), ("Pentru", "#emph[Taxă] și „ș ț”")],
    "said": "Plătiți cu codul QR.",
    "verify_url": "https://hall.example/plata/x",
    "at": datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
}


def test_a_slip_says_sum_reference_and_account() -> None:
    made = TypstPdf().slip(NOTE)
    text = PdfReader(BytesIO(made)).pages[0].extract_text()
    for said in (
        "PS6-2026-000012-1",
        "14,50 lei",
        "RO17 TREZ",
        "#emph[Taxă]",
        "23.11.2026, ora 10:30",
        "/plata/x",
    ):
        assert said in text, said
    assert TypstPdf().slip(NOTE) == made


def test_a_slip_is_pdf_a_and_accessible() -> None:
    metadata = PdfReader(BytesIO(TypstPdf().slip(NOTE))).xmp_metadata
    assert metadata is not None
    raw = metadata.stream.get_data()
    assert b"<pdfaid:part>2" in raw
    assert b"<pdfaid:conformance>A" in raw
    assert b"<pdfuaid:part>1" in raw
