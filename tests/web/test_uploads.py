"""Files from outside: what is not what it says it is, or does more than lie there, is refused."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, current_app
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from werkzeug.datastructures import FileStorage

from app.cityhall.documents import examined
from app.journey.house import House
from app.refusal import Refusal
from app.web import uploads
from tests.hall import world

MOST = 200_000


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(world(tmp_path), "secret", "http://hall.example")


@pytest.fixture(autouse=True)
def _app() -> Iterator[None]:
    app = Flask("small")
    app.config["MAX_UPLOAD"] = MOST
    with app.app_context():
        yield


def pdf(change: Callable[[PdfWriter], object] = lambda _: None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return packed(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}, **more)


def store(content: bytes, name: str, house: House) -> uploads.Stored:
    return uploads.store(FileStorage(io.BytesIO(content), filename=name), house)


GOOD = [
    ("plan.pdf", pdf(), "application/pdf"),
    ("PLAN.PDF", pdf(), "application/pdf"),
    ("poză.jpg", picture("JPEG"), "image/jpeg"),
    ("poză.jpeg", picture("JPEG"), "image/jpeg"),
    ("captură.png", picture("PNG"), "image/png"),
    ("cerere.docx", docx(), examined._DOCX),
    ("cerere.odt", packed(**{"content.xml": b"<o/>"}), "application/vnd.oasis.opendocument.text"),
]


@pytest.mark.parametrize(("name", "content", "kind"), GOOD, ids=[name for name, _, _ in GOOD])
def test_good_files_are_kept_byte_for_byte(house: House, name: str, content: bytes, kind: str) -> None:
    stored = store(content, name, house)
    assert (stored.filename, stored.media_type, stored.size) == (name, kind, len(content))
    assert house.outside.files.get(stored.sha256) == content


def encrypted(writer: PdfWriter) -> None:
    writer.encrypt("parola", algorithm="RC4-128")


def readable_but_encrypted(writer: PdfWriter) -> None:
    writer.encrypt("", "owner", algorithm="RC4-128")


def javascript(writer: PdfWriter) -> None:
    script = DictionaryObject(
        {NameObject("/Names"): ArrayObject([TextStringObject("x"), action("/JavaScript")])}
    )
    names = DictionaryObject({NameObject("/JavaScript"): script})
    writer.root_object[NameObject("/Names")] = writer._add_object(names)


def action(kind: str) -> DictionaryObject:
    said = {
        "/Type": NameObject("/Action"),
        "/S": NameObject(kind),
        "/JS": TextStringObject("x"),
        "/F": TextStringObject("x"),
    }
    return DictionaryObject({NameObject(key): value for key, value in said.items()})


def opening(kind: str, *, behind_a_reference: bool) -> Callable[[PdfWriter], None]:
    def change(writer: PdfWriter) -> None:
        made = action(kind)
        value = writer._add_object(made) if behind_a_reference else made
        writer.root_object[NameObject("/OpenAction")] = value

    return change


def closing(writer: PdfWriter) -> None:
    actions = DictionaryObject({NameObject("/WC"): action("/JavaScript")})
    writer.root_object[NameObject("/AA")] = writer._add_object(actions)


def attached(writer: PdfWriter) -> None:
    writer.add_attachment("virus.exe", b"MZ")


def no_pages(writer: PdfWriter) -> None:
    writer.remove_page(0)


BAD_PDF = [
    ("encrypted", pdf(encrypted), "upload.encrypted"),
    ("encrypted without a password", pdf(readable_but_encrypted), "upload.encrypted"),
    ("a script", pdf(javascript), "upload.active"),
    ("a script at opening", pdf(opening("/JavaScript", behind_a_reference=False)), "upload.active"),
    ("a hidden script at opening", pdf(opening("/JavaScript", behind_a_reference=True)), "upload.active"),
    ("a program at opening", pdf(opening("/Launch", behind_a_reference=True)), "upload.active"),
    ("a script at closing", pdf(closing), "upload.active"),
    ("a file inside", pdf(attached), "upload.active"),
    ("no pages", pdf(no_pages), "upload.damaged"),
    ("only its first line", b"%PDF-1.7\n", "upload.damaged"),
    ("cut in the middle", pdf()[:150], "upload.damaged"),
    ("nonsense after the first line", b"%PDF-1.7\n" + b"\x00\xff" * 500, "upload.damaged"),
    ("a program by another name", b"MZ" + b"\x00" * 200, "upload.wrong_type"),
    ("a web page", b"<html><script>alert(1)</script>", "upload.wrong_type"),
    ("a picture", picture("PNG"), "upload.wrong_type"),
]


@pytest.mark.parametrize(("content", "why"), [one[1:] for one in BAD_PDF], ids=[one[0] for one in BAD_PDF])
def test_bad_pdf_files_are_refused_and_not_kept(
    house: House, content: bytes, why: str, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as refused:
        store(content, "plan.pdf", house)
    assert (refused.value.key, refused.value.facts["name"]) == (why, "plan.pdf")
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def bomb_png(width: int, height: int) -> bytes:
    """A picture of that size in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 10_000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


