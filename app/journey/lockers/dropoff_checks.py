"""After the door closed on papers: a clerk takes them out, scans them and ticks the list, item by item."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from app.cityhall import journal
from app.cityhall.cases import actions as cases
from app.cityhall.cases import queries as case_queries
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.documents import ticks
from app.cityhall.dropoffs import actions, rules
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.dropoffs.rules import DropOffState, Found, Way
from app.cityhall.lockers import actions as lockers
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.people.rights import Actor
from app.database import session
from app.journey import work
from app.journey.house import House
from app.journey.lockers import dropoff_returning, dropoff_words
from app.queue import jobs
from app.refusal import Refusal

EMPTY = "empty_drop_off"
ROLES = ("locker_operator", "registrar")
DEFECTS, MISSING = "defects", "missing"


def halls(actor: Actor) -> set[uuid.UUID]:
    """The institutions whose compartments the actor empties."""
    return {post.institution_id for post in actor.posts if post.role in ROLES}


def ask_to_open(dropped: DropOff, actor: Actor, now: datetime) -> None:
    """A job opens the door within the second. Raises Refusal `dropoff.wrong_state`, `door.closed`."""
    _check_theirs(dropped, actor)
    if dropped.state != DropOffState.LAID_IN or dropped.parcel is None:
        raise Refusal("dropoff.wrong_state", state=dropped.state)
    payload = {"drop_off": str(dropped.id), "actor": str(actor.person_id)}
    jobs.enqueue(f"{EMPTY}:{dropped.id}:{uuid.uuid4()}", EMPTY, payload, now)
    lockers.note(dropped.parcel, "door_asked", now, actor.person_id)


def note_found(dropped: DropOff, found: Mapping[str, str], actor: Actor) -> None:
    """Keep what was found so far. Raises Refusal `dropoff.wrong_state`, `door.closed`, `dropoff.tick`."""
    _check_theirs(dropped, actor)
    if dropped.state != DropOffState.EMPTIED:
        raise Refusal("dropoff.wrong_state", state=dropped.state)
    if any(state not in set(Found) for state in found.values()):
        raise Refusal("dropoff.tick")
    actions.tick(dropped, found)


def verify(dropped: DropOff, actor: Actor, house: House, now: datetime, way: str = Way.LOCKER) -> None:
    """Every item was looked for: the case knows what came, and the person what did not.

    Originals go back by a case of their own, the `way` chosen.
    Raises Refusal `dropoff.unticked` (items), `dropoff.way`, `dropoff.wrong_state`, `door.closed`.
    """
    _check_theirs(dropped, actor)
    if left := rules.unticked(dropped.items):
        raise Refusal("dropoff.unticked", items=", ".join(str(one["title"]) for one in left))
    actions.move(dropped, DropOffState.VERIFIED)
    dropped.verified_at, dropped.verified_by_id = now, actor.person_id
    if dropped.parcel is not None:
        lockers.move(dropped.parcel, ParcelState.VERIFIED, now, actor.person_id)
    if dropped.case is not None:
        _tell_case(dropped, dropped.case, actor, now)
    _tell_person(dropped, house, now)
    returned = dropoff_returning.start(dropped, way, actor, now)
    facts: dict[str, object] = {"unfound": [one["code"] for one in rules.unfound(dropped.items)]}
    if returned is not None:
        facts["originals"] = returned.entry.legal_number
    journal.note(
        "dropoff.verified", now, actor_id=actor.person_id, about=("drop_off", dropped.id), facts=facts
    )


def _check_theirs(dropped: DropOff, actor: Actor) -> None:
    if dropped.institution_id not in halls(actor):
        raise Refusal("door.closed")


def _tell_case(dropped: DropOff, case: Case, actor: Actor, now: datetime) -> None:
    about = dropped.draft_id or dropped.id
    for one in rules.laid(dropped.items):
        state = ticks.ABSENT if one["found"] == Found.ABSENT else ticks.RECEIVED
        ticks.tick(about, one["code"], one["title"], state, actor.person_id, now)
    session().flush()
    ticks.move_to_case(about, case.id)
    unfound = [str(one["title"]) for one in rules.unfound(dropped.items)]
    facts = {"missing": unfound}
    cases.record(case, "dropoff_verified", now, actor_id=actor.person_id, facts=facts)
    if absent := rules.missing(dropped.items):
        _propose_defects(asks(case), [str(one["code"]) for one in absent])


def asks(case: Case) -> CaseTask | None:
    """The open task of the staff in which a completion can be asked for, if the procedure has one now.

    Asking is the procedure's own: it opens the applicant's task and stops the clock where the rule says so.
    """
    for task in case_queries.open_tasks(case.id):
        if task.role != "applicant" and DEFECTS in str(work.form_of(task).schema):
            return task
    return None


def _propose_defects(task: CaseTask | None, codes: list[str]) -> None:
    """Whoever does that task finds what is missing filled in, and asks for it with one click."""
    if task is None:
        return
    kept = dict(task.draft) or work.first_answers(task)
    known = list(kept.get(DEFECTS) or [])
    named = {one.get("paper") for one in known if isinstance(one, dict)}
    added = [{"paper": code, "reason": MISSING} for code in codes if code not in named]
    complete = {"complete": False} if "complete" in work.form_of(task).schema.get("properties", {}) else {}
    task.draft = {**kept, **complete, DEFECTS: [*known, *added]}


def _tell_person(dropped: DropOff, house: House, now: datetime) -> None:
    unfound = rules.unfound(dropped.items)
    if unfound:
        asked = dropped.case is not None and bool(rules.missing(dropped.items)) and asks(dropped.case)
        said = {
            "lines": "\n".join(f"- {one['title']}" for one in unfound),
            "next": dropoff_words.next_steps(dropped, asked=bool(asked)),
        }
        dropoff_words.write(dropped, "unfound", house, now, said)
