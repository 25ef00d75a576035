"""Preparing a drop-off: what will be laid in is checked, a door is kept, and somebody may open it once.

The row comes first, then the controller is asked under its id, then the parcel is written: whoever dies in
between leaves a row that a round finds and gives back (`dropoffs.lapse_due`).
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.cityhall import journal
from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cases.models import CaseTask
from app.cityhall.dropoffs import actions, queries, rules
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.dropoffs.rules import DropOffState
from app.cityhall.forms import rules as form_rules
from app.cityhall.lockers import grants
from app.cityhall.lockers.models import Parcel
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.rules import romanian_day
from app.cityhall.submissions import Draft
from app.database import session, transaction
from app.journey import work
from app.journey.house import House
from app.journey.lockers import dropoff_words, granting
from app.outside import OutsideError
from app.queue import jobs
from app.refusal import Refusal

END = "end_drop_off"
REQUEST, COMPLETION = "request", "completion"
ON_PAPER = "Actele au fost depuse pe hârtie, în casetă."
ANSWER = "answer"


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for: which cabinet (by code), how large a door, which items will be laid in."""

    cabinet: str
    size: str
    items: Sequence[Mapping[str, Any]]
    accessible: bool = False
    acknowledged: bool = field(default=False)


def of_request(draft: Draft, wanted: Wanted, actor: Actor, now: datetime) -> DropOff:
    """Write down what a locked draft's papers need, in the caller's transaction; `keep_door` comes next.

    Raises Refusal `draft.already_sent`, `form.invalid` (errors), `dropoff.nameless`, and those of `_checked`.
    """
    if draft.case_id is not None:
        raise Refusal("draft.already_sent", case_id=draft.case_id)
    form = procedures.form(draft.version_id, draft.version.config["form"])
    found = form_rules.errors(form, draft.answers)
    if found:
        raise Refusal("form.invalid", errors=found)
    if draft.answers.get("identification") == "anonymous" or draft.answers.get("anonymous") is True:
        # The door is kept for an account: it would lead from the request back to the person.
        raise Refusal("dropoff.nameless")
    title, hall = str(draft.version.config["title"]), draft.version.procedure.institution_id
    made = _made(REQUEST, draft.id, hall, title, wanted, actor, now)
    made.draft_id, made.answers = draft.id, dict(draft.answers)
    return _kept(made)


def of_completion(task: CaseTask, wanted: Wanted, actor: Actor, now: datetime) -> DropOff:
    """The same for an open completion task of the actor's own case. Raises Refusal `task.not_open` too."""
    if task.state != "open" or task.form != work.COMPLETION:
        raise Refusal("task.not_open", title=task.title)
    title = f"Completare la nr. {task.case.entry.legal_number}"
    made = _made(COMPLETION, task.id, task.case.institution_id, title, wanted, actor, now)
    made.task_id, made.answers = task.id, completed(task.draft)
    made.case_id = task.case_id
    return _kept(made)


