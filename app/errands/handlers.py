"""What each kind of job does. A handler runs outside a transaction and returns how to settle it."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from string import Template

from app.cityhall.documents import queries as documents
from app.cityhall.lockers import grants
from app.cityhall.lockers import queries as parcels
from app.cityhall.lockers.models import Grant
from app.cityhall.notices import Notice, for_sms
from app.cityhall.payments import queries as payments
from app.cityhall.payments.rules import PaymentState
from app.database import session, transaction
from app.errands import dropoffs, intake, lockers, moving, originals, register, routing, scanning
from app.journey import advance, examining, pay_words, postman, secrets
from app.journey import payments as paying
from app.journey.house import House
from app.journey.operations.catalogue import VERBS
from app.journey.operations.context import Context, Settle
from app.outside import Attachment, Sent
from app.queue import jobs
from app.queue.models import Delivery, Job


def service(job: Job, house: House, now: datetime) -> Settle:
    """Perform a service task and let the case go on."""
    payload = job.payload
    context = Context(
        case_id=uuid.UUID(payload["case"]),
        task_id=uuid.UUID(payload["task"]),
        parameters=payload["parameters"],
        house=house,
        now=now,
    )
    if not advance.waits_for_service(context.case_id, context.task_id):
        session().rollback()
        return lambda: None
    settle = VERBS[payload["operation"]].perform(context)
    return lambda: advance.finish_service(context.case_id, context.task_id, settle, now)


def message(job: Job, _house: House, now: datetime) -> Settle:
    """Bring a kept message to its case; too early, it stays kept and the case takes it when it is ready."""
    message_id = uuid.UUID(job.payload["message"])
    return lambda: postman.bring(message_id, now)


def hear_signal(job: Job, _house: House, now: datetime) -> Settle:
    """Let one case hear a signal; it may have stopped listening."""
    case_id, name = uuid.UUID(job.payload["case"]), job.payload["signal"]

    def hear() -> None:
        advance.signal(case_id, name, now)

    return hear


def send_notice(job: Job, house: House, now: datetime) -> Settle:
    """Hand one SMS or e-mail over. After a crash in between, an SMS gateway is asked first."""
    with transaction():
        notice = _notice(job)
        delivery = jobs.plan_delivery(notice.delivery_key, notice.channel, notice.recipient, now, job.id)
        tried_before = delivery.state == "handed"
        delivery.state, delivery.handed_at = "handed", now
        delivery.attempts += 1
        delivery_id = delivery.id
    sent = _send_sms(notice, delivery, job, house, tried_before)
    sent = sent or _send_mail(notice, job, house)

    def settle() -> None:
        row = session().get(Delivery, delivery_id, with_for_update=True)
        kept = _notice(job)
        assert row is not None
        if row.state == "handed":
            row.state = kept.state = "accepted"
        row.provider_reference, row.settled_at = sent.reference, now
        kept.settled_at = now
        job.payload = {**job.payload, "secrets": {}}

    return settle


def _notice(job: Job) -> Notice:
    found = session().get(Notice, uuid.UUID(job.payload["notice"]))
    assert found is not None
    return found


def _send_sms(notice: Notice, delivery: Delivery, job: Job, house: House, tried_before: bool) -> Sent | None:
    if notice.channel != "sms":
        return None
    found = house.outside.sms.find(str(delivery.id)) if tried_before else None
    return found or house.outside.sms.send(
        key=notice.delivery_key,
        to=notice.recipient,
        text=for_sms(_text(notice, job, house)),
        reference=str(delivery.id),
    )


def _send_mail(notice: Notice, job: Job, house: House) -> Sent:
    return house.outside.mail.send(
        key=notice.delivery_key,
        to=notice.recipient,
        subject=notice.subject,
        text=_text(notice, job, house),
        attachments=[_attachment(uuid.UUID(one), house) for one in notice.attachments],
    )


def _text(notice: Notice, job: Job, house: House) -> str:
    """The notice with what nobody keeps: codes and addresses are filled in when it leaves."""
    text = Template(notice.text)
    named = set(text.get_identifiers())
    values: dict[str, str] = dict(job.payload.get("secrets", {}))
    grant = _grant(notice, job) if named & {"pickup", "pin"} else None
    if grant is not None:
        values["pickup"] = secrets.grant_address(house, grant)
        values["pin"] = secrets.grant_pin(house, grant)
    if notice.case_id and "pay" in named:
        values |= pay_words.secrets(notice.case_id, house)
    return text.safe_substitute(values)


def _grant(notice: Notice, job: Job) -> Grant | None:
    """Whose codes the message says: of the grant that the job names, else the applicant's own."""
    if named := job.payload.get("grant"):
        return session().get(Grant, uuid.UUID(named))
    parcel = parcels.latest(notice.case_id) if notice.case_id else None
    return grants.applicants(parcel.id) if parcel is not None else None


def _attachment(document_id: uuid.UUID, house: House) -> Attachment:
    latest = documents.get(document_id).latest
    return Attachment(latest.filename, latest.media_type, house.outside.files.get(latest.sha256))


def refund_payment(job: Job, house: House, now: datetime) -> Settle:
    """Give money back to a card; asked again under the same key, the provider gives it once."""
    payment = payments.payment(uuid.UUID(job.payload["payment"]))
    if payment.state != PaymentState.REFUND_DUE:
        return lambda: None
    sent = house.outside.payments.refund(
        key=job.key, transaction=payment.transaction or "", amount=payment.amount
    )
    return lambda: paying.gone_back(payment.id, sent.reference, house, now)


def read_signatures(job: Job, house: House, now: datetime) -> Settle:
    """Look at the signatures of a file that somebody sent, and keep the report."""
    sha256 = job.payload["sha256"]
    found = examining.signatures(sha256, house, now)
    return lambda: examining.report(sha256, found, now)


def scan_again(job: Job, house: House, now: datetime) -> Settle:
    """Look for viruses in a file that could not be looked at when it came."""
    sha256 = job.payload["sha256"]
    scan = house.outside.antivirus.scan(house.outside.files.get(sha256))
    return lambda: examining.scanned_again(sha256, scan, now)


Handlers = Mapping[str, Callable[[Job, House, datetime], Settle]]
HANDLERS: Handlers = {
    "service": service,
    "message": message,
    "signal": hear_signal,
    "send_notice": send_notice,
    "open_door": lockers.open_door,
    "tell_grants": lockers.tell_grants,
    "laid_in": lockers.laid_in,
    "delivery_paper": lockers.delivery_paper,
    "end_drop_off": dropoffs.end,
    "empty_drop_off": dropoffs.empty,
    "refund_payment": refund_payment,
    "read_signatures": read_signatures,
    "scan_again": scan_again,
    "feed_moves": moving.feed,
    "move_case": moving.move,
    "undo_move": moving.undo,
    "register_minute": register.minute,
    "register_volume": register.volume,
    "register_check": register.check,
    "propose": intake.propose,
    "read_scan": scanning.read,
    "remind_of_original": originals.remind,
    "reply_to_arrival": intake.reply,
    "route_paper": routing.route,
}
