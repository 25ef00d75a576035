"""People at work in a hall of this process: a certificate is asked for, routed, verified, completed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask

from app.cityhall import submissions
from app.cityhall.cases import actions, queries
from app.cityhall.cases.models import CaseTask
from app.cityhall.people import accounts, rights
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.rules import romanian_day
from app.database import session, transaction
from app.errands import runner
from app.journey import submit, work
from app.journey.house import House

NOW = datetime.now(UTC).replace(microsecond=0)
CITIZEN, OFFICER, HEAD = "ioana@exemplu.ro", "urbanism@ps6.example", "arhitect@ps6.example"
ADDRESS = {"street": "Str. Lalelelor", "number": "5", "locality": "București"}
CERTIFICATE = {
    "applicant_kind": "person",
    "full_name": "Ioana Cetățean",
    "cnp": "1800101221144",
    "id_number": "123456",
    "id_issued_by": "SPCEP Sector 6",
    "id_issued_on": "2021-04-03",
    "address": ADDRESS,
    "property_kind": ["land", "buildings"],
    "land_area": 1250.5,
    "property_address": ADDRESS,
    "land_registry": "digital",
    "cadastral_number": "234567-C1",
    "delivery": "email",
    "email": "ioana@exemplu.ro",
    "declaration": True,
}
PETITION = {
    "applicant_kind": "person",
    "full_name": "Ioana Cetățean",
    "address": ADDRESS,
    "category": "roads",
    "subject": "Groapă pe strada Fabricii",
    "description": "La numărul 12 este o groapă.",
    "delivery": "email",
    "email": "ioana@exemplu.ro",
}
OURS = {"competence": "ours"}
WHOLE = {"complete": True}
LACKING = {
    "complete": False,
    "defects": [{"paper": "land_book_extract", "reason": "missing", "note": "Lipsește extrasul."}],
}
COMPLETED = {"answer": "Am adăugat extrasul."}


class Clerks:
    """The hall's people; call inside the application."""

    def __init__(self, app: Flask) -> None:
        self.house: House = app.extensions["house"]

    def actor(self, email: str) -> Actor:
        account = accounts.by_email(email)
        assert account is not None, email
        return rights.actor(account, romanian_day(NOW))

    def file(self) -> UUID:
        """A request for a certificate; its case."""
        citizen = self.actor(CITIZEN)
        with transaction():
            version = procedures.current("urbanism_information")
            draft = submissions.begin(citizen.person_id, version, "portal", CERTIFICATE, NOW)
        with transaction():
            own = submissions.mine(draft.id, citizen.person_id, lock=True)
            return submit.file_request(own, citizen, NOW).case.id

    def certificate(self) -> UUID:
        """The same on the officer's desk."""
        case_id = self.file()
        self.works()
        self.does(HEAD, case_id, "resolution", OURS)
        return case_id

    def takes(self, email: str, case_id: UUID, form: str) -> UUID:
        """Somebody takes the task with that form; its id."""
        with transaction():
            task = self._task(case_id, form)
            if task.role != "applicant":
                actions.claim(task, self.actor(email), NOW)
            return task.id

    def does(self, email: str, case_id: UUID, form: str, answers: Mapping[str, Any]) -> None:
        """Somebody takes the task and completes it; the worker does what follows."""
        finish(self.takes(email, case_id, form), answers, self.actor(email))
        self.works()

    def works(self) -> None:
        """All jobs that wait are done."""
        runner.drain(self.house, NOW)

    @staticmethod
    def _task(case_id: UUID, form: str) -> CaseTask:
        return next(task for task in queries.open_tasks(case_id) if task.form == form)


def finish(task_id: UUID, answers: Mapping[str, Any], actor: Actor) -> None:
    """One step: the task is loaded and completed, the engine moves, everything is kept."""
    with transaction():
        task = session().get(CaseTask, task_id)
        assert task is not None
        work.complete(task, answers, actor, task.revision, NOW)
