"""A hall on paper, spoken to in sentences: somebody files, does a task, pays, closes a door; time goes by."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import inspect

from app.cityhall import submissions
from app.cityhall.cases import actions as case_actions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.documents.actions import Stored, add
from app.cityhall.lockers import grants
from app.cityhall.lockers import queries as lockers
from app.cityhall.payments import queries as payment_queries
from app.cityhall.payments import rules as payment_rules
from app.cityhall.people import accounts, posts, rights
from app.cityhall.people.rights import Actor
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.registry.rules import romanian_day
from app.database import session, transaction
from app.errands import runner
from app.journey import letters, messages, payments, submit, wishes, work
from app.journey.house import House
from app.journey.lockers import hearing, pickups
from app.journey.submit import Receipt
from app.rehearsal.complaint import Untrue
from app.rehearsal.outside import Bank, Till

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
REGISTRAR, CASHIER = "registrar", "cashier"


class PaperHall:
    """One hall at a time that its story moves; people are named by e-mail, the staff by name."""

    applicant = "solicitant@proba.example"

    def __init__(self, house: House, now: datetime) -> None:
        self._house = house
        self.now = now

    @property
    def house(self) -> House:
        return self._house

    @property
    def till(self) -> Till:
        return self.house.outside.payments  # type: ignore[return-value]

    def works(self) -> int:
        """The worker does what is due."""
        return runner.drain(self.house, self.now)

    def actor(self, who: str) -> Actor:
        """Somebody by e-mail or, on the staff, by name. Raises Untrue `nobody_called`."""
        found = accounts.by_email(who) if "@" in who else posts.called(who, romanian_day(self.now))
        if found is None:
            raise Untrue("nobody_called", name=who)
        return rights.actor(found, romanian_day(self.now))

    def holder(self, institution_id: Any, role: str) -> Actor:
        """The first who holds that role. Raises Untrue `nobody`."""
        today = romanian_day(self.now)
        for account in posts.holders(institution_id, role, today):
            return rights.actor(account, today)
        raise Untrue("nobody", role=role, department="")

    def sends(
        self,
        version: ProcedureVersion,
        answers: Mapping[str, Any],
        by: Actor,
        channel: str = "portal",
        papers: Mapping[str, str] | None = None,
    ) -> Receipt:
        """Somebody fills the form and sends it, with papers (a title for each code)."""
        with transaction():
            draft = submissions.begin(by.person_id, version, channel, dict(answers), self.now)
        for code, title in (papers or {}).items():
            self._attaches(code, title, draft.id)
        with transaction():
            own = submissions.mine(draft.id, by.person_id, lock=True)
            receipt = submit.file_request(own, by, self.now)
        self.works()
        return receipt

    def _attaches(self, code: str, title: str, draft_id: Any) -> None:
        content = PAPER + code.encode()
        sha256 = self.house.outside.files.put(content)
        stored = Stored(sha256, len(content), "application/pdf", f"{code}.pdf")
        with transaction():
            add("paper", title, stored, self.now, draft_id=draft_id, paper_code=code)

    def finishes(self, by: Actor, task: CaseTask, answers: Mapping[str, Any]) -> None:
        """Somebody takes a task, writes its letter when it has one, and is done with it."""
        if task.role != "applicant":
            with transaction():
                task = self.again(task)
                case_actions.claim(task, by, self.now)
        if task.letter:
            letters.write(task, dict(answers), by, self.house, self.now)
        with transaction():
            task = self.again(task)
            work.complete(task, answers, by, task.revision, self.now)
        self.works()

    def again(self, task: CaseTask) -> CaseTask:
        """The task as it is now."""
        found = session().get(CaseTask, inspect(task).identity, populate_existing=True)
        assert found is not None
        return found

    def wishes(self, case: Case, name: str, reason: str = "", by: Actor | None = None) -> None:
        """The applicant (or somebody at the counter, on that person's behalf) says something to the case."""
        account = self.fresh(case).applicant.account
        own = self.actor(account.email) if account else self.holder(case.institution_id, REGISTRAR)
        with transaction():
            wishes.say(self.fresh(case), name, reason, by or own, self.now)
        self.works()

    def hears_of(self, case: Case, name: str, payload: Any) -> None:
        """Something else is told to the case."""
        key = f"rehearsal:{name}:{uuid.uuid4()}"
        with transaction():
            messages.post(name, key, self.now, case_id=case.id, payload=payload)
        self.works()

    def door(self, kind: str, purpose: str) -> None:
        """The cabinet tells that a door was opened, or closed. Raises Untrue `no_door`."""
        for code, bank in self.house.outside.lockers.items():
            if isinstance(bank, Bank) and bank.refs:
                event = bank.event(f"door.{kind}", purpose, self.now)
                with transaction():
                    hearing.hear(code, [event], self.house, self.now)
                self.works()
                return
        raise Untrue("no_door")

    def keeps_longer(self, case: Case) -> None:
        """The applicant asks for more time. Raises Refusal as `pickups.extend`, Untrue `no_door`."""
        parcel = lockers.latest(case.id)
        with transaction():
            grant = grants.applicants(parcel.id) if parcel is not None else None
            if grant is None:
                raise Untrue("no_door")
            pickups.extend(grant, case.applicant_id, self.now)
        self.works()

    def pays(self, case: Case, how: str = "card", receipt: str = "") -> None:
        """Somebody pays what the case waits for: by card at the provider, or at the cash desk."""
        note = payment_queries.due_of_case(case.id)
        if note is None:
            raise Untrue("nothing_due")
        if how == "counter":
            by = self.holder(case.institution_id, CASHIER)
            with transaction():
                number = receipt or f"CH {self.now:%y%m%d%H%M%S}"
                payments.at_counter(note.id, number, by, self.house, self.now)
        else:
            payments.begin_card(payment_rules.pay_code(self.house.secret, note.id), self.house, self.now)
            self.hears(self.till.event(self.now))
        self.works()

    def hears(self, event: dict[str, Any]) -> None:
        """The provider's call-back arrives."""
        with transaction():
            payments.hear(payments.Told(**event), self.house, self.now)
        self.works()

    def fresh(self, case: Case) -> Case:
        """The case as it is now, whatever session it was read in."""
        session().rollback()
        found = session().get(Case, inspect(case).identity)
        assert found is not None
        return found

    def tasks(self, case: Case, form: str) -> list[CaseTask]:
        """The open tasks with that form."""
        return [task for task in cases.open_tasks(case.id) if task.form == form]
