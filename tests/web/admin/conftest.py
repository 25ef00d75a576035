"""The same browsers as at the citizen's door, and things that went wrong."""

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.cityhall import incidents
from app.cityhall.cases.models import Case
from app.database import session, transaction
from app.queue import jobs
from app.queue.models import Job
from tests.hall import Hall
from tests.web.citizen.conftest import enter

__all__ = ["enter"]
Breaks = Callable[..., uuid.UUID]


@pytest.fixture
def breaks(hall: Hall) -> Breaks:
    """`breaks(case)`: the next service of a case dies (of no case: a door's opening); the incident's id."""

    def die(case: Case | None, error: str = "OutsideError('timeout')") -> uuid.UUID:
        with transaction():
            job = _waiting_for(case) if case else _lost(hall)
            assert job is not None
            job.state, job.error, job.attempts = "dead", error, 12
            facts = {"job": job.kind, "tries": 12, "error": error}
            about = {name: job.payload[name] for name in ("operation", "task") if name in job.payload}
            made = incidents.open(
                "job",
                hall.now,
                case_id=job.case_id,
                element=job.payload.get("element"),
                job_id=job.id,
                facts={**facts, **about},
            )
            return made.id

    return die


def _waiting_for(case: Case) -> Job | None:
    return session().scalar(select(Job).where(Job.case_id == case.id, Job.state == "ready"))


def _lost(hall: Hall) -> Job | None:
    jobs.enqueue("lost", "open_door", {}, hall.now)
    return session().scalar(select(Job).where(Job.key == "lost"))
