"""Stopping and resuming the legal clock."""

from functools import partial

from app.cityhall import institutions
from app.cityhall.cases import actions
from app.cityhall.terms import actions as terms
from app.journey.operations.context import Context, Settle


def pause_term(context: Context) -> Settle:
    """The hall waits for the applicant."""
    return partial(_pause, context)


def resume_term(context: Context) -> Settle:
    """The applicant answered, or the wait is over."""
    return partial(_resume, context)


def _pause(context: Context) -> None:
    case = context.case
    if case.term is not None:
        terms.pause(case.term, str(context.parameters.get("reason") or "completion"), context.now)
        if case.term.standing:
            actions.record(case, "term_paused", context.now)


def _resume(context: Context) -> None:
    case = context.case
    if case.term is not None and case.term.standing:
        terms.resume(case.term, context.now, institutions.days_off(case.institution_id))
        facts = {"term": case.term.conservative.isoformat()}
        actions.record(case, "term_resumed", context.now, facts=facts)
