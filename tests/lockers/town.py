"""A hall with a real cabinet in its street: cases whose paper waits for a door, and people."""

import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from app.cityhall.cabinets.models import Compartment
from app.cityhall.cases import waiting
from app.cityhall.cases.models import AwaitedMessage
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Parcel
from app.cityhall.registry.models import RegisterEntry
from app.database import Identified, session, transaction
from app.journey.lockers import cabinets, dropoffs, hearing
from app.journey.operations.catalogue import VERBS
from app.journey.operations.context import Context
from app.outside import OutsideError
from app.queue import jobs
from app.queue.models import Job
from tests.hall import ANSWER, Hall
from tests.lockers.street import SITE, Street
from tools.bench import twins

TWINS = 60
# Seconds; a job that failed a few times comes again within.
SOON = 60
# A door opens at once for whoever stands before it, or not at all.
ASKED_AT_ONCE = ("open_door", "empty_drop_off")


class Town:
    """The real hall, in this process, and the real cabinet, in its own; events come when they may."""

    def __init__(self, hall: Hall, street: Street) -> None:
        self.hall, self.street = hall, street
        house = hall.app.extensions["house"]
        outside = replace(house.outside, lockers={SITE: street.bank})
        self.case, self.task = signed(hall)
        hall.app.extensions["house"] = replace(house, outside=outside)
        self._cases: deque[uuid.UUID] = deque()
        self.post: list[dict[str, Any]] = []
        self.all_told: list[dict[str, Any]] = []
        self.heard: list[dict[str, Any]] = []
        self._numbered = 0
        self.ends: Counter[str] = Counter()

    @property
    def now(self) -> datetime:
        return self.street.now

    def as_new(self) -> None:
        """An empty cabinet, today again; the hall has just drawn its map."""
        self.street.as_new()
        for told in (self.post, self.all_told, self.heard):
            told.clear()
        with transaction():
            # Those of the last history were told from a day that has not come yet.
            session().execute(delete(Compartment))
            # What died in it was told by it: no other is to blame, and none is shrunk to it.
            session().execute(update(Job).where(Job.state == "dead").values(state="done"))
        self._numbered += self.numbers_given()
        self.looks_at_the_cabinet()

    def another_case(self) -> uuid.UUID:
        """A case whose paper has just been signed."""
        if not self._cases:
            self._cases.extend(ids[self.case] for ids in twins.of(self.case, TWINS, [self.task]))
        return self._cases.popleft()

    def performs(self, operation: str, case_id: uuid.UUID, task: uuid.UUID | None = None) -> object:
        """A service task of the case, tried until the controller answers, as the queue does."""
        context = Context(case_id, task or uuid.uuid4(), {}, self.hall.house, self.now)
        for _ in range(6):
            try:
                settle = VERBS[operation].perform(context)
                with transaction():
                    return settle()
            except OutsideError as error:
                if error.permanent:
                    raise
                session().rollback()
                if error.code == "door_not_free_yet":
                    # Heard, or said by a job that comes again because its answer was lost.
                    self.street.passes(SOON)
                    self.collects_post()
                    self.reads_post()
                    self.works()
        raise AssertionError("the controller does not answer")

    def orders_open(self, parcel: Parcel, purpose: str, actor: str = "Elena") -> None:
        """An operator asks for the door; the worker has it opened, or gives up."""
        payload = {
            "parcel": str(parcel.id),
            "purpose": purpose,
            "actor": str(self.hall.actor(actor).person_id),
        }
        with transaction():
            jobs.enqueue(f"open:{uuid.uuid4()}", "open_door", payload, self.now)
        self.works()

    def works(self) -> None:
        """The worker does what is due now, asking again when an answer was lost."""
        self.hall.now = self.now
        self.hall.works()
        session().rollback()

    def rounds(self) -> None:
        """What the worker does now and then: windows end, and jobs are done."""
        dropoffs.lapse_due(self.now)
        self.works()

    def looks_at_the_cabinet(self) -> bool:
        """The hall draws its map of the cabinet anew; False when it does not answer."""
        return cabinets.ask(SITE, self.street.bank, self.hall.house, self.now)

    def map(self) -> dict[int, tuple[str, str]]:
        """How each door stands, as the hall believes."""
        session().rollback()
        return {one.number: (one.state, one.door) for one in session().scalars(select(Compartment))}

    def numbers_given(self) -> int:
        """How many entries this history has made in the register for what was laid in."""
        session().rollback()
        laid_in = select(func.count()).where(RegisterEntry.channel == "locker")
        return (session().scalar(laid_in) or 0) - self._numbered

    def untold(self, parcel_id: uuid.UUID) -> bool:
        """Does the controller still have to be told of a change of the parcel's grants?"""
        ready = select(Job.payload).where(Job.kind == "tell_grants", Job.state == "ready")
        return any(payload["parcel"] == str(parcel_id) for payload in session().scalars(ready))

    def knows(self, kind: type[Identified], told: str) -> bool:
        """Is that the id of such a row?"""
        with suppress(ValueError):
            return session().get(kind, uuid.UUID(told)) is not None
        return False

    @contextmanager
    def listening(self, case_id: uuid.UUID, name: str) -> Iterator[None]:
        """As if the case's diagram waited for that message; what it would do with it is not played here."""
        row = AwaitedMessage(task_id=uuid.uuid4(), case_id=case_id, kind="message", name=name, since=self.now)
        task_id = row.task_id
        with transaction():
            session().add(row)
        yield
        with transaction():
            waiting.forget([task_id])
            told = update(Job).where(Job.kind == "message", Job.state == "ready")
            session().execute(told.values(state="done"))

    def gives_up_nothing(self) -> list[tuple[str, str | None]]:
        """Jobs that died, which no fault of a cabinet may bring about (a door that said no, may)."""
        query = select(Job.kind, Job.error).where(Job.state == "dead", Job.kind.not_in(ASKED_AT_ONCE))
        return [(kind, error) for kind, error in session().execute(query)]

    def collects_post(self) -> None:
        """What the cabinet told meanwhile lies in the post; nobody has read it yet."""
        new = self.street.told()
        self.post += new
        self.all_told += new

    def reads_post(self, order: Callable[[list[Any]], list[Any]] = list) -> None:
        """The hall hears what lies there, in that order."""
        events, self.post = order(self.post), []
        self.heard += events
        with transaction():
            hearing.hear(SITE, events, self.hall.house, self.now)
        self.works()

    def known(self, parcel_id: uuid.UUID) -> Parcel | None:
        session().rollback()
        return lockers.by_id(parcel_id)

    def parcel(self, parcel_id: uuid.UUID) -> Parcel:
        found = self.known(parcel_id)
        assert found is not None
        return found


def signed(hall: Hall) -> tuple[uuid.UUID, uuid.UUID]:
    """A petition whose signed answer is to be laid into the locker: the case and its waiting service task."""
    case = hall.petition()
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.does("Ana", case, "analysis", decision="answer")
    hall.does("Ana", case, "drafting", **ANSWER)
    hall.does("Gabi", case, "approval", decision="approve")
    hall.stopped = True
    hall.does("Dan", case, "approval", decision="approve")
    hall.stopped = False
    while (task := _deposits()) is None:
        assert hall.works_once()
    case_id = case.id
    with transaction():
        for job in session().scalars(select(Job).where(Job.state == "ready")):
            job.state = "done"
    return case_id, task


def _deposits() -> uuid.UUID | None:
    session().rollback()
    for job in session().scalars(select(Job).where(Job.state == "ready", Job.kind == "service")):
        if job.payload["operation"] == "locker_deposit":
            return uuid.UUID(job.payload["task"])
    return None
