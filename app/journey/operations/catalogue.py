"""Everything a diagram may ask the hall to do, by the name it uses, with its parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.journey.operations import archive, clock, locker, notify, papers, routing
from app.journey.operations.context import Context, Settle


@dataclass(frozen=True)
class Verb:
    """An operation and the names of the parameters it needs."""

    perform: Callable[[Context], Settle]
    parameters: frozenset[str] = frozenset()


VERBS: Mapping[str, Verb] = {
    "file_receipt": Verb(papers.file_receipt),
    "notify": Verb(notify.notify, frozenset({"template"})),
    "assign_department": Verb(routing.assign_department, frozenset({"department"})),
    "set_outcome": Verb(routing.set_outcome, frozenset({"outcome"})),
    "pause_term": Verb(clock.pause_term, frozenset({"reason"})),
    "resume_term": Verb(clock.resume_term),
    "extend_term": Verb(clock.extend_term, frozenset({"reason"})),
    "issue_letter": Verb(papers.issue_letter),
    "locker_deposit": Verb(locker.locker_deposit),
    "locker_ready": Verb(locker.locker_ready),
    "locker_take_back": Verb(locker.locker_take_back),
    "archive": Verb(archive.archive),
}
