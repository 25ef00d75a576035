"""Coming to the counter at a chosen hour for a paper that waits there."""

from datetime import datetime

from app.cityhall import journal
from app.cityhall.cases import actions as cases
from app.cityhall.cases import queries as cases_of
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.visits import actions
from app.cityhall.visits.models import Visit
from app.journey import audiences, notify
from app.journey.house import House
from app.refusal import Refusal


def to_hand_over(case: Case) -> CaseTask | None:
    """The counter's open task to hand the case's paper over."""
    return next((task for task in cases_of.open_tasks(case.id) if task.form == "handover"), None)


def waits_at_counter(case: Case) -> bool:
    """Does a paper of the case wait to be handed over?"""
    return to_hand_over(case) is not None


def book(case: Case, starts_at: datetime, house: House, now: datetime) -> Visit:
    """Take an hour; the applicant is told. Raises Refusal `visit.nothing_waits`, `visit.taken`."""
    if not waits_at_counter(case):
        raise Refusal("visit.nothing_waits")
    made = actions.book(case, starts_at, now)
    cases.record(case, "visit_booked", now, facts={"when": starts_at.isoformat()})
    said = {"when": audiences.spoken(starts_at, _locale(case)), "counter": made.place}
    notify.about_case(case, "counter_visit", f"visit:{made.id}", house, now, said=said)
    journal.note("visit.booked", now, about=("case", case.id))
    return made


def cancel(case: Case, now: datetime) -> None:
    """Give the hour back. Raises Refusal `visit.unknown`."""
    ended = actions.cancel(case, now)
    cases.record(case, "visit_cancelled", now, facts={"when": ended.starts_at.isoformat()})
    journal.note("visit.cancelled", now, about=("case", case.id))


def _locale(case: Case) -> str:
    return case.applicant.account.locale if case.applicant.account else "ro"
