"""Telephone numbers that can receive an SMS."""

import phonenumbers
from phonenumbers import PhoneNumberType

from app.cityhall.forms.formats import e164

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def mobile(text: str) -> str | None:
    """The number in E.164 (+40721123456); None when it is not a mobile number. Romanian unless it says."""
    plain = e164(text)
    if plain is None or phonenumbers.number_type(phonenumbers.parse(plain)) not in MOBILE:
        return None
    return plain
