"""Starting, stopping, resuming and extending a case's clock."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.cityhall.registry.rules import romanian_day
from app.cityhall.terms.calendar import Calendar
from app.cityhall.terms.models import Alarm, Extension, Pause, Term
from app.cityhall.terms.rules import AFTER, Counted, PauseSpan, TermDates, TermRule, alarm_day, count
from app.database import session
from app.refusal import Refusal

LONGEST_REASON = 2000


def rule_from(config: Mapping[str, Any]) -> TermRule:
    """The rule written in a procedure's `[term]`."""
    return TermRule(
        unit=config["unit"],
        days=config["days"],
        pauses=config.get("pause_on_completion", False),
        act=config.get("act", ""),
    )


def start(case_id: uuid.UUID, config: Mapping[str, Any], day: date, calendar: Calendar) -> Term:
    """The term of a case registered on that day, under the procedure's `[term]`."""
    rule = rule_from(config)
    found = count(day, rule, (), calendar).dates
    term = Term(
        case_id=case_id,
        start=day,
        unit=rule.unit,
        days=rule.days,
        pauses_on_completion=rule.pauses,
        act=rule.act,
        internal=found.internal,
        conservative=found.conservative,
        legal=found.legal,
        tacit_act=config.get("tacit", {}).get("act"),
        alarms=[Alarm(case_id=case_id, before=before) for before in _alarms(config)],
    )
    _plan(term, calendar)
    session().add(term)
    return term


def _alarms(config: Mapping[str, Any]) -> list[int]:
    """The days named, and the day after the end wherever somebody wants to hear of it."""
    named = list(config.get("alarms", {}).get("before", ()))
    return [*named, AFTER] if named or "tacit" in config else []


def pause(term: Term, reason: str, now: datetime) -> None:
    """The hall waits for the applicant; does nothing where the rule's clock does not stop."""
    if term.pauses_on_completion and not term.standing:
        term.pauses.append(Pause(case_id=term.case_id, since=now, reason=reason))
        silence(term)


def resume(term: Term, now: datetime, calendar: Calendar) -> None:
    """The applicant answered: the clock goes on and the dates move by the days it stood."""
    for open_pause in (p for p in term.pauses if p.until is None):
        open_pause.until = now
    recount(term, calendar)


def extend(term: Term, given: Extension, calendar: Calendar) -> None:
    """Give a term more days, once.

    Raises Refusal `term.reason_needed`, `term.extended_already`, `term.over`.
    """
    if not given.reason.strip():
        raise Refusal("term.reason_needed")
    if term.extension is not None:
        raise Refusal("term.extended_already", day=f"{romanian_day(term.extension.at):%d.%m.%Y}")
    if romanian_day(given.at) > term.conservative and not term.standing:
        raise Refusal("term.over", day=f"{term.conservative:%d.%m.%Y}")
    given.case_id, given.reason = term.case_id, given.reason.strip()[:LONGEST_REASON]
    term.extension = given
    recount(term, calendar)


def recount(term: Term, calendar: Calendar) -> TermDates:
    """Count the three dates again from what is stored; what they were before."""
    before, found = TermDates(term.internal, term.conservative, term.legal), counted(term, calendar).dates
    term.internal, term.conservative, term.legal = found.internal, found.conservative, found.legal
    if term.tacit_since is not None and term.tacit_since <= term.conservative:
        term.tacit_since = None
    _plan(term, calendar)
    return before


def counted(term: Term, calendar: Calendar) -> Counted:
    """The whole computation behind a term."""
    rule = TermRule(term.unit, term.days, term.pauses_on_completion, term.act)
    spans = [
        PauseSpan(romanian_day(p.since), romanian_day(p.until) if p.until else None) for p in term.pauses
    ]
    return count(term.start, rule, spans, calendar, term.extension.days if term.extension else 0)


def _plan(term: Term, calendar: Calendar) -> None:
    """When each alarm rings: not while the clock stands, not again, and not at the very start."""
    if term.standing:
        return silence(term)
    dates = TermDates(term.internal, term.conservative, term.legal)
    for alarm in term.alarms:
        due = alarm_day(alarm.before, dates, term.unit, calendar)
        alarm.due = due if due > max(term.start, alarm.rung_on or term.start) else None
    return None


def silence(term: Term) -> None:
    """No alarm rings for now."""
    for alarm in term.alarms:
        alarm.due = None
