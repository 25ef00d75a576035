"""The parcels that lie, or will lie, in a cabinet's compartments, and who may open their doors."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.cabinets.models import Cabinet
from app.cityhall.lockers.rules import AT_THE_DOOR, OVER, ParcelState
from app.database import Base, Identified

_GONE = ", ".join(f"'{state}'" for state in ParcelState if state not in AT_THE_DOOR)
# `AT_THE_DOOR`, as an index says it.
LYING = text(f"state NOT IN ({_GONE})")


class Parcel(Identified, Base):
    """Papers on their way through a compartment: to somebody (pick-up) or to the hall (drop-off).

    A drop-off may have no case yet: it is filed when the door closes.
    """

    __tablename__ = "parcel"
    __table_args__ = (
        # One living parcel in a compartment, whatever the code above believes.
        Index(
            "uq_parcel_living_compartment",
            "cabinet_id",
            "compartment",
            unique=True,
            sqlite_where=LYING,
            postgresql_where=LYING,
        ),
    )

    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("hall_case.id"), index=True)
    cabinet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cabinet.id"))
    direction: Mapped[str] = mapped_column(String(10), default="pick-up")
    state: Mapped[str] = mapped_column(String(12), default=ParcelState.RESERVED)
    size: Mapped[str] = mapped_column(String(1), default="S")
    accessible: Mapped[bool] = mapped_column(default=False)
    reservation: Mapped[str] = mapped_column(String(80), unique=True)
    compartment: Mapped[int]
    # Counts the lists of grants told to the controller: it refuses an older one.
    grants_version: Mapped[int] = mapped_column(default=0)
    door_open: Mapped[bool] = mapped_column(default=False)
    reserved_at: Mapped[datetime]
    deposited_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    extended_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cabinet: Mapped[Cabinet] = relationship(lazy="joined")
    grants: Mapped[list["Grant"]] = relationship(back_populates="parcel", order_by="Grant.made_at")

    @property
    def over(self) -> bool:
        return ParcelState(self.state) in OVER


class Grant(Identified, Base):
    """Somebody's right to open a parcel's door. Its QR token and PIN are derived, never stored.

    `purpose`: deposit or collect. `holder`: applicant, delegate (both collect), envelope (the clerk's QR),
    depositor (a citizen's drop-off). `serial` grows with each new code; an earlier code is then dead.
    `factor_kind`: what the kiosk asks besides (birth_date, number; empty: nothing); only its hash is kept.
    """

    __tablename__ = "locker_grant"

    parcel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parcel.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))
    holder: Mapped[str] = mapped_column(String(12))
    serial: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    factor_kind: Mapped[str] = mapped_column(String(12), default="")
    factor_sha256: Mapped[str] = mapped_column(String(64), default="")
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    max_uses: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    parcel: Mapped[Parcel] = relationship(back_populates="grants")


class Waiting(Identified, Base):
    """A case whose paper waits for a free compartment; the first that fits is served first."""

    __tablename__ = "locker_waiting"
    __table_args__ = (
        # Who waits now, in turn, among all who ever waited.
        Index(
            "ix_locker_waiting_standing",
            *("cabinet_id", "since"),
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), unique=True)
    cabinet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cabinet.id"))
    size: Mapped[str] = mapped_column(String(1))
    accessible: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended: Mapped[str] = mapped_column(String(10), default="")  # served, gave_up


class CabinetChoice(Base):
    """The cabinet that somebody chose: for one case, or (without a case) for all that comes."""

    __tablename__ = "cabinet_choice"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    # The case's id, or the person's own where it holds for all.
    about_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    cabinet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cabinet.id"))
    accessible: Mapped[bool] = mapped_column(default=False)
    chosen_at: Mapped[datetime]


class ParcelEvent(Identified, Base):
    """What happened to a parcel's door, and when: the proof of delivery."""

    __tablename__ = "parcel_event"

    parcel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parcel.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    grant_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("locker_grant.id"))
