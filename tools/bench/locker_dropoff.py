"""A request handed in through a compartment: prepared at home, laid in, numbered, emptied by a clerk."""

import uuid
from dataclasses import dataclass, field

from app.cityhall import submissions
from app.cityhall.dropoffs import queries
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.people import rights
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.rules import romanian_day
from app.database import session, transaction
from app.journey.lockers import dropoff_preparing, dropoffs
from app.journey.lockers.dropoff_preparing import Wanted
from app.refusal import Refusal
from tools.bench import locker_people
from tools.bench.clerks import PETITION
from tools.bench.locker_pickup import Pickups
from tools.bench.locker_story import HOUR, Story

ITEM = {"code": "annexes", "title": "Anexe", "need": "recommended", "laid": "laid"}
NEVER_COMES = 0.08  # invented


@dataclass
class DropOffs:
    """All of them."""

    story: Story
    pickups: Pickups
    prepared: list[uuid.UUID] = field(default_factory=list)

    def prepares(self, code: str, size: str) -> None:
        """Somebody with an account asks for a door, and is told at once whether there is one."""
        story = self.story
        with transaction():
            account = locker_people.account(story.clock)
            actor = rights.actor(account, romanian_day(story.clock.now))
            version = procedures.current("petition")
            draft = submissions.begin(actor.person_id, version, "portal", dict(PETITION), story.clock.now)
            wanted = Wanted(code, size, (ITEM,))
            made = dropoff_preparing.of_request(draft, wanted, actor, story.clock.now).id
        try:
            dropoff_preparing.keep_door(made, story.house, story.clock.now)
        except Refusal:
            story.seen["drop-offs that found no door"] += 1
            return
        story.works()
        self.prepared.append(made)
        story.seen["drop-offs prepared"] += 1
        story.parcels[size] += 1
        if story.dice.random() < NEVER_COMES:
            story.after(HOUR * 25, self._lapses)
        else:
            story.after(HOUR * story.dice.uniform(0.5, 20), lambda: self._laid_in(made, code))

    def _laid_in(self, made: uuid.UUID, code: str) -> None:
        """The door closes: the request has its number."""
        street = self.story.streets[code]
        door = self.story.shows(street, made, "depositor")
        assert isinstance(door, int), door
        street.closes(door)
        self.story.hears(street)
        self.story.works()
        self.story.seen["drop-offs numbered as the door closed"] += self._now(made).entry_id is not None
        self.story.at(self.story.in_office(1), lambda: self._emptied(made, code))

    def _emptied(self, made: uuid.UUID, code: str) -> None:
        parcel = self._now(made).parcel
        assert parcel is not None
        street = self.story.streets[code]
        told = {"purpose": "take_back", "actor": "operator"}
        street.closes(street.bank.open(key=uuid.uuid4().hex, reservation=parcel.reservation, **told))
        self.story.hears(street)
        self.story.seen["drop-offs emptied"] += 1

    def _lapses(self) -> None:
        """A round ends the windows that are over; the doors that come back serve who waits."""
        self.story.seen["drop-offs that lapsed"] += dropoffs.lapse_due(self.story.clock.now)
        self.story.works()
        self.pickups.called()

    def stuck(self) -> int:
        """How many still have a door."""
        return sum(1 for one in self.prepared if self._now(one).state in ("prepared", "laid_in"))

    def _now(self, made: uuid.UUID) -> DropOff:
        session().rollback()
        found = queries.get(made)
        assert found is not None
        return found
