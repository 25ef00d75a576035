"""The registry's jobs for what comes: propose, and answer when it has its number."""

import uuid
from datetime import datetime
from functools import partial

from app.cityhall.arrivals import queries as arrivals
from app.database import session, transaction
from app.journey import intake, replies
from app.journey.house import House
from app.journey.operations.context import Settle
from app.queue import jobs
from app.queue.models import Delivery, Job


def propose(job: Job, _house: House, _now: datetime) -> Settle:
    """Fill in the proposal of what came."""
    return partial(intake.propose, uuid.UUID(job.payload["arrival"]))


def reply(job: Job, house: House, now: datetime) -> Settle:
    """Answer the sender, with the proof. The key is the message's own, so that readers drop a second one."""
    arrival = arrivals.get(uuid.UUID(job.payload["arrival"]))
    assert arrival is not None
    written = replies.to(arrival, house, now)
    with transaction():
        delivery = jobs.plan_delivery(job.key, "email", written.to, now, job.id)
        delivery.state, delivery.handed_at = "handed", now
        delivery.attempts += 1
    sent = house.outside.mail.send(
        key=job.key,
        to=written.to,
        subject=written.subject,
        text=written.text,
        attachments=[written.proof],
        thread=written.thread,
    )

    def settle() -> None:
        row = session().get(Delivery, delivery.id, with_for_update=True)
        assert row is not None
        row.state, row.provider_reference, row.settled_at = "accepted", sent.reference, now

    return settle
