"""Starting, stopping and resuming a case's clock."""

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from app.cityhall.registry.rules import romanian_day
from app.cityhall.terms.models import Pause, Term
from app.cityhall.terms.rules import PauseSpan, TermRule, dates
from app.database import session


def rule_from(config: dict[str, Any]) -> TermRule:
    """The rule written in a procedure's `[term]`."""
    return TermRule(
        unit=config["unit"],
        days=config["days"],
        pauses=config.get("pause_on_completion", False),
        act=config.get("act", ""),
    )


def start(case_id: uuid.UUID, rule: TermRule, day: date, decreed: Collection[date]) -> Term:
    """The term of a case registered on that day."""
    found = dates(day, rule, (), decreed)
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
    )
    session().add(term)
    return term


def pause(term: Term, reason: str, now: datetime) -> None:
    """The hall waits for the applicant; does nothing where the rule's clock does not stop."""
    if term.pauses_on_completion and not term.standing:
        term.pauses.append(Pause(case_id=term.case_id, since=now, reason=reason))


def resume(term: Term, now: datetime, decreed: Collection[date]) -> None:
    """The applicant answered: the clock goes on and the dates move by the days it stood."""
    for open_pause in (p for p in term.pauses if p.until is None):
        open_pause.until = now
    recount(term, decreed)


def recount(term: Term, decreed: Collection[date]) -> None:
    """Count the three dates again from what is stored."""
    rule = TermRule(term.unit, term.days, term.pauses_on_completion, term.act)
    spans = [
        PauseSpan(romanian_day(p.since), romanian_day(p.until) if p.until else None) for p in term.pauses
    ]
    found = dates(term.start, rule, spans, decreed)
    term.internal, term.conservative, term.legal = found.internal, found.conservative, found.legal
