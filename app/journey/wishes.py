"""What an applicant may say to a case that runs: that it is withdrawn, that it should be opened again.

What may be said now is what the case's diagram awaits. Saying it is a document received: it gets a number,
a line in the history, and a message that the postman brings to the case.
"""

from collections.abc import Mapping
from datetime import datetime

from app.cityhall import journal
from app.cityhall.cases import actions, queries, waiting
from app.cityhall.cases.models import AwaitedMessage, Case
from app.cityhall.people.rights import Actor
from app.journey import messages, received
from app.refusal import Refusal

# Every wish that the hall knows, and whether it needs a reason; a diagram that awaits one makes it possible.
WISHES: Mapping[str, bool] = {"withdrawal": False, "reopen": True, "cessation": False, "other_time": False}
LONGEST_REASON = 2000


def offered(case: Case) -> list[str]:
    """What may be said to the case now, and was not said already."""
    if case.closed_at is not None:
        return []
    awaited = {one.name: one for one in queries.awaited(case.id) if one.kind == "message"}
    return [
        name
        for name in WISHES
        if name in awaited and _in_time(case, name) and not waiting.told(_key(case, awaited[name]))
    ]


def say(case: Case, name: str, reason: str, actor: Actor, now: datetime) -> None:
    """Tell a case what its applicant wants; a clerk at the counter says it on the applicant's behalf.

    Inside a transaction; the caller has looked the case up through the actor's rights.
    Raises Refusal `wish.unknown`, `wish.not_yours`, `wish.too_late`, `wish.reason_needed`.
    """
    if name not in WISHES:
        raise Refusal("wish.unknown")
    case, _ = queries.locked(case.id)
    _check_right(case, actor)
    said = reason.strip()[:LONGEST_REASON]
    if WISHES[name] and not said:
        raise Refusal("wish.reason_needed")
    if name not in offered(case):
        raise Refusal("wish.too_late")
    awaited = next(one for one in queries.awaited(case.id) if one.name == name)
    messages.post(name, _key(case, awaited), now, case_id=case.id, payload={"reason": said})
    _note(case, name, said, actor, now)


def _in_time(case: Case, name: str) -> bool:
    """What was answered can be withdrawn no more."""
    return name != "withdrawal" or case.outcome is None


def _key(case: Case, awaited: AwaitedMessage) -> str:
    """Pressed twice, it is said once; another time that the case waits for it, it may be said again."""
    return f"wish:{awaited.name}:{awaited.task_id}:{case.revision}"


def _check_right(case: Case, actor: Actor) -> None:
    own = actor.person_id == case.applicant_id
    if not own and actor.post(case.institution_id, "registrar") is None:
        raise Refusal("wish.not_yours")


def _note(case: Case, name: str, reason: str, actor: Actor, now: datetime) -> None:
    own = actor.person_id == case.applicant_id
    behalf = None if own else case.applicant_id
    entry = received.wish(case, name, actor, now)
    facts = {"wish": name, "reason": reason, "number": entry.legal_number}
    actions.record(case, "said", now, actor_id=actor.person_id, on_behalf_of_id=behalf, facts=facts)
    journal.note(
        "case.said",
        now,
        actor_id=actor.person_id,
        on_behalf_of_id=behalf,
        about=("case", case.id),
        facts={"wish": name, "number": entry.legal_number},
    )
