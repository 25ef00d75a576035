"""Telephone numbers that can receive an SMS."""

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def mobile(text: str) -> str | None:
    """The number in E.164 (+40721123456); None when it is not a mobile number. Romanian unless it says."""
    try:
        number = phonenumbers.parse(text, "RO")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in MOBILE:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
