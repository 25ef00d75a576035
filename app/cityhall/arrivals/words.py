"""The words of a letter, read without accents: numbers, dates, names and addresses that it says. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

NEAR = 70
LONGEST = 20_000
_NUMBER = re.compile(
    r"\b(?:seria\s+(?P<series>[a-z]{1,6})\s*,?\s*)?"
    r"(?:nr|numarul|no|numar)\b\.?\s*(?:(?:de\s+)?(?:inreg\w*|iesire|intrare)\.?\s*)?:?\s*"
    r"(?P<number>[a-z]{0,6}[-. ]?\d[a-z0-9.\-]{0,18}?)"
    r"\s*(?:/\s*|\s+din\s+(?:data\s+de\s+)?|\s*,\s*data\s+|\s+)"
    r"(?P<day>\d{1,2})[.\-/ ](?P<month>\d{1,2})[.\-/ ](?P<year>\d{4})\b"
)
# Before a number of ours: who writes speaks of what the hall registered.
_OURS = re.compile(
    r"(?:inregistrat\w*\s+(?:la\s+(?:dv|dumneavoastra|primari|institutia dumneavoastra)|sub|cu)"
    r"|dosar\w*|referitor la|raspuns la|urmare|completare\w*|(?:cerer|peti)\w+ (?:mea|noastra|cu)"
    r"|adres\w+ (?:dv|dumneavoastra)|conexat\w*|revin la)[^.;\n]{0,40}\Z"
)
_QUOTE = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|mesaj original)|_{8,}"
    r"|(?:on|in data de|pe)\b.{5,120}\b(?:wrote|a scris)\s*:|de la:.*|from:.*)",
    re.IGNORECASE,
)
_ANNEXES = re.compile(r"\banex(?:e|a)?(?:le)?\s*(?::|\(|-)?\s*(\d{1,3})\b|\b(\d{1,3})\s+anexe?\b")
_STREET = re.compile(
    r"\b(?P<street>(?:str(?:ada|\.)|bd(?:\.|ul\.?)|bulevardul|calea|sos(?:eaua|\.)|alee?a|al\.|drumul|intrarea)\s*"
    r"[^\W\d][\w .'-]{1,60}?)\s*,?\s*(?:nr\.?|numarul)\s*(?P<number>\d{1,4}\s?[a-z]?)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\d)(?:\+?40|0)7\d{2}[ .-]?\d{3}[ .-]?\d{3}(?!\d)")
_CALLED = re.compile(
    r"\b(?:subsemnat\w*|numele meu este|ma numesc)[ ,:]+"
    r"(?P<name>[^\W\d_][\w'-]+(?:[ -][^\W\d_][\w'-]+){1,3})",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:SC\s+)?(?P<name>[A-ZĂÂÎȘȚ][\w&.\- ]{1,60}?\s(?:S\.?R\.?L\.?|S\.?A\.?|P\.?F\.?A\.?))(?=[\s,.;]|$)"
)


class Numbered(NamedTuple):
    """A number with its day; `ours`: the words before it say that this hall gave it."""

    number: str
    day: date
    ours: bool


def fold(text: str) -> str:
    """Small letters without accents; each sign of the text stays one sign, so that places fit."""
    return "".join(_plain(sign) for sign in text[:LONGEST])


def _plain(sign: str) -> str:
    small = unicodedata.normalize("NFD", sign.lower())[:1]
    return small or " "


def with_commas(text: str) -> str:
    """Old keyboards write ş and ţ with a cedilla; Romanian has a comma there."""
    return text.translate(_CEDILLAS)


_CEDILLAS = str.maketrans("şţŞŢ", "șțȘȚ")


def own(text: str) -> str:
    """What the sender wrote now: without the earlier letters quoted below, unless nothing else is there."""
    kept: list[str] = []
    for line in text[:LONGEST].splitlines():
        if _QUOTE.match(fold(line)) and any(one.strip() for one in kept):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line)
    said = "\n".join(kept).strip()
    return said or text[:LONGEST].strip()


def numbers(text: str) -> list[Numbered]:
    """Every number with a day („nr. 123/12.03.2026”, „seria AB nr. 12 din 1.2.2026”), in order."""
    return list(_numbers(text))


def _numbers(text: str) -> Iterator[Numbered]:
    plain = fold(text)
    for found in _NUMBER.finditer(plain):
        day = _day(found["year"], found["month"], found["day"])
        if day is None:
            continue
        start, end = found.span("number")
        series = f"{text[slice(*found.span('series'))].upper()} " if found["series"] else ""
        before = plain[max(0, found.start() - NEAR) : found.start()]
        yield Numbered(f"{series}{text[start:end].strip()}", day, bool(_OURS.search(before)))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def annexes(text: str) -> int | None:
    """How many annexes the letter says that it has."""
    found = _ANNEXES.search(fold(text))
    return int(found[1] or found[2]) if found else None


def address(text: str) -> dict[str, str]:
    """Where the sender lives, as far as the letter says: street, number, sector; empty when it does not."""
    near = _after(
        text, ("domiciliat", "domiciliul", "locuiesc", "cu sediul", "adresa de corespondenta", "adresa:")
    )
    found = _STREET.search(fold(near))
    if found is None:
        return {}
    street = with_commas(near[slice(*found.span("street"))])
    known = {"street": " ".join(street.split()), "number": found["number"].strip().upper()}
    return {**known, **_parts(fold(near[found.end() : found.end() + 90])), "locality": "București"}


_PARTS = {
    "building": re.compile(r"\bbl(?:\.|oc)\s*([a-z]?\d{1,4}[a-z]?)"),
    "staircase": re.compile(r"\bsc(?:\.|ara)\s*([a-z0-9]{1,2})\b"),
    "apartment": re.compile(r"\bap(?:\.|artament)\s*(\d{1,4})"),
    "district": re.compile(r"\bsector(?:ul)?\s*([1-6])\b"),
}


def _parts(plain: str) -> dict[str, str]:
    found = {name: pattern.search(plain) for name, pattern in _PARTS.items()}
    said = {name: one[1].upper() for name, one in found.items() if one}
    return said | ({"district": f"Sector {said['district']}"} if "district" in said else {})


def _after(text: str, signs: tuple[str, ...]) -> str:
    """The text from the first of these words on; nothing when none is there."""
    plain = fold(text)
    places = [place for sign in signs if (place := plain.find(sign)) >= 0]
    return text[min(places) : min(places) + 260].replace("\n", " ") if places else ""


def phone(text: str) -> str:
    """The first mobile number in the letter."""
    found = _PHONE.search(text)
    return found[0] if found else ""


def called(text: str) -> str:
    """The name that the writer gives: „Subsemnata Ioana Popescu”, in the spelling of names."""
    found = _CALLED.search(text)
    if found is None:
        return ""
    parts = found["name"].split()
    while parts and fold(parts[-1]) in _NOT_NAMES:
        parts.pop()
    spelt = (part.title() if part.isupper() or part.islower() else part for part in parts)
    return with_commas(" ".join(spelt))


_NOT_NAMES = frozenset(
    {"domiciliat", "domiciliata", "cu", "din", "locuind", "avand", "in", "va", "prin", "si"}
)


def company(text: str) -> str:
    """The first firm that the text names."""
    found = _COMPANY.search(text)
    return " ".join(found["name"].split()) if found else ""
