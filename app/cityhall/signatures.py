"""Who signed which letter, when, and by what right.

What is kept is the approval of one state of the letter, with its time; a qualified electronic signature
inside the file (PAdES) is another matter. A letter that is returned loses the signatures it had.
"""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Update, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.people.models import Person
from app.database import Base, Identified, session


class Signature(Identified, Base):
    """One signature; `turn` is its place among the letter's, from 1.

    `replaces` and `act` are there when the signer stood in for somebody. `sha256` is the
    draft that was signed; `entry_id` the number under which the letter was then issued.
    """

    __tablename__ = "signature"
    __table_args__ = (Index("ix_signature_case_letter", "case_id", "letter"),)

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"))
    letter: Mapped[str] = mapped_column(String(80))
    task_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    turn: Mapped[int]
    role: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    replaces: Mapped[str | None] = mapped_column(String(120))
    act: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str | None] = mapped_column(String(64))
    signed_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    entry_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("register_entry.id"))
    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def printed_title(self) -> str:
        """„primar”; who stands in for the mayor: „p. Primar,” and the own title below."""
        return f"p. {self.replaces.capitalize()},\n{self.title}" if self.replaces else self.title

    @property
    def printed_name(self) -> str:
        """The name, with the act of delegation where there is one."""
        return f"{self.person.full_name}\n({self.act})" if self.act else self.person.full_name


def standing(case_id: uuid.UUID, letter: str, entry_id: uuid.UUID | None = None) -> list[Signature]:
    """The signatures on a letter that is not issued yet, or was issued under that number; in order."""
    query = select(Signature).where(
        Signature.case_id == case_id,
        Signature.letter == letter,
        Signature.revoked_at.is_(None),
        or_(Signature.entry_id.is_(None), Signature.entry_id == entry_id),
    )
    return list(session().scalars(query.order_by(Signature.turn)))


def revoke(case_id: uuid.UUID, letter: str, now: datetime) -> None:
    """The letter goes back: whoever signed it signs again."""
    session().execute(_open(case_id, letter).values(revoked_at=now))


def use(case_id: uuid.UUID, letter: str, entry_id: uuid.UUID) -> None:
    """The letter is issued under that number: these signatures belong to it from now on."""
    session().execute(_open(case_id, letter).values(entry_id=entry_id))


def _open(case_id: uuid.UUID, letter: str) -> Update:
    return update(Signature).where(
        Signature.case_id == case_id,
        Signature.letter == letter,
        Signature.revoked_at.is_(None),
        Signature.entry_id.is_(None),
    )
