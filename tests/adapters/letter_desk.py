"""Letters as somebody at a desk writes them."""

import zipfile
from io import BytesIO
from typing import Any

import docx

from tests.forms.shelf import PROCESSES

ANSWER = (PROCESSES / "petition/letters/answer.docx").read_bytes()
CERTIFICATE = (PROCESSES / "urbanism_information/letters/certificate.docx").read_bytes()


def saved(document: Any) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def letter(*paragraphs: str | list[str]) -> bytes:
    """A letter of these paragraphs; a list gives the runs into which Word cut one."""
    document = docx.Document()
    for words in paragraphs:
        paragraph = document.add_paragraph()
        for piece in [words] if isinstance(words, str) else words:
            paragraph.add_run(piece)
    return saved(document)


def lines(content: bytes) -> list[str]:
    """The text of each paragraph, tables included, in reading order."""
    body = docx.Document(BytesIO(content)).element.body
    return [
        "".join(
            "\n" if node.tag.endswith("}br") else node.text or ""
            for node in paragraph.iter()
            if node.tag.endswith(("}t", "}br"))
        )
        for paragraph in body.iter()
        if paragraph.tag.endswith("}p")
    ]


def with_part(content: bytes, name: str, inside: bytes) -> bytes:
    """The same package with one part more, or another one in its place."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part.filename))
        new.writestr(name, inside)
    return written.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return package.read(name)


FIELDS = {
    "institution_name": "Primăria Sectorului Demonstrativ",
    "institution_address": "str. Primăriei nr. 1, București",
    "institution_cif": "4267117",
    "institution_phone": "021 000 0000",
    "institution_email": "contact@primarie.exemplu.ro",
    "request_number": "1234",
    "request_date": "23.11.2026",
    "applicant_name": "Ștefania Țăranu",
    "applicant_address": "str. Lalelelor, nr. 5, București",
    "subject": "Groapă pe strada Fabricii",
    "officer_name": "Ana Ionescu",
    "answer": "Am verificat la fața locului.\nGroapa se repară până la 5 decembrie.",
    "legal_basis": "OG nr. 27/2002, art. 8.",
    "appeal": "Plângere prealabilă în 30 de zile.",
    "solution": "Favorabilă",
}
AT_APPROVAL = {"number": "77", "date": "02.12.2026", "signer_name": "Maria Pop", "signer_title": "Primar"}
