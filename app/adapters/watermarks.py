"""A copy with words laid across it: whose copy it is and for what; the original is never touched."""

import io
from functools import lru_cache
from typing import Literal

import typst
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter

from app.outside import OutsideError

Kind = Literal["pdf", "png"]
LONGEST_SIDE = 2_400
SHEET = b"""
#let side(name) = float(sys.inputs.at(name)) * 1pt
#set page(width: side("width"), height: side("height"), margin: 0pt, fill: none)
#set text(size: calc.max(10pt, calc.min(side("width"), side("height")) / 30), fill: rgb(120, 0, 0, 40%))
#for y in (20%, 50%, 80%) { place(center + top, dy: y, rotate(-25deg, sys.inputs.words)) }
"""


def laid(content: bytes, media_type: str, words: str) -> tuple[bytes, str]:
    """The copy and its media type: a PDF page by page, a picture made anew without its hidden data.

    Raises OutsideError `watermark_failed` for anything else: then nothing may be shown.
    """
    try:
        if media_type == "application/pdf":
            return _pdf(content, words), media_type
        if media_type in {"image/jpeg", "image/png"}:
            return _picture(content, words), "image/jpeg"
    except Exception as error:
        raise OutsideError("watermark_failed", permanent=True) from error
    raise OutsideError("watermark_failed", permanent=True)


def _pdf(content: bytes, words: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content), strict=False))
    for page in writer.pages:
        page.transfer_rotation_to_content()
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        over = PdfReader(io.BytesIO(_sheet(words, round(width), round(height)))).pages[0]
        page.merge_page(over)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _picture(content: bytes, words: str) -> bytes:
    with Image.open(io.BytesIO(content)) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    with Image.open(io.BytesIO(_sheet(words, *picture.size, "png"))) as over:
        laid_over = Image.alpha_composite(picture, over.convert("RGBA").resize(picture.size))
    made = io.BytesIO()
    laid_over.convert("RGB").save(made, "JPEG", quality=88)
    return made.getvalue()


@lru_cache(maxsize=32)
def _sheet(words: str, width: int, height: int, kind: Kind = "pdf") -> bytes:
    """A transparent page of so many points with the words across it, three times."""
    told = {"words": words, "width": f"{width}", "height": f"{height}"}
    return typst.compile(SHEET, sys_inputs=told, format=kind, ppi=72)
