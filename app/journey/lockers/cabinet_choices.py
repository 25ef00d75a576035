"""Which cabinet a person wants their papers in: for all that comes, or for one case."""

import uuid
from datetime import datetime
from typing import NamedTuple

from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cabinets.models import Cabinet
from app.cityhall.cases.models import Case
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import CabinetChoice
from app.database import session
from app.refusal import Refusal

WISHED = "locker"


class Chosen(NamedTuple):
    """Where a paper will lie. `by`: case, person, or hall (nobody chose: the institution's first)."""

    cabinet: Cabinet
    accessible: bool
    by: str


def for_case(case: Case) -> Chosen | None:
    """Where the case's paper will lie; None where no cabinet serves its institution."""
    serving = {one.id: one for one in cabinets.serving(case.institution_id)}
    for about, by in ((case.id, "case"), (case.applicant_id, "person")):
        kept = session().get(CabinetChoice, (case.applicant_id, about))
        if kept is not None and kept.cabinet_id in serving:
            return Chosen(serving[kept.cabinet_id], kept.accessible, by)
    return next((Chosen(one, False, "hall") for one in serving.values()), None)


def for_person(person_id: uuid.UUID) -> CabinetChoice | None:
    """What the person chose for all that comes."""
    return session().get(CabinetChoice, (person_id, person_id))


def open_to(case: Case) -> bool:
    """May one still choose? Only while no door is kept for the case and it wants one."""
    return (
        case.closed_at is None
        and case.delivery == WISHED
        and lockers.latest(case.id) is None
        and bool(cabinets.serving(case.institution_id))
    )


def choose_for_case(case: Case, code: str, now: datetime, *, accessible: bool) -> None:
    """Raises Refusal `cabinet.unknown` (also: does not serve the institution), `cabinet.kept_already`."""
    if not open_to(case):
        raise Refusal("cabinet.kept_already")
    wanted = next((one for one in cabinets.serving(case.institution_id) if one.code == code), None)
    if wanted is None:
        raise Refusal("cabinet.unknown")
    _keep(case.applicant_id, case.id, wanted, accessible, now)


def choose_for_person(person_id: uuid.UUID, code: str, now: datetime, *, accessible: bool) -> None:
    """For all that comes from now on, where no case says otherwise. Raises Refusal `cabinet.unknown`."""
    wanted = cabinets.cabinet(code)
    if wanted.closed_at is not None:
        raise Refusal("cabinet.unknown")
    _keep(person_id, person_id, wanted, accessible, now)


def forget(person_id: uuid.UUID) -> None:
    """As if nothing had been chosen for all that comes."""
    kept = for_person(person_id)
    if kept is not None:
        session().delete(kept)


def _keep(
    person_id: uuid.UUID, about_id: uuid.UUID, cabinet: Cabinet, accessible: bool, now: datetime
) -> None:
    kept = session().get(CabinetChoice, (person_id, about_id))
    if kept is None:
        kept = CabinetChoice(person_id=person_id, about_id=about_id)
        session().add(kept)
    kept.cabinet_id, kept.accessible, kept.chosen_at = cabinet.id, accessible, now
    session().flush()
