"""What a CNP, a phone number or a date must look like: the formats a form may name.

Checked offline, by their check digits where they have one. A cadastral number is only warned about,
because legacy numbers of the land book are free text.
"""

import re
from collections.abc import Callable
from datetime import date

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from jsonschema import FormatChecker
from stdnum import iban
from stdnum.ro import cnp, cui, onrc

from app.cityhall.forms import week

POSTCODE = re.compile(r"\d{6}")
CAEN = re.compile(r"\d{4}")
CADASTRAL = re.compile(r"\d{3,7}(-C\d+(-U\d+)?)?", re.IGNORECASE)


def is_cnp(text: str) -> bool:
    """Personal numeric code: 13 digits with a real birth date, county and check digit."""
    return text.isascii() and bool(cnp.is_valid(text))


def is_cui(text: str) -> bool:
    """Fiscal code of an organisation, with or without RO."""
    return text.isascii() and bool(cui.is_valid(text))


def is_iban(text: str) -> bool:
    """A bank account number."""
    return text.isascii() and bool(iban.is_valid(text))


def is_phone(text: str) -> bool:
    """A telephone number, Romanian unless it says its country."""
    return e164(text) is not None


def is_postcode(text: str) -> bool:
    """Six digits."""
    return text.isascii() and POSTCODE.fullmatch(text) is not None


def of_sector_6(text: str) -> bool:
    """A postcode of Bucharest's sector 6: the second digit is the sector's."""
    return text.strip().startswith("06")


def is_email(text: str) -> bool:
    """An address somebody could have; nobody is asked whether it exists."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def is_date(text: str) -> bool:
    """A day of the calendar as ISO text."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_onrc(text: str) -> bool:
    """A number of the trade register, as J40/123/2012 or, since 26.07.2024, J2012000750528."""
    return text.isascii() and bool(onrc.is_valid(text))


def is_caen(text: str) -> bool:
    """Four digits; whether such a class exists, the form's own list says."""
    return text.isascii() and CAEN.fullmatch(text) is not None


def looks_cadastral(text: str) -> bool:
    """Number of the e-Terra system: land, land-building or land-building-unit."""
    return CADASTRAL.fullmatch(text.strip()) is not None


def e164(text: str) -> str | None:
    """The number as the SMS gateway wants it (+40721…), or None when it is no number."""
    try:
        number = phonenumbers.parse(text, "RO")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


HARD: dict[str, Callable[[str], bool]] = {
    "ro-cnp": is_cnp,
    "ro-cui": is_cui,
    "ro-phone": is_phone,
    "ro-postcode": is_postcode,
    "ro-postcode-06": is_postcode,
    "iban": is_iban,
    "email": is_email,
    "date": is_date,
    "ro-time": week.is_time,
    "ro-onrc": is_onrc,
    "ro-caen": is_caen,
}
# Of whole blocks of answers.
OF_BLOCKS: dict[str, Callable[[object], bool]] = {"ro-week": week.is_week, "ro-day": week.is_day}
SOFT: dict[str, Callable[[str], bool]] = {"ro-cadastral": looks_cadastral, "ro-postcode-06": of_sector_6}
KNOWN = frozenset(HARD) | frozenset(SOFT) | frozenset(OF_BLOCKS)


def _over_text(check: Callable[[str], bool]) -> Callable[[object], bool]:
    """JSON Schema asks a format of text only; other types are the `type` keyword's business."""
    return lambda value: not isinstance(value, str) or check(value)


def checker() -> FormatChecker:
    """Our formats only: the library's own `email` accepts "ana@"."""
    ours = FormatChecker(formats=())
    for name, check in HARD.items():
        ours.checkers = {**ours.checkers, name: (_over_text(check), ())}
    for name, block in OF_BLOCKS.items():
        ours.checkers = {**ours.checkers, name: (block, ())}
    return ours


_COMPACT: dict[str, Callable[[str], str]] = {
    "ro-cnp": lambda text: re.sub(r"[\s.-]", "", text),
    "ro-cui": lambda text: re.sub(r"\s", "", text).upper(),
    "ro-postcode": lambda text: re.sub(r"\s", "", text),
    "ro-postcode-06": lambda text: re.sub(r"\s", "", text),
    "iban": lambda text: re.sub(r"\s", "", text).upper(),
    "ro-onrc": lambda text: re.sub(r"\s", "", text).upper(),
    "ro-caen": lambda text: re.sub(r"\s", "", text),
    "ro-time": week.compact_time,
    "email": lambda text: re.sub(r"\s", "", text),
}


def compact(kind: str | None, text: str) -> str:
    """The text without the blanks people type to read it better."""
    return _COMPACT[kind](text) if kind in _COMPACT else text
