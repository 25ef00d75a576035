"""Reading text in pictures of pages, with tesseract where it is installed (implements `outside.Ocr`)."""

import io
import os
import shutil
from collections.abc import Iterator

import pytesseract
from PIL import Image, ImageOps
from pypdf import PdfReader

LONGEST_SIDE = 3_600  # an A4 page at 300 dots an inch is 3508 high
MOST_PAGES = 20
SECONDS = 15  # for one page; a job may take no longer than its lease


class Tesseract:
    """The program, and the languages that it is to expect („ron+eng”)."""

    def __init__(self, program: str, languages: str = "ron+eng") -> None:
        self.languages = languages
        pytesseract.pytesseract.tesseract_cmd = program
        # One core for a page: the others serve people.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")

    def read(self, content: bytes, media_type: str) -> str:
        """The text of a picture, or of the first twenty pages of a scanned PDF."""
        found = (self._page(one) for one in pictures(content, media_type))
        return "\n\n".join(text for text in found if text)

    def _page(self, picture: bytes) -> str:
        try:
            with Image.open(io.BytesIO(picture)) as opened:
                page = ImageOps.exif_transpose(opened).convert("L")
            page.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            said = pytesseract.image_to_string(page, lang=self.languages, timeout=SECONDS)
        except (RuntimeError, OSError, ValueError, Image.DecompressionBombError):
            # Too slow, killed, or no picture: a page without text is still a page.
            return ""
        return str(said).replace("\x00", "").replace("\x0c", "").strip()


def installed(program: str = "") -> str:
    """The path of the program: the one named, else the one found; empty when there is none, or „none”."""
    return "" if program == "none" else shutil.which(program or "tesseract") or ""


def pictures(content: bytes, media_type: str) -> Iterator[bytes]:
    """The pictures of pages to be read, in order."""
    if media_type.startswith("image/"):
        yield content
    elif media_type == "application/pdf":
        for number in range(min(page_count(content), MOST_PAGES)):
            found = picture_of(content, number)
            if found is not None:
                yield found


def page_count(content: bytes) -> int:
    """How many pages a PDF has; 0 when it cannot be read."""
    try:
        return len(PdfReader(io.BytesIO(content), strict=False).pages)
    except Exception:  # noqa: BLE001 - hostile files fail in every way
        return 0


def picture_of(content: bytes, number: int) -> bytes | None:
    """The largest picture on a page of a PDF (a scanned page is one), counted from 0."""
    try:
        images = PdfReader(io.BytesIO(content), strict=False).pages[number].images
        found = [bytes(one.data) for one in images]
    except Exception:  # noqa: BLE001 - hostile files fail in every way
        return None
    return max(found, key=len, default=None)
