"""The job that reminds a sender of an original."""

import uuid
from datetime import datetime

from app.cityhall.originals import ExpectedOriginal
from app.database import session, transaction
from app.journey import originals
from app.journey.house import House
from app.journey.operations.context import Settle
from app.queue import jobs
from app.queue.models import Delivery, Job


def remind(job: Job, house: House, now: datetime) -> Settle:
    """Send it, unless the original came meanwhile; the key makes a retry the same message."""
    original = session().get(ExpectedOriginal, uuid.UUID(job.payload["original"]))
    if original is None or original.state != "waiting" or not original.email:
        return lambda: None
    to, (subject, text) = original.email, originals.letter(original)
    with transaction():
        delivery = jobs.plan_delivery(job.key, "email", to, now, job.id)
        delivery.state, delivery.handed_at = "handed", now
        delivery.attempts += 1
    sent = house.outside.mail.send(key=job.key, to=to, subject=subject, text=text)

    def settle() -> None:
        row = session().get(Delivery, delivery.id, with_for_update=True)
        assert row is not None
        row.state, row.provider_reference, row.settled_at = "accepted", sent.reference, now

    return settle
