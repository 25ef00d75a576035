"""What the register prints: minutes of closings, volumes of a year, sheets for days without network.

Always Romanian, as it is read by the archive; times in Bucharest.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from app.cityhall import institutions
from app.cityhall.institutions import Institution
from app.cityhall.registry import columns, yearly
from app.cityhall.registry.closings import Book, RegisterDay
from app.cityhall.registry.columns import Columns
from app.cityhall.registry.models import RegisterEntry, RegisterRange
from app.cityhall.registry.rules import BUCHAREST
from app.cityhall.registry.yearly import BookVolume
from app.journey.csv_text import BEGINNING, csv_text
from app.journey.house import House
from app.journey.receipts import verify_address
from app.journey.register_words import CHANNELS, CSV_HEADINGS, DIRECTIONS, RESOLUTIONS


def minute(day: RegisterDay, house: House) -> bytes:
    """The minute of a closing (proces-verbal de închidere zilnică), the same at every call."""
    return house.outside.pdf.register_paper("minute", _minute(day))


def _minute(day: RegisterDay) -> dict[str, Any]:
    numbers = f"{day.first_number} – {day.last_number}" if day.count else "niciunul"
    return {
        **_hall(day.institution),
        "at": day.closed_at.astimezone(BUCHAREST),
        "day": day.day,
        "year": day.year,
        "none": not day.count,
        "facts": [
            ("Ziua închisă", f"{day.day:%d.%m.%Y}", True),
            ("Registrul", f"Registrul general de intrare-ieșire, anul {day.year}", False),
            ("Înscrieri", str(day.count), True),
            ("Numerele", numbers, True),
            ("Închis la", f"{day.closed_at.astimezone(BUCHAREST):%d.%m.%Y, ora %H:%M:%S}", False),
        ],
        "hashes": [
            ("Amprenta ultimei înscrieri", day.head_hash),
            ("Amprenta închiderii dinainte", day.previous_hash),
            ("Amprenta acestei închideri", day.hash),
        ],
    }


def volume(one: BookVolume, house: House) -> bytes:
    """One volume of the yearly book, with its signature page."""
    export = one.export
    book = Book(export.institution_id, export.year)
    found = columns.of(yearly.entries(book, one.first, one.last))
    fields = {
        **_hall(export.institution),
        "at": export.asked_at.astimezone(BUCHAREST),
        "year": export.year,
        "volume": one.number,
        "volumes": len(export.volumes),
        "first": one.first,
        "last": one.last,
        "count": len(found),
        "head_hash": export.head_hash,
        "asked_by": export.asked_by.full_name,
        "rows": [_row(each) for each in found],
        "reserved": _missing(found, one),
    }
    return house.outside.pdf.register_paper("book", fields)


def _missing(found: Sequence[Columns], one: BookVolume) -> str:
    """Numbers reserved for a day without network that nobody has written down yet."""
    there = {each.entry.number for each in found}
    return ", ".join(str(number) for number in range(one.first, one.last + 1) if number not in there)


def _row(one: Columns) -> list[str]:
    """The 13 columns, annulments said where the law wants them: beside the number, nothing erased."""
    entry = one.entry
    annulled = f" ANULAT prin nr. {one.annulled_by.legal_number}." if one.annulled_by else ""
    return [
        str(entry.number),
        f"{entry.registered_at.astimezone(BUCHAREST):%d.%m.%Y %H:%M}",
        one.sender,
        str(entry.sheets or ""),
        str(entry.annexes or ""),
        entry.issuer,
        f"{entry.summary}{annulled}",
        one.department,
        f"{one.sent_on:%d.%m.%Y}" if one.sent_on else "",
        resolution(one),
        one.recipient,
        ", ".join(one.connected),
        one.file_code,
    ]


def resolution(one: Columns) -> str:
    """Column 10 in words."""
    return RESOLUTIONS.get(one.resolution, one.resolution)


def sheet(given: RegisterRange, house: House, now: datetime) -> bytes:
    """Lines to fill in by hand, one for each reserved number."""
    fields = {
        **_hall(given.institution),
        "at": now.astimezone(BUCHAREST),
        "year": given.year,
        "first": given.first,
        "last": given.last,
        "reason": given.reason,
        "reserved_at": f"{given.reserved_at.astimezone(BUCHAREST):%d.%m.%Y, ora %H:%M}",
    }
    return house.outside.pdf.register_paper("sheet", fields)


def _hall(hall: Institution) -> dict[str, Any]:
    return {**institutions.letterhead(hall), "demo": hall.is_demo}


def csv_lines(book: Book, house: House) -> Iterator[str]:
    """The whole book as CSV, line by line, in constant memory; for spreadsheets, in UTF-8 with its mark."""
    yield BEGINNING + csv_text([CSV_HEADINGS])
    for some in yearly.in_order(book):
        yield csv_text(_csv_row(one, house) for one in columns.of(some))


def _csv_row(one: Columns, house: House) -> list[str]:
    entry = one.entry
    annulled = one.annulled_by.legal_number if one.annulled_by else ""
    plain = _row(one)
    plain[6] = entry.summary
    return [
        *plain,
        DIRECTIONS.get(entry.direction, entry.direction),
        CHANNELS.get(entry.channel, entry.channel),
        _exact(entry),
        annulled,
        " ".join(one.hashes),
        entry.hash,
        verify_address(entry, house),
    ]


def _exact(entry: RegisterEntry) -> str:
    return entry.registered_at.astimezone(BUCHAREST).isoformat(timespec="seconds")
