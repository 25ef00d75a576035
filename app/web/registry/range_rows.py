"""A line of the paper register of a day without network, as the registrar copies it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.cityhall.institutions import Department
from app.cityhall.registry.actions import Paper
from app.cityhall.registry.models import RegisterRange
from app.cityhall.registry.rules import BUCHAREST

CHANNELS = ("counter", "post", "courier", "fax")
DIRECTIONS = ("in", "out", "internal")
LONGEST = {"issuer": 200, "summary": 2_000, "recipient": 200, "sender_number": 60, "file_code": 40}
MOST_SHEETS = 10_000


@dataclass(frozen=True)
class Line:
    """What was copied: the paper, its number, and the moment written beside it."""

    number: int
    paper: Paper
    at: datetime


class LineProblems(Exception):
    """What must be corrected, by the names of the fields."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


def read(
    form: MultiDict[str, str], kept: RegisterRange, departments: Mapping[str, Department], by: UUID
) -> Line:
    """The line that was typed. Raises LineProblems."""
    problems = _problems(form, departments)
    moment = _moment(form)
    if moment is None:
        problems["day"] = _("Scrieți ziua și ora de pe foaie.")
    if problems or moment is None:
        raise LineProblems(problems)
    return Line(int(form["number"]), _paper(form, kept, departments, by, moment), moment)


def _problems(form: MultiDict[str, str], departments: Mapping[str, Department]) -> dict[str, str]:
    checks = {
        "number": (form.get("number", "").isdecimal(), _("Alegeți numărul de pe foaie.")),
        "issuer": (bool(_text(form, "issuer")), _("Scrieți emitentul.")),
        "summary": (bool(_text(form, "summary")), _("Scrieți pe scurt conținutul.")),
        "department": (form.get("department", "") in departments, _("Alegeți compartimentul.")),
        "sheets": (_count(form, "sheets") is not None, _("Scrieți numărul filelor, cu cifre.")),
        "annexes": (_count(form, "annexes") is not None, _("Scrieți numărul anexelor, cu cifre.")),
        "sender_date": (_is_day(form, "sender_date"), _("Ziua nu există.")),
    }
    return {name: words for name, (holds, words) in checks.items() if not holds}


def _paper(
    form: MultiDict[str, str],
    kept: RegisterRange,
    departments: Mapping[str, Department],
    by: UUID,
    moment: datetime,
) -> Paper:
    direction, channel = form.get("direction", ""), form.get("channel", "")
    return Paper(
        institution_id=kept.institution_id,
        direction=direction if direction in DIRECTIONS else "in",
        channel=channel if channel in CHANNELS else "counter",
        issuer=_text(form, "issuer"),
        summary=_text(form, "summary"),
        department=departments[form["department"]].name,
        file_code=_text(form, "file_code"),
        operator_id=by,
        recipient=_text(form, "recipient") or None,
        sheets=_count(form, "sheets") or 0,
        annexes=_count(form, "annexes") or 0,
        sender_number=_text(form, "sender_number") or None,
        sender_date=_date(form, "sender_date"),
        arrived_at=moment,
        started_at=moment,
    )


def _text(form: MultiDict[str, str], name: str) -> str:
    return " ".join(form.get(name, "").split())[: LONGEST[name]]


def _count(form: MultiDict[str, str], name: str) -> int | None:
    """A number of sheets; nothing typed is none of them."""
    typed = form.get(name, "").strip()
    if not typed:
        return 0
    return int(typed) if typed.isascii() and typed.isdecimal() and int(typed) <= MOST_SHEETS else None


def _is_day(form: MultiDict[str, str], name: str) -> bool:
    """Is it a day that exists, or nothing at all?"""
    return not form.get(name, "").strip() or _date(form, name) is not None


def _date(form: MultiDict[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(form.get(name, "").strip())
    except ValueError:
        return None


def _moment(form: MultiDict[str, str]) -> datetime | None:
    try:
        day = date.fromisoformat(form.get("day", "").strip())
        hour = time.fromisoformat(form.get("hour", "").strip())
    except ValueError:
        return None
    return datetime.combine(day, hour.replace(tzinfo=None), BUCHAREST)
