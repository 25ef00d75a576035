"""Photographs for everybody: small, upright, without the place and time that cameras write into them."""

import io
from functools import lru_cache

from PIL import Image, ImageOps

LONGEST = 1200


@lru_cache(maxsize=64)
def public_copy(content: bytes) -> bytes:
    """The picture as a JPEG of at most 1200 pixels a side; nothing but its pixels is kept."""
    with Image.open(io.BytesIO(content)) as original:
        original.draft("RGB", (LONGEST, LONGEST))  # a large JPEG is read at a smaller size at once
        upright = ImageOps.exif_transpose(original).convert("RGB")
    upright.thumbnail((LONGEST, LONGEST))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
