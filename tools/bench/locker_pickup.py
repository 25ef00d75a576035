"""A paper on its way to somebody through a compartment, asked for, waited for, laid in, taken."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.cityhall.cases.models import AwaitedMessage, Message
from app.cityhall.lockers import queries, waiting
from app.cityhall.lockers.models import Parcel
from app.database import session, transaction
from app.journey.lockers import pickups
from app.journey.operations.catalogue import VERBS
from app.journey.operations.context import Context
from app.queue.models import Job
from tools.bench.locker_people import HELD_HOURS
from tools.bench.locker_story import HOUR, Story

WAITS = timedelta(days=2)  # settings.locker_wait
NEVER_COMES = 0.12  # invented
USUAL_HOURS = 60  # after so many, on average, somebody comes; invented
DRAWN = "delivery_paper"


@dataclass
class Paper:
    """One paper."""

    case: uuid.UUID
    size: str
    cabinet: str
    accessible: bool
    parcel: uuid.UUID | None = None
    asked_at: datetime | None = None


@dataclass
class Pickups:
    """All of them."""

    story: Story
    papers: dict[uuid.UUID, Paper] = field(default_factory=dict)

    def signed(self, paper: Paper) -> None:
        """The diagram asks for a door; again each time it is called."""
        paper.asked_at = paper.asked_at or self.story.clock.now
        task = uuid.uuid4()
        found = self._performs("locker_deposit", paper, task)
        if found["reserved"]:
            self._served(paper, uuid.uuid5(task, "parcel"))
        else:
            self._waits(paper)

    def _waits(self, paper: Paper) -> None:
        with transaction():
            known = select(AwaitedMessage.task_id).where(AwaitedMessage.case_id == paper.case)
            if session().scalar(known) is not None:
                return
            told = {"kind": "message", "name": pickups.FREE, "since": self.story.clock.now}
            session().add(AwaitedMessage(task_id=uuid.uuid4(), case_id=paper.case, **told))
        self.story.seen["had to wait for a door"] += 1
        self.story.after(WAITS, lambda: self._gives_up(paper))

    def _gives_up(self, paper: Paper) -> None:
        if paper.parcel is not None:
            return
        with transaction():
            waiting.leave(paper.case, "gave_up", self.story.clock.now)
            session().execute(delete(AwaitedMessage).where(AwaitedMessage.case_id == paper.case))
        self.story.hours[paper.size].append(WAITS / HOUR)
        self.story.seen["no door in time: to the counter"] += 1

    def _served(self, paper: Paper, parcel: uuid.UUID) -> None:
        assert paper.asked_at is not None
        paper.parcel = parcel
        self.story.hours[paper.size].append((self.story.clock.now - paper.asked_at) / HOUR)
        self.story.parcels[paper.size] += 1
        with transaction():
            self._look_for_a_jump(paper)
            session().execute(delete(AwaitedMessage).where(AwaitedMessage.case_id == paper.case))
        self.story.works()
        self.story.at(self.story.in_office(self.story.dice.uniform(0.5, 6)), lambda: self._laid_in(paper))

    def _look_for_a_jump(self, paper: Paper) -> None:
        """Is somebody who came before still waiting, whom the very door that was given would serve?"""
        parcel = self._parcel(paper)
        door = self.story.streets[paper.cabinet].built(parcel.compartment)
        assert paper.asked_at is not None
        self.story.seen["overtakings"] += any(
            one.since < paper.asked_at and waiting.fits(one, door.size, accessible=door.accessible)
            for one in waiting.open_at(parcel.cabinet_id)
        )

    def _laid_in(self, paper: Paper) -> None:
        self._opens_and_closes(paper, "envelope")
        until = str(self._performs("locker_ready", paper)["until"])
        self.story.works()
        self.story.at(datetime.fromisoformat(until), lambda: self._late(paper))
        if self.story.dice.random() > NEVER_COMES:
            pause = HOUR * min(HELD_HOURS - 1, self.story.dice.expovariate(1 / USUAL_HOURS))
            self.story.after(pause, lambda: self._collected(paper))

    def _collected(self, paper: Paper) -> None:
        self._opens_and_closes(paper, "applicant")
        self.story.seen["collected"] += 1

    def _late(self, paper: Paper) -> None:
        if self._parcel(paper).over:
            return
        self.story.seen["expired"] += 1
        self._performs("locker_take_back", paper)
        self.story.works()
        self.story.at(self.story.in_office(2), lambda: self._taken_back(paper))

    def _taken_back(self, paper: Paper) -> None:
        street = self.story.streets[paper.cabinet]
        street.closes(self._ordered(paper, "take_back"))
        self.story.hears(street)
        self.story.seen["taken back"] += 1

    def _ordered(self, paper: Paper, purpose: str) -> int:
        """An operator has the door opened."""
        told = {"purpose": purpose, "actor": "operator"}
        bank, reservation = self.story.streets[paper.cabinet].bank, self._parcel(paper).reservation
        return bank.open(key=uuid.uuid4().hex, reservation=reservation, **told)

    def _opens_and_closes(self, paper: Paper, holder: str) -> None:
        assert paper.parcel is not None
        street = self.story.streets[paper.cabinet]
        door = self.story.shows(street, paper.parcel, holder)
        if door == "expired" and holder == "envelope":  # signed before a holiday
            self.story.seen["envelopes that expired first"] += 1
            door = self._ordered(paper, "deposit")
        assert isinstance(door, int), (door, holder, paper)
        street.closes(door)
        self.story.hears(street)
        self._leave_undrawn()

    def _leave_undrawn(self) -> None:
        """What proves each delivery (a sealed PDF) is another worker's, and another figure's."""
        with transaction():
            undrawn = select(Job).where(Job.state == "ready", Job.kind == DRAWN)
            for job in session().scalars(undrawn):
                job.state = "done"
                self.story.seen["papers that prove it, left undrawn"] += 1

    def called(self) -> None:
        """Whoever was called asks for the door as soon as a worker comes to it."""
        with transaction():
            query = select(Message.case_id).where(Message.name == pickups.FREE).order_by(Message.posted_at)
            cases = [one for one in session().scalars(query) if one]
            if not cases:
                return
            session().execute(delete(Message).where(Message.name == pickups.FREE))
        for case in dict.fromkeys(cases):
            pause = timedelta(seconds=self.story.dice.uniform(0.1, 20))
            self.story.after(pause, lambda paper=self.papers[case]: self._asks_again(paper))  # type: ignore[misc]

    def _asks_again(self, paper: Paper) -> None:
        self.story.works()  # the job that brought the message
        if paper.parcel is None:
            self.signed(paper)

    def _parcel(self, paper: Paper) -> Parcel:
        assert paper.parcel is not None
        found = queries.by_id(paper.parcel)
        assert found is not None
        return found

    def stuck(self) -> int:
        """How many came to no end."""
        return sum(1 for one in self.papers.values() if one.parcel and not self._parcel(one).over)

    def _performs(self, operation: str, paper: Paper, task: uuid.UUID | None = None) -> dict[str, object]:
        context = Context(paper.case, task or uuid.uuid4(), {}, self.story.house, self.story.clock.now)
        settle = VERBS[operation].perform(context)
        with transaction():
            found = settle()
        return found if isinstance(found, dict) else {}
