"""Receipts and letters as PDF/A with PDF/UA, readable again and the same each time."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from pypdf import PdfReader

from app.adapters.docx_blocks import blocks
from app.adapters.docx_files import open_docx
from app.adapters.letters import DocxLetters
from app.adapters.pdf import TypstPdf
from app.outside import OutsideError
from tests.adapters.letter_desk import ANSWER, AT_APPROVAL, FIELDS, letter, saved

PDF = TypstPdf()
HALL = {key: value for key, value in FIELDS.items() if key.startswith("institution_")}
RECEIPT = {
    **HALL,
    "number": "1234/24.11.2026",
    "registered_at": datetime(2026, 11, 23, 23, 4, 5, tzinfo=UTC),
    "applicant": "Ștefania Țăranu #strong[x] {{7*7}}",
    "procedure": "Petiție",
    "form_code": "PET",
    "form_version": "1.0",
    "term_date": date(2026, 12, 24),
    "term_explanation": "30 de zile de la înregistrare (OG 27/2002, art. 8).",
    "next_step": "Alegem compartimentul care vă răspunde.",
    "files": [{"name": "groapă_1.jpg", "size": 1_234_567, "sha256": "ab" * 32}],
    "claim_code": "K7QM-3XPA",
    "verify_url": "http://127.0.0.1:8000/verifica/ABCDEFGH",
}
FOOT = {
    **HALL,
    "number": "77",
    "date": date(2026, 12, 2),
    "verify_url": "http://127.0.0.1:8000/verifica/ABCDEFGH",
    "title": "Răspuns la petiție",
    "form_code": "F_CU_05",
    "form_version": "1.0",
}


REQUEST = {
    **HALL,
    "number": "1234/24.11.2026",
    "registered_at": datetime(2026, 11, 23, 23, 4, 5, tzinfo=UTC),
    "procedure": "Certificat de urbanism",
    "form_code": "F_CU_01",
    "form_version": "1.0",
    "applicant": "Ștefania Țăranu",
    "channel": "portal",
    "register": "Registrul petițiilor, nr. 3/24.11.2026",
    "pages": [
        {"title": "Solicitantul", "rows": [("Numele", "Ștefania #strong[x]"), ("CNP", "–")]},
        {"title": "Imobilul", "rows": [("Descrierea", "prima linie\na doua")]},
    ],
    "papers": [
        {"name": "Extras CF (extras.pdf)", "sha256": "ab" * 32},
        {"name": "Plan: îl obține", "sha256": ""},
    ],
    "demo": True,
    "verify_url": "http://127.0.0.1:8000/verifica/ABCDEFGH",
}
SIGNED = [
    {"title": "arhitect-șef", "name": "Maria Pop", "at": "02.12.2026, ora 10:20"},
    {
        "title": "p. Primar,\nviceprimar",
        "name": "Ion Stan\n(Dispoziția nr. 1/2026)",
        "at": "02.12.2026, ora 11:00",
    },
]


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def claims(pdf: bytes) -> tuple[bool, bool]:
    """Whether the file says it is PDF/A-2a and PDF/UA-1."""
    metadata = PdfReader(BytesIO(pdf)).xmp_metadata
    assert metadata is not None
    xml = metadata.stream.get_data().decode()
    return ("part>2<" in xml and "conformance>A<" in xml, "pdfuaid:part>1<" in xml)


def test_a_receipt_says_all_that_the_applicant_needs() -> None:
    said = words(PDF.receipt(RECEIPT))
    for expected in [
        *(
            "Dovada depunerii",
            "1234/24.11.2026",
            "24.11.2026, ora 01:04:05",
            "Primăria Sectorului Demonstrativ",
        ),
        *("4267117", "Ștefania Țăranu #strong[x] {{7*7}}", "24.12.2026", "30 de zile de la înregistrare"),
        *(
            "groapă_1.jpg",
            "1,2 MB",
            "Alegem compartimentul",
            "K7QM-3XPA",
            "/verifica/ABCDEFGH",
            "Pagina 1 din 1",
        ),
    ]:
        assert expected in said
    assert "ab" * 32 in said.replace(" ", "")


def test_a_receipt_without_code_or_files_shows_no_empty_boxes() -> None:
    said = words(PDF.receipt({**RECEIPT, "claim_code": None, "files": [], "term_explanation": ""}))
    assert "Cod pentru" not in said
    assert "Fișiere" not in said
    assert "Cum s-a calculat" not in said


def test_papers_are_archivable_readable_by_ear_and_the_same_each_time() -> None:
    receipt, made = (
        PDF.receipt(RECEIPT),
        PDF.letter(DocxLetters().fill(ANSWER, {**FIELDS, **AT_APPROVAL}), FOOT),
    )
    assert claims(receipt) == (True, True)
    assert claims(made) == (True, True)
    assert receipt == PDF.receipt(RECEIPT)
    assert PdfReader(BytesIO(made)).metadata.title == "Răspuns la petiție"  # type: ignore[union-attr]


def test_a_letter_carries_number_date_code_and_address_on_every_page() -> None:
    long = {**FIELDS, **AT_APPROVAL, "answer": "\n".join(["Un alineat lung despre groapă."] * 90)}
    pages = PdfReader(BytesIO(PDF.letter(DocxLetters().fill(ANSWER, long), FOOT))).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        said = " ".join(page.extract_text().split())
        assert "Nr. 77 din 02.12.2026 · F_CU_05 · versiunea 1.0" in said
        assert "/verifica/ABCDEFGH" in said
        assert f"Pagina {number} din {len(pages)}" in said


def test_a_draft_says_that_it_is_one() -> None:
    made = PDF.letter(
        DocxLetters().fill(ANSWER, {**FIELDS, **AT_APPROVAL, "number": "…"}), {"title": "Proiect"}
    )
    assert "PROIECT" in words(made)
    assert "fără număr" in words(made)


def test_what_was_written_in_word_is_in_the_pdf() -> None:
    document = docx.Document()
    document.add_heading("Titlu", 1)
    document.add_heading("Sărit", 3)
    paragraph = document.add_paragraph("simplu ")
    paragraph.add_run("gros").bold = True
    paragraph.add_run(" #panic() $x$ *y* <a> @b").italic = True
    for words_of_item in ("unu", "doi"):
        document.add_paragraph(words_of_item, style="List Number")
    document.add_paragraph("punct", style="List Bullet")
    table = document.add_table(2, 2, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "cap"
    table.cell(1, 0).text, table.cell(1, 1).text = "a", "b"
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("pe pagina a doua")
    content = saved(document)
    kinds = [block["kind"] for block in blocks(open_docx(content))]
    assert kinds == [
        "heading",
        "heading",
        "paragraph",
        "item",
        "item",
        "item",
        "table",
        "page",
        "gap",
        "paragraph",
    ]
    assert [block["level"] for block in blocks(open_docx(content)) if block["kind"] == "heading"] == [1, 2]
    made = PDF.letter(content, FOOT)
    assert claims(made) == (True, True)
    assert len(PdfReader(BytesIO(made)).pages) == 2
    said = words(made)
    for expected in (
        "simplu gros #panic() $x$ *y* <a> @b",
        "1. unu",
        "2. doi",
        "punct",
        "cap",
        "pe pagina a doua",
    ):
        assert expected in said


def test_letters_no_font_has_still_give_a_pdf() -> None:
    assert "Bună" in words(PDF.letter(letter("Bună 😀 \ue000 漢"), FOOT))


def test_what_is_no_letter_is_refused() -> None:
    with pytest.raises(OutsideError):
        PDF.letter(b"%PDF-1.7", FOOT)


def test_a_request_shows_every_page_and_answer_with_the_forms_code_on_each_page() -> None:
    long = [{"title": "Pagina", "rows": [("Întrebare", "răspuns " * 40)] * 40}]
    pages = PdfReader(BytesIO(PDF.request({**REQUEST, "pages": [*REQUEST["pages"], *long]}))).pages
    assert len(pages) > 1
    for page in pages:
        said = " ".join(page.extract_text().split())
        assert "Cererea nr. 1234/24.11.2026 · F_CU_01 · versiunea 1.0" in said
        assert "DEMONSTRAȚIE" in said
    first = " ".join(pages[0].extract_text().split())
    for expected in (
        "24.11.2026, ora 01:04:05",
        "Ștefania #strong[x]",
        "prima linie a doua",
        "nr. 3/24.11.2026",
    ):
        assert expected in first


def test_the_signatures_stand_under_the_letter_in_order_and_say_what_is_kept() -> None:
    foot = {
        **FOOT,
        "signatures": SIGNED,
        "register": "Registrul certificatelor, nr. 9/02.12.2026",
        "demo": True,
    }
    said = words(PDF.letter(DocxLetters().fill(ANSWER, {**FIELDS, **AT_APPROVAL}), foot))
    assert "1. arhitect-șef Maria Pop 02.12.2026, ora 10:20" in said
    assert "2. p. Primar, viceprimar Ion Stan (Dispoziția nr. 1/2026) 02.12.2026, ora 11:00" in said
    assert "Fișierul nu cuprinde încă o semnătură electronică calificată" in said
    assert "Registrul certificatelor, nr. 9/02.12.2026" in said


@pytest.mark.parametrize("paper", ["receipt", "request", "letter", "draft"])
def test_every_paper_holds_what_pdf_a_and_pdf_ua_ask_for(paper: str) -> None:
    content = DocxLetters().fill(ANSWER, {**FIELDS, **AT_APPROVAL})
    made = {
        "receipt": lambda: PDF.receipt(RECEIPT),
        "request": lambda: PDF.request(REQUEST),
        "letter": lambda: PDF.letter(content, {**FOOT, "signatures": SIGNED}),
        "draft": lambda: PDF.letter(content, {"institution_name": "Primăria"}),
    }[paper]()
    assert claims(made) == (True, True)
    reader = PdfReader(BytesIO(made))
    root = reader.root_object
    assert root["/Lang"].startswith("ro")
    assert root["/MarkInfo"]["/Marked"] is not None
    assert "/StructTreeRoot" in root
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    assert "/DestOutputProfile" in root["/OutputIntents"][0].get_object()
    assert not reader.is_encrypted
    assert "/OpenAction" not in root
    for page in reader.pages:
        for font in page["/Resources"].get_object().get("/Font", {}).values():
            assert _embedded(font.get_object())


def _embedded(font: Any) -> bool:
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner["/FontDescriptor"].get_object()
    return "/ToUnicode" in font and any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
