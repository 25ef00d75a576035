"""What was typed, scanned or read by the camera, as the cabinet wants it."""

from collections.abc import Mapping
from typing import NamedTuple

TOKEN = "FH1:"  # noqa: S105 - how a token begins
PIN_DIGITS = 8
LONGEST_DOOR = 4


class Typed(NamedTuple):
    """A token, or a PIN with the number of its door; and what was said besides."""

    credential: str
    door: int | None = None
    factor: str = ""

    @property
    def token(self) -> bool:
        return self.credential.startswith(TOKEN)


def typed(form: Mapping[str, str]) -> Typed:
    """Forgiving: a scanner types into any field, and some write the door before the PIN in one."""
    code, door = form.get("credential", "").strip(), form.get("compartment", "").strip()
    factor = _digits(form.get("factor", "")) or "".join(_parts(form))
    if token := _token(code) or _token(door):
        return Typed(token, None, factor)
    digits, number = _digits(code), _digits(door)
    if not number and len(digits) > PIN_DIGITS:
        number, digits = digits[:-PIN_DIGITS], digits[-PIN_DIGITS:]
    known = 0 < len(number) <= LONGEST_DOOR
    return Typed(digits or code[:80], int(number) if known else None, factor)


def _token(text: str) -> str:
    at = text.upper().find(TOKEN)
    return text[at : at + 80].upper().strip() if at >= 0 else ""


def _parts(form: Mapping[str, str]) -> list[str]:
    day, month, year = (_digits(form.get(name, "")) for name in ("day", "month", "year"))
    return [day.zfill(2), month.zfill(2), year] if day and month and year else []


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())[:20]
