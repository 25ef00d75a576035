"""What happens at the cabinets, in order: an agenda by the story's clock, and the hall that hears of it."""

import heapq
import itertools
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from app.cityhall.lockers import grants
from app.cityhall.lockers.models import Grant
from app.database import transaction
from app.errands import runner
from app.journey import secrets
from app.journey.house import House
from app.journey.lockers import hearing
from tools.bench.locker_street import Clock, Street

HOUR = timedelta(hours=1)
OPENS, CLOSES = 6, 15  # office hours, UTC
JOBS = 5_000  # at most so many at a time


@dataclass
class Story:
    """The agenda, the hall, the streets, and what was seen."""

    house: House
    clock: Clock
    streets: dict[str, Street]
    dice: Random
    seen: Counter[str] = field(default_factory=Counter)
    hours: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    parcels: Counter[str] = field(default_factory=Counter)
    when_free: Callable[[], None] = lambda: None
    _agenda: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._agenda, (moment, next(self._numbers), act))

    def after(self, pause: timedelta, act: Callable[[], None]) -> None:
        self.at(self.clock.now + pause, act)

    def run(self) -> None:
        """Until nothing is left to happen."""
        while self._agenda:
            self.clock.now, _, act = heapq.heappop(self._agenda)
            act()

    def in_office(self, hours: float) -> datetime:
        """So many hours from now, or within the next office hour."""
        moment = self.clock.now + HOUR * hours
        while moment.weekday() > 4 or not OPENS <= moment.hour < CLOSES:
            moment = (moment + HOUR).replace(minute=self.dice.randrange(60))
        return moment

    def works(self) -> None:
        """The worker does what is due."""
        runner.drain(self.house, self.clock.now, JOBS)

    def hears(self, street: Street) -> None:
        """The hall hears what the cabinet tells, and calls whoever is served by a door that became free."""
        with transaction():
            hearing.hear(street.site, street.told(), self.house, self.clock.now)
        self.when_free()

    def shows(self, street: Street, parcel: uuid.UUID, holder: str) -> int | str:
        """Somebody shows their QR: the door that opens, or why not."""
        return street.shows(secrets.grant_token(self.house, self._grant(parcel, holder)))

    def _grant(self, parcel: uuid.UUID, holder: str) -> Grant:
        return next(one for one in grants.of_parcel(parcel) if one.holder == holder)
