"""How full a cabinet will be at an hour to come: what stays if nobody comes, and what is likely."""

import bisect
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.cityhall.cabinets import rules
from app.cityhall.cabinets.models import Compartment
from app.cityhall.lockers.models import Parcel
from app.cityhall.lockers.rules import ParcelState
from app.database import session

SIZES = "SML"
# How people came in the last quarter says how they come now.
REMEMBERED = timedelta(days=90)


@dataclass(frozen=True)
class Forecast:
    """Doors of one size: in service, taken now, expiring until then, taken then (likely)."""

    size: str
    doors: int
    taken: int
    expiring: int
    likely: float

    @property
    def at_most(self) -> int:
        return self.taken

    @property
    def share(self) -> int:
        return round(100 * self.likely / self.doors) if self.doors else 0


def forecast(
    doors: Sequence[Compartment],
    parcels: Sequence[Parcel],
    ages: Sequence[float],
    then: datetime,
    now: datetime,
) -> list[Forecast]:
    """By size. `ages`: hours after which papers were collected lately, sorted."""
    by_door = {one.compartment: one for one in parcels}
    return [_of_size(size, doors, by_door, ages, then, now) for size in SIZES]


def chance_of_staying(ages: Sequence[float], lies: float, more: float) -> float:
    """That papers which have lain for `lies` hours still lie there `more` hours later.

    Where nothing is known of how people come, all stay.
    """
    left_now = len(ages) - bisect.bisect_right(ages, lies)
    left_then = len(ages) - bisect.bisect_right(ages, lies + more)
    return left_then / left_now if left_now else 1.0


def collected_after(cabinet_id: uuid.UUID, now: datetime) -> list[float]:
    """Hours from ready to collected, of the last quarter, sorted."""
    query = select(Parcel.ready_at, Parcel.ended_at).where(
        Parcel.cabinet_id == cabinet_id,
        Parcel.state == ParcelState.COLLECTED,
        Parcel.ended_at >= now - REMEMBERED,
    )
    rows = session().execute(query).all()
    return sorted((ended - ready) / timedelta(hours=1) for ready, ended in rows if ready and ended)


def _of_size(
    size: str,
    doors: Sequence[Compartment],
    parcels: dict[int, Parcel],
    ages: Sequence[float],
    then: datetime,
    now: datetime,
) -> Forecast:
    own = [one for one in doors if one.size == size and one.state != "blocked"]
    taken = [one for one in own if one.state in rules.TAKEN or one.number in parcels]
    known = [parcels[one.number] for one in taken if one.number in parcels]
    expiring = sum(one.expires_at is not None and now < one.expires_at <= then for one in known)
    likely = len(taken) - len(known) + sum(_stays(one, ages, then, now) for one in known)
    return Forecast(size, len(own), len(taken), expiring, likely)


def _stays(parcel: Parcel, ages: Sequence[float], then: datetime, now: datetime) -> float:
    """Who has not been told yet does not come; what expires waits for an operator, so it stays too."""
    if parcel.state != ParcelState.READY or parcel.ready_at is None:
        return 1.0
    hour = timedelta(hours=1)
    return chance_of_staying(ages, (now - parcel.ready_at) / hour, (then - now) / hour)
