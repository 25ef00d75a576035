"""Open files handed over to another institution, and taken over from one, with their whole history.

When a power passes to another authority its running files pass too, and are not begun anew
(Legea 169/2026 art. 584).
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.cases.models import Case
from app.cityhall.people.models import Person
from app.database import Base, Identified, session
from app.refusal import Refusal

OUT, IN = "out", "in"


class Transfer(Identified, Base):
    """One file handed over. `other`: the other institution; `number_there`: its number there."""

    __tablename__ = "case_transfer"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"), index=True)
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    direction: Mapped[str] = mapped_column(String(4))
    other: Mapped[str] = mapped_column(String(200))
    number_there: Mapped[str | None] = mapped_column(String(60))
    act: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    case: Mapped[Case] = relationship(lazy="joined")
    by: Mapped[Person] = relationship(lazy="joined")


def listed(institutions: Collection[uuid.UUID], most: int = 200) -> Sequence[Transfer]:
    """The latest transfers of these institutions."""
    query = select(Transfer).where(Transfer.institution_id.in_(institutions))
    return session().scalars(query.order_by(Transfer.at.desc()).limit(most)).all()


def mine(transfer_id: uuid.UUID, institutions: Collection[uuid.UUID]) -> Transfer:
    """A transfer of one of these institutions. Raises Refusal `transfer.unknown`."""
    found = session().get(Transfer, transfer_id)
    if found is None or found.institution_id not in institutions:
        raise Refusal("transfer.unknown")
    return found


def of_case(case_id: uuid.UUID) -> Sequence[Transfer]:
    """How a file came here, or where it went."""
    query = select(Transfer).where(Transfer.case_id == case_id)
    return session().scalars(query.order_by(Transfer.at)).all()


def confirm(transfer: Transfer, number_there: str) -> None:
    """The other institution said under which number it took the file. Raises `transfer.number_needed`."""
    number = " ".join(number_there.split())[:60]
    if not number:
        raise Refusal("transfer.number_needed")
    transfer.number_there = number
