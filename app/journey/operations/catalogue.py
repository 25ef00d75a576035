"""Everything a diagram may ask the hall to do, by the name it uses, with its parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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

# What a parameter may be: a name of something that exists, or one of a few words. All are expressions.
NOTICE, LETTER, DEPARTMENT, OUTCOME, ROLE, TEXT, NUMBER, YES_NO, DAY, VALUE = (
    "notice",
    "letter",
    "department",
    "outcome",
    "role",
    "text",
    "number",
    "yes_no",
    "day",
    "value",
)
Kind = str | tuple[str, ...]


@dataclass(frozen=True)
class Verb:
    """An operation, the names of the parameters it needs, and of those it may be given besides.

    `kinds` says what each parameter is (a tuple: one of these words; unsaid: any value), in the order in
    which it is asked; `gives` names what stands in its result.
    """

    perform: Callable[[Context], Settle]
    parameters: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    gives: tuple[str, ...] = ()

    def asked(self) -> list[str]:
        """All its parameters, the needed ones first."""
        known = [*self.kinds, *sorted((self.parameters | self.optional) - self.kinds.keys())]
        return sorted(known, key=lambda name: name in self.optional)


VERBS: Mapping[str, Verb] = {
    "file_receipt": Verb(papers.file_receipt),
    "notify": Verb(
        notify.notify, frozenset({"template"}), frozenset({"letter"}), {"template": NOTICE, "letter": LETTER}
    ),
    "assign_department": Verb(
        routing.assign_department, frozenset({"department"}), kinds={"department": DEPARTMENT}
    ),
    "hand_over": Verb(
        routing.hand_over,
        frozenset({"kind"}),
        frozenset({"note"}),
        {"kind": ("solve", "inform", "archive"), "note": TEXT},
        gives=("opened",),
    ),
    "set_outcome": Verb(routing.set_outcome, frozenset({"outcome"}), kinds={"outcome": OUTCOME}),
    "pause_term": Verb(clock.pause_term, frozenset({"reason"}), kinds={"reason": ("completion",)}),
    "resume_term": Verb(clock.resume_term),
    "extend_term": Verb(clock.extend_term, frozenset({"reason"}), kinds={"reason": TEXT}),
    "issue_letter": Verb(
        papers.issue_letter,
        frozenset({"letter"}),
        frozenset({"recipient"}),
        {"letter": LETTER, "recipient": TEXT},
        gives=("number", "register_number"),
    ),
    "find_twins": Verb(connections.find_twins, gives=("open", "answered", "number", "kind")),
    "connect_case": Verb(
        connections.connect_case,
        frozenset({"to", "kind"}),
        kinds={"to": VALUE, "kind": ("connected", "repeated")},
        gives=("number", "outcome"),
    ),
    "exclude_official": Verb(
        connections.exclude_official, frozenset({"name"}), kinds={"name": TEXT}, gives=("excluded", "left")
    ),
    "deliver_papers": Verb(
        connections.deliver_papers,
        frozenset({"to"}),
        kinds={"to": VALUE},
        gives=("number", "papers", "answered", "open"),
    ),
    "check_documents": Verb(
        checking.check_documents,
        gives=("papers", "pdf", "bytes", "same", "signatures_verified", "signed", "well_signed"),
    ),
    "locker_deposit": Verb(locker.locker_deposit, gives=("reserved", "waiting", "compartment")),
    "locker_ready": Verb(locker.locker_ready, gives=("until", "remind_at")),
    "locker_extend": Verb(locker.locker_extend, gives=("until", "remind_at")),
    "locker_take_back": Verb(locker.locker_take_back),
    "archive": Verb(archive.archive),
    "request_payment": Verb(
        payment.request_payment,
        frozenset({"amount"}),
        frozenset({"purpose"}),
        {"amount": NUMBER, "purpose": TEXT},
        gives=("due", "reference", "amount"),
    ),
    "payment_state": Verb(payment.payment_state, gives=("due", "paid", "reference", "amount", "result")),
    "cancel_payment": Verb(
        payment.cancel_payment,
        frozenset({"reason"}),
        kinds={"reason": ("expired", "withdrawn", "refused")},
        gives=("cancelled",),
    ),
    "refund_payment": Verb(
        payment.refund_payment,
        frozenset({"reason"}),
        kinds={"reason": ("refused", "redirected", "withdrawn")},
        gives=("refunded",),
    ),
    "locate_report": Verb(complaints.locate_report, gives=("inside", "kind", "street")),
    "send_team": Verb(
        complaints.send_team,
        frozenset({"hours", "listed"}),
        kinds={"hours": NUMBER, "listed": YES_NO},
        gives=("due",),
    ),
    "join_report": Verb(complaints.join_report, frozenset({"to"}), kinds={"to": VALUE}, gives=("joined",)),
    "settle_report": Verb(
        complaints.settle_report,
        frozenset({"result", "photo_before", "photo_after"}),
        kinds={"result": OUTCOME, "photo_before": YES_NO, "photo_after": YES_NO},
    ),
    "reopen_report": Verb(complaints.reopen_report),
    "tell_colleagues": Verb(
        complaints.tell_colleagues,
        frozenset({"template", "role"}),
        kinds={"template": NOTICE, "role": ROLE},
    ),
    "audience_facts": Verb(
        audience.audience_facts,
        frozenset({"official", "department"}),
        kinds={"official": VALUE, "department": DEPARTMENT},
        gives=("official", "level", "needs_petition", "petition", "heard_below", "repeated", "running"),
    ),
    "offer_slots": Verb(
        audience.offer_slots, frozenset({"official"}), kinds={"official": VALUE}, gives=("count", "round")
    ),
    "confirm_slot": Verb(
        audience.confirm_slot,
        frozenset({"slot"}),
        kinds={"slot": VALUE},
        gives=("confirmed", "starts_at", "reminder_at", "opens_at", "sheet_by", "round"),
    ),
    "join_waiting_list": Verb(audience.join_waiting_list, gives=("place",)),
    "release_slot": Verb(
        audience.release_slot,
        frozenset({"reason"}),
        kinds={"reason": ("other_time", "withdrawn")},
        gives=("released",),
    ),
    "note_presence": Verb(
        audience.note_presence,
        frozenset({"result"}),
        kinds={"result": ("present", "absent")},
        gives=("present", "absences", "answer_by"),
    ),
    "validity": Verb(
        validity.validity,
        frozenset({"months"}),
        frozenset({"until", "remind_days"}),
        {"months": NUMBER, "until": DAY, "remind_days": NUMBER},
        gives=("from", "until", "remind_on", "ends_on"),
    ),
    "end_validity": Verb(
        validity.end_validity,
        frozenset({"reason"}),
        kinds={"reason": ("expired", "ceased", "suspended")},
    ),
    "find_authorization": Verb(
        validity.find_authorization,
        frozenset({"number"}),
        kinds={"number": VALUE},
        gives=("found", "number", "holder", "same_holder", "in_force"),
    ),
}
