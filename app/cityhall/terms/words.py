"""A term in words: how its date came about."""

from collections.abc import Mapping

from app.cityhall.registry.rules import romanian_day
from app.cityhall.terms.models import Pause, Term

# Romanian is what the receipt says; English is only for who reads the pages in English.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "ro": {
        "calendar": "zile calendaristice",
        "working": "zile lucrătoare",
        "counted": "{days} {unit} de la înregistrare ({start:%d.%m.%Y}), {act}",
        "stood": "termenul a stat din {since:%d.%m.%Y} până la {until:%d.%m.%Y}, "
        "cât s-au așteptat completări",
        "stands": "termenul a stat din {since:%d.%m.%Y} și încă stă, cât s-au așteptat completări",
        "moved": "ultima zi nu este lucrătoare, așa că se trece la prima zi lucrătoare",
    },
    "en": {
        "calendar": "calendar days",
        "working": "working days",
        "counted": "{days} {unit} from registration ({start:%d.%m.%Y}), {act}",
        "stood": "the clock stood still from {since:%d.%m.%Y} to {until:%d.%m.%Y}, waiting for the applicant",
        "stands": "the clock has stood still since {since:%d.%m.%Y}, waiting for the applicant",
        "moved": "the last day is not a working day, so it moves to the next working day",
    },
}


def explain(term: Term, lang: str = "ro") -> str:
    """The computation in a sentence, with its act: for the case page, the receipt, the clerk."""
    words = _WORDS.get(lang, _WORDS["ro"])
    days = _days(term.days) if words is _WORDS["ro"] else str(term.days)
    parts = [words["counted"].format(days=days, unit=words[term.unit], start=term.start, act=term.act)]
    parts += [_stood(pause, words) for pause in term.pauses]
    if term.unit == "calendar" and term.conservative != term.internal:
        parts.append(words["moved"])
    return "; ".join(parts) + "."


def _stood(pause: Pause, words: Mapping[str, str]) -> str:
    since = romanian_day(pause.since)
    if pause.until is None:
        return words["stands"].format(since=since)
    return words["stood"].format(since=since, until=romanian_day(pause.until))


def _days(number: int) -> str:
    """Romanian puts „de” after 20 and its like: 19 zile, 20 de zile, 101 zile."""
    return f"{number} de" if number >= 20 and (number % 100 == 0 or number % 100 >= 20) else str(number)
