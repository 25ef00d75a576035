"""What gateways tell later about messages that they took."""

import uuid
from datetime import datetime

from app.cityhall import notices
from app.database import session
from app.queue import jobs
from app.queue.models import Delivery

FINAL = frozenset({"delivered", "failed"})


def hear_sms(event_id: str, reference: uuid.UUID, state: str, now: datetime) -> None:
    """Apply a delivery report once; inside a transaction. Unknown references are ignored."""
    if state not in FINAL or not jobs.first_time("sms", event_id, now):
        return
    delivery = session().get(Delivery, reference, with_for_update=True)
    if delivery is None or delivery.state in FINAL:
        return
    delivery.state, delivery.settled_at = state, now
    notice = notices.by_key(delivery.key)
    if notice is not None:
        notice.state, notice.settled_at = state, now
