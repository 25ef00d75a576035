"""Originals that came through a compartment go back: a case of their own, which ends in one too."""

from datetime import datetime
from typing import Any

from app.cityhall import submissions
from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cases.models import Case
from app.cityhall.dropoffs import rules
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.dropoffs.rules import Way
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.journey import submit
from app.journey.came import Came
from app.journey.lockers import cabinet_choices
from app.refusal import Refusal

CODE = "originals_return"
CHANNEL, DIRECTION = "internal", "internal"
LONGEST = 500


def start(dropped: DropOff, way: str, actor: Actor, now: datetime) -> Case | None:
    """Open the case that returns the originals among what was found; None when there are none.

    To the cabinet in which they were left, or to the counter (also where no phone is known for the code).
    None too where the institution has no such procedure: then whoever ticked gives them back by hand.
    Raises Refusal `dropoff.way`.
    """
    if way not in set(Way):
        raise Refusal("dropoff.way")
    version = _version(dropped)
    if version is None or not rules.originals(dropped.items):
        return None
    draft = submissions.begin(actor.person_id, version, "counter", _answers(dropped, Way(way)), now)
    person, entry = dropped.person, dropped.entry_id
    came = Came(CHANNEL, now, None, applicant=person, connected_to_id=entry, direction=DIRECTION)
    case = submit.file_request(draft, actor, now, came).case
    dropped.returned_case_id = case.id
    _to_the_same_cabinet(case, dropped, now)
    return case


def _version(dropped: DropOff) -> ProcedureVersion | None:
    try:
        return procedures.current(CODE, dropped.institution_id)
    except Refusal:
        return None


def _answers(dropped: DropOff, way: Way) -> dict[str, Any]:
    person = dropped.person
    titles = "; ".join(str(one["title"]) for one in rules.originals(dropped.items))
    known = {"phone": person.phone, "email": person.email}
    return {
        "full_name": person.full_name,
        "summary": titles[:LONGEST],
        "about": dropped.entry.legal_number if dropped.entry else dropped.number,
        "delivery": str(way if person.phone else Way.COUNTER),
        **{name: value for name, value in known.items() if value},
    }


def _to_the_same_cabinet(case: Case, dropped: DropOff, now: datetime) -> None:
    serving = {one.id for one in cabinets.serving(case.institution_id)}
    if case.delivery == Way.LOCKER and dropped.cabinet_id in serving:
        code, accessible = dropped.cabinet.code, dropped.accessible
        cabinet_choices.choose_for_case(case, code, now, accessible=accessible)
