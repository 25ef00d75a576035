"""Opening hours of a week, as the form `ro-week` holds them: an object of days, each with its mode and hours.

`hours`: opens and closes on one day; `overnight`: closes on the next one, said so that nobody means it by
mistake; `nonstop`; `closed`. Hours beside a mode that has none count for nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMES: Mapping[str, Sequence[str]] = {
    "ro": ("Luni", "Marți", "Miercuri", "Joi", "Vineri", "Sâmbătă", "Duminică"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SAID: Mapping[str, Mapping[str, str]] = {
    "ro": {"nonstop": "24 de ore", "closed": "închis", "pause": "pauză", "next": "a doua zi"},
    "en": {"nonstop": "24 hours", "closed": "closed", "pause": "break", "next": "the next day"},
}
MIDNIGHT = "24:00"
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_TYPED = re.compile(r"(\d{1,2})(?:[:.,h ](\d{2}))?")


def is_time(text: str) -> bool:
    """An hour of the day as HH:MM."""
    return text.isascii() and _TIME.fullmatch(text) is not None


def compact_time(text: str) -> str:
    """`8` or `8.30` as 08:00 or 08:30; what is no hour stays as typed."""
    found = _TYPED.fullmatch(text.strip())
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else text


def is_week(value: object) -> bool:
    """Is it open on some day?"""
    if not isinstance(value, Mapping):
        return True
    return any(_mode(value.get(day)) not in {"", "closed"} for day in DAYS)


def is_day(value: object) -> bool:
    """Does it close after it opens, or on the next day where it says so, with its break in between?"""
    if not isinstance(value, Mapping) or _mode(value) not in {"hours", "overnight"}:
        return True
    start, end = _times(value, "from", "to")
    if not (is_time(start) and (is_time(end) or end == MIDNIGHT)):
        return True  # said about these two themselves
    if _mode(value) == "overnight":
        return end <= start and _break_fits(value, start, MIDNIGHT)
    return start < end and _break_fits(value, start, end)


def _mode(day: object) -> str:
    return str(day.get("mode") or "") if isinstance(day, Mapping) else ""


def _times(day: Mapping[str, Any], first: str, last: str) -> tuple[str, str]:
    """Midnight as a closing hour is the end of the day."""
    start, end = str(day.get(first) or ""), str(day.get(last) or "")
    return start, MIDNIGHT if end == "00:00" and day.get("mode") == "hours" else end


def _break_fits(day: Mapping[str, Any], start: str, end: str) -> bool:
    first, last = _times(day, "pause_from", "pause_to")
    return not (first or last) or start < first < last < end


def lines(week: Mapping[str, Any], lang: str = "ro") -> list[str]:
    """The week as people write it on a door: days alike stand together."""
    names = NAMES.get(lang, NAMES["ro"])
    said = [(name, day_text(week.get(day), lang)) for name, day in zip(names, DAYS, strict=True)]
    return list(_together(said))


def _together(said: Sequence[tuple[str, str]]) -> Iterator[str]:
    for text, group in groupby(said, key=lambda one: one[1]):
        names = [name for name, _ in group]
        span = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
        if text:
            yield f"{span}: {text}"


def day_text(day: object, lang: str = "ro") -> str:
    """`08:00–20:00 (pauză 13:00–14:00)`, `24 de ore`, `închis`; "" for a day nothing was said of."""
    words, mode = _SAID.get(lang, _SAID["ro"]), _mode(day)
    if not isinstance(day, Mapping) or mode not in {"hours", "overnight"}:
        return words.get(mode, "")
    start, end = day.get("from", ""), day.get("to", "")
    later = f" ({words['next']})" if mode == "overnight" else ""
    pause = f" ({words['pause']} {day['pause_from']}–{day['pause_to']})" if day.get("pause_to") else ""
    return f"{start}–{end}{later}{pause}"
