"""A procedure seen live: how many cases stand at each element, since when, and how long one waits there."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from app.cityhall.cases import standing as rows
from app.cityhall.cases.standing import APPLICANT, Stand
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.terms import days_off
from app.cityhall.terms.elapsed import WorkingTime
from app.engine.reading.model import Element, Model

LOOKED_BACK = timedelta(days=90)
ASIDE = frozenset({"startEvent", "boundaryEvent"})  # what a case listens for meanwhile


@dataclass
class Place:
    """One element: the cases that stand there, and the working days that its tasks waited.

    `waited` are the finished waits, `waiting` those that still go on; `for_citizen` says for whom.
    """

    element: str
    for_citizen: bool = False
    cases: dict[uuid.UUID, datetime | None] = field(default_factory=dict)
    waited: list[float] = field(default_factory=list)
    waiting: list[float] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.cases)

    @property
    def oldest(self) -> datetime | None:
        """Since when the case that stands longest stands here."""
        return min((since for since in self.cases.values() if since), default=None)

    @property
    def usual(self) -> float | None:
        """The median wait in working days: of the finished ones, else of those that still go on."""
        return median(self.waited or self.waiting) if self.waited or self.waiting else None

    @property
    def total(self) -> float:
        """All working days spent waiting here."""
        return sum(self.waited) + sum(self.waiting)


def places(
    versions: Collection[ProcedureVersion], model: Model, institution_id: uuid.UUID, now: datetime
) -> dict[str, Place]:
    """Every element at which cases of these versions stand or stood lately."""
    ids = [one.id for one in versions]
    found: dict[str, Place] = {}
    time = WorkingTime(days_off.calendar_of(institution_id))
    for wait in rows.waits(ids, now - LOOKED_BACK):
        place = found.setdefault(wait.element, Place(wait.element))
        place.for_citizen = wait.role == APPLICANT
        days = time.days(wait.since, wait.until or now)
        (place.waiting if wait.until is None else place.waited).append(days)
    for stand in _standing(ids, model):
        place = found.setdefault(stand.element, Place(stand.element, for_citizen=stand.role == APPLICANT))
        place.cases.setdefault(stand.case_id, stand.since)
    return found


def _standing(versions: list[uuid.UUID], model: Model) -> Iterable[Stand]:
    """Tasks; and of the rest what a case really stands at, not what it listens for beside."""
    yield from rows.tasks(versions)
    for stand in rows.timers(versions):
        element = model.elements.get(stand.element)
        if element is None or element.kind not in ASIDE:
            yield stand
    heard = _hearing(model)
    for stand in rows.messages(versions):
        for element_id in heard.get(stand.name, ()):
            yield Stand(stand.case_id, stand.version_id, element_id, since=stand.since)


def _hearing(model: Model) -> Mapping[str, list[str]]:
    """The elements that stop for each message or signal."""
    found: dict[str, list[str]] = {}
    for element in model.elements.values():
        if _stops_for_a_message(element) and element.event:
            found.setdefault(element.event.name, []).append(element.id)
    return found


def _stops_for_a_message(element: Element) -> bool:
    heard = element.event is not None and element.event.kind in {"message", "signal"}
    return heard and element.kind in {"receiveTask", "intermediateCatchEvent"}


def inside(model: Model, found: Mapping[str, Place]) -> dict[str, int]:
    """How many cases stand inside each call, where the called diagram has only that one caller."""
    calls: dict[str, list[str]] = {}
    for element in model.elements.values():
        if element.called:
            calls.setdefault(element.called, []).append(element.id)
    totals: dict[str, int] = {}
    for called, callers in calls.items():
        cases = {case for one in _within(model, called, found) for case in one.cases}
        if len(callers) == 1 and cases:
            totals[callers[0]] = len(cases)
    return totals


def _within(model: Model, process: str, found: Mapping[str, Place], depth: int = 0) -> Iterable[Place]:
    for element in model.within(process):
        if element.id in found:
            yield found[element.id]
        if element.called and depth < 5:
            yield from _within(model, element.called, found, depth + 1)
