"""A hall for tests, spoken to in sentences: `hall.petition(...)`, `hall.does("Ana", "analysis", ...)`."""

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import update

from app import demo
from app.adapters.file_store import DiskFileStore
from app.assembly import create_app
from app.cityhall import institutions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.lockers import grants
from app.cityhall.lockers.models import Grant, Parcel
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.database import db, session, transaction
from app.errands import runner
from app.journey import wake
from app.journey.house import House
from app.journey.lockers import hearing
from app.journey.submit import Receipt
from app.outside import Outside
from app.rehearsal import outside
from app.rehearsal.hall import PaperHall
from app.settings import Locker, Settings

ROOT = Path(__file__).resolve().parent.parent
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
STAFF = {name.split()[0]: f"{mail}@ps6.example" for name, mail, _ in demo.STAFF}
PETITION = {
    "applicant_kind": "person",
    "full_name": "Ioana Cetățean",
    "address": {"street": "Str. Dezrobirii", "number": "12", "locality": "București", "county": "București"},
    "email": "ioana@exemplu.ro",
    "phone": "0721 000 101",
    "category": "sanitation",
    "subject": "Gunoi neridicat",
    "description": "De o săptămână nu s-a ridicat gunoiul din fața blocului.",
    "delivery": "locker",
}


def settings(folder: Path, url: str | None = None) -> Settings:
    """Settings of a hall in this folder, on SQLite unless a database is given."""
    key = "a-test-key-of-enough-length"
    return Settings(
        instance=folder,
        url="http://127.0.0.1:8000",
        database_url=url or f"sqlite:///{folder / 'hall.sqlite'}",
        secret_key=key,
        sms_url="http://127.0.0.1:1",
        sms_api_key=key,
        sms_callback_key=key,
        smtp_host="127.0.0.1",
        smtp_port=1,
        mail_from="hall@example.ro",
        lockers=(Locker("cabinet-1", "http://127.0.0.1:1", key),),
        payment_url="http://127.0.0.1:1",
        payment_key=key,
        demo=True,
        rate_limits=False,
    )


def world(folder: Path) -> Outside:
    """An outside on paper; documents lie in this folder, as the real ones do."""
    return outside.in_memory(DiskFileStore(folder / "files"))


def build(folder: Path, url: str | None = None, **changes: Any) -> Flask:
    """The application over an outside on paper."""
    return create_app(replace(settings(folder, url), **changes), world(folder))


def furnish(app: Flask, now: datetime = MONDAY, *, migrate: bool = True) -> None:
    """The demonstration sector and all procedures."""
    with app.app_context():
        if migrate:
            flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        with transaction():
            demo.furnish(["cabinet-1"], now)
        hall = institutions.by_code("PS6")
        assert hall is not None
        for code in folders.codes(ROOT):
            with transaction():
                procedure_actions.publish(hall, code, folders.read_folder(ROOT, code), now)
        session().close()


