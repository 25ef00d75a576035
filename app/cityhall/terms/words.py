"""A term in words: how its date came about."""

from app.cityhall.registry.rules import romanian_day
from app.cityhall.terms.models import Term

UNITS = {"calendar": "zile calendaristice", "working": "zile lucrătoare"}


def explain(term: Term) -> str:
    """The computation in a Romanian sentence, with its act: for the case page, the receipt, the clerk."""
    parts = [f"{_days(term.days)} {UNITS[term.unit]} de la înregistrare ({term.start:%d.%m.%Y}), {term.act}"]
    for pause in term.pauses:
        since = f"{romanian_day(pause.since):%d.%m.%Y}"
        until = f"până la {romanian_day(pause.until):%d.%m.%Y}" if pause.until else "și încă stă"
        parts.append(f"termenul a stat din {since} {until}, cât s-au așteptat completări")
    if term.unit == "calendar" and term.conservative != term.internal:
        parts.append("ultima zi nu este lucrătoare, așa că se trece la prima zi lucrătoare")
    return "; ".join(parts) + "."


def _days(number: int) -> str:
    """Romanian puts „de” after 20 and its like: 19 zile, 20 de zile, 101 zile."""
    return f"{number} de" if number >= 20 and (number % 100 == 0 or number % 100 >= 20) else str(number)
