"""A finished case, told without its people, played again on its own version and on a draft.

What the two plays went through is compared. The play on its own version must go the way that was recorded:
where it does not (words decided, another case took part, somebody edited the case by hand), nothing can be
said of the draft either, and the replay is unsure.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.cityhall.cases.models import Case
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.scenarios import Scenario
from app.journey.house import House
from app.rehearsal import complaint as complaints
from app.rehearsal import money, plays, retelling
from app.rehearsal import place as places
from app.rehearsal.complaint import Complaint
from app.rehearsal.looking import Counts
from app.rehearsal.place import Place
from app.rehearsal.player import Player

Difference = Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """What is played, and the elements that the case went through when it was real."""

    told: Scenario
    recorded: Sequence[str]


@dataclass(frozen=True)
class Way:
    """How a story went: every element as often as it was passed, and what came of it."""

    passed: tuple[str, ...]
    outcome: str | None = None
    status: str = ""
    term: str | None = None
    fee: float | None = None
    stopped: Complaint | None = None


@dataclass(frozen=True)
class Replayed:
    """What came of it: same, differs, unsure (it does not repeat even on its own version), failed."""

    state: str
    differences: tuple[Difference, ...]
    seconds: float

    def row(self) -> Mapping[str, Any]:
        """As a row keeps it."""
        return {
            "state": self.state,
            "differences": list(self.differences),
            "milliseconds": round(self.seconds * 1000),
        }


def stopped(where: str, told: Complaint) -> Difference:
    """The story could not be played to its end: on its own version (`before`), or on the draft (`after`)."""
    return {"kind": "stopped", "where": where, "complaint": complaints.as_json(told)}


def material(case: Case, house: House) -> tuple[Place, Story]:
    """The place with the case's own version in force, and its story; reads the real hall, changes nothing."""
    own = places.of(case.version.procedure, procedures.version_files(case.version_id), house)
    staff = {row["full_name"] for row in own.rows["person"]}
    return own, Story(retelling.told(case, staff), Counts.of(case).passed)


def replay(own: Place, draft: Place, story: Story) -> Replayed:
    """Play the story twice and compare; never raises for what a draft holds."""
    begun = time.monotonic()
    before = walk(own, story.told)
    if before.stopped or Counter(before.passed) != Counter(story.recorded):
        return Replayed("unsure", tuple(_unsure(before, story.recorded)), time.monotonic() - begun)
    after = walk(draft, story.told)
    found = tuple(differences(before, after))
    return Replayed("differs" if found else "same", found, time.monotonic() - begun)


def walk(place: Place, told: Scenario) -> Way:
    """How the story goes in that place, as far as it goes."""
    return places.apart(_walk, place, told)


def _walk(place: Place, told: Scenario) -> Way:
    broke: Complaint | None = None
    try:
        with places.entered(places.beginning(place)) as hall:
            player = Player(hall, place.code, told)
            try:
                player.play()
            except Exception as error:  # noqa: BLE001 - whatever a draft holds is told, not thrown
                broke = plays.said(error)
            return _way(hall.fresh(player.case), broke) if player.case is not None else Way((), stopped=broke)
    except Exception as error:  # noqa: BLE001 - a draft that cannot even be published
        return Way((), stopped=plays.said(error))


def _way(case: Case, broke: Complaint | None) -> Way:
    term = case.term.conservative.isoformat() if case.term else None
    return Way(Counts.of(case).passed, case.outcome, case.status, term, money.fee(case), broke)


def _unsure(before: Way, recorded: Sequence[str]) -> Iterator[Difference]:
    if before.stopped is not None:
        yield stopped("before", before.stopped)
    yield from _elements(recorded, before, "replayed")


def differences(before: Way, after: Way) -> Iterator[Difference]:
    """What goes otherwise on the draft; the path first."""
    if after.stopped is not None:
        yield stopped("after", after.stopped)
    yield from _elements(before.passed, after, "after")
    if after.stopped is not None:
        return
    for name in ("outcome", "status", "term", "fee"):
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield {"kind": name, "before": was, "after": now}


def _elements(was: Sequence[str], way: Way, where: str) -> Iterator[Difference]:
    """Elements passed less often than before, and those passed more often; each in its own order.

    Of a way that broke off nobody knows what it would have left out.
    """
    now = way.passed
    gone = Counter(was) - Counter(now) if way.stopped is None else Counter[str]()
    for kind, counted, order in (("left_out", gone, was), ("gone_through", Counter(now) - Counter(was), now)):
        for element in dict.fromkeys(order):
            if counted[element]:
                yield {"kind": kind, "element": element, "times": counted[element], "where": where}