def completed(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What is said with papers in a compartment, where nothing else was written."""
    return {**answers, ANSWER: str(answers.get(ANSWER) or "").strip() or ON_PAPER}


def _made(
    kind: str,
    about: uuid.UUID,
    institution_id: uuid.UUID,
    title: str,
    wanted: Wanted,
    actor: Actor,
    now: datetime,
) -> DropOff:
    chosen = _checked(about, institution_id, wanted, actor, now)
    hours = queries.policy(institution_id, "window_hours", romanian_day(now))
    return DropOff(
        id=uuid.uuid4(),
        person_id=actor.person_id,
        institution_id=institution_id,
        cabinet_id=chosen,
        kind=kind,
        title=title[:200],
        size=wanted.size,
        accessible=wanted.accessible,
        items=[dict(one) for one in wanted.items],
        state=DropOffState.ASKED,
        window_from=now,
        window_until=now + timedelta(hours=hours),
        prepared_at=now,
    )


def _checked(
    about: uuid.UUID, institution_id: uuid.UUID, wanted: Wanted, actor: Actor, now: datetime
) -> uuid.UUID:
    """The cabinet's id. Raises Refusal `dropoff.waits`, `dropoff.most`, `dropoff.empty`, `dropoff.size`,
    `cabinet.unknown`, `papers.missing` (Legea 169/2026 art. 254: it may be sent so, but knowingly).
    """
    if waits := queries.prepared(about):
        raise Refusal("dropoff.waits", number=waits.number, drop_off=waits.id)
    most = queries.policy(institution_id, "most", romanian_day(now))
    if queries.kept_for(actor.person_id) >= most:
        raise Refusal("dropoff.most", most=most)
    if not rules.laid(wanted.items):
        raise Refusal("dropoff.empty")
    if wanted.size not in rules.SIZES:
        raise Refusal("dropoff.size")
    if rules.missing(wanted.items) and not wanted.acknowledged:
        raise Refusal("papers.missing")
    chosen = next((one for one in cabinets.serving(institution_id) if one.code == wanted.cabinet), None)
    if chosen is None:
        raise Refusal("cabinet.unknown")
    return chosen.id


def _kept(made: DropOff) -> DropOff:
    session().add(made)
    session().flush()
    return made


def keep_door(drop_off_id: uuid.UUID, house: House, now: datetime) -> None:
    """Reserve a compartment and make the right to open it; not inside a transaction.

    Raises Refusal `dropoff.none_free`, `dropoff.no_answer`: then nothing is kept.
    """
    asked = queries.get(drop_off_id)
    assert asked is not None
    bank = house.outside.lockers[asked.cabinet.code]
    size, accessible = asked.size, asked.accessible
    session().rollback()
    try:
        kept = bank.reserve(
            key=reserving(drop_off_id), ref=str(drop_off_id), size=size, accessible=accessible
        )
    except OutsideError as error:
        _lapse(drop_off_id, now)
        raise Refusal("dropoff.none_free" if error.code == "none_free" else "dropoff.no_answer") from error
    try:
        with transaction():
            _write(drop_off_id, kept.id, kept.compartment, house, now)
    except IntegrityError as error:
        # The controller let go of that door a moment before our own books did.
        _lapse(drop_off_id, now)
        raise Refusal("dropoff.no_answer") from error
    # Its parcel has the same id. Somebody may stand before the cabinet already.
    granting.tell_now(drop_off_id, house, now)


def _lapse(drop_off_id: uuid.UUID, now: datetime) -> None:
    with transaction():
        end(drop_off_id, DropOffState.LAPSED, now)


def reserving(drop_off_id: uuid.UUID) -> str:
    """The key under which its compartment is asked for, however often."""
    return f"reserve:drop_off:{drop_off_id}"


def _write(drop_off_id: uuid.UUID, reservation: str, compartment: int, house: House, now: datetime) -> None:
    dropped = queries.get(drop_off_id, lock=True)
    assert dropped is not None
    parcel = Parcel(
        id=dropped.id,
        cabinet_id=dropped.cabinet_id,
        direction="drop-off",
        size=dropped.size,
        accessible=dropped.accessible,
        reservation=reservation,
        compartment=compartment,
        reserved_at=now,
        expires_at=dropped.window_until,
    )
    session().add(parcel)
    session().flush()
    person, until = dropped.person, dropped.window_until
    grant = grants.make(
        parcel.id,
        "deposit",
        "depositor",
        house.secret,
        not_before=dropped.window_from,
        not_after=until,
        now=now,
    )
    grant.name, grant.phone, grant.email = person.full_name, person.phone, person.email
    dropped.parcel = parcel
    actions.move(dropped, DropOffState.PREPARED)
    session().flush()
    granting.changed(parcel, now)
    dropoff_words.write(dropped, "prepared", house, now)
    journal.note("dropoff.prepared", now, actor_id=person.id, about=("drop_off", dropped.id))


def give_up(dropped: DropOff, actor: Actor, now: datetime) -> None:
    """The person will not come: the code is dead at once and a job gives the door back.

    Raises Refusal `dropoff.wrong_state`.
    """
    actions.move(dropped, DropOffState.GIVEN_UP)
    for grant in grants.living(dropped.id, now):
        grant.revoked_at = now
    if dropped.parcel is not None:
        granting.changed(dropped.parcel, now)
    end(dropped.id, DropOffState.GIVEN_UP, now)
    journal.note("dropoff.given_up", now, actor_id=actor.person_id, about=("drop_off", dropped.id))


def end(drop_off_id: uuid.UUID, how: DropOffState, now: datetime) -> None:
    """A job asks the controller for the door back; asked again after ten minutes while it does not say."""
    key = f"{END}:{drop_off_id}:{how}:{int(now.timestamp()) // 600}"
    jobs.enqueue(key, END, {"drop_off": str(drop_off_id), "how": str(how)}, now)
