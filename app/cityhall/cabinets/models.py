"""Cabinets as the hall knows them: their doors, their screens, what is wrong with them."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Institution
from app.database import Base, Identified


class Cabinet(Identified, Base):
    """A bank of compartments in a place; the controller knows its doors, we know whose paper lies where.

    `shared`: other institutions lay their papers there too. `phone` is whom a person before it may call.
    """

    __tablename__ = "cabinet"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(200))
    shared: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str] = mapped_column(String(20), default="")
    heard_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    institution: Mapped[Institution] = relationship(lazy="joined")


class Compartment(Base):
    """A door as its controller last told of it; `state` and `door` in the words of docs/locker-api.md.

    `changed_at`: since when it stands so. `reason`: why it is out of service.
    """

    __tablename__ = "compartment"

    cabinet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cabinet.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[str] = mapped_column(String(1))
    accessible: Mapped[bool] = mapped_column(default=False)
    height_cm: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(12))
    door: Mapped[str] = mapped_column(String(8))
    changed_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")
    cleaned_at: Mapped[datetime | None]


class KioskDevice(Identified, Base):
    """The screen beside one cabinet; it sees nothing but that cabinet. Only the hash of its key is kept."""

    __tablename__ = "kiosk_device"

    cabinet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cabinet.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    enrolled_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    cabinet: Mapped[Cabinet] = relationship(lazy="joined")


class CabinetAlarm(Identified, Base):
    """Something wrong at a cabinet (`compartment` 0: the whole of it), until it is ended.

    `kind`: left_open, jammed, needs_check, offline, help, stray, lost. One of a kind is open at a door.
    """

    __tablename__ = "cabinet_alarm"
    __table_args__ = (
        Index(
            "uq_cabinet_alarm_open",
            *("cabinet_id", "compartment", "kind"),
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    cabinet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cabinet.id"))
    compartment: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime]
    told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(String(400), default="")
    cabinet: Mapped[Cabinet] = relationship(lazy="joined")
