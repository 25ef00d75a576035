"""What somebody typed into the one search box: a number, a day, words; pure."""

import re
from dataclasses import dataclass
from datetime import date

from app.cityhall.registry import folding

_NUMBER = re.compile(r"(?P<number>\d{1,7})/(?:(?P<year>\d{4})|(?P<day>\d{1,2}\.\d{1,2}\.\d{4}))")
_DAY = re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})")
_LONGEST_NUMBER = 7


@dataclass(frozen=True)
class Remembered:
    """`number` is an entry's, with its year or day when they were said; `sender` may be the sender's own.

    Without a number, `day` is the day of registration that was named among the words.
    """

    words: tuple[str, ...] = ()
    number: int | None = None
    year: int | None = None
    day: date | None = None
    sender: str = ""


def read(typed: str) -> Remembered:
    """Understand the box: `12/2026`, `12/23.11.2026`, `12`, `23.11.2026`, or words, some of them a day."""
    text = re.sub(r"^nr\.?\s*", "", typed.strip(), flags=re.IGNORECASE)
    if (numbered := _NUMBER.fullmatch(re.sub(r"\s*/\s*", "/", text))) and (found := _number(numbered)):
        return found
    if text.isdecimal() and len(text) <= _LONGEST_NUMBER:
        return Remembered(words=(str(int(text)),), number=int(text))
    days = [(one, day) for one in text.split() if (day := _day(one)) is not None]
    if not days:
        return Remembered(words=tuple(folding.words(text)))
    said, day = days[0]
    return Remembered(words=tuple(folding.words(text.replace(said, " ", 1))), day=day)


def _number(found: re.Match[str]) -> Remembered | None:
    """A number with its year or day; a sender may have written the same on a paper."""
    day = _day(found["day"]) if found["day"] else None
    if found["day"] and day is None:
        return None
    year = int(found["year"]) if found["year"] else None
    return Remembered(number=int(found["number"]), year=year, day=day, sender=found[0])


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        return None