BAD = [
    ("empty.pdf", b"", "upload.empty"),
    ("large.pdf", b"%PDF-" + b"x" * MOST, "upload.too_large"),
    ("macros.docm", docx(), "upload.wrong_type"),
    ("macros.docx", docx(**{"word/vbaProject.bin": b"x"}), "upload.active"),
    ("macros-in-capitals.docx", docx(**{"word/VBAPROJECT.BIN": b"x"}), "upload.active"),
    ("many.docx", docx(**{f"x/{n}": b"" for n in range(5_001)}), "upload.damaged"),
    ("a-zip.docx", packed(a=b"x"), "upload.wrong_type"),
    ("cut.docx", docx()[:60], "upload.damaged"),
    ("sheet.xlsx", packed(**{"xl/workbook.xml": b"x"}), "upload.wrong_type"),
    ("bomb.png", bomb_png(30_000, 30_000), "upload.damaged"),
    ("wide.png", bomb_png(12_001, 10_000), "upload.damaged"),
    ("cut.png", picture("PNG")[:40], "upload.damaged"),
    ("cut.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 20, "upload.damaged"),
    ("page.html", b"<html>", "upload.wrong_type"),
    ("picture.svg", b"<svg onload='x'/>", "upload.wrong_type"),
    ("program.pdf.exe", b"MZ", "upload.wrong_type"),
    ("no-ending", pdf(), "upload.wrong_type"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "why"), BAD, ids=[name for name, _, _ in BAD])
def test_other_bad_files_are_refused(
    house: House, name: str, content: bytes, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if why != "upload.too_large":
        monkeypatch.setitem(current_app.config, "MAX_UPLOAD", 25 * 1024 * 1024)
    with pytest.raises(Refusal) as refused:
        store(content, name, house)
    assert refused.value.key == why


def test_a_zip_that_unpacks_to_too_much(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examined, "MOST_UNPACKED", 1_000_000)
    bomb = docx(**{"word/media/1.bin": b"\x00" * 600_000, "word/media/2.bin": b"\x00" * 600_000})
    assert len(bomb) < 3_000
    with pytest.raises(Refusal, match=r"upload\.damaged"):
        store(bomb, "bomb.docx", house)


@pytest.mark.parametrize("file", [None, FileStorage(io.BytesIO(b"x"), filename="")])
def test_nothing_was_chosen(house: House, file: FileStorage | None) -> None:
    with pytest.raises(Refusal, match=r"upload\.missing"):
        uploads.store(file, house)


def test_exactly_the_limit_is_allowed(house: House) -> None:
    plain = pdf()
    assert store(plain + b"\n" * (MOST - len(plain)), "plan.pdf", house).size == MOST


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Ana\\plan.pdf", "plan.pdf"),
        ("/plan.pdf", "plan.pdf"),
        ("plan\r\nX-Evil: 1.pdf", "plan__X-Evil_ 1.pdf"),
        ("plan\x00.pdf", "plan_.pdf"),
        ("Ștampilă și țeavă.pdf", "Ștampilă și țeavă.pdf"),
        ("fdp.exe\u202e.pdf", "fdp.exe_.pdf"),
        ('pl"an<script>.pdf', "pl_an_script_.pdf"),
        ("..", "document"),
        ("   ", "document"),
        ("a" * 300 + ".pdf", "a" * 110 + ".pdf"),
    ],
)
def test_names_lose_paths_and_tricks(given_name: str, kept: str) -> None:
    assert uploads.safe_name(given_name) == kept


@given(st.text(min_size=1, max_size=300))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    kept = uploads.safe_name(name)
    assert 0 < len(kept) <= 120
    assert not set(kept) & set('/\\\x00\r\n"<>:|?*;')
    assert kept not in {".", ".."}
    assert uploads.safe_name(kept) == kept


def test_only_what_cannot_run_is_shown_in_the_browser() -> None:
    shown = uploads.send_bytes(pdf(), "application/pdf", "Răspuns.pdf")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert (
        "attachment"
        in uploads.send_bytes(b"x", "application/pdf", "x.pdf", download=True).headers["Content-Disposition"]
    )
    sheet = uploads.send_bytes(b"<html>", "text/html", "x.html")
    assert sheet.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in sheet.headers["Content-Security-Policy"]
