"""The job that reads a scanned page, and has the paper proposed when the last one was read."""

import uuid
from datetime import datetime

from app.cityhall.arrivals import queries, rules
from app.journey import intake, scans
from app.journey.house import House
from app.journey.operations.context import Settle
from app.queue.models import Job


def read(job: Job, house: House, now: datetime) -> Settle:
    """Read one page. Raises OutsideError when its bytes cannot be had."""
    arrival_id = uuid.UUID(job.payload["arrival"])
    file, page = int(job.payload["file"]), int(job.payload["page"])
    found = scans.look(arrival_id, file, page, house)

    def settle() -> None:
        read_all = scans.keep(arrival_id, file, page, found, now)
        arrival = queries.get(arrival_id)
        # Whoever has it open already reads the pages; a new proposal would only be in the way.
        if read_all and arrival is not None and arrival.state == rules.NEW:
            scans.note_unread(arrival)
            intake.propose(arrival_id)

    return settle
