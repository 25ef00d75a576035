"""Cases that belong together, colleagues who may not solve a case, papers that came for another one."""

from functools import partial
from typing import Any

from app.cityhall.cases import actions, connections, exclusions
from app.cityhall.cases.connections import Twin
from app.cityhall.registry.rules import romanian_day
from app.journey import papers_delivered
from app.journey.operations.context import Context, Settle


def find_twins(context: Context) -> Settle:
    """Earlier petitions of the same petitioner that look like this one: a proposal for a clerk."""
    return partial(_found, context)


def connect_case(context: Context) -> Settle:
    """Join the case to the earlier one that a clerk chose; how it ends therefore is the result's outcome."""
    return partial(_connected, context)


def exclude_official(context: Context) -> Settle:
    """Close the case for whoever it complains of (OG 27/2002 art. 11); is anybody left to solve it?"""
    return partial(_excluded, context)


def deliver_papers(context: Context) -> Settle:
    """Lay the papers of a drop-off in the case that they came for."""
    return partial(_delivered, context)


def _found(context: Context) -> dict[str, str]:
    twins = connections.twins(context.case)
    is_open, answered = _first(twins, is_open=True), _first(twins, is_open=False)
    kind = "connected" if is_open else "repeated" if answered else ""
    return {"open": is_open, "answered": answered, "number": is_open or answered, "kind": kind}


def _first(twins: list[Twin], *, is_open: bool) -> str:
    found = (one.case.entry.legal_number for one in twins if one.open == is_open)
    return next(found, "")


def _connected(context: Context) -> dict[str, str]:
    """What was answered meanwhile is not open any more, whatever the clerk saw."""
    case, kind = context.case, str(context.parameters["kind"])
    to = connections.by_number(case, str(context.parameters["to"] or ""))
    if kind in {"connected", "repeated"}:
        kind = "connected" if to.outcome is None and to.closed_at is None else "repeated"
    made = connections.connect(case, to, kind, context.now)
    outcome = "closed_repeated" if made.kind == "repeated" else "connected"
    return {"number": made.to.entry.legal_number, "outcome": outcome}


def _excluded(context: Context) -> dict[str, Any]:
    case, today = context.case, romanian_day(context.now)
    name = str(context.parameters["name"] or "").strip()
    people = exclusions.concerned(case, name, today) if name else set()
    exclusions.replace(case, people, context.now)
    left = bool(exclusions.officers(case, today) - people)
    if people:
        facts = {"name": name, "count": len(people), "act": exclusions.ACT}
        actions.record(case, "excluded", context.now, facts=facts, public=False)
    if not left:
        here = {"department": case.department.name if case.department else ""}
        actions.record(case, "nobody_left", context.now, facts=here, public=False)
    return {"excluded": len(people), "left": left}


def _delivered(context: Context) -> dict[str, object]:
    to = connections.by_number(context.case, str(context.parameters["to"] or ""))
    return papers_delivered.deliver(context.case, to, context.house, context.now)
