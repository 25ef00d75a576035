"""A scenario in words: its steps, what is expected of it, and what did not come true."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.cityhall.terms import durations
from app.web.register_words import REGISTERS
from app.web.studio.vocabulary import Vocabulary
from app.web.wishes import WORDS as WISHES

Told = Mapping[str, Any]
PAID = {"card": _("Plătește cu cardul"), "counter": _("Plătește la casierie")}
DOORS = {
    "deposited": _("Ușa casetei: operatorul pune documentul"),
    "collected": _("Ușa casetei: solicitantul ridică documentul"),
    "kept_longer": _("Caseta: solicitantul cere mai mult timp"),
    "returned": _("Ușa casetei: operatorul ia documentul înapoi"),
}
EXPECTED: Mapping[str, object] = {
    "outcome": _("Rezultatul"),
    "status": _("Starea"),
    "term": _("Termenul"),
    "fee": _("Taxa"),
    "department": _("Compartimentul"),
    "papers_required": _("Actele obligatorii"),
    "letters": _("Scrisorile emise"),
    "registers": _("Registrele speciale"),
    "notices": _("Mesajele trimise, printre altele"),
    "open": _("Sarcinile rămase deschise"),
    "passed": _("Pașii parcurși, printre alții"),
}
_NEVER: object = _("nimic")
_NOT_YET: object = _("încă niciunul")
_DAYS = (_("o zi"), _("%(n)s zile"), _("%(n)s de zile"))
_HOURS = (_("o oră"), _("%(n)s ore"), _("%(n)s de ore"))
_MINUTES = (_("un minut"), _("%(n)s minute"), _("%(n)s de minute"))


def kind_of(step: Told) -> str:
    """The first word of a step: does, waits, pays, says, door, message."""
    return next((kind for kind in _STEP if kind in step), "")


def step(told: Told, known: Vocabulary) -> str:
    """One step in words."""
    kind = kind_of(told)
    return _STEP[kind](told, known) if kind else str(gettext("Pas necunoscut"))


def _does(told: Told, known: Vocabulary) -> str:
    title = known.form(str(told["does"]))
    by = str(told.get("by", ""))
    said = gettext("Face „%(task)s”", task=title)
    return f"{said} ({by})" if by else str(said)


def _waits(told: Told, _known: Vocabulary) -> str:
    return str(gettext("Trece timpul: %(long)s", long=duration(str(told["waits"]))))


def duration(text: str) -> str:
    """P1DT2H: „1 zi, 2 ore”"""
    try:
        whole = durations.parse(text)
    except ValueError:
        return text
    minutes = int(whole.total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [counted(days, _DAYS), counted(hours, _HOURS), counted(rest, _MINUTES)]
    return ", ".join(part for part in parts if part) or text


def counted(number: int, words: tuple[object, object, object]) -> str:
    """„o zi”, „19 zile”, „20 de zile”; "" for none."""
    if number <= 1:
        return str(words[0]) if number else ""
    few = number % 100 in range(1, 20)
    return str(words[1 if few else 2]) % {"n": number}


def wish(name: str) -> str:
    """What an applicant may say, as the button offers it."""
    return str(WISHES[name].button) if name in WISHES else name


def _says(told: Told, _known: Vocabulary) -> str:
    return str(gettext("Solicitantul spune: %(wish)s", wish=wish(str(told["says"]))))


_STEP: Mapping[str, Callable[[Told, Vocabulary], str]] = {
    "does": _does,
    "waits": _waits,
    "pays": lambda told, _known: str(PAID.get(told["pays"], told["pays"])),
    "says": _says,
    "door": lambda told, _known: str(DOORS.get(told["door"], told["door"])),
    "message": lambda told, _known: str(gettext("Sosește mesajul „%(name)s”", name=told["message"])),
}


def expected(name: str, value: Any, known: Vocabulary) -> str:
    """The value of one expectation as people read it."""
    if value is None:
        return str(_NOT_YET if name == "outcome" else _NEVER)
    if isinstance(value, list | tuple):
        return _joined(_VALUE.get(name, _plain)(one, known) for one in value)
    return _VALUE.get(name, _plain)(value, known)


def _joined(values: Iterable[str]) -> str:
    return ", ".join(values) or str(_NEVER)


def _plain(value: Any, _known: Vocabulary) -> str:
    return str(value)


def _day(value: Any, _known: Vocabulary) -> str:
    try:
        there = value if isinstance(value, date | datetime) else date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return f"{there:%d.%m.%Y}"


def _lei(value: Any, _known: Vocabulary) -> str:
    return f"{float(value):.2f}".replace(".", ",") + " lei" if isinstance(value, int | float) else str(value)


_VALUE: Mapping[str, Callable[[Any, Vocabulary], str]] = {
    "outcome": lambda value, known: f"„{known.outcome(str(value))}”",
    "status": lambda value, known: f"„{known.status(str(value))}”",
    "term": _day,
    "fee": _lei,
    "papers_required": lambda value, known: f"„{known.paper(str(value))}”",
    "letters": lambda value, known: f"„{known.letter(str(value))}”",
    "registers": lambda value, _known: str(REGISTERS.get(str(value), value)),
    "notices": lambda value, known: f"„{known.notice(str(value))}”",
    "open": lambda value, known: f"„{known.form(str(value))}”",
    "passed": lambda value, known: f"„{known.element(str(value))}”",
}


def expectations(expect: Told, known: Vocabulary) -> list[tuple[str, str, str]]:
    """(name, its words, the value in words) of everything that is looked at."""
    return [
        (name, str(words), expected(name, expect[name], known))
        for name, words in EXPECTED.items()
        if name in expect
    ]
