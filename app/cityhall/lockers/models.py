"""Cabinets and the parcels that lie, or will lie, in their compartments."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Institution
from app.cityhall.lockers.rules import OVER, ParcelState
from app.database import Base, Identified


class Cabinet(Identified, Base):
    """A bank of compartments in a place; the controller knows its doors, we know whose paper lies where."""

    __tablename__ = "cabinet"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(200))
    institution: Mapped[Institution] = relationship(lazy="joined")


class Parcel(Identified, Base):
    """One paper on its way through a compartment. Its QR token and PIN are derived, never stored."""

    __tablename__ = "parcel"
    __table_args__ = (
        # One living parcel in a compartment, whatever the code above believes.
        Index(
            "uq_parcel_living_compartment",
            "cabinet_id",
            "compartment",
            unique=True,
            sqlite_where=text("state NOT IN ('collected', 'returned', 'cancelled')"),
            postgresql_where=text("state NOT IN ('collected', 'returned', 'cancelled')"),
        ),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), index=True)
    cabinet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cabinet.id"))
    direction: Mapped[str] = mapped_column(String(10), default="pick-up")
    state: Mapped[str] = mapped_column(String(12), default=ParcelState.RESERVED)
    reservation: Mapped[str] = mapped_column(String(80), unique=True)
    compartment: Mapped[int]
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    credential_version: Mapped[int] = mapped_column(default=1)
    door_open: Mapped[bool] = mapped_column(default=False)
    reserved_at: Mapped[datetime]
    deposited_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cabinet: Mapped[Cabinet] = relationship(lazy="joined")

    @property
    def over(self) -> bool:
        return ParcelState(self.state) in OVER


class ParcelEvent(Identified, Base):
    """What happened to a parcel's door, and when: the proof of delivery."""

    __tablename__ = "parcel_event"

    parcel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parcel.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
