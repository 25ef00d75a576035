"""Everything a diagram may ask the hall to do, by the name it uses, with its parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.journey.operations import (
    archive,
    audience,
    checking,
    clock,
    complaints,
    connections,
    locker,
    notify,
    papers,
    payment,
    routing,
    validity,
)
from app.journey.operations.context import Context, Settle


@dataclass(frozen=True)
class Verb:
    """An operation, the names of the parameters it needs, and of those it may be given besides."""

    perform: Callable[[Context], Settle]
    parameters: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()


VERBS: Mapping[str, Verb] = {
    "file_receipt": Verb(papers.file_receipt),
    "notify": Verb(notify.notify, frozenset({"template"}), frozenset({"letter"})),
    "assign_department": Verb(routing.assign_department, frozenset({"department"})),
    "set_outcome": Verb(routing.set_outcome, frozenset({"outcome"})),
    "pause_term": Verb(clock.pause_term, frozenset({"reason"})),
    "resume_term": Verb(clock.resume_term),
    "extend_term": Verb(clock.extend_term, frozenset({"reason"})),
    "issue_letter": Verb(papers.issue_letter, frozenset({"letter"}), frozenset({"recipient"})),
    "find_twins": Verb(connections.find_twins),
    "connect_case": Verb(connections.connect_case, frozenset({"to", "kind"})),
    "exclude_official": Verb(connections.exclude_official, frozenset({"name"})),
    "deliver_papers": Verb(connections.deliver_papers, frozenset({"to"})),
    "check_documents": Verb(checking.check_documents),
    "locker_deposit": Verb(locker.locker_deposit),
    "locker_ready": Verb(locker.locker_ready),
    "locker_take_back": Verb(locker.locker_take_back),
    "archive": Verb(archive.archive),
    "request_payment": Verb(payment.request_payment, frozenset({"amount"}), frozenset({"purpose"})),
    "payment_state": Verb(payment.payment_state),
    "cancel_payment": Verb(payment.cancel_payment, frozenset({"reason"})),
    "refund_payment": Verb(payment.refund_payment, frozenset({"reason"})),
    "locate_report": Verb(complaints.locate_report),
    "send_team": Verb(complaints.send_team, frozenset({"hours", "listed"})),
    "join_report": Verb(complaints.join_report, frozenset({"to"})),
    "settle_report": Verb(complaints.settle_report, frozenset({"result", "photo_before", "photo_after"})),
    "reopen_report": Verb(complaints.reopen_report),
    "tell_colleagues": Verb(complaints.tell_colleagues, frozenset({"template", "role"})),
    "audience_facts": Verb(audience.audience_facts, frozenset({"official", "department"})),
    "offer_slots": Verb(audience.offer_slots, frozenset({"official"})),
    "confirm_slot": Verb(audience.confirm_slot, frozenset({"slot"})),
    "join_waiting_list": Verb(audience.join_waiting_list),
    "release_slot": Verb(audience.release_slot, frozenset({"reason"})),
    "note_presence": Verb(audience.note_presence, frozenset({"result"})),
    "validity": Verb(validity.validity, frozenset({"months"}), frozenset({"until", "remind_days"})),
    "end_validity": Verb(validity.end_validity, frozenset({"reason"})),
    "find_authorization": Verb(validity.find_authorization, frozenset({"number"})),
}
