"""Acts that hold for a time: when they end, when to remind of it, and which one a request is about."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

from app.cityhall.cases import actions
from app.cityhall.cases.models import Case
from app.cityhall.procedures import letters
from app.cityhall.registry import special
from app.cityhall.registry import validity as register
from app.cityhall.registry.rules import romanian_day
from app.cityhall.registry.special import SpecialEntry
from app.cityhall.terms.rules import months_after
from app.database import session
from app.journey.operations.context import Context, Settle

REMINDED = 30  # days before the end, unless the diagram says otherwise
AUTHORIZATIONS = "authorizations"
_NUMBER = re.compile(
    r"\s*(?:nr\.?\s*)?(\d{1,9})\s*(?:[/\s]\s*(?:(\d{1,2})\.(\d{1,2})\.)?(\d{4}))?\s*", re.IGNORECASE
)


def validity(context: Context) -> Settle:
    """The case's acts hold for so many `months` from today, not longer than `until`."""
    return partial(_begin, context)


def end_validity(context: Context) -> Settle:
    """The case's acts hold no more; the history and the public page of their numbers say why."""
    return partial(_end, context)


def find_authorization(context: Context) -> Settle:
    """The act of the authorizations' register that a number is about, for the officer who checks it."""
    return partial(_find, context)


def _begin(context: Context) -> dict[str, str]:
    since, case = romanian_day(context.now), context.case
    days = context.parameters.get("remind_days")
    last = _last_day(since, int(context.parameters["months"] or 0), context.parameters.get("until"))
    for act in _acts(context):
        register.begin(act.entry_id, since, last, context.now)
    facts = {"from": since.isoformat(), "until": last.isoformat()}
    actions.record(case, "in_force", context.now, facts=facts)
    remind = last - timedelta(days=REMINDED if days is None else int(days))
    ends = register.after(last).isoformat()
    return {**facts, "remind_on": max(remind, since).isoformat(), "ends_on": ends}


def _last_day(since: date, months: int, until: object) -> date:
    """The corresponding day of a later month (Legea 134/2010 art. 181), or an earlier end."""
    last = months_after(since, months)
    return min(last, date.fromisoformat(str(until)[:10])) if until else last


def _end(context: Context) -> None:
    today, why = romanian_day(context.now), str(context.parameters.get("reason") or "ceased")
    for act in _acts(context):
        register.end(act.entry_id, today, why, context.now)
    facts = {"why": why, "day": today.isoformat()}
    actions.record(context.case, "act_ended", context.now, facts=facts)


def _acts(context: Context) -> list[SpecialEntry]:
    """The case's papers that are acts with a number of their own; a petition's number is none."""
    config = context.case.version.config
    named = {letter.register for letter in letters.every(config) if letter.register}
    return [one for one in special.of_case(context.case_id) if one.register in named]


def _find(context: Context) -> dict[str, Any]:
    case = context.case
    found = _latest(special.numbered(case.institution_id, AUTHORIZATIONS, *_read(context)))
    if found is None or found.case_id is None:
        return {"found": False, "number": "", "holder": "", "same_holder": False, "in_force": False}
    said = session().get_one(Case, found.case_id).answers
    known = register.of_entry(found.entry_id)
    return {
        "found": True,
        "number": found.legal_number,
        "holder": str(said.get("company_name") or ""),
        "same_holder": _fiscal(said) == _fiscal(case.answers),
        "in_force": known is not None and known.holds(romanian_day(context.now)),
    }


def _read(context: Context) -> tuple[int, int | None]:
    """`12/23.11.2026`, `12/2026` or `12` as number and year."""
    match = _NUMBER.fullmatch(str(context.parameters.get("number") or ""))
    return (int(match[1]), int(match[4]) if match[4] else None) if match else (0, None)


def _latest(entries: Iterable[SpecialEntry]) -> SpecialEntry | None:
    """Of the same number in several years, the latest."""
    return max(entries, key=lambda one: one.entered_on, default=None)


def _fiscal(said: dict[str, Any]) -> str:
    return str(said.get("cui") or "").removeprefix("RO")
