"""Pages as a scanner or a camera gives them."""

import io
import tempfile
from functools import lru_cache
from pathlib import Path

import typst
from PIL import Image

LETTER = (
    "Către Primăria Sectorului 6 \\ Subsemnatul Gheorghe Bătrânu vă rog să ridicați gunoiul \\ "
    "din fața blocului de pe Strada Dezrobirii nr. 12."
)


@lru_cache
def page(words: str = LETTER, dots: int = 150) -> bytes:
    """A page with printed words, as a JPEG."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.typ"
        source.write_text(f'#set page(paper: "a5")\n#set text(size: 16pt, lang: "ro")\n{words}', "utf-8")
        drawn = typst.compile(str(source), format="png", ppi=dots)
    assert isinstance(drawn, bytes)
    return picture(Image.open(io.BytesIO(drawn)))


def picture(image: Image.Image | None = None, colour: str = "white") -> bytes:
    """A JPEG of a small page of one colour, or of that image."""
    out = io.BytesIO()
    (image or Image.new("RGB", (80, 120), colour)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def pdf(pages: int = 1) -> bytes:
    """A scanned PDF: pictures only."""
    out = io.BytesIO()
    first, *more = [Image.new("RGB", (80, 120), "white") for _ in range(pages)]
    first.save(out, "PDF", save_all=True, append_images=more)
    return out.getvalue()
