"""The code of a door as a picture for the phone's gallery: dark on white, whatever the phone's colours."""

import io
from functools import lru_cache
from pathlib import Path

import qrcode
from flask_babel import gettext as _
from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont
from qrcode.constants import ERROR_CORRECT_M

from app.web import filters
from app.web.public.pickup_view import Pickup

WIDTH, MARGIN, QR = 1080, 70, 860
INK, BRAND, WHITE = "#16262b", "#0d4a52", "#ffffff"
FONTS = Path(__file__).resolve().parents[1] / "static" / "fonts"
LATIN, EXTENDED = "hall-sans-latin.woff2", "hall-sans-latin-ext.woff2"
REGULAR, BOLD = 400, 700


def drawn(view: Pickup) -> bytes:
    """PNG: the words around the QR, then the door and the PIN in large print."""
    parcel, picture = view.parcel, Image.new("RGB", (WIDTH, 2400), WHITE)
    pen = ImageDraw.Draw(picture)
    y = _write(pen, MARGIN, _title(view), 66, BOLD, BRAND)
    y = _write(pen, y, f"{parcel.cabinet.name}, {parcel.cabinet.place}", 44)
    code = _code(view.token)
    picture.paste(code, ((WIDTH - code.width) // 2, y + 24))
    y = _write(pen, y + code.height + 48, _("ușa %(door)s", door=parcel.compartment), 120, BOLD, BRAND)
    y = _write(pen, y, f"PIN {' '.join(view.pin)}", 90, BOLD)
    if view.until is not None:
        y = _write(pen, y, _("Până la %(when)s", when=filters.moment(view.until)), 48)
    if view.grant.factor_kind:
        y = _write(pen, y, _asked(view.grant.factor_kind), 40)
    out = io.BytesIO()
    picture.crop((0, 0, WIDTH, y + MARGIN)).convert("P").save(out, "PNG", optimize=True)
    return out.getvalue()


def _title(view: Pickup) -> str:
    return str(_("Lăsați actele în casetă") if view.state == "deposit" else _("Documentul vă așteaptă"))


def _asked(kind: str) -> str:
    if kind == "number":
        return str(_("Ecranul cere și numărul cererii."))
    return str(_("Ecranul cere și data nașterii."))


def _code(token: str) -> Image.Image:
    """Whole pixels for each module: nothing is blurred. At most as wide as `QR`."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=2)
    code.add_data(token)
    modules = code.get_matrix()
    small = Image.new("L", (len(modules), len(modules)))
    small.putdata([0 if dark else 255 for row in modules for dark in row])
    side = QR // len(modules) * len(modules)
    return small.resize((side, side), Image.Resampling.NEAREST).convert("RGB")


def _write(
    pen: ImageDraw.ImageDraw, y: int, text: str, size: int, weight: int = REGULAR, colour: str = INK
) -> int:
    """Write in the middle, on as many lines as it takes; where the next line begins."""
    for line in _lines(text, size, weight):
        x = (WIDTH - _length(line, size, weight)) / 2
        for sign in line:
            font = _font(sign, size, weight)
            pen.text((x, y + size), sign, fill=colour, font=font, anchor="ls")
            x += font.getlength(sign)
        y += round(size * 1.35)
    return y


def _lines(text: str, size: int, weight: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _length(longer, size, weight) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _length(text: str, size: int, weight: int) -> float:
    return sum(_font(sign, size, weight).getlength(sign) for sign in text)


def _font(sign: str, size: int, weight: int) -> FreeTypeFont:
    """The font lies in two files, as in hall.css: ă, ș and ț are in the second."""
    extended = "\u0100" <= sign <= "\u017f" or "\u0218" <= sign <= "\u021b"
    return _opened(EXTENDED if extended else LATIN, size, weight)


@lru_cache(maxsize=32)
def _opened(name: str, size: int, weight: int) -> FreeTypeFont:
    font = ImageFont.truetype(FONTS / name, size)
    font.set_variation_by_axes([weight])
    return font