class Hall(PaperHall):
    """One hall, at a time that the test moves."""

    applicant = "ioana@exemplu.ro"

    def __init__(self, app: Flask, now: datetime = MONDAY) -> None:
        self.app = app
        self.now = now
        app.extensions["clock"] = lambda: self.now
        self.stopped = False
        self._numbers = itertools.count(1)

    @property
    def house(self) -> House:
        found: House = self.app.extensions["house"]
        return found

    @property
    def sms(self) -> outside.Letterbox:
        return self.house.outside.sms  # type: ignore[return-value]

    @property
    def mail(self) -> outside.Mailbox:
        return self.house.outside.mail  # type: ignore[return-value]

    @property
    def bank(self) -> outside.Bank:
        return self.house.outside.lockers["cabinet-1"]  # type: ignore[return-value]

    def grant(self, parcel: Parcel) -> Grant:
        """The applicant's own right to the parcel's door."""
        found = grants.applicants(parcel.id)
        assert found is not None
        return found

    def passes(self, **time: float) -> None:
        """Time goes by; due timers fire and jobs are done."""
        self.now += timedelta(**time)
        wake.fire_due(self.now)
        self.works()

    def works(self) -> int:
        """The worker does what is due, unless the test has stopped it."""
        return 0 if self.stopped else runner.drain(self.house, self.now)

    def works_once(self) -> bool:
        """The worker does one job."""
        return runner.perform_one(self.house, self.now)

    def actor(self, who: str) -> Actor:
        """Staff by first name, citizens by e-mail."""
        return super().actor(STAFF.get(who, who))

    def files(
        self, code: str, answers: dict[str, Any], by: str = "ioana@exemplu.ro", channel: str = "portal"
    ) -> Receipt:
        """Somebody fills the form and sends it."""
        return self.sends(procedures.current(code), answers, self.actor(by), channel)

    def petition(self, **answers: Any) -> Case:
        """A petition by Ioana, who wants the answer in the locker unless it says otherwise."""
        return self.files("petition", {**PETITION, **answers}).case

    def task(self, case: Case, form: str) -> CaseTask:
        """The open task with that form."""
        found = [task for task in cases.open_tasks(case.id) if task.form == form]
        assert found, (form, [t.form for t in cases.open_tasks(case.id)])
        return found[0]

    def does(self, who: str, case: Case, form: str, **answers: Any) -> CaseTask:
        """Somebody takes the task with that form, writes its letter when it has one, and finishes it."""
        if form == "routing":
            self._finds_no_twin(case)
        task = self.task(case, form)
        self.finishes(self.actor(who), task, answers)
        return self.again(task)

    def _finds_no_twin(self, case: Case) -> None:
        """Tests file the same petition many times: whoever routes it finds that each is another matter."""
        if any(task.element == "twins" for task in cases.open_tasks(case.id)):
            self.does("Ion", case, "twins", kind="different")

    def says(self, case: Case, name: str, reason: str = "", by: str = "") -> None:
        """The applicant (or a clerk, by first name, on that person's behalf) says something to the case."""
        self.wishes(case, name, reason, self.actor(by) if by else None)

    def door(self, kind: str, purpose: str, number: int | None = None) -> None:
        """The cabinet tells what happened at the door of its latest reservation."""
        event = self.bank.event(f"door.{kind}", purpose, self.now, number or next(self._numbers))
        with transaction():
            hearing.hear("cabinet-1", [event], self.house, self.now)
        self.works()

    def answered(self, case: Case, **analysis: Any) -> None:
        """The whole way of a petition from routing to the signed answer."""
        self.does("Ion", case, "routing", competence="ours", department="SAL")
        self.does("Ana", case, "analysis", decision="answer", **analysis)
        self.does("Ana", case, "drafting", **ANSWER)
        self.signed(case)

    def signed(self, case: Case) -> None:
        """The head of the department endorses the answer to a petition, and the mayor signs it."""
        self.does("Gabi", case, "approval", decision="approve")
        self.does("Dan", case, "approval", decision="approve")


ANSWER = {
    "solution": "favourable",
    "answer": "Gunoiul a fost ridicat.",
    "legal_basis": "OG 27/2002, art. 8",
    "appeal": "Legea 554/2004",
}


def as_published(code: str, **config: Any) -> None:
    """As if the procedure had been published with this in its procedure.toml (a version never changes)."""
    version = procedures.current(code)
    whole = {name: value for name, value in {**version.config, **config}.items() if value is not None}
    with transaction() as writing:
        writing.execute(
            update(ProcedureVersion).where(ProcedureVersion.id == version.id).values(config=whole)
        )
        writing.refresh(procedures.current(code))


@contextmanager
def opened(app: Flask) -> Iterator[Hall]:
    """The hall, inside its application."""
    with app.app_context():
        yield Hall(app)
        session().close()
        db.engine.dispose()


def new_id() -> uuid.UUID:
    """An id that nobody has."""
    return uuid.uuid4()
