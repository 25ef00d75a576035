"""Whose desk a case stands on, and how it ends."""

from functools import partial

from app.cityhall import institutions
from app.cityhall.cases import actions
from app.cityhall.payments.rules import NoteState
from app.cityhall.registry import actions as registry
from app.cityhall.routing import actions as routing
from app.cityhall.routing import queries as papers
from app.cityhall.routing.models import DONE
from app.journey import payments
from app.journey.operations.context import Context, Settle
from app.refusal import Refusal

TO_SOLVE = "solve"


def assign_department(context: Context) -> Settle:
    """Route the case; the register keeps where it went (column 8)."""
    return partial(_assign, context)


def set_outcome(context: Context) -> Settle:
    """Write down how the case ends."""
    return partial(_outcome, context)


def _assign(context: Context) -> None:
    case = context.case
    code = str(context.parameters.get("department") or "")
    department = institutions.department(case.institution_id, code)
    if department is None:
        raise Refusal("department.unknown", code=code)
    case.department = department
    registry.mark(case.entry_id, "routed", department.name, context.now)
    actions.record(case, "routed", context.now, facts={"department": department.name})


def hand_over(context: Context) -> Settle:
    """What is still to be solved goes on as a paper of the case's department, once the case is over."""
    return partial(_hand_over, context)


def _hand_over(context: Context) -> dict[str, bool]:
    case, asked = context.case, context.parameters
    opened = asked.get("kind") == TO_SOLVE
    if opened:
        routing.open(case.entry, case.department, context.now, str(asked.get("note") or ""))
        actions.record(case, "handed_over", context.now, public=False)
    return {"opened": opened}


def _outcome(context: Context) -> None:
    case = context.case
    case.outcome = str(context.parameters.get("outcome") or "")
    item = papers.of_entry(case.entry_id)
    if item is None or item.queue == DONE:  # else whoever solves it writes column 10
        registry.mark(case.entry_id, "resolved", case.outcome, context.now)
    # Whatever the end, what nobody paid until now is not asked of anybody any more.
    payments.cancel_due(case, NoteState.CANCELLED, context.house, context.now)
