"""Several pages of one paper joined into one PDF: pictures from a camera, files from a scanner.

A file alone stays as it came, byte for byte, if it is a PDF. A PDF that carries a signature is never joined:
joining would break it.
"""

import io
from collections.abc import Sequence

from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter

from app.cityhall.documents.examined import MOST_PIXELS
from app.refusal import Refusal

PDF = "application/pdf"
PICTURES = frozenset({"image/jpeg", "image/png"})
A4_INCHES = (8.27, 11.69)
LONGEST_SIDE = 2_400  # about 200 dots an inch on A4: a page stays readable and small
MOST_PAGES = 500


def join(files: Sequence[tuple[str, bytes, str]]) -> bytes:
    """One PDF of (name, content, media type), in order; each was examined before.

    Raises Refusal `scan.nothing`, `scan.kind` (neither picture nor PDF), `scan.signed`, `scan.too_long`.
    """
    if not files:
        raise Refusal("scan.nothing")
    for name, _content, media_type in files:
        if media_type != PDF and media_type not in PICTURES:
            raise Refusal("scan.kind", name=name)
    if len(files) == 1 and files[0][2] == PDF:
        return files[0][1]
    written = PdfWriter()
    for name, content, media_type in files:
        _append(written, name, content if media_type == PDF else page(content, name), media_type == PDF)
    out = io.BytesIO()
    written.write(out)
    return out.getvalue()


def _append(written: PdfWriter, name: str, content: bytes, sent: bool) -> None:
    if sent and b"/ByteRange" in content:
        raise Refusal("scan.signed", name=name)
    reader = PdfReader(io.BytesIO(content), strict=False)
    if len(written.pages) + len(reader.pages) > MOST_PAGES:
        raise Refusal("scan.too_long", most=MOST_PAGES)
    for one in reader.pages:
        written.add_page(one)


def page(picture: bytes, name: str) -> bytes:
    """A picture upright on an A4 page of its own direction. Raises Refusal `upload.damaged`."""
    try:
        with Image.open(io.BytesIO(picture)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refusal("upload.damaged", name=name)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except OSError as error:
        raise Refusal("upload.damaged", name=name) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    wide = upright.width > upright.height
    across, down = reversed(A4_INCHES) if wide else A4_INCHES
    # The picture fills the page in one direction; the page keeps its proportions, so nothing is cut.
    dots = max(upright.width / across, upright.height / down)
    sheet = Image.new("RGB", (round(across * dots), round(down * dots)), "white")
    sheet.paste(upright, ((sheet.width - upright.width) // 2, (sheet.height - upright.height) // 2))
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=dots, quality=85)
    return out.getvalue()
