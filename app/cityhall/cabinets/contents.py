"""What lies in a cabinet's compartments, or is kept for: whose papers, and since when."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.cityhall.cabinets.models import Cabinet
from app.cityhall.cases.models import Case
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Parcel, ParcelEvent
from app.database import session


@dataclass(frozen=True)
class Lying:
    """Papers at a door. `number` and `who` are empty where they belong to a hall the reader is not of."""

    parcel: Parcel
    hall: str
    number: str
    who: str

    @property
    def since(self) -> datetime:
        return self.parcel.deposited_at or self.parcel.reserved_at

    def overdue(self, now: datetime) -> bool:
        """Should it have been taken out by now?"""
        until = self.parcel.expires_at
        return until is not None and until <= now


def lying(cabinet: Cabinet, halls: Collection[uuid.UUID]) -> dict[int, Lying]:
    """By door, for somebody who works in these institutions."""
    return {one.parcel.compartment: one for one in _named(lockers.at_the_door(cabinet.id), halls)}


def at_door(cabinet: Cabinet, number: int, halls: Collection[uuid.UUID], most: int = 20) -> list[Lying]:
    """What lay behind one door, the latest first."""
    query = select(Parcel).where(Parcel.cabinet_id == cabinet.id, Parcel.compartment == number)
    found = session().scalars(query.order_by(Parcel.reserved_at.desc()).limit(most)).all()
    return _named(found, halls)


def happened(parcels: Collection[uuid.UUID], most: int = 60) -> list[ParcelEvent]:
    """What happened to these parcels, the latest first."""
    query = select(ParcelEvent).where(ParcelEvent.parcel_id.in_(parcels))
    return list(session().scalars(query.order_by(ParcelEvent.at.desc()).limit(most)))


def _named(parcels: Sequence[Parcel], halls: Collection[uuid.UUID]) -> list[Lying]:
    cases = _cases([one.case_id for one in parcels if one.case_id])
    dropped = select(DropOff).where(DropOff.parcel_id.in_([one.id for one in parcels]))
    drops = {one.parcel_id: one for one in session().scalars(dropped)}
    return [_told(one, cases.get(one.case_id), drops.get(one.id), halls) for one in parcels]


def _cases(ids: Collection[uuid.UUID]) -> dict[uuid.UUID | None, Case]:
    return {one.id: one for one in session().scalars(select(Case).where(Case.id.in_(ids))).unique()}


def _told(parcel: Parcel, case: Case | None, dropped: DropOff | None, halls: Collection[uuid.UUID]) -> Lying:
    hall = dropped.institution_id if dropped else case.institution_id if case else None
    if hall not in halls:
        return Lying(parcel, case.institution.short_name if case else "", "", "")
    if dropped is not None:
        number = dropped.entry.legal_number if dropped.entry else dropped.number
        return Lying(parcel, "", number, dropped.person.full_name)
    assert case is not None
    return Lying(parcel, "", case.entry.legal_number, case.applicant.full_name)
