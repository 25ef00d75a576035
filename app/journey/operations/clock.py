"""Stopping, resuming and extending the legal clock."""

from functools import partial

from app.cityhall.cases import actions
from app.cityhall.terms import actions as terms
from app.cityhall.terms import days_off
from app.journey import terms as journey_terms
from app.journey.operations.context import Context, Settle


def pause_term(context: Context) -> Settle:
    """The hall waits for the applicant."""
    return partial(_pause, context)


def resume_term(context: Context) -> Settle:
    """The applicant answered, or the wait is over."""
    return partial(_resume, context)


def extend_term(context: Context) -> Settle:
    """Whoever may decide it said yes in the diagram: the term grows, once, and the applicant is told."""
    return partial(_extend, context)


def _pause(context: Context) -> None:
    case = context.case
    if case.term is not None:
        terms.pause(case.term, str(context.parameters.get("reason") or "completion"), context.now)
        if case.term.standing:
            actions.record(case, "term_paused", context.now)


def _resume(context: Context) -> None:
    case = context.case
    if case.term is not None and case.term.standing:
        terms.resume(case.term, context.now, days_off.calendar_of(case.institution_id))
        actions.carry_term(case)
        facts = {"term": case.term.conservative.isoformat()}
        actions.record(case, "term_resumed", context.now, facts=facts)


def _extend(context: Context) -> None:
    reason = str(context.parameters.get("reason") or "")
    journey_terms.extend_by_diagram(context.case_id, reason, context.now, context.house)
