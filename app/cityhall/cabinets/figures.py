"""A cabinet's figures by week: how many papers, how long they lay, how many nobody collected."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.cityhall.lockers.models import Parcel, ParcelEvent
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.registry.rules import romanian_day
from app.database import session

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@dataclass(frozen=True)
class Week:
    """What was reserved in the week that begins on `monday`. Hours and seconds; None where there is none."""

    monday: date
    pick_ups: int
    drop_offs: int
    collected: int
    returned: int
    median_hours: float | None
    p95_hours: float | None
    open_seconds: float | None

    @property
    def expired_share(self) -> int | None:
        """Of what ended, in percent: taken back because nobody came."""
        ended = self.collected + self.returned
        return round(100 * self.returned / ended) if ended else None


def weeks(cabinet_id: uuid.UUID, since: datetime) -> list[Week]:
    """From that moment on, the latest week first."""
    query = select(Parcel).where(Parcel.cabinet_id == cabinet_id, Parcel.reserved_at >= since)
    found: dict[date, list[Parcel]] = defaultdict(list)
    for parcel in session().scalars(query):
        day = romanian_day(parcel.reserved_at)
        found[day - timedelta(days=day.weekday())].append(parcel)
    seconds = open_seconds([one.id for many in found.values() for one in many])
    return [_week(monday, found[monday], seconds) for monday in sorted(found, reverse=True)]


def percentile(values: Sequence[float], percent: int) -> float | None:
    """The smallest of them that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)] if ordered else None


def open_seconds(parcels: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[float]]:
    """How long the doors stood open each time, by parcel."""
    query = select(ParcelEvent).where(
        ParcelEvent.parcel_id.in_(parcels), ParcelEvent.kind.startswith("door.")
    )
    opened: dict[uuid.UUID, datetime] = {}
    found: dict[uuid.UUID, list[float]] = defaultdict(list)
    for event in session().scalars(query.order_by(ParcelEvent.at)):
        kind = event.kind.partition(":")[0]
        if kind == "door.opened":
            opened.setdefault(event.parcel_id, event.at)
        elif kind == "door.closed" and event.parcel_id in opened:
            found[event.parcel_id].append((event.at - opened.pop(event.parcel_id)) / SECOND)
    return found


def _week(monday: date, parcels: Sequence[Parcel], seconds: dict[uuid.UUID, list[float]]) -> Week:
    came = [one for one in parcels if one.state == ParcelState.COLLECTED and one.ready_at and one.ended_at]
    hours = [(one.ended_at - one.ready_at) / HOUR for one in came if one.ended_at and one.ready_at]
    dropped = sum(one.direction == "drop-off" for one in parcels)
    return Week(
        monday=monday,
        pick_ups=len(parcels) - dropped,
        drop_offs=dropped,
        collected=len(came),
        returned=sum(one.state == ParcelState.RETURNED for one in parcels),
        median_hours=percentile(hours, 50),
        p95_hours=percentile(hours, 95),
        open_seconds=percentile([one for each in parcels for one in seconds.get(each.id, [])], 50),
    )
