"""Our books and a controller's, compared: who has a compartment there, and who believes to have one.

They differ after a controller was replaced, restored from a copy or reset by hand. Nobody guesses which
book is right: somebody goes and looks.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from app.cityhall.cabinets import alarms, compartments
from app.cityhall.cabinets.models import Cabinet, CabinetAlarm
from app.cityhall.cabinets.rules import LOST, STRAY, policy
from app.cityhall.lockers import queries as parcels
from app.cityhall.registry.rules import romanian_day
from app.outside.lockers import Booked


def compare(cabinet: Cabinet, booked: Sequence[Booked], now: datetime) -> None:
    """Raise an alarm at each door of which the books say different things; end those that are over."""
    ours = {one.reservation: one for one in parcels.at_the_door(cabinet.id)}
    theirs = {one.reservation: one for one in booked}
    since = {one.number: one.changed_at for one in compartments.of(cabinet.id)}
    stray = {one.compartment: since.get(one.compartment) for key, one in theirs.items() if key not in ours}
    lost = {one.compartment: one.reserved_at for key, one in ours.items() if key not in theirs}
    _ring(cabinet, STRAY, stray, now)
    _ring(cabinet, LOST, lost, now)


def settled(alarm: CabinetAlarm, now: datetime) -> bool:
    """Is it told of now? A difference only once it lasts: one book is always written first."""
    if alarm.kind not in {STRAY, LOST}:
        return True
    patience = policy(alarm.cabinet.institution_id, romanian_day(now))["books_minutes"]
    return alarm.since + timedelta(minutes=patience) <= now


def _ring(cabinet: Cabinet, kind: str, doors: Mapping[int, datetime | None], now: datetime) -> None:
    for number, since in doors.items():
        alarms.raise_(cabinet, kind, now, door=number, since=since)
    for alarm in alarms.ringing([cabinet.id]):
        if alarm.kind == kind and alarm.compartment not in doors:
            alarms.end(cabinet, kind, now, door=alarm.compartment)
