"""A picture as a page of PDF/A: what is kept for ever must open in fifty years (Legea 135/2007)."""

import io
import tempfile
from datetime import datetime
from pathlib import Path

import typst
from PIL import Image, ImageOps

from app.outside import OutsideError

LONGEST_SIDE = 4_000
PAGE = b"""
#set document(title: sys.inputs.title)
#set page(paper: "a4", margin: 10mm)
#let said = sys.inputs.title
#align(center + horizon, image("picture.jpg", alt: said, fit: "contain", width: 100%, height: 100%))
"""


def page(picture: bytes, title: str, at: datetime) -> bytes:
    """The picture on an A4 page of PDF/A-2b. Raises OutsideError `pdf_failed`."""
    try:
        with tempfile.TemporaryDirectory() as folder, Image.open(io.BytesIO(picture)) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright.save(Path(folder) / "picture.jpg", quality=90)
            source = Path(folder) / "page.typ"
            source.write_bytes(PAGE)
            stamp = int(at.timestamp())
            told = {"title": title or "Imagine"}
            made = typst.compile(str(source), sys_inputs=told, pdf_standards=["a-2b"], timestamp=stamp)
    except Exception as error:
        raise OutsideError("pdf_failed", permanent=True) from error
    return made
