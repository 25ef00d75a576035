"""The register's papers: what each template is told, beside what all papers of the hall share."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.adapters.pdf_words import (
    DELIVERY_WORDS,
    DEPOSIT_WORDS,
    MINUTE_WORDS,
    REGISTER_COLUMNS,
    REGISTER_WORDS,
    SHEET_WORDS,
)

TEMPLATES = {
    "minute": "register_minute.typ",
    "book": "register_book.typ",
    "sheet": "register_sheet.typ",
    "archive": "archive_list.typ",
    "deposit": "deposit.typ",
    "delivery": "delivery.typ",
}


def told(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a paper: of the register, of the archive, of a compartment. Raises KeyError on another."""
    data = _TOLD[kind](fields)
    plain = {key: value for key, value in fields.items() if isinstance(value, str | int | list | bool)}
    return {**plain, **data}


def _minute(fields: Mapping[str, Any]) -> dict[str, Any]:
    day: date = fields["day"]
    return {
        "title": "Proces-verbal de închidere zilnică a registrului",
        "subtitle": f"{day:%d.%m.%Y}",
        "said": f"Proces-verbal de închidere a zilei de {day:%d.%m.%Y}",
        "words": MINUTE_WORDS,
    }


def _book(fields: Mapping[str, Any]) -> dict[str, Any]:
    name = f"Registrul general de intrare-ieșire, anul {fields['year']}"
    part = f"volumul {fields['volume']} din {fields['volumes']}, nr. {fields['first']} – {fields['last']}"
    return {
        "title": name,
        "subtitle": part,
        "said": f"{name}, {part}",
        "landscape": True,
        "columns": REGISTER_COLUMNS,
        "words": REGISTER_WORDS,
    }


def _sheet(fields: Mapping[str, Any]) -> dict[str, Any]:
    numbers = f"nr. {fields['first']} – {fields['last']} / {fields['year']}"
    return {
        "title": "Foaie de registru pentru zile fără rețea",
        "subtitle": numbers,
        "said": f"Foaie de registru, {numbers}",
        "landscape": True,
        "columns": REGISTER_COLUMNS[:8],
        "words": SHEET_WORDS,
    }


def _archive(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A list of the archive says itself what it is; its wide columns share what the narrow ones leave."""
    return {"said": f"{fields['title']}, {fields['subtitle']}"}


def _deposit(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet that somebody lays into a compartment with the papers; its code opens the door."""
    title = "Foaia de depunere la casetă"
    return {
        "title": title,
        "said": f"{title} {fields['number']}",
        "words": DEPOSIT_WORDS,
        "code": fields["code"],
    }


def _delivery(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What happened at a door: it says itself whether it proves a delivery or a taking back."""
    said = f"{fields['title']} {fields['subtitle']}"
    return {"said": said, "words": DELIVERY_WORDS, "facts": fields["facts"], "events": fields["events"]}


_TOLD = {
    "minute": _minute,
    "book": _book,
    "sheet": _sheet,
    "archive": _archive,
    "deposit": _deposit,
    "delivery": _delivery,
}
